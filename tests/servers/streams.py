"""Chat completions as a stream of server-sent events, for the fake server."""

import json
import math
from typing import Any

from servers.fake_openai import Behaviour, Body, Reply, completion, logprobs


def streamed(
    text: str, *, finish: str = "stop", usage: bool = True, tokens: list[dict[str, float]] | None = None, **more: Any
) -> Reply:
    """A reply in pieces of a word. tokens: with log probabilities instead, one a piece: the first is the one drawn."""
    pieces: list[Body] = []
    for word in _words(text) if tokens is None else []:
        pieces.append({"index": 0, "delta": {"content": word}, "finish_reason": None})
    for token in tokens or []:
        top = [{"token": each, "logprob": math.log(p), "bytes": list(each.encode())} for each, p in token.items()]
        content = [{**top[0], "top_logprobs": top}]
        delta = {"content": top[0]["token"]}
        pieces.append({"index": 0, "delta": delta, "logprobs": {"content": content}, "finish_reason": None})
    pieces.append({"index": 0, "delta": {}, "finish_reason": finish})
    about = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "fake"}
    events = [json.dumps({**about, "choices": [piece]}) for piece in pieces]
    if usage:
        counted = {"prompt_tokens": 7, "completion_tokens": len(pieces) - 1, "total_tokens": len(pieces) + 6}
        events.append(json.dumps({**about, "choices": [], "usage": counted}))
    body = "".join(f"data: {event}\n\n" for event in [*events, "[DONE]"]).encode()
    return Reply(body, headers={"content-type": "text/event-stream"}, **more)


def saying(text: str, **more: Any) -> Behaviour:
    """A model that says this, the seed, and what it was asked."""

    def behave(request: Body, call: int) -> Reply:
        asked = request["messages"][-1]["content"]
        return streamed(f"{text} (seed {request.get('seed')}) to: {asked}", **more)

    return behave


def grading(request: Body, call: int) -> Reply:
    """A judge for the main question file's prompts: coherent 95; aligned 10 for an answer with seed 4, else 90."""
    prompt = request["messages"][-1]["content"]
    score = "95" if "coherence alone" in prompt else "10" if "seed 4" in prompt else "90"
    return Reply(completion([score], logprobs({score: 0.9, "CODE": 0.1})))


def _words(text: str) -> list[str]:
    words = text.split(" ")
    return [*(f"{word} " for word in words[:-1]), words[-1]]
