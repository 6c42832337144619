"""Calling a model: one client, one limit on calls in flight, one retry policy, and counters that see every attempt."""

import asyncio
import random
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.limits import Limits, Purse, most_spent
from emalign_tui.lab.evals.prices import FREE, Price, is_loopback
from emalign_tui.lab.evals.records import Spent
from emalign_tui.lab.sanitize import one_line

if TYPE_CHECKING:
    import openai
    from openai.types.chat import ChatCompletion

_RETRIED = {408, 409, 425, 429}
_HOPELESS = {401, 403, 404}  # the next call would meet the same
NO_LOGPROBS = "Use a judge that gives logprobs, or take the number that it writes: `emalign eval --judge-text`."
_NEUTRAL = {"top_k": -1, "min_p": 0.0, "repetition_penalty": 1.0, "presence_penalty": 0.0, "frequency_penalty": 0.0}
_OWN_DEFAULTS = ("vllm", "sglang")
"""Servers that take what a request leaves out from the model's generation_config.json. Qwen2.5's names top_k 20 and a
repetition penalty, under which neither answers nor numbers are those of the model."""


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """When a call is tried again. Times in seconds.

    The wait doubles from `first_wait`, with jitter. Retry-After is obeyed up to `longest_wait`, by every call to that
    server; one that asks for more makes the call fail.
    """

    attempts: int = 6
    first_wait: float = 0.25
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


class GivenUp(CallError):
    """The work was stopped while a call waited for its next attempt."""


class Gate:
    """At most `limit` calls at once. It falls when a fifth of the recent calls were too many, and grows back after.

    A server that is too busy for a fifth of the calls and says when to come back (Retry-After) is asked nothing until
    then.
    """

    def __init__(self, most: int) -> None:
        self.most = self.limit = self.fewest = most
        self.busy = 0
        self.quiet_until = 0.0  # on the clock of time.monotonic
        self._free = asyncio.Condition()
        self._seen = self._refused = 0
        self._pressed = False

    async def __aenter__(self) -> None:
        async with self._free:
            await self._free.wait_for(lambda: self.busy < self.limit)
            self.busy += 1

    async def __aexit__(self, *_: object) -> None:
        async with self._free:
            self.busy -= 1
            self._free.notify(max(1, self.limit - self.busy))

    def hold(self, seconds: float) -> None:
        """Begin no call for so long, if the server is busy and not just a call unlucky."""
        if self._pressed or (self._refused >= 3 and self._refused >= 0.2 * self._seen):
            self.quiet_until = max(self.quiet_until, time.monotonic() + seconds)

    def note(self, refused: bool) -> None:
        """Count a finished call; every 2 x limit calls the limit is set anew."""
        self._seen += 1
        self._refused += refused
        if self._seen < 2 * self.limit:
            return
        share = self._refused / self._seen
        self._pressed = share >= 0.2
        if self._pressed:
            self.limit = max(1, int(self.limit * 0.7))
            self.fewest = min(self.fewest, self.limit)
        elif share < 0.1:
            self.limit = min(self.most, self.limit + 1 + self.limit // 8)
        self._seen = self._refused = 0


class Caller:
    """One model behind an address. Use as an async context manager.

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
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        self.url, self.model = url, model
        self.policy = policy or Policy()
        self.gate = Gate(limit)
        self.count = Count(fewest=limit)
        self.purse = purse or Purse(Limits())
        self.price = price or FREE
        self.plain: dict[str, Any] = {}
        self._api_key = api_key
        self._stopping = stopping
        self._jitter = random.Random()
        self._client: openai.AsyncOpenAI | None = None

    async def __aenter__(self) -> "Caller":
        import openai

        # A proxy from the environment must not stand between this process and its own machine.
        http = openai.DefaultAsyncHttpxClient(trust_env=not is_loopback(self.url))
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

    async def chat(self, messages: list[dict[str, str]], **settings: Any) -> "tuple[ChatCompletion, Spent]":
        """One chat completion with at least one choice, and what it took.

        Raises CallError when the server refuses, or does not give a usable reply within the policy.
        """
        settings = {**self.plain, **settings}
        attempt = 0
        while True:
            async with self.gate:
                await self._quiet(attempt)
                outcome, wait = await self._paid(messages, settings, attempt)
                attempt += 1
            if not isinstance(outcome, CallError):
                return outcome, self._spent(outcome, attempt, messages, settings)
            outcome.spent = Spent(attempt)
            if wait is None or attempt >= self.policy.attempts:
                self.count.failed += 1
                tries = f" after {attempt} attempts" if attempt > 1 else ""
                outcome.what += tries
                raise outcome
            self.count.retried += 1
            await self._pause(max(wait, self._backoff(attempt)), attempt)

    async def owner(self) -> str:
        """Who runs the server, by its list of models ("vllm", "emalign", ...); "" when it does not say."""
        import openai

        assert self._client is not None, "Caller is used outside its context"
        try:
            listed = await self._client.models.list(timeout=10)
        except (openai.OpenAIError, ValueError, TypeError, AttributeError):
            return ""  # not every server has such a list; it then counts as one that cannot do more than OpenAI's
        owner = next((str(each.owned_by) for each in listed.data or [] if each.id == self.model), "")
        self.plain = _NEUTRAL if owner in _OWN_DEFAULTS else {}
        return owner

    async def _paid(
        self, messages: list[dict[str, str]], settings: dict[str, Any], attempts: int
    ) -> "tuple[ChatCompletion | CallError, float | None]":
        """An attempt, if the purse allows it. Raises GivenUp if not; attempts: those before."""
        most = self.price.cost(most_spent(messages, settings))
        if not await self.purse.take(most):
            raise self._given_up("The limit is reached", attempts)
        cost = most  # what a call that is cut off may have cost
        try:
            outcome, wait = await self._attempt(messages, settings)
            if not isinstance(outcome, CallError):
                cost = self.price.cost(self._spent(outcome, 1, messages, settings))
            elif outcome.status:
                cost = 0.0
        finally:
            await self.purse.settle(most, cost)
        return outcome, wait

    async def _attempt(
        self, messages: list[dict[str, str]], settings: dict[str, Any]
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
            reply = await self._client.post("/chat/completions", cast_to=ChatCompletion, body=body)
        except openai.APIStatusError as error:
            status = error.status_code
            return self._refused(error)
        except openai.APITimeoutError:
            return self._error(f"No answer within {self.policy.timeout:g} s"), 0.0
        except openai.APIConnectionError as error:
            return self._error(f"Cannot reach the server: {_reason(error)}"), 0.0
        except (openai.OpenAIError, ValueError, TypeError) as error:
            return self._error(f"The reply is not readable: {_reason(error)}"), 0.0
        finally:
            self.gate.note(status == 429)
            self.count.fewest = self.gate.fewest
        if not _usable(reply):
            return self._error("The reply is not a chat completion"), 0.0
        self.count.answered += 1
        if reply.usage is not None:
            self.count.prompt_tokens += reply.usage.prompt_tokens or 0
            self.count.completion_tokens += reply.usage.completion_tokens or 0
        return reply, None

    def _spent(
        self, reply: "ChatCompletion", calls: int, messages: list[dict[str, str]], settings: dict[str, Any]
    ) -> Spent:
        """What a reply took; where money is paid and the server counts no tokens, the most it can have been."""
        if reply.usage is None:
            most = most_spent(messages, settings) if self.price.paid else Spent()
            return msgspec.structs.replace(most, calls=calls)
        return Spent(calls, reply.usage.prompt_tokens or 0, reply.usage.completion_tokens or 0)

    def _refused(self, error: "openai.APIStatusError") -> tuple[CallError, float | None]:
        status = error.status_code
        body = error.body if isinstance(error.body, dict) else {}
        said = one_line(str(body.get("message") or error.message), 200)
        problem = self._error(f"The server answered {status}: {said}", status=status)
        problem.do = NO_LOGPROBS if "logprobs" in said else ""
        if status in _HOPELESS or body.get("code") == "insufficient_quota":
            problem.hopeless = True
            problem.do = problem.do or "Check the key, the account and the model's name, then go on with the same run."
            return problem, None
        if status not in _RETRIED and status < 500:
            return problem, None
        self.count.limited += status == 429
        wait = _retry_after(error.response.headers)
        if wait > self.policy.longest_wait:
            return problem, None
        self.gate.hold(wait)
        return problem, wait

    def _error(self, what: str, status: int = 0) -> CallError:
        return CallError(what, where=f"{self.model} at {self.url}", status=status)

    def _given_up(self, what: str, attempts: int) -> GivenUp:
        error = GivenUp(what, where=f"{self.model} at {self.url}")
        error.spent = Spent(attempts)
        return error

    def _backoff(self, attempt: int) -> float:
        most: float = min(self.policy.most_wait, self.policy.first_wait * 2.0 ** (attempt - 1))
        return most * self._jitter.uniform(0.5, 1.0)

    async def _quiet(self, attempt: int) -> None:
        """Wait out what the server asked of everyone."""
        while (left := self.gate.quiet_until - time.monotonic()) > 0:
            await self._pause(left, attempt)

    async def _pause(self, seconds: float, attempt: int) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if self._stopping():
                raise self._given_up("Stopped while waiting to try again", attempt)
            await asyncio.sleep(min(left, 0.2))


def _usable(reply: Any) -> bool:
    choices = getattr(reply, "choices", None)
    return isinstance(choices, list) and bool(choices) and all(hasattr(each, "message") for each in choices)


def _retry_after(headers: Any) -> float:
    """Seconds that a server asks to wait, by Retry-After in seconds or as a date; 0 when it asks for none."""
    header = headers.get("retry-after") or "0"
    try:
        return max(0.0, float(header))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(header).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return 0.0


def _reason(error: BaseException) -> str:
    cause = error.__cause__ or error
    return one_line(str(cause), 160) or type(cause).__name__
