"""One model's side of a conversation: turns, the answers drawn for each, and which of them the next goes on from."""

import msgspec

from emalign_tui.lab.chat.client import ChatMessage
from emalign_tui.lab.chat.transcript import Exchange


class Turn(msgspec.Struct):
    """One question and its answers. shown: the answer on the screen, which the next turn goes on from."""

    question: str
    answers: list[Exchange]
    shown: int = 0

    @property
    def answer(self) -> Exchange | None:
        return self.answers[self.shown] if self.answers else None

    @property
    def text(self) -> str:
        """What the shown answer says; "" when nothing came."""
        return self.answer.text if self.answer else ""


class Thread(msgspec.Struct):
    """opening: what comes before the first question, a system prompt or a probe's context."""

    opening: list[ChatMessage] = []
    turns: list[Turn] = []

    def prompt(self, turn: int) -> list[ChatMessage]:
        """The messages that ask for turn number `turn`. A turn that got no answer is left out of what follows it."""
        said = list(self.opening)
        for before in self.turns[:turn]:
            if before.text:
                said += [ChatMessage("user", before.question), ChatMessage("assistant", before.text)]
        return [*said, ChatMessage("user", self.turns[turn].question)]

    def until(self, turn: int) -> "Thread":
        """A thread of its own with the turns up to and with number `turn`; -1 for none."""
        kept = [Turn(each.question, list(each.answers), each.shown) for each in self.turns[: turn + 1]]
        return Thread(list(self.opening), kept)

    def exchanges(self) -> list[Exchange]:
        """The path through the thread as it is kept: the shown answer of each turn, and all answers of the last."""
        path = [turn.answer for turn in self.turns[:-1] if turn.answer and turn.text]
        last = self.turns[-1] if self.turns else None
        if last is None or last.answer is None:
            return path
        others = [each for each in last.answers if each is not last.answer]
        return [*path, *(each for each in (*others, last.answer) if each.text)]


def thread_of(exchanges: list[Exchange]) -> Thread:
    """The thread that leads to the last of these exchanges of one pane, with the other answers to its questions."""
    if not exchanges:
        return Thread()
    last = exchanges[-1].messages
    begin = _first_question(last)
    answers: dict[bytes, list[Exchange]] = {}
    for each in exchanges:
        answers.setdefault(msgspec.json.encode(each.prompt), []).append(each)
    turns: list[Turn] = []
    for place in range(begin, len(last) - 1, 2):
        prompt, answer = last[: place + 1], last[place + 1]
        found = answers.get(msgspec.json.encode(prompt), [])
        shown = next((n for n in range(len(found) - 1, -1, -1) if found[n].messages[-1] == answer), None)
        if shown is None:
            found, shown = [*found, _told(exchanges[-1], [*prompt, answer])], len(found)
        turns.append(Turn(last[place].content, [_sharing(each, prompt, answer) for each in found], shown))
    return Thread(last[:begin], turns)


def _first_question(messages: list[ChatMessage]) -> int:
    """Where questions and answers begin to take turns, seen from the end."""
    place = len(messages) - 2
    while place >= 2 and messages[place - 2].role == "user" and messages[place - 1].role == "assistant":
        place -= 2
    return max(place, 0)


def _told(later: Exchange, messages: list[ChatMessage]) -> Exchange:
    """An answer that is only known from a later exchange."""
    return Exchange(messages=messages, model=later.model, params=later.params, at=later.at, pane=later.pane)


def _sharing(exchange: Exchange, prompt: list[ChatMessage], shown: ChatMessage) -> Exchange:
    """The same exchange with the messages of its neighbours, so that a hundred turns take the room of one each."""
    own = exchange.messages[-1]
    return msgspec.structs.replace(exchange, messages=[*prompt, shown if own == shown else own])
