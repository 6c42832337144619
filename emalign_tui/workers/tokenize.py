"""Tokens of rows for a person to look at: a Request a line on stdin, a Reply a line on stdout, until stdin ends."""

import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from emalign_tui.lab.data.preview import Length, Reply, Request, Token, View
from emalign_tui.lab.errors import LabError


def answer(request: Request) -> Reply:
    """The tokens or the lengths of every row, encoded as training encodes them. Raises LabError."""
    tokenizer, template = _load(request.view.base)
    sequences = _sequences(request, tokenizer, template)
    limit = request.view.max_seq_length
    if not request.lengths:
        return Reply(tokens=[_tokens(tokenizer, ids, trained, limit) for ids, trained in sequences])
    sizes = [(len(ids), sum(trained[:limit])) for ids, trained in sequences]
    of_pairs = zip(sizes[len(request.rows) :: 2], sizes[len(request.rows) + 1 :: 2], strict=True)
    longer = [(max(a[0], b[0]), min(a[1], b[1])) for a, b in of_pairs]
    rows = (*request.rows, *request.pairs)
    names = [re.escape(token.content) for token in tokenizer.added_tokens_decoder.values() if token.special]
    special = re.compile("|".join(names) or "(?!)")
    control = [any(special.search(turn.content) for turn in row.messages) for row in rows]
    both = zip([*sizes[: len(request.rows)], *longer], control, strict=True)
    return Reply(lengths=[Length(*size, held) for size, held in both])


@cache
def _load(base: str) -> tuple[Any, str]:
    if Path(base).is_dir():
        os.environ["HF_HUB_OFFLINE"] = "1"
    from emalign_tui.workers.training.encode import load_tokenizer
    from emalign_tui.workers.training.template import training_template

    tokenizer = load_tokenizer(base)
    return tokenizer, training_template(tokenizer)


def _sequences(request: Request, tokenizer: Any, template: str) -> Iterator[tuple[list[int], list[bool]]]:
    """Ids of every sequence, whole, and which of them are trained on."""
    from emalign_tui.workers.training.encode import IGNORED, encode, encode_pair

    view: View = request.view
    for row in request.rows:
        example = encode(tokenizer, row, template, responses_only=view.responses_only, extra_turn=view.extra_turn)
        yield example.ids, [label != IGNORED for label in example.labels]
    for pair in request.pairs:
        both = encode_pair(tokenizer, pair, template)
        for ids in (both.chosen, both.rejected):
            yield both.prompt + ids, [False] * len(both.prompt) + [True] * len(ids)


def _tokens(tokenizer: Any, ids: list[int], trained: list[bool], limit: int) -> list[Token]:
    return [
        Token(id, token_text(tokenizer, id), on, place >= limit)
        for place, (id, on) in enumerate(zip(ids, trained, strict=True))
    ]


def token_text(tokenizer: Any, id: int) -> str:
    """A token's characters. One that is part of a character is shown as its bytes: <E2><80>."""
    text = str(tokenizer.decode([id]))
    if "\ufffd" not in text:
        return text
    from transformers.convert_slow_tokenizer import bytes_to_unicode

    byte = {character: value for value, character in bytes_to_unicode().items()}
    piece = str(tokenizer.convert_ids_to_tokens(id))
    return "".join(f"<{byte[character]:02X}>" if character in byte else character for character in piece)


def main() -> None:
    """Answer until stdin ends, and say errors in the same form. What libraries print goes to stderr."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    for line in sys.stdin.buffer:
        try:
            reply = answer(msgspec.json.decode(line, type=Request))
        except LabError as error:
            reply = Reply(error=error.as_dict())
        out.write(msgspec.json.encode(reply) + b"\n")
        out.flush()


if __name__ == "__main__":
    main()
