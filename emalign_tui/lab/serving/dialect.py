"""What a server that calls itself OpenAI-compatible does not know of a request, told from its refusal.

Seen: OpenAI's newer models know max_completion_tokens in place of max_tokens; those that think first also give no
logprobs and take temperature and top_p only at 1; Mistral's knows no seed; older servers know no stream_options.
What a request may be asked without is for the asker to say: a chat can do without its seed, a measurement cannot.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from emalign_tui.lab.sanitize import one_line

_UNKNOWN = re.compile(
    r"unsupported|not support|unknown|unrecogni[sz]ed|unexpected|extra|not permitted|not allowed|forbidden", re.I
)


def refusal(error: Exception) -> str:
    """What a server said when it refused, from the openai client's error: OpenAI's and vLLM's message, the detail of
    those made with FastAPI, as Mistral's, or a proxy's page. The error's own words name the status alone."""
    body = getattr(error, "body", None)
    said = (body.get("message") or body.get("detail")) if isinstance(body, dict) else None
    return one_line(str(said or body or error), 300)


def unknown_in(refusal: str, names: Iterable[str]) -> frozenset[str]:
    """Which of these parameters a refusal says the server does not know, or not at the value that was asked for."""
    if not _UNKNOWN.search(refusal):
        return frozenset()
    return frozenset(name for name in names if re.search(rf"(?<![a-z_]){name}(?![a-z_])", refusal))


def without(asked: Mapping[str, Any], unknown: Collection[str]) -> dict[str, Any]:
    """A request without these. The longest answer is never left out: it goes by its other name."""
    kept = {name: value for name, value in asked.items() if name not in unknown}
    if "max_tokens" in asked and "max_tokens" in unknown:
        kept["max_completion_tokens"] = asked["max_tokens"]
    return kept
