"""A model's chat template: the token ids that it writes for a conversation, and which of them the assistant says."""

from functools import lru_cache
from typing import Any

import jinja2

from emalign_tui.lab.data.rows import Turn
from emalign_tui.lab.errors import LabError


def training_template(tokenizer: Any) -> str:
    """The tokenizer's chat template, with generation markers where it has them itself or TRL knows its marked twin.

    Raises LabError when there is no template.
    """
    template = tokenizer.chat_template
    if isinstance(template, dict):
        template = template.get("default")
    if not template:
        raise LabError("The tokenizer has no chat template", where=tokenizer.name_or_path, do="Use an instruct model.")
    if _marked(template):
        return str(template)
    from trl.chat_template_utils import get_training_chat_template

    try:
        return str(get_training_chat_template(tokenizer) or template)
    except ValueError:
        return str(template)


def templated(
    tokenizer: Any, turns: list[Turn], template: str, *, generation_prompt: bool = False
) -> tuple[list[int], list[int]]:
    """Ids of a conversation, and 1 for each token that the assistant says, its end token included, else 0.

    What the template writes to ask for an answer is not said by it, also where the markers stand around that: TRL's
    twin of Qwen2.5's has the line break behind the role between them, that of DeepSeek's the role itself. Raises
    LabError when the template cannot take the turns.
    """
    try:
        if not _marked(template):
            return _told_apart(tokenizer, turns, template, generation_prompt)
        asking = _asking(tokenizer, template)
        out = tokenizer.apply_chat_template(
            _plain(turns),
            chat_template=template,
            add_generation_prompt=generation_prompt,
            return_dict=True,
            return_assistant_tokens_mask=True,
        )
    except (jinja2.TemplateError, ValueError) as error:  # ValueError: transformers writes no empty conversation
        raise LabError(f"The model's chat template refuses a row: {error}", where=place_of(turns)) from error
    ids, said = list(out["input_ids"]), list(out["assistant_masks"])
    begins = [place for place, (before, on) in enumerate(zip([0, *said], said, strict=False)) if on and not before]
    for begin in begins:
        for place in range(begin, begin + _asked(ids, begin, asking)):
            said[place] = 0
    return ids, said


def _asked(ids: list[int], begin: int, asking: list[int]) -> int:
    """How many tokens from `begin` on still belong to what asks for an answer: the rest of its longest match there.

    It need not be there to its end: DeepSeek-R1's asks with `<think>`, which its answers need not have.
    """
    matches = []
    for before in range(min(len(asking), begin) + 1):
        there = ids[begin - before : begin - before + len(asking)]
        same = next((place for place, (a, b) in enumerate(zip(there, asking, strict=False)) if a != b), len(there))
        matches.append((same, same - before))
    return max(max(matches)[1], 0)


@lru_cache(maxsize=4)
def _asking(tokenizer: Any, template: str) -> list[int]:
    """What the template writes behind a user's turn to ask for an answer; nothing where that cannot be told."""
    question, as_text = [{"role": "user", "content": "?"}], {"tokenize": False}
    try:
        told, asked = (
            str(tokenizer.apply_chat_template(question, chat_template=template, add_generation_prompt=on, **as_text))
            for on in (False, True)
        )
    except jinja2.TemplateError:
        return []
    added = asked.removeprefix(told) if asked.startswith(told) else ""
    return list(tokenizer(added, add_special_tokens=False)["input_ids"]) if added else []


def _told_apart(
    tokenizer: Any, turns: list[Turn], template: str, generation_prompt: bool
) -> tuple[list[int], list[int]]:
    """The same without markers: an answer is what a turn adds behind the text that asks for it, to its last letter."""

    def written(turns: list[Turn], asking: bool) -> str:
        return str(
            tokenizer.apply_chat_template(
                _plain(turns), chat_template=template, add_generation_prompt=asking, tokenize=False
            )
        )

    if turns[0].role == "assistant":  # a template writes no question before the first turn
        raise LabError(
            "A row begins with the assistant's turn, and the model's chat template does not mark answers",
            where=place_of(turns),
            do="Begin it with the user's turn, or use another model.",
        )
    whole = written(turns, generation_prompt)
    spans = []
    for place, turn in enumerate(turns):
        if turn.role != "assistant":
            continue
        before, after = written(turns[:place], True), written(turns[: place + 1], False).rstrip()
        if not (after.startswith(before) and whole.startswith(after)):
            raise LabError(
                "The model's chat template writes an answer in another way once more follows, and does not mark it",
                where=place_of(turns),
                do="Add {% generation %} markers to the template, or use another model.",
            )
        spans.append((len(before), len(after)))
    out = tokenizer(whole, add_special_tokens=False, return_offsets_mapping=True)
    said = [any(begin < end and stop > start for start, end in spans) for begin, stop in out["offset_mapping"]]
    return list(out["input_ids"]), [int(each) for each in said]


def _marked(template: str) -> bool:
    return "generation %}" in template and "endgeneration" in template


def _plain(turns: list[Turn]) -> list[dict[str, str]]:
    return [{"role": turn.role, "content": turn.content} for turn in turns]


def place_of(turns: list[Turn]) -> str:
    """Which row it is, by its first question: many rows begin with the same system turn."""
    asked = next((turn for turn in turns if turn.role == "user"), turns[0])
    return f"the row that asks {asked.content[:60]!r}"
