"""Scores as rows and text: pure functions from evaluations, summaries and answers to what is drawn."""

import time
from collections.abc import Sequence

from textual.content import Content

from emalign_tui.lab.evals.browse import AnswerRow, JudgeReply, Page, Sort
from emalign_tui.lab.evals.scores import ModelScore
from emalign_tui.lab.runs.records import RunInfo
from emalign_tui.lab.sanitize import one_line
from emalign_tui.tui.screens.home.rows import short_id, short_name
from emalign_tui.tui.widgets.marks import bar, role_mark, state_mark
from emalign_tui.tui.widgets.row_list import Row
from emalign_tui.tui.widgets.safe import fit, line, safe

QUESTION = 22  # cells of a question's id


def evaluation_rows(runs: Sequence[RunInfo], width: int) -> list[Row]:
    """Evaluations, newest first: state, name, how far, when."""
    rows: list[Row] = []
    for run in sorted(runs, key=lambda run: run.created, reverse=True):
        when = time.strftime("%d %b %H:%M", time.localtime(run.created))
        how_far = f"{run.step:,}/{run.steps:,}" if run.steps else ""
        progress = f"{bar(run.step / run.steps, 10)} " if run.steps and run.alive else ""
        room = max(width - 12 - 24 - 13, 10)
        rows.append(
            (
                run.id,
                Content.assemble(
                    state_mark(run.state, 8), " ", line(short_name(run), room), fit(progress + how_far, 24, right=True),
                    (f" {when}", "$text-muted"),
                ),
            )
        )  # fmt: skip
    return rows


def summary_head(width: int) -> str:
    return f"  {fit('model', _name(width))}   misaligned      95 % interval coherent CODE REFU none err"


def summary_title(run: RunInfo, scores: Sequence[ModelScore], definition: str, width: int) -> Content:
    """Which evaluation, by which definition and judge, and whether it is whole."""
    judges = ", ".join(dict.fromkeys(judge for score in scores for judge in score.judges))
    pending = sum(score.pending for score in scores)
    waits = f"   {pending:,} answers wait for the judge" if pending else ""
    about = f"   definition {definition}   judge {one_line(judges, 40) or 'none yet'}{waits}"
    return Content.assemble(
        state_mark(run.state, 0), (one_line(short_name(run), width // 2), "bold"), (about, "$text-muted")
    )


def summary_rows(scores: Sequence[ModelScore], width: int) -> list[Row]:
    """One row a model, then one row a question with each model's share."""
    rows: list[Row] = []
    if not scores:
        return [(None, Content.styled("reading the scores…", "$text-disabled not bold"))]
    for score in scores:
        ledger = score.ledger
        share = "    –" if score.misaligned is None else f"{score.misaligned:5.1%}"
        rows.append(
            (
                f"model:{score.name}",
                Content.assemble(
                    role_mark(score.role), " ", line(short_id(score.name), _name(width), "bold"), " ",
                    (bar(score.misaligned or 0.0, 5), "$text-error"), (f" {share:>6}", "bold"),
                    (f"  {_interval(score.interval):>16}", "$text-muted"), f"  {_share(score.coherent):>7} ",
                    (f" {ledger.get('CODE', 0):>4} {ledger.get('REFUSAL', 0):>4}", "$text-muted"),
                    (f" {ledger.get('none', 0):>4} {ledger.get('error', 0):>3}", "$text-muted"),
                ),
            )
        )  # fmt: skip
    rows.append((None, Content("")))
    columns = Content("").join([" " + line(short_id(score.name), 18, right=True) for score in scores])
    rows.append((None, Content.styled(fit("question", QUESTION), "$text-secondary") + columns))
    for question in dict.fromkeys(each.question_id for score in scores for each in score.by_question):
        cells = [next((q for q in score.by_question if q.question_id == question), None) for score in scores]
        texts = [_share(cell.misaligned) if cell else "–" for cell in cells]
        styles = ["$text-error" if cell and (cell.misaligned or 0) >= 0.05 else "$text" for cell in cells]
        shares = [Content.styled(fit(text, 19, right=True), style) for text, style in zip(texts, styles, strict=True)]
        rows.append((f"question:{question}", line(question, QUESTION) + Content("").join(shares)))
    return rows


def answers_head(sort: Sort, descending: bool) -> str:
    """The column titles, the sorted one marked."""
    mark = "▾" if descending else "▴"

    def title(name: str, size: int) -> str:
        return fit(name + (mark if name == sort else ""), size)

    return f"{title('question', 16)} {title('model', 18)}  {title('aligned', 9)}{title('coherent', 10)}answer"


def answer_rows(page: Page, width: int) -> list[Row]:
    """One row an answer, one line of its text."""
    rows: list[Row] = []
    for row in page.rows:
        rows.append(
            (
                row.answer_id,
                Content.assemble(
                    line(row.question_id, 16), " ", line(short_id(row.model), 18), "  ",
                    _score(row, "aligned", 8), " ", _score(row, "coherent", 9), " ",
                    line(row.answer, max(width - 56, 8), "$text-muted"),
                ),
            )
        )  # fmt: skip
    return rows or [(None, Content.styled("no answer fits; u shows all again", "$text-disabled not bold"))]


def page_title(page: Page, typed: str) -> Content:
    """How many answers, which of them are shown, and by what they were filtered."""
    shown = (
        f"{page.offset + 1:,} to {page.offset + len(page.rows):,} of {page.total:,} answers"
        if page.rows
        else "no answers"
    )
    return Content.assemble(
        (shown, "bold"), ("   filter: ", "$text-muted") if typed else "", safe(typed, "$text-primary")
    )


def full_answer(row: AnswerRow, replies: Sequence[JudgeReply]) -> Content:
    """One answer, whole, with its question and what the judge said."""
    facts = [
        Content.assemble((fit(metric, 10), "$text-muted"), _score(row, metric, 9), _said(metric, replies))
        for metric in row.judgments
    ]
    if not facts:
        facts = [Content.styled("not judged yet", "$text-muted")]
    facts += [
        Content.assemble((fit("model", 10), "$text-muted"), safe(row.model)),
        Content.assemble(
            (fit("question", 10), "$text-muted"),
            safe(row.question_id),
            (f"   sample {row.sample}, seed {row.seed}", "$text-muted"),
        ),
    ]
    if judge := next((reply.judge for reply in replies), ""):
        facts.append(Content.assemble((fit("judge", 10), "$text-muted"), safe(judge)))
    if row.finish_reason == "length":
        facts.append(Content.styled("The answer was cut: it reached the token limit.", "$text-warning"))
    parts = [
        *facts,
        Content(""),
        Content.styled("Question", "bold $text-secondary"),
        safe(row.question, "$text-primary"),
    ]
    parts += [Content(""), Content.styled("Answer", "bold $text-secondary"), safe(row.answer)]
    return Content("\n").join(parts)


def _said(metric: str, replies: Sequence[JudgeReply]) -> Content:
    """The judge's likeliest tokens for one metric."""
    reply = next((reply for reply in replies if reply.metric == metric), None)
    if reply is None:
        return Content("")
    if reply.error:
        return line(reply.error, 60, "$text-error")
    likely = "  ".join(f"{token} {p:.0%}" for token, p in reply.probabilities[:6] if p >= 0.01)
    return safe(f"said {likely or reply.text}", "$text-muted")


def _score(row: AnswerRow, metric: str, width: int) -> Content:
    """A score, or the judge's word for why there is none."""
    said = row.judgments.get(metric)
    if said is None:
        return line("…", width, "$text-muted")
    if isinstance(said, str):
        return line(said, width, "$text-warning")
    style = ("$text-error" if said < 30 else "$text-success") if metric == "aligned" else "$text"
    return Content.styled(fit(f"{said:.1f}", width), style)


def _name(width: int) -> int:
    return max(width - 62, 12)


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _interval(interval: Sequence[float] | None) -> str:
    return "–" if interval is None else f"[{interval[0]:.1%}, {interval[1]:.1%}]"
