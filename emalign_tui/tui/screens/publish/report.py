"""The window that says what a folder, a run or a repository is, and loads it when asked to."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.content import Content
from textual.widgets import Static

from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.dialogs.choose import Confirm
from emalign_tui.tui.screens.dialogs.reading import Brought, Reading
from emalign_tui.tui.screens.publish import rows as draw
from emalign_tui.tui.services import publishing
from emalign_tui.tui.widgets.safe import safe

if TYPE_CHECKING:
    from emalign_tui.lab.paths import Home

_FETCHED = "All of it but its pickles is fetched from the Hub, loaded, and removed again. A large model takes minutes."
_LOADED = "It is read whole, and says a few words in each engine here. A large model takes minutes."


class Report(Reading):
    """place: a folder, a run or ORG/NAME. It is looked into at once."""

    BINDINGS: ClassVar = [*Reading.BINDINGS, *bindings("report")]

    def __init__(self, home: Home, place: str) -> None:
        super().__init__(
            "What it is", Content("Looking into it…"), lambda: draw.report_text(publishing.look(home, place))
        )
        self._home, self._place = home, place
        self._busy = True

    def keys(self) -> Content:
        key = "bold $text-primary"
        return Content.assemble(("l", key), " load it too   ", ("Esc", key), " closes")

    @on(Brought)
    def done(self) -> None:
        self._busy = False

    def action_load(self) -> None:
        if not self._busy:
            away = publishing.is_away(self._home, self._place)
            self.app.push_screen(Confirm("Load this model?", safe(_FETCHED if away else _LOADED)), self._load)

    def _load(self, yes: bool | None) -> None:
        if yes:
            self._busy = True
            self.query_one("#read", Static).update(Content("Loading it…"))
            self.bring(lambda: draw.loaded_text(publishing.load(self._home, self._place)))
