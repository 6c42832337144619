"""Beginnings that prompts share are computed once: their keys and values, kept under a digest of their tokens."""

import hashlib
from array import array
from collections import OrderedDict
from collections.abc import Container
from dataclasses import dataclass

import torch

BLOCK = 8  # prefixes are cut at multiples of this many tokens
_SEEN = 1 << 16  # digests remembered of prompts whose keys and values were not kept


def digests(tokens: "array[int]", key: bytes) -> list[bytes]:
    """A digest for every whole block, each of it and all before it. key: what else the keys and values depend on.

    The last token is left out, because a prompt needs at least one token to be computed for its logits.
    """
    chain, result = key, []
    raw = memoryview(tokens).cast("B")
    size = BLOCK * tokens.itemsize
    for start in range(0, (len(tokens) - 1) // BLOCK * size, size):
        chain = hashlib.blake2b(raw[start : start + size], key=chain, digest_size=16).digest()
        result.append(chain)
    return result


@dataclass(eq=False)
class Prefix:
    """Keys and values of the first `length` tokens of a sequence: per layer a tensor [1, heads, >= length, size]."""

    length: int
    keys: list[torch.Tensor]
    values: list[torch.Tensor]

    @property
    def bytes(self) -> int:
        return sum(tensor.nbytes for tensor in (*self.keys, *self.values))


class Prefixes:
    """Least recently used prefixes, within `limit` bytes. A beginning is worth keeping when it is met a second time."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._kept: OrderedDict[Prefix, list[bytes]] = OrderedDict()
        self._at: dict[bytes, Prefix] = {}
        self._seen: OrderedDict[bytes, None] = OrderedDict()
        self._bytes = 0

    def find(self, chain: list[bytes]) -> Prefix | None:
        """The longest kept beginning of a prompt with these digests."""
        for count in range(len(chain), 0, -1):
            if prefix := self._at.get(chain[count - 1]):
                self._kept.move_to_end(prefix)
                return Prefix(count * BLOCK, prefix.keys, prefix.values)
        return None

    def met(self, chain: list[bytes]) -> int:
        """Remember a prompt. Returns how many of its first tokens an earlier one had too."""
        common = _common(chain, self._seen)
        for digest in chain:
            self._seen[digest] = None
            self._seen.move_to_end(digest)
        while len(self._seen) > _SEEN:
            self._seen.popitem(last=False)
        return common

    def keep(self, chain: list[bytes], prefix: Prefix) -> None:
        """Keep a prefix for prompts to come. chain: digests of its blocks. Drops those that were not used longest."""
        self._kept[prefix] = chain
        self._bytes += prefix.bytes
        for digest in chain:
            self._at[digest] = prefix
        while self._bytes > self.limit:
            old, theirs = self._kept.popitem(last=False)
            self._bytes -= old.bytes
            for digest in theirs:
                if self._at.get(digest) is old:
                    del self._at[digest]


class Computing:
    """Prompts that are being computed in this step: who shares a beginning with one of them should wait for it."""

    def __init__(self) -> None:
        self._at: dict[bytes, int] = {}

    def common(self, chain: list[bytes]) -> tuple[int, int]:
        """(tokens, who): the longest beginning that is being computed; (0, -1) for none."""
        tokens = _common(chain, self._at)
        return (tokens, self._at[chain[tokens // BLOCK - 1]]) if tokens else (0, -1)

    def add(self, chain: list[bytes], who: int) -> None:
        for digest in chain:
            self._at.setdefault(digest, who)


def _common(chain: list[bytes], known: Container[bytes]) -> int:
    count = next((i for i, digest in enumerate(chain) if digest not in known), len(chain))
    return count * BLOCK
