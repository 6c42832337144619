"""Where things are: the work folder (results, state) and what ships with the package (configs, data)."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from emalign_tui.lab.errors import LabError

_PACKAGE = Path(__file__).resolve().parent.parent


def share() -> Path:
    """The folder that holds the shipped `configs/` and `data/`: the checkout, or `_share` in an installed wheel."""
    installed = _PACKAGE / "_share"
    return installed if installed.is_dir() else _PACKAGE.parent


def expand(name: str) -> Path:
    """A path as typed, with ~ replaced. Raises LabError for the home of a user who is not there."""
    try:
        return Path(name).expanduser()
    except RuntimeError as error:
        raise LabError("No such user", where=name, do="Check the path.", exit_code=2) from error


def config_folder() -> Path:
    """The platform's folder for what a user set once, for all work folders. Raises LabError where nobody has a home."""
    return _of_user(platformdirs.user_config_dir)


def cache_folder() -> Path:
    """The platform's folder for what can be made again. Raises LabError as `config_folder`."""
    return _of_user(platformdirs.user_cache_dir)


def _of_user(folder: Callable[..., str]) -> Path:
    try:
        return Path(folder("emalign", appauthor=False))
    except RuntimeError as error:  # as in a container that runs as a number
        do = "export HOME=DIR, a folder of your own."
        raise LabError("This user has no home folder, and HOME is not set", do=do, exit_code=2) from error


def short(path: str) -> str:
    """A path with the user's home folder as ~."""
    home = os.path.expanduser("~")  # noqa: PTH111  ~ itself where there is none, and pathlib's raises
    return "~" + path[len(home) :] if path == home or path.startswith(home + "/") else path


def is_folder(path: Path) -> bool:
    """Whether a folder is there and may be looked at. Any text may be asked: too long or with NUL is no folder."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def is_file(path: Path) -> bool:
    """Whether a file is there and may be looked at; as forgiving as `is_folder`."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


@dataclass(frozen=True)
class Home:
    """The work folder. Nothing is created by looking at it."""

    root: Path

    @property
    def results(self) -> Path:
        return self.root / "results"

    @property
    def state(self) -> Path:
        """Settings and small state of this home that is not a result."""
        return self.root / ".emalign"

    def kind(self, kind: str) -> Path:
        """The folder of one kind of run: train, serve, eval, demo."""
        return self.results / kind

    def find(self, name: str) -> Path:
        """A config, question or data file by path, else under the home, else among the shipped ones.

        Raises LabError naming every place that was looked at.
        """
        places = [expand(name), self.root / name, share() / name]
        for place in places:
            if is_file(place):
                return place
        looked = ", ".join(dict.fromkeys(str(place) for place in places))
        raise LabError(f"File not found: {name}", where=f"looked at {looked}", do="Check the path.", exit_code=2)


def find_home(explicit: str | None = None) -> Home:
    """--home, else EMALIGN_HOME, else the setting `home`, else the current folder if it has a `configs/`, else the
    platform's data folder. Raises LabError when the settings are needed and broken."""
    return home_and_source(explicit)[0]


def home_and_source(explicit: str | None = None) -> tuple[Home, str]:
    """The work folder, and what named it: --home, EMALIGN_HOME, settings, project folder, or default."""
    from emalign_tui.lab.settings import load_settings

    for name, source in ((explicit, "--home"), (os.environ.get("EMALIGN_HOME"), "EMALIGN_HOME")):
        if name:
            return Home(expand(name).absolute()), source
    if name := load_settings().home:
        return Home(expand(name).absolute()), "settings"
    if (Path.cwd() / "configs").is_dir():
        return Home(Path.cwd()), "project folder"
    return Home(_of_user(platformdirs.user_data_dir)), "default"
