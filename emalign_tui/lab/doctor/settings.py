"""Can the settings and the stored keys be read, and can only their owner read the keys?"""

from emalign_tui.lab.doctor.check import Check, Finding, Subject
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import why_unwritable
from emalign_tui.lab.paths import Home
from emalign_tui.lab.secrets import keys_file, stored_places
from emalign_tui.lab.settings import given_settings, settings_file


def _look(home: Home, subject: Subject) -> Finding:
    try:
        given, places = given_settings(), stored_places()
    except LabError as error:
        return Finding("fail", error.fact, error.do)
    path = settings_file()
    what = f"{path} sets {', '.join(given)}" if given else f"Nothing is set in {path}; the defaults are in use"
    keys = f"; keys for {', '.join(places)} are in {keys_file()}, for you alone" if places else ""
    if reason := why_unwritable(path.parent):
        fix = "Mend that, or name another folder for settings: export XDG_CONFIG_HOME=DIR"
        return Finding("warn", f"{what}{keys}; no setting can be kept: {reason}", fix)
    return Finding("ok", what + keys)


CHECK = Check(
    id="settings",
    title="Settings",
    why="A settings file with a mistake in it stops each command that needs it, and others may read keys kept loosely.",
    look=_look,
)
