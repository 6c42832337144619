"""What the set-up does once a person has chosen: it checks, keeps, and says what came of it. All of it may block."""

from pathlib import Path

from emalign_tui.lab.doctor.judge import ask_judge
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.hub.token import log_in
from emalign_tui.lab.models.reference import ModelRef, resolve_model
from emalign_tui.lab.network import is_loopback
from emalign_tui.lab.paths import Home, short
from emalign_tui.lab.secrets import Token, api_key, can_be_sent, store_key
from emalign_tui.lab.serving.records import Endpoint
from emalign_tui.lab.serving.servers import serve
from emalign_tui.lab.settings import change_settings, load_settings
from emalign_tui.lab.setup.values import keep_setting
from emalign_tui.tui.screens.setup.facts import Tried, rights, writable

ANSWERS = 800  # whose cost is told: eight questions, a hundred samples


def keep(home: Home, step: str, key: str, value: str) -> Tried:
    """Keep a setting; a LabError becomes the sentence."""
    try:
        kept = keep_setting(home, key, value)
    except LabError as error:
        return Tried(step, False, str(error))
    return Tried(step, True, f"Kept: {short(kept)}." if kept else "Back to the default.")


def keep_token(token: str) -> Tried:
    """Check a Hub token live and have huggingface_hub store it. Its user becomes the namespace to push to, unless one
    is set that it may push to."""
    try:
        owner, dropped = log_in(token)
    except LabError as error:
        return Tried("hub", False, str(error))
    said = f"Stored. It is {owner.user}'s and {rights(owner)}."
    if dropped:
        said += f" {' and '.join(dropped)} held another one and is dropped here; unset it in your shell."
    try:
        names = writable(owner)
        if names and load_settings().hub.namespace not in names:
            change_settings({"hub.namespace": names[0]})
    except LabError as error:
        said += f" The namespace to push to was not kept: {error}"
    return Tried("hub", True, said, owner)


def try_judge(home: Home, judge: str, key: str | None) -> Tried:
    """Ask a judge for one token with its probabilities; keep judge and key when it gives them.

    key: as typed; None uses the one that is there. A model of one's own is served first, which can take minutes.
    """
    try:
        ref = resolve_model(home, judge)
        endpoint = _with_key(ref, key) if ref.url and key else serve(home, ref)
        found = ask_judge(endpoint, ANSWERS)
        if found.status != "ok":
            return Tried("judge", False, f"{found.evidence}. {found.fix}")
        where = f" The key is in {short(str(store_key(ref.url, key)))}, for you alone." if ref.url and key else ""
        keep_setting(home, "judge", judge)
    except LabError as error:
        return Tried("judge", False, str(error))
    return Tried("judge", True, f"{found.evidence}.{where}" + _overruled(ref.url, ref.api_key_env, key))


def _with_key(ref: ModelRef, key: str) -> Endpoint:
    return Endpoint(ref.url or "", can_be_sent(Token("as it was typed", key)), ref.model or ref.base)


def key_there(home: Home, judge: str) -> str:
    """Where the key of a remote judge is now, as a phrase. Raises LabError when it is no remote judge."""
    ref = resolve_model(home, judge)
    if ref.url is None:
        do = "Write for example https://api.example.org/v1#model-name."
        raise LabError("That is not an address", where=judge, do=do, exit_code=2)
    found = api_key(ref.url, ref.api_key_env)
    open_way = ref.url.startswith("http://") and not is_loopback(ref.url)
    warning = " It travels unencrypted: https is better" if open_way else ""
    return (f"the one in {short(found.source)}." if found else "none.") + warning


def forget_key(home: Home, judge: str) -> Tried:
    """Remove the stored key of a judge's address."""
    try:
        store_key(resolve_model(home, judge).url or "", "")
    except LabError as error:
        return Tried("judge", False, str(error))
    return Tried("judge", False, "The stored key is removed; the judge stays as it is.")


def _overruled(url: str | None, variable: str | None, key: str | None) -> str:
    """The stale-environment trap: a variable wins over the key that was just stored."""
    found = api_key(url, variable) if url and key else None
    if found is None or found.value == key:
        return ""
    return f" But {found.source} is set to another key and wins: unset it in your shell."


def drive_folder(drive: str) -> str:
    """The work folder on a mounted Drive."""
    return str(Path(drive) / "emalign")
