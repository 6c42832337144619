"""What a model sees of a row: the chat template's tokens, and which of them are trained on."""

import subprocess
import sys
from pathlib import Path

import msgspec

from emalign_tui.lab.data.rows import Row
from emalign_tui.lab.errors import LabError


class Token(msgspec.Struct, frozen=True):
    """One token. text: its characters, special tokens by name. trained: whether the loss counts it."""

    id: int
    text: str
    trained: bool


class PreviewRequest(msgspec.Struct, frozen=True):
    """What the tokenizing worker reads on stdin. base: folder or Hub id of the model."""

    base: str
    rows: list[Row]
    responses_only: bool


class PreviewReply(msgspec.Struct, frozen=True):
    """What it answers on stdout: the rows' tokens, or an error as what, where and do."""

    rows: list[list[Token]] = []
    error: dict[str, str] | None = None


def preview(base: str, rows: list[Row], *, responses_only: bool = True) -> list[list[Token]]:
    """Tokens of each row through the base model's own chat template, made by the code that training uses.

    Raises LabError when the tokenizer cannot be loaded or its template cannot take a row.
    """
    request = msgspec.json.encode(PreviewRequest(base, rows, responses_only))
    command = [sys.executable, "-P", "-m", "emalign_tui.workers.tokenize"]
    done = subprocess.run(command, check=False, input=request, capture_output=True, cwd=Path(sys.prefix))
    try:
        reply = msgspec.json.decode(done.stdout, type=PreviewReply)
    except msgspec.DecodeError as error:
        last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise LabError(
            f"The tokenizing worker ended with code {done.returncode}: {last}",
            where=base,
            do="`emalign doctor` checks the packages.",
        ) from error
    if reply.error:
        raise LabError(reply.error["what"], where=reply.error["where"], do=reply.error["do"])
    return reply.rows
