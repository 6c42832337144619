"""The judge's own words on one answer, found in a file of any size without reading it record by record."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from emalign_tui.lab.evals.records import PROBABILITIES, RawJudgment
from emalign_tui.lab.sanitize import clean

_BLOCK = 4 * 1024 * 1024  # bytes


class JudgeReply(msgspec.Struct, frozen=True, kw_only=True):
    """What the judge said to one answer: token probabilities, likeliest first, or a text. Tokens are clean.

    method, prompt_hash, settings, at: as in RawJudgment.
    """

    metric: str
    judge: str
    returned_model: str
    probabilities: list[tuple[str, float]]
    text: str
    error: str
    method: str = ""
    prompt_hash: str = ""
    settings: dict[str, Any] = {}
    at: float = 0.0


def read_replies(folder: Path, answer_id: str) -> list[JudgeReply]:
    """The replies about one answer, by metric, the first of each. Empty where none were kept, as in some imports."""
    path = folder / PROBABILITIES
    if not path.is_file():
        return []
    found: dict[str, JudgeReply] = {}
    decoder = msgspec.json.Decoder(RawJudgment)
    for line in _lines_with(path, msgspec.json.encode(answer_id)):
        try:
            raw = decoder.decode(line)
        except msgspec.DecodeError:  # torn
            continue
        if raw.answer_id == answer_id:
            found.setdefault(raw.metric, _reply(raw))
    return list(found.values())


def _reply(raw: RawJudgment) -> JudgeReply:
    likely = sorted(((clean(token), p) for token, p in raw.probabilities.items()), key=lambda pair: -pair[1])
    return JudgeReply(
        metric=raw.metric,
        judge=raw.judge,
        returned_model=raw.returned_model,
        probabilities=likely,
        text=raw.text,
        error=raw.error,
        method=raw.method,
        prompt_hash=raw.prompt_hash,
        settings=raw.settings,
        at=raw.at,
    )


def _lines_with(path: Path, words: bytes) -> Iterator[bytes]:
    """The lines that hold these bytes. Reads block after block, each filled up to a whole line."""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            block += file.readline()
            at = block.find(words)
            while at >= 0:
                end = block.find(b"\n", at) % (len(block) + 1)
                yield block[block.rfind(b"\n", 0, at) + 1 : end]
                at = block.find(words, end)
