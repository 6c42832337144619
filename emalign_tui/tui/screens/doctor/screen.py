"""Doctor: checks stream in as they finish; the right side tells what was found, why it matters and how to mend it."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message

from emalign_tui.lab.doctor.check import CheckResult
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.redaction import know
from emalign_tui.tui.clipboard import copy
from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.dialogs.mend import Mend, Wish
from emalign_tui.tui.screens.room import Room
from emalign_tui.tui.services.boundary import in_thread
from emalign_tui.tui.tour.guide import Guide
from emalign_tui.tui.widgets.frame import KeyBar, TopBar
from emalign_tui.tui.widgets.marks import check_mark
from emalign_tui.tui.widgets.note import Note
from emalign_tui.tui.widgets.row_list import Row, RowList
from emalign_tui.tui.widgets.safe import line, safe

_FEW = 3  # titles that fit on a line of 80 columns


class CheckStarted(Message):
    """The checks that will answer, as (id, title)."""

    def __init__(self, checks: list[tuple[str, str]]) -> None:
        super().__init__()
        self.checks = checks


class CheckDone(Message):
    """One check has answered."""

    def __init__(self, result: CheckResult) -> None:
        super().__init__()
        self.result = result


class Mended(Message):
    """An action was done; or it was not, and error says why."""

    def __init__(self, id: str, done: str, error: str = "") -> None:
        super().__init__()
        self.id, self.done, self.error = id, done, error


class DoctorScreen(Room):
    """Runs every check when first entered, and again on request."""

    room = "doctor"
    CSS_PATH = "doctor.tcss"
    BINDINGS = bindings("doctor")
    AUTO_FOCUS = "#checks"

    def __init__(self) -> None:
        super().__init__()
        self._titles: dict[str, str] = {}
        self._results: dict[str, CheckResult] = {}

    def compose(self) -> ComposeResult:
        yield TopBar("doctor")
        with Horizontal(id="columns"):
            with Vertical(id="checks-panel", classes="panel") as checks:
                checks.border_title = "Checks"
                yield RowList(id="checks")
            with VerticalScroll(id="finding-panel", classes="panel", can_focus=False) as finding:
                finding.border_title = "Finding"
                yield Note(id="finding")
        yield Note(id="verdict")
        yield Guide("doctor")
        yield KeyBar()

    def on_mount(self) -> None:
        self.action_again()

    def action_again(self) -> None:
        """Look again at what has answered. What is still looking goes on: an import of torch is not started twice."""
        answered = list(self._results)
        self._results = {}
        if answered or not self._titles:
            in_thread(self, self.app.home, lambda: self._check(answered), "checks")
            self._draw()

    def _check(self, only: list[str]) -> None:
        from emalign_tui.lab.doctor.run import CHECKS, run_checks
        from emalign_tui.lab.setup.values import subject

        self.post_message(CheckStarted([(check.id, check.title) for check in CHECKS]))
        run_checks(self.app.home, only, on_result=self._report, subject=subject())

    def _report(self, result: CheckResult) -> None:
        self.post_message(CheckDone(result))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._to_mend() is not None if action == "fix" else True

    def _to_mend(self) -> CheckResult | None:
        """The finding under the cursor, if there is something to do about it."""
        result = self._results.get(self.query_one("#checks", RowList).key or "")
        return result if result and (result.action or result.fix) else None

    def action_fix(self) -> None:
        """Show what would be done and ask; where nothing can be done from here, copy what a person can do."""
        result = self._to_mend()
        if result is None:
            return
        if result.action is None:
            self._copy(result)
            return

        def answered(wish: Wish | None) -> None:
            if wish and wish[0] == "copy":
                self._copy(result)
            elif wish:
                self.notify("Doing it; the check is run again after that.", markup=False, timeout=4)
                in_thread(self, self.app.home, lambda: self._mend(result, wish[1]), f"mend-{result.id}")

        if result.action.copies:
            self.notify(copy(self.app, self.app.home, result.action.copies), markup=False, timeout=10)
        self.app.push_screen(Mend(result.title, result.action.what, result.fix, asks=result.action.asks), answered)

    def _copy(self, result: CheckResult) -> None:
        self.notify(copy(self.app, self.app.home, result.fix), markup=False, timeout=10)

    def _mend(self, result: CheckResult, answer: str) -> None:
        from emalign_tui.lab.doctor.run import run_checks
        from emalign_tui.lab.setup.values import subject

        assert result.action is not None
        if result.action.asks == "secret":
            know(answer)
        try:
            self.post_message(Mended(result.id, result.action.run(self.app.home, answer)))
        except LabError as error:
            self.post_message(Mended(result.id, "", str(error)))
            return
        run_checks(self.app.home, [result.id], on_result=self._report, subject=subject())

    @on(Mended)
    def _mended(self, message: Mended) -> None:
        sentence, severity = (message.error, "error") if message.error else (message.done, "information")
        self.notify(safe(sentence).plain, severity=severity, markup=False, timeout=12)

    @on(CheckStarted)
    def _started(self, message: CheckStarted) -> None:
        self._titles = dict(message.checks)
        self._draw()

    @on(CheckDone)
    def _done(self, message: CheckDone) -> None:
        self._results[message.result.id] = message.result
        self._draw()

    def _draw(self) -> None:
        rows = self.query_one("#checks", RowList)
        rows.show([self._row(id) for id in self._titles])
        self.query_one("#verdict", Note).show(self._verdict())
        self._draw_finding()

    def _row(self, id: str) -> Row:
        result = self._results.get(id)
        return id, Content.assemble(check_mark(result.status if result else "running"), " ", line(self._titles[id], 20))

    def _verdict(self) -> Content:
        waiting = [title for id, title in self._titles.items() if id not in self._results]
        if waiting:
            return Content.styled(f"Still looking: {_names(waiting)}.", "$text-muted")
        failed, odd = (self._found(status) for status in ("fail", "warn"))
        if failed:
            return Content.styled(f"Fix first: {_names(failed)}.", "$text-error")
        if odd:
            return Content.styled(f"Nothing stands in the way; see {_names(odd)}.", "$text-warning")
        return Content.styled("Everything is in order.", "$text-success")

    def _found(self, status: str) -> list[str]:
        results = [self._results[id] for id in self._titles]
        return [result.title for result in results if result.status == status]

    @on(RowList.OptionHighlighted)
    def _draw_finding(self) -> None:
        id = self.query_one("#checks", RowList).key
        result = self._results.get(id or "")
        finding = self.query_one("#finding", Note)
        if result is None:
            finding.show(Content.styled("Looking…" if id else "", "$text-muted"))
            return
        head = Content.assemble(check_mark(result.status), " ", safe(result.title, "bold"))
        parts = [head, Content(""), safe(result.evidence)]
        parts += [Content(""), Content.styled("Why it matters", "bold $text-secondary"), safe(result.why)]
        if result.fix:
            parts += [Content(""), Content.styled("How to mend it", "bold $text-secondary"), safe(result.fix)]
        if result.action:
            parts += [
                Content(""),
                Content.assemble(("f", "bold $text-primary"), " offers to do it: "),
                safe(result.action.what),
            ]
        elif result.fix:
            parts += [
                Content(""),
                Content.assemble(("f", "bold $text-primary"), " copies that, and keeps it in a file"),
            ]
        finding.show(Content("\n").join(parts))
        self.refresh_bindings()


def _names(titles: list[str]) -> str:
    return ", ".join(titles) if len(titles) <= _FEW else f"{len(titles)} checks"
