"""What the engine works on: a request, and the sequences (choices) that it asks for."""

import random
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from emalign_tui.workers.serve.prefixes import Prefix, digests
from emalign_tui.workers.serve.text import TextStream

if TYPE_CHECKING:
    from emalign_tui.workers.serve.adapters import Adapter


class Score(NamedTuple):
    """A generated token and what the model thought of it: natural logarithms at temperature 1, most probable first."""

    token: int
    logprob: float
    top: list[tuple[int, float]]


class Piece(NamedTuple):
    """News of one choice. finish: None while it goes on, else "stop" or "length". tokens: generated so far."""

    choice: int
    text: str
    scores: list[Score]
    finish: str | None
    tokens: int


@dataclass(frozen=True)
class Sampling:
    """temperature 0 is greedy. top: how many alternatives are reported for each token; None reports no logprobs."""

    temperature: float
    top_p: float
    max_tokens: int
    seed: int
    stop: tuple[str, ...] = ()
    top: int | None = None


class Prompt:
    """The tokens of a prompt, with the digests under which its beginnings are cached for one adapter."""

    def __init__(self, tokens: list[int], adapter: "Adapter | None") -> None:
        self.tokens = tokens
        self.digests = digests(array("I", tokens), adapter.key if adapter else b"")


@dataclass(eq=False)
class Request:
    """One call of a client. post is called in the engine's thread with news, or with the exception that ended it.

    streamed: whether the client wants text as it comes. Setting cancelled frees the work at the next step.
    """

    prompt: Prompt
    adapter: "Adapter | None"
    sampling: Sampling
    post: "Callable[[Piece | Exception], None]"
    choices: int = 1
    streamed: bool = False
    cancelled: bool = False


@dataclass(eq=False)
class Sequence:
    """One choice of a request while it is being generated. text and scores: those its client has not got yet.

    computed: prompt tokens whose keys and values are known. past: those of them that lie outside the pool (a cached
    prefix, or the earlier chunks of a long prompt). keep: length of the beginning worth caching for others.
    """

    request: Request
    index: int
    random: random.Random
    stream: TextStream
    output: list[int] = field(default_factory=list)
    text: str = ""
    scores: list[Score] = field(default_factory=list)
    computed: int = 0
    past: Prefix | None = None
    keep: int = 0

    @property
    def length(self) -> int:
        """Tokens of prompt and output so far."""
        return len(self.request.prompt.tokens) + len(self.output)

    @property
    def most(self) -> int:
        """Tokens that its keys and values may come to take in the pool: none when it ends with its first token."""
        longest = self.request.sampling.max_tokens
        return len(self.request.prompt.tokens) + longest - 1 if longest > 1 else 0


def sequences(request: Request, decode: Callable[[list[int]], str]) -> list[Sequence]:
    """The choices of a request. Each has a random stream of its own: seed, seed + 1, ... modulo 2**64."""
    live = request.streamed or bool(request.sampling.stop)
    return [
        Sequence(
            request,
            index,
            random.Random((request.sampling.seed + index) % 2**64),
            TextStream(decode, request.sampling.stop, live=live),
        )
        for index in range(request.choices)
    ]
