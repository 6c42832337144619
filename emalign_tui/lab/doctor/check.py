"""What a check is, what it is asked about, what it answers, and what can be done about it."""

import sys
from collections.abc import Callable
from typing import Any, Literal

import msgspec

from emalign_tui.lab.paths import Home

Status = Literal["ok", "warn", "fail", "skipped"]
# What a check waits for: files and the driver; the Hub or a judge; a library's import, which may take a minute.
Kind = Literal["offline", "network", "import"]


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """Something safe that the lab can do about a finding, once a person has agreed to it.

    what: a sentence that says what will be done, shown before it runs. run: does it and returns a sentence of what was
    done; raises LabError when it cannot. asks: "secret" when run needs something that only a person has, as a token:
    its second argument, read without echo; "paste" when that is what comes back of `copies`, which is put on the
    person's clipboard before; otherwise that is "".
    """

    what: str
    run: Callable[[Home, str], str]
    asks: Literal["none", "secret", "paste"] = "none"
    copies: str = ""


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """What the checks are asked about besides the machine itself; a check of something that is not named is skipped.

    model: what one means to train, serve or publish, as `resolve_model` reads it. repo: ORG/NAME to push to. judge: a
    model reference. answers: how many answers would be judged. train_python, serve_python: interpreters of the workers.
    probe_write: try a real upload to the Hub. osc52: whether the terminal says that it takes text for the clipboard,
    None when it was not asked.
    """

    model: str | None = None
    repo: str | None = None
    judge: str | None = None
    answers: int = 800
    train_python: str = sys.executable
    serve_python: str = sys.executable
    probe_write: bool = False
    osc52: bool | None = None


class Finding(msgspec.Struct, frozen=True):
    """What a check found. evidence: the facts in a sentence. fix: a command or a sentence, empty when all is well.

    action: what the lab itself can do about it, if anything.
    """

    status: Status
    evidence: str
    fix: str = ""
    action: Action | None = None


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One question to this machine.

    why: what goes wrong for whom when the answer is bad. limit: seconds until "no answer" is the answer.
    """

    id: str
    title: str
    why: str
    look: Callable[[Home, Subject], Finding]
    kind: Kind = "offline"
    limit: float = 10


class CheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """A check and its finding, as shown. seconds: how long after the start of all checks it came."""

    id: str
    title: str
    kind: Kind
    seconds: float
    status: Status
    evidence: str
    why: str
    fix: str
    action: Action | None = None

    @property
    def fixable(self) -> bool:
        """Whether the lab itself can mend it: `emalign doctor --fix`, or f in the lab."""
        return self.action is not None

    def as_dict(self) -> dict[str, Any]:
        """As in `emalign doctor --json`; `action` is the sentence of what would be done."""
        fields = {name: getattr(self, name) for name in ("id", "title", "kind", "status", "evidence", "why", "fix")}
        return {
            **fields,
            "seconds": round(self.seconds, 2),
            "fixable": self.fixable,
            "action": self.action.what if self.action else "",
        }
