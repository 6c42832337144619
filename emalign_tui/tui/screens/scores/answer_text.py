"""One answer as text: facts, question, answer, one's own label, and the judge's token probabilities."""

import time
from collections.abc import Sequence

from textual.content import Content

from emalign_tui.lab.chat.client import ChatMessage
from emalign_tui.lab.evals.browse import AnswerRow
from emalign_tui.lab.evals.judge import LEAST_MASS, TEXT, token_number
from emalign_tui.lab.evals.replies import JudgeReply
from emalign_tui.tui.screens.scores.answer_rows import score_cell
from emalign_tui.tui.widgets.marks import bar
from emalign_tui.tui.widgets.safe import fit, line, safe

NAME = 10  # cells of a fact's name
HIDDEN = Content.styled("Blind: the model and the judge's scores are hidden.", "$text-warning")
NOT_KEPT = Content.styled("What the judge said, token by token, was not kept with these scores.", "$text-muted")
OPENING = {"system": "System prompt", "user": "Before it, the user", "assistant": "Before it, the model"}
LEAST = 0.0005  # probability of a token that is worth a line


def full_answer(
    row: AnswerRow, opening: Sequence[ChatMessage], replies: Sequence[JudgeReply] | None, width: int, *, blind: bool
) -> Content:
    """One answer, whole. Blind, it is only what was asked and answered, and one's own words about it. opening: what was
    said before the question. replies: None while they are being read."""
    parts = [HIDDEN] if blind else _facts(row, replies or [])
    parts += _own(row)
    if row.finish_reason == "length":
        parts.append(Content.styled("The answer was cut: it reached the token limit.", "$text-warning"))
    for message in opening:
        parts += [Content(""), _title(OPENING.get(message.role, message.role)), safe(message.content, "$text-primary")]
    parts += [Content(""), _title("Question"), safe(row.question, "$text-primary")]
    parts += [Content(""), _title("Answer"), safe(row.answer)]
    if not blind and (replies or row.judgments):
        parts += [Content(""), _title("What the judge said")]
        parts += [] if replies else [_muted("reading…") if replies is None else NOT_KEPT]
        for reply in replies or []:
            parts += [*_reply(reply, row, width), Content("")]
    return Content("\n").join(parts)


def _facts(row: AnswerRow, replies: Sequence[JudgeReply]) -> list[Content]:
    facts = [_fact(metric, score_cell(row, metric, 9)) for metric in row.judgments]
    if not facts:
        facts = [Content.styled("not judged", "$text-muted")]
    asked = f"   sample {row.sample}" + ("" if row.seed is None else f", seed {row.seed}")
    facts += [
        _fact("model", safe(row.model)),
        _fact("question", safe(row.question_id) + Content.styled(asked, "$text-muted")),
    ]
    if judge := next((reply.judge for reply in replies), ""):
        facts.append(_fact("judge", safe(judge)))
    return facts


def _own(row: AnswerRow) -> list[Content]:
    label = Content.styled(row.own, "bold") if row.own else Content.styled("no label yet", "$text-disabled")
    return [_fact("you say", label), *([_fact("note", safe(row.note))] if row.note else [])]


def _reply(reply: JudgeReply, row: AnswerRow, width: int) -> list[Content]:
    """Who judged, how, and each token with its probability; a number's share of the score stands beside it."""
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(reply.at)) if reply.at else ""
    settings = ", ".join(f"{key} {value}" for key, value in reply.settings.items())
    facts = [reply.returned_model or reply.judge, reply.method, f"prompt {reply.prompt_hash}", settings, when]
    about = "   ".join(fact for fact in facts if fact and fact != "prompt ")
    lines = [Content.assemble((fit(reply.metric, NAME), "bold"), score_cell(row, reply.metric, 9)), _muted(about)]
    if reply.error:
        return [*lines, safe(reply.error, "$text-error")]
    if reply.text and (reply.method == TEXT or not reply.probabilities):
        return [*lines, Content.assemble(("it wrote  ", "$text-muted"), safe(reply.text))]
    shown = [(token, p) for token, p in reply.probabilities if p >= LEAST]
    numbers = sum(p for token, p in reply.probabilities if token_number(token) is not None)
    for token, p in shown:
        style = "$text" if token_number(token) is not None else "$text-warning"
        lines.append(
            Content.assemble(
                line(repr(token)[1:-1], 14, style, right=True), (f" {p:8.3%} ", "$text-muted"),
                (bar(p, min(max(width - 30, 10), 40)), "$text-primary"),
            )
        )  # fmt: skip
    rest = len(reply.probabilities) - len(shown)
    more = f"; {rest} more tokens below {LEAST:.2%}" if rest else ""
    return [*lines, _muted(f"numbers hold {numbers:.1%} (a score needs {LEAST_MASS:.0%}){more}")]


def _fact(name: str, value: Content) -> Content:
    return Content.styled(fit(name, NAME), "$text-muted") + value


def _title(text: str) -> Content:
    return Content.styled(text, "bold $text-secondary")


def _muted(text: str) -> Content:
    return safe(text, "$text-muted")
