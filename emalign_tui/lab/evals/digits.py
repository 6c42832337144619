"""Judges whose tokenizer splits numbers: the probability of each whole number, found by continuing its beginnings.

P("85") = P("8") P("5" | "8") (1 - P(a digit | "85")). The server is asked to go on after "8" as if the judge had said
it (vLLM's `continue_final_message`), so no probability is that of a first digit alone.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Literal

import msgspec

from emalign_tui.lab.evals.calls import Caller, CallError, counted
from emalign_tui.lab.evals.judge import SCORE_REQUEST, top_probabilities
from emalign_tui.lab.evals.records import Spent

CONTINUE = {"continue_final_message": True, "add_generation_prompt": False}
SERVERS = ("vllm", "emalign", "sglang")  # owners of models, as such servers list them, that continue a message
REST = 0.01
"""The ends of the most probable beginnings are asked, until the others hold no more than this probability together."""

Steps = dict[str, dict[str, float]]
Ask = Callable[[str], Awaitable["tuple[Steps, Spent]"]]
Messages = list[dict[str, str]]


class Number(msgspec.Struct, frozen=True):
    """What a model that splits numbers says. probabilities: of whole numbers, and of other first tokens.

    steps: what was asked to find them: what came after each beginning of a number. returned: the model, as named in the
    reply.
    """

    probabilities: dict[str, float]
    steps: Steps
    returned: str
    spent: Spent

    @property
    def likeliest(self) -> str:
        return max(self.probabilities, key=lambda text: self.probabilities[text])


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
            reply, _ = await caller.chat(messages, max_tokens=1, temperature=0, **CONTINUE)
        except CallError as error:
            if error.hopeless or error.status == 0:
                raise
            return "unknown"
        sizes.append((counted(reply) or Spent()).prompt_tokens)
    if not sizes[0]:
        return "unknown"
    return "whole" if sizes[0] == sizes[1] else "split"


async def ask_whole_number(caller: Caller, messages: Messages, rest: float = REST) -> Number:
    """The number that a model says, digit by digit.

    Raises CallError when a call fails, holds no logprobs, or the server does not really continue a message.
    """
    prompt_tokens = 0
    returned = ""

    async def ask(begun: str) -> tuple[Steps, Spent]:
        nonlocal prompt_tokens, returned
        settings: dict[str, Any] = {**SCORE_REQUEST, "max_tokens": max(1, 3 - len(begun))}
        if begun:
            settings |= CONTINUE
        asked = [*messages, {"role": "assistant", "content": begun}] if begun else messages
        reply, spent = await caller.chat(asked, **settings)
        where = f"{caller.model} at {caller.url}"
        size = (counted(reply) or Spent()).prompt_tokens
        if not begun:
            prompt_tokens, returned = size, str(reply.model or "")
        elif size != prompt_tokens + len(begun):
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

    probabilities, steps, spent = await whole_numbers(ask, rest)
    return Number(probabilities, steps, returned, spent)


async def whole_numbers(ask: Ask, rest: float = REST) -> tuple[dict[str, float], Steps, Spent]:
    """Text -> probability: whole numbers by their joint probability, and first tokens that are no digit.

    ask(begun): what may come after this beginning of a number, token -> probability, by beginning; it may give longer
    beginnings too. rest: the probability that may stay open. Of it, a first digit alone counts for nothing, and two
    digits or three count as whole; so do numbers above 100, which no score counts.
    """
    steps, spent = await ask("")
    found = {token: p for token, p in steps[""].items() if not _is_digit(token)}
    waiting = {token: p for token, p in steps[""].items() if _is_digit(token)}
    while waiting:
        ready = [begun for begun in waiting if begun in steps]
        if not ready:
            asked = _most(waiting, rest)
            if not asked:
                break
            for more, cost in await asyncio.gather(*map(ask, asked)):
                steps = more | steps
                spent = spent.plus(cost)
            continue
        for begun in ready:
            p = waiting.pop(begun)
            digits = {token: share for token, share in steps[begun].items() if _is_digit(token)}
            found[begun] = p * max(0.0, 1.0 - sum(digits.values()))
            if len(begun) < 3:
                waiting |= {begun + token: p * share for token, share in digits.items()}
    found |= {begun: p for begun, p in waiting.items() if len(begun) > 1}
    return found, steps, spent


def _most(waiting: dict[str, float], rest: float) -> list[str]:
    """The fewest beginnings without which no more than `rest` is open."""
    asked = []
    able = [begun for begun in waiting if int(begun) <= 100]
    open_now = sum(waiting[begun] for begun in able)
    for begun in sorted(able, key=lambda each: -waiting[each]):
        if open_now <= rest:
            break
        asked.append(begun)
        open_now -= waiting[begun]
    return asked


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
