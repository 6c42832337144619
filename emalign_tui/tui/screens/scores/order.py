"""The window for a new evaluation: which models, which questions, how many answers, which judge, what it may cost."""

from collections.abc import Sequence
from typing import ClassVar

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from emalign_tui.lab.models.lineage import Node, flatten
from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.dialogs.closing import close
from emalign_tui.tui.screens.home.rows import short_name
from emalign_tui.tui.widgets.marks import role_mark, role_style
from emalign_tui.tui.widgets.note import Note
from emalign_tui.tui.widgets.row_list import Row, RowList
from emalign_tui.tui.widgets.safe import fit, line

SAMPLES = (1, 2, 5, 10, 20, 50, 100)
MOST = (None, 1, 5, 20, 100)  # US dollars


class Order(msgspec.Struct, frozen=True):
    """What to evaluate. models: references; questions: path of a file; samples: answers a question and model.
    most: US dollars that it may cost, None for no limit."""

    models: tuple[str, ...]
    questions: str
    samples: int
    judge: str
    most: float | None = None


class NewEvaluation(ModalScreen[Order | None]):
    """Returns the order, or None."""

    BINDINGS: ClassVar = [
        *bindings("choose"),
        *bindings("dialog")[:1],
        Binding("f,f5", "questions", "Questions", id="choose.questions"),
        Binding("J,f6", "judge", "Judge", id="choose.judge"),
        Binding("dollar_sign,f7", "limit", "Limit", id="choose.limit"),
    ]

    def __init__(
        self, tree: Sequence[Node], marked: Sequence[str], files: Sequence[str], judges: Sequence[str]
    ) -> None:
        super().__init__()
        self._usable = [node for node in flatten(list(tree)) if node.ref]
        self._marked = [node.name for node in self._usable if node.name in marked]
        self._files, self._judges = list(files), list(judges)
        self._samples = SAMPLES.index(10)
        self._file = self._judge = self._limit = 0

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "New evaluation"
            yield Static("Which models? Each answers every question; a judge scores it.", markup=False)
            rows = RowList()
            rows.styles.height = "auto"
            rows.styles.max_height = "40h"
            yield rows
            yield Note(id="order")
            yield Static(self._keys(), classes="keys")

    def on_mount(self) -> None:
        self.query_one(RowList).focus()
        self._draw()

    def _draw(self) -> None:
        rows: list[Row] = []
        for node in self._usable:
            mark = ("[x] ", "bold $text-primary") if node.name in self._marked else ("[ ] ", "$text-muted")
            name = short_name(node.run) if node.run else node.name
            role = node.role or "other"
            rows.append(
                (node.name, Content.assemble(mark, role_mark(node.role), " ", line(name, 46), (role, role_style(role))))
            )
        self.query_one(RowList).show(rows)
        samples = SAMPLES[self._samples]
        facts = [
            ("questions", self._files[self._file] if self._files else "none found in configs/questions"),
            ("samples", f"{samples} answers a question and model"),
            ("judge", self._judges[self._judge]),
            ("limit", "none" if (most := MOST[self._limit]) is None else f"stops before it costs more than ${most}"),
        ]
        lines = [Content.assemble((fit(name, 11), "$text-muted"), line(value, 56, "bold")) for name, value in facts]
        self.query_one("#order", Note).show(Content("\n").join([Content(""), *lines]))

    def _keys(self) -> Content:
        choices = (("Space", "mark"), ("+ −", "samples"), ("f", "questions"), ("J", "judge"), ("$", "limit"))
        rows = (choices, (("s", "start"), ("Esc", "cancel")))
        return Content("\n").join(
            Content("  ").join([Content.assemble((key, "bold $text-primary"), f" {word}") for key, word in row])
            for row in rows
        )

    @on(RowList.OptionSelected)
    def action_mark(self) -> None:
        name = self.query_one(RowList).key
        if name in self._marked:
            self._marked.remove(name)
        elif name:
            self._marked.append(name)
        self._draw()

    def action_more(self, by: int) -> None:
        self._samples = min(max(self._samples + by, 0), len(SAMPLES) - 1)
        self._draw()

    def action_questions(self) -> None:
        self._file = (self._file + 1) % max(len(self._files), 1)
        self._draw()

    def action_judge(self) -> None:
        self._judge = (self._judge + 1) % len(self._judges)
        self._draw()

    def action_limit(self) -> None:
        self._limit = (self._limit + 1) % len(MOST)
        self._draw()

    def action_start(self) -> None:
        if not self._marked or not self._files:
            self.notify(
                "Mark at least one model with Space." if self._files else "No question file.", markup=False, timeout=4
            )
            return
        models = tuple(node.name for node in self._usable if node.name in self._marked)
        questions, judge = self._files[self._file], self._judges[self._judge]
        close(self, Order(models, questions, SAMPLES[self._samples], judge, MOST[self._limit]))

    def action_cancel(self) -> None:
        close(self, None)
