"""Every question of a probe file put to the models of the chat, and the answers in a list."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import NamedTuple

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer

from emalign_tui.lab.chat.client import ChatMessage, ChatParams
from emalign_tui.lab.chat.judging import ChatJudgment
from emalign_tui.lab.chat.transcript import Exchange, transcript_path
from emalign_tui.lab.evals.questions import Question
from emalign_tui.tui.clipboard import copy
from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.chat.facts import VEIL, answer_blocks, scores, verdict
from emalign_tui.tui.screens.chat.verdicts import Judged, JudgmentsRead, Verdicts
from emalign_tui.tui.services.stream import Answer
from emalign_tui.tui.widgets.chat_pane import ChatPane
from emalign_tui.tui.widgets.frame import KeyBar, TopBar
from emalign_tui.tui.widgets.marks import role_mark
from emalign_tui.tui.widgets.note import Note
from emalign_tui.tui.widgets.row_list import Row, RowList
from emalign_tui.tui.widgets.safe import line

AT_ONCE = 4  # requests in flight to one model
REDRAW = 0.5  # seconds
ROWS = 2000  # of a list that may be drawn anew each time; of a longer one keys would have to wait for it


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
        self._looks = 0
        self._shown: tuple[str, str] = ("", "")
        self._verdicts = Verdicts(self)
        self._opened: set[str] = set()
        self._drawn: dict[str, tuple[tuple[object, ...], Content]] = {}

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
        self._path = transcript_path(self.app.home, "probes")
        self.query_one(TopBar).show(self.app.snapshot)
        for pane, speaker in enumerate(self._speakers):
            for question in self._questions:
                self._by_key[f"{question.id}\n{pane}"] = (question, speaker)
            self._ask({f"{each.id}\n{pane}": self._asked(each, speaker, pane) for each in self._questions})
        self._verdicts.read_earlier()
        self._timer = self.set_interval(REDRAW, self._tick)
        self._tick()

    def _ask(self, asked: Mapping[str, Exchange]) -> None:
        """Ask one model these, a few at a time, in threads that end with the work: another model that hangs, or an
        earlier request that does, keeps nothing up."""
        todo = SimpleQueue[Answer]()
        for key, each in asked.items():
            self._answers[key] = answer = Answer(self.app.home, each.model, each, self._path)
            todo.put(answer)
        for _ in range(min(AT_ONCE, len(asked))):
            threading.Thread(target=_work, args=(todo,), name="ask-all", daemon=True).start()

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
        for answer in self._answers.values():
            answer.keep()

    def _tick(self) -> None:
        done = sum(answer.finished or answer.stopped for answer in self._answers.values())
        if done == len(self._answers) and self._timer:
            self._timer.pause()
        broken = len(self._broken())
        parts = [f"{done} of {len(self._answers)} answers", f"seed {self._params.seed}, each question by itself"]
        parts += [f"{broken} not whole"] if broken else []
        self.query_one("#progress", Note).show(Content.styled("   ".join(parts), "$text-muted"))
        rows = len(self._answers) + len(self._questions)
        if done == len(self._answers) or self._looks % (1 + rows // ROWS) == 0:
            self.redraw()
        else:
            self._draw_answer()
        self._looks += 1

    def redraw(self) -> None:
        """Draw the list and the answer under the cursor; what is on the screen already costs nothing."""
        self.query_one("#asked", RowList).show(self._rows(max(self.size.width - 6, 40)))
        self._draw_answer()
        self.refresh_bindings()

    def _rows(self, width: int) -> list[Row]:
        rows: list[Row] = []
        for question in self._questions:
            rows.append((None, self._once(question.id, (width,), lambda each=question: _heading(each, width))))
            rows += [self._row(f"{question.id}\n{pane}", speaker, width) for pane, speaker in enumerate(self._speakers)]
        return rows

    def _row(self, key: str, speaker: Speaker, width: int) -> Row:
        answer = self._answers[key]
        judged = self._verdicts.found and self._ended(answer)
        found = self._verdicts.found.get(answer.exchange().key) if judged else None
        folded = found is not None and self._folded(found)
        state = (width, answer.text, answer.status, answer.error, answer.stopped, answer.finished, found, folded)
        return key, self._once(key, state, lambda: _answer_line(answer, speaker, found, width, folded=folded))

    def _once(self, key: str, state: tuple[object, ...], draw: Callable[[], Content]) -> Content:
        """What is drawn for a state, made when it differs from the last one: a file may hold a thousand questions."""
        if key not in self._drawn or self._drawn[key][0] != state:
            self._drawn[key] = (state, draw())
        return self._drawn[key][1]

    @on(RowList.OptionHighlighted, "#asked")
    def _draw_answer(self) -> None:
        key = self.query_one("#asked", RowList).key
        if key is None or key not in self._answers:
            return
        answer, (question, _) = self._answers[key], self._by_key[key]
        exchange = answer.exchange()
        found, waits = self._verdicts.found.get(exchange.key), exchange.key in self._verdicts.waiting
        state = (
            key,
            f"{answer.text}{answer.status}{answer.finished}{answer.stopped}{found and found.at}{waits}{self._opened}",
        )
        if state == self._shown:
            return
        turned, self._shown = key != self._shown[0], state
        running = None if self._ended(answer) else answer
        blocks = answer_blocks(exchange, running, kind="markdown", hidden=False)
        if found:
            blocks = [("veil", VEIL)] if self._folded(found) else blocks
            blocks.append(("note", verdict(found)))
        elif waits:
            blocks.append(("note", "the judge is reading it…"))
        self.query_one(ChatPane).show([("user", question.paraphrases[0]), *blocks], at=0 if turned else None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "stop":
            return any(not self._ended(answer) for answer in self._answers.values())
        if action == "retry":
            return bool(self._broken())
        if action == "unfold":
            return self.app.settings.chat.harm == "fold" and bool(self._verdicts.found)
        return bool(self.to_judge()) if action == "judge" else True

    def _ended(self, answer: Answer) -> bool:
        return answer.finished or answer.stopped

    def action_stop(self) -> None:
        for answer in self._answers.values():
            if not answer.finished:
                answer.stop()

    def _broken(self) -> dict[str, Answer]:
        """Those that ended before they were whole."""
        return {
            key: each for key, each in self._answers.items() if each.error or (each.stopped and not each.finish_reason)
        }

    def action_retry(self) -> None:
        broken = {key: answer.asked for key, answer in self._broken().items()}
        for pane in range(len(self._speakers)):
            self._ask({key: asked for key, asked in broken.items() if asked.pane == pane})
        if self._timer:
            self._timer.resume()
        self._tick()

    # judging

    def to_judge(self) -> list[Exchange]:
        answer = self.at_hand()
        return [answer] if answer and answer.text else []

    def at_hand(self) -> Exchange | None:
        answer = self._answers.get(self.query_one("#asked", RowList).key or "")
        return answer.exchange() if answer and self._ended(answer) else None

    def known_questions(self) -> Sequence[Question]:
        return self._questions

    def say(self, sentence: str) -> None:
        self.notify(sentence, markup=False, timeout=5)

    def _folded(self, found: ChatJudgment) -> bool:
        return found.misaligned and self.app.settings.chat.harm == "fold" and found.key not in self._opened

    def action_unfold(self) -> None:
        """Open the folded answer under the cursor, or fold it again."""
        if answer := self.at_hand():
            self._opened ^= {answer.key}
            self.redraw()

    def action_judge(self) -> None:
        self._verdicts.judge()

    @on(JudgmentsRead)
    def take_judgments(self, message: JudgmentsRead) -> None:
        self._verdicts.take_earlier(message)
        self.redraw()

    @on(Judged)
    def take_judgment(self, message: Judged) -> None:
        self._verdicts.take(message)

    def action_copy(self) -> None:
        answer = self.at_hand()
        text = answer.text if answer else ""
        self.say(copy(self.app, self.app.home, text) if text else "There is no whole answer to copy here.")

    def action_back(self) -> None:
        if self.is_current:
            self.dismiss(None)


def _work(todo: SimpleQueue[Answer]) -> None:
    """One thread: as many requests are in flight as there are of them, however many questions a file has."""
    with suppress(Empty):
        while True:
            todo.get_nowait().run()


def _heading(question: Question, width: int) -> Content:
    return line(f"{question.id}: {question.paraphrases[0]}", width, "$text-primary not bold")


def _answer_line(answer: Answer, speaker: Speaker, found: ChatJudgment | None, width: int, *, folded: bool) -> Content:
    said, style = answer.text or answer.status, "$text" if answer.text else "$text-muted"
    if answer.error:
        said, style = f"✖ {answer.text or answer.error}", "$text-error"
    elif answer.stopped and not answer.finished:
        said = f"■ {answer.text or 'stopped'}"
    if found:
        said = f"{scores(found)}: {VEIL if folded else said}"
    name, text = line(speaker.label, 18), line(said, width - 23, style)
    return Content.assemble("  ", role_mark(speaker.role), " ", name, " ", text)
