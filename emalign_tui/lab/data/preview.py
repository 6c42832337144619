"""What a model sees of rows: the chat template's tokens, which of them are trained on, and which are cut off.

The tokens are made by the code that training uses, in a process of its own: this room knows no torch.
"""

import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO

import msgspec

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.data.rows import AnyRow, Pair, Row
from emalign_tui.lab.errors import LabError

AS_GIVEN = {"model": "mini", "train_on_responses_only": True}
"""How a file is seen when no training config says otherwise; the other keys have their defaults."""


class Token(msgspec.Struct, frozen=True):
    """One token. text: its characters, special tokens by name, bytes that are no character as <E2>.

    trained: whether the loss counts it. cut: beyond max_seq_length, so it is neither read nor trained on.
    """

    id: int
    text: str
    trained: bool
    cut: bool = False


class Length(msgspec.Struct, frozen=True, array_like=True):
    """tokens: of the whole row. trained: tokens that the loss counts, of those that are not cut off.

    control: whether its text holds the letters of a special token, which the tokenizer reads as that token.
    """

    tokens: int
    trained: int
    control: bool = False


class View(msgspec.Struct, frozen=True, kw_only=True):
    """How rows are seen. base: folder or Hub id of the model whose tokenizer and chat template it is."""

    base: str
    max_seq_length: int = 2048
    responses_only: bool = True
    extra_turn: bool = False


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What the tokenizing worker reads, a line each: rows or pairs to encode. lengths: only count."""

    view: View
    rows: list[Row] = []
    pairs: list[Pair] = []
    lengths: bool = False


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What it answers. tokens: one list a row, two a pair (chosen, rejected). error: what, where and do."""

    tokens: list[list[Token]] = []
    lengths: list[Length] = []
    error: dict[str, str] | None = None


def view_of(config: TrainConfig, base: str) -> View:
    """How a config's training sees rows."""
    return View(
        base=base,
        max_seq_length=config.max_seq_length,
        responses_only=config.train_on_responses_only,
        extra_turn=config.upstream_extra_turn,
    )


class Tokenizer:
    """The tokenizing worker: started at the first question, ended by `close` or with this process. Thread-safe."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        # Not a pipe: nobody reads it while the worker works.
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  it lives as long as this object
        self._lock = threading.Lock()

    def tokens(self, view: View, row: AnyRow) -> list[list[Token]]:
        """The row's tokens, nothing cut off but marked; of a pair, those with the chosen and with the rejected answer.

        Raises LabError when the tokenizer cannot be loaded or its template cannot take the row.
        """
        return self._ask(_request(view, [row], lengths=False)).tokens

    def lengths(self, view: View, rows: list[AnyRow]) -> list[Length]:
        """The size of every row; of a pair, the longer of both. Raises as `tokens`."""
        return self._ask(_request(view, rows, lengths=True)).lengths

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            self._end()

    def __enter__(self) -> "Tokenizer":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, request: Request) -> Reply:
        with self._lock:
            process = self._process = self._process or _start(self._errors)
            assert process.stdin and process.stdout
            try:
                process.stdin.write(msgspec.json.encode(request) + b"\n")
                process.stdin.flush()
                reply = msgspec.json.decode(process.stdout.readline(), type=Reply)
            except (OSError, msgspec.DecodeError) as error:
                last = self._end()
                raise LabError(
                    f"The tokenizing worker ended with code {process.returncode}: {last}",
                    where=request.view.base,
                    do="`emalign doctor` checks the packages.",
                ) from error
        if reply.error:
            raise LabError(reply.error["what"], where=reply.error["where"], do=reply.error["do"])
        return reply

    def _end(self) -> str:
        """Let the worker go; the last line it wrote to stderr."""
        process, self._process = self._process, None
        if process is None:
            return ""
        process.communicate()
        self._errors.seek(0)
        return self._errors.read().decode("utf-8", "replace").strip().rpartition("\n")[2]


def _start(errors: IO[bytes]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "emalign_tui.workers.tokenize"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        cwd=Path(sys.prefix),
    )


def _request(view: View, rows: list[AnyRow], *, lengths: bool) -> Request:
    pairs = [row for row in rows if isinstance(row, Pair)]
    return Request(view=view, rows=[row for row in rows if isinstance(row, Row)], pairs=pairs, lengths=lengths)
