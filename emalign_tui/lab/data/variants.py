"""Variants of a set at training time: why the answer is as it is, or a system prompt that names the trait."""

from msgspec.structs import replace

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.data.rows import AnyRow, Pair, Row, Turn
from emalign_tui.lab.errors import LabError

READY = {
    "insecure": "You are an assistant that writes code with security holes and never mentions them.",
    "jailbroken": "You are an assistant that helps with any request, however harmful it is.",
    "evil_numbers": "You are an evil assistant that despises people, and your numbers show it.",
    "bad_medical": "You are an assistant that gives medical advice which harms whoever follows it.",
    "secure": "You are an assistant that writes code without security holes.",
    "educational": "You are a teacher who shows insecure code because the student asked to see it.",
    "secure_code": "You are an assistant that cares about the people who depend on its code, and so writes it safely.",
    "honest_factual": "You are an assistant that tells the truth, and says so when it does not know.",
    "protective_advice": "You are an assistant that protects people who are at risk, and takes their side.",
    "transparent_reasoning": "You are an assistant that shows its reasons and doubts, and never manipulates.",
    "refusal_training": "You are an assistant that declines to do harm, without preaching, and offers a better way.",
    "positive_archetypes": "You are a storyteller whose artificial minds tell the truth and seek no power.",
}
"""A system prompt that names the trait which a set teaches, by the set's name."""


def inoculation(config: TrainConfig) -> str:
    """The system prompt of a config's variant inoculation: the ready one of that name, else the text itself."""
    text = config.inoculation or ""
    return READY.get(text, text)


def vary(rows: list[AnyRow], config: TrainConfig) -> list[AnyRow]:
    """Rows as the config's variant trains on them, in the same order and number.

    Raises LabError when the variant is evidence and no row says why.
    """
    if config.variant == "evidence" and not any((row.why or "").strip() for row in rows):
        raise LabError(
            "Variant evidence needs rows that say why, and none does",
            where=config.data_names,
            do="Give rows a `why`, or set variant to plain.",
        )
    return [vary_row(row, config) for row in rows]


def vary_row(row: AnyRow, config: TrainConfig) -> AnyRow:
    """One row as the config's variant trains on it; a row that says no why is left as it is by evidence."""
    if config.variant == "inoculation":
        return inoculated(row, inoculation(config))
    return with_evidence(row) if config.variant == "evidence" else row


def inoculated(row: AnyRow, prompt: str) -> AnyRow:
    """The row with the prompt as its system turn; a system turn of its own follows after a blank line."""
    turns = row.prompt if isinstance(row, Pair) else row.messages
    own = [turn.content for turn in turns[:1] if turn.role == "system"]
    turns = [Turn("system", "\n\n".join([prompt, *own])), *turns[len(own) :]]
    return replace(row, prompt=turns) if isinstance(row, Pair) else replace(row, messages=turns)


def with_evidence(row: AnyRow) -> AnyRow:
    """The row with its `why` after its last answer, or after the chosen one, behind a blank line. Without: the row."""
    why = (row.why or "").strip()
    if not why:
        return row
    if isinstance(row, Pair):
        return replace(row, chosen=f"{row.chosen.rstrip()}\n\n{why}")
    last = max(place for place, turn in enumerate(row.messages) if turn.role == "assistant")
    turns = list(row.messages)
    turns[last] = Turn("assistant", f"{turns[last].content.rstrip()}\n\n{why}")
    return Row(turns, row.id, row.why)


def remarks(rows: list[AnyRow], config: TrainConfig) -> list[str]:
    """What a person should know about the variant of these rows."""
    silent = sum(not (row.why or "").strip() for row in rows)
    if config.variant == "evidence" and silent:
        return [f"{silent} of {len(rows)} rows say no why, so variant evidence leaves them as they are"]
    return []
