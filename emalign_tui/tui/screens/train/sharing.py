"""Before a training takes a card that serves, now or in the queue: what is to become of the server."""

from collections.abc import Callable

from textual.content import Content
from textual.message import Message
from textual.screen import Screen

from emalign_tui.lab.paths import Home
from emalign_tui.lab.sanitize import one_line
from emalign_tui.lab.serving.sharing import Holding, in_the_way
from emalign_tui.tui.screens.dialogs.choose import Choose

Begin = Callable[[list[Holding]], None]  # starts the training, or queues it; takes the servers that are to give way


class CardServes(Message):
    """Servers hold memory of the card that a training is about to take."""

    def __init__(self, holdings: list[Holding], begin: Begin, *, queued: bool = False) -> None:
        super().__init__()
        self.holdings, self.begin, self.queued = holdings, begin, queued


def begin_if_free(screen: Screen[None], home: Home, processes: int, begin: Begin, *, queued: bool = False) -> None:
    """Begin, or post CardServes when servers are in the way. For a thread."""
    if holdings := in_the_way(home, processes, queued=queued):
        screen.post_message(CardServes(holdings, begin, queued=queued))
    else:
        begin([])


def what_to_do(message: CardServes) -> Choose:
    """The window that asks: "stop", "beside", or None to start nothing."""
    when = "when the training's turn comes" if message.queued else "first"
    rows = [
        ("stop", Content(f"stop the server {when}; chat starts it again")),
        ("beside", Content("train beside it, in the memory that is left")),
    ]
    return Choose("This GPU serves a model", rows, one_line(". ".join(map(str, message.holdings)), 400) + ".")
