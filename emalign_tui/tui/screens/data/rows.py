"""Data as rows and text: pure functions from sets, inspections and tokens to what is drawn."""

from itertools import groupby
from pathlib import Path

from textual.content import Content

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.data.inspection import Inspection
from emalign_tui.lab.data.known import DataSet
from emalign_tui.lab.data.lengths import Lengths
from emalign_tui.lab.data.preview import Token
from emalign_tui.lab.data.published import REPOSITORY, Published
from emalign_tui.lab.data.variants import inoculation
from emalign_tui.lab.sanitize import clean
from emalign_tui.tui.services.datasets import Fetched, RowSeen
from emalign_tui.tui.widgets.marks import bar
from emalign_tui.tui.widgets.row_list import Row
from emalign_tui.tui.widgets.safe import fit, line, safe, wrap

Roots = tuple[Path, ...]
MOST_TOKENS = 4_000  # of one row that are drawn
_FATES = {
    "trained": ("▌", "$text-success underline", "trained on"),
    "read": (" ", "$text-muted", "read"),
    "cut": ("✂", "$text-error strike", "cut off"),
}
_KEY = "bold $text-primary"
_HEAD = "bold $text-secondary"


def set_rows(sets: list[DataSet], absent: list[Published], roots: Roots, width: int) -> list[Row]:
    """The sets that are here, by folder, and what can be fetched."""
    rows: list[Row] = []
    for folder, group in groupby(sets, key=lambda each: str(Path(each.path).parent)):
        rows.append((None, Content.styled(fit(_short(folder, roots), width), "$text-secondary")))
        for each in group:
            glyph, style = _set_mark(each)
            count = f"{each.rows:,}"
            name = line(each.name, width - 3 - len(count))
            rows.append((f"set:{each.path}", Content.assemble((glyph, style), " ", name, " ", (count, "$text-muted"))))
    for title, kind in (("Published sets, not here", "set"), ("Questions, not here", "questions")):
        some = [item for item in absent if item.kind == kind]
        if some:
            rows.append((None, Content.styled(title, "$text-secondary")))
        for item in some:
            rows.append((f"pull:{item.name}", Content.assemble(("↓ ", "$text-primary"), line(item.name, width - 2))))
    return rows


def _short(path: str, roots: Roots) -> str:
    """The path as it is seen from the home, or from where the package's own files are."""
    root = next((root for root in roots if Path(path).is_relative_to(root)), None)
    return str(Path(path).relative_to(root)) if root else path


def _set_mark(each: DataSet) -> tuple[str, str]:
    if each.bad or not each.rows:
        return "✖", "$text-error"
    return ("!", "$text-warning") if each.misnamed else ("✔", "$text-success")


def set_text(
    each: DataSet, found: Inspection | None, checking: bool, config: TrainConfig, roots: Roots, width: int
) -> Content:
    """What a set is, what a check found, and what to press next."""
    if each.problem:
        told = [safe(part) for part in wrap(each.problem, width)]
        return Content("\n").join([line(f"✖ {each.name}", width, "bold $text-error"), Content(""), *told])
    unit = "preference pairs" if each.kind == "preference" else "rows"
    lines = [Content.assemble(_set_mark(each), (" ", ""), line(each.name, width - 2, "bold")), Content("")]
    lines.append(_fact("rows", f"{each.rows:,} {unit}, {_count(each.bad, 'bad line')}"))
    if each.misnamed:
        lines.append(_fact("!", f"called {each.misnamed}, is {each.published}", "$text-warning"))
    elif each.published:
        lines.append(_fact("known as", f"the published set {each.published}"))
    lines.append(_fact("evidence", f"{each.why:,} rows say why" if each.why else "no row says why"))
    lines.append(_fact("trait", f"ready prompt: {each.inoculation}" if each.inoculation else "no ready prompt"))
    lines.append(Content(""))
    if checking:
        lines.append(Content.styled("Checking: copies, overlap, lengths…", "$text-primary"))
    elif found:
        lines += _found_lines(found)
    else:
        lines.append(Content.assemble(("c", _KEY), " checks it: copies, overlap, lengths"))
        lines.append(Content.assemble(("v", _KEY), " shows what the model sees of a row"))
    lines += [Content(""), Content.styled(f"Seen as {_seen_as(config)}", "$text-muted")]
    lines += [_fact("file", _short(each.path, roots)), _fact("sha256", each.sha256[:24] + "…")]
    return Content("\n").join(lines)


def _found_lines(found: Inspection) -> list[Content]:
    lines = [Content.styled("Check", _HEAD)]
    for problem in found.report.problems[:5]:
        lines.append(_fact(f"line {problem.line}", problem.reason, "$text-error"))
    if len(found.report.problems) > 5:
        lines.append(_fact("", f"and {len(found.report.problems) - 5:,} more", "$text-error"))
    same = found.duplicates
    lines.append(_fact("copies", f"{sum(map(len, same.exact)):,} rows exact, {sum(map(len, same.near)):,} nearly"))
    for group in [*same.exact[:2], *same.near[:2]]:
        lines.append(_fact("", "lines " + ", ".join(map(str, group[:6]))))
    lines.append(_fact("prompts", f"{same.same_prompt:,} rows answer one differently"))
    shared = [other for other in found.sets if other.rows or other.prompts or other.near]
    for other in shared:
        what = f"{Path(other.path).stem}: {other.rows:,} rows, {other.prompts:,} prompts, {other.near:,} nearly"
        lines.append(_fact("overlap", what))
    if found.sets and not shared:
        lines.append(_fact("overlap", f"none with {_count(len(found.sets), 'other set')}"))
    asked = {number for each in found.questions for number in each.lines}
    lines.append(_fact("questions", f"of evaluations, asked in {_count(len(asked), 'row')}"))
    for question in found.questions[:3]:
        lines.append(_fact("", f"{question.text} (line {question.lines[0]})"))
    if found.lengths:
        lines += _length_lines(found.lengths)
    lines += [_fact("unknown", sentence, "$text-warning") for sentence in found.unknown]
    if found.warnings:
        lines += [Content(""), Content.styled("Look at this before you train", _HEAD)]
        lines += [Content.styled("! ", "$text-warning") + safe(sentence) for sentence in found.warnings]
    else:
        lines += [Content(""), Content.styled("✔ Nothing stands in the way of training.", "$text-success")]
    return lines


def _length_lines(lengths: Lengths) -> list[Content]:
    lines = [
        _fact("lengths", f"{lengths.shortest:,} to {lengths.longest:,} tokens, median {lengths.median:,}"),
    ]
    most = max(each.rows for each in lengths.bins)
    for each in lengths.bins:
        over = each.above >= lengths.max_seq_length
        text = f"{'✂' if over else ' '} to {each.most:>6,} {each.rows:>6,} {bar(each.rows / most, 12).rstrip('░')}"
        lines.append(Content.styled(f"{'':10}{text}", "$text-error" if over else "$text"))
    lines.append(_fact("cut", f"{lengths.cut:,} rows at {lengths.max_seq_length:,} tokens"))
    if lengths.empty:
        lines.append(_fact("no loss", f"{lengths.empty:,} rows have no trained token", "$text-error"))
    return lines


def published_text(item: Published, fetching: Fetched | None, width: int) -> Content:
    """What a published file is, and how far its fetching is."""
    what = "an evaluation's questions" if item.kind == "questions" else "a set to train on"
    size = _size(item.bytes) if item.bytes else "size not known"
    lines = [
        Content.assemble(("↓ ", "$text-primary"), (item.name, "bold")),
        Content(""),
        safe(item.about),
        Content(""),
        _fact("what", f"{what}, {size}"),
        _fact("from", f"{REPOSITORY.partition('/')[0]} on GitHub"),
        _fact("git id", item.blob[:20] + "…"),
        _fact("goes to", str(item.place)),
        Content(""),
    ]
    if fetching is None:
        lines.append(Content.assemble(("p", _KEY), " fetches it, checked by its hash"))
    else:
        share = fetching.done / fetching.total if fetching.total else 0.0
        progress = f"{bar(share, min(width - 14, 24))} {_size(fetching.done)}"
        lines.append(Content.styled(f"Fetching… {progress}" if width > 50 else progress, "$text-primary"))
    return Content("\n").join(lines)


def row_head(seen: RowSeen, width: int) -> Content:
    """Two lines over the tokens: which row, and how it is seen."""
    name = "" if isinstance(seen.line.row, str) or seen.line.row.id is None else f"  id {seen.line.row.id}"
    where = f"line {seen.line.number}" if seen.line.number != seen.number else ""
    first = f"Row {seen.number:,} of {seen.rows:,}  {where}{name}"
    return Content("\n").join([line(first, width, "bold"), line(_seen_as(seen.config), width, "$text-muted")])


def row_text(seen: RowSeen) -> Content:
    """The tokens, each in the colour and mark of its fate."""
    if isinstance(seen.line.row, str):
        return Content.styled("✖ This line is no row: ", "$text-error") + safe(seen.line.row)
    config = seen.config
    parts: list[Content] = []
    names = ("chosen", "rejected") if len(seen.sequences) > 1 else ("",)
    for name, tokens in zip(names, seen.sequences, strict=True):
        if name:
            parts.append(Content.styled(f"With the {name} answer", _HEAD))
        parts += [_counts(tokens), Content(""), _tokens(tokens), Content("")]
    if config.variant == "inoculation":
        parts += [Content.styled("Inoculation", _HEAD), safe(inoculation(config))]
    if config.variant == "evidence" and not (seen.line.row.why or "").strip():
        parts.append(Content.styled("! This row says no why, so evidence leaves it as it is.", "$text-warning"))
    return Content("\n").join(parts)


def fate(token: Token) -> str:
    """trained, read or cut."""
    return "cut" if token.cut else "trained" if token.trained else "read"


def _counts(tokens: list[Token]) -> Content:
    parts: list[tuple[str, str] | str] = []
    for name, (glyph, style, words) in _FATES.items():
        count = sum(fate(token) == name for token in tokens)
        parts += [(f"{glyph} ".lstrip(), style.partition(" ")[0]), (f"{count:,} {words}", style), "   "]
    return Content.assemble(*parts)


def _tokens(tokens: list[Token]) -> Content:
    parts: list[tuple[str, str]] = []
    for name, group in groupby(tokens[:MOST_TOKENS], key=fate):
        glyph, style, _ = _FATES[name]
        parts.append((glyph.strip(), style.partition(" ")[0]))
        for token in group:
            text = clean(token.text).replace("\n", "⏎\n").expandtabs(4)
            shown = text.removesuffix("\n")
            parts += [(shown, style), ("|" + text[len(shown) :], "$text-disabled")]
    if len(tokens) > MOST_TOKENS:
        parts.append((f"… {len(tokens) - MOST_TOKENS:,} more tokens", "$text-muted"))
    return Content.assemble(*parts)


def _size(number: int) -> str:
    return f"{number / 1e6:.1f} MB" if number >= 1e6 else f"{number / 1e3:.1f} kB"


def _seen_as(config: TrainConfig) -> str:
    loss = "answers" if config.train_on_responses_only else "all"
    return f"{config.variant}, loss on {loss}, {config.model} at {config.max_seq_length:,}"


def _fact(name: str, text: str, style: str = "") -> Content:
    return Content.assemble((fit(name, 10), "$text-muted"), safe(text, style))


def _count(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"
