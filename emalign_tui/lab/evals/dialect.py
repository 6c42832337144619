"""What one judge's interface takes of a request, learnt from its refusals.

OpenAI's newer models want max_completion_tokens instead of max_tokens. Those that think first give no logprobs, take no
temperature but their own, and need room to think before they write.
"""

from typing import Any

from emalign_tui.lab.evals.calls import CallError

_ROOM = 4096  # tokens, thoughts and the word or number after them


class Dialect:
    """Starts as everybody's; a judge's refusals change it."""

    def __init__(self) -> None:
        self._completion = False
        self._own_temperature = False
        self._thinks = False

    def shape(self, request: dict[str, Any]) -> dict[str, Any]:
        """The request as this judge takes it."""
        shaped = dict(request)
        if self._own_temperature and "logprobs" not in shaped:
            shaped.pop("temperature", None)
        if self._thinks and "logprobs" not in shaped:
            shaped["max_tokens"] = _ROOM
        if self._completion:
            shaped["max_completion_tokens"] = shaped.pop("max_tokens")
        return shaped

    def learn(self, error: CallError, asked: dict[str, Any]) -> bool:
        """Whether the same can be asked in another shape, after this refusal of a shaped request."""
        if error.status not in (400, 422):
            return False
        if "max_completion_tokens" in error.what and "max_tokens" in asked:
            self._completion = True
            return True
        if "temperature" in error.what and "temperature" in asked and "logprobs" not in asked:
            self._own_temperature = True
            return True
        return False

    def wants_room(self, reply: Any, asked: dict[str, Any]) -> bool:
        """Whether a reply ended before its first word, because the judge was still thinking; ask again then."""
        choice = reply.choices[0]
        most = asked.get("max_tokens") or asked.get("max_completion_tokens") or _ROOM
        cut = choice.finish_reason == "length" and not (choice.message.content or "").strip()
        if not cut or most >= _ROOM or "logprobs" in asked:
            return False
        self._thinks = True
        return True
