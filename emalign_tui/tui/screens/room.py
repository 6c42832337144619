"""What all rooms of the lab have in common: their bars, what is alive, and rest while another room is shown."""

from textual import events, on
from textual.screen import Screen
from textual.timer import Timer

from emalign_tui.tui.services.snapshot import Snapshot
from emalign_tui.tui.tour.guide import Guide
from emalign_tui.tui.widgets.frame import TopBar


class Room(Screen[None]):
    """A screen with a TopBar and a Guide. _timer: what it polls with, if it does; it rests while the room is hidden."""

    room: str
    _timer: Timer | None = None

    def on_mount(self) -> None:
        self.app.changed.subscribe(self, self.show)

    @on(events.ScreenResume)
    def come_back(self) -> None:
        self.wake()
        self.call_after_refresh(lambda: self.show(self.app.snapshot))

    @on(events.ScreenSuspend)
    def go_away(self) -> None:
        if self._timer:
            self._timer.pause()

    def wake(self) -> None:
        """Poll again."""
        if self._timer:
            self._timer.resume()

    def show(self, snapshot: Snapshot) -> None:
        """Draw the snapshot; a hidden room waits until it is shown again."""
        if not self.is_current:
            return
        self.query_one(TopBar).show(snapshot)
        self.query_one(Guide).show(self.app.tour.state, snapshot)
        self.draw_room(snapshot)

    def draw_room(self, snapshot: Snapshot) -> None:
        """What the room shows of it besides its bars."""
