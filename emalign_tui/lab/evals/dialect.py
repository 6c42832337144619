"""What one judge's interface takes of a request, learnt from its refusals and its empty replies.

Those that think first take no temperature but their own, and need room to think before they write.
"""

from typing import Any

from emalign_tui.lab.evals.calls import CallError
from emalign_tui.lab.serving.dialect import unknown_in, without

_ROOM = 4096  # tokens, thoughts and the word or number after them


class Dialect:
    """Starts as everybody's; a judge's refusals change it. A score that is read from logprobs keeps its temperature."""

    def __init__(self) -> None:
        self._unknown = frozenset[str]()
        self._thinks = False

    def shape(self, request: dict[str, Any]) -> dict[str, Any]:
        """The request as this judge takes it."""
        shaped = dict(request)
        if self._thinks and "logprobs" not in shaped:
            shaped["max_tokens"] = _ROOM
        return without(shaped, self._unknown & _dispensable(shaped))

    def learn(self, error: CallError, asked: dict[str, Any]) -> bool:
        """Whether the same can be asked in another shape, after this refusal of a shaped request."""
        new = unknown_in(error.what, _dispensable(asked)) if error.status in (400, 422) else frozenset[str]()
        self._unknown |= new
        return bool(new)

    def wants_room(self, reply: Any, asked: dict[str, Any]) -> bool:
        """Whether a reply ended before its first word, because the judge was still thinking; ask again then."""
        choice = reply.choices[0]
        most = asked.get("max_tokens") or asked.get("max_completion_tokens") or _ROOM
        cut = choice.finish_reason == "length" and not (choice.message.content or "").strip()
        if not cut or most >= _ROOM or "logprobs" in asked:
            return False
        self._thinks = True
        return True


def _dispensable(asked: dict[str, Any]) -> frozenset[str]:
    names = {"max_tokens"} if "logprobs" in asked else {"max_tokens", "temperature"}
    return frozenset(names & asked.keys())
