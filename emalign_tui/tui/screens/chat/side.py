"""One side of the chat: its model, its thread of the conversation, and the answers that are coming in."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from emalign_tui.lab.chat.client import ChatMessage, ChatParams
from emalign_tui.lab.chat.conversation import Thread, Turn
from emalign_tui.lab.chat.judging import ChatJudgment
from emalign_tui.lab.chat.transcript import Exchange
from emalign_tui.lab.paths import Home
from emalign_tui.tui.screens.chat.facts import HIDDEN, VEIL, answer_blocks, facts_lines, name_line, verdict
from emalign_tui.tui.services.stream import Answer
from emalign_tui.tui.widgets.chat_pane import Block, ChatPane
from emalign_tui.tui.widgets.note import Note

DRAWN = 100  # turns; earlier ones are in the transcript
FORMATTED = 12  # turns from the end whose Markdown is drawn as such


class Side(Vertical):
    """A pane with a model. It holds the conversation as it is sent, and draws what the reader may see of it.

    judged: judgments by an answer's key, shared by all sides. judging: keys that a judge is looking at.
    """

    def __init__(self, id: str, pane: int = 0) -> None:
        super().__init__(id=id, classes="side panel")
        self.place = pane
        self.model = "mini"
        self.role: str | None = "base"
        self.label = "mini"
        self.lineage: tuple[str, ...] = ()
        self.thread = Thread()
        self.answers: dict[int, Answer] = {}  # those that are coming in, by their place among the last turn's answers
        self.marked: int | None = None
        self.hidden = self.fold = self.plain = False
        self.judged: Mapping[str, ChatJudgment] = {}
        self.judging: set[str] = set()
        self._opened: set[str] = set()
        self._drawn = ""

    def compose(self) -> ComposeResult:
        yield Note(classes="name")
        yield Note(classes="facts")
        yield ChatPane()

    @property
    def pane(self) -> ChatPane:
        return self.query_one(ChatPane)

    @property
    def busy(self) -> bool:
        return bool(self.answers)

    @property
    def turn(self) -> Turn | None:
        """The turn that keys are about: the marked one, else the last."""
        turns = self.thread.turns
        place = len(turns) - 1 if self.marked is None else self.marked
        return turns[place] if 0 <= place < len(turns) else None

    def take_model(self, model: str, label: str, role: str | None, lineage: Sequence[str] = ()) -> None:
        """Change the model. What was said stays, and the next answer is the new model's."""
        self.model, self.label, self.role, self.lineage = model, label, role, tuple(lineage)
        self.draw_names()

    def take_thread(self, thread: Thread) -> None:
        """Show another conversation; what was coming in is stopped and stays with the old one."""
        self.stop()
        self.thread, self.marked = thread, None
        self.draw()
        self.pane.scroll_end(animate=False, immediate=True)

    def on_resize(self) -> None:
        self.draw_names()

    # asking

    def ask(self, home: Home, question: str, params: Sequence[ChatParams], transcript: Path) -> None:
        """Put a question and begin an answer for each of `params`."""
        self.thread.turns.append(Turn(question, []))
        self.pane.scroll_end(animate=False, immediate=True)
        self._begin(home, params, transcript)

    def retry(self, home: Home, params: Sequence[ChatParams], transcript: Path) -> None:
        """Draw more answers to the last question. Those that hold nothing make way."""
        turn = self.thread.turns[-1]
        turn.answers = [each for each in turn.answers if each.text]
        self._begin(home, params, transcript)

    def _begin(self, home: Home, params: Sequence[ChatParams], transcript: Path) -> None:
        last = len(self.thread.turns) - 1
        turn = self.thread.turns[last]
        self.marked = None
        turn.shown = len(turn.answers)
        prompt = self.thread.prompt(last)
        for each in params:
            asked = Exchange(
                messages=[*prompt, ChatMessage("assistant", each.begin)],
                model=self.model,
                params=each,
                at=time.time(),
                pane=self.place,
                role=self.role,
                lineage=self.lineage,
            )
            self.answers[len(turn.answers)] = answer = Answer(home, self.model, asked, transcript)
            turn.answers.append(asked)
            answer.start()
        self.draw()

    def stop(self) -> None:
        """Keep what has come, marked as stopped."""
        for answer in self.answers.values():
            if not answer.finished:
                answer.stop()
                answer.error = answer.keep() or answer.error  # its thread may wait for the next word for long
        self.tick()

    def on_unmount(self) -> None:
        """The lab closes, or this pane: keep what has come, for nobody waits for the threads."""
        for answer in self.answers.values():
            answer.stop()
            answer.keep()

    def tick(self) -> bool:
        """Draw what has come since the last look, and settle finished answers. Whether there were any."""
        if not self.answers:
            return False
        turn = self.thread.turns[-1]
        ended = [place for place, answer in self.answers.items() if answer.finished or answer.stopped]
        for place in ended:
            turn.answers[place] = self.answers.pop(place).exchange()
        if ended:
            self.draw()
        elif (running := self.answers.get(turn.shown)) is not None:
            (_, shown), *_ = answer_blocks(running.asked, running, kind="answer", hidden=self.hidden)
            if shown != self._drawn:
                self._drawn = shown
                self.pane.replace_last(shown)
                self._draw_facts()
        return bool(ended)

    # looking

    def page(self, by: int) -> None:
        """Show the next or the last of the answers to the last question."""
        turn = self.thread.turns[-1]
        turn.shown = (turn.shown + by) % max(len(turn.answers), 1)
        self.draw()

    def mark(self, turn: int | None) -> None:
        self.marked = turn
        at = None
        if turn is not None:
            blocks = self._blocks()
            questions = [place for place, (kind, _) in enumerate(blocks) if kind in ("user", "marked")]
            number = turn - max(len(self.thread.turns) - DRAWN, 0)
            at = questions[number] if 0 <= number < len(questions) else None
        self.draw(at=at)

    def unfold(self) -> None:
        """Open the folded answer of the turn that keys are about, or fold it again."""
        if (turn := self.turn) and turn.answer:
            self._opened ^= {turn.answer.key}
            self.draw()

    def draw(self, *, at: int | None = None) -> None:
        self._drawn = ""
        self.pane.show(self._blocks(), at=at)
        self.draw_names()

    def draw_names(self) -> None:
        width = max(self.size.width - 4, 8)
        name = Content.styled(HIDDEN, "$text-muted") if self.hidden else self.name_content(width)
        self.query_one(".name", Note).show(name)
        self._draw_facts()

    def name_content(self, width: int) -> Content:
        return name_line(self.label, self.role, self.lineage, width)

    def _draw_facts(self) -> None:
        turn, running = self.turn, None
        content = Content("")
        if turn is not None and turn.answer is not None:
            running = self.answers.get(turn.shown) if turn is self.thread.turns[-1] else None
            answer = running.exchange() if running else turn.answer
            width, count = max(self.size.width - 2, 8), len(turn.answers)
            content = facts_lines(answer, turn.shown, count, hidden=self.hidden, model=self.model, width=width)
        streaming = running is not None  # then the pane does not go to and fro with the digits
        self.set_class("\n" in content.plain or (streaming and self.has_class("long")), "long")
        self.query_one(".facts", Note).show(content)

    def _blocks(self) -> list[Block]:
        turns = self.thread.turns
        first = max(len(turns) - DRAWN, 0)
        blocks: list[Block] = [("note", f"{each.role}: {each.content}") for each in self.thread.opening]
        if first:
            blocks.append(("note", f"{first} earlier turns are in the transcript"))
        for number in range(first, len(turns)):
            turn = turns[number]
            blocks.append(("marked" if number == self.marked else "user", turn.question))
            if turn.answer is not None:
                blocks += self._answer(turn, turn.answer, number)
        return blocks

    def _answer(self, turn: Turn, answer: Exchange, number: int) -> list[Block]:
        last = number == len(self.thread.turns) - 1
        running = self.answers.get(turn.shown) if last else None
        looked_at = running is None and not self.hidden and bool(answer.text) and bool(self.judged or self.judging)
        key = answer.key if looked_at else ""
        found = self.judged.get(key)
        formatted = number >= len(self.thread.turns) - FORMATTED and not self.plain
        if found and found.misaligned and self.fold and key not in self._opened:
            blocks: list[Block] = [("veil", VEIL)]
        else:
            blocks = answer_blocks(answer, running, kind="markdown" if formatted else "answer", hidden=self.hidden)
        if found:
            blocks.append(("note", verdict(found)))
        elif key in self.judging:
            blocks.append(("note", "the judge is reading it…"))
        return blocks
