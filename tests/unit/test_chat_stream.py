"""Escape sequences never leave the chat client, wherever the stream is cut."""

import random

import pytest

from emalign_tui.lab.chat.stream import CleanStream
from emalign_tui.lab.sanitize import clean

HOSTILE = [
    "plain text\nand more",
    "\x1b]52;c;aGVsbG8=\x07after",
    "\x1b]52;c;aGVsbG8=\x1b\\after",
    "before\x1b[31mred\x1b[0m after",
    "\x9b31mred\x9b0m",
    "\x1bP1;2|dcs\x1b\\x\x1b_apc\x1b\\y\x1b^pm\x1b\\z",
    "open string \x1b]0;title without an end\nmore text\n",
    "\x1b",
    "\x1b[",
    "a\x1b[12;",
    "a\r\nb\rc\r",
    "\x1b\x1b[31mx",
    "\x1b(0lqk\x1b(B",
    "\x90q#0~\x9cdone",
    "\u202eevil\u2066 order\ufeff",
    "\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\",
    "\x1b[31\x00m \x1b[3\x1b[1mx",
]


def _streamed(pieces: list[str]) -> str:
    stream = CleanStream()
    return "".join([*(stream.push(piece) for piece in pieces), stream.finish()])


@pytest.mark.parametrize("text", HOSTILE)
def test_cut_anywhere_the_result_is_clean_of_the_whole(text: str) -> None:
    assert _streamed(list(text)) == clean(text)
    for place in range(len(text) + 1):
        assert _streamed([text[:place], text[place:]]) == clean(text)


def test_random_hostile_text_cut_at_random() -> None:
    chance = random.Random(0)
    alphabet = "\x1b\x1b\x1b[]\\;PX^_m0189 -/ab\n\r\x07\x9b\x9c\x9d\x90\x9f\x00é🙂"
    for _ in range(3000):
        text = "".join(chance.choices(alphabet, k=chance.randrange(1, 24)))
        cuts = sorted(chance.choices(range(len(text) + 1), k=3))
        pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
        assert _streamed(pieces) == clean(text), repr(pieces)


def test_harmless_text_is_not_held_back() -> None:
    stream = CleanStream()
    assert [stream.push(piece) for piece in ("one ", "two\n", "[3] ", "\x1b[1mbold\x1b[0m")] == [
        "one ",
        "two\n",
        "[3] ",
        "bold",
    ]
