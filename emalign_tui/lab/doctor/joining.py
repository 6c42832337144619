"""Several findings of one check as one."""

from collections.abc import Sequence

from emalign_tui.lab.doctor.check import Finding

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
        "\n".join(dict.fromkeys(finding.fix for finding in told if finding.fix)),
        next((finding.action for finding in told if finding.action), None),
    )
