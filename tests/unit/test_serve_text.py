"""Text from tokens, while they come."""

import pytest

from emalign_tui.workers.serve.text import TextStream


def _decode(tokens: list[int]) -> str:
    """A vocabulary of bytes."""
    return bytes(tokens).decode("utf-8", "replace")


def _pieces(text: bytes, stop: tuple[str, ...] = (), *, live: bool = True) -> tuple[list[str], bool]:
    stream = TextStream(_decode, stop, live=live)
    pieces = []
    for token in text:
        pieces.append(stream.push(token))
        if stream.stopped:
            break
    pieces.append(stream.finish())
    return pieces, stream.stopped


def test_characters_come_whole() -> None:
    pieces, _ = _pieces("aé🙂b".encode())
    assert [piece for piece in pieces if piece] == ["a", "é", "🙂", "b"]


def test_an_incomplete_last_character_is_not_lost() -> None:
    assert "".join(_pieces("a🙂".encode()[:-1])[0]) == "a\ufffd"


@pytest.mark.parametrize("live", [True, False])
def test_without_streaming_the_text_is_the_same(live: bool) -> None:
    text = "Grüße, 世界 🙂!"
    assert "".join(_pieces(text.encode(), live=live)[0]) == text


def test_a_stop_string_ends_the_text_before_itself() -> None:
    pieces, stopped = _pieces(b"one END two", ("END",))
    assert ("".join(pieces), stopped) == ("one ", True)


def test_what_may_become_a_stop_string_is_held_back_and_then_given() -> None:
    stream = TextStream(_decode, ("END",), live=True)
    assert [stream.push(byte) for byte in b"xENE"] == ["x", "", "", "EN"]
    assert stream.finish() == "E"


def test_the_first_of_several_stop_strings_counts() -> None:
    assert "".join(_pieces(b"a.b\nc", ("\n", "."))[0]) == "a"


def test_a_stop_string_may_span_the_end_of_an_incomplete_character() -> None:
    pieces, stopped = _pieces("x🙂y".encode(), ("🙂y",))
    assert ("".join(pieces), stopped) == ("x", True)
