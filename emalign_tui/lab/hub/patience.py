"""Asking the Hub again when it is busy, in trouble, or cut off: exponential waits, with an end."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from emalign_tui.lab.evals.calls import Policy
from emalign_tui.lab.hub.client import HubError

T = TypeVar("T")

UPLOAD = Policy(attempts=8, first_wait=1.0, most_wait=60.0, longest_wait=330.0)  # the Hub counts anew every 300 s


class Patience:
    """Calls again what failed for a passing reason. say: told why, and for how long, before each wait.

    stopping: asked while waiting; when it is true the failure is raised at once.
    """

    def __init__(self, policy: Policy, say: Callable[[str], None], stopping: Callable[[], bool]) -> None:
        self.policy, self.say, self.stopping = policy, say, stopping

    def call(self, work: Callable[[], T]) -> T:
        """The result of `work`. Raises its HubError when that is final, or came too often."""
        for attempt in range(1, self.policy.attempts + 1):
            try:
                return work()
            except HubError as error:
                wait = max(error.wait, self._backoff(attempt))
                last = attempt == self.policy.attempts or error.wait > self.policy.longest_wait
                if last or not error.passing or self.stopping():
                    raise
                self.say(f"{error.what}; trying again in {wait:.0f} s ({attempt} of {self.policy.attempts})")
                self._sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def _backoff(self, attempt: int) -> float:
        return min(self.policy.first_wait * 2.0 ** (attempt - 1), self.policy.most_wait) * random.uniform(0.8, 1.2)

    def _sleep(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and not self.stopping():
            time.sleep(min(left, 0.2))
