"""May the token really write? Only trying tells; tried only when asked for."""

from emalign_tui.lab.doctor.check import Action, Check, Finding, Subject
from emalign_tui.lab.hub.client import HubError, offline
from emalign_tui.lab.hub.probe import write_probe
from emalign_tui.lab.hub.token import whoami
from emalign_tui.lab.paths import Home
from emalign_tui.lab.secrets import hub_tokens


def _look(home: Home, subject: Subject) -> Finding:
    if variable := offline():
        return Finding("skipped", f"{variable} is set: the Hub is not asked")
    tokens = hub_tokens()
    if not tokens:
        return Finding("fail" if subject.probe_write else "skipped", "There is no token to try", "hf auth login")
    if not subject.probe_write:
        what = "Not asked for: a private repository, made, filled, listed and deleted again"
        return Finding("skipped", what, "emalign doctor --only hub_write --probe-write", _try(subject.repo))
    try:
        return Finding("ok", _probe(subject.repo))
    except HubError as error:
        return Finding("fail", f"{error.what} ({error.where})", error.do)


def _probe(repo: str | None) -> str:
    """Raises HubError for what the Hub does not allow."""
    token = hub_tokens()[0].value
    namespace = repo.partition("/")[0] if repo else whoami(token).user
    return f"Created {write_probe(token, namespace)}, uploaded a file, listed it, and deleted it again"


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
