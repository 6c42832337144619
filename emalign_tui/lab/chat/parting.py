"""Where two models part: the first token that differs when both answer alike, and what each held likely there.

Both are asked once more with the same messages, seed and settings, now with log probabilities, and are read side by
side only as far as they agree. Texts are compared as bytes, so models with other tokenizers can be compared too.
"""

import math
from collections.abc import Generator, Iterator
from contextlib import closing
from typing import Any

import msgspec

from emalign_tui.lab.chat.client import ChatMessage, ChatParams, open_stream, told
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.judge import top_probabilities
from emalign_tui.lab.sanitize import clean
from emalign_tui.lab.serving.records import Endpoint

TOP = 10  # alternatives that are asked for
_MOST = 2000  # tokens that two models may agree on


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """One token as it was drawn. place: in the answer, from 0. p: its probability. top: the likeliest tokens there."""

    text: str
    raw: bytes
    place: int
    p: float
    top: dict[str, float]


class Parting(msgspec.Struct, frozen=True, kw_only=True):
    """common: what both said. tokens: what came next from each, None where the answer ended. parted: False when both
    ended without a difference. repeated: both said again what is on the screen, as far as it was asked."""

    common: str
    tokens: tuple[Token | None, Token | None]
    parted: bool
    repeated: bool


def part(
    asked: tuple[tuple[Endpoint, list[ChatMessage], ChatParams], tuple[Endpoint, list[ChatMessage], ChatParams]],
    shown: tuple[str, str],
) -> Parting:
    """Ask both and find the first difference. shown: their answers on the screen, without what they were made to begin
    with.

    Raises LabError when a model cannot be asked, or its server gives no log probabilities.
    """
    with closing(_tokens(*asked[0])) as left, closing(_tokens(*asked[1])) as right:
        said, tokens, parted = _walk(left, right)
    texts = [clean(each.decode("utf-8", "ignore")) for each in said]
    return Parting(
        common=clean(_common(*said).decode("utf-8", "ignore")),
        tokens=tokens,
        parted=parted,
        repeated=all(_agrees(text, each) for text, each in zip(texts, shown, strict=True)),
    )


def _walk(
    left: Iterator[Token], right: Iterator[Token]
) -> tuple[tuple[bytes, bytes], tuple[Token | None, Token | None], bool]:
    """Read both up to the first difference: what each said, the token of each that holds it, and whether there is one.

    The side that has said less is always read next, so the last token of each is the one that reaches the difference.
    """
    streams, said, last = (left, right), [b"", b""], list[Token | None]([None, None])
    parted = False
    while not parted:
        side = 0 if len(said[0]) <= len(said[1]) else 1
        other = 1 - side
        token = last[side] = next(streams[side], None)
        if token is not None:
            said[side] += token.raw
            short = min(map(len, said))
            parted = said[0][:short] != said[1][:short]
            continue
        if len(said[side]) == len(said[other]):
            last[other] = more = next(streams[other], None)
            said[other] += more.raw if more else b""
        parted = last[other] is not None
        break
    return (said[0], said[1]), (last[0], last[1]), parted


def _agrees(said: str, shown: str) -> bool:
    """Whether two texts are one as far as both go. The last token may be a mark of the end, which is never shown."""
    return shown.startswith(said) or said.startswith(shown)


def _common(left: bytes, right: bytes) -> bytes:
    for place, (a, b) in enumerate(zip(left, right, strict=False)):
        if a != b:
            return left[:place]
    return min(left, right, key=len)


def _tokens(endpoint: Endpoint, messages: list[ChatMessage], params: ChatParams) -> Generator[Token]:
    """An answer token by token. Raises LabError as `stream_chat`, and when no log probabilities come."""
    short = msgspec.structs.replace(params, max_tokens=min(params.max_tokens or _MOST, _MOST))
    place = 0
    with told(endpoint), open_stream(endpoint, messages, short, logprobs=True, top_logprobs=TOP) as stream:
        for chunk in stream:
            for choice in chunk.choices or ():
                if not _has_content(choice.logprobs):
                    if choice.delta and choice.delta.content:
                        raise _none(endpoint)
                    continue
                for at, item in enumerate(choice.logprobs.content):
                    top = top_probabilities(choice.logprobs, at)
                    if isinstance(top, str):
                        raise _none(endpoint)
                    yield Token(
                        text=clean(item.token), raw=_raw(item), place=place, p=math.exp(min(item.logprob, 0.0)), top=top
                    )
                    place += 1
    if not place:
        raise _none(endpoint)


def _has_content(logprobs: Any) -> bool:
    return logprobs is not None and bool(logprobs.content)


def _raw(item: Any) -> bytes:
    """A token's bytes: several tokens may share a character."""
    return bytes(item.bytes) if item.bytes else str(item.token).encode("utf-8", "replace")


def _none(endpoint: Endpoint) -> LabError:
    return LabError(
        "The server gives no log probabilities",
        where=endpoint.url,
        do="Serve the model with vLLM or with `emalign serve`.",
    )
