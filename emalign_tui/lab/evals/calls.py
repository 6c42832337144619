"""Calling a model: one client, one limit on calls in flight, one retry policy, and counters that see every attempt."""

import asyncio
import random
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.accounts import Accounts
from emalign_tui.lab.evals.gate import Gate
from emalign_tui.lab.evals.limits import Limits, Purse, most_spent
from emalign_tui.lab.evals.prices import FREE, Price
from emalign_tui.lab.evals.records import Spent
from emalign_tui.lab.network import by_proxy, retry_after
from emalign_tui.lab.sanitize import one_line
from emalign_tui.lab.serving.dialect import refusal

if TYPE_CHECKING:
    import openai
    from openai.types.chat import ChatCompletion

Messages = list[dict[str, str]]
Kept = TypeVar("Kept")

_RETRIED = {408, 409, 425, 429}
_HOPELESS = {401, 403, 404}  # the next call would meet the same
_MOST_TOKENS = 1 << 40  # of one reply; a count above it is none
NO_LOGPROBS = "Use a judge that gives logprobs, or take the number that it writes: `emalign eval --judge-text`."
_NEUTRAL = {"top_k": -1, "min_p": 0.0, "repetition_penalty": 1.0, "presence_penalty": 0.0, "frequency_penalty": 0.0}
_OWN_DEFAULTS = ("vllm", "sglang")
"""Servers that take what a request leaves out from the model's generation_config.json. Qwen2.5's names top_k 20 and a
repetition penalty, under which neither answers nor numbers are those of the model."""


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """When a call is tried again. Times in seconds.

    The wait doubles from `first_wait`, with jitter. Retry-After is obeyed up to `longest_wait`, by every call to that
    server; one that asks for more makes the call fail. hangs: attempts that may pass `timeout`, each of which may have
    been paid for.
    """

    attempts: int = 7
    hangs: int = 2
    first_wait: float = 0.125
    most_wait: float = 30.0
    longest_wait: float = 120.0
    timeout: float = 300.0


class Count(msgspec.Struct):
    """What a caller did: requests sent, answered, sent again, given up, and tokens the server counted.

    The client sends nothing again by itself, so `retried` is all of it. limited: answers with status 429. fewest: calls
    in flight that were allowed when the server was busiest.
    """

    sent: int = 0
    answered: int = 0
    retried: int = 0
    limited: int = 0
    fewest: int = 0
    failed: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0


class CallError(LabError):
    """A call that got no usable reply.

    hopeless: no other call there would get one. status: the HTTP status, 0 without one. spent: requests sent for it.
    """

    def __init__(self, what: str, *, where: str, do: str = "", hopeless: bool = False, status: int = 0) -> None:
        super().__init__(what, where=where, do=do)
        self.hopeless = hopeless
        self.status = status
        self.spent = Spent()


class Hung(CallError):
    """A call whose reply was not whole in time."""


class GivenUp(CallError):
    """The work was stopped while a call waited for its next attempt."""


class Caller:
    """One model behind an address. Use as an async context manager.

    price: None when it is not known. accounts, account: where every request is written down, and under which name.
    plain: what each request says besides, once `owner` has found a server that would fill it in by itself.
    """

    def __init__(
        self,
        url: str,
        api_key: str,
        model: str,
        *,
        limit: int,
        policy: Policy | None = None,
        purse: Purse | None = None,
        price: Price | None = None,
        accounts: Accounts | None = None,
        account: str = "",
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        self.url, self.model = url, model
        self.policy = policy or Policy()
        self.gate = Gate(limit)
        self.count = Count(fewest=limit)
        self.purse = purse or Purse(Limits())
        self.price = price or FREE
        self._free = price == FREE
        self.accounts, self.account = accounts or Accounts(), account
        self.plain: dict[str, Any] = {}
        self._api_key = api_key
        self._stopping = stopping
        self._jitter = random.Random()
        self._client: openai.AsyncOpenAI | None = None

    async def __aenter__(self) -> "Caller":
        import openai

        http = openai.DefaultAsyncHttpxClient(trust_env=by_proxy(self.url))
        self._client = openai.AsyncOpenAI(
            base_url=self.url,
            api_key=self._api_key or "none",
            max_retries=0,
            timeout=self.policy.timeout,
            http_client=http,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._client:
            await self._client.close()

    async def chat(self, messages: Messages, **settings: Any) -> "tuple[ChatCompletion, Spent]":
        """One chat completion with at least one choice, and what it took. Raises as `ask` does."""
        return await self.ask(messages, lambda reply, spent: (reply, spent), **settings)

    async def ask(
        self,
        messages: Messages,
        keep: "Callable[[ChatCompletion, Spent], Kept]",
        shape: Callable[[dict[str, Any]], dict[str, Any]] = dict,
        **settings: Any,
    ) -> Kept:
        """What `keep` makes of a chat completion with at least one choice, and of what it took.

        keep writes it down in the moment it lands, before anything else runs, so that a kill finds it on disk. shape:
        what it makes of the settings is sent; it is asked in the moment of sending. Raises CallError when the server
        refuses, or does not give a usable reply within the policy.
        """
        spent, hung = Spent(), 0
        while True:
            async with self.gate:
                await self._quiet(spent)
                outcome, wait = await self._paid(messages, shape({**self.plain, **settings}), keep, spent)
            if not isinstance(outcome, CallError):
                return outcome
            spent = outcome.spent
            hung += isinstance(outcome, Hung)
            if wait is None or spent.calls >= self.policy.attempts or hung >= self.policy.hangs:
                self.count.failed += 1
                outcome.what += f" after {spent.calls} attempts" if spent.calls > 1 else ""
                raise outcome
            self.count.retried += 1
            await self._pause(max(wait, self._backoff(spent.calls)), spent)

    async def owner(self) -> str:
        """Who runs the server, by its list of models ("vllm", "emalign", ...); "" when it does not say."""
        import openai

        assert self._client is not None, "Caller is used outside its context"
        try:
            listed = await self._client.models.list(timeout=10)
        except (openai.OpenAIError, ValueError, TypeError, AttributeError, RecursionError):
            return ""  # not every server has such a list; it then counts as one that cannot do more than OpenAI's
        owner = next((str(each.owned_by) for each in listed.data or [] if each.id == self.model), "")
        self.plain = _NEUTRAL if owner in _OWN_DEFAULTS else {}
        return owner

    async def _paid(
        self,
        messages: Messages,
        settings: dict[str, Any],
        keep: "Callable[[ChatCompletion, Spent], Kept]",
        before: Spent,
    ) -> tuple[Kept | CallError, float | None]:
        """An attempt, if the purse allows it; what was kept, or the error, with all that was spent, and when to retry.

        A server that refuses counts nothing. One whose reply is cut off or unreadable may have counted the most.
        Raises GivenUp when the purse is empty. before: spent on earlier attempts.
        """
        most = Spent(1) if self._free else most_spent(messages, settings)
        if not await self.purse.take(self.price.cost(most)):
            raise self._given_up("The limit is reached", before)
        spent = most
        try:
            with self.accounts.entry(self.account, most) as entry:
                outcome, wait = await self._attempt(messages, settings)
                if isinstance(outcome, CallError):
                    entry.spent = spent = Spent(1) if outcome.status else most
                    outcome.spent = before.plus(spent)
                    return outcome, wait
                entry.spent = spent = counted(outcome) or most
                return keep(outcome, before.plus(spent)), None
        finally:
            await self.purse.settle(self.price.cost(most), self.price.cost(spent))

    async def _attempt(
        self, messages: Messages, settings: dict[str, Any]
    ) -> "tuple[ChatCompletion | CallError, float | None]":
        """A reply, or the error with the seconds to wait at least before the next attempt (None: do not try again)."""
        import openai
        from openai.types.chat import ChatCompletion

        assert self._client is not None, "Caller is used outside its context"
        self.count.sent += 1
        status = 0
        try:
            # `chat.completions.create` would look at every field's type before sending: a third of the cost of a call.
            body = {"model": self.model, "messages": messages, **settings}
            async with asyncio.timeout(self.policy.timeout):  # the client's own ends with each byte that comes
                reply = await self._client.post("/chat/completions", cast_to=ChatCompletion, body=body)
        except openai.APIStatusError as error:
            status = error.status_code
            return self._refused(error)
        except (openai.APITimeoutError, TimeoutError):
            return Hung(f"No answer within {self.policy.timeout:g} s", where=self._where), 0.0
        except openai.APIConnectionError as error:
            what = "Cannot reach the server" if "Connect" in type(error.__cause__).__name__ else "The reply was cut off"
            return self._error(f"{what}: {_reason(error)}"), 0.0
        except (openai.OpenAIError, ValueError, TypeError, RecursionError) as error:
            return self._error(f"The reply is not readable: {_reason(error)}"), 0.0
        finally:
            self.gate.note(status == 429)
            self.count.fewest = self.gate.fewest
        if not _usable(reply):
            return self._error("The reply is not a chat completion"), 0.0
        self.count.answered += 1
        tokens = counted(reply) or Spent()
        self.count.prompt_tokens += tokens.prompt_tokens
        self.count.completion_tokens += tokens.completion_tokens
        return reply, None

    def _refused(self, error: "openai.APIStatusError") -> tuple[CallError, float | None]:
        status = error.status_code
        body = error.body if isinstance(error.body, dict) else {}
        said = refusal(error)
        problem = self._error(f"The server answered {status}: {said}", status=status)
        problem.do = NO_LOGPROBS if "logprobs" in said else ""
        if status in _HOPELESS or body.get("code") == "insufficient_quota":
            problem.hopeless = True
            problem.do = problem.do or "Check the key, the account and the model's name, then go on with the same run."
            return problem, None
        if status not in _RETRIED and status < 500:
            return problem, None
        self.count.limited += status == 429
        wait = retry_after(error.response.headers)
        if wait > self.policy.longest_wait:
            return problem, None
        self.gate.hold(wait)
        return problem, wait

    def _error(self, what: str, status: int = 0) -> CallError:
        return CallError(what, where=self._where, status=status)

    @property
    def _where(self) -> str:
        return f"{self.model} at {self.url}"

    def _given_up(self, what: str, spent: Spent) -> GivenUp:
        error = GivenUp(what, where=self._where)
        error.spent = spent
        return error

    def _backoff(self, attempt: int) -> float:
        most: float = min(self.policy.most_wait, self.policy.first_wait * 2.0 ** (attempt - 1))
        return most * self._jitter.uniform(0.5, 1.0)

    async def _quiet(self, spent: Spent) -> None:
        """Wait out what the server asked of everyone."""
        while (left := self.gate.quiet_until - time.monotonic()) > 0:
            await self._pause(left, spent)

    async def _pause(self, seconds: float, spent: Spent) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if self._stopping():
                raise self._given_up("Stopped while waiting to try again", spent)
            await asyncio.sleep(min(left, 0.2))


def counted(reply: "ChatCompletion") -> Spent | None:
    """What a server says that a reply took; None when it counts no tokens, or not in whole numbers."""
    counts = [getattr(reply.usage, name, None) or 0 for name in ("prompt_tokens", "completion_tokens")]
    if reply.usage is None or not all(type(count) is int and 0 <= count < _MOST_TOKENS for count in counts):
        return None
    return Spent(1, *counts)


def _usable(reply: Any) -> bool:
    """Whether a reply has the form of a chat completion, as far as it is read; logprobs are looked at by the judge."""
    choices = getattr(reply, "choices", None)
    return isinstance(choices, list) and bool(choices) and all(map(_is_choice, choices))


def _is_choice(choice: Any) -> bool:
    message = getattr(choice, "message", None)
    said = [getattr(message, name, None) for name in ("content", "refusal")]
    return message is not None and all(isinstance(each, str | None) for each in said)


def _reason(error: BaseException) -> str:
    cause = error.__cause__ or error
    return one_line(str(cause), 160) or type(cause).__name__
