"""Where the tour stands, kept in the home's state folder so that it can be left and resumed."""

import msgspec

from emalign_tui.lab.files import write_atomic
from emalign_tui.lab.paths import Home
from emalign_tui.tui.tour.steps import TourState

FILE = "tour.json"


def load_tour(home: Home) -> TourState:
    """The state, or a new one when there is none or it cannot be read: the tour is no reason to fail."""
    try:
        return msgspec.json.decode((home.state / FILE).read_bytes(), type=TourState)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return TourState()


def save_tour(home: Home, state: TourState) -> None:
    """Raises LabError when it cannot be written."""
    write_atomic(home.state / FILE, msgspec.json.encode(state))
