"""How the calls of one stage of an evaluation go, and how long they will take."""

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.calls import CallError

_ABOUT_THE_PROMPT = (400, 413, 422)  # HTTP statuses that refuse one request, not its sender


class Stage:
    """How the calls of one stage went: failures in a row, and whether any ever succeeded."""

    def __init__(self, name: str, any_good: bool) -> None:
        self.name = name
        self.row = 0
        self.any_good = any_good
        self.error: LabError | None = None

    @property
    def never(self) -> bool:
        return self.error is not None and not self.any_good

    def good(self) -> None:
        self.row, self.any_good = 0, True

    def bad(self, error: CallError) -> None:
        # Once calls succeed, a refusal of one prompt (too long, filtered) says nothing about the next.
        self.row += not (self.any_good and error.status in _ABOUT_THE_PROMPT)
        do = error.do or "Mend that, then go on with the same run: what is done is kept."
        self.error = LabError(f"{self.name.capitalize()} fails: {error.what}", where=error.where, do=do)


def duration(seconds: float) -> str:
    """A time as people say it."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
