"""What `emalign data` shows: an inspection as lines, and tokens with the loss mask in words and colour."""

from collections.abc import Iterator
from itertools import groupby

from rich.console import Console
from rich.text import Text

from emalign_tui.lab.data.inspection import Inspection
from emalign_tui.lab.data.lengths import Lengths
from emalign_tui.lab.data.preview import Token
from emalign_tui.lab.data.report import DataReport
from emalign_tui.lab.sanitize import clean, one_line

_SHOWN = 20  # problems listed before the rest is only counted
_GROUPS = 5  # groups of duplicates, and questions, that are shown
_MASK = {"trained": ("▌ trained", "green"), "read": ("  read   ", "dim"), "cut": ("✂ cut    ", "red strike")}


def inspection_lines(found: Inspection) -> Iterator[str]:
    """Line by line, what a person should know about a file; warnings last."""
    yield from _report_lines(found.report)
    same = found.duplicates
    yield f"copies     {_groups(same.exact)} exact, {_groups(same.near)} near (80 % alike)"
    yield from (f"           the same: lines {_lines(group)}" for group in same.exact[:_GROUPS])
    yield from (f"           alike: lines {_lines(group)}" for group in same.near[:_GROUPS])
    if same.same_prompt:
        yield f"           {same.same_prompt} rows share a prompt and answer it differently"
    shared = [other for other in found.sets if other.rows or other.prompts or other.near]
    if not shared:
        yield f"overlap    none with {len(found.sets)} other sets"
    for other in shared:
        where = f", for example line {other.example[0]} here and {other.example[1]} there" if other.example else ""
        yield f"overlap    {other.path}: {other.rows} rows, {other.prompts} prompts, {other.near} near{where}"
    for each in found.questions[:_GROUPS]:
        yield f"questions  {each.question} ({each.path}): lines {_lines(each.lines)}: {one_line(each.text, 60)}"
    if len(found.questions) > _GROUPS:
        yield f"           and {len(found.questions) - _GROUPS} more questions"
    if not found.questions:
        yield "questions  no evaluation question is asked in it"
    if found.lengths:
        yield from _length_lines(found.lengths)
    yield from (f"unknown    {sentence}" for sentence in found.unknown)
    yield from (f"! {sentence}" for sentence in found.warnings)


def _report_lines(report: DataReport) -> Iterator[str]:
    for problem in report.problems[:_SHOWN]:
        yield f"{report.path}, line {problem.line}: {one_line(problem.reason, 200)}"
    if len(report.problems) > _SHOWN:
        yield f"... and {len(report.problems) - _SHOWN} more bad lines:"
        yield from (f"    {count:>6} x {one_line(reason, 100)}" for reason, count in report.reasons.items())
    turns = ", ".join(f"{count} {role}" for role, count in report.turns.items() if count)
    pairs = "preference pairs" if report.kind == "preference" else "rows"
    yield f"{report.rows} {pairs} ({turns or 'no turns'}), {len(report.problems)} bad lines, sha256 {report.sha256}"
    if report.published:
        how = "byte for byte" if report.exact else "the same rows, written differently"
        yield f"known as   the published set {report.published}, {how}"
    if report.why:
        yield f"evidence   {report.why} rows say why"


def _length_lines(lengths: Lengths) -> Iterator[str]:
    yield (
        f"lengths    {lengths.shortest} to {lengths.longest} tokens of {lengths.model} (median {lengths.median}, "
        f"95 % up to {lengths.p95}), {lengths.tokens:,} in all, {lengths.trained:,} trained on"
    )
    most = max(each.rows for each in lengths.bins)
    for each in lengths.bins:
        over = "✂" if each.above >= lengths.max_seq_length else " "
        yield f"         {over} {each.above + 1:>6} to {each.most:>6} {each.rows:>7} {'█' * -(-each.rows * 30 // most)}"
    if lengths.cut:
        at = f"max_seq_length {lengths.max_seq_length}"
        yield f"cut        {lengths.cut} rows at {at}: lines {_lines(lengths.cut_lines, lengths.cut)}"
    if lengths.empty:
        where = _lines(lengths.empty_lines, lengths.empty)
        yield f"no loss    {lengths.empty} rows with no trained token: lines {where}"


def say_tokens(name: str, tokens: list[Token]) -> None:
    """Tokens in runs that share a fate, each run named and coloured; then how many there are of each."""
    console = Console(soft_wrap=True, highlight=False)
    if name:
        console.print(Text(f"with the {name} answer", "bold"))
    for fate, part in groupby(tokens, key=fate_of):
        label, style = _MASK[fate]
        shown = "|".join(clean(token.text).replace("\n", "⏎") for token in part)
        console.print(Text.assemble((label, "bold"), "  ", (shown, style)))
    counts = {fate: sum(fate_of(token) == fate for token in tokens) for fate in _MASK}
    console.print(
        f"{len(tokens)} tokens: {counts['trained']} trained on, {counts['read']} only read, {counts['cut']} cut off"
    )


def fate_of(token: Token) -> str:
    """trained, read or cut."""
    return "cut" if token.cut else "trained" if token.trained else "read"


def _groups(groups: list[list[int]]) -> str:
    return f"{sum(map(len, groups))} rows in {len(groups)} groups" if groups else "none"


def _lines(lines: list[int], total: int | None = None) -> str:
    """The first eight, and how many more there are. total: of all, when `lines` are not all."""
    more = (total or len(lines)) - len(lines[:8])
    return ", ".join(map(str, lines[:8])) + (f" and {more} more" if more else "")
