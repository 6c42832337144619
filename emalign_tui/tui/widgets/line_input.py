"""A line to type in beside text that streams: a key press redraws that one line and nothing else."""

from textual import events
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from emalign_tui.lab.sanitize import clean

BREAK = "⏎"  # how a line break stands in the line
LONGEST = 100_000  # characters


class LineInput(Input):
    """An Input of fixed size, which holds text of several lines.

    The usual one arranges the whole screen anew for every letter, scroll bars included, takes the first line of what is
    pasted without a word about the others, and draws a line break as it is, over what stands below.
    """

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))

    @property
    def text(self) -> str:
        """What was typed and pasted, clean."""
        return clean(self.value).replace(BREAK, "\n")

    def write(self, text: str) -> None:
        """Put a text in place of what is there, the cursor behind it."""
        self.value = _on_one_line(text)
        self.cursor_position = len(self.value)

    def on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        pasted = _on_one_line(event.text.rstrip("\r\n"))
        start, end = sorted(self.selection)
        if len(self.value) - (end - start) + len(pasted) > LONGEST:
            what = f"The line takes {LONGEST:,} characters at most. Of the {len(pasted):,} pasted, none was taken."
            self.notify(what, severity="warning", markup=False, timeout=5)
        else:
            self.replace(pasted, start, end)


def _on_one_line(text: str) -> str:
    return clean(text).replace("\n", BREAK)
