"""Keys and tokens: where they come from and where they are kept. `redaction` keeps them out of everything else."""

import os
import re
import shlex
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import alone_in, write_atomic
from emalign_tui.lab.paths import config_folder
from emalign_tui.lab.redaction import know

_IN_STORED = re.compile(r"\b(?:hf_token|refresh_token)[\s=:\"']+([^\s\"']+)")
_SENT = re.compile(r"[ -~]+")  # what the header of a request carries
HUB_VARIABLES = ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN")  # in the order in which huggingface_hub reads them


@dataclass(frozen=True)
class Token:
    """A secret and where it was found. Printed, it shows its source alone; once made, nothing is written with it."""

    source: str
    value: str = field(repr=False)

    def __post_init__(self) -> None:
        know(self.value)


def hub_token_file() -> Path:
    """Where huggingface_hub keeps the token, by its own rules: also a ~ that means nobody stays as it is."""
    cache = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    home = os.environ.get("HF_HOME") or f"{cache}/huggingface"
    chosen = os.environ.get("HF_TOKEN_PATH") or f"{home}/token"
    return Path(os.path.expandvars(os.path.expanduser(chosen)))  # noqa: PTH111  pathlib's raises for nobody's ~


def hub_tokens() -> list[Token]:
    """Every Hub token that is set, the one in use first. Raises LabError when the token file cannot be read."""
    tokens = [Token(name, os.environ.get(name, "").strip()) for name in HUB_VARIABLES]
    path = hub_token_file()
    try:
        if path.is_file():
            tokens.append(Token(str(path), path.read_text(errors="replace").strip()))
    except OSError as error:
        what = f"The Hub token cannot be read: {error.strerror}"
        raise LabError(what, where=str(path), do="Check who may read the file, or set HF_TOKEN.") from error
    return [token for token in tokens if token.value]


def stored_tokens_file() -> Path:
    """Where huggingface_hub keeps every token it was given, by name, and what renews those of a browser's login."""
    return hub_token_file().with_name("stored_tokens")


def keys_file() -> Path:
    """Where the keys of model servers are kept, by address; only its owner may read it (mode 0600)."""
    return config_folder() / "keys.json"


def api_key(url: str, variable: str | None) -> Token | None:
    """The key for an OpenAI-compatible address: of its variable if that is set, else the stored one of that address.

    Raises LabError when the keys file is broken, or others may read it.
    """
    if variable and (value := os.environ.get(variable, "").strip()):
        return Token(variable, value)
    stored = _read().get(_place(url))
    return Token(str(keys_file()), stored) if stored else None


def can_be_sent(key: Token) -> str:
    """The value of a key for a server. Raises LabError when a request cannot carry it, as with a curly quote in it."""
    if not _SENT.fullmatch(key.value):
        do = "Copy it again: a quote, a line's end or a blank of another kind came with it."
        raise LabError("This key holds characters that no key has", where=key.source, do=do, exit_code=2)
    return key.value


def store_key(url: str, key: str) -> Path:
    """Keep a key for an address, or forget it when the key is empty. Returns the file.

    Raises LabError when the file is broken (it is left as it is) or cannot be written.
    """
    know(key)
    with alone_in(keys_file().parent):
        keys = {place: value for place, value in _read().items() if place != _place(url)}
        if key.strip():
            keys[_place(url)] = key.strip()
        write_atomic(keys_file(), msgspec.json.format(msgspec.json.encode(keys)) + b"\n", mode=0o600)
    return keys_file()


def stored_places() -> list[str]:
    """The addresses that a key is stored for. Raises LabError as `api_key`."""
    return sorted(_read())


def know_stored() -> None:
    """Teach the redactor the keys and tokens that are kept in files. What cannot be read has no secret to show."""
    with suppress(LabError):  # whoever needs a key meets the error, with its sentence
        _read()
    with suppress(LabError):
        hub_tokens()
    with suppress(OSError):  # damaged or not: huggingface_hub prints the lines that it cannot read
        for secret in _IN_STORED.findall(stored_tokens_file().read_text(encoding="utf-8", errors="replace")):
            know(secret)


def _place(url: str) -> str:
    """One spelling of an address. A key belongs to host and path, so that no other server ever gets it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"


def _read() -> dict[str, str]:
    path = keys_file()
    try:
        if path.stat().st_mode & 0o077:
            raise LabError(
                "Others can read your stored keys", where=str(path), do=f"chmod 600 {shlex.quote(str(path))}"
            )
        keys = msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except FileNotFoundError:
        return {}
    except OSError as error:
        what = f"The stored keys cannot be read: {error.strerror}"
        raise LabError(what, where=str(path), do="Mend that, or move it away and set the keys again.") from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise LabError(
            "The file of stored keys is broken", where=str(path), do="Mend it, or move it away and set the keys again."
        ) from error
    for key in keys.values():
        know(key)
    return keys
