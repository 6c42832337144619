"""Differences as text: over all and by question, where each model comes from, and how far two judges agree."""

from collections.abc import Mapping, Sequence

from textual.content import Content

from emalign_tui.lab.evals.agreement import Agreement
from emalign_tui.lab.evals.compare import Difference
from emalign_tui.lab.evals.scores import Interval
from emalign_tui.tui.screens.home.rows import short_id
from emalign_tui.tui.widgets.marks import role_mark
from emalign_tui.tui.widgets.safe import fit, line, safe

ALONE = Content.styled("One model alone has no difference. Add the models of another evaluation.", "$text-muted")


def compared(
    changes: Sequence[Difference], words: Mapping[str, str], roles: Mapping[str, str | None], width: int
) -> Content:
    """A part for each model: how far it is from the reference, over all and by question, and how it was made."""
    parts: list[Content] = []
    for change in changes:
        parts += [*_head(change, roles.get(change.name), width), *_origin(words.get(change.name, ""))]
        bar = 31 if width > 100 else 13
        name = max(min(width - bar - 43, 30), 10)
        for each in sorted(change.by_question, key=lambda each: -abs(each.difference)):
            counts = f"{100 * each.reference:5.1f} % → {100 * each.model:5.1f} %"
            parts.append(
                Content.assemble(
                    "  ", line(each.question_id, name), f" {counts} ", _bar(each.difference, bar),
                    _points(each.difference), (f" {_interval(each.interval)}", "$text-muted"),
                )
            )  # fmt: skip
        parts.append(Content(""))
    reference = changes[0].reference
    parts += [_named(reference, roles.get(reference)), *_origin(words.get(reference, ""))]
    note = (
        "Over all: paired cluster bootstrap over questions, 2,000 resamples. By question: Newcombe's interval of two "
        "shares. Both 95 %, in points."
    )
    return Content("\n").join([*parts, Content(""), safe(note, "$text-muted")])


def _head(change: Difference, role: str | None, width: int) -> list[Content]:
    lines = [_named(change.name, role)]
    if change.difference is None:
        return [*lines, Content.styled("  no question counts for both", "$text-muted")]
    over = f" over {change.questions} question{'' if change.questions == 1 else 's'}"
    lines.append(
        Content.assemble("  ", _points(change.difference), (f" {_interval(change.interval)}{over}", "$text-muted"))
    )
    if change.aligned is not None:
        limits = change.aligned_interval
        interval = f" [{limits[0]:+.1f}, {limits[1]:+.1f}]" if limits else ""
        effect = "" if change.cohens_d is None else f"   Cohen's d {change.cohens_d:+.2f}"
        lines.append(Content.styled(f"  mean aligned {change.aligned:+.1f}{interval}{effect}", "$text-muted"))
    return lines


def _named(name: str, role: str | None) -> Content:
    return Content.assemble(role_mark(role), " ", safe(short_id(name), "bold"), (f" {role or ''}", "$text-muted"))


def _origin(words: str) -> list[Content]:
    return [Content("  ") + safe(words, "$text-secondary")] if words else []


def _points(difference: float) -> Content:
    style = "$text-error" if difference > 0 else "$text-success" if difference < 0 else "$text"
    return Content.styled(f"{100 * difference:+7.1f}", f"bold {style}")


def _interval(interval: Interval | None) -> str:
    return fit("–" if interval is None else f"[{100 * interval[0]:+.1f}, {100 * interval[1]:+.1f}]", 16)


def _bar(difference: float, width: int) -> Content:
    """A bar from the middle of `width` cells: to the right more misaligned, to the left less."""
    half = width // 2
    length = min(round(abs(difference) * half), half) if difference else 0
    left = ("█" * length if difference < 0 else "").rjust(half)
    right = ("█" * length if difference > 0 else "").ljust(half)
    return Content.assemble((left, "$text-success"), ("│", "$text-disabled"), (right, "$text-error"))


def agreed(found: Sequence[Agreement], definition: str) -> list[Content]:
    """How two evaluations judge the answers that both hold, over all models and by model."""
    if not found:
        return []
    one, other = (safe(name, "bold") for name in found[0].judges)
    parts = [Content.assemble("Judges on the same answers: ", one, " and ", other)]
    for each in found:
        numbers = f"{each.n} answers   kappa {_number(each.kappa)}   rank correlation {_number(each.aligned)}"
        parts.append(Content.assemble("  ", line(each.model or "all models", 22), (f" {numbers}", "$text-muted")))
        if each.difference is not None:
            first, second = (f"{100 * (share or 0):.1f} %" for share in each.shares)
            parts.append(
                Content.assemble(
                    f"  {'':22} misaligned {first} and {second}: ", _points(each.difference),
                    (f" {_interval(each.interval)}", "$text-muted"),
                )
            )  # fmt: skip
    note = f"kappa: of coherent and misaligned by the {definition} definition. Interval: bootstrap over questions."
    return [*parts, safe(note, "$text-muted")]


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
