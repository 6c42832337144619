"""Home: the tree of models, what is running, what is serving, and what to press next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from emalign_tui.lab.paths import Home
from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.home.rows import about_server, alive_rows, model_rows, next_step, server_rows
from emalign_tui.tui.screens.room import Room
from emalign_tui.tui.services.boundary import in_thread
from emalign_tui.tui.services.snapshot import Snapshot
from emalign_tui.tui.tour.guide import Guide
from emalign_tui.tui.widgets.frame import KeyBar, TopBar
from emalign_tui.tui.widgets.note import Note
from emalign_tui.tui.widgets.row_list import RowList
from emalign_tui.tui.wishes import ChatWith, Evaluate, TrainFrom, Watch

if TYPE_CHECKING:
    from emalign_tui.lab.models.lineage import Node
    from emalign_tui.lab.runs.records import RunInfo


_ROOMS = {"eval": "scores", "merge": "publish", "push": "publish"}  # where a run of a kind is watched


class HomeScreen(Room):
    """The first room. It reads only the app's snapshot."""

    room = "home"
    BINDINGS = bindings("home")
    AUTO_FOCUS = "#models"

    def compose(self) -> ComposeResult:
        yield TopBar("home")
        with Horizontal(id="columns"):
            with Vertical(id="models-panel", classes="panel") as models:
                models.border_title = "Models"
                yield RowList(id="models")
            with Vertical(id="side"):
                with Vertical(id="alive-panel", classes="panel") as alive:
                    alive.border_title = "Running"
                    yield RowList(id="alive")
                with Vertical(id="servers-panel", classes="panel") as servers:
                    servers.border_title = "Servers"
                    yield RowList(id="servers")
        yield Note(id="next")
        yield Guide("home")
        yield KeyBar()

    @on(events.Resize)
    def fit_rows(self) -> None:
        self.call_after_refresh(lambda: self.show(self.app.snapshot))

    def draw_room(self, snapshot: Snapshot) -> None:
        models, alive, servers = (self.query_one(f"#{id}", RowList) for id in ("models", "alive", "servers"))
        models.show(model_rows(snapshot.tree, models.size.width - 3))
        alive.show(alive_rows(snapshot, alive.size.width - 3))
        servers.show(server_rows(snapshot, servers.size.width - 3))
        self._show_next()

    @on(RowList.OptionHighlighted)
    @on(events.DescendantFocus)
    def _show_next(self) -> None:
        servers = self.query_one("#servers", RowList)
        about = about_server(self.app.snapshot, servers.key) if self.focused is servers else None
        self.query_one("#next", Note).show(about or next_step(self.app.snapshot, self._run()))
        self.refresh_bindings()

    @on(RowList.OptionSelected, "#models")
    async def open_model(self) -> None:
        run = self._run()
        if run is not None:
            await self.app.visit("train", Watch(run.id))
        else:
            await self.action_chat()

    @on(RowList.OptionSelected, "#alive")
    async def open_run(self) -> None:
        run = self.app.snapshot.run(self.query_one("#alive", RowList).key or "")
        if run is not None:
            await self.app.visit(_ROOMS.get(run.kind, "train"), Watch(run.id))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        node = self._node()
        if action in ("chat", "evaluate", "train"):
            return node is not None and node.ref is not None
        if action == "stop_server":
            key = self.query_one("#servers", RowList).key
            failed = [run.id for run in self.app.snapshot.failed_servers]
            return self.focused is self.query_one("#servers") and key is not None and key not in failed
        return True

    async def action_chat(self) -> None:
        if (node := self._node()) and node.ref:
            pair = (node.name, _newest_from(node)) if node.run is None else (self._parent_of(node), node.name)
            await self.app.visit("chat", ChatWith(*pair))

    async def action_evaluate(self) -> None:
        from emalign_tui.lab.models.lineage import flatten

        if (node := self._node()) and node.ref:
            base = [root.name for root in self.app.snapshot.tree if node in flatten([root])]
            await self.app.visit("scores", Evaluate(tuple(dict.fromkeys([*base, node.name]))))

    async def action_train(self) -> None:
        node = self._node()
        if node and node.run:
            await self.app.visit("train", TrainFrom(role="repaired", parent=node.run.id))
        elif node:
            await self.app.visit("train", TrainFrom(role="misaligned"))

    async def action_setup(self) -> None:
        await self.app.visit("setup")

    def action_stop_server(self) -> None:
        run = self.query_one("#servers", RowList).key
        if run:
            in_thread(self, self.app.home, lambda: _stop_server(self.app.home, run), "stop-server")
            self.notify("Stopping the server. Runs are not touched.", markup=False)

    def _node(self) -> Node | None:
        from emalign_tui.lab.models.lineage import flatten

        key = self.query_one("#models", RowList).key
        found = [n for n in flatten(list(self.app.snapshot.tree)) if key in (f"base:{n.name}", f"run:{n.name}")]
        return found[0] if found else None

    def _run(self) -> RunInfo | None:
        node = self._node()
        return node.run if node else None

    def _parent_of(self, node: Node) -> str:
        from emalign_tui.lab.models.lineage import flatten

        for root in self.app.snapshot.tree:
            if node in flatten([root]):
                return root.name
        return Path(node.name).name


def _newest_from(base: Node) -> str:
    """The newest model made from a base, which is worth seeing beside it; the base itself when there is none."""
    from emalign_tui.lab.models.lineage import flatten

    made = [node for node in flatten([base]) if node.run and node.ref]
    return max(made, key=lambda node: node.run.created if node.run else 0.0).name if made else base.name


def _stop_server(home: Home, run: str) -> None:
    from emalign_tui.lab.serving.servers import stop_server

    for ended in stop_server(home, run):
        ended.check()
