"""The evaluations of the home, newest first."""

import time
from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content

from emalign_tui.lab.runs.records import RunInfo
from emalign_tui.tui.screens.home.rows import short_name
from emalign_tui.tui.screens.scores.level import Level
from emalign_tui.tui.widgets.marks import bar, state_mark
from emalign_tui.tui.widgets.row_list import Row, RowList
from emalign_tui.tui.widgets.safe import fit, line

EMPTY = Content.assemble(
    ("Nothing measured yet. ", "bold $text"), "An evaluation asks each model the same questions,\n",
    "and a judge scores every answer. Press ", ("a", "bold $text-primary"), " to start one.",
)  # fmt: skip


class EvaluationsLevel(Level):
    """The list. It is drawn from the snapshot, so it reads nothing."""

    def __init__(self) -> None:
        super().__init__("evaluations", "Evaluations")
        self._wanted: str | None = None  # where the cursor goes once it is in the list

    def compose(self) -> ComposeResult:
        yield RowList()

    @property
    def list(self) -> RowList:
        return self.query_one(RowList)

    @property
    def runs(self) -> "list[RunInfo]":
        return [run for run in self.app.snapshot.runs if run.kind == "eval"]

    def enter(self) -> None:
        self.screen.set_focus(self.list)

    def draw(self, width: int) -> None:
        self.list.show(evaluation_rows(self.runs, width))
        if self._wanted:
            self.list.go_to(self._wanted)
            self._wanted = None if self.list.key == self._wanted else self._wanted

    def go_to(self, run: str) -> None:
        """Put the cursor on an evaluation, which the next snapshot may be the first to have."""
        self._wanted = run

    def heading(self, width: int) -> Content:
        return Content.styled("Enter opens an evaluation", "$text-muted") if self.runs else EMPTY


def evaluation_rows(runs: Sequence[RunInfo], width: int) -> "list[Row]":
    """State, name, how far, when."""
    rows: list[Row] = []
    for run in sorted(runs, key=lambda run: run.created, reverse=True):
        when = time.strftime("%d %b %H:%M", time.localtime(run.created))
        how_far = f"{run.step:,}/{run.steps:,}" if run.steps else ""
        progress = f"{bar(run.step / run.steps, 10)} " if run.steps and run.alive else ""
        room = max(width - 12 - 24 - 13, 10)
        rows.append(
            (
                run.id,
                Content.assemble(
                    state_mark(run.state, 8), " ", line(short_name(run), room), fit(progress + how_far, 24, right=True),
                    (f" {when}", "$text-muted"),
                ),
            )
        )  # fmt: skip
    return rows
