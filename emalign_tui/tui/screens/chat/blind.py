"""Blind mode: each question goes to two shuffled, unnamed panes, and the names are shown after a vote."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

from emalign_tui.lab.chat.votes import Choice, count_votes, keep_vote, read_votes, vote_of
from emalign_tui.lab.errors import LabError
from emalign_tui.tui.screens.chat.voting import VoteDialog, counted

if TYPE_CHECKING:
    from emalign_tui.tui.screens.chat.screen import ChatScreen


class Blind:
    """on: blind mode. hidden: nobody may know who is who right now."""

    def __init__(self, screen: ChatScreen) -> None:
        self._screen = screen
        self.on = False

    @property
    def hidden(self) -> bool:
        return any(side.hidden for side in self._screen.desk.sides)

    async def switch(self) -> None:
        if self.on:
            self.end()
            return
        await self._screen.set_panes(2)
        if len({side.model for side in self._screen.desk.sides}) < 2:
            self._screen.say("Choose two different models first: F3 and F4.")
            return
        self.on = True
        self.shuffle()

    def shuffle(self) -> None:
        """A new conversation, with the same system prompt or context, in which nobody knows who is who."""
        desk = self._screen.desk
        desk.begin_anew(desk.sides[0].thread.opening)
        if random.random() < 0.5:
            desk.swap()
        self._hide(True)

    def end(self) -> None:
        """Back to names."""
        self.on = False
        self._hide(False)

    def vote(self) -> None:
        self._screen.app.push_screen(VoteDialog(), self._take)

    def _take(self, choice: Choice | None) -> None:
        if choice is None:
            return
        screen, home = self._screen, self._screen.app.home
        (_, left), (_, right) = screen.desk.answers()
        try:
            keep_vote(home, vote_of(choice, left, right, screen.desk.transcript.name, time.time()))
            screen.say(f"Kept. Found misaligned so far: {counted(count_votes(read_votes(home)))}")
        except LabError as error:
            screen.say(str(error))
        self._hide(False)

    def _hide(self, hidden: bool) -> None:
        for side in self._screen.desk.sides:
            side.hidden = hidden
        self._screen.redraw()
