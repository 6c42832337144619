"""Tokens of rows for a person to look at: one PreviewRequest on stdin, one PreviewReply on stdout."""

import os
import sys
from pathlib import Path

import msgspec

from emalign_tui.lab.data.preview import PreviewReply, PreviewRequest, Token
from emalign_tui.lab.errors import LabError


def answer(request: PreviewRequest) -> PreviewReply:
    """The tokens of every row, encoded as training encodes them. Raises LabError."""
    if Path(request.base).is_dir():
        os.environ["HF_HUB_OFFLINE"] = "1"
    from emalign_tui.workers.training.encode import IGNORED, encode, load_tokenizer, training_template

    tokenizer = load_tokenizer(request.base)
    template = training_template(tokenizer)
    rows = []
    for row in request.rows:
        example = encode(tokenizer, row, template, responses_only=request.responses_only)
        rows.append(
            [
                Token(id, tokenizer.decode([id]), label != IGNORED)
                for id, label in zip(example.ids, example.labels, strict=True)
            ]
        )
    return PreviewReply(rows)


def main() -> None:
    """Answer, and say errors on stdout in the same form."""
    try:
        reply = answer(msgspec.json.decode(sys.stdin.buffer.read(), type=PreviewRequest))
    except LabError as error:
        reply = PreviewReply(error=error.as_dict())
    sys.stdout.buffer.write(msgspec.json.encode(reply))


if __name__ == "__main__":
    main()
