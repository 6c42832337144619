"""Which Hub tokens are there, do they disagree, whose is the one in use, and may it write? None is ever shown."""

import os
from urllib.parse import urlsplit

from emalign_tui.lab.doctor.check import Action, Check, Finding, Subject
from emalign_tui.lab.doctor.joining import joined
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.hub.client import LOGIN, OFFICIAL, HubError, endpoint, offline
from emalign_tui.lab.hub.token import (
    PRINTABLE,
    Identity,
    in_environment,
    log_in,
    may_write,
    token_in_use,
    token_sources,
    whoami,
)
from emalign_tui.lab.network import is_loopback
from emalign_tui.lab.paths import Home
from emalign_tui.lab.secrets import Token, hub_token_file, hub_tokens


def _look(home: Home, subject: Subject) -> Finding:
    damage = None
    try:
        stored = tokens = hub_tokens()
    except LabError as error:
        return Finding("warn", error.fact, error.do)
    try:
        stored = token_sources()
    except LabError as error:
        damage = Finding("warn", error.fact, error.do)
    if wrong := _no_address():
        return wrong
    if not tokens:
        return _none(len(stored), subject.repo)
    findings = [_address(), _differ(tokens), _elsewhere(tokens[0], stored[1:]), damage]
    if shape := _shape(tokens):
        return joined([shape, *filter(None, findings)])
    if variable := offline():
        said = f"From {tokens[0].source}; {variable} is set, so the Hub was not asked whether it is valid"
        return joined([Finding("warn" if subject.repo else "ok", said, f"unset {variable}"), *filter(None, findings)])
    return joined([_online(tokens, subject.repo), *filter(None, findings)])


def _none(stored: int, repo: str | None) -> Finding:
    evidence = "No token. The mini kit and public models need none; publishing does"
    fix = "hf auth switch" if stored else LOGIN
    evidence += f". {stored} are stored by name, none is in use" if stored else ""
    return Finding("fail" if repo else "warn", evidence, fix, _login())


def _no_address() -> Finding | None:
    address = endpoint()
    try:
        parts = urlsplit(address)
        right = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # of brackets, or of a port
        right = False
    if right and PRINTABLE.fullmatch(address):
        return None
    return Finding("warn", f"HF_ENDPOINT is no address: {address}", "unset HF_ENDPOINT")


def _address() -> Finding | None:
    """A Hub elsewhere is worth a word; one that is asked without encryption gets the token in the clear."""
    address = endpoint()
    if address == OFFICIAL:
        return None
    if urlsplit(address).scheme == "http" and not is_loopback(address):
        what = f"HF_ENDPOINT is {address}: tokens travel there unencrypted, as they would not to its https address"
        return Finding("warn", what, "unset HF_ENDPOINT")
    return Finding("ok", f"the Hub is {address} (HF_ENDPOINT)")


def _shape(tokens: list[Token]) -> Finding | None:
    token = tokens[0]
    if PRINTABLE.fullmatch(token.value) and (token.value.startswith("hf_") or endpoint() != OFFICIAL):
        return None
    what = f"What {token.source} holds does not look like a token (hf_...)"
    return Finding("warn", what, _mend(tokens), _drop(tokens) or _login())


def _differ(tokens: list[Token]) -> Finding | None:
    used = tokens[0]
    other = next((token for token in tokens[1:] if token.value != used.value), None)
    if other is None:
        return None
    return Finding("warn", f"{used.source} wins over a different token in {other.source}", _mend(tokens), _drop(tokens))


def _elsewhere(used: Token, others: list[Token]) -> Finding | None:
    """Where else tokens lie. Those stored by name may well differ: they are used only when switched to."""
    same = [token.source for token in others if token.value == used.value]
    named = [token.source for token in others if token.value != used.value]
    said = [f"the same token is in {' and in '.join(same)}"] if same else []
    said += [f"others are in {' and in '.join(named)}"] if named else []
    return Finding("ok", "; ".join(said)) if said else None


def _online(tokens: list[Token], repo: str | None) -> Finding:
    used = tokens[0]
    try:
        identity = whoami((token_in_use() or used).value)
    except HubError as error:
        if error.status == 401:
            return _invalid(tokens)
        return Finding("warn", f"From {used.source}, not verified: {error.what}", error.do)
    return judge(used.source, identity, repo)


def judge(source: str, identity: Identity, repo: str | None) -> Finding:
    """The finding for a valid token, and for whether it may write to `repo` (to anything, for None)."""
    verdict = may_write(identity, repo)
    named = f" '{identity.token_name}'" if identity.token_name else ""
    evidence = f"{source}: {_kind(identity)} token{named} of {identity.user}; {verdict.reason}"
    if verdict.may == "yes":
        return Finding("ok", evidence)
    if verdict.may == "unknown":
        return Finding("warn", evidence, "Prove it: emalign doctor --only hub_write --probe-write")
    right = f"repo.write on {repo.partition('/')[0]}" if repo else "the right to write"
    fix = f"Make one with {right}: {endpoint()}/settings/tokens"
    return Finding("fail" if repo else "warn", f"{evidence}: an upload ends in a 403", fix)


def _invalid(tokens: list[Token]) -> Finding:
    """The Hub does not know the token in use; perhaps it knows one that stands behind it."""
    used = tokens[0]
    evidence = f"The Hub does not know the token in {used.source} (revoked, expired or mistyped)"
    for other in tokens[1:]:
        if other.value == used.value:
            continue
        try:
            owner = whoami(other.value)
        except HubError:
            continue
        what = f"{evidence}; the one in {other.source} is valid ({owner.role}, {owner.user}) and not used"
        return Finding("fail", what, _mend(tokens), _drop(tokens))
    return Finding("fail", evidence, _mend(tokens[:1]), _login())


def _mend(tokens: list[Token]) -> str:
    """Commands alone, since they are copied: a shell may run what is only told beside them."""
    used = tokens[0]
    if not in_environment(used):
        return LOGIN
    behind = any(token.value != used.value for token in tokens[1:])
    return f"unset {used.source}" if behind else f"unset {used.source}\n{LOGIN}"


def _drop(tokens: list[Token]) -> Action | None:
    """Leave out the variables that hide the token of the file; without a file there is nothing to fall back to."""
    kept = next((token for token in tokens if not in_environment(token)), None)
    names = [token.source for token in tokens if in_environment(token) and kept and token.value != kept.value]
    if kept is None or not names:
        return None

    def run(home: Home, _: str) -> str:
        for name in names:
            os.environ.pop(name, None)
        return _left_out(names)

    what = f"Leave {' and '.join(names)} out of this process and all that it starts, so that {kept.source} counts."
    return Action(what=f"{what} Your shell keeps what it has.", run=run)


def _left_out(names: list[str]) -> str:
    return f"{' and '.join(names)} left out here; in your shell: unset {' '.join(names)}"


def _kind(identity: Identity) -> str:
    """What a token is called. Of a browser's login the Hub does not say what it may do."""
    return "valid" if identity.role == "unknown" else identity.role


def _login() -> Action:
    def run(home: Home, secret: str) -> str:
        owner, dropped = log_in(secret)
        stored = f"Stored the {_kind(owner)} token of {owner.user} in {hub_token_file()}"
        return stored + (f"; {_left_out(dropped)}" if dropped else "")

    what = f"Ask for a token, check it with {endpoint()}, and store it where huggingface_hub keeps it."
    return Action(what=what, run=run, asks="secret")


CHECK = Check(
    id="hub_token",
    title="Hub token",
    why="Publishing and gated models need a token; an old one kept in the environment wins over the new one in the "
    "file, and a read-only one shows only as a 403 at the end.",
    look=_look,
    kind="network",
    limit=25,
)
