"""Everything that can be known before the first byte of an upload: what it is, who pushes it where, what is there."""

import shlex
import shutil
from pathlib import Path

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.hub.client import LOGIN, HubError, endpoint, hub_api, offline, told
from emalign_tui.lab.hub.reload import ROOM
from emalign_tui.lab.hub.token import in_environment, may_write, token_in_use, whoami
from emalign_tui.lab.models.folder import inspect_folder
from emalign_tui.lab.models.headers import read_object
from emalign_tui.lab.models.merge_proof import read_proof
from emalign_tui.lab.models.weights import file_names
from emalign_tui.lab.paths import is_folder
from emalign_tui.lab.secrets import Token
from emalign_tui.lab.settings import load_settings

_LARGEST = 50_000_000_000  # bytes of one file that the Hub takes
_NAMES = "Write ORG/NAME in letters, digits, -, _ and . alone: at most 96, no -- or .., and no - or . at an end."
_MUCH = 100_000_000_000  # bytes in all from which a private repository may be more than an account holds
_RECORDS = 20_000_000  # bytes of a push's own files: its card, events and proof
_ITS_OWN = ".gitattributes"  # written by the Hub itself when it makes a repository


class Preflight(msgspec.Struct, frozen=True, kw_only=True):
    """What a push would do. kind: merged or adapter. files: name to bytes. there: files of a repository that exists,
    which the push would replace or remove; None when it would be created. public: the repository is public already."""

    repo: str
    user: str
    kind: str
    folder: Path
    files: dict[str, int]
    there: list[str] | None
    public: bool
    remarks: list[str]

    @property
    def bytes(self) -> int:
        return sum(self.files.values())


def look_before_push(folder: Path, repo: str) -> Preflight:
    """Check folder, name, token, rights, and what the repository holds. Uploads and creates nothing.

    Raises LabError with what to do for the first thing that stands in the way.
    """
    if variable := offline():
        raise LabError("Offline mode is on", where=variable, do=f"unset {variable}")
    kind, remarks = check_folder(folder)
    files = {name: (folder / name).stat().st_size for name in file_names(folder) if not name.startswith(".")}
    for name, size in files.items():
        if size > _LARGEST:
            what = f"{name} has {size / 1e9:.0f} GB; the Hub takes files of {_LARGEST / 1e9:.0f} GB at most"
            raise LabError(what, where=str(folder), do="Merge again: emalign writes files of 4 GB.")
    if (total := sum(files.values())) > _MUCH:
        remarks.append(f"{total / 1e9:,.0f} GB are much: see what the account's storage holds at {endpoint()}/settings")
    token = token_in_use()
    if token is None:
        raise LabError("There is no Hub token", where=endpoint(), do=f"Run `{LOGIN}` with a token that may write.")
    try:
        identity = whoami(token.value)
    except HubError as error:
        if error.status != 401:
            raise
        do = f"Make a new one at {endpoint()}/settings/tokens, {_then(token)}."
        raise LabError(error.what, where=token.source, do=do) from error
    repo = full_name(repo, identity.user)
    verdict = may_write(identity, repo)
    if verdict.may == "no":
        namespace = repo.partition("/")[0]
        what = f"The token of {identity.user} may not write to {namespace}: {verdict.reason}"
        do = f"Make one with repo.write on {namespace} at {endpoint()}/settings/tokens, {_then(token)}."
        raise LabError(what, where=token.source, do=do)
    if verdict.may == "unknown":
        remarks.append(f"Whether the token may write is not known: {verdict.reason}")
    repo, there, public = _look_there(repo, token.value)
    return Preflight(repo=repo, user=identity.user, kind=kind, folder=folder, files=files, there=there, public=public,
                     remarks=remarks)  # fmt: skip


def _then(token: Token) -> str:
    """Where a new token has to go so that it is the one in use."""
    if in_environment(token):
        return f"then put it into {token.source}, which wins over `{LOGIN}`"
    return f"then `{LOGIN}`"


def full_name(repo: str, user: str) -> str:
    """ORG/NAME of what was typed; a name alone goes to the setting hub.namespace, else to the user.

    Raises LabError (exit code 2) for a name that the Hub does not take.
    """
    from huggingface_hub.utils import HFValidationError, validate_repo_id

    name = repo if "/" in repo else f"{load_settings().hub.namespace or user}/{repo}"
    try:
        validate_repo_id(name)
    except HFValidationError as error:
        raise LabError("Not a name for a repository", where=repo, do=_NAMES, exit_code=2) from error
    if name.count("/") != 1:
        raise LabError("Not a name for a repository", where=repo, do=_NAMES, exit_code=2)
    return name


def check_folder(folder: Path) -> tuple[str, list[str]]:
    """What kind of model a folder to publish holds, and what to know about it.

    Raises LabError unless it is a whole, servable merged model or adapter that others can load.
    """
    report = inspect_folder(folder)
    if report.kind not in ("merged", "adapter") or not report.ok:
        why = "; ".join(report.problems) or f"it is {report.kind}"
        do = f"See `emalign verify {shlex.quote(str(folder))}`; merge the run, or publish its adapter."
        raise LabError(f"This folder is no model to publish: {why}", where=str(folder), do=do)
    remarks = list(report.problems)
    if report.kind == "adapter":
        base = str(read_object(folder / "adapter_config.json").get("base_model_name_or_path"))
        if is_folder(Path(base)):
            what = "The adapter's base is a folder of this machine, so nobody else could load it"
            do = "Publish the merged model: `emalign merge RUN`, then `emalign push RUN REPO --merged`."
            raise LabError(what, where=base, do=do)
    elif proof := read_proof(folder):
        for name, file in proof.files.items():
            if not (folder / name).is_file() or (folder / name).stat().st_size != file["bytes"]:
                raise LabError(f"{name} is not the file that was proven", where=str(folder), do="Merge again.")
    else:
        remarks.append("No proof of a merge lies in the folder (merge.json): its weights are published unproven")
    return report.kind, remarks


def check_disk(root: Path, again: int) -> str:
    """What to know about the disk that holds the work folder, or "". again: bytes that are fetched again to be loaded;
    sending itself reads the files where they are.

    Raises LabError when there is no room for the records of a push.
    """
    free = disk_of(root)
    if free < _RECORDS:
        what = f"The disk has {free / 1e6:,.0f} MB free, and a push writes records of up to {_RECORDS / 1e6:,.0f} MB"
        raise LabError(what, where=str(root), do="Free some space (`emalign clean` tells what takes it).")
    if free < _RECORDS + again * ROOM:
        needed = f"{again * ROOM / 1e9:,.1f} GB and {free / 1e9:,.1f} GB are free"
        return f"It cannot be loaded from the Hub afterwards: that takes {needed} in {root}. Pieces are read back"
    return ""


def disk_of(place: Path) -> int:
    """Bytes that are free where a folder is, or will be."""
    while not place.exists():
        place = place.parent
    return shutil.disk_usage(place).free


def _look_there(repo: str, token: str) -> tuple[str, list[str] | None, bool]:
    """The repository's name as the Hub writes it, its files, and whether everybody sees it."""
    try:
        with told(repo):
            info = hub_api(token).model_info(repo)
    except HubError as error:
        if error.status == 404:
            return repo, None, False
        raise
    if info.id.lower() != repo.lower():
        what, do = f"The repository was renamed to {info.id}", "Push to that name, or to one that was never used."
        raise LabError(what, where=repo, do=do)
    files = sorted(each.rfilename for each in info.siblings or [] if each.rfilename != _ITS_OWN)
    return info.id, files, not info.private
