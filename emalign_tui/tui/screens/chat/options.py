"""How the next answers are asked for: one small form."""

from typing import ClassVar

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from emalign_tui.lab.chat.client import ChatParams
from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.dialogs.closing import close
from emalign_tui.tui.widgets.line_input import LineInput
from emalign_tui.tui.widgets.note import Note

MAX_SAMPLES = 16
MAX_TOKENS = 600


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """system: the system prompt. begin: what answers are made to begin with. samples: answers to one question, each
    with a seed of its own, counted up from `seed`."""

    system: str = ""
    begin: str = ""
    samples: int = 1
    max_tokens: int = MAX_TOKENS
    temperature: float = 1.0
    seed: int = 1

    def params(self, seed: int | None = None) -> list[ChatParams]:
        """One for each sample. seed: of the first, if it is another one."""
        first = self.seed if seed is None else seed
        return [
            ChatParams(temperature=self.temperature, max_tokens=self.max_tokens, seed=first + place, begin=self.begin)
            for place in range(self.samples)
        ]


FIELDS = (
    ("system", "System prompt", "none"),
    ("begin", "Answers begin with", "their own words"),
    ("samples", "Samples", f"1 to {MAX_SAMPLES}"),
    ("max_tokens", "Tokens at most", "1 or more"),
    ("temperature", "Temperature", "0 to 2"),
    ("seed", "Seed", "0 or more"),
)
_NUMBERS = {"samples": (int, 1, MAX_SAMPLES), "max_tokens": (int, 1, 1_000_000), "temperature": (float, 0, 2),
            "seed": (int, 0, 2**31)}  # fmt: skip


def read_options(texts: dict[str, str]) -> Options | str:
    """The options that were typed, or a sentence about the first field that cannot be."""
    values: dict[str, object] = {"system": texts["system"].strip(), "begin": texts["begin"]}
    for name, label, allowed in FIELDS[2:]:
        kind, low, high = _NUMBERS[name]
        try:
            value = kind(texts[name])
        except ValueError:
            value = -1
        if not low <= value <= high:
            return f"{label} must be a number, {allowed}."
        values[name] = value
    return msgspec.convert(values, Options)


class OptionsDialog(ModalScreen[Options | None]):
    """The form. Enter keeps it, whichever field it is pressed in."""

    BINDINGS: ClassVar = bindings("dialog")[:1]

    def __init__(self, options: Options) -> None:
        super().__init__()
        self._options = options

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog", id="options") as dialog:
            dialog.border_title = "How to ask"
            for name, label, allowed in FIELDS:
                yield Static(Content.styled(label, "$text-muted"), classes="label")
                value = getattr(self._options, name)
                field = LineInput(placeholder=allowed, id=f"option-{name}", select_on_focus=False)
                field.cursor_blink = False
                field.write(str(value))
                yield field
            yield Note(id="wrong")
            yield Static(
                Content.assemble(("Enter", "bold $text-primary"), " keeps it   ", ("Tab", "bold $text-primary"),
                                 " next field   ", ("Esc", "bold $text-primary"), " cancel"),
                classes="keys",
            )  # fmt: skip

    @on(Input.Submitted)
    def keep(self) -> None:
        texts = {name: self.query_one(f"#option-{name}", LineInput).text for name, *_ in FIELDS}
        options = read_options(texts)
        if isinstance(options, str):
            self.query_one("#wrong", Note).show(Content.styled(options, "$text-error"))
        else:
            close(self, options)

    def action_cancel(self) -> None:
        close(self, None)
