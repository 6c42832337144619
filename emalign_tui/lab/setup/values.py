"""Whether a value that a person gave for a setting can work on this machine, before it is kept."""

import os
from pathlib import Path
from typing import Any

from emalign_tui.lab.doctor.check import Subject
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import why_unwritable
from emalign_tui.lab.models.reference import MINI, MINI_JUDGE, OPENAI_URL, resolve_model
from emalign_tui.lab.paths import Home, expand, home_and_source, is_file, is_folder
from emalign_tui.lab.runs.launch import worker_python
from emalign_tui.lab.secrets import api_key, hub_tokens, keys_file
from emalign_tui.lab.settings import ABOUT, change_settings, given_settings, load_settings, settings_file, value_of


def keep_setting(home: Home, key: str, value: str) -> str | None:
    """Check a value typed for a setting and write it; an empty one goes back to the default.

    Returns what was kept: folders and interpreters as absolute paths. Raises LabError for what cannot work: a model
    that is not there, a folder that cannot be written, an interpreter that cannot be run, a broken settings file.
    """
    kept = checked(home, key, value.strip()) if value.strip() else None
    change_settings({key: kept})
    return kept


def checked(home: Home, key: str, value: str) -> str:
    """The value as it is to be kept. Raises LabError when it cannot work here; keys that are not known are let by."""
    if key == "base":
        return _base(home, value)
    if key == "judge":
        resolve_model(home, value)
        return str(expand(value).absolute()) if is_folder(expand(value)) else value
    if key == "home":
        return _home(value)
    if key in ("train.python", "serve.python"):
        return _python(value)
    return value


def subject() -> Subject:
    """What the Doctor is asked about when nothing else is named: the model, judge, namespace and interpreters that are
    set. The mini kit needs no asking. Broken settings ask about nothing: their own check tells."""
    try:
        settings = load_settings()
    except LabError:
        return Subject()
    return Subject(
        model=None if settings.base == MINI else settings.base,
        judge=None if settings.judge == MINI_JUDGE else settings.judge,
        repo=settings.hub.namespace,
        train_python=worker_python("train"),
        serve_python=worker_python("serve"),
    )


def overview(explicit_home: str | None) -> dict[str, Any]:
    """Every setting with its value and where it comes from; where keys and tokens are found, never what they are.

    Raises LabError when the settings or the keys file are broken.
    """
    settings, given = load_settings(), given_settings()
    home, source = home_and_source(explicit_home)
    listed = [
        {
            "key": key,
            "value": str(home.root) if key == "home" else value_of(settings, key),
            "source": source if key == "home" else "settings" if key in given else "default",
            "about": about,
        }
        for key, about in ABOUT.items()
    ]
    judge = resolve_model(home, settings.judge)
    found = api_key(judge.url or OPENAI_URL, judge.api_key_env)
    return {
        "file": str(settings_file()),
        "settings": listed,
        "judge_key": {"needed": judge.url is not None, "source": found.source if found and judge.url else None},
        "keys_file": str(keys_file()),
        "hub_token": {"sources": [token.source for token in hub_tokens()]},
    }


def _base(home: Home, value: str) -> str:
    ref = resolve_model(home, value)
    if ref.url or ref.adapter:
        what = f"The base must be a whole model; {value} is {'remote' if ref.url else 'an adapter'}"
        raise LabError(what, do=ABOUT["base"], exit_code=2)
    return str(expand(value).absolute()) if is_folder(expand(value)) else value


def _home(value: str) -> str:
    folder = expand(value).absolute()
    if reason := why_unwritable(folder):
        raise LabError(f"Cannot write there: {reason}", where=str(folder), do="Name another folder.", exit_code=2)
    return str(folder)


def _python(value: str) -> str:
    path = Path(os.path.abspath(expand(value)))  # noqa: PTH100  not resolved: a venv's python is a link out of it
    if not is_file(path) or not os.access(path, os.X_OK):
        do = "Name the python of the environment, for example ~/train/bin/python."
        raise LabError("Not an interpreter that can be run", where=str(path), do=do, exit_code=2)
    return str(path)
