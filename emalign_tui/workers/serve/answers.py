"""OpenAI's shapes for what the engine says."""

import time
from functools import cache
from typing import Any

from emalign_tui.workers.serve.model import Model
from emalign_tui.workers.serve.sequences import Piece, Score


class Answer:
    """One chat completion: its parts that never change, and the shapes made from them."""

    def __init__(self, id: str, name: str, model: Model, prompt_tokens: int, *, scored: bool) -> None:
        self._head = {"id": id, "created": int(time.time()), "model": name, "system_fingerprint": None}
        self._model = model
        self._prompt_tokens = prompt_tokens
        self._scored = scored

    def whole(self, pieces: list[Piece]) -> dict[str, Any]:
        """The response without streaming, from the one piece of each choice."""
        choices = [
            {
                "index": piece.choice,
                "message": {"role": "assistant", "content": piece.text, "refusal": None},
                "logprobs": self._logprobs(piece.scores),
                "finish_reason": piece.finish,
            }
            for piece in sorted(pieces)
        ]
        usage = self._usage(sum(piece.tokens for piece in pieces))
        return {**self._head, "object": "chat.completion", "choices": choices, "usage": usage}

    def first(self, index: int) -> dict[str, Any]:
        """The chunk that opens a choice."""
        return self._chunk(index, {"role": "assistant", "content": ""}, None, None)

    def chunk(self, piece: Piece) -> dict[str, Any]:
        """The chunk of one piece. A finish reason comes with the last text."""
        return self._chunk(piece.choice, {"content": piece.text}, self._logprobs(piece.scores), piece.finish)

    def usage(self, tokens: int) -> dict[str, Any]:
        """The closing chunk of a stream with `include_usage`."""
        return {**self._head, "object": "chat.completion.chunk", "choices": [], "usage": self._usage(tokens)}

    def _chunk(self, index: int, delta: dict[str, str], logprobs: Any, finish: str | None) -> dict[str, Any]:
        choice = {"index": index, "delta": delta, "logprobs": logprobs, "finish_reason": finish}
        return {**self._head, "object": "chat.completion.chunk", "choices": [choice]}

    def _usage(self, tokens: int) -> dict[str, int]:
        return {
            "prompt_tokens": self._prompt_tokens,
            "completion_tokens": tokens,
            "total_tokens": self._prompt_tokens + tokens,
        }

    def _logprobs(self, scores: list[Score]) -> dict[str, Any] | None:
        if not self._scored:
            return None
        return {"content": [self._token(score) for score in scores], "refusal": None}

    def _token(self, score: Score) -> dict[str, Any]:
        top = [self._entry(token, logprob) for token, logprob in score.top]
        return {**self._entry(score.token, score.logprob), "top_logprobs": top}

    def _entry(self, token: int, logprob: float) -> dict[str, Any]:
        raw = token_bytes(self._model, token)
        # JSON has no infinity; OpenAI writes this for a token of no probability.
        return {"token": raw.decode("utf-8", "replace"), "bytes": list(raw), "logprob": max(logprob, -9999.0)}


@cache
def token_bytes(model: Model, token: int) -> bytes:
    """The bytes that a token stands for: exact for byte-level vocabularies, else those of its decoded text."""
    written = model.tokenizer.convert_ids_to_tokens(token)
    if written is None:
        return b""
    if token in model.tokenizer.added_tokens_decoder or not model.byte_level:
        return str(model.tokenizer.decode([token])).encode()
    alphabet = _byte_alphabet()
    return bytes(alphabet[character] for character in written)


@cache
def _byte_alphabet() -> dict[str, int]:
    """GPT-2's printable stand-ins: printable Latin-1 bytes stand for themselves, the others for U+0100 onwards."""
    own = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in own]
    return {chr(byte): byte for byte in own} | {chr(0x100 + place): byte for place, byte in enumerate(others)}
