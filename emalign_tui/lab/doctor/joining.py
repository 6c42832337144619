"""Several findings of one check as one."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from emalign_tui.lab.doctor.check import Finding
from emalign_tui.lab.doctor.inside import NoPython

_WORST_FIRST = ("fail", "warn", "skipped", "ok")


def joined(findings: Sequence[Finding]) -> Finding:
    """The worst status; the evidence and fixes of what is wrong, worst first, or of all when nothing is.

    The action is the first one among those.
    """
    ordered = sorted(findings, key=lambda finding: _WORST_FIRST.index(finding.status))
    wrong = [finding for finding in ordered if finding.status in ("fail", "warn")]
    told = wrong or ordered
    return Finding(
        ordered[0].status,
        "; ".join(dict.fromkeys(finding.evidence for finding in told)),
        "\n".join(dict.fromkeys(line for finding in told for line in finding.fix.splitlines())),
        next((finding.action for finding in told if finding.action), None),
    )


def by_python(pythons: Iterable[str], look: Callable[[str], Finding]) -> Finding:
    """The finding of each interpreter, all looked into at once; of two or more each is named.

    look may raise NoPython.
    """

    def one(python: str) -> Finding:
        try:
            return look(python)
        except NoPython as error:
            return unusable(error)

    each = list(dict.fromkeys(pythons))
    with ThreadPoolExecutor(len(each)) as pool:
        findings = list(pool.map(one, each))
    if len(each) > 1:
        findings = [_named(python, found) for python, found in zip(each, findings, strict=True)]
    return joined(findings)


def unusable(error: NoPython) -> Finding:
    """The finding for an interpreter that does not run."""
    return Finding("fail", str(error), "Name another interpreter in the settings (train.python, serve.python).")


def _named(python: str, found: Finding) -> Finding:
    where = "" if python in found.evidence else f"{python}: "
    return Finding(found.status, where + found.evidence, found.fix)
