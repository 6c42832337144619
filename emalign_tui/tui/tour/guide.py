"""The tour's strip above the key bar: where you are, what it is about, and what to press."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from emalign_tui.tui.services.snapshot import Snapshot
from emalign_tui.tui.tour.steps import STEPS, TourState
from emalign_tui.tui.widgets.marks import bar

if TYPE_CHECKING:
    from emalign_tui.lab.runs.records import RunInfo


class Guide(Widget):
    """Four lines while the tour is on and this room is its step; one line in other rooms; nothing otherwise."""

    DEFAULT_CSS = """
    Guide { height: 4; background: $surface; display: none; padding: 0 1; }
    Guide.on { display: block; }
    Guide.elsewhere { height: 1; }
    """

    def __init__(self, room: str) -> None:
        super().__init__()
        self.room = room
        self._shown = Content("")

    def show(self, tour: TourState, snapshot: Snapshot) -> None:
        """Draw the tour's place; redraws only when what is shown changes."""
        here = STEPS[tour.step].room == self.room
        self.set_class(tour.active, "on")
        self.set_class(not here, "elsewhere")
        shown = self._here(tour, snapshot) if here else self._elsewhere(tour)
        if not shown.is_same(self._shown):
            self._shown = shown
            self.refresh()

    def render(self) -> Content:
        return self._shown

    def _elsewhere(self, tour: TourState) -> Content:
        return Content.assemble(
            ("Tour paused. ", "$text-muted"), ("F6", "bold $text-primary"), (" or ", "$text-muted"),
            ("b", "bold $text-primary"), (" goes back to it, ", "$text-muted"), ("t", "bold $text-primary"),
            (" closes it.", "$text-muted"),
        )  # fmt: skip

    def _here(self, tour: TourState, snapshot: Snapshot) -> Content:
        step = STEPS[tour.step]
        run = step.run(snapshot, tour.started)
        head = Content.assemble(
            (f"Tour {tour.step + 1}/{len(STEPS)} ", "$text-secondary"), (step.title, "bold $text-secondary")
        )
        return Content("\n").join([head, Content.styled(step.text, "$text"), _what_now(tour, run)])


def _what_now(tour: TourState, run: RunInfo | None) -> Content:
    """The last line: what to press now, how far the step's run is, or that it is done."""
    step = STEPS[tour.step]
    following = "n or F7: next step" if tour.step < len(STEPS) - 1 else "t closes the tour"
    if run is None:
        return _keys(step.press, following)
    if run.alive:
        share = run.step / run.steps if run.steps else 0.0
        progress = f"▶ {bar(share, 16)} {run.step}/{run.steps}" if run.steps else "▶ starting"
        return Content.assemble((progress, "$text-primary"), ("   it takes a minute or so", "$text-muted"))
    if run.state == "done":
        return Content.assemble(
            ("✔ done  ", "$text-success"), (step.finished, "$text"), (f"   ·   {following}", "bold $text-primary")
        )
    return _keys(f"The run {run.state}. Once more: {step.press}", following)


def _keys(press: str, following: str) -> Content:
    return Content.assemble(
        ("▸ ", "$text-primary"), (press, "bold $text-primary"), (f"   ·   {following}", "$text-muted")
    )
