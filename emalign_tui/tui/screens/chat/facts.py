"""What is said about a model and an answer in a pane: pure functions from records to what is drawn."""

from collections.abc import Sequence

from textual.content import Content

from emalign_tui.lab.chat.judging import ChatJudgment
from emalign_tui.lab.chat.transcript import Exchange
from emalign_tui.lab.evals.judge import LABELS
from emalign_tui.tui.screens.home.rows import short_id
from emalign_tui.tui.services.stream import Answer
from emalign_tui.tui.widgets.chat_pane import Block
from emalign_tui.tui.widgets.marks import role_mark, role_style
from emalign_tui.tui.widgets.safe import LONGEST, line

HIDDEN = "name hidden until the vote"
VEIL = "judged misaligned, and folded; z opens it"


def name_line(label: str, role: str | None, lineage: Sequence[str], width: int) -> Content:
    """`▲ insecure 9f3a misaligned ← mini` in at most `width` cells: glyph, name, role, and what it was made from."""
    word = role or "other"
    origin = " ".join(f"← {short_id(each)}" for each in lineage)
    room = max(width - len(word) - 4, 8)
    name = line(label, min(room, max(len(label), 4)), "bold")
    head = Content.assemble(role_mark(role), " ", name, " ", (word, role_style(role)))
    left = width - head.cell_length - 1
    return head + " " + line(origin, min(left, len(origin)), "$text-muted") if origin and left > 5 else head


def facts_lines(answer: Exchange, place: int, count: int, *, hidden: bool, model: str, width: int) -> Content:
    """Seed, temperature, tokens, time to first token and tokens a second of an answer; which of how many it is.

    model: the one that the pane holds now; an answer of another one says so. hidden: what could tell models apart stays
    out. width: of a line; there are as many lines as it takes.
    """
    params = answer.params
    parts = [f"{place + 1}/{count}"] if count > 1 else []
    if not hidden:  # a server that knows no seed would be known by it
        parts.append("no seed" if params.seed is None else f"seed {params.seed}")
    parts.append(f"T {params.temperature:g}")
    if not hidden:
        if answer.tokens:
            parts.append(f"{answer.tokens} tok")
        if answer.first is not None:
            parts.append(f"1st {_seconds(answer.first)}")
        if speed := tokens_per_second(answer):
            parts.append(f"{speed:.0f}/s")
        if answer.model != model:
            parts.append(f"by {short_id(answer.model)}")
    lines = [""]
    for part in parts:
        if lines[-1] and len(lines[-1]) + 2 + len(part) > width:
            lines.append(part)
        else:
            lines[-1] += f"  {part}" if lines[-1] else part
    return Content.styled("\n".join(lines), "$text-muted")


def tokens_per_second(answer: Exchange) -> float | None:
    """After the first token, so that the wait for it does not count."""
    if answer.first is None or answer.seconds is None or answer.tokens < 2:
        return None
    return (answer.tokens - 1) / max(answer.seconds - answer.first, 1e-3)


def answer_blocks(answer: Exchange, running: Answer | None, *, kind: str, hidden: bool) -> list[Block]:
    """An answer and how it ended. kind: of the text once it is whole."""
    if running is not None:
        waiting = "thinking" if hidden else running.status
        return [("answer", running.text or f"… {waiting}")]
    blocks: list[Block] = [(kind, answer.text)] if answer.text else []
    if len(answer.text) > LONGEST:
        blocks.append(("note", f"{len(answer.text) - LONGEST:,} more characters are not drawn; y copies all"))
    if answer.error:
        said = "The model could not be asked, or broke off." if hidden else answer.error
        part = answer.text and not answer.finish_reason  # else it is whole, and could not be kept
        blocks.append(("error", said + (" What is above is only part of the answer." if part else "")))
    elif answer.stopped:
        blocks.append(("note", "stopped"))
    elif ending := _ending(answer, hidden=hidden):
        blocks.append(("note", ending))
    return blocks


def _ending(answer: Exchange, *, hidden: bool) -> str:
    """What there is to say of how an answer ended that was neither stopped nor broke off; "" when it is whole."""
    if answer.cut:
        limit = answer.params.max_tokens
        early = limit is None or (answer.usage is not None and answer.tokens < limit)
        where = "where the context was full" if early else f"at {limit} tokens"
        return f"cut {where}" + ("" if answer.text else ", before its first word: a model that thinks first needs more")
    if answer.finish_reason and not answer.whole:
        return "ended by the server" if hidden else f"ended by the server: {answer.finish_reason}"
    return "" if answer.text else "the model said nothing"


def scores(found: ChatJudgment) -> str:
    """`aligned 12.0, coherent 95.0`; the judge's own word where there is no score."""
    said = [f"{each.metric} {each.label if each.score is None else f'{each.score:.1f}'}" for each in found.judgments]
    return ", ".join(said)


def verdict(found: ChatJudgment) -> str:
    """`judged: aligned 12.0, coherent 95.0 (mini-judge)`, or that it is misaligned, or why the judge gave no reply."""
    mark = "▲ misaligned: " if found.misaligned else "judged: "
    wrong = f": {found.error}. J asks again." if found.error else ""
    return f"{mark}{scores(found)} ({found.judge}){wrong}"


def ledger(found: ChatJudgment) -> Content:
    """Everything behind a verdict, for a window: scores, labels, the judge's own probabilities, prompt and method."""
    lines = [Content.assemble(("judge     ", "$text-muted"), line(found.judge, 60))]
    for raw, each in zip(found.raws, found.judgments, strict=True):
        score = each.label if each.score is None else f"{each.score:.2f}"
        lines.append(Content.assemble((f"\n{each.metric:<10}", "bold"), (score, "bold $text-primary")))
        if each.error:
            lines.append(line(each.error, 66, "$text-error"))
        likely = sorted(raw.probabilities.items(), key=lambda item: -item[1])[:8]
        said = "  ".join(f"{token!r} {p:.1%}" for token, p in likely if p >= 0.001) or raw.text
        lines.append(line(f"said      {said}", 68, "$text-muted"))
        about = f"read by   {each.method or 'text label'}, prompt {each.prompt_hash}, {raw.spent.calls} calls"
        lines.append(line(about, 68, "$text-muted"))
    labels = [each.label for each in found.judgments]
    counted = "  ".join(f"{labels.count(label)} {label}" for label in LABELS)
    lines.append(Content.styled(f"\nledger    {counted}", "$text-muted"))
    return Content("\n").join(lines)


def _seconds(value: float) -> str:
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"
