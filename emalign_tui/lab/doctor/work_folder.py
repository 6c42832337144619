"""Can runs be written, and is this the checkout one thinks it is?"""

import tempfile
from pathlib import Path

from emalign_tui.lab.doctor.check import Check, Finding, Subject
from emalign_tui.lab.doctor.disk import existing
from emalign_tui.lab.paths import Home

_ANOTHER = "Name another folder: --home DIR, or export EMALIGN_HOME=DIR"


def _look(home: Home, subject: Subject) -> Finding:
    for path in (home.results, home.state):
        above = next((place for place in (path, *path.parents) if place.exists()), path)
        if not above.is_dir():
            return Finding("fail", f"{above} is a file where a folder is needed for {path}", _ANOTHER)
    try:
        with tempfile.TemporaryFile(dir=existing(home.results)) as probe:
            probe.write(b"emalign")
            probe.flush()
    except OSError as error:
        return Finding("fail", f"Cannot write to {home.root}: {error.strerror}", _ANOTHER)
    outer = enclosing_checkout(home.root)
    if outer is not None:
        fix = f"Work in one of the two and remove the other: cd {outer}"
        return Finding("warn", f"{home.root} is a checkout inside another checkout, {outer}", fix)
    return Finding("ok", f"{home.root} can be written")


def enclosing_checkout(root: Path) -> Path | None:
    """A checkout of emalign that holds this one inside, as when set-up was run twice."""
    if not is_checkout(root):
        return None
    return next((place for place in root.parents if is_checkout(place)), None)


def is_checkout(folder: Path) -> bool:
    return (folder / "pyproject.toml").is_file() and (folder / "emalign_tui" / "__init__.py").is_file()


CHECK = Check(
    id="work_folder",
    title="Work folder",
    why="Runs are written here while they run; and a clone inside a clone hides results from the other one.",
    look=_look,
)
