"""What a check is and what it answers."""

from collections.abc import Callable
from typing import Literal

import msgspec

from emalign_tui.lab.paths import Home

Status = Literal["ok", "warn", "fail", "skipped"]


class Finding(msgspec.Struct, frozen=True):
    """What a check found. evidence: the facts in a sentence. fix: a command or a sentence, empty when all is well."""

    status: Status
    evidence: str
    fix: str = ""


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One question to this machine.

    why: what goes wrong for whom when the answer is bad. limit: seconds until "no answer" is the answer.
    """

    id: str
    title: str
    why: str
    look: Callable[[Home], Finding]
    limit: float = 10


class CheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """A check and its finding, as shown and as in `emalign doctor --json`."""

    id: str
    title: str
    status: Status
    evidence: str
    why: str
    fix: str
