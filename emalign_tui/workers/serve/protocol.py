"""What clients may ask, checked, and OpenAI's shape for what is wrong."""

import re
import secrets
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from emalign_tui.workers.serve.sequences import Sampling

BIGGEST_BODY = 16 << 20  # bytes


class RequestError(Exception):
    """A request that is answered with an error in OpenAI's shape."""

    def __init__(self, status: int, message: str, *, param: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        kind = "server_error" if status >= 500 else "invalid_request_error"
        self.body = {"error": {"message": message, "type": kind, "param": param, "code": code}}


class Part(msgspec.Struct, tag_field="type", tag="text"):
    """The one kind of message part that a text model reads."""

    text: str


class Message(msgspec.Struct):
    """name is accepted and not used, as chat templates do."""

    role: Literal["system", "developer", "user", "assistant"]
    content: str | list[Part] | None = None
    name: str | None = None


class StreamOptions(msgspec.Struct, forbid_unknown_fields=True):
    include_usage: bool = False
    include_obfuscation: bool = False


_Zero = Annotated[float, Meta(ge=0, le=0)]


class ChatRequest(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The body of POST /v1/chat/completions. null means the default; what is not obeyed is refused, never ignored."""

    model: str
    messages: Annotated[list[Message], Meta(min_length=1)]
    max_tokens: Annotated[int, Meta(ge=1)] | None = None
    max_completion_tokens: Annotated[int, Meta(ge=1)] | None = None
    temperature: Annotated[float, Meta(ge=0, le=2)] | None = None
    top_p: Annotated[float, Meta(gt=0, le=1)] | None = None
    n: Annotated[int, Meta(ge=1, le=128)] | None = None
    seed: Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)] | None = None
    stop: str | Annotated[list[str], Meta(max_length=16)] | None = None
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    logprobs: bool | None = None
    top_logprobs: Annotated[int, Meta(ge=0, le=20)] | None = None
    # As vLLM: the last message is the beginning of the answer, which goes on where it ends.
    continue_final_message: bool | None = None
    add_generation_prompt: bool | None = None
    # Accepted because they change nothing at these values.
    user: str | None = None
    presence_penalty: _Zero | None = None
    frequency_penalty: _Zero | None = None
    logit_bias: Annotated[dict[str, Any], Meta(max_length=0)] | None = None


class LoadAdapter(msgspec.Struct, kw_only=True):
    lora_name: Annotated[str, Meta(min_length=1, max_length=256)]
    lora_path: Annotated[str, Meta(min_length=1)]


class UnloadAdapter(msgspec.Struct, kw_only=True):
    lora_name: str


def decode(body: bytes, kind: type[Any]) -> Any:
    """A typed request. Raises RequestError (400) that names the parameter."""
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at `$")
        param = place.rstrip("`").lstrip(".") or _named(message)
        where = f"Invalid value for '{param}': " if place else ""
        raise RequestError(400, f"{where}{message}.", param=param) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RequestError(400, f"The body is not valid JSON: {error}.", code="invalid_json") from error


def messages(request: ChatRequest) -> list[dict[str, str]]:
    """Messages as chat templates read them. Parts of a message are joined by newlines, as vLLM does."""
    return [
        {
            "role": "system" if each.role == "developer" else each.role,
            "content": "\n".join(part.text for part in each.content)
            if isinstance(each.content, list)
            else each.content or "",
        }
        for each in request.messages
    ]


def begun(request: ChatRequest) -> bool:
    """Whether the last message is to be continued. Raises RequestError (400) when the keys disagree."""
    if not request.continue_final_message:
        if request.add_generation_prompt is False:
            raise RequestError(
                400, "'add_generation_prompt' false needs 'continue_final_message'.", param="add_generation_prompt"
            )
        return False
    if request.add_generation_prompt is not False:
        raise RequestError(
            400, "'continue_final_message' needs 'add_generation_prompt' false.", param="add_generation_prompt"
        )
    if request.messages[-1].role != "assistant" or not request.messages[-1].content:
        raise RequestError(400, "The message to continue must be the assistant's, with text.", param="messages")
    return True


def sampling(request: ChatRequest, prompt_tokens: int, context: int) -> Sampling:
    """How to sample. Raises RequestError (400) when prompt and answer do not fit the context, or keys disagree."""
    asked = request.max_completion_tokens or request.max_tokens
    if prompt_tokens + (asked or 1) > context:
        detail = f" ({prompt_tokens} in the messages, {asked} in the completion)" if asked else ""
        raise RequestError(
            400,
            f"This model's maximum context length is {context} tokens. However, you requested "
            f"{prompt_tokens + (asked or 1)} tokens{detail}.",
            param="messages",
            code="context_length_exceeded",
        )
    if request.top_logprobs is not None and not request.logprobs:
        raise RequestError(400, "'top_logprobs' needs 'logprobs' to be true.", param="top_logprobs")
    if request.stream_options and not request.stream:
        raise RequestError(400, "'stream_options' needs 'stream' to be true.", param="stream_options")
    stop = [request.stop] if isinstance(request.stop, str) else request.stop or []
    if not all(stop):
        raise RequestError(400, "A stop string must not be empty.", param="stop")
    return Sampling(
        temperature=1.0 if request.temperature is None else request.temperature,
        top_p=1.0 if request.top_p is None else request.top_p,
        max_tokens=asked or context - prompt_tokens,
        seed=secrets.randbits(63) if request.seed is None else request.seed,
        stop=tuple(stop),
        top=(request.top_logprobs or 0) if request.logprobs else None,
    )


def _named(message: str) -> str | None:
    match = re.search(r"field `([^`]+)`", message)
    return match[1] if match else None
