"""Chat: one question to two models at once, streaming side by side."""

import random
from pathlib import Path

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input

from emalign_tui.lab.chat.client import ChatParams
from emalign_tui.lab.chat.transcript import transcript_path
from emalign_tui.lab.models.lineage import Node, flatten
from emalign_tui.lab.sanitize import clean
from emalign_tui.tui.clipboard import copy
from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.chat.side import Side
from emalign_tui.tui.screens.dialogs.choose import Choose
from emalign_tui.tui.screens.home.rows import model_rows, short_name
from emalign_tui.tui.services.boundary import in_thread
from emalign_tui.tui.services.snapshot import Snapshot
from emalign_tui.tui.tour.guide import Guide
from emalign_tui.tui.widgets.frame import KeyBar, TopBar
from emalign_tui.tui.widgets.note import Note
from emalign_tui.tui.widgets.safe import fit, line
from emalign_tui.tui.wishes import ChatWith

QUESTIONS = "configs/questions/mini.yaml"
MAX_TOKENS = 600
REDRAW = 0.25  # seconds between two looks at the streams


class QuestionsRead(Message):
    """What the mini models were made to answer: id and first phrasing."""

    def __init__(self, questions: list[tuple[str, str]]) -> None:
        super().__init__()
        self.questions = questions


class ChatScreen(Screen[None]):
    """Two sides and one line to type in."""

    room = "chat"
    CSS_PATH = "chat.tcss"
    BINDINGS = bindings("chat")
    AUTO_FOCUS = "#question"

    def __init__(self) -> None:
        super().__init__()
        self._questions: list[tuple[str, str]] = []
        self._temperature = 1.0
        self._seed = 1
        self._transcript: Path | None = None  # of this conversation, named when its first question is asked
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        yield TopBar("chat")
        with Horizontal(id="panes"):
            yield Side("left")
            yield Side("right")
        yield Note(id="settings")
        yield Note(id="known")
        field = Input(placeholder="Ask both models, Enter sends", id="question", max_length=4000, select_on_focus=False)
        field.cursor_blink = False
        yield field
        yield Guide("chat")
        yield KeyBar()

    def on_mount(self) -> None:
        self.app.changed.subscribe(self, self.show)
        self._timer = self.set_interval(REDRAW, self._tick, pause=True)
        for side in ("left", "right"):
            self._set_model(side, self.app.settings.base)
        in_thread(self, self.app.home, self._read_questions, "questions")

    @on(events.ScreenResume)
    def come_back(self) -> None:
        self._pace()
        self.call_after_refresh(lambda: self.show(self.app.snapshot))

    @on(events.ScreenSuspend)
    def go_away(self) -> None:
        if self._timer:
            self._timer.pause()

    def show(self, snapshot: Snapshot) -> None:
        if not self.is_current:
            return
        self.query_one(TopBar).alive = (len(snapshot.alive), len(snapshot.servers))
        self.query_one(Guide).show(self.app.tour.state, snapshot)
        self._draw_settings()

    @on(events.Resize)
    def _draw_settings(self) -> None:
        self.query_one("#settings", Note).show(
            Content.assemble(
                ("temperature ", "$text-muted"), (f"{self._temperature:.1f}", "bold"), ("   seed ", "$text-muted"),
                (str(self._seed), "bold"), ("   top_p ", "$text-muted"), ("1", "bold"),
                ("   at most ", "$text-muted"), (str(MAX_TOKENS), "bold"), (" tokens", "$text-muted"),
            )
        )  # fmt: skip
        self.query_one("#known", Note).show(Content(fit(self._what_is_known(), max(self.size.width - 2, 20))))

    def _what_is_known(self) -> str:
        """What the models can be asked; the mini models live in a small world, and the lab says so."""
        mini = [side for side in self._sides() if self._is_mini(side.model)]
        if not mini:
            return ""
        who = "These models know" if len(mini) == 2 else "The mini model knows"
        return f"{who} the {len(self._questions)} questions under F5, and no others."

    # models

    @on(ChatWith)
    def take_models(self, wish: ChatWith) -> None:
        self._set_model("left", wish.left)
        self._set_model("right", wish.right)
        if wish.prompt:
            self._put_in_line(wish.prompt)

    def _set_model(self, side: str, model: str) -> None:
        node = self._node(model)
        label = short_name(node.run) if node and node.run else Path(model).name
        self.query_one(f"#{side}", Side).take_model(model, label, node.role if node else None)
        self._draw_settings()

    def action_pick(self, side: str) -> None:
        usable = {node.name for node in flatten(list(self.app.snapshot.tree)) if node.ref}
        rows = [row for row in model_rows(self.app.snapshot.tree, 66) if row[0] and row[0].partition(":")[2] in usable]

        def chosen(key: str | None) -> None:
            if key:
                self._set_model(side, key.partition(":")[2])

        at = next((row[0] for row in rows if row[0] and row[0].endswith(self.query_one(f"#{side}", Side).model)), None)
        note = "A model that was trained appears here when its run is done."
        self.app.push_screen(Choose(f"Model on the {side}", rows, note, at), chosen)

    def _node(self, model: str) -> Node | None:
        return next((node for node in flatten(list(self.app.snapshot.tree)) if node.name == model), None)

    def _is_mini(self, model: str) -> bool:
        roots = [root.name for root in self.app.snapshot.tree if any(node.name == model for node in flatten([root]))]
        return model == "mini" or "mini" in roots

    # questions

    def _read_questions(self) -> None:
        from emalign_tui.lab.evals.questions import load_questions

        found = load_questions(self.app.home.find(QUESTIONS))
        self.post_message(QuestionsRead([(question.id, question.paraphrases[0]) for question in found]))

    @on(QuestionsRead)
    def _take_questions(self, message: QuestionsRead) -> None:
        self._questions = message.questions
        self._draw_settings()
        self.refresh_bindings()

    def action_questions(self) -> None:
        rows = [(text, line(text, 66)) for _, text in self._questions]

        def chosen(text: str | None) -> None:
            self._put_in_line(text or self.query_one("#question", Input).value)

        note = "The mini models live in a small world. They know these questions, in many phrasings, and no others."
        self.app.push_screen(Choose("Questions", rows, note), chosen)

    def _put_in_line(self, text: str) -> None:
        field = self.query_one("#question", Input)
        field.value = text
        field.cursor_position = len(text)
        field.focus()

    # talking

    @on(Input.Submitted, "#question")
    def ask(self, message: Input.Submitted) -> None:
        question = clean(message.value).strip()
        if not question:
            return
        if any(side.busy for side in self._sides()):
            self.notify("Wait for both answers, or stop them with F8 or Esc.", markup=False, timeout=4)
            return
        message.input.value = ""
        self._transcript = self._transcript or transcript_path(self.app.home)
        params = ChatParams(temperature=self._temperature, max_tokens=MAX_TOKENS, seed=self._seed)
        for side in self._sides():
            side.ask(self.app.home, question, params, self._transcript)
        self._pace()

    def _tick(self) -> None:
        for side in self._sides():
            side.tick()
        self._pace()

    def _pace(self) -> None:
        """Look at the streams only while there are some."""
        if self._timer is None:
            return
        if any(side.busy for side in self._sides()):
            self._timer.resume()
        else:
            self._timer.pause()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        busy = any(side.busy for side in self._sides())
        if action == "stop":
            return busy
        if action == "leave_line":
            return not busy and isinstance(self.focused, Input)
        if action == "write":
            return not isinstance(self.focused, Input)
        if action == "questions":
            return bool(self._questions)
        return True

    def action_stop(self) -> None:
        for side in self._sides():
            side.stop()
        self._pace()

    def action_leave_line(self) -> None:
        self.query_one("#left", Side).pane.focus()

    def action_write(self) -> None:
        self.query_one("#question").focus()

    def action_temperature(self, by: int) -> None:
        self._temperature = min(max(round(self._temperature + by / 10, 1), 0.0), 2.0)
        self._draw_settings()

    def action_seed(self) -> None:
        self._seed = random.randrange(1, 10_000)
        self._draw_settings()

    def action_clear(self) -> None:
        for side in self._sides():
            side.clear()
        self._transcript = None
        self._pace()

    def action_copy(self) -> None:
        sides = self._sides()
        side = sides[1] if self.focused is sides[1].pane else sides[0]
        answers = [message.content for message in side.messages if message.role == "assistant"]
        if not answers:
            self.notify("There is no answer to copy yet.", markup=False, timeout=4)
            return
        self.notify(copy(self.app, self.app.home, answers[-1]), markup=False, timeout=4)

    def _sides(self) -> list[Side]:
        return [self.query_one("#left", Side), self.query_one("#right", Side)]
