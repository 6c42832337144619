"""A long text that scrolls with the lab's own keys."""

from textual.containers import VerticalScroll

from emalign_tui.tui.keymap import bindings


class TextScroll(VerticalScroll, inherit_bindings=False):
    """Takes the focus, so that j, k and the page keys move it."""

    BINDINGS = bindings("text")
