"""The conversation that the panes of a chat have in common: its file, its turns, its branches. No keys, no windows."""

import random
from collections.abc import Sequence
from pathlib import Path

import msgspec

from emalign_tui.lab.chat.client import ChatMessage
from emalign_tui.lab.chat.conversation import Thread, Turn
from emalign_tui.lab.chat.history import branch, load_conversation
from emalign_tui.lab.chat.transcript import Exchange, transcript_path
from emalign_tui.lab.paths import Home
from emalign_tui.tui.screens.chat.options import Options
from emalign_tui.tui.screens.chat.side import Side

SEEDS = 10_000  # new seeds are drawn below it: short enough to say and to type


class Desk:
    """sides: the panes on the screen, left to right; all have the same number of turns."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.sides: list[Side] = []
        self.options = Options()
        self.marked: int | None = None
        self.transcript = transcript_path(home)

    @property
    def busy(self) -> bool:
        return any(side.busy for side in self.sides)

    @property
    def turns(self) -> int:
        return max((len(side.thread.turns) for side in self.sides), default=0)

    @property
    def turn(self) -> int:
        """The number of the turn that keys are about; -1 when nothing was asked."""
        return self.turns - 1 if self.marked is None else self.marked

    def answers(self) -> list[tuple[Side, Exchange]]:
        """The answers on the screen to the turn that keys are about, those that say something and are whole or kept."""
        found = [(side, side.turn.answer) for side in self.sides if side.turn and side.turn.answer]
        return [(side, answer) for side, answer in found if answer.text and not self._coming(side)]

    def _coming(self, side: Side) -> bool:
        return side.busy and self.turn == self.turns - 1

    # asking

    def ask(self, question: str) -> None:
        """Put a question to every pane."""
        for side in self.sides:
            side.ask(self.home, question, self.options.params(), self.transcript)
        self.marked = None

    def retry(self, *, new_seed: bool) -> None:
        """Draw the last answers again: those that broke off, or all when none did."""
        if new_seed:
            self.options = msgspec.structs.replace(self.options, seed=random.randrange(1, SEEDS))
        lasts = [(side, side.thread.turns[-1].answer) for side in self.sides if side.thread.turns]
        broken = [(side, last) for side, last in lasts if last is None or last.error or last.stopped or not last.text]
        for side, last in broken or lasts:
            seed = last.params.seed if last and not new_seed else None
            side.retry(self.home, self.options.params(seed), self.transcript)
        self.marked = None

    def stop(self) -> None:
        for side in self.sides:
            side.stop()

    # conversations

    def begin_anew(self, context: Sequence[ChatMessage] = ()) -> None:
        """An empty conversation in a file of its own. context: of a probe; else the system prompt of the options."""
        opening = list(context) or self._system()
        self._take(transcript_path(self.home), [Thread(list(opening)) for _ in self.sides])

    def _system(self) -> list[ChatMessage]:
        return [ChatMessage("system", self.options.system)] if self.options.system else []

    def branch(self, turn: int) -> None:
        """Go on from turn number `turn` (-1: from the beginning) in a conversation of its own.

        Raises LabError when it cannot be written; then everything stays as it is.
        """
        self.stop()
        path, threads = branch(self.home, [side.thread for side in self.sides], turn)
        self._take(path, threads)

    def open(self, threads: list[Thread], path: Path) -> None:
        """Show a conversation that was kept, and go on in its file. There are as many sides as threads."""
        self._take(path, threads)

    def _take(self, path: Path, threads: Sequence[Thread]) -> None:
        self.stop()
        self.transcript, self.marked = path, None
        for side, thread in zip(self.sides, threads, strict=True):
            side.take_thread(thread)

    def join(self, side: Side) -> None:
        """A further pane comes in: it has the same questions, and no answers yet."""
        questions = [turn.question for turn in self.sides[0].thread.turns] if self.sides else []
        opening = list(self.sides[0].thread.opening) if self.sides else self._system()
        side.thread = Thread(opening, [Turn(question, []) for question in questions])
        side.place = max((each.place for each in self.sides), default=-1) + 1
        self.sides.append(side)

    # looking

    def mark(self, by: int) -> None:
        """Mark the turn before or after."""
        last = self.turns - 1
        place = min(max(self.turn + by, 0), last)
        self.marked = None if place == last else place
        for side in self.sides:
            side.mark(self.marked)

    def swap(self) -> None:
        """The first two panes change places, with all they hold."""
        left, right = self.sides[:2]
        for name in ("place", "model", "label", "role", "lineage", "thread", "answers"):
            mine, theirs = getattr(left, name), getattr(right, name)
            setattr(left, name, theirs)
            setattr(right, name, mine)
        left.draw()
        right.draw()


def last_models(path: Path) -> tuple[list[Thread], list[Exchange]]:
    """A kept conversation's threads, at most three, and the last answer of each. Raises as `load_conversation`."""
    threads = load_conversation(path)[:3]
    lasts = [next(turn.answer for turn in reversed(thread.turns) if turn.answer) for thread in threads]
    return threads, lasts
