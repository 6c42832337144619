"""Talking to one model through the openai client, streaming. Its text is cleaned here, once, as it comes in."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from emalign_tui.lab.chat.dialects import in_dialect, left_out, unknown_to
from emalign_tui.lab.chat.stream import CleanStream
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.reference import ENDPOINT_KEY_ENV, OPENAI_KEY_ENV
from emalign_tui.lab.network import by_proxy
from emalign_tui.lab.sanitize import one_line
from emalign_tui.lab.serving.dialect import refusal
from emalign_tui.lab.serving.records import Endpoint

if TYPE_CHECKING:
    import openai

TIMEOUT = 600.0  # seconds without a byte; a big model on CPU may think that long about a long prompt
CONNECT_TIMEOUT = 10.0
_TOO_LONG = re.compile(r"context (?:length|window|size)|maximum model length", re.IGNORECASE)
RETRIES = 2  # of a request that was refused or got no connection; an answer that broke off is never repeated

Role = Literal["system", "user", "assistant"]


class ChatMessage(msgspec.Struct, frozen=True):
    """A turn of a conversation, in the row format of the training data."""

    role: Role
    content: str


class ChatParams(msgspec.Struct, frozen=True, kw_only=True):
    """How an answer is sampled. None leaves it to the server: no limit but the context, a seed of its own.

    begin: the words that the model is made to begin its answer with; the server must know `continue_final_message`, as
    vLLM and the lab's own do. They are not among the pieces that come back.
    """

    temperature: float = 1.0
    top_p: float = 1.0
    max_tokens: int | None = None
    seed: int | None = None
    stop: tuple[str, ...] = ()
    begin: str = ""


class Usage(msgspec.Struct, frozen=True):
    prompt_tokens: int
    completion_tokens: int


class ChatDelta(msgspec.Struct, frozen=True):
    """News of an answer. finish_reason comes with the last text, usage after it, when the server tells it."""

    text: str
    finish_reason: str | None = None
    usage: Usage | None = None


def stream_chat(
    endpoint: Endpoint,
    messages: list[ChatMessage],
    *,
    temperature: float = 1.0,
    top_p: float = 1.0,
    max_tokens: int | None = None,
    seed: int | None = None,
    stop: tuple[str, ...] = (),
    begin: str = "",
) -> Iterator[ChatDelta]:
    """The answer of a model, piece by piece; `**msgspec.structs.asdict(params)` passes a ChatParams.

    Closing the iterator hangs up, and the server frees the work. Raises LabError when the model cannot be asked, or
    when the answer breaks off; the pieces that came before are the caller's.
    """
    params = ChatParams(temperature=temperature, top_p=top_p, max_tokens=max_tokens, seed=seed, stop=stop, begin=begin)
    reader = _Reader(endpoint)
    with told(endpoint):
        stream = open_stream(endpoint, messages, params)
        try:
            for chunk in stream:
                yield from reader.read(chunk)
        finally:
            stream.close()
        yield from reader.end()


async def stream_chat_async(
    endpoint: Endpoint, messages: list[ChatMessage], params: ChatParams
) -> AsyncIterator[ChatDelta]:
    """The same in an event loop. Cancelling the task, or closing the iterator, hangs up."""
    import openai

    reader = _Reader(endpoint)
    http = openai.DefaultAsyncHttpxClient(trust_env=by_proxy(endpoint.url))
    with told(endpoint):
        async with openai.AsyncOpenAI(**_settings(endpoint.url, endpoint.api_key), http_client=http) as client:
            async with await _open_async(client, endpoint, messages, params) as stream:
                async for chunk in stream:
                    for delta in reader.read(chunk):
                        yield delta
            for delta in reader.end():
                yield delta


def as_asked(endpoint: Endpoint, params: ChatParams) -> ChatParams:
    """How an answer was really asked for: without the seed where the server knows none, so that nobody takes the answer
    for one that can be drawn again."""
    return msgspec.structs.replace(params, seed=None) if "seed" in unknown_to(endpoint) else params


def open_stream(endpoint: Endpoint, messages: list[ChatMessage], params: ChatParams, **more: Any) -> Any:
    """The stream of chunks. What the server does not know and can do without is left out. more: to ask for besides.

    Raises the openai client's errors, for `told`.
    """
    import openai

    while True:
        body = {**_request_body(endpoint, messages, params), **more}
        try:
            return open_client(endpoint).chat.completions.create(**body)
        except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
            if not left_out(endpoint, body, refusal(error)):
                raise


async def _open_async(
    client: "openai.AsyncOpenAI", endpoint: Endpoint, messages: list[ChatMessage], params: ChatParams
) -> Any:
    import openai

    while True:
        body = _request_body(endpoint, messages, params)
        try:
            return await client.chat.completions.create(**body)
        except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
            if not left_out(endpoint, body, refusal(error)):
                raise


class _Reader:
    """From the chunks of one answer to clean deltas."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._url = endpoint.url
        self._clean = CleanStream()
        self._begun = self._finished = False

    def read(self, chunk: Any) -> Iterator[ChatDelta]:
        """Raises what a chunk of no known shape leads to, for `told`; parts that are left out or null are none."""
        for choice in chunk.choices or ():
            self._begun = True
            text = self._clean.push((choice.delta.content if choice.delta else None) or "")
            reason = one_line(str(choice.finish_reason or ""), 40) or None
            if reason:
                self._finished = True
                text += self._clean.finish()
            if text or reason:
                yield ChatDelta(text, reason)
        asked, said = (getattr(chunk.usage, name, None) for name in ("prompt_tokens", "completion_tokens"))
        if type(asked) is int and type(said) is int and min(asked, said) >= 0:
            yield ChatDelta("", usage=Usage(asked, said))

    def end(self) -> Iterator[ChatDelta]:
        if text := self._clean.finish():
            yield ChatDelta(text)
        if not self._begun:
            do = "Check that the address speaks OpenAI's interface; it usually ends in /v1."
            raise LabError("The server sent no answer that can be read", where=self._url, do=do)
        if not self._finished:
            do = "Try again. The server may have been stopped: see `emalign servers`."
            raise LabError("The answer broke off", where=self._url, do=do)


@contextmanager
def told(endpoint: Endpoint) -> Iterator[None]:
    """The openai client's errors as sentences."""
    import openai

    try:
        yield
    except openai.APITimeoutError as error:
        raise LabError("The model server did not answer in time", where=endpoint.url, do="Try again.") from error
    except openai.APIConnectionError as error:
        raise LabError(
            "The model server does not answer, or hung up",
            where=endpoint.url,
            do="See `emalign servers`; `emalign serve MODEL` starts one.",
        ) from error
    except openai.AuthenticationError as error:
        do = f"Put its key into the variable {ENDPOINT_KEY_ENV} ({OPENAI_KEY_ENV} for OpenAI) and start emalign again."
        raise LabError("The server refused the key", where=endpoint.url, do=do) from error
    except openai.NotFoundError as error:
        ends = endpoint.url.endswith("/v1")
        do = "Check its name." if ends else "Check its name, and the address: it usually ends in /v1."
        what = f"No model {one_line(endpoint.model, 80)} there: {refusal(error)}"
        raise LabError(what, where=endpoint.url, do=do) from error
    except openai.RateLimitError as error:
        raise LabError(f"The server is busy: {refusal(error)}", where=endpoint.url, do="Wait and try again.") from error
    except openai.BadRequestError as error:
        if _too_long(error):
            raise LabError(
                f"The conversation does not fit the model's context: {refusal(error)}",
                where=endpoint.url,
                do="Allow fewer tokens, or go on from an earlier turn.",
            ) from error
        raise LabError(f"The server refused the request: {refusal(error)}", where=endpoint.url) from error
    except openai.InternalServerError as error:
        raise LabError(
            f"The server failed ({error.status_code}): {refusal(error)}", where=endpoint.url, do="Try again."
        ) from error
    except openai.APIStatusError as error:
        raise LabError(f"The server refused the request: {refusal(error)}", where=endpoint.url) from error
    except openai.APIError as error:  # told in the middle of a stream
        raise LabError(f"The server failed: {refusal(error)}", where=endpoint.url, do="Try again.") from error
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise LabError(
            f"The server's answer cannot be read: {refusal(error)}",
            where=endpoint.url,
            do="Check that it speaks OpenAI's interface.",
        ) from error


def _too_long(error: "openai.BadRequestError") -> bool:
    """OpenAI's code, or the words of those that have none: vLLM and llama.cpp."""
    return error.code == "context_length_exceeded" or _TOO_LONG.search(refusal(error)) is not None


def _request_body(endpoint: Endpoint, messages: list[ChatMessage], params: ChatParams) -> dict[str, Any]:
    """What is asked of the client's `chat.completions.create`, streaming."""
    begun = [ChatMessage("assistant", params.begin)] if params.begin else []
    given = {"max_tokens": params.max_tokens, "seed": params.seed, "stop": list(params.stop) or None}
    body = {
        "model": endpoint.model,
        "messages": [msgspec.structs.asdict(message) for message in (*messages, *begun)],
        "temperature": params.temperature,
        "top_p": params.top_p,
        "stream": True,
        "stream_options": {"include_usage": True},
        "extra_body": {"continue_final_message": True, "add_generation_prompt": False} if begun else None,
        **{key: value for key, value in given.items() if value is not None},
    }
    return in_dialect(endpoint, body)


def open_client(endpoint: Endpoint) -> "openai.OpenAI":
    """The client for an address and key, the same for all who ask there."""
    return _client(endpoint.url, endpoint.api_key)


def warm() -> None:
    """Import the client, which takes most of a second, before somebody waits for the first word of an answer."""
    import openai  # noqa: F401


@cache
def _client(url: str, api_key: str) -> "openai.OpenAI":
    import openai

    http = openai.DefaultHttpxClient(trust_env=by_proxy(url))
    return openai.OpenAI(**_settings(url, api_key), http_client=http)


def _settings(url: str, api_key: str) -> dict[str, Any]:
    import openai

    timeout = openai.Timeout(TIMEOUT, connect=CONNECT_TIMEOUT)
    return {"base_url": url, "api_key": api_key, "max_retries": RETRIES, "timeout": timeout}
