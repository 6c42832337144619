"""What each server that is chatted with does not know: learnt from its refusal, and then left out."""

from typing import Any

from emalign_tui.lab.serving.dialect import unknown_in, without
from emalign_tui.lab.serving.records import Endpoint

_OPTIONAL = ("max_tokens", "stream_options", "seed", "temperature", "top_p")
_NEUTRAL = {"temperature": 1.0, "top_p": 1.0}  # another value is a wish, and a refusal of it is told
_learnt: dict[tuple[str, str], frozenset[str]] = {}


def left_out(endpoint: Endpoint, body: dict[str, Any], refusal: str) -> bool:
    """Learn from a refusal. Whether it names parameters of the request that the server can be asked without."""
    named = unknown_in(refusal, _dispensable(body))
    _learnt[_key(endpoint)] = unknown_to(endpoint) | named
    return bool(named)


def unknown_to(endpoint: Endpoint) -> frozenset[str]:
    """The parameters that a server has refused since this process began."""
    return _learnt.get(_key(endpoint), frozenset())


def in_dialect(endpoint: Endpoint, body: dict[str, Any]) -> dict[str, Any]:
    """A request as this server takes it, as far as that is known."""
    return without(body, unknown_to(endpoint) & _dispensable(body))


def _dispensable(body: dict[str, Any]) -> frozenset[str]:
    return frozenset(name for name in _OPTIONAL if name in body and body[name] == _NEUTRAL.get(name, body[name]))


def _key(endpoint: Endpoint) -> tuple[str, str]:
    return endpoint.url, endpoint.model
