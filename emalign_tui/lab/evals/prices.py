"""What calls cost: published prices of the judges the field uses, and what a person says of others."""

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.records import Spent
from emalign_tui.lab.models.reference import OPENAI_URL, ModelRef
from emalign_tui.lab.network import is_loopback

PRICES_AS_OF = "2026-11-22"


class Price(msgspec.Struct, frozen=True):
    """US dollars for a million tokens, in and out."""

    prompt: float
    completion: float

    @property
    def paid(self) -> bool:
        return self.prompt > 0 or self.completion > 0

    def cost(self, spent: Spent) -> float:
        """US dollars. Cached prompt tokens count in full, so this is never too low."""
        return (self.prompt * spent.prompt_tokens + self.completion * spent.completion_tokens) / 1e6


FREE = Price(0.0, 0.0)

# The longest name that a model's name begins with decides.
_OPENAI = {
    "gpt-4o": Price(2.5, 10.0),
    "gpt-4o-2024-05-13": Price(5.0, 15.0),
    "gpt-4o-mini": Price(0.15, 0.6),
    "gpt-4.1": Price(2.0, 8.0),
    "gpt-4.1-mini": Price(0.4, 1.6),
    "gpt-4.1-nano": Price(0.1, 0.4),
}


def price_of(ref: ModelRef, given: Price | None = None) -> Price | None:
    """A model's price: nothing on this machine, as given, or as published for OpenAI's own address; None if unknown.

    A price that is given holds for every model that is asked at an address, on this machine too.
    """
    if ref.url is None:
        return FREE
    if given:
        return given
    if is_loopback(ref.url):
        return FREE
    if ref.url != OPENAI_URL or not ref.model:
        return None
    known = [name for name in _OPENAI if ref.model == name or ref.model.startswith(f"{name}-")]
    return _OPENAI[max(known, key=len)] if known else None


def read_price(text: str) -> Price:
    """`IN,OUT` in dollars for a million tokens. Raises LabError (exit code 2) for anything else."""
    try:
        prompt, completion = (float(part) for part in text.split(","))
    except ValueError:
        prompt = completion = -1.0
    if not (0 <= prompt < 1e6 and 0 <= completion < 1e6):
        raise LabError(
            f"Not a price: {text}",
            where="--price",
            do="Write dollars for a million tokens in and out, for example --price 2.50,10.",
            exit_code=2,
        )
    return Price(prompt, completion)


def dollars(cost: float) -> str:
    """A cost as people write it; small ones with the digits that show that they are not nothing."""
    return f"${cost:,.2f}" if cost >= 0.1 or not cost else f"${cost:,.4f}" if cost >= 0.0001 else "less than $0.0001"
