"""Models on other machines that this home knows: an OpenAI-compatible address each. Keys are kept elsewhere."""

from pathlib import Path

import msgspec

from emalign_tui.lab.chat.client import open_client, told
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import write_atomic
from emalign_tui.lab.models.reference import OPENAI_URL, ModelRef
from emalign_tui.lab.paths import Home
from emalign_tui.lab.serving.records import Endpoint


class Remote(msgspec.Struct, frozen=True):
    """name: as people see it, MODEL@HOST. reference: what `resolve_model` takes."""

    name: str
    reference: str


def remotes(home: Home) -> list[Remote]:
    """Those that are known, oldest first. A broken file knows none."""
    try:
        return msgspec.json.decode(_file(home).read_bytes(), type=list[Remote])
    except (OSError, msgspec.DecodeError):
        return []


def remember(home: Home, ref: ModelRef, endpoint: Endpoint) -> Remote:
    """Keep a remote model, once it has shown that it is there.

    Raises LabError when the address does not answer, refuses the key, or does not list the model.
    """
    import openai

    with told(endpoint):
        try:
            listed = [model.id for model in open_client(endpoint).models.list()]
        except openai.NotFoundError:
            listed = []  # a server need not list its models
    if listed and endpoint.model not in listed:
        some = ", ".join(listed[:5])
        raise LabError(f"No model {endpoint.model} there", where=endpoint.url, do=f"It has {some}.")
    reference = f"openai:{endpoint.model}" if ref.url == OPENAI_URL else f"{endpoint.url}#{endpoint.model}"
    found = Remote(ref.name, reference)
    _write(home, [*(each for each in remotes(home) if each.reference != reference), found])
    return found


def forget(home: Home, which: str) -> Remote | None:
    """Take a remote model off the list by its name or reference; None when it is not on it."""
    known = remotes(home)
    found = next((each for each in known if which in (each.name, each.reference)), None)
    if found:
        _write(home, [each for each in known if each != found])
    return found


def _write(home: Home, known: list[Remote]) -> None:
    write_atomic(_file(home), msgspec.json.format(msgspec.json.encode(known)) + b"\n")


def _file(home: Home) -> Path:
    return home.state / "remotes.json"
