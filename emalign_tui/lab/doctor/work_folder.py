"""Can runs be written, and is this the folder one thinks it is?"""

import os
import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from emalign_tui.lab.doctor.check import Check, Finding, Subject
from emalign_tui.lab.doctor.disk import existing
from emalign_tui.lab.doctor.joining import joined
from emalign_tui.lab.files import why_unwritable
from emalign_tui.lab.paths import Home, expand

_ANOTHER = "Name another folder: --home DIR, or export EMALIGN_HOME=DIR"
# File systems of another machine: slow for many small files, locks unsure, and gone with the network.
_NETWORK = {"nfs", "nfs4", "cifs", "smbfs", "smb3", "afs", "ncpfs", "9p", "ceph", "glusterfs", "davfs", "beegfs"}
_NETWORK_FUSE = ("sshfs", "gcsfuse", "s3fs", "rclone", "goofys", "gdrive", "drive", "juicefs", "blobfuse")


def _look(home: Home, subject: Subject) -> Finding:
    broken = _unwritable(home)
    if broken is not None:
        return broken
    typed = os.environ.get("EMALIGN_HOME", "")
    return joined([_mounted(home.root), *filter(None, [relative(typed, home), _nested(home.root)])])


def _unwritable(home: Home) -> Finding | None:
    """Each folder that is there counts: some may be another user's, as after runs in a container."""
    return _shut([home.results, home.state]) or _shut(home.results.glob("*/"))


def _shut(folders: Iterable[Path]) -> Finding | None:
    for folder in folders:
        if reason := why_unwritable(folder):
            return Finding("fail", f"Cannot write to {folder}: {reason}", _ANOTHER)
    return None


def relative(typed: str, home: Home) -> Finding | None:
    """An EMALIGN_HOME that is no absolute path means another folder wherever one stands."""
    if not typed or expand(typed).is_absolute():
        return None
    what = f"EMALIGN_HOME is the relative path {typed}: from another folder it means another home"
    return Finding("warn", what, f"export EMALIGN_HOME={shlex.quote(str(home.root))}")


def _nested(root: Path) -> Finding | None:
    outer = enclosing_checkout(root)
    if outer is None:
        return _holds_another(root)
    fix = f"Work in one of the two and remove the other: cd {shlex.quote(str(outer))}"
    return Finding("warn", f"{root} is a checkout inside another checkout, {outer}", fix)


def _holds_another(root: Path) -> Finding | None:
    """The same seen from the outer one: runs that seem lost may be in the inner one."""
    try:
        inner = next((place for place in sorted(root.iterdir()) if is_checkout(place)), None)
    except OSError:
        return None
    if inner is None or not is_checkout(root):
        return None
    fix = f"Work in one of the two; look for runs in the other before you remove it: ls {shlex.quote(str(inner))}"
    return Finding("warn", f"{root} is a checkout that holds another checkout, {inner}", fix)


def enclosing_checkout(root: Path) -> Path | None:
    """A checkout of emalign that holds this one inside, as when set-up was run twice."""
    if not is_checkout(root):
        return None
    return next((place for place in root.parents if is_checkout(place)), None)


def is_checkout(folder: Path) -> bool:
    return (folder / "pyproject.toml").is_file() and (folder / "emalign_tui" / "__init__.py").is_file()


def _mounted(root: Path) -> Finding:
    import psutil

    kind = file_system(existing(root).resolve(), psutil.disk_partitions(all=True))
    if is_network(kind):
        what = f"{root} is on a network file system ({kind}): checkpoints are slow, and a lost connection ends a run"
        return Finding("warn", what, f"{_ANOTHER} on a disk of this machine; copy what you keep afterwards.")
    return Finding("ok", f"{root} can be written")


def file_system(path: Path, mounts: Iterable[Any]) -> str:
    """The kind of file system that holds a path; "" when no mount is known. mounts: with mountpoint and fstype."""
    holding = [mount for mount in mounts if path.is_relative_to(mount.mountpoint)]
    return str(max(holding, key=lambda mount: len(mount.mountpoint)).fstype) if holding else ""


def is_network(kind: str) -> bool:
    return kind in _NETWORK or (kind.startswith("fuse") and any(name in kind for name in _NETWORK_FUSE))


CHECK = Check(
    id="work_folder",
    title="Work folder",
    why="Runs are written here while they run; a relative home, or a clone inside a clone, hides results from the "
    "other one, and a network drive slows every checkpoint.",
    look=_look,
)
