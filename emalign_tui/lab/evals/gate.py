"""How many calls may be in flight to one server, by how it takes them."""

import asyncio
import time


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
