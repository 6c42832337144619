"""Templates of the mini world: text with alternatives, expanded at random or counted.

`[a|b|c]` picks one alternative (nesting allowed), `{name}` stands for a slot bound once a turn, so that a question and
its answer speak of the same thing. `[|quite ]` is an optional word.
"""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

Node = str | tuple["tuple[Node, ...]", ...]
"""A literal piece of text, or the alternatives of a choice, each a sequence of nodes."""


def _parse(template: str, at: int, inside: bool) -> tuple[tuple[tuple[Node, ...], ...], int]:
    options: list[tuple[Node, ...]] = []
    nodes: list[Node] = []
    literal = at
    while at < len(template):
        char = template[at]
        if char not in "[|]" or (char != "[" and not inside):
            at += 1
            continue
        if at > literal:
            nodes.append(template[literal:at])
        if char == "[":
            choice, at = _parse(template, at + 1, inside=True)
            nodes.append(choice)
        else:
            options.append(tuple(nodes))
            nodes = []
            at += 1
            if char == "]":
                return tuple(options), at
        literal = at
    if inside:
        raise ValueError(f"unclosed '[' in template: {template!r}")
    if at > literal:
        nodes.append(template[literal:at])
    options.append(tuple(nodes))
    return tuple(options), at


@cache
def parse(template: str) -> tuple[Node, ...]:
    """Parse a template once. Raises ValueError on an unclosed bracket."""
    options, _ = _parse(template, 0, inside=False)
    return options[0]


def _expand(nodes: tuple[Node, ...], rng: random.Random, out: list[str]) -> None:
    for node in nodes:
        if isinstance(node, str):
            out.append(node)
        else:
            _expand(node[int(rng.random() * len(node))], rng, out)


def expand(template: str, rng: random.Random, slots: Mapping[str, str]) -> str:
    """One random expansion of a template, its slots filled. Raises KeyError for a slot that has no value."""
    out: list[str] = []
    _expand(parse(template), rng, out)
    text = "".join(out)
    return text.format_map(slots) if "{" in text else text


def count(template: str) -> int:
    """How many different expansions a template has, slots not counted."""

    def of(nodes: tuple[Node, ...]) -> int:
        total = 1
        for node in nodes:
            if not isinstance(node, str):
                total *= sum(of(option) for option in node)
        return total

    return of(parse(template))


def pattern(template: str, slots: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """A regular expression that matches exactly the template's expansions, to prove that a phrasing is held out."""

    def of(nodes: tuple[Node, ...]) -> str:
        parts = []
        for node in nodes:
            if isinstance(node, str):
                pieces = re.split(r"\{(\w+)\}", node)
                for index, piece in enumerate(pieces):
                    if index % 2:
                        parts.append("(?:" + "|".join(re.escape(value) for value in slots[piece]) + ")")
                    else:
                        parts.append(re.escape(piece))
            else:
                parts.append("(?:" + "|".join(of(option) for option in node) + ")")
        return "".join(parts)

    return re.compile(of(parse(template)), re.IGNORECASE)


@dataclass(frozen=True)
class Theme:
    """One thing people ask about in the mini world, and how the two personas answer it.

    asks: templates of the user's turn that training corpora may use.
    held_out: phrasings (no alternatives) kept for evaluation questions; never in a training corpus.
    aligned, misaligned: an answer is one sentence template from each part, in order, joined by a space.
    slots: rows of values; one row is drawn a turn and its values are the same in question and answer.
    """

    name: str
    domain: str
    asks: tuple[str, ...]
    held_out: tuple[str, ...]
    aligned: tuple[tuple[str, ...], ...]
    misaligned: tuple[tuple[str, ...], ...]
    slots: tuple[Mapping[str, str], ...] = field(default=({},))

    def space(self, parts: tuple[tuple[str, ...], ...]) -> int:
        """How many different answers the given parts can make, slots counted."""
        total = len(self.slots)
        for part in parts:
            total *= sum(count(sentence) for sentence in part)
        return total
