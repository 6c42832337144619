"""What a server that calls itself OpenAI-compatible does not know: learnt from its refusal, and then left out.

Seen: reasoning models of OpenAI know max_completion_tokens in place of max_tokens, and temperature and top_p only at 1;
Mistral's knows no seed; older servers know no stream_options.
"""

import re
from typing import Any

from emalign_tui.lab.serving.records import Endpoint

_OPTIONAL = ("max_tokens", "stream_options", "seed", "temperature", "top_p")
_NEUTRAL = {"temperature": 1.0, "top_p": 1.0}  # another value is a wish, and a refusal of it is told
_UNKNOWN = re.compile(
    r"unsupported|not support|unknown|unrecogni[sz]ed|unexpected|extra|not permitted|not allowed|forbidden", re.I
)
_learnt: dict[tuple[str, str], frozenset[str]] = {}


def left_out(endpoint: Endpoint, body: dict[str, Any], refusal: str) -> bool:
    """Learn from a refusal. Whether it names parameters of the request that the server can be asked without."""
    if not _UNKNOWN.search(refusal):
        return False
    named = {
        name
        for name in _OPTIONAL
        if name in body
        and body[name] == _NEUTRAL.get(name, body[name])
        and re.search(rf"(?<![a-z_]){name}(?![a-z_])", refusal)
    }
    _learnt[_key(endpoint)] = unknown_to(endpoint) | named
    return bool(named)


def unknown_to(endpoint: Endpoint) -> frozenset[str]:
    """The parameters that a server has refused since this process began."""
    return _learnt.get(_key(endpoint), frozenset())


def without(body: dict[str, Any], unknown: frozenset[str]) -> dict[str, Any]:
    """A request without these. The longest answer goes by its other name."""
    kept = {key: value for key, value in body.items() if key not in unknown or value != _NEUTRAL.get(key, value)}
    if "max_tokens" in unknown and "max_tokens" in body:
        kept["max_completion_tokens"] = body["max_tokens"]
    return kept


def _key(endpoint: Endpoint) -> tuple[str, str]:
    return endpoint.url, endpoint.model
