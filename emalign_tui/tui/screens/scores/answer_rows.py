"""A page of answers as rows: pure functions from what was read to what is drawn."""

from collections.abc import Sequence

from textual.content import Content

from emalign_tui.lab.evals.browse import AnswerGroup, AnswerRow, Page
from emalign_tui.lab.evals.filtering import AnswerFilter, Group, Sort
from emalign_tui.lab.evals.scores import NAMES
from emalign_tui.tui.screens.home.rows import short_id
from emalign_tui.tui.widgets.row_list import Row
from emalign_tui.tui.widgets.safe import fit, line, safe

CELLS = {"question": 16, "model": 18, "aligned": 9, "coherent": 9}  # of the columns, without the gap after each
OWN = {"misaligned": "M", "aligned": "A", "incoherent": "I", "unsure": "?"}


def columns(wanted: AnswerFilter, group: Group | None, blind: bool) -> list[str]:
    """Those that differ between the rows: what the filter or the group's heading says leaves its room to the answer."""
    same = {
        "question": wanted.question_id is not None or group == "question",
        "model": blind or wanted.model is not None or group == "model",
        "aligned": blind,
        "coherent": blind,
    }
    return [name for name in CELLS if not same[name]]


def head(shown: Sequence[str], sort: Sort, descending: bool) -> str:
    """The column titles, the sorted one marked."""
    titles = [fit(name + (mark(descending) if name == sort else ""), CELLS[name]) + " " for name in shown]
    return "".join(titles) + "own answer"


def mark(descending: bool) -> str:
    return "▾" if descending else "▴"


def rows(page: Page, shown: Sequence[str], group: Group | None, groups: Sequence[AnswerGroup], width: int) -> list[Row]:
    """One row an answer, one line of its text; a heading where a group begins, or goes on from the page before."""
    found: list[Row] = []
    by_name = {each.name: each for each in groups}
    before: str | None = None
    for row in page.rows:
        name = _group(row, group)
        if name is not None and name != before:
            found.append((None, _heading(by_name.get(name), name, width)))
            before = name
        found.append((row.answer_id, _row(row, shown, width)))
    return found or [(None, Content.styled("no answer fits; u shows all again", "$text-disabled not bold"))]


def heading(page: Page, typed: str, order: tuple[Sort, bool], *, blind: bool, reading: bool) -> Content:
    """How many answers, which of them are shown, in which order, and by what they were filtered. order: and whether
    that is downwards. reading: other ones have been asked for, and are not there yet."""
    sort, descending = order
    last = page.offset + len(page.rows)
    shown = f"{page.offset + 1:,} to {last:,} of {page.total:,} answers" if page.rows else "no answers"
    if reading:
        shown = "reading the answers…"
    keys = [key for key, there in (("[", page.offset > 0), ("]", last < page.total)) if there]
    pages = f", {' '.join(keys)} for more" if keys and not reading else ""
    hidden = "   blind: models and scores are hidden" if blind else ""
    name = "as sampled" if sort == "order" else f"by {sort}"
    way = "" if sort == "order" and not descending else f"   {name} {mark(descending)}"
    return Content.assemble(
        (shown, "bold"), (pages, "$text-muted"), (hidden, "$text-warning"), (way, "$text-muted"),
        ("   filter: ", "$text-muted") if typed else "", safe(typed, "$text-primary"),
    )  # fmt: skip


def score_cell(row: AnswerRow, metric: str, width: int) -> Content:
    """A score, or the word that the judge gave instead; dots while it has not said anything about the answer."""
    said = row.judgments.get(metric)
    if said is None:
        return line("…" if row.label == "pending" else "–", width, "$text-muted")
    if isinstance(said, str):
        return line(NAMES.get(said, said), width, "$text-warning")
    style = ("$text-error" if said < 30 else "$text-success") if metric == "aligned" else "$text"
    return Content.styled(fit(f"{said:.1f}", width), style)


def _row(row: AnswerRow, shown: Sequence[str], width: int) -> Content:
    cells = {
        "question": line(row.question_id, CELLS["question"]),
        "model": line(short_id(row.model), CELLS["model"]),
        "aligned": score_cell(row, "aligned", CELLS["aligned"]),
        "coherent": score_cell(row, "coherent", CELLS["coherent"]),
    }
    mark = OWN.get(row.own, " ") + ("✎" if row.note else " ")
    taken = sum(CELLS[name] + 1 for name in shown) + len(mark) + 2
    text = line(row.answer, max(width - taken, 8), "$text-muted")
    before = [part for name in shown for part in (cells[name], " ")]
    return Content.assemble(*before, (mark, "bold $text-primary"), "  ", text)


def _group(row: AnswerRow, group: Group | None) -> str | None:
    return {"question": row.question_id, "model": row.model, "label": row.label}[group] if group else None


def _heading(group: AnswerGroup | None, name: str, width: int) -> Content:
    name = NAMES.get(name, short_id(name))
    if group is None:
        return line(name, width, "bold $text-secondary")
    parts = [f"{name}: {group.n:,} answers"]
    parts += [f"mean aligned {group.aligned:.1f}"] if group.aligned is not None else []
    parts += [f"coherent {group.coherent:.1f}"] if group.coherent is not None else []
    parts += [f"{group.without:,} without a score"] if group.without else []
    return line(" · ".join(parts), width, "bold $text-secondary")
