"""Before a training starts on a card that serves: what is to become of the server."""

from collections.abc import Callable

from textual.content import Content
from textual.message import Message
from textual.screen import Screen

from emalign_tui.lab.paths import Home
from emalign_tui.lab.sanitize import one_line
from emalign_tui.lab.serving.servers import stop_server
from emalign_tui.lab.serving.sharing import Holding, serving_on
from emalign_tui.tui.screens.dialogs.choose import Choose


class CardServes(Message):
    """Servers hold memory of the card that a training is about to take. begin: starts it all the same."""

    def __init__(self, holdings: list[Holding], begin: Callable[[], None]) -> None:
        super().__init__()
        self.holdings, self.begin = holdings, begin


def begin_if_free(screen: Screen[None], home: Home, processes: int, begin: Callable[[], None]) -> None:
    """Start a training, or post CardServes when servers are in its way. For a thread."""
    if holdings := serving_on(home, processes):
        screen.post_message(CardServes(holdings, begin))
    else:
        begin()


def what_to_do(holdings: list[Holding]) -> Choose:
    """The window that asks: "stop", "beside", or None to start nothing."""
    rows = [
        ("stop", Content("stop the server first; chat starts it again")),
        ("beside", Content("train beside it, in the memory that is left")),
    ]
    return Choose("This GPU serves a model", rows, one_line(". ".join(map(str, holdings)), 400) + ".")


def stop_servers(home: Home, holdings: list[Holding]) -> None:
    """Stop them. Raises LabError when the memory is not free afterwards."""
    for holding in holdings:
        for ended in stop_server(home, holding.run):
            ended.check()
