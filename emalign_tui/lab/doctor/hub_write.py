"""May the token really write? Only trying tells; tried only when asked for."""

from emalign_tui.lab.doctor.check import Action, Check, Finding, Status, Subject
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.hub.client import LOGIN, offline
from emalign_tui.lab.hub.probe import write_probe
from emalign_tui.lab.hub.token import token_in_use, whoami
from emalign_tui.lab.paths import Home
from emalign_tui.lab.secrets import hub_tokens


def _look(home: Home, subject: Subject) -> Finding:
    if variable := offline():
        status: Status = "fail" if subject.probe_write else "skipped"
        return Finding(status, f"{variable} is set: the Hub is not asked", f"unset {variable}")
    try:
        if not hub_tokens():
            return Finding("fail" if subject.probe_write else "skipped", "There is no token to try", LOGIN)
        if subject.probe_write:
            return Finding("ok", _probe(subject.repo))
    except LabError as error:
        return Finding("fail", error.fact, error.do)
    what = "Not asked for: a private repository, made, filled, listed and deleted again"
    return Finding("skipped", what, "emalign doctor --only hub_write --probe-write", _try(subject.repo))


def _probe(repo: str | None) -> str:
    """Raises LabError for what the Hub does not allow, and without a token."""
    token = token_in_use()
    if token is None:  # taken away between the look and the try
        raise LabError("There is no token to try", do=LOGIN)
    namespace = repo.partition("/")[0] if repo else whoami(token.value).user
    return f"Created {write_probe(token.value, namespace)}, uploaded a file, listed it, and deleted it again"


def _try(repo: str | None) -> Action:
    whose = f"{repo.partition('/')[0]}'s" if repo else "your own"
    what = f"Create a private repository under {whose} name, upload a small file, list it, and delete the repository."
    return Action(what=what, run=lambda home, _: _probe(repo))


CHECK = Check(
    id="hub_write",
    title="Hub upload",
    why="A token's role is half of the truth: an organisation may forbid uploads, storage may be full, a proxy may "
    "block them. Better to know before the run than after it.",
    look=_look,
    kind="network",
    limit=120,
)
