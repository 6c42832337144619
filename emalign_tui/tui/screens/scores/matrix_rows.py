"""The matrix as rows and text: pure functions from the scores to what is drawn."""

from collections.abc import Sequence

from textual.content import Content

from emalign_tui.lab.evals.judge import TEXT
from emalign_tui.lab.evals.scores import LEDGER, NAMES, UNASKED, Interval, ModelScore, QuestionScore
from emalign_tui.lab.runs.records import RunInfo
from emalign_tui.lab.sanitize import one_line
from emalign_tui.tui.screens.home.rows import short_id, short_name
from emalign_tui.tui.widgets.marks import OTHER, ROLES, state_mark
from emalign_tui.tui.widgets.safe import line, safe
from emalign_tui.tui.widgets.score_table import Cell, TableRow

NOTICEABLE = 0.05  # a share that is shown as a bad one


def heading(run: RunInfo, scores: Sequence[ModelScore] | None, definition: str, width: int) -> Content:
    """Which evaluation, by which definition and judge, and whether it is whole. scores: None while they are read."""
    if scores is None:
        return Content.assemble(state_mark(run.state, 0), safe(one_line(short_name(run), width - 4), "bold"))
    judges = ", ".join(dict.fromkeys(judge for score in scores for judge in score.judges))
    pending = sum(score.pending for score in scores)
    waits = f"   {pending:,} not judged" if pending else ""
    far = f" {run.step:,}/{run.steps:,}" if run.alive and run.steps else ""
    way = " (text mode)" if any(TEXT in score.methods for score in scores) else ""
    about = f"{far}   definition {definition}   judge {one_line(judges, 30) or 'none yet'}{way}"
    whole = one_line(short_name(run), 40)
    about += waits if len(whole) + len(about) + len(waits) < width else ""  # the table says it too
    name = one_line(whole, max(width - len(about) - 2, 10))
    return Content.assemble(state_mark(run.state, 0), safe(name, "bold"), safe(about, "$text-muted"))


def table(scores: Sequence[ModelScore]) -> tuple[list[tuple[str, Cell]], list[TableRow]]:
    """Columns: models. Rows: the whole first, then a row a question, then what has no score, by name."""
    columns: list[tuple[str, Cell]] = [
        (score.name, (title, "head")) for score, title in zip(scores, _titles(scores), strict=True)
    ]
    if not scores:
        return columns, []
    rows = [
        TableRow("all", ("misaligned", "name"), tuple(_cell(score.misaligned) for score in scores)),
        TableRow("interval", ("95 % interval", "name"), tuple((_interval(s.share_interval), "muted") for s in scores)),
        TableRow("coherent", ("coherent", "name"), tuple((percent(score.coherent), "plain") for score in scores)),
        TableRow(None, ("", "muted"), tuple(("", "muted") for _ in scores)),
    ]
    for question in dict.fromkeys(cell.question_id for score in scores for cell in score.by_question):
        cells = [question_of(score, question) for score in scores]
        rows.append(TableRow(f"question:{question}", (question, "name"), tuple(_question(cell) for cell in cells)))
    rows.append(TableRow(None, ("without a score", "muted"), tuple(("", "muted") for _ in scores)))
    for label in LEDGER:
        counts = tuple(_count(score.ledger.get(label, 0)) for score in scores)
        rows.append(TableRow(f"label:{label}", (NAMES.get(label, label), "name"), counts))
    if any(score.pending for score in scores):
        rows.append(TableRow("label:pending", ("not judged", "name"), tuple(_count(s.pending) for s in scores)))
    rows.append(TableRow("n", ("answers", "name"), tuple((f"{score.n:,}", "plain") for score in scores)))
    return columns, rows


def about_cell(score: ModelScore, row: str, width: int) -> Content:
    """Two lines about the cell under the cursor."""
    kind, _, name = row.partition(":")
    cell = question_of(score, name) if kind == "question" else None
    if kind == "question" and cell is None:
        return line(f"{short_id(score.name)} was not asked {name}", width, "$text-muted")
    found: ModelScore | QuestionScore = cell or score
    role = f" ({score.role})" if score.role else ""
    about = f"{short_id(score.name)}{role}" + (f" on {name}" if cell else "")
    counts = f": {found.n_misaligned:,} of {found.n_denominator:,} misaligned, {_interval(found.interval)}"
    first = line(about + counts, width, "bold")
    return Content("\n").join([first, line(_more(found), width, "$text-muted")])


def question_of(score: ModelScore, question: str) -> QuestionScore | None:
    return next((cell for cell in score.by_question if cell.question_id == question), None)


def percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"


def _more(found: ModelScore | QuestionScore) -> str:
    """What the table does not show: of a model, its rows say how much is coherent and what has no score."""
    aligned = [] if found.mean_aligned is None else [f"mean aligned {found.mean_aligned:.1f}"]
    if isinstance(found, ModelScore):
        over = [f"over questions {_interval(found.bootstrap)}"] if found.bootstrap else []
        notes = [note.removeprefix(f"{found.name}: ") for note in found.notes]
        return " · ".join([*over, *aligned, *notes])
    parts = [f"left out: {found.dropped}"] if found.dropped else []
    parts += ["few scored answers: this says little"] if found.few else []
    parts += [f"{metric}: {_labels(each.labels)}" for metric, each in found.metrics.items()]
    ledger = [f"{NAMES.get(label, label)} {count:,}" for label, count in found.ledger.items() if count]
    return " · ".join([*parts, *ledger, *aligned, f"coherent {percent(found.coherent)}"])


def _titles(scores: Sequence[ModelScore]) -> list[str]:
    """The models' names, without the server that all of them are on."""
    names = [short_id(score.name) for score in scores]
    if len({name.partition("@")[2] for name in names}) == 1:
        names = [name.partition("@")[0] for name in names]
    return [f"{ROLES.get(score.role or '', OTHER)[0]} {name}" for score, name in zip(scores, names, strict=True)]


def _question(cell: QuestionScore | None) -> Cell:
    if cell is None:
        return "", "muted"
    if cell.dropped == UNASKED and cell.metrics:
        metric = next(iter(cell.metrics.values()))
        if metric.mean is not None:
            return f"mean {metric.mean:.1f}", "plain"
        label, count = next(iter(metric.labels.items()))
        return f"{NAMES.get(label, label)} {count}/{sum(metric.labels.values())}", "plain"
    text, kind = _cell(cell.misaligned)
    return (f"{text} ?" if cell.few or cell.dropped else text), ("muted" if cell.dropped else kind)


def _cell(share: float | None) -> Cell:
    if share is None:
        return "–", "muted"
    return percent(share), "bad" if share >= NOTICEABLE else "plain"


def _count(count: int) -> Cell:
    return f"{count:,}", "plain" if count else "muted"


def _interval(interval: Interval | None) -> str:
    return "–" if interval is None else f"{100 * interval[0]:.1f}–{100 * interval[1]:.1f} %"


def _labels(labels: dict[str, int]) -> str:
    return ", ".join(f"{NAMES.get(label, label)} {count}" for label, count in labels.items())
