"""What somebody names, looked into wherever it is: a folder, a run of the home, or a Hub repository."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.folder import PICKLES, FolderReport, inspect_folder
from emalign_tui.lab.models.reference import HUB_ID, MINI, MINI_JUDGE, resolve_model
from emalign_tui.lab.paths import Home, expand, is_file, is_folder
from emalign_tui.lab.runs.layout import RunDir, find_run

_WAIT = 15.0  # seconds for a repository that was pushed a moment ago


def find_model(home: Home, name: str) -> Path | str:
    """A folder as it is, or a Hub id; a run means its adapter or merged model; mini means the built-in model.

    Raises LabError when there is no such thing.
    """
    path = expand(name)
    there = is_folder(path) or is_file(path)
    if HUB_ID.fullmatch(name) and not there:
        return name
    address = name.startswith(("http://", "https://"))
    if ("/" in name or there) and not address and name not in (MINI, MINI_JUDGE) and not is_file(path / "run.yaml"):
        return path
    if merge := _merge(home, name):
        return merge.model
    ref = resolve_model(home, name)
    if ref.url is not None:
        what = f"{ref.name} is served elsewhere: nothing of it is here to be looked at"
        raise LabError(what, where=ref.url, do="Name a run, a model folder or a Hub id.", exit_code=2)
    return ref.adapter or Path(ref.base)


def _merge(home: Home, name: str) -> RunDir | None:
    """The merge of this name."""
    with suppress(LabError):
        found = find_run(home, name)
        return found if found.spec().kind == "merge" else None
    return None


def look_at(found: Path | str) -> tuple[str, FolderReport, str]:
    """A name for what is looked at, what it is, and a sentence when the Hub may not show all of it yet, else "".

    Raises LabError when it is not there or cannot be read.
    """
    if isinstance(found, Path):
        return str(found), inspect_folder(found), ""
    from emalign_tui.lab.hub.repo import inspect_repo
    from emalign_tui.lab.hub.token import token_in_use

    token = token_in_use()
    report = inspect_repo(found, token.value if token else None, wait=_WAIT)
    late = f"It was changed {report.age:.0f} s ago: the Hub may still be indexing it. Look again in a minute."
    return f"{found} at {report.commit[:12]}", report.folder, late if report.may_be_late else ""


@contextmanager
def on_disk(found: Path | str) -> Iterator[Path]:
    """The folder itself; of a Hub repository a copy without its pickles, which is gone again afterwards.

    The copy is in the system's folder for such (TMPDIR). Raises LabError when it has no room there, or the Hub does not
    give it.
    """
    if isinstance(found, Path):
        yield found
        return
    with tempfile.TemporaryDirectory(prefix="emalign-") as name:
        _fetch(found, Path(name))
        yield Path(name)


def _fetch(repo: str, place: Path) -> None:
    from huggingface_hub import snapshot_download

    from emalign_tui.lab.hub.client import endpoint, hub_api, told
    from emalign_tui.lab.hub.token import token_in_use

    token = token_in_use()
    with told(repo):
        api = hub_api(token.value if token else None)
        info = api.model_info(repo, files_metadata=True)
        size = sum(file.size or 0 for file in info.siblings or [] if not file.rfilename.endswith(PICKLES))
        if size > (free := shutil.disk_usage(place).free):
            what = f"The repository has {size / 1e9:.1f} GB, and {free / 1e9:.1f} GB are free to fetch it to"
            raise LabError(what, where=str(place.parent), do="Name a larger disk: export TMPDIR=DIR")
        snapshot_download(
            repo, revision=info.sha, local_dir=place, token=api.token, endpoint=endpoint(),
            ignore_patterns=[f"*{ending}" for ending in PICKLES],
        )  # fmt: skip


def verdict(report: FolderReport) -> str:
    """Whether it can be used, in a few words."""
    if report.ok and report.kind == "adapter" and report.remarks:  # they tell what no server takes
        return "whole, and for peft alone"
    return "can be served" if report.ok else "can not be served as it is"


def describe(where: Path | str, report: FolderReport) -> list[str]:
    """The report as lines of text."""
    size = f", {report.parameters / 1e6:,.1f} M parameters" if report.parameters else ""
    base = f", base {report.base}" if report.base else ""
    lines = [f"{where}: {report.kind.replace('_', ' ')}{base}{size}; {verdict(report)}"]
    lines += [f"  problem  {problem}" for problem in report.problems]
    lines += [f"  missing  {name}" for name in report.missing]
    lines += [f"  extra    {name}" for name in report.extra]
    lines += [f"  note     {remark}" for remark in report.remarks]
    return lines
