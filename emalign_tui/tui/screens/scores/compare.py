"""Differences from one model: over all questions and by question, with intervals, and where each model comes from."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content

from emalign_tui.lab.evals.browse import EvaluationView
from emalign_tui.lab.evals.compare import Difference, differences
from emalign_tui.lab.evals.scores import Interval, ModelScore
from emalign_tui.lab.models.ancestry import ancestry
from emalign_tui.lab.sanitize import one_line
from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.home.rows import short_id
from emalign_tui.tui.screens.scores.level import Again, Level
from emalign_tui.tui.widgets.marks import role_mark
from emalign_tui.tui.widgets.note import Note
from emalign_tui.tui.widgets.safe import fit, line, safe
from emalign_tui.tui.widgets.text_scroll import TextScroll

Compared = tuple[list[Difference], dict[str, str]]  # and where each model comes from, in words


class CompareLevel(Level):
    """One model is the reference; the others are measured against it."""

    BINDINGS = bindings("compare")

    def __init__(self) -> None:
        super().__init__("compare", "Differences")
        self._reference = 0
        self._scores: list[ModelScore] = []
        self._found: Compared = ([], {})

    def compose(self) -> ComposeResult:
        with TextScroll():
            yield Note(id="differences")

    def clear(self) -> None:
        self._scores, self._found, self._reference = [], ([], {}), 0

    def enter(self) -> None:
        self.query_one(TextScroll).focus()

    def question(self) -> object:
        return self.opened and (self.opened.definition, self._reference)

    def read(self, view: EvaluationView) -> tuple[list[ModelScore], Compared]:
        assert self.opened
        scores = view.matrix(self.opened.definition)
        place = self._reference % max(len(scores), 1)
        ordered = [*scores[place : place + 1], *scores[:place], *scores[place + 1 :]]
        words = {score.name: ancestry(self.app.home, score.name) for score in scores}
        return scores, (differences(ordered) if ordered else [], words)

    def take(self, value: tuple[list[ModelScore], Compared]) -> None:  # type: ignore[override]
        self._scores, self._found = value

    def draw(self, width: int) -> None:
        roles = {score.name: score.role for score in self._scores}
        self.query_one("#differences", Note).show(compared(*self._found, roles, width))

    def heading(self, width: int) -> Content:
        if self.opened is None or not self._found[0]:
            return Content("")
        return Content.assemble(
            ("misaligned share, minus that of ", "$text-muted"),
            safe(one_line(short_id(self._found[0][0].reference), 30), "bold"),
            (f"   definition {self.opened.definition.name}", "$text-muted"),
        )

    def action_reference(self) -> None:
        self._reference = (self._reference + 1) % max(len(self._scores), 1)
        self.post_message(Again())


def compared(changes: Sequence[Difference], words: dict[str, str], roles: dict[str, str | None], width: int) -> Content:
    """A part for each model: how far it is from the reference, over all and by question, and how it was made."""
    if not changes:
        return Content.styled("reading the scores…", "$text-disabled")
    parts: list[Content] = []
    for change in changes:
        parts += [*_head(change, roles.get(change.name), width), *_origin(words.get(change.name, ""))]
        bar = 31 if width > 100 else 13
        name = max(min(width - bar - 42, 30), 10)
        for each in sorted(change.by_question, key=lambda each: -abs(each.difference)):
            counts = f"{each.reference:7.1%} → {each.model:6.1%}"
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
