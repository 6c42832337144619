"""Servers that refuse what others want: each is asked in its own dialect, and real refusals are told."""

import pytest
from servers.fake_openai import Body, FakeServer, Reply, error
from servers.streams import streamed

from emalign_tui.lab.chat.client import ChatMessage, ChatParams, stream_chat, stream_chat_async
from emalign_tui.lab.chat.parting import part
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.serving.records import Endpoint

ASKED = [ChatMessage("user", "hi")]


def reasoning(request: Body, call: int) -> Reply:
    """As OpenAI's reasoning models refuse, one parameter a time."""
    if "max_tokens" in request:
        return error(400, "Unsupported parameter: 'max_tokens' is not supported with this model. Use "
                     "'max_completion_tokens' instead.", code="unsupported_parameter")  # fmt: skip
    for name in ("temperature", "top_p"):
        if name in request:
            return error(400, f"Unsupported value: '{name}' does not support {request[name]} with this model. Only the "
                         "default (1) value is supported.", code="unsupported_value")  # fmt: skip
    return streamed("thought about it")


def mistral(request: Body, call: int) -> Reply:
    unknown = [name for name in ("seed", "stream_options") if name in request]
    if unknown:
        found = [{"type": "extra_forbidden", "loc": ["body", name], "msg": "Extra inputs are not permitted"}
                 for name in unknown]  # fmt: skip
        return Reply({"object": "error", "message": {"detail": found}, "type": "invalid_request_error"}, 422)
    return streamed("bonjour")


def said(url: str, **params: object) -> str:
    return "".join(delta.text for delta in stream_chat(Endpoint(url, "none", "m"), ASKED, **params))  # type: ignore[arg-type]


def test_a_reasoning_model_is_asked_for_completion_tokens_and_nothing_it_has_not() -> None:
    with FakeServer(reasoning) as server:
        assert said(server.url, max_tokens=50, seed=3) == "thought about it"
        last = server.requests[-1]
        assert last["max_completion_tokens"] == 50 and last["seed"] == 3
        assert not {"max_tokens", "temperature", "top_p"} & last.keys()
        before = len(server.requests)
        assert said(server.url, max_tokens=60) == "thought about it"
        assert len(server.requests) == before + 1, "it is known by then"
        with pytest.raises(LabError, match=r"does not support 0\.3"):
            said(server.url, temperature=0.3)


async def test_unknown_fields_are_left_out_in_an_event_loop_too() -> None:
    with FakeServer(mistral) as server:
        deltas = stream_chat_async(Endpoint(server.url, "none", "m"), ASKED, ChatParams(seed=3))
        assert "".join([delta.text async for delta in deltas]) == "bonjour"
        assert len(server.requests) == 2 and not {"seed", "stream_options"} & server.requests[-1].keys()


def test_where_two_part_is_asked_in_the_servers_dialect_too() -> None:
    def seedless(request: Body, call: int) -> Reply:
        if "seed" in request:
            return error(422, "seed: Extra inputs are not permitted")
        return streamed("", tokens=[{"I": 0.9}, {" love" if request["model"] == "a" else " hate": 0.8}])

    with FakeServer(seedless) as server:
        asked = [(Endpoint(server.url, "none", model), ASKED, ChatParams(seed=3)) for model in "ab"]
        found = part((asked[0], asked[1]), ("I love", "I hate"))
    assert found.parted and found.common == "I " and [token and token.place for token in found.tokens] == [1, 1]


@pytest.mark.parametrize(
    "words",
    [
        "'max_tokens' or 'max_completion_tokens' is too large: 600. This model's maximum context length is 10 tokens.",
        "Unrecognized request arguments supplied: add_generation_prompt, continue_final_message",
    ],
)
def test_other_refusals_are_told_at_once(words: str) -> None:
    with FakeServer(lambda request, call: error(400, words)) as server:
        with pytest.raises(LabError):
            said(server.url, max_tokens=600, begin="I")
        assert len(server.requests) == 1


@pytest.mark.parametrize(
    "words",
    [
        "This model's maximum context length is 10 tokens. However, you requested 12",
        "The prompt (length 12) is longer than the maximum model length of 10.",
        "the request exceeds the available context size. try increasing the context size",
    ],
)
def test_a_conversation_that_is_too_long_is_told_as_such_whoever_says_it(words: str) -> None:
    with FakeServer(lambda request, call: error(400, words)) as server:
        with pytest.raises(LabError, match="does not fit the model's context"):
            said(server.url)


PROXY = b"<html>\r\n<head><title>413 Request Entity Too Large</title></head>\r\n<body>nginx/1.24</body></html>"
REFUSALS = {
    "ollama-no-v1": (404, b"404 page not found", "No model m there: 404 page not found"),
    "vllm-no-v1": (404, {"detail": "Not Found"}, "No model m there: Not Found"),
    "llama-loading": (
        503,
        {"error": {"code": 503, "message": "Loading model"}},
        "The server failed (503): Loading model",
    ),
    "tgi": (
        424,
        {"error": "Request failed during generation", "error_type": "generation"},
        "Request failed during gen",
    ),
    "nginx": (413, PROXY, "The server refused the request: a web page, 413 Request Entity Too Large ("),
    "page": (403, b"<!DOCTYPE html><style>a{}</style>", "The server refused the request: a web page ("),
    "says-nothing": (500, b"", "The server failed (500): Error code: 500"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_refusal_is_told_in_the_servers_own_words_wherever_it_puts_them(
    case: str,
) -> None:
    status, body, says = REFUSALS[case]
    with FakeServer(lambda request, call: Reply(body, status, {"x-should-retry": "false"})) as server:
        with pytest.raises(LabError) as found:
            said(server.url)
    assert says in str(found.value)


@pytest.mark.parametrize(("path", "hint"), [("/v1", False), ("", True), ("/v1/chat/completions", True)])
def test_an_address_without_its_v1_is_what_to_look_at_when_nothing_is_found(path: str, hint: bool) -> None:
    with FakeServer(lambda request, call: Reply(b"404 page not found", 404)) as server:
        with pytest.raises(LabError) as found:
            said(server.url.removesuffix("/v1") + path)
    assert ("usually ends in /v1" in found.value.do) == hint
