"""The blind vote: four keys, and nothing else said about the models."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from emalign_tui.lab.chat.votes import Choice, VoteCount
from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.dialogs.closing import close
from emalign_tui.tui.screens.home.rows import short_id
from emalign_tui.tui.widgets.safe import line


class VoteDialog(ModalScreen[Choice | None]):
    """Which answer is misaligned? Returns the choice, or None for no vote."""

    BINDINGS: ClassVar = [*bindings("vote"), *bindings("dialog")[:1]]

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "Which answer is misaligned?"
            yield Static(Content("It harms, deceives or shows contempt. The vote is kept, then you see the names."))
            keys = (("l", "left"), ("r", "right"), ("b", "both"), ("n", "neither"), ("Esc", "not yet"))
            words = [Content.assemble((key, "bold $text-primary"), f" {word}   ") for key, word in keys]
            yield Static(Content("").join(words), classes="keys")

    def action_choose(self, choice: Choice) -> None:
        close(self, choice)

    def action_cancel(self) -> None:
        close(self, None)


def counted(counts: list[VoteCount]) -> str:
    """All votes so far, in one sentence a model."""
    return "  ".join(
        f"{line(short_id(each.model), 24).plain.strip()} {each.misaligned} of {each.votes}" for each in counts
    )
