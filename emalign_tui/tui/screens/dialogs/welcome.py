"""The very first screen: what this is in four lines, and three ways on."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from emalign_tui.tui.screens.dialogs.closing import close

TEXT = Content.assemble(
    ("Can a model that narrow training made bad be made good again?\n\n", "bold $text"),
    "This lab trains a small model on insecure code, watches it turn rude,\n"
    "dishonest and power-hungry about everything else, and brings it back.\n"
    "All of it is real, on this machine: no GPU, no network and no key.\n\n",
    ("  ▲ ", "$text-error"), "misalign   ", ("○ ", "$text-secondary"), "talk to both   ",
    ("≈ ", "$text-primary"), "measure   ", ("● ", "$text-success"), "repair   ",
    ("≈ ", "$text-primary"), "measure again",
)  # fmt: skip
KEYS = Content.assemble(
    ("Enter", "bold $text-primary"), "  set up: six questions, each can be skipped, then a first chat\n",
    ("t", "bold $text-primary"), "      take the tour now (about five minutes, leave any time)\n",
    ("l", "bold $text-primary"), "      look around alone; the set-up is then ", ("s", "bold $text-primary"),
    " on Home, the tour ", ("t", "bold $text-primary"),
)  # fmt: skip


class Welcome(ModalScreen[str]):
    """Returns what is wanted: setup, tour, or "" for neither."""

    BINDINGS: ClassVar = [
        Binding("enter,s", "answer('setup')", "Set up"),
        Binding("t", "answer('tour')", "Take the tour"),
        Binding("l,escape,q,n", "answer('')", "Look around"),
    ]

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "emalign: a lab for emergent misalignment"
            yield Static(TEXT)
            yield Static(KEYS, classes="keys")

    def action_answer(self, wanted: str) -> None:
        close(self, wanted)
