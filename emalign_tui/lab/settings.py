"""What a person set once for all their work: one YAML file under the platform's config folder.

Keys are few, strict and documented; the file explains itself. Keys to services are never in it (`lab/secrets.py`).
"""

import re
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import alone_in, write_atomic
from emalign_tui.lab.paths import config_folder
from emalign_tui.lab.redaction import redact

Text = Annotated[str, Meta(min_length=1, max_length=4096)]
Port = Annotated[int, Meta(ge=1024, le=65535)]
Ports = Annotated[str, Meta(pattern=r"^\d{1,5}(-\d{1,5})?$")]


class Hub(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """namespace: the user or organisation to push to."""

    namespace: Annotated[str, Meta(pattern=r"^[A-Za-z0-9][\w.-]*$")] | None = None


class Train(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """python: the interpreter of training workers."""

    python: Text | None = None


class Serve(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """python: the interpreter of model servers. ports: where new servers listen, as 8000 or 8000-8020."""

    python: Text | None = None
    ports: Ports | Port | None = None

    def port_range(self) -> range | None:
        """The ports, or None for any free one. Raises LabError for a range that is empty or not one of ports."""
        if self.ports is None:
            return None
        first, _, last = str(self.ports).partition("-")
        ports = range(int(first), int(last or first) + 1)
        if not ports or ports[0] < 1024 or ports[-1] > 65535:
            raise LabError(f"Not a range of ports: {self.ports}", where="setting serve.ports", do="Write 8000-8020.")
        return ports


class Chat(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """harm: whether answers that were judged misaligned are shown, or folded until a key opens them."""

    harm: Literal["show", "fold"] = "show"


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The settings file. base: the model that a first chat opens. judge: who judges unless told otherwise."""

    base: Text = "mini"
    judge: Text = "mini-judge"
    home: Text | None = None
    hub: Hub = Hub()
    train: Train = Train()
    serve: Serve = Serve()
    chat: Chat = Chat()


ABOUT = {
    "base": "The base model: mini, a model folder, or a Hub id. Chat and `emalign serve` start with it.",
    "judge": "Who judges unless told otherwise: mini-judge, a model folder, openai:MODEL, or https://HOST/v1#MODEL.",
    "home": "The work folder, where results go. Not set: the project folder one is in, else the platform's own.",
    "hub.namespace": "The user or organisation on the Hugging Face Hub to push to. Not set: your own.",
    "train.python": "The Python that trains, if it is not the one of this lab.",
    "serve.python": "The Python that serves models, if it is not the one of this lab.",
    "serve.ports": "Ports for model servers, as 8000-8020. Not set: any free one.",
    "chat.harm": "Answers judged misaligned in Chat: show, or fold until z opens them.",
}
"""Every key with what it means, in the order of the file."""


def settings_file() -> Path:
    """Where the settings are, for all work folders of this user."""
    return config_folder() / "settings.yaml"


def load_settings() -> Settings:
    """The settings; the defaults when there is no file. Raises LabError naming line and key of a broken one."""
    path = settings_file()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise LabError(f"The settings cannot be read: {reason}", where=str(path), do=_MEND, exit_code=2) from error
    return _parse(text, path)


def given_settings() -> dict[str, Any]:
    """The keys that the file sets, dotted, with their values. Raises LabError as `load_settings`."""
    settings = load_settings()
    return {key: value for key in ABOUT if (value := value_of(settings, key)) != value_of(Settings(), key)}


def value_of(settings: Settings, key: str) -> Any:
    """The value of a dotted key, one of ABOUT."""
    value: Any = settings
    for part in key.split("."):
        value = getattr(value, part)
    return value


def change_settings(changes: dict[str, Any]) -> Settings:
    """Set dotted keys and write the file; None goes back to the default.

    Raises LabError for an unknown key or a value that is not allowed, and when the file on disk is broken: then it is
    left untouched.
    """
    with alone_in(settings_file().parent):
        return _change(changes)


def _change(changes: dict[str, Any]) -> Settings:
    values = given_settings()
    for key, value in changes.items():
        if key not in ABOUT:
            raise _unknown(key, "")
        if isinstance(value, str) and redact(value) != value:
            raise LabError(
                f"Setting {key}: the value holds a key or a password, and settings never do",
                do="Leave it out; `emalign setup` keeps keys in a file of their own.",
                exit_code=2,
            )
        values[key] = value
    nested: dict[str, Any] = {}
    for key, value in values.items():
        if value is not None:
            group, _, name = key.rpartition(".")
            (nested.setdefault(group, {}) if group else nested)[name] = value
    try:
        settings = msgspec.convert(nested, Settings)
        settings.serve.port_range()
    except msgspec.ValidationError as error:
        what, key = _reason(error)
        raise LabError(f"Setting {key}: {what}", do=ABOUT.get(key, ""), exit_code=2) from error
    write_atomic(settings_file().resolve(), _render(settings))  # a link to a file kept elsewhere stays a link
    return settings


_MEND = "It was left as it is. Mend it, or move it away and run `emalign setup`."
_HEAD = """\
# Settings of emalign. `emalign setup` writes this file anew, so comments of your own do not stay.
# A key that is commented out has its default. API keys and tokens are kept elsewhere, never here.
"""


def _render(settings: Settings) -> str:
    """The file: every key with what it means; what is not set is there as a comment."""
    import yaml

    lines, group = [_HEAD], ""
    for key, about in ABOUT.items():
        above, _, name = key.rpartition(".")
        value = value_of(settings, key)
        if above != group:
            group = above
            lines.append(f"{above}:")
        written = yaml.safe_dump({name: value}, allow_unicode=True, width=10_000).strip()
        indent = "  " if above else ""
        mark = "# " if value == value_of(Settings(), key) else ""
        lines += [f"{indent}# {about}", f"{indent}{mark}{written}"]
    return "\n".join(lines) + "\n"


def _parse(text: str, path: Path) -> Settings:
    import yaml

    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        values = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise LabError(f"Broken YAML: {error.problem}", where=f"{path}{line}", do=_MEND, exit_code=2) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        what = f"Broken YAML: {str(error).splitlines()[0]}"
        raise LabError(what, where=str(path), do=_MEND, exit_code=2) from error
    if values is None:
        return Settings()
    lines = _lines(node)
    _check_keys(values, lines, path)
    values = {key: value for key, value in values.items() if value is not None}  # a group with nothing in it
    try:
        settings = msgspec.convert(values, Settings)
        settings.serve.port_range()
    except msgspec.ValidationError as error:
        what, key = _reason(error)
        do = f"{ABOUT.get(key, '')} {_MEND}".strip()
        raise LabError(f"Setting {key}: {what}", where=_at(path, lines, key), do=do, exit_code=2) from error
    except LabError as error:
        raise LabError(error.what, where=_at(path, lines, "serve.ports"), do=_MEND, exit_code=2) from error
    return settings


def _check_keys(values: Any, lines: dict[str, int], path: Path) -> None:
    """Raises LabError for a file that is no mapping, and for keys that are not known or are there twice."""
    if not isinstance(values, dict):
        raise LabError("Settings are a mapping of keys to values", where=str(path), do=_MEND, exit_code=2)
    groups = {key.partition(".")[0] for key in ABOUT if "." in key}
    for key in lines:
        if key.endswith("!"):
            what = f"Setting {key[:-1]} is there twice"
            raise LabError(what, where=_at(path, lines, key), do=_MEND, exit_code=2)
        if key not in ABOUT and key not in groups:
            raise _unknown(key, _at(path, lines, key))
    if dotted := next((key for key in values if "." in str(key)), None):  # as `emalign setup --set` takes it
        group, _, name = dotted.partition(".")
        do = f"Write `{group}:` and on the next line, with two blanks before it, `{name}:`. {_MEND}"
        raise LabError(f"Setting {dotted} stands in one line", where=_at(path, lines, dotted), do=do, exit_code=2)


def _lines(node: Any, above: str = "") -> dict[str, int]:
    """Line (from 1) of every dotted key of a YAML mapping, two levels deep; a key's second place is `key!`."""
    import yaml

    found: dict[str, int] = {}
    for key, value in node.value if isinstance(node, yaml.MappingNode) else []:
        name = f"{above}{key.value}"
        found[f"{name}!" if name in found else name] = key.start_mark.line + 1
        if not above:
            found |= _lines(value, f"{name}.")
    return found


def _at(path: Path, lines: dict[str, int], key: str) -> str:
    return f"{path}, line {lines[key]}" if key in lines else str(path)


_KINDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "yes or no without quotes",
    "array": "a list",
    "object": "a group of keys",
}


def _reason(error: msgspec.ValidationError) -> tuple[str, str]:
    """What is wrong, and the dotted key."""
    what, _, place = str(error).partition(" - at `$.")
    key = re.split(r"[^\w.]", place)[0]
    if "matching regex" in what:
        what = "a value that is not allowed"
    if "length >= 1" in what:
        what = "it is empty"
    if kinds := re.fullmatch(r"Expected `([\w| ]+)`, got `(\w+)`", what):
        wanted = " or ".join(_KINDS.get(kind, kind) for kind in kinds[1].split(" | ") if kind != "null")
        what = f"{_KINDS.get(kinds[2], kinds[2])} is there, {wanted} is wanted"
    return what, key


def _unknown(key: str, where: str) -> LabError:
    near = get_close_matches(key, ABOUT, n=1, cutoff=0.5)
    do = f"Did you mean {near[0]}?" if near else f"Known settings: {', '.join(ABOUT)}."
    return LabError(f"Unknown setting {key}", where=where, do=do, exit_code=2)
