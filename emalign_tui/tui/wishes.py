"""What one room asks of another: sent to a room's screen after it was switched to."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from emalign_tui.lab.chat.client import ChatMessage


class ChatWith(Message):
    """Put these models side by side. Names are model references. prompt: to put into the line, unsent. opening: what
    was said before it, a system prompt or a context."""

    def __init__(self, left: str, right: str, prompt: str = "", opening: "Sequence[ChatMessage]" = ()) -> None:
        super().__init__()
        self.left, self.right, self.prompt, self.opening = left, right, prompt, list(opening)


class TrainFrom(Message):
    """Show a training config: the named one, else the first of a role; to go on from a parent run, if named."""

    def __init__(self, *, config: str | None = None, role: str | None = None, parent: str | None = None) -> None:
        super().__init__()
        self.config, self.role, self.parent = config, role, parent


class Watch(Message):
    """Show a run."""

    def __init__(self, run: str) -> None:
        super().__init__()
        self.run = run


class Evaluate(Message):
    """Open the new evaluation with these models chosen."""

    def __init__(self, models: tuple[str, ...], *, open_form: bool = True) -> None:
        super().__init__()
        self.models, self.open_form = models, open_form
