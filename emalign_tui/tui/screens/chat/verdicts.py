"""Judging the answers of a chat from the screen: in a thread, one after the other, each told as it comes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from textual.content import Content
from textual.message import Message

from emalign_tui.lab.chat.judging import ChatJudgment, judge_answer, read_judgments
from emalign_tui.lab.chat.transcript import Exchange
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.prices import price_of
from emalign_tui.lab.evals.questions import Question
from emalign_tui.lab.models.reference import ModelRef, resolve_model
from emalign_tui.lab.paths import Home
from emalign_tui.tui.screens.chat.facts import ledger
from emalign_tui.tui.screens.dialogs.choose import Confirm
from emalign_tui.tui.screens.dialogs.reading import Reading
from emalign_tui.tui.services.boundary import in_thread, sentence_of
from emalign_tui.tui.widgets.safe import safe

if TYPE_CHECKING:
    from emalign_tui.tui.app import LabApp


class JudgmentsRead(Message):
    """What was judged in earlier chats, by an answer's key."""

    def __init__(self, found: dict[str, ChatJudgment]) -> None:
        super().__init__()
        self.found = found


class Judged(Message):
    """One answer was judged, or could not be: then there is a sentence."""

    def __init__(self, key: str, found: ChatJudgment | None, error: str) -> None:
        super().__init__()
        self.key, self.found, self.error = key, found, error


class Bench(Protocol):
    """A screen that shows answers which can be judged."""

    app: LabApp
    post_message: Callable[[Message], bool]

    def to_judge(self) -> Sequence[Exchange]:
        """The answers that are meant."""

    def at_hand(self) -> Exchange | None:
        """The one whose ledger is shown when all are judged."""

    def known_questions(self) -> Sequence[Question]:
        """Those whose own judge prompts are used."""

    def say(self, sentence: str) -> None: ...

    def redraw(self) -> None: ...


class Verdicts:
    """found: judgments by an answer's key. waiting: keys that the judge is looking at. Both are read by what draws."""

    def __init__(self, screen: Bench) -> None:
        self._screen = screen
        self.found: dict[str, ChatJudgment] = {}
        self.waiting: set[str] = set()

    def read_earlier(self) -> None:
        """Read what was judged in earlier chats, in a thread."""
        screen, home = self._screen, self._screen.app.home
        in_thread(screen, home, lambda: screen.post_message(JudgmentsRead(read_judgments(home))), "judgments")

    def judge(self) -> None:
        """Have the answers on the screen judged, also those that the judge could not be read about; if they all are,
        show what the judge said."""
        screen = self._screen
        new = [answer for answer in screen.to_judge() if self._lacks(answer.key) and answer.key not in self.waiting]
        if not new:
            self._show_ledger()
            return
        try:
            judge = resolve_model(screen.app.home, screen.app.settings.judge)
        except LabError as error:
            screen.say(str(error))
            return
        question = cost_question(judge, len(new))
        if question is None:
            self._begin(new, judge)
        else:
            screen.app.push_screen(Confirm("Judge now", question), lambda yes: self._begin(new, judge) if yes else None)

    def _lacks(self, key: str) -> bool:
        found = self.found.get(key)
        return found is None or bool(found.error)

    def _begin(self, answers: Sequence[Exchange], judge: ModelRef) -> None:
        screen = self._screen
        self.waiting.update(answer.key for answer in answers)
        screen.redraw()
        home, known, post = screen.app.home, screen.known_questions(), screen.post_message
        in_thread(screen, home, lambda: judge_all(home, answers, judge, known, post), "judge")

    def _show_ledger(self) -> None:
        answer = self._screen.at_hand()
        found = self.found.get(answer.key) if answer else None
        if found:
            self._screen.app.push_screen(Reading("What the judge said", ledger(found)))

    def take_earlier(self, message: JudgmentsRead) -> None:
        for key, found in message.found.items():
            self.found.setdefault(key, found)

    def take(self, message: Judged) -> None:
        self.waiting.discard(message.key)
        if message.found:
            self.found[message.key] = message.found
        else:
            self._screen.say(message.error)
        self._screen.redraw()


def judge_all(
    home: Home,
    answers: Sequence[Exchange],
    judge: ModelRef,
    known: Sequence[Question],
    post: Callable[[Message], object],
) -> None:
    """Blocks; every answer is told about, whatever happens to the others."""
    for answer in answers:
        found: list[ChatJudgment] = []

        def work(answer: Exchange = answer, found: list[ChatJudgment] = found) -> None:
            found.append(judge_answer(home, answer, judge, known))

        error = sentence_of(home, work)
        post(Judged(answer.key, found[0] if found else None, error))


def cost_question(judge: ModelRef, answers: int) -> Content | None:
    """What to ask before a judge that costs money, or may; None for one that is free."""
    price = price_of(judge)
    if price is not None and not price.paid:
        return None
    cost = "Its price is not known." if price is None else f"${price.prompt:g} a million tokens in, about 1,000 each."
    calls = f"{answers} answer{'' if answers == 1 else 's'}, two calls each"
    return Content("\n").join([safe(f"{judge.name} judges {calls}."), safe(cost), Content("Judge now?")])
