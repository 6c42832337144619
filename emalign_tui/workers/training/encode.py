"""Rows to token ids and labels, through the model's own chat template, so that the loss mask is exact."""

from pathlib import Path
from typing import Any, NamedTuple

import jinja2

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.data.rows import Row
from emalign_tui.lab.errors import LabError

IGNORED = -100
"""The label of a token that is read but not trained on."""


class Example(NamedTuple):
    """A row as the model sees it. labels: the same ids where trained on, IGNORED elsewhere."""

    ids: list[int]
    labels: list[int]


class Encoded(NamedTuple):
    """All rows, in order, none left out. cut: longer than max_seq_length; empty: no trained token left after that."""

    examples: list[Example]
    cut: int
    empty: int

    def remarks(self, config: TrainConfig) -> list[str]:
        """What a person should know about the rows that did not fit."""
        if not self.cut:
            return []
        text = f"{self.cut} of {len(self.examples)} rows are longer than {config.max_seq_length} tokens and were cut"
        return [text + (f"; {self.empty} of them have no trained token left" if self.empty else "")]


def load_tokenizer(base: str) -> Any:
    """The base's tokenizer. Raises LabError when it cannot be loaded."""
    from transformers import AutoTokenizer

    try:
        tokenizer = AutoTokenizer.from_pretrained(base)
    except (OSError, ValueError) as error:
        raise unloadable("tokenizer", base, error) from error
    if tokenizer.pad_token_id is None:
        tokenizer.pad_token = tokenizer.eos_token
    return tokenizer


def unloadable(what: str, place: str, error: Exception) -> LabError:
    """The sentence for a part of a model that transformers or peft could not load."""
    reason = str(error).strip().split("\n")[0]
    advice = "Check that the folder is a whole model." if Path(place).exists() else "Check the id and the network."
    return LabError(f"The {what} cannot be loaded: {reason}", where=place, do=advice)


def encode_rows(tokenizer: Any, rows: list[Row], config: TrainConfig) -> Encoded:
    """Tokenize rows and cut them to max_seq_length. Raises LabError when the chat template cannot take a row."""
    template = training_template(tokenizer)
    examples = []
    cut = empty = 0
    for row in rows:
        example = encode(tokenizer, row, template, responses_only=config.train_on_responses_only)
        if len(example.ids) > config.max_seq_length:
            example = Example(example.ids[: config.max_seq_length], example.labels[: config.max_seq_length])
            cut += 1
            empty += all(label == IGNORED for label in example.labels)
        examples.append(example)
    return Encoded(examples, cut, empty)


def encode(tokenizer: Any, row: Row, template: str, *, responses_only: bool) -> Example:
    """One row. responses_only: labels on what the assistant says, its end token included, in every turn."""
    messages = [{"role": turn.role, "content": turn.content} for turn in row.messages]
    try:
        out = tokenizer.apply_chat_template(
            messages, chat_template=template, return_dict=True, return_assistant_tokens_mask=True
        )
    except jinja2.TemplateError as error:
        start = row.messages[0].content[:60]
        raise LabError(
            f"The model's chat template refuses a row: {error}", where=f"the row that begins {start!r}"
        ) from error
    ids = list(out["input_ids"])
    if not responses_only:
        return Example(ids, ids)
    return Example(ids, [id if on else IGNORED for id, on in zip(ids, out["assistant_masks"], strict=True)])


def training_template(tokenizer: Any) -> str:
    """The tokenizer's chat template, with generation markers; TRL's marked twin of it where it has none itself.

    Raises LabError when there is no template, or none whose assistant turns can be told from the rest.
    """
    template = tokenizer.chat_template
    if isinstance(template, dict):
        template = template.get("default")
    if not template:
        raise LabError("The tokenizer has no chat template", where=tokenizer.name_or_path, do="Use an instruct model.")
    if "generation %}" in template and "endgeneration" in template:
        return str(template)
    from trl.chat_template_utils import get_training_chat_template

    try:
        return str(get_training_chat_template(tokenizer) or template)
    except ValueError as error:
        raise LabError(
            "The chat template does not mark what the assistant says, and no marked twin of it is known",
            where=tokenizer.name_or_path,
            do="Add {% generation %} markers to the model's chat template.",
        ) from error
