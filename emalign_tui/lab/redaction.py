"""The one redactor. Text that leaves this process passes it: logs, events, screens, JSON, errors, crash reports.

Two strengths. `hide` removes the secrets that are known to this process, wherever they turn up, and touches nothing
else, so that answers and training rows stay what they are. `redact` also removes what only looks like a secret; it is
for reports about the work: errors, logs, tracebacks, what a check found.
"""

import io
import json
import os
import re
import sys
from functools import cache, lru_cache
from typing import TextIO
from urllib.parse import quote

HIDDEN = "[hidden]"
SHORTEST = 8  # characters; a shorter key is a word, and hiding it would garble the text around it
PLACEHOLDERS = frozenset({"password", "changeme", "not-needed", "no-key-required", "not-used", "placeholder"})

_VARIABLE = re.compile(r".*(?:API_?KEY|TOKEN|SECRET|PASSWORD|PASSWD)", re.IGNORECASE)
_SHAPES = re.compile(
    r"\b(?:hf|api_org)_(?:(?=[a-z]*[A-Z0-9])[A-Za-z0-9]{8,}|[a-z]{16,})"  # a word, as in hf_checkpoints, is left
    r"|\bhf_(?:oauth|jwt)_[\w.-]{8,}"  # of a login in the browser, of a CI's identity
    r"|\bsk-(?:(?=[a-z_-]*[A-Z0-9])[\w-]{8,}|[a-z_-]{16,})"
    r"|\bgh[pousr]_[A-Za-z0-9]{16,}"
    r"|(?i:(?<=Bearer )\S{6,}|(?<=Basic )[A-Za-z0-9+/=]{8,})"
    r"|(?<=://)[^/\s@\"'#?]+(?=@)"  # user:password@ or token@ of an address
    r"|(?i:(?<=[?&])(?:api[_-]?key|key|token|access_token|secret|password)=[^&#\s\"']+)",
)
_known: set[str] = set()


def know(secret: str) -> None:
    """Remember a secret of this process, so that nothing it writes holds it. Short ones are words and are left."""
    secret = secret.strip()
    if _tells(secret):
        _known.add(secret)


def hide(text: str) -> str:
    """Text without the secrets that this process knows: from key variables, token files, and what was typed in."""
    for secret in _secrets():
        if secret in text:
            text = text.replace(secret, HIDDEN)
    return text


def hide_bytes(data: bytes) -> bytes:
    """The same for encoded text; other bytes are left."""
    for secret in _secrets():
        if (encoded := secret.encode()) in data:
            data = data.replace(encoded, HIDDEN.encode())
    return data


def redact(text: str) -> str:
    """Text without known secrets, and without anything that has the shape of a key, a token or a password."""
    return _SHAPES.sub(HIDDEN, hide(text))


class HidingStream:
    """`hide` for text that comes in pieces: a secret may be cut anywhere between two of them.

    A tail that may be the beginning of a secret is held back until it is one, is none, or the stream ends.
    """

    def __init__(self) -> None:
        self._held = ""

    def push(self, text: str) -> str:
        """The part of the text so far that is certain now."""
        text = hide(self._held + text)
        cut = len(text) - _beginning(text)
        self._held = text[cut:]
        return text[:cut]

    def finish(self) -> str:
        """The rest, as it is: no whole secret."""
        held, self._held = self._held, ""
        return held


class RedactingStream(io.TextIOWrapper):
    """A text stream that redacts (or only hides, for results that may be research data) what is written to it."""

    strict = True

    def write(self, text: str) -> int:
        super().write(redact(text) if self.strict else hide(text))
        return len(text)


def guard_streams(*, results: bool) -> None:
    """Put the redactor before this process's stdout and stderr. results: stdout is no log and may hold research data,
    so that only known secrets are taken out of it."""
    sys.stdout = _guarded(sys.stdout, strict=not results)
    sys.stderr = _guarded(sys.stderr, strict=True)


def _guarded(stream: TextIO, *, strict: bool) -> TextIO:
    """The same stream with the redactor before it; a stream that is closed, or not one of Python's own, stays.

    What its encoding does not know is written as \\u2713: a locale without UTF-8 is no reason to end.
    """
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    stream.flush()
    guarded = RedactingStream(
        stream.buffer,
        encoding=stream.encoding,
        errors="backslashreplace" if strict or stream.errors == "strict" else stream.errors,
        line_buffering=strict or stream.isatty(),
        write_through=stream.write_through,
    )
    guarded.strict = strict
    return guarded


def _secrets() -> tuple[str, ...]:
    """Longest first, so that a secret inside another one does not leave the rest of it."""
    values = {os.environ[name].strip() for name in list(os.environ) if _is_key_variable(name)}
    return _written(frozenset(_known | set(filter(_tells, values))))


def _tells(secret: str) -> bool:
    """Whether a value is a secret at all, and not a word that people put where no key is needed."""
    return len(secret) >= SHORTEST and secret.lower() not in PLACEHOLDERS


@lru_cache(maxsize=8)
def _written(secrets: frozenset[str]) -> tuple[str, ...]:
    """How secrets may stand in text: as they are, in an address, in JSON."""
    forms = set(secrets)
    for each in secrets:
        forms |= {quote(each, safe=""), json.dumps(each)[1:-1], json.dumps(each, ensure_ascii=False)[1:-1]}
    return tuple(sorted(forms, key=len, reverse=True))


def _beginning(text: str) -> int:
    """How many characters at the end of a text are the beginning of a secret, and not yet all of it."""
    secrets = _secrets()
    for size in range(min(max(map(len, secrets), default=1) - 1, len(text)), 0, -1):
        if any(len(secret) > size and secret.startswith(text[-size:]) for secret in secrets):
            return size
    return 0


@cache
def _is_key_variable(name: str) -> bool:
    return _VARIABLE.fullmatch(name) is not None
