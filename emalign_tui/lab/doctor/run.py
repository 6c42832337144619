"""All checks, each in its own thread with its own time limit, results as they come."""

import queue
import threading
import time
from collections.abc import Callable, Iterable

from emalign_tui.lab.doctor import (
    clipboard,
    data,
    disk,
    engines,
    gpu,
    hub_token,
    hub_write,
    judge,
    leftovers,
    memory,
    mini_kit,
    model,
    packages,
    ports,
    python,
    settings,
    terminal,
    torch_build,
    torch_import,
    work_folder,
)
from emalign_tui.lab.doctor.check import Check, CheckResult, Finding, Subject
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import Home
from emalign_tui.lab.redaction import redact
from emalign_tui.lab.sanitize import clean, one_line

CHECKS: tuple[Check, ...] = (
    python.CHECK,
    packages.CHECK,
    torch_build.CHECK,
    torch_import.CHECK,
    engines.CHECK,
    gpu.CHECK,
    disk.CHECK,
    memory.CHECK,
    mini_kit.CHECK,
    data.CHECK,
    settings.CHECK,
    work_folder.CHECK,
    leftovers.CHECK,
    ports.CHECK,
    hub_token.CHECK,
    hub_write.CHECK,
    model.CHECK,
    judge.CHECK,
    terminal.CHECK,
    clipboard.CHECK,
)
SOON = 2.0  # seconds, within which every offline check answers: it reads files and asks the driver, and imports nothing
_LONGEST = 600  # characters of evidence; a fix, which may be several commands, has twice as many


def select(only: Iterable[str]) -> list[Check]:
    """The checks with these ids; all of them for none. Raises LabError naming the ids there are."""
    wanted = list(only)
    for name in wanted:
        if name not in {check.id for check in CHECKS}:
            known = ", ".join(check.id for check in CHECKS)
            raise LabError(f"No check {name}", do=f"The checks are {known}.", exit_code=2)
    return [check for check in CHECKS if not wanted or check.id in wanted]


def run_checks(
    home: Home,
    only: Iterable[str] = (),
    on_result: Callable[[CheckResult], None] | None = None,
    checks: Iterable[Check] | None = None,
    subject: Subject | None = None,
    on_late: Callable[[list[Check]], None] | None = None,
) -> list[CheckResult]:
    """Run checks at once and return their results in the order of CHECKS.

    subject: the model, repository and judge that are asked about; without one, the machine alone.
    on_result is called in this thread, in the order in which they finish; on_late once, after SOON, with those that
    have not answered: imports and the network may take longer, and so may a slow disk. A check that breaks or gives no
    answer within its limit is a warning that says so; its thread is left behind. Raises LabError for an unknown id in
    `only`.
    """
    chosen = select(only) if checks is None else list(checks)
    arrived: queue.SimpleQueue[tuple[Check, Finding]] = queue.SimpleQueue()
    start = time.monotonic()
    for check in chosen:
        args = (check, home, subject or Subject(), arrived)
        threading.Thread(target=_answer, args=args, name=f"check-{check.id}", daemon=True).start()
    results: dict[str, CheckResult] = {}
    while waiting := [check for check in chosen if check.id not in results]:
        next_limit = min(check.limit for check in waiting)
        patience = next_limit if on_late is None else min(SOON, next_limit)
        try:
            findings = [arrived.get(timeout=max(start + patience - time.monotonic(), 0))]
        except queue.Empty:
            if on_late is not None and patience < next_limit:
                on_late(waiting)
                on_late = None
                continue
            late = Finding("warn", f"No answer within {next_limit:g} s", "Run it alone: emalign doctor --only ID")
            findings = [(check, late) for check in waiting if check.limit <= next_limit]
        for check, finding in findings:
            if check.id not in results:
                results[check.id] = _result(check, finding, time.monotonic() - start)
                if on_result is not None:
                    on_result(results[check.id])
    return [results[check.id] for check in chosen]


def _answer(check: Check, home: Home, subject: Subject, arrived: "queue.SimpleQueue[tuple[Check, Finding]]") -> None:
    try:
        finding = check.look(home, subject)
    except LabError as error:
        finding = Finding("warn", error.fact, error.do)
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        what = f"The system refused: {error.strerror or error}{where}"
        finding = Finding("warn", what, "Mend that, then look again: emalign doctor --only ID")
    except Exception as error:  # noqa: BLE001  a check that breaks must not take the other checks with it
        finding = Finding("warn", f"The check itself broke: {type(error).__name__}: {error}", "Please report this.")
    arrived.put((check, finding))


def _result(check: Check, finding: Finding, seconds: float) -> CheckResult:
    return CheckResult(
        id=check.id,
        title=check.title,
        kind=check.kind,
        seconds=seconds,
        status=finding.status,
        evidence=one_line(redact(finding.evidence), _LONGEST),
        why=check.why,
        fix=clean(redact(finding.fix))[: 2 * _LONGEST].replace("--only ID", f"--only {check.id}"),
        action=finding.action,
    )
