"""What is in the home right now: runs, the tree of models, servers; read cheaply, told only when it changed.

The lab's own modules are imported by the reading thread, after the first paint.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from emalign_tui.lab.paths import Home

if TYPE_CHECKING:
    from emalign_tui.lab.models.lineage import Node
    from emalign_tui.lab.runs.records import RunInfo
    from emalign_tui.lab.serving.records import Server
    from emalign_tui.lab.serving.remotes import Remote

Stamp = tuple[int, int]


class Snapshot(msgspec.Struct, frozen=True):
    """Runs oldest first, one tree of models per base, the servers that answer, and models on other machines."""

    runs: tuple[RunInfo, ...] = ()
    tree: tuple[Node, ...] = ()
    servers: tuple[Server, ...] = ()
    remotes: tuple[Remote, ...] = ()

    def run(self, id: str) -> RunInfo | None:
        return next((run for run in self.runs if run.id == id), None)

    @property
    def alive(self) -> list[RunInfo]:
        """Runs that work now or wait for their turn; servers are not counted among them."""
        return [run for run in self.runs if run.alive and run.kind != "serve"]

    @property
    def starting(self) -> list[RunInfo]:
        """Servers that do not answer yet."""
        answering = {server.run for server in self.servers}
        return [run for run in self.runs if run.alive and run.kind == "serve" and run.id not in answering]

    @property
    def failed_servers(self) -> list[RunInfo]:
        """The last server of each base when it failed and none followed."""
        last = {run.base: run for run in self.runs if run.kind == "serve"}
        return [run for run in last.values() if run.state == "failed" and run.error]


class SnapshotReader:
    """Keeps what it read of finished runs, and looks again only at files whose time changed and at living runs."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.base = "mini"  # of the settings; has a tree of its own even before anything is trained on it
        self._base_of_tree = ""
        self._known: dict[Path, tuple[Stamp, RunInfo]] = {}
        self._last = Snapshot()
        self._read_once = False
        self._remotes_at = 0

    def read(self) -> Snapshot | None:
        """The home as it is, or None when nothing changed since the last call."""
        from emalign_tui.lab.models.lineage import lineage

        runs = tuple(sorted(self._runs(), key=lambda run: (run.created, run.id)))
        before = self._last
        tree, servers = before.tree, before.servers
        base = self.base
        if not self._read_once or _models(runs) != _models(before.runs) or base != self._base_of_tree:
            tree, self._base_of_tree = tuple(lineage(self.home, base)), base
        if any(run.kind == "serve" and run.alive for run in runs) or servers:
            from emalign_tui.lab.serving.servers import list_servers

            servers = tuple(server for server in list_servers(self.home) if server.alive)
        now = Snapshot(runs, tree, servers, self._remotes(before))
        if self._read_once and now == before:
            return None
        self._last, self._read_once = now, True
        return now

    def _remotes(self, before: Snapshot) -> tuple[Remote, ...]:
        changed = _time(self.home.state / "remotes.json")
        if changed == self._remotes_at:
            return before.remotes
        from emalign_tui.lab.serving.remotes import remotes

        self._remotes_at = changed
        return tuple(remotes(self.home))

    def _runs(self) -> list[RunInfo]:
        from emalign_tui.lab.runs.layout import KINDS, RunDir, run_info

        found: dict[Path, tuple[Stamp, RunInfo]] = {}
        for kind in KINDS:
            for path in _folders(self.home.kind(kind)):
                stamp = (_time(path / "state.json"), _time(path / "run.yaml"))
                if not stamp[1]:
                    continue
                known = self._known.get(path)
                fresh = known is None or known[0] != stamp or known[1].alive
                found[path] = (stamp, run_info(RunDir(path))) if fresh or known is None else known
        self._known = found
        return [info for _, info in found.values()]


def _models(runs: tuple[RunInfo, ...]) -> list[tuple[str, str]]:
    return [(run.id, run.state) for run in runs if run.kind == "train"]


def _folders(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return [Path(entry.path) for entry in entries if entry.is_dir()]
    except FileNotFoundError:
        return []


def _time(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
