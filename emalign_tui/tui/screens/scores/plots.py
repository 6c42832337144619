"""Scatter and histograms of the answers that pass the filter, a panel a model."""

import msgspec
from textual.app import ComposeResult
from textual.content import Content

from emalign_tui.lab.evals.browse import EvaluationView
from emalign_tui.lab.evals.distribution import Distribution
from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.home.rows import short_id
from emalign_tui.tui.screens.scores.level import Again, Level
from emalign_tui.tui.widgets.note import Note
from emalign_tui.tui.widgets.safe import line, safe
from emalign_tui.tui.widgets.scatter import ScatterPlots, legend


class PlotsLevel(Level, can_focus=True):
    """As many panels as fit, from the first model that is asked for."""

    BINDINGS = bindings("plots")

    def __init__(self) -> None:
        super().__init__("plots", "Scatter: coherent over aligned")
        self._found: list[Distribution] = []
        self._known = False
        self._first = 0

    def compose(self) -> ComposeResult:
        yield ScatterPlots()
        yield Note(id="legend")

    def clear(self) -> None:
        self._found, self._first, self._known = [], 0, False

    def enter(self) -> None:
        self.screen.set_focus(self)

    def question(self) -> object:
        return self.opened and self.opened.filter

    def read(self, view: EvaluationView) -> list[Distribution]:
        assert self.opened
        return view.distributions(self.opened.filter)

    def take(self, value: list[Distribution]) -> None:  # type: ignore[override]
        self._known = True
        self._found = [msgspec.structs.replace(each, name=short_id(each.name)) for each in value]

    def draw(self, width: int) -> None:
        plots = self.query_one(ScatterPlots)
        self._first = min(self._first, max(len(self._found) - plots.fitting, 0))
        if self.opened:
            plots.show(self._found[self._first :], self.opened.definition)
        text = legend(self._found) if self._found else "no answer fits" if self._known else "reading the answers…"
        self.query_one("#legend", Note).show(line(text, width, "$text-muted"))

    def heading(self, width: int) -> Content:
        if self.opened is None:
            return Content("")
        shown = f"{len(self._found)} models" if len(self._found) > 1 else ""
        hidden = len(self._found) > self.query_one(ScatterPlots).fitting
        more = ", [ and ] show the others" if hidden else ""
        typed = self.opened.typed
        return Content.assemble(
            (f"definition {self.opened.definition.name}   {shown}{more}", "$text-muted"),
            ("   filter: ", "$text-muted") if typed else "", safe(typed, "$text-primary"),
        )  # fmt: skip

    def action_shift(self, by: int) -> None:
        self._first = min(max(self._first + by, 0), max(len(self._found) - 1, 0))
        self.post_message(Again())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return len(self._found) > self.query_one(ScatterPlots).fitting if action == "shift" else True
