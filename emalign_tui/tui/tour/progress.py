"""Moving through the tour: opening, next, back, leaving, and asking a room for what a step needs."""

import time
from typing import TYPE_CHECKING

import msgspec
from textual.message import Message

from emalign_tui.lab.errors import LabError
from emalign_tui.tui.services.boundary import Trouble
from emalign_tui.tui.tour.state import load_tour, save_tour
from emalign_tui.tui.tour.steps import STEPS, TourState, misaligned_run, repaired_run
from emalign_tui.tui.wishes import ChatWith, Evaluate, TrainFrom

if TYPE_CHECKING:
    from emalign_tui.tui.app import LabApp

HARM, REPAIR = "mini_insecure", "mini_repair"  # the configs that the tour proposes: the demo's own


class Tour:
    """The tour of one lab. `state` is what is on the disk."""

    def __init__(self, app: "LabApp") -> None:
        self.app = app
        self.state = load_tour(app.home)

    def welcome(self) -> None:
        """On the very first start, ask where to begin. Who asked for the set-up has begun already."""
        if self.state.seen:
            return
        if self.app.current_mode == "setup":
            self._keep(msgspec.structs.replace(self.state, seen=True))
            return
        from emalign_tui.tui.screens.dialogs.welcome import Welcome

        self.app.push_screen(Welcome(), self._welcomed)

    async def _welcomed(self, wanted: str | None) -> None:
        self._keep(msgspec.structs.replace(self.state, seen=True))
        if wanted == "tour":
            await self.toggle()
        elif wanted == "setup":
            await self.app.visit("setup")

    async def open(self) -> None:
        """Open the tour where it was left, or go to its step."""
        if self.state.active:
            await self._enter()
        else:
            await self.toggle()

    async def toggle(self) -> None:
        """Open the tour where it was left, or close it. A finished tour begins again."""
        if self.state.active:
            self._keep(msgspec.structs.replace(self.state, active=False))
            self.app.notify("The tour is closed. t opens it again, at this step.", markup=False, timeout=4)
            return
        finished = self.state.step == len(STEPS) - 1
        fresh = finished or not self.state.started
        started = time.time() if fresh else self.state.started
        self._keep(TourState(seen=True, active=True, step=0 if fresh else self.state.step, started=started))
        await self._enter()

    async def move(self, by: int) -> None:
        """Go to the next step or one back; from another room, back to the step's own room."""
        here = getattr(self.app.screen, "room", None) == STEPS[self.state.step].room
        step = min(max(self.state.step + (by if here else 0), 0), len(STEPS) - 1)
        self._keep(msgspec.structs.replace(self.state, step=step))
        await self._enter()

    async def _enter(self) -> None:
        await self.app.visit(STEPS[self.state.step].room, self._wish())

    def _wish(self) -> Message | None:
        """What the room should show for this step, from the runs that the tour made so far."""
        snapshot, since = self.app.snapshot, self.state.started
        harm, repair = misaligned_run(snapshot, since), repaired_run(snapshot, since)
        models = ("mini", *(run.id for run in (harm, repair) if run))
        if self.state.step == 1:
            return TrainFrom(config=HARM, role="misaligned")
        if self.state.step == 2:
            return ChatWith("mini", harm.id if harm else "mini")
        if self.state.step == 3:
            return Evaluate(models[:2], open_form=False)
        if self.state.step == 4:
            return TrainFrom(config=REPAIR, role="repaired", parent=harm.id if harm else None)
        if self.state.step == 5:
            return Evaluate(models, open_form=False)
        return None

    def _keep(self, state: TourState) -> None:
        self.state = state
        try:
            save_tour(self.app.home, state)
        except LabError as error:
            self.app.post_message(Trouble(str(error)))
        self.app.changed.publish(self.app.snapshot)
        self.app.refresh_bindings()
