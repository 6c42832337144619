"""The lab: one Textual app of seven rooms over one home. It owns no process and no number."""

import asyncio
import gc
import os
import signal
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import App, ReturnType
from textual.filter import LineFilter
from textual.message import Message
from textual.screen import Screen
from textual.signal import Signal

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import Home
from emalign_tui.tui.keymap import bindings, load_keymap
from emalign_tui.tui.services.boundary import Trouble, in_thread, poll
from emalign_tui.tui.services.snapshot import Snapshot, SnapshotReader
from emalign_tui.tui.terminal import PrintableOnly, guard, record_traceback
from emalign_tui.tui.theme import DARK, LIGHT
from emalign_tui.tui.tour.progress import Tour
from emalign_tui.tui.widgets.frame import ROOMS
from emalign_tui.tui.widgets.safe import safe

if TYPE_CHECKING:
    from textual.command import Provider

    from emalign_tui.lab.settings import Settings

_HERE = Path(__file__).parent
REFRESH = 1.0  # seconds between two looks at the home


class SnapshotRead(Message):
    """The home changed."""

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__()
        self.snapshot = snapshot


def _room(name: str) -> Screen[ReturnType]:
    """A room, imported when it is first entered, so that the first screen comes fast."""
    if name == "home":
        from emalign_tui.tui.screens.home.screen import HomeScreen as Room
    elif name == "setup":
        from emalign_tui.tui.screens.setup.screen import SetupScreen as Room
    elif name == "doctor":
        from emalign_tui.tui.screens.doctor.screen import DoctorScreen as Room
    elif name == "publish":
        from emalign_tui.tui.screens.publish.screen import PublishScreen as Room
    elif name == "data":
        from emalign_tui.tui.screens.data.screen import DataScreen as Room
    elif name == "train":
        from emalign_tui.tui.screens.train.screen import TrainScreen as Room
    elif name == "chat":
        from emalign_tui.tui.screens.chat.screen import ChatScreen as Room
    else:
        from emalign_tui.tui.screens.scores.screen import ScoresScreen as Room
    return Room()


def _commands() -> "type[Provider]":
    """What the command palette searches, imported when it is first opened."""
    from emalign_tui.tui.commands import LabCommands

    return LabCommands


class LabApp(App[None]):
    """Rooms are modes, made when first entered, and kept: a hidden room does no work and loses nothing."""

    TITLE = "emalign"
    CSS_PATH: ClassVar = [
        _HERE / "lab.tcss",
        _HERE / "screens" / "home" / "home.tcss",
    ]  # parsed once, for the first paint
    MODES: ClassVar = {name: partial(_room, name) for name in (*(room for room, _ in ROOMS), "setup")}
    DEFAULT_MODE = "home"
    BINDINGS = bindings("lab")
    COMMANDS: ClassVar = {_commands}
    ENABLE_COMMAND_PALETTE = True
    NOTIFICATION_TIMEOUT = 8

    def __init__(self, home: Home, room: str = "home") -> None:
        self.DEFAULT_MODE = room
        super().__init__()
        self.home = home
        self.log_path = home.state / "lab.log"
        self.snapshot = Snapshot()
        self.tour = Tour(self)
        self.own_keys: dict[str, str] = {}
        self._reader = SnapshotReader(home)
        self._printable = PrintableOnly()
        self.changed: Signal[Snapshot] = Signal(self, "snapshot")
        for theme in (DARK, LIGHT):
            self.register_theme(theme)
        self.set_reactive(App.theme, DARK.name)

    def get_line_filters(self) -> list[LineFilter]:
        return [*super().get_line_filters(), self._printable]

    def on_mount(self) -> None:
        try:
            self.own_keys = load_keymap(self.home.state / "keymap.yaml")
        except LabError as error:
            self.post_message(Trouble(str(error)))
        self.set_keymap(self.own_keys)
        for lost in (signal.SIGHUP, signal.SIGTERM):  # a line that dropped: leave as by the key, and keep what there is
            asyncio.get_running_loop().add_signal_handler(lost, self.exit)
        self.call_after_refresh(self._after_first_paint)
        self.tour.welcome()

    def read_settings(self) -> None:
        """Go by the settings file from now on; by the defaults, and say why, where it cannot be read."""
        from emalign_tui.lab.settings import Settings, load_settings

        self.take_settings(Settings())
        try:
            self.take_settings(load_settings())
        except LabError as error:
            self.post_message(Trouble(f"{error} Until then the defaults are in use."))

    def take_settings(self, settings: "Settings") -> None:
        """What the rooms go by from now on: the base of new chats and of the tree, the judge of new evaluations."""
        self.settings = settings
        self._reader.base = settings.base

    def _after_first_paint(self) -> None:
        gc.freeze()
        gc.enable()
        self.read_settings()
        poll(self, self.home, self._read, "snapshot", REFRESH)
        in_thread(self, self.home, self._start_queue, "queue")

    def _start_queue(self) -> None:
        """What was queued before a reboot goes on when the lab is opened."""
        from emalign_tui.lab.runs.queue import start_queue

        start_queue(self.home)

    def _read(self) -> None:
        snapshot = self._reader.read()
        if snapshot is not None:
            self.post_message(SnapshotRead(snapshot))

    @on(SnapshotRead)
    def take_snapshot(self, message: SnapshotRead) -> None:
        self.snapshot = message.snapshot
        self.changed.publish(message.snapshot)

    @on(Trouble)
    def tell_trouble(self, message: Trouble) -> None:
        self.notify(safe(message.sentence).plain, severity="error", timeout=15, markup=False)

    async def visit(self, room: str, wish: Message | None = None) -> None:
        """Go to a room and hand it a wish."""
        await self.switch_mode(room)
        if wish is not None:
            self.screen.post_message(wish)

    async def action_room(self, room: str) -> None:
        await self.visit(room)

    async def action_help(self) -> None:
        from emalign_tui.tui.screens.help.screen import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            await self.push_screen(HelpScreen(self.screen))

    async def action_tour(self) -> None:
        await self.tour.toggle()

    async def action_tour_next(self) -> None:
        await self.tour.move(1)

    async def action_tour_back(self) -> None:
        await self.tour.move(-1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("tour_next", "tour_back"):
            return self.tour.state.active
        return True

    def action_switch_theme(self) -> None:
        self.theme = LIGHT.name if self.theme == DARK.name else DARK.name

    def action_leave(self) -> None:
        self.exit()

    def action_quit(self) -> None:  # type: ignore[override]  # what ctrl+q and the palette call
        self.exit()

    def action_help_quit(self) -> None:
        """Ctrl-C: not a way to lose the lab by accident."""
        self.notify("Press q or ctrl+q to leave the lab. Runs go on without it.", markup=False)

    def _handle_exception(self, error: Exception) -> None:
        """An error of our own in a handler: into the log, never a traceback on the terminal."""
        record_traceback(self.log_path, error)
        super()._handle_exception(error)

    def _print_error_renderables(self) -> None:
        """Nothing yet: `run_lab` tells it once the terminal is a plain one again."""


def run_lab(home: Home, room: str = "home") -> int:
    """Open the lab in a room and return its exit code. On leaving, says which runs and servers go on without it.

    Raises LabError when the home's state folder cannot be written.
    """
    for name in ("COLUMNS", "LINES"):  # exported, they hide the terminal's own size and every change of it
        os.environ.pop(name, None)
    gc.disable()  # until the first paint: collecting while everything is being built costs a fifth of the start
    app = LabApp(home, room)
    try:
        with guard(app.log_path):
            app.run()
    except OSError as error:
        reason = error.strerror or str(error)
        raise LabError(f"The lab cannot open: {reason}", where=str(app.log_path), do="Check the folder.") from error
    if app._exit_renderables:
        sys.stderr.write(f"emalign: The lab met an error of its own and closed. The details are in {app.log_path}. ")
        sys.stderr.write("Runs go on; `emalign` opens it again.\n")
    alive, servers = app.snapshot.alive, app.snapshot.servers
    if alive or servers:
        going = [run.id for run in alive] + [f"the server of {server.base}" for server in servers]
        sys.stdout.write(safe(f"These go on without the lab: {', '.join(going)}.").plain + "\n")
        sys.stdout.write("`emalign` opens the lab again; `emalign stop RUN` and `emalign unserve` end them.\n")
    return app.return_code or 0
