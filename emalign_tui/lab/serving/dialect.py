"""What a server that calls itself OpenAI-compatible does not know of a request, told from its refusal.

Seen: OpenAI's newer models know max_completion_tokens in place of max_tokens; those that think first also give no
logprobs and take temperature and top_p only at 1; Mistral's knows no seed; older servers know no stream_options.
What a request may be asked without is for the asker to say: a chat can do without its seed, a measurement cannot.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from emalign_tui.lab.sanitize import one_line

_PAGE = re.compile(r"\s*<(?:!doctype html|html)\b", re.I)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.I | re.S)
_UNKNOWN = re.compile(
    r"unsupported|not support|unknown|unrecogni[sz]ed|unexpected|extra|not permitted|not allowed|forbidden", re.I
)


def refusal(error: Exception) -> str:
    """What a server said when it refused, from the openai client's error: the message of OpenAI and vLLM, the detail of
    those made with FastAPI, as Mistral's, a proxy page's title. The error's own words name the status alone."""
    return one_line(_words_of(getattr(error, "body", None)) or str(error), 300)


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


def _words_of(body: object) -> str:
    """body: parsed, and without the `error` around it where there was one. "" when it says nothing."""
    if isinstance(body, Mapping):
        said = next((body[key] for key in ("message", "detail", "error") if body.get(key)), None)
        return str(said or dict(body) or "")
    text = str(body or "")
    if not _PAGE.match(text):
        return text
    title = _TITLE.search(text)
    return f"a web page, {title[1].strip()}" if title else "a web page"
