"""A line to type in beside text that streams: a key press redraws that one line and nothing else."""

from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input


class LineInput(Input):
    """An Input of fixed size. The usual one arranges the whole screen anew for every letter, scroll bars included."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
