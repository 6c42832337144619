"""Calling a model: one client, one limit on calls in flight, one retry policy, and counters that see every attempt."""

import asyncio
import ipaddress
import random
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.sanitize import one_line

if TYPE_CHECKING:
    import openai
    from openai.types.chat import ChatCompletion

_RETRIED = {408, 409, 425, 429}
_HOPELESS = {401, 403, 404}  # the next call would meet the same


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """When a call is tried again. Times in seconds.

    The wait doubles from `first_wait`, with jitter. Retry-After is obeyed up to `longest_wait`; a server that asks for
    more makes the call fail.
    """

    attempts: int = 6
    first_wait: float = 0.5
    most_wait: float = 30.0
    longest_wait: float = 120.0
    timeout: float = 300.0


class Count(msgspec.Struct):
    """What a caller did: requests sent, answered, sent again, given up, and tokens the server counted."""

    sent: int = 0
    answered: int = 0
    retried: int = 0
    limited: int = 0
    failed: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0


class CallError(LabError):
    """A call that got no usable reply. hopeless: no other call there would. status: the HTTP status, 0 without one."""

    def __init__(self, what: str, *, where: str, do: str = "", hopeless: bool = False, status: int = 0) -> None:
        super().__init__(what, where=where, do=do)
        self.hopeless = hopeless
        self.status = status


class GivenUp(CallError):
    """The work was stopped while a call waited for its next attempt."""


class Gate:
    """At most `limit` calls at once. It falls when a fifth of the recent calls were too many, and grows back after."""

    def __init__(self, most: int) -> None:
        self.most = self.limit = most
        self.busy = 0
        self._free = asyncio.Condition()
        self._seen = self._refused = 0

    async def __aenter__(self) -> None:
        async with self._free:
            await self._free.wait_for(lambda: self.busy < self.limit)
            self.busy += 1

    async def __aexit__(self, *_: object) -> None:
        async with self._free:
            self.busy -= 1
            self._free.notify(max(1, self.limit - self.busy))

    def note(self, refused: bool) -> None:
        """Count a finished call; every 2 x limit calls the limit is set anew."""
        self._seen += 1
        self._refused += refused
        if self._seen < 2 * self.limit:
            return
        share = self._refused / self._seen
        if share >= 0.2:
            self.limit = max(1, int(self.limit * 0.7))
        elif share < 0.1:
            self.limit = min(self.most, self.limit + 1 + self.limit // 8)
        self._seen = self._refused = 0


class Caller:
    """One model behind an address. Use as an async context manager."""

    def __init__(
        self,
        url: str,
        api_key: str,
        model: str,
        *,
        limit: int,
        policy: Policy | None = None,
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        self.url, self.model = url, model
        self.policy = policy or Policy()
        self.gate = Gate(limit)
        self.count = Count()
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

    async def chat(self, messages: list[dict[str, str]], **settings: Any) -> "ChatCompletion":
        """One chat completion with at least one choice.

        Raises CallError when the server refuses, or does not give a usable reply within the policy.
        """
        attempt = 0
        while True:
            attempt += 1
            async with self.gate:
                outcome, wait = await self._attempt(messages, settings)
            if not isinstance(outcome, CallError):
                return outcome
            if wait is None or attempt >= self.policy.attempts:
                self.count.failed += 1
                tries = f" after {attempt} attempts" if attempt > 1 else ""
                outcome.what += tries
                raise outcome
            self.count.retried += 1
            await self._pause(max(wait, self._backoff(attempt)))

    async def _attempt(
        self, messages: list[dict[str, str]], settings: dict[str, Any]
    ) -> "tuple[ChatCompletion | CallError, float | None]":
        """A reply, or the error with the seconds to wait at least before the next attempt (None: do not try again)."""
        import openai

        assert self._client is not None, "Caller is used outside its context"
        self.count.sent += 1
        status = 0
        try:
            reply = await self._client.chat.completions.create(model=self.model, messages=messages, **settings)  # type: ignore[arg-type]
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
        if not _usable(reply):
            return self._error("The reply is not a chat completion"), 0.0
        self.count.answered += 1
        if reply.usage is not None:
            self.count.prompt_tokens += reply.usage.prompt_tokens or 0
            self.count.completion_tokens += reply.usage.completion_tokens or 0
        return reply, None

    def _refused(self, error: "openai.APIStatusError") -> tuple[CallError, float | None]:
        status = error.status_code
        body = error.body if isinstance(error.body, dict) else {}
        said = one_line(str(body.get("message") or error.message), 200)
        problem = self._error(f"The server answered {status}: {said}", status=status)
        if status in _HOPELESS or body.get("code") == "insufficient_quota":
            problem.hopeless = True
            problem.do = "Check the key, the account and the model's name, then go on with the same run."
            return problem, None
        if status not in _RETRIED and status < 500:
            return problem, None
        self.count.limited += status == 429
        wait = _retry_after(error.response.headers.get("retry-after"))
        return problem, wait if wait <= self.policy.longest_wait else None

    def _error(self, what: str, status: int = 0) -> CallError:
        return CallError(what, where=f"{self.model} at {self.url}", status=status)

    def _backoff(self, attempt: int) -> float:
        most: float = min(self.policy.most_wait, self.policy.first_wait * 2.0 ** (attempt - 1))
        return most * self._jitter.uniform(0.5, 1.0)

    async def _pause(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while (left := until - loop.time()) > 0:
            if self._stopping():
                raise GivenUp("Stopped while waiting to try again", where=f"{self.model} at {self.url}")
            await asyncio.sleep(min(left, 0.2))


def is_loopback(url: str) -> bool:
    """Whether an address is this machine, so that calls to it cost no money and need no proxy."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _usable(reply: Any) -> bool:
    choices = getattr(reply, "choices", None)
    return isinstance(choices, list) and bool(choices) and all(hasattr(each, "message") for each in choices)


def _retry_after(header: str | None) -> float:
    """Seconds of a Retry-After header; 0 without one, or when it is a date."""
    try:
        return max(0.0, float(header or 0))
    except ValueError:
        return 0.0


def _reason(error: BaseException) -> str:
    cause = error.__cause__ or error
    return one_line(str(cause), 160) or type(cause).__name__
