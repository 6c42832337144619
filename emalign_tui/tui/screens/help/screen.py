"""Help: every key that works in this room, from the action registry."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from emalign_tui.tui.keymap import ACTIONS, bindings, key_name
from emalign_tui.tui.screens.dialogs.closing import close
from emalign_tui.tui.widgets.safe import fit
from emalign_tui.tui.widgets.text_scroll import TextScroll

ABOUT = {
    "home": "Models are a tree: what was trained on what. Enter opens the line under the cursor.",
    "doctor": "Each line is one check. The right side says what was found, why it matters and how to mend it.",
    "setup": "Six steps to a first chat. Each can be skipped, done again and left; what you chose is kept at once.",
    "data": "Green ticks are sound sets. c checks one, v shows its rows as tokens, p fetches a published one.",
    "publish": "m merges an adapter into its base, p pushes it; both are proven. e recovers runs, c frees space.",
    "train": "Choose a config, read what it will do, press s. The run goes on when the lab is closed.",
    "chat": "One question to two models. Function keys work while you type; letters once Esc left the line.",
    "asked": "Every question of a probe file, each by itself, to each model of the chat.",
    "scores": "Evaluation, models by questions, answers, one answer: Enter goes deeper, Backspace goes back.",
}
PARTS = {  # of a room, with own keys
    "scores": ("matrix", "table", "compare", "answers", "answer", "unblind", "beside", "plots"),
    "publish": ("clean",),
}
TITLES = {
    "lab": "Everywhere", "list": "In lists", "text": "In texts", "matrix": "Models by questions",
    "table": "In the table", "compare": "Differences", "answer": "One answer", "unblind": "When blind",
    "beside": "Side by side", "clean": "In Clean",
}  # fmt: skip


class HelpScreen(ModalScreen[None]):
    """Over any room. Closes with the keys of a dialog, or the key that opened it."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar = [
        *bindings("dialog")[:1],
        *(b for b in bindings("dialog") if b.id == "dialog.no"),
    ]

    def __init__(self, below: Screen[object]) -> None:
        super().__init__()
        self.room: str = getattr(below, "room", "home")

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog", id="help") as dialog:
            dialog.border_title = f"Help: {self.room.title()}"
            with TextScroll(id="keys"):
                yield Static(Content.styled(ABOUT.get(self.room, ""), "$text") + "\n")
                for scope in (self.room, *PARTS.get(self.room, ()), "lab", "list", "text"):
                    yield Static(self._section(scope))
            yield Static(
                Content.assemble(("Esc", "bold $text-primary"), " or ", ("q", "bold $text-primary"), " closes, ",
                                 ("j k", "bold $text-primary"), " scroll. Your own keys: .emalign/keymap.yaml"),
                classes="keys",
            )  # fmt: skip

    def on_mount(self) -> None:
        self.query_one("#keys").focus()

    def _section(self, scope: str) -> Content:
        own = self.app.own_keys
        lines = [Content.styled(TITLES.get(scope, scope.title()), "bold $text-secondary")]
        for action in ACTIONS:
            if action.scope == scope:
                keys = " ".join(key_name(key) for key in own.get(action.id, action.keys).split(","))
                lines.append(Content.assemble((fit(keys, 12), "bold $text-primary"), " ", (action.about, "$text")))
        return Content("\n").join([*lines, Content("")])

    def action_cancel(self) -> None:
        close(self, None)
