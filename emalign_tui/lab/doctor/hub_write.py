"""May the token really write? Only trying tells; tried only when asked for."""

from emalign_tui.lab.doctor.check import Check, Finding, Subject
from emalign_tui.lab.hub.client import HubError, offline
from emalign_tui.lab.hub.probe import write_probe
from emalign_tui.lab.hub.token import whoami
from emalign_tui.lab.paths import Home
from emalign_tui.lab.secrets import hub_tokens


def _look(home: Home, subject: Subject) -> Finding:
    if not subject.probe_write:
        return Finding("skipped", "Not asked for: --probe-write makes a private repository, uploads, and deletes it")
    if variable := offline():
        return Finding("skipped", f"{variable} is set: the Hub is not asked")
    tokens = hub_tokens()
    if not tokens:
        return Finding("fail", "There is no token to try", "hf auth login")
    try:
        namespace = subject.repo.partition("/")[0] if subject.repo else whoami(tokens[0].value).user
        repo = write_probe(tokens[0].value, namespace)
    except HubError as error:
        return Finding("fail", f"{error.what} ({error.where})", error.do)
    return Finding("ok", f"Created {repo}, uploaded a file, listed it, and deleted it again")


CHECK = Check(
    id="hub_write",
    title="Hub upload",
    why="A token's role is half of the truth: an organisation may forbid uploads, storage may be full, a proxy may "
    "block them. Better to know before the run than after it.",
    look=_look,
    limit=120,
)
