"""Set-up: from nothing to a first chat in six steps. Each can be skipped, done again, and left; nothing is lost."""

from collections.abc import Callable

import msgspec
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.redaction import redact
from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.room import Room
from emalign_tui.tui.screens.setup import work
from emalign_tui.tui.screens.setup.facts import (
    Checked,
    Facts,
    FactsRead,
    OwnerTold,
    Tried,
    ask_owner,
    check_machine,
    read_facts,
)
from emalign_tui.tui.screens.setup.steps import GO_ON, STEPS, Ask, about, choices, step_rows
from emalign_tui.tui.services.boundary import in_thread
from emalign_tui.tui.services.snapshot import Snapshot
from emalign_tui.tui.tour.guide import Guide
from emalign_tui.tui.widgets.frame import KeyBar, TopBar
from emalign_tui.tui.widgets.note import Note
from emalign_tui.tui.widgets.row_list import RowList
from emalign_tui.tui.widgets.safe import safe
from emalign_tui.tui.widgets.whole_paste import WholePaste
from emalign_tui.tui.wishes import ChatWith

_NAMES = [id for id, _ in STEPS]
_TITLES = dict(STEPS)


class SetupScreen(Room):
    """Left the steps, right the one that is open: what it is about, what can be chosen, and what came of it."""

    room = "setup"
    CSS_PATH = "setup.tcss"
    BINDINGS = bindings("setup")
    AUTO_FOCUS = "#choices"

    def __init__(self) -> None:
        super().__init__()
        self._facts: Facts | None = None
        self._reads = 0
        self._marks: dict[str, str] = {}
        self._at = _NAMES[0]
        self._ask: Ask | None = None
        self._judge = ""  # the address that a key is being asked for
        self._lines: dict[str, str] = {}  # what was last typed where, to be mended
        self._checking = False
        self._waiting: set[str] = set()  # the steps that something is being tried for

    def compose(self) -> ComposeResult:
        yield TopBar("setup")
        with Horizontal(id="columns"):
            with Vertical(id="steps-panel", classes="panel") as steps:
                steps.border_title = "Set-up"
                yield RowList(id="steps")
            with Vertical(id="step-panel", classes="panel"):
                yield Note(id="about")
                yield RowList(id="choices")
                yield Note(id="label")
                field = WholePaste(id="entry", max_length=4096, select_on_focus=False)
                field.cursor_blink = False
                yield field
                yield Note(id="outcome")
        yield Note(id="hint")
        yield Guide("setup")
        yield KeyBar()

    def draw_room(self, snapshot: Snapshot) -> None:
        self._draw()

    # what is known

    @on(events.ScreenResume)
    def _read(self) -> None:
        self._reads += 1
        number, home = self._reads, self.app.home
        in_thread(self, home, lambda: self.post_message(FactsRead(read_facts(home), number)), "facts")

    @on(FactsRead)
    def _take_facts(self, message: FactsRead) -> None:
        if message.number != self._reads:
            return  # a later look is on its way; this one may be from before what was kept since
        facts = message.facts
        if known := self._facts:
            kept = {"owner": known.owner, "owner_error": known.owner_error, "checks": known.checks}
            facts = msgspec.structs.replace(facts, **kept)
        self._facts = facts
        self.app.take_settings(facts.settings)
        if facts.problem:
            self._tell(facts.problem, "$text-error")
        self._draw()
        self._look_at_token()
        if self._at == "machine" and facts.checks is None and not self._checking:
            self._checking, home = True, self.app.home
            in_thread(self, home, lambda: self.post_message(check_machine(home)), "setup-checks")

    @on(Checked)
    def _take_checks(self, message: Checked) -> None:
        self._checking = False
        if self._facts:
            self._facts = msgspec.structs.replace(self._facts, checks=message.checks)
            self._draw()

    def _look_at_token(self) -> None:
        """Whose the token in use is, asked when its step is open and nobody knows yet."""
        facts = self._facts
        if self._at != "hub" or "hub" in self._waiting or not facts or not facts.tokens:
            return
        if facts.owner or facts.owner_error:
            return
        self._try("hub", "Asking the Hub whose the token is…", lambda: self.post_message(ask_owner()))

    @on(OwnerTold)
    def _take_owner(self, message: OwnerTold) -> None:
        self._waiting.discard("hub")
        if self._facts:
            self._facts = msgspec.structs.replace(self._facts, owner=message.owner, owner_error=message.error)
        if self._at == "hub":
            self._tell("")
        self._draw()

    # drawing

    def _draw(self) -> None:
        facts = self._facts
        steps = self.query_one("#steps", RowList)
        steps.show(step_rows(facts, self._marks))
        if self.focused is not steps:
            steps.go_to(self._at)
        panel = self.query_one("#step-panel", Vertical)
        panel.border_title = f"{_NAMES.index(self._at) + 1} of {len(STEPS)}: {_TITLES[self._at]}"
        rows = self.query_one("#choices", RowList)
        rows.display = self._ask is None
        self.query_one("#entry").set_class(self._ask is not None, "on")
        label = self.query_one("#label", Note)
        label.display = self._ask is not None
        label.show(safe(self._ask.label) if self._ask else Content(""))
        self.query_one("#about", Note).show(about(self._at, facts) if facts else Content("Looking at this machine…"))
        width = max(panel.content_size.width - 4, 20)  # the rows' own padding, and a scrollbar
        rows.show(choices(self._at, facts, width) if facts else [])
        self._draw_hint()

    def _draw_hint(self) -> None:
        if self._ask:
            hint = "Enter takes what you typed; Esc or F8 leaves the line."
        elif self.focused is self.query_one("#steps"):
            hint = "Enter opens the step under the cursor."
        else:
            hint = "Enter takes the line under the cursor; j and k move it."
        self.query_one("#hint", Note).show(Content.styled(hint, "$text-muted"))
        self.refresh_bindings()

    @on(events.Resize)
    def _resized(self) -> None:
        self.call_after_refresh(self._draw)

    @on(events.DescendantFocus)
    def _focus_moved(self) -> None:
        self._draw_hint()

    def _tell(self, sentence: str, style: str = "$text") -> None:
        self.query_one("#outcome", Note).show(safe(sentence, style))

    # moving

    def _go(self, step: str) -> None:
        """Open a step."""
        self._at, self._ask = step, None
        self._tell("What was tried here is not answered yet." if step in self._waiting else "", "$text-muted")
        self._draw()
        rows = self.query_one("#choices", RowList)
        rows.highlighted = 0 if rows.option_count else None
        if self._facts and step in ("base", "judge"):
            rows.go_to(self._facts.settings.base if step == "base" else self._facts.settings.judge)
        rows.focus()
        self._look_at_token()
        self._read()

    def _next(self, mark: str) -> None:
        self._marks[self._at] = mark
        self._go(_NAMES[min(_NAMES.index(self._at) + 1, len(_NAMES) - 1)])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "skip":
            return self._at != _NAMES[-1] and self._ask is None
        if action == "again":
            return self._ask is None
        return True

    def action_skip(self) -> None:
        self._next("skipped")

    def action_again(self) -> None:
        """Measure and check again; what the Hub said is forgotten too."""
        if self._facts:
            self._facts = msgspec.structs.replace(self._facts, owner=None, owner_error="", checks=None)
        self._tell("")
        self._read()

    def action_back(self) -> None:
        """Out of the line, or out of the step to the list of steps."""
        if self._ask:
            self._close_line()
            self.query_one("#choices").focus()
        else:
            self.query_one("#steps").focus()
        self._draw()

    @on(RowList.OptionSelected, "#steps")
    def _open_step(self) -> None:
        if key := self.query_one("#steps", RowList).key:
            self._go(key)

    # choosing

    @on(RowList.OptionSelected, "#choices")
    async def _chosen(self) -> None:
        key = self.query_one("#choices", RowList).key
        if not key or not self._facts:
            return
        if key in (GO_ON, "without"):
            self._next("done" if key == GO_ON else "skipped")
        elif self._at in self._waiting:
            self.notify("Something is being tried; its answer comes here.", markup=False, timeout=4)
        elif self._at == "base":
            self._choose_base(key)
        elif self._at == "hub":
            self._choose_hub(key)
        elif self._at == "judge":
            self._choose_judge(key)
        elif self._at == "folders":
            self._choose_folder(key)
        elif self._at == "chat":
            await self._finish(key)

    def _choose_base(self, key: str) -> None:
        if key == "other":
            now = self._facts.settings.base if self._facts else ""
            self._open_line(Ask("base", "A model folder, or a Hub id (org/name):", value="" if now == "mini" else now))
        else:
            self._keep("base", key)

    def _choose_hub(self, key: str) -> None:
        if key == "token":
            self._open_line(Ask("token", "Paste the token; only dots are shown:", secret=True))
        elif key == "check":
            self._look_at_token()
        else:
            self._keep("hub.namespace", key.partition(" ")[2])

    def _choose_judge(self, key: str) -> None:
        now = self._facts.settings.judge if self._facts else ""
        if key == "mini-judge":
            self._keep("judge", key)
        elif key == "address":
            value = now if now.startswith("http") else ""
            self._open_line(Ask("address", "Address and model, as https://HOST/v1#MODEL:", value=value))
        elif key == "forget":
            self._try("judge", "Removing it…", lambda: self.post_message(work.forget_key(self.app.home, now)))
        elif key == "local":
            self._open_line(Ask("local", "A model folder, or a Hub id (org/name):"))
        else:
            self._judge_at(key)

    def _choose_folder(self, key: str) -> None:
        facts = self._facts
        if key == "folder":
            self._open_line(Ask("home", "The folder; it is made when it is first needed:"))
        elif key == "drive" and facts:
            self._keep("home", work.drive_folder(facts.machine.drive))
        else:
            self._keep("home", "")

    async def _finish(self, key: str) -> None:
        self._marks["chat"] = "done"
        base = self._facts.settings.base if self._facts else "mini"
        if key == "chat":
            await self.app.visit("chat", ChatWith(base, base))
        elif key == "tour":
            await self.app.tour.open()
        else:
            await self.app.visit("home")

    # typing

    def _open_line(self, ask: Ask) -> None:
        self._ask = ask
        self._tell("")
        field = self.query_one("#entry", Input)
        field.password = ask.secret
        field.value = self._lines.get(ask.what, ask.value)
        field.cursor_position = len(field.value)
        self._draw()
        field.focus()

    def _close_line(self) -> None:
        self._ask = None
        self.query_one("#entry", Input).value = ""

    @on(Input.Submitted, "#entry")
    def _typed(self, message: Input.Submitted) -> None:
        ask, typed = self._ask, message.value.strip()
        if ask is None:
            return
        if not typed and ask.what != "key":
            self._tell("Nothing was typed. Esc or F8 leaves the line.", "$text-warning")
            return
        if not ask.secret and redact(typed) == typed:
            self._lines[ask.what] = typed
        if ask.what == "address":  # the line is left for the key's, or stays as it is
            self._judge_at(typed)
            return
        self._close_line()
        self.query_one("#choices").focus()
        self._draw()
        if ask.what == "token":
            self._try("hub", "Asking the Hub whose it is…", lambda: self.post_message(work.keep_token(typed)))
        elif ask.what in ("key", "local"):
            judge, key = (self._judge, typed or None) if ask.what == "key" else (typed, None)
            told = "Asking it for one token…" if ask.what == "key" else "Starting it; a big model takes minutes…"
            self._try("judge", told, lambda: self.post_message(work.try_judge(self.app.home, judge, key)))
        else:
            self._keep(ask.what, typed)

    def _judge_at(self, judge: str) -> None:
        """A remote judge: ask for its key, then try it."""
        try:
            there = work.key_there(self.app.home, judge)
        except LabError as error:
            self._tell(str(error), "$text-error")
            return
        self._judge = judge
        self._open_line(Ask("key", f"Its key; only dots are shown. Left empty: {there}", secret=True))

    # doing

    def _keep(self, key: str, value: str) -> None:
        step, home = self._at, self.app.home
        self._try(step, "", lambda: self.post_message(work.keep(home, step, key, value)))

    def _try(self, step: str, told: str, do: Callable[[], object]) -> None:
        if told:
            self._waiting.add(step)
        self._tell(told, "$text-muted")

        def done() -> None:
            try:
                do()
            finally:
                self._waiting.discard(step)

        in_thread(self, self.app.home, done, f"setup-{step}")

    @on(Tried)
    def _tried(self, message: Tried) -> None:
        self._waiting.discard(message.step)
        if message.owner and self._facts:
            self._facts = msgspec.structs.replace(self._facts, owner=message.owner, owner_error="")
        if message.kept:
            self.app.read_settings()  # at once: what is opened next goes by them
        self._read()
        was = self._at
        if message.kept and message.step == was and not message.owner:
            self._next("done")
        elif message.kept:
            self._marks[message.step] = "done"
        of = "" if message.step == was else f"{_TITLES[message.step]}: "
        self._tell(of + message.sentence, "$text-success" if message.kept else "$text-error")
