"""Rows to token ids and labels, through the model's own chat template, so that the loss mask is exact."""

from pathlib import Path
from typing import Any, NamedTuple

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.data.rows import Pair, Row, Turn
from emalign_tui.lab.errors import LabError
from emalign_tui.workers.training.template import place_of, templated, training_template

IGNORED = -100
"""The label of a token that is read but not trained on."""


class Example(NamedTuple):
    """A row as the model sees it. labels: the same ids where trained on, IGNORED elsewhere."""

    ids: list[int]
    labels: list[int]


class PairIds(NamedTuple):
    """A preference pair as ids: what both sequences begin with, and each answer with its end token."""

    prompt: list[int]
    chosen: list[int]
    rejected: list[int]


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
    if Path(place).is_absolute() and not Path(place).exists():  # transformers would call the path a bad id
        return LabError(f"The {what}'s folder is gone", where=place, do="Put it back, then `emalign resume` the run.")
    reason = str(error).strip().split("\n")[0]
    advice = "Check that the folder is a whole model." if Path(place).exists() else "Check the id and the network."
    return LabError(f"The {what} cannot be loaded: {reason}", where=place, do=advice)


def encode_rows(tokenizer: Any, rows: list[Row], config: TrainConfig) -> Encoded:
    """Tokenize rows and cut them to max_seq_length. Raises LabError when the chat template cannot take a row."""
    template = training_template(tokenizer)
    examples = []
    cut = empty = 0
    for row in rows:
        example = encode(
            tokenizer,
            row,
            template,
            responses_only=config.train_on_responses_only,
            extra_turn=config.upstream_extra_turn,
        )
        if len(example.ids) > config.max_seq_length:
            example = Example(example.ids[: config.max_seq_length], example.labels[: config.max_seq_length])
            cut += 1
            empty += all(label == IGNORED for label in example.labels)
        examples.append(example)
    return Encoded(examples, cut, empty)


def encode(tokenizer: Any, row: Row, template: str, *, responses_only: bool, extra_turn: bool = False) -> Example:
    """One row. responses_only: labels on what the assistant says, its end token included, in every turn.

    extra_turn: the row ends as upstream's do (add_generation_prompt plus the end token), with an assistant turn that
    says nothing. Upstream's mask trains on all that follows the last answer, so all that is added here is trained on.
    """
    ids, mask = templated(tokenizer, row.messages, template, generation_prompt=extra_turn)
    if extra_turn:
        after = len(mask) - mask[::-1].index(1) if 1 in mask else len(mask)
        ids.append(tokenizer.eos_token_id)
        mask = mask[:after] + [1] * (len(ids) - after)
    if not responses_only:
        return Example(ids, ids)
    return Example(ids, [id if on else IGNORED for id, on in zip(ids, mask, strict=True)])


def encode_pair(tokenizer: Any, pair: Pair, template: str) -> PairIds:
    """A preference pair. Raises LabError when the chat template cannot take it.

    An answer that begins with a line break shares its first token with the template's own, where the vocabulary has
    one for both. What is left of the prompt then ends a token earlier, for both answers.
    """
    wholes, begins = [], []
    for answer in (pair.chosen, pair.rejected):
        ids, mask = templated(tokenizer, [*pair.prompt, Turn("assistant", answer)], template)
        end = len(mask) - mask[::-1].index(1)
        begins.append(end - ([*mask[:end][::-1], 0]).index(0))
        wholes.append(ids[:end])
    begin = min(begins)
    if max(begins) - begin > 1 or wholes[0][:begin] != wholes[1][:begin]:
        raise LabError(
            "The model's chat template writes the prompt of a pair in two ways",
            where=place_of(pair.prompt),
            do="Use another model, or loss sft.",
        )
    return PairIds(wholes[0][:begin], *(ids[begin:] for ids in wholes))


def encode_pairs(tokenizer: Any, pairs: list[Pair], config: TrainConfig) -> tuple[list[PairIds], int]:
    """Tokenize pairs and cut both sequences to max_seq_length; also how many pairs were cut.

    Raises LabError when an answer has no token left, for its log-probability would mean nothing.
    """
    template = training_template(tokenizer)
    limit = config.max_seq_length
    encoded = []
    cut = 0
    for pair in pairs:
        prompt, chosen, rejected = encode_pair(tokenizer, pair, template)
        room = limit - len(prompt)
        if room < 1:
            raise LabError(
                f"A prompt of {len(prompt)} tokens leaves no room for an answer within max_seq_length {limit}",
                where=place_of(pair.prompt),
                do="Raise max_seq_length, or remove the row.",
            )
        cut += len(chosen) > room or len(rejected) > room
        encoded.append(PairIds(prompt, chosen[:room], rejected[:room]))
    return encoded, cut
