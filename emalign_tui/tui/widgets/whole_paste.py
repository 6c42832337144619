"""A line that takes all of what is pasted: a token or an address, however it was broken where it was copied."""

from textual import events
from textual.widgets import Input

from emalign_tui.lab.sanitize import clean


class WholePaste(Input):
    """An Input whose pasted lines are joined. The usual one keeps the first, even when that is empty, and masked text
    does not show what is missing."""

    def on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.replace("".join(line.strip() for line in clean(event.text).splitlines()), *self.selection)
