"""Keys and tokens: where they come from, and how they are kept out of text."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

HUB_VARIABLES = ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN")  # in the order in which huggingface_hub reads them
_KEY_VARIABLE = re.compile(r".*(?:API_KEY|TOKEN|SECRET|PASSWORD)", re.IGNORECASE)
_KEY_SHAPES = re.compile(
    r"\b(?:hf_[A-Za-z0-9]{8,}|sk-[\w-]{8,}|gh[pousr]_[A-Za-z0-9]{16,})|(?<=Bearer )\S{6,}|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"
)


@dataclass(frozen=True)
class Token:
    """A secret and where it was found. Printed, it shows its source alone."""

    source: str
    value: str = field(repr=False)


def hub_token_file() -> Path:
    """Where huggingface_hub keeps the token, by its own rules."""
    if chosen := os.environ.get("HF_TOKEN_PATH"):
        return Path(chosen).expanduser()
    cache = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    home = os.environ.get("HF_HOME") or f"{cache}/huggingface"
    return Path(os.path.expandvars(home)).expanduser() / "token"


def hub_tokens() -> list[Token]:
    """Every Hub token that is set, the one in use first. Raises OSError when the token file cannot be read."""
    tokens = [Token(name, os.environ.get(name, "").strip()) for name in HUB_VARIABLES]
    path = hub_token_file()
    if path.is_file():
        tokens.append(Token(str(path), path.read_text(errors="replace").strip()))
    return [token for token in tokens if token.value]


def redact(text: str) -> str:
    """Text without anything that looks like a key, and without the value of any key variable of this process."""
    values = {value for name, value in os.environ.items() if _KEY_VARIABLE.fullmatch(name) and len(value) >= 8}
    for value in sorted(values, key=len, reverse=True):
        text = text.replace(value, "[hidden]")
    return _KEY_SHAPES.sub("[hidden]", text)
