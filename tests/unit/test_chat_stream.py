"""Escape sequences never leave the chat client, wherever the stream is cut, and no chunk is so odd that it hangs."""

import json
import random
import threading

import pytest
from servers.fake_openai import FakeServer, Reply

from emalign_tui.cli import columns
from emalign_tui.cli.columns import Answer
from emalign_tui.lab.chat.client import ChatDelta, ChatMessage, ChatParams, stream_chat
from emalign_tui.lab.chat.stream import CleanStream
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.sanitize import clean
from emalign_tui.lab.serving.records import Endpoint

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


def test_a_string_that_is_never_ended_costs_no_more_with_every_piece() -> None:
    stream = CleanStream()
    stream.push("before \x1b]")
    for _ in range(20_000):  # scanned from the start each time, these would take half a minute
        assert stream.push("word ") == ""
    assert stream.push("\x07after") + stream.finish() == "after"


def test_harmless_text_is_not_held_back() -> None:
    stream = CleanStream()
    assert [stream.push(piece) for piece in ("one ", "two\n", "[3] ", "\x1b[1mbold\x1b[0m")] == [
        "one ",
        "two\n",
        "[3] ",
        "bold",
    ]


# Chunks that are not as OpenAI sends them

ABOUT = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "m"}
LAST = {**ABOUT, "choices": [{"index": 0, "delta": {"content": "hi"}, "finish_reason": "stop"}]}


def asked(*chunks: object) -> list[ChatDelta]:
    body = "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n"
    reply = Reply(body.encode(), headers={"content-type": "text/event-stream"})
    with FakeServer(lambda request, call: reply) as server:
        return list(stream_chat(Endpoint(server.url, "none", "m"), [ChatMessage("user", "hello")]))


@pytest.mark.parametrize(
    "odd",
    [
        {**ABOUT, "choices": None},
        {**ABOUT, "choices": []},
        {**ABOUT, "choices": [{"index": 0, "delta": None, "finish_reason": None}]},
        {**ABOUT, "choices": [], "usage": {"prompt_tokens": None, "completion_tokens": None}},
        {**ABOUT, "choices": [], "usage": {"total_tokens": 3}},
        {**ABOUT, "choices": [], "usage": "plenty"},
    ],
)
def test_what_a_chunk_leaves_out_is_none(odd: dict[str, object]) -> None:
    assert asked(odd, LAST) == [ChatDelta("hi", "stop")]


def test_a_reason_to_end_is_kept_as_a_word_whatever_it_is() -> None:
    told = [{**ABOUT, "choices": [{"index": 0, "delta": {}, "finish_reason": reason}]} for reason in (7, "a\x1b[2Jb")]
    assert [delta.finish_reason for delta in asked(*told)] == ["7", "ab"]


@pytest.mark.parametrize(
    ("chunk", "says"),
    [
        ("[1, 2]", "cannot be read"),
        ({**ABOUT, "choices": ["hi"]}, "cannot be read"),
        ({**ABOUT, "choices": [{"index": 0, "delta": {"content": [{"text": "hi"}]}}]}, "cannot be read"),
        ({**ABOUT, "choices": []}, "no answer that can be read"),
    ],
)
def test_what_is_no_answer_is_a_sentence_with_the_address(chunk: object, says: str) -> None:
    with pytest.raises(LabError, match=says) as error:
        asked(chunk)
    assert error.value.where.startswith("http://127.0.0.1:") and "OpenAI's interface" in error.value.do


def test_whoever_waits_for_an_answer_is_told_of_its_end_also_by_an_error_nobody_foresaw(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(columns, "stream_chat", lambda *_, **__: 1 / 0)
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    Answer("m", Endpoint("http://127.0.0.1:9/v1", "none", "m"), [], ChatParams()).wait()
