"""Every question of a probe file put to the models of the chat, and the answers in a list."""

import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer

from emalign_tui.lab.chat.client import ChatMessage, ChatParams
from emalign_tui.lab.chat.transcript import Exchange, transcript_path
from emalign_tui.lab.evals.questions import Question
from emalign_tui.tui.clipboard import copy
from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.chat.facts import answer_blocks
from emalign_tui.tui.services.stream import Answer
from emalign_tui.tui.widgets.chat_pane import ChatPane
from emalign_tui.tui.widgets.frame import KeyBar, TopBar
from emalign_tui.tui.widgets.marks import role_mark
from emalign_tui.tui.widgets.note import Note
from emalign_tui.tui.widgets.row_list import Row, RowList
from emalign_tui.tui.widgets.safe import line

AT_ONCE = 4  # requests in flight
REDRAW = 0.5  # seconds


class Speaker(NamedTuple):
    """A model as it is asked: its reference, name, role and lineage."""

    model: str
    label: str
    role: str | None
    lineage: tuple[str, ...]


class AskedScreen(Screen[None]):
    """Above the list, below the answer under the cursor. Leaving stops what is still being asked."""

    room = "asked"
    CSS_PATH = "asked.tcss"
    BINDINGS = bindings("asked")
    AUTO_FOCUS = "#asked"

    def __init__(
        self, name: str, questions: Sequence[Question], speakers: Sequence[Speaker], params: ChatParams
    ) -> None:
        super().__init__()
        self._title, self._questions, self._speakers, self._params = name, questions, speakers, params
        self._answers: dict[str, Answer] = {}
        self._by_key: dict[str, tuple[Question, Speaker]] = {}
        self._path = Path()
        self._timer: Timer | None = None
        self._shown: tuple[str, str] = ("", "")

    def compose(self) -> ComposeResult:
        yield TopBar("chat")
        with Vertical(id="asked-panel", classes="panel") as panel:
            panel.border_title = f"Asked: {self._title}"
            yield Note(id="progress")
            yield RowList(id="asked")
        with Vertical(id="answer-panel", classes="panel") as answer:
            answer.border_title = "Answer"
            yield ChatPane()
        yield KeyBar()

    def on_mount(self) -> None:
        home, gate = self.app.home, threading.Semaphore(AT_ONCE)
        self._path = transcript_path(home, "probes")
        for question in self._questions:
            for pane, speaker in enumerate(self._speakers):
                key = f"{question.id}\n{pane}"
                self._by_key[key] = (question, speaker)
                self._answers[key] = answer = Answer(
                    home, speaker.model, self._asked(question, speaker, pane), self._path
                )
                answer.start(gate)
        self._timer = self.set_interval(REDRAW, self._tick)
        self._tick()

    def _asked(self, question: Question, speaker: Speaker, pane: int) -> Exchange:
        before = [ChatMessage(each["role"], each["content"]) for each in question.messages(0)]  # type: ignore[arg-type]
        return Exchange(
            messages=[*before, ChatMessage("assistant", self._params.begin)],
            model=speaker.model,
            params=msgspec.structs.replace(self._params, temperature=question.temperature),
            at=time.time(),
            pane=pane,
            role=speaker.role,
            lineage=speaker.lineage,
        )

    def on_unmount(self) -> None:
        self.action_stop()

    def _tick(self) -> None:
        done = sum(answer.finished or answer.stopped for answer in self._answers.values())
        if done == len(self._answers) and self._timer:
            self._timer.stop()
        broken = sum(bool(answer.error) for answer in self._answers.values())
        parts = [f"{done} of {len(self._answers)} answers", f"seed {self._params.seed}, each question by itself"]
        parts += [f"{broken} broke off"] if broken else []
        self.query_one("#progress", Note).show(Content.styled("   ".join(parts), "$text-muted"))
        self.query_one("#asked", RowList).show(self._rows(max(self.size.width - 6, 40)))
        self._draw_answer()
        self.refresh_bindings()

    def _rows(self, width: int) -> list[Row]:
        rows: list[Row] = []
        for question in self._questions:
            rows.append((None, line(f"{question.id}: {question.paraphrases[0]}", width, "$text-primary not bold")))
            for pane, speaker in enumerate(self._speakers):
                answer = self._answers[f"{question.id}\n{pane}"]
                said, style = answer.text or answer.status, "$text" if answer.text else "$text-muted"
                if answer.error:
                    said, style = f"✖ {answer.text or answer.error}", "$text-error"
                elif answer.stopped and not answer.finished:
                    said = f"■ {answer.text or 'stopped'}"
                name = line(speaker.label, 18)
                rows.append(
                    (
                        f"{question.id}\n{pane}",
                        Content.assemble("  ", role_mark(speaker.role), " ", name, " ", line(said, width - 23, style)),
                    )
                )
        return rows

    @on(RowList.OptionHighlighted, "#asked")
    def _draw_answer(self) -> None:
        key = self.query_one("#asked", RowList).key
        if key is None or key not in self._answers:
            return
        answer, (question, _) = self._answers[key], self._by_key[key]
        state = (key, f"{answer.text}{answer.status}{answer.finished}{answer.stopped}")
        if state == self._shown:
            return
        self._shown = state
        running = None if answer.finished or answer.stopped else answer
        blocks = answer_blocks(answer.exchange(), running, kind="markdown", hidden=False)
        self.query_one(ChatPane).show([("user", question.paraphrases[0]), *blocks])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "stop":
            return any(not (answer.finished or answer.stopped) for answer in self._answers.values())
        return True

    def action_stop(self) -> None:
        for answer in self._answers.values():
            if not answer.finished:
                answer.stop()

    def action_copy(self) -> None:
        key = self.query_one("#asked", RowList).key
        answer = self._answers.get(key or "")
        if answer is None or not answer.text:
            self.notify("There is no answer to copy here.", markup=False, timeout=4)
            return
        self.notify(copy(self.app, self.app.home, answer.text), markup=False, timeout=4)

    def action_back(self) -> None:
        if self.is_current:
            self.dismiss(None)
