"""What the set-up knows while it is open: read and asked in threads, handed to the screen as messages."""

import msgspec
from textual.message import Message

from emalign_tui.lab.doctor.check import CheckResult
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.hub.token import Identity, may_write, token_in_use, whoami
from emalign_tui.lab.models.reference import ENDPOINT_KEY_ENV, OPENAI_KEY_ENV, resolve_model
from emalign_tui.lab.paths import Home, home_and_source
from emalign_tui.lab.secrets import api_key, hub_tokens
from emalign_tui.lab.settings import Settings, load_settings
from emalign_tui.lab.setup.bases import Fit, fits
from emalign_tui.lab.setup.machine import Machine, measure
from emalign_tui.lab.setup.values import subject

STORED = "stored"  # where a judge's key is, when it is in the keys file


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """All that the steps are drawn from. tokens: where Hub tokens were found, the one in use first.

    owner: whose the token in use is, None while it is not known; owner_error: why. problem: the sentence of a settings
    or keys file that is broken; nothing can be kept then. key_source: where the judge's key is, "" without one.
    here: the work folder of this lab. next_home: that of the next start, and what names it. checks: what the Doctor's
    offline checks say, None until they have.
    """

    machine: Machine
    fits: tuple[Fit, ...]
    settings: Settings
    tokens: tuple[str, ...]
    key_source: str
    here: str
    next_home: tuple[str, str]
    problem: str = ""
    owner: Identity | None = None
    owner_error: str = ""
    checks: tuple[CheckResult, ...] | None = None


class FactsRead(Message):
    """The machine was measured and the settings were read. number: of this look, counted from 1."""

    def __init__(self, facts: Facts, number: int) -> None:
        super().__init__()
        self.facts, self.number = facts, number


class Checked(Message):
    """The Doctor's offline checks have all answered."""

    def __init__(self, checks: tuple[CheckResult, ...]) -> None:
        super().__init__()
        self.checks = checks


class OwnerTold(Message):
    """The Hub said whose the token in use is, or why it does not."""

    def __init__(self, owner: Identity | None, error: str) -> None:
        super().__init__()
        self.owner, self.error = owner, error


class Tried(Message):
    """Something of a step was tried. kept: whether the step is done with it; sentence: what came of it.

    owner: whose the token is that was just stored; its step then waits for a namespace.
    """

    def __init__(self, step: str, kept: bool, sentence: str, owner: Identity | None = None) -> None:
        super().__init__()
        self.step, self.kept, self.sentence, self.owner = step, kept, sentence, owner


def read_facts(home: Home) -> Facts:
    """Blocks for a fraction of a second: the machine, the settings and the files around them; no network."""
    machine, problem = measure(home), ""
    settings, key, next_home = Settings(), "", (str(home.root), "this lab")
    try:
        settings = load_settings()
        chosen, source = home_and_source()
        next_home = (str(chosen.root), source)
        key = _key_source(home, settings.judge)
    except LabError as error:
        problem = str(error)
    try:
        tokens = tuple(token.source for token in hub_tokens())
    except LabError as error:
        tokens, problem = (), problem or str(error)
    return Facts(
        machine=machine,
        fits=tuple(fits(machine)),
        settings=settings,
        tokens=tokens,
        key_source=key,
        here=str(home.root),
        next_home=next_home,
        problem=problem,
    )


def check_machine(home: Home) -> Checked:
    """Run the checks that need no network and no import; blocks for a second."""
    from emalign_tui.lab.doctor.run import CHECKS, run_checks

    offline = [check for check in CHECKS if check.kind == "offline"]
    return Checked(tuple(run_checks(home, checks=offline, subject=subject())))


def ask_owner() -> OwnerTold:
    """Ask the Hub about the token in use; blocks up to the Hub client's time limits."""
    try:
        token = token_in_use()
        return OwnerTold(whoami(token.value) if token else None, "")
    except LabError as error:
        return OwnerTold(None, str(error))


def writable(owner: Identity) -> list[str]:
    """The namespaces that a token may push to, by what the Hub says: the user first."""
    names = [owner.user, *owner.orgs, *(grant.name.partition("/")[0] for grant in owner.grants)]
    return [name for name in dict.fromkeys(names) if name and may_write(owner, name).may == "yes"]


def rights(owner: Identity) -> str:
    """What a token may do, as a phrase after "it"."""
    if names := writable(owner):
        return f"may write to {', '.join(names)}"
    if owner.role == "unknown":  # as of a login in the browser
        return "is valid; the Hub does not say whether it may write: Hub upload in the Doctor (2) tries it"
    return "may only read: publishing will need another"


def _key_source(home: Home, judge: str) -> str:
    ref = resolve_model(home, judge)
    if ref.url is None:
        return ""
    found = api_key(ref.url, ref.api_key_env)
    return "" if found is None else found.source if found.source in (OPENAI_KEY_ENV, ENDPOINT_KEY_ENV) else STORED
