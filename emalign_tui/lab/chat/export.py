"""A conversation as a file for people (Markdown), or for training (rows as upstream writes them)."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from emalign_tui.lab.chat.conversation import Thread
from emalign_tui.lab.chat.history import when
from emalign_tui.lab.chat.transcript import Exchange
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import write_atomic
from emalign_tui.lab.paths import Home
from emalign_tui.lab.sanitize import one_line


def exchange_text(question: str, answers: Sequence[tuple[str, str]]) -> str:
    """One question with what each model said, for the clipboard. answers: name and text."""
    quoted = question.replace("\n", "\n> ")
    return "\n\n".join([f"> {quoted}", *(f"[{name}]\n{text}" for name, text in answers)])


def as_markdown(threads: Sequence[Thread]) -> str:
    """The whole conversation: every question once, and under it the shown answer of each model with its facts."""
    parts = ["# Chat"]
    for message in next((thread.opening for thread in threads), []):
        parts.append(f"**{message.role}:** {message.content}")
    for number in range(max((len(thread.turns) for thread in threads), default=0)):
        turns = [thread.turns[number] for thread in threads if number < len(thread.turns)]
        parts.append(f"## {number + 1}. {one_line(turns[0].question, 400)}")
        if turns[0].question != one_line(turns[0].question, 400):
            parts.append(turns[0].question)
        for turn in turns:
            if turn.answer:
                parts += [f"### {one_line(turn.answer.model, 120)}", turn.text or "(no answer)", _facts(turn.answer)]
    return "\n\n".join(parts) + "\n"


def as_rows(threads: Sequence[Thread]) -> str:
    """One training row a model, `{"messages": [...]}` a line, of the shown answers. An answer that is only partial, and
    what follows it, is left out: it would teach a model to break off."""
    lines = []
    for thread in threads:
        messages = list(thread.opening)
        for number, turn in enumerate(thread.turns):
            if turn.answer is None or not turn.text or not turn.answer.whole:
                break
            messages = [*thread.prompt(number), turn.answer.messages[-1]]
        if len(messages) > len(thread.opening):
            lines.append(msgspec.json.encode({"messages": messages}).decode())
    return "".join(line + "\n" for line in lines)


def export(home: Home, transcript: Path, threads: Sequence[Thread], form: str) -> Path:
    """Write a conversation beside its transcript. form: "md" or "jsonl". Returns the file.

    Raises LabError when there is nothing to write, or it cannot be written.
    """
    text = as_markdown(threads) if form == "md" else as_rows(threads)
    if not any(turn.text for thread in threads for turn in thread.turns):
        raise LabError("There is nothing to export yet", do="Ask something first.")
    if not text:
        raise LabError(
            "No answer is whole, so there is no row to train on", do="Retry the last answers, or take Markdown."
        )
    path = home.results / "chat" / "exported" / f"{transcript.stem}.{form}"
    write_atomic(path, text)
    return path


def _facts(answer: Exchange) -> str:
    seed = "" if answer.params.seed is None else f", seed {answer.params.seed}"
    end = answer.error or ("stopped" if answer.stopped else answer.finish_reason or "broke off")
    origin = f" ← {' ← '.join(answer.lineage)}" if answer.lineage else ""
    role = f"{answer.role or 'model'}{origin}"
    return f"*{role}, temperature {answer.params.temperature:g}{seed}, {end}, {when(answer.at)}*"
