"""Chat: one question to two models at once, streaming side by side."""

import random

import msgspec
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input

from emalign_tui.lab.chat.transcript import Exchange
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.questions import Question
from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.chat.blind import Blind
from emalign_tui.tui.screens.chat.desk import SEEDS, Desk
from emalign_tui.tui.screens.chat.hints import known, possible, reading, settings
from emalign_tui.tui.screens.chat.keeping import Keeping
from emalign_tui.tui.screens.chat.models import OTHER, TypeModel, choice_of_model, chosen, first_pair, is_mini, named
from emalign_tui.tui.screens.chat.options import Options, OptionsDialog
from emalign_tui.tui.screens.chat.parting import find, parting_content
from emalign_tui.tui.screens.chat.probes import Probes, ProbesRead
from emalign_tui.tui.screens.chat.side import Side
from emalign_tui.tui.screens.chat.verdicts import Judged, JudgmentsRead, Verdicts
from emalign_tui.tui.screens.dialogs.reading import Reading
from emalign_tui.tui.screens.room import Room
from emalign_tui.tui.services.boundary import in_thread
from emalign_tui.tui.services.snapshot import Snapshot
from emalign_tui.tui.services.stream import warm
from emalign_tui.tui.tour.guide import Guide
from emalign_tui.tui.widgets.frame import KeyBar, TopBar
from emalign_tui.tui.widgets.line_input import LONGEST, LineInput
from emalign_tui.tui.widgets.note import Note
from emalign_tui.tui.widgets.safe import fit
from emalign_tui.tui.wishes import ChatWith

REDRAW = 0.25  # seconds between two looks at the streams


class ChatScreen(Room):
    """One to three sides and one line to type in. What keys do beyond talking is in the parts: desk, probes, verdicts,
    blind, keeping."""

    room = "chat"
    CSS_PATH = "chat.tcss"
    BINDINGS = bindings("chat")
    AUTO_FOCUS = "#question"

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk(self.app.home)
        self.probes = Probes(self)
        self.verdicts = Verdicts(self)
        self.blind = Blind(self)
        self.keeping = Keeping(self)
        self._editing: int | None = None  # the turn whose question is in the line
        self._plain = False
        self._tree_awaited = False
        self._models_before: dict[str | None, str] = {}  # the models of panes that were closed, by their id

    def compose(self) -> ComposeResult:
        yield TopBar("chat")
        with Horizontal(id="panes"):
            yield self._new_side("left")
            yield self._new_side("right")
        yield Note(id="settings")
        yield Note(id="known")
        with Vertical(id="line", classes="panel"):
            field = LineInput(id="question", max_length=LONGEST, select_on_focus=False)
            field.cursor_blink = False
            yield field
        yield Guide("chat")
        yield KeyBar()

    def _new_side(self, id: str) -> Side:
        side = Side(id)
        side.judged, side.judging, side.plain = self.verdicts.found, self.verdicts.waiting, self._plain
        side.fold = self._folds()
        self.desk.join(side)
        return side

    def on_mount(self) -> None:
        self._timer = self.set_interval(REDRAW, self._tick, pause=True)
        self._open_pair(self.app.snapshot)
        self._name_line()
        self.probes.read()
        self.verdicts.read_earlier()
        in_thread(self, self.app.home, warm, "warm")

    def wake(self) -> None:
        self.pace()

    def _open_pair(self, snapshot: Snapshot) -> None:
        for side, model in zip(self.desk.sides, first_pair(snapshot, self.app.settings.base), strict=True):
            self.set_model(side, model)
        self._tree_awaited = not snapshot.tree

    def draw_room(self, snapshot: Snapshot) -> None:
        if self._tree_awaited and snapshot.tree:  # the room was opened before the family tree was read
            self._tree_awaited = False
            untouched = [side.model for side in self.desk.sides] == 2 * [self.app.settings.base]
            if untouched and not self.desk.turns:
                self._open_pair(snapshot)
        for side in self.desk.sides:
            if side.role is None and named(snapshot, side.model).role:  # chosen before the family tree was read
                self.set_model(side, side.model)
        if any(side.fold != self._folds() for side in self.desk.sides):
            self.redraw()
        self.draw_settings()

    @on(events.DescendantFocus)
    def look_at_focus(self) -> None:
        self.draw_settings()

    def _folds(self) -> bool:
        return self.app.settings.chat.harm == "fold"

    def redraw(self) -> None:
        """Draw every side anew; what is on the screen already costs nothing."""
        for side in self.desk.sides:
            side.fold = self._folds()
            side.draw()
        self.draw_settings()
        self.refresh_bindings()

    @on(events.Resize)
    def draw_settings(self) -> None:
        width = max(self.size.width - 2, 20)
        self.query_one("#settings", Note).show(settings(self.desk.options, blind=self.blind.on, width=width))
        mini = [side for side in self.desk.sides if is_mini(self.app.snapshot, side.model)]
        said = known(self.probes.file(), len(mini), len(self.desk.sides), self._editing, hidden=self.blind.hidden)
        if self.focused is not None and not isinstance(self.focused, Input) and not self.blind.hidden:
            said = reading(self, width)
        self.query_one("#known", Note).show(Content(fit(said, width)))

    def say(self, sentence: str) -> None:
        self.notify(sentence, markup=False, timeout=5)

    def here(self) -> Side:
        """The side whose pane has the focus, else the first."""
        return next((side for side in self.desk.sides if side.pane is self.focused), self.desk.sides[0])

    def to_judge(self) -> list[Exchange]:
        return [answer for _, answer in self.desk.answers()]

    def at_hand(self) -> Exchange | None:
        turn = self.here().turn
        return turn.answer if turn else None

    def known_questions(self) -> list[Question]:
        return self.probes.questions()

    # models and panes

    @on(ChatWith)
    def take_models(self, wish: ChatWith) -> None:
        wanted = [wish.left, wish.right]
        if self.desk.turns and [side.model for side in self.desk.sides[:2]] != wanted:
            self.desk.begin_anew()
        self.blind.end()
        for side, model in zip(self.desk.sides, wanted, strict=False):
            self.set_model(side, model)
        if wish.opening and self.desk.sides[0].thread.opening != wish.opening:
            self.desk.begin_anew(wish.opening)
        if wish.prompt:
            self.write(wish.prompt)

    def set_model(self, side: Side, model: str) -> None:
        side.take_model(*named(self.app.snapshot, model))
        self.draw_settings()

    def action_pick(self, side: str) -> None:
        place = 0 if side == "left" else 1
        if place < len(self.desk.sides):
            self._pick(self.desk.sides[place], f"Model on the {side}")

    def action_pick_here(self) -> None:
        self._pick(self.here(), "Model of this pane")

    def _pick(self, side: Side, title: str) -> None:
        def take(key: str | None) -> None:
            if key == OTHER:
                self.app.push_screen(TypeModel(self.app.home), lambda model: model and self.set_model(side, model))
            elif key:
                self.set_model(side, chosen(self.app.snapshot, key))

        self.app.push_screen(choice_of_model(self.app.snapshot, title, side.model), take)

    def action_swap(self) -> None:
        self.desk.swap()

    async def action_panes(self) -> None:
        """One more pane; after three, one."""
        await self.set_panes(len(self.desk.sides) % 3 + 1)

    async def set_panes(self, count: int) -> None:
        sides = self.desk.sides
        while len(sides) > count:
            side = sides.pop()
            self._models_before[side.id] = side.model
            side.stop()
            await side.remove()
        while len(sides) < count:
            side = self._new_side("right" if len(sides) == 1 else f"pane-{len(sides) + 1}")
            await self.query_one("#panes").mount(side)
            self.set_model(side, self._models_before.get(side.id, self.app.settings.base))
            side.draw()
        self._name_line()
        self.draw_settings()
        self.pace()

    def _name_line(self) -> None:
        whom = {1: "the model", 2: "both models"}.get(len(self.desk.sides), "all models")
        self.query_one("#question", Input).placeholder = f"Ask {whom}, Enter sends"

    # talking

    @on(Input.Submitted, "#question")
    def ask(self) -> None:
        field = self.query_one("#question", LineInput)
        question = field.text.strip()
        if self.desk.busy and question:
            self.say("Wait for the answers, or stop them with F8 or Esc.")
            return
        editing, self._editing = self._editing, None
        if question and (editing is None or self._branch(editing - 1)):
            field.value = ""
            if self.blind.on and not self.blind.hidden:
                self.blind.shuffle()
            self.desk.ask(question)
            self.pace()
        self.draw_settings()

    def write(self, text: str) -> None:
        """Put text into the line and go there."""
        field = self.query_one("#question", LineInput)
        field.write(text)
        field.focus()

    def _tick(self) -> None:
        ended = [side.tick() for side in self.desk.sides]
        if any(ended):
            self.pace()

    def pace(self) -> None:
        """Look at the streams only while there are some."""
        if self._timer is None:
            return
        if self.desk.busy:
            self._timer.resume()
        else:
            self._timer.pause()
        self.draw_settings()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return possible(action, self)

    def action_stop(self) -> None:
        self.desk.stop()
        self.pace()

    def action_leave_line(self) -> None:
        self.desk.sides[0].pane.focus()

    def action_write(self) -> None:
        self.query_one("#question").focus()

    def action_retry(self) -> None:
        self.desk.retry(new_seed=False)
        self.pace()

    def action_another(self) -> None:
        self.desk.retry(new_seed=True)
        self.draw_settings()
        self.pace()

    def action_temperature(self, by: int) -> None:
        heat = min(max(round(self.desk.options.temperature + by / 10, 1), 0.0), 2.0)
        self._set_options(msgspec.structs.replace(self.desk.options, temperature=heat))

    def action_seed(self) -> None:
        self._set_options(msgspec.structs.replace(self.desk.options, seed=random.randrange(1, SEEDS)))

    def action_options(self) -> None:
        self.app.push_screen(OptionsDialog(self.desk.options), lambda options: options and self._set_options(options))

    def _set_options(self, options: Options) -> None:
        other_system = options.system != self.desk.options.system
        self.desk.options = options
        if other_system:
            if self.desk.turns:
                self.say("A new conversation begins, with this system prompt. The old one stays under h.")
            self.desk.begin_anew()
        self.draw_settings()

    # turns and conversations

    def action_mark(self, by: int) -> None:
        self.desk.mark(by)
        self.refresh_bindings()

    def action_page(self, by: int) -> None:
        if self.desk.marked is not None:
            self.say("Only the last question's samples can be paged. f branches here; then these can.")
            return
        for side in self.desk.sides:  # samples of one seed stay beside each other
            side.page(by)

    def action_branch(self) -> None:
        turn = self.desk.turn
        if self._branch(turn):
            self.say(f"A branch with {turn + 1} turn{'s' if turn else ''}. The conversation it left stays under h.")

    def _branch(self, turn: int) -> bool:
        try:
            self.desk.branch(turn)
        except LabError as error:
            self.say(str(error))
            return False
        self.pace()
        return True

    def action_edit(self) -> None:
        self._editing = self.desk.turn
        self.write(self.desk.sides[0].thread.turns[self._editing].question)
        self.draw_settings()

    def action_clear(self) -> None:
        self.desk.begin_anew()
        self._editing = None
        self.draw_settings()
        self.pace()

    def action_history(self) -> None:
        self.keeping.history()

    def action_copy(self) -> None:
        self.keeping.copy_answer()

    def action_copy_exchange(self) -> None:
        self.keeping.copy_exchange()

    def action_export(self) -> None:
        self.keeping.export()

    def action_markdown(self) -> None:
        self._plain = not self._plain
        for side in self.desk.sides:
            side.plain = self._plain
        self.redraw()
        self.say("Answers as they came." if self._plain else "Markdown drawn as such.")

    # probes, judge, vote

    @on(ProbesRead)
    def take_probes(self, message: ProbesRead) -> None:
        self.probes.take(message.files)
        self.draw_settings()
        self.refresh_bindings()

    def action_questions(self) -> None:
        self.probes.choose_question()

    def action_probes(self) -> None:
        self.probes.choose_file()

    def action_ask_all(self) -> None:
        self.probes.ask_all()

    @on(JudgmentsRead)
    def take_judgments(self, message: JudgmentsRead) -> None:
        self.verdicts.take_earlier(message)

    @on(Judged)
    def take_judgment(self, message: Judged) -> None:
        self.verdicts.take(message)

    def action_judge(self) -> None:
        self.verdicts.judge()

    def action_unfold(self) -> None:
        for side in self.desk.sides:
            side.unfold()

    def action_part(self) -> None:
        (left, one), (right, other), *_ = self.desk.answers()
        home, names = self.app.home, (left.label, right.label)
        waiting = Content.styled("Asking both once more, with log probabilities…", "$text-muted")
        dialog = Reading("Where they part", waiting, lambda: parting_content(find(home, (one, other)), names))
        self.app.push_screen(dialog)

    async def action_blind(self) -> None:
        await self.blind.switch()

    def action_vote(self) -> None:
        self.blind.vote()
