"""Hub tokens: where they come from, whose they are, and whether they may write where one means to."""

import configparser
import os
import re
from pathlib import Path
from typing import Any, Literal

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import disk_error
from emalign_tui.lab.hub.client import LOGIN, HubError, endpoint, hub_api, told
from emalign_tui.lab.redaction import know
from emalign_tui.lab.secrets import HUB_VARIABLES, Token, hub_token_file, hub_tokens, stored_tokens_file

PRINTABLE = re.compile(r"[!-~]+")  # in ASCII, without a blank: what a header can carry
_WRITES = "repo.write"
_MODELS = ("user", "org", "model")  # what a model is pushed under
_NO_MODELS = ("dataset", "space", "collection")
_ORG_WRITERS = ("admin", "write", "contributor")

Role = Literal["read", "write", "fineGrained", "unknown"]
Answer = Literal["yes", "no", "unknown"]


class Grant(msgspec.Struct, frozen=True):
    """What a fine-grained token may do with one entity (a user, an organisation, or one repository)."""

    kind: str
    name: str
    permissions: tuple[str, ...]


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Whose a token is. orgs: name to the user's role there, "" when it is not said. role: "unknown" for any other."""

    user: str
    token_name: str
    role: Role
    orgs: dict[str, str]
    grants: tuple[Grant, ...] = ()


class Verdict(msgspec.Struct, frozen=True):
    """Whether a token may write, and the reason as a phrase."""

    may: Answer
    reason: str


def token_sources() -> list[Token]:
    """Every Hub token that can be found, the one in use first, those stored under a name last.

    Raises LabError when one of the files cannot be read.
    """
    return [*hub_tokens(), *_stored()]


def _stored() -> list[Token]:
    """Tokens that `hf auth login` keeps by name, for `hf auth switch`. They are used only when switched to."""
    path = stored_tokens_file()
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError, configparser.Error) as error:
        do = f"A new login writes that file anew: {LOGIN}"
        raise LabError("The tokens stored by name cannot be read", where=str(path), do=do) from error
    tokens = [Token(f"{path}, {name}", parser.get(name, "hf_token", fallback="").strip()) for name in parser.sections()]
    return [token for token in tokens if token.value]


def token_in_use() -> Token | None:
    """The Hub token that counts now, or None. Of a browser's login it ends by itself, and is renewed before it does:
    by huggingface_hub, which keeps what that takes beside it.

    Raises LabError when the token file cannot be read.
    """
    used = next(iter(hub_tokens()), None)
    if used is None or in_environment(used):
        return used
    from huggingface_hub import constants, get_token

    # Not where a CI's identity goes before every token, nor where it was imported before the variables were changed.
    if os.environ.get("HF_OIDC_RESOURCE") or Path(constants.HF_TOKEN_PATH) != hub_token_file():
        return used
    with told(endpoint()):
        return Token(used.source, get_token() or used.value)


def in_environment(token: Token) -> bool:
    """Whether a token comes from a variable, which wins over every file."""
    return token.source in HUB_VARIABLES


def whoami(token: str) -> Identity:
    """Ask the Hub whose token this is. Raises HubError (status 401 when it is not valid)."""
    try:
        with told(endpoint()):
            return parse_whoami(hub_api(token).whoami())
    except HubError as error:
        if error.status == 404:
            what = "The address answers, and is no Hub (404)"
            raise HubError(what, where=endpoint(), do="See HF_ENDPOINT.", status=404) from error
        raise


def parse_whoami(answer: Any) -> Identity:
    """The Hub's answer to whoami. What is not as documented becomes the role "unknown". Raises ValueError for no user.

    Source: `auth.accessToken.role` is read | write | fineGrained; `fineGrained.scoped` lists
    `{entity: {type, name}, permissions: [...]}`.
    """
    answer = _object(answer)
    user = answer.get("name")
    if not isinstance(user, str) or not user:
        raise ValueError("it names no user")
    access = _object(_object(answer.get("auth")).get("accessToken"))
    role = access.get("role")
    scoped = _object(access.get("fineGrained")).get("scoped")
    known: Role = role if role in ("read", "write") else "unknown"
    if role == "fineGrained" and isinstance(scoped, list):
        known = "fineGrained"
    orgs = [_object(org) for org in _list(answer.get("orgs"))]
    return Identity(
        user=user,
        token_name=str(access.get("displayName") or ""),
        role=known,
        orgs={org["name"]: _role_in(org) for org in orgs if isinstance(org.get("name"), str)},
        grants=tuple(map(_grant, _list(scoped))) if known == "fineGrained" else (),
    )


def _role_in(org: dict[str, Any]) -> str:
    """Who may write only in a group of an organisation's repositories may or may not in the one that is meant."""
    role = str(org.get("roleInOrg") or "")
    groups = [_object(group).get("role") for group in _list(org.get("resourceGroups"))]
    return "" if role not in _ORG_WRITERS and any(each in _ORG_WRITERS for each in groups) else role


def may_write(identity: Identity, target: str | None) -> Verdict:
    """Whether the token may create or push to `target` (a namespace, or ORG/NAME); to anything at all for None."""
    if identity.role == "read":
        return Verdict("no", "it may only read")
    if identity.role == "unknown":
        return Verdict("unknown", "the Hub describes its rights in a way this version does not know")
    if identity.role == "fineGrained":
        return _by_grants(identity.grants, target)
    namespace = target.partition("/")[0] if target else identity.user
    if namespace.lower() == identity.user.lower():
        return Verdict("yes", "it may write")
    roles = {name.lower(): role for name, role in identity.orgs.items()}
    if namespace.lower() not in roles:
        return Verdict("no", f"{namespace} is neither {identity.user} nor an organisation of {identity.user}")
    role = roles[namespace.lower()]
    if role in _ORG_WRITERS:
        return Verdict("yes", f"it may write; {identity.user} is {role} in {namespace}")
    if role:
        return Verdict("no", f"{identity.user} is only {role} in {namespace}")
    return Verdict("unknown", f"the Hub does not say what {identity.user} may do in {namespace}")


def _by_grants(grants: tuple[Grant, ...], target: str | None) -> Verdict:
    writing = [grant for grant in grants if _WRITES in grant.permissions]
    writable = [grant.name for grant in writing if grant.kind in _MODELS]
    names = {name.lower() for name in writable}
    if target is None and writable:
        return Verdict("yes", f"it may write to {', '.join(writable)}")
    if target is not None and {target.lower(), target.partition("/")[0].lower()} & names:
        return Verdict("yes", f"it has {_WRITES} on {target}")
    if other := next((grant for grant in writing if grant.kind not in ("", *_MODELS, *_NO_MODELS)), None):
        return Verdict("unknown", f"it has {_WRITES} on a {other.kind} ({other.name}), which may hold the target")
    if target is None:
        return Verdict("no", f"it has {_WRITES} nowhere")
    elsewhere = f", only on {', '.join(writable)}" if writable else ""
    return Verdict("no", f"it has no {_WRITES} on {target.partition('/')[0]}{elsewhere}")


def _grant(entry: Any) -> Grant:
    entity = _object(_object(entry).get("entity"))
    permissions = tuple(each for each in _list(_object(entry).get("permissions")) if isinstance(each, str))
    return Grant(str(entity.get("type") or ""), str(entity.get("name") or ""), permissions)


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def log_in(token: str) -> tuple[Identity, list[str]]:
    """Check a token with the Hub and keep it where huggingface_hub does; 0600, no other copy.

    It is the one that counts from now on: a variable that holds another one is dropped, here and for what this process
    starts. Returns whose the token is, and the variables that were dropped. Raises LabError, with nothing stored or
    dropped, when the Hub does not accept it, or it cannot be written.
    """
    token = token.strip()
    know(token)
    if not PRINTABLE.fullmatch(token):
        raise LabError("That is no token", do=f"Copy the whole token (hf_...) from {endpoint()}/settings/tokens.")
    owner = whoami(token)
    from huggingface_hub import login

    try:
        with told(endpoint()):
            login(token=token, add_to_git_credential=False)
    except OSError as error:
        raise disk_error(error, hub_token_file()) from error
    dropped = [name for name in HUB_VARIABLES if os.environ.get(name, "").strip() not in ("", token)]
    for name in dropped:
        del os.environ[name]
    return owner, dropped
