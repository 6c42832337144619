"""How much an evaluation may spend, and the purse that keeps it to that."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.prices import Price, dollars, price_of
from emalign_tui.lab.evals.records import Spent
from emalign_tui.lab.files import write_atomic
from emalign_tui.lab.models.reference import ModelRef

LIMITS = "limits.json"


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an evaluation may take in all, earlier runs of it included; it stops before it would take more.

    calls: requests sent, those sent again too. cost: US dollars. price: of the models that are asked at an address.
    """

    calls: int | None = None
    cost: float | None = None
    price: Price | None = None


def change_limits(folder: Path, limits: Limits) -> None:
    """Keep the limits that are given beside the run, and of those it has, the others: who gives one more means no
    other less. A file that is broken counts for nothing."""
    try:
        kept = read_limits(folder)
    except LabError:
        kept = Limits()
    given = {name: value for name, value in msgspec.structs.asdict(limits).items() if value is not None}
    write_atomic(folder / LIMITS, msgspec.json.encode(msgspec.structs.replace(kept, **given)))


def read_limits(folder: Path) -> Limits:
    """The limits of an evaluation; none when it has no file. Raises LabError when that is broken: nothing is spent."""
    path = folder / LIMITS
    try:
        return msgspec.json.decode(path.read_bytes(), type=Limits) if path.is_file() else Limits()
    except (msgspec.DecodeError, OSError) as error:
        raise LabError(f"The limits cannot be read: {error}", where=str(path), do="Give them again.") from error


class Purse:
    """Lets a call go only while calls and cost stay within the limits, whatever the calls in flight come to.

    calls, cost: spent so far, to the last call that was settled. priced: False when some price is not known. empty:
    why a call was refused, or "".
    """

    def __init__(self, limits: Limits, calls: int = 0, cost: float = 0.0, *, priced: bool = True) -> None:
        self.limits, self.calls, self.cost, self.priced = limits, calls, cost, priced
        self.empty = ""
        self._held = 0.0
        self._open = 0
        self._settled = asyncio.Condition()

    def total(self) -> float | None:
        """Dollars spent so far; None when a price is not known."""
        return self.cost if self.priced else None

    async def take(self, most: float) -> bool:
        """Set `most` dollars and one call aside, waiting while calls in flight decide; False when it is too much."""
        async with self._settled:
            while why := self._refusal(most):
                if self.empty or not self._open or self._hopeless(most):
                    self.empty = self.empty or why
                    self._settled.notify_all()
                    return False
                await self._settled.wait()
            self.calls += 1
            self._open += 1
            self._held += most
            return True

    async def settle(self, most: float, cost: float) -> None:
        """Put back what was set aside, less what the call really cost."""
        async with self._settled:
            self._open -= 1
            self._held -= most
            self.cost += cost
            self._settled.notify_all()

    def _refusal(self, most: float) -> str:
        limits = self.limits
        if limits.calls is not None and self.calls >= limits.calls:
            return f"the limit of {limits.calls:,} calls is reached"
        if limits.cost is not None and self.cost + self._held + most > limits.cost and most > 0:
            spent = f"{dollars(self.cost)} spent, and the next call may cost {dollars(most)}"
            return f"the limit of {dollars(limits.cost)} is reached: {spent}"
        return ""

    def _hopeless(self, most: float) -> bool:
        """Whether no call in flight can make room, because calls never come back and money spent is spent."""
        limits = self.limits
        if limits.calls is not None and self.calls >= limits.calls:
            return True
        return limits.cost is not None and self.cost + most > limits.cost


def open_purse(limits: Limits, models: Mapping[str, ModelRef], spent: Mapping[str, Spent]) -> Purse:
    """The purse of an evaluation whose models (the judge is one of them) have spent something already.

    Raises LabError (exit code 2) when the cost is limited and the price of a model is not known.
    """
    prices = {name: price_of(ref, limits.price) for name, ref in models.items()}
    unknown = sorted({models[name].name for name, price in prices.items() if price is None})
    if unknown and limits.cost is not None:
        raise LabError(
            f"The cost cannot be limited: the price of {', '.join(unknown)} is not known",
            where="--max-cost",
            do="Give it in dollars for a million tokens in and out, for example --price 2.50,10.",
            exit_code=2,
        )
    cost = sum(price.cost(spent[name]) for name, price in prices.items() if price and name in spent)
    return Purse(limits, sum(each.calls for each in spent.values()), cost, priced=not unknown)


def most_spent(messages: list[dict[str, str]], settings: dict[str, Any]) -> Spent:
    """The most a call can take: no tokenizer makes more tokens of a text than it has bytes."""
    size = sum(len(message["content"].encode("utf-8", "replace")) + 16 for message in messages)
    longest = int(settings.get("max_tokens") or settings.get("max_completion_tokens") or 0)
    return Spent(1, size, longest * int(settings.get("n", 1)))
