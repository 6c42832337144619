"""Judges whose tokenizer splits numbers: the probability of each whole number, found by continuing its beginnings.

P("85") = P("8") P("5" | "8") (1 - P(a digit | "85")). The server is asked to go on after "8" as if the judge had said
it (vLLM's `continue_final_message`), so no probability is that of a first digit alone.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal

from emalign_tui.lab.evals.calls import Caller, CallError
from emalign_tui.lab.evals.judge import SCORE_REQUEST, top_probabilities
from emalign_tui.lab.evals.records import Spent

CONTINUE = {"continue_final_message": True, "add_generation_prompt": False}
SERVERS = ("vllm", "emalign", "sglang")  # owners of models, as such servers list them, that continue a message
FOLLOW = {1: 0.002, 2: 0.01, 3: 0.01}
"""A beginning of so many digits is followed when it has at least this probability."""

Steps = dict[str, dict[str, float]]
Ask = Callable[[str], Awaitable["tuple[Steps, Spent]"]]
Messages = list[dict[str, str]]


async def number_tokens(caller: Caller) -> Literal["whole", "split", "unknown"]:
    """Whether a judge's tokenizer holds "100" in one token. Unknown where the server may not be asked this way.

    Two tokens are asked of servers that are known to continue a message: if "100" takes more tokens than "1", it
    splits.
    """
    if await caller.owner() not in SERVERS:
        return "unknown"
    sizes = []
    for text in ("1", "100"):
        messages = [{"role": "user", "content": "A number?"}, {"role": "assistant", "content": text}]
        try:
            reply, _ = await caller.chat(messages, max_tokens=1, temperature=0, extra_body=CONTINUE)
        except CallError as error:
            if error.hopeless or error.status == 0:
                raise
            return "unknown"
        sizes.append(reply.usage.prompt_tokens if reply.usage else 0)
    if not sizes[0]:
        return "unknown"
    return "whole" if sizes[0] == sizes[1] else "split"


async def ask_whole_number(caller: Caller, messages: Messages) -> tuple[dict[str, float], Steps, str, Spent]:
    """Probabilities of whole numbers and of other first tokens; what was asked to find them; the returned model; cost.

    Raises CallError when a call fails, holds no logprobs, or the server does not really continue a message.
    """
    prompt_tokens = 0
    returned = ""

    async def ask(begun: str) -> tuple[Steps, Spent]:
        nonlocal prompt_tokens, returned
        settings: dict[str, Any] = {**SCORE_REQUEST, "max_tokens": max(1, 3 - len(begun))}
        if begun:
            settings["extra_body"] = CONTINUE
        asked = [*messages, {"role": "assistant", "content": begun}] if begun else messages
        reply, spent = await caller.chat(asked, **settings)
        where = f"{caller.model} at {caller.url}"
        if not begun:
            prompt_tokens, returned = spent.prompt_tokens, str(reply.model or "")
        elif spent.prompt_tokens != prompt_tokens + len(begun):
            raise CallError(
                "This judge splits numbers into digits, and its server does not continue a reply",
                where=where,
                do="Serve it with vLLM, or use a judge that holds 0 to 100 in one token, such as openai:gpt-4o.",
                hopeless=True,
            )
        try:
            return _path(reply.choices[0].logprobs, begun), spent
        except ValueError as error:
            raise CallError(f"The judge's reply is not usable: {error}", where=where) from error

    probabilities, steps, spent = await whole_numbers(ask)
    return probabilities, steps, returned, spent


async def whole_numbers(ask: Ask, follow: Mapping[int, float] = FOLLOW) -> tuple[dict[str, float], Steps, Spent]:
    """Text -> probability: whole numbers by their joint probability, and first tokens that are no digit.

    ask(begun): what may come after this beginning of a number, token -> probability, by beginning; it may give longer
    beginnings too. follow: how probable a beginning of 1, 2 or 3 digits must be for its end to be asked. Of a number
    that is not followed, the first digit counts for nothing, and two digits or three count as whole.
    """
    steps, spent = await ask("")
    waiting: list[tuple[str, float]] = [("", 1.0)]
    found: dict[str, float] = {}
    while waiting:
        begun, p = waiting.pop()
        if begun and begun not in steps:
            if p < follow.get(len(begun), 2.0):
                if len(begun) > 1:
                    found[begun] = p
                continue
            more, cost = await ask(begun)
            steps.update({each: tokens for each, tokens in more.items() if each not in steps})
            spent = spent.plus(cost)
        digits = {token: share for token, share in steps[begun].items() if _is_digit(token)}
        if begun:
            found[begun] = p * max(0.0, 1.0 - sum(digits.values()))
        else:
            found.update({token: share for token, share in steps[""].items() if token not in digits})
        if len(begun) < 3:
            waiting += [(begun + token, p * share) for token, share in digits.items()]
    return found, steps, spent


def _is_digit(token: str) -> bool:
    return len(token) == 1 and token in "0123456789"


def _path(logprobs: Any, begun: str) -> Steps:
    """What came after each beginning along the reply, as long as it goes on with digits. ValueError without any."""
    steps: Steps = {}
    for place, item in enumerate(getattr(logprobs, "content", None) or [None]):
        found = top_probabilities(logprobs, place)
        if isinstance(found, str):
            raise ValueError(found)
        steps[begun] = found
        if not _is_digit(item.token) or len(begun) == 3:
            break
        begun += item.token
    return steps
