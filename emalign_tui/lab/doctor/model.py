"""What is the model folder or Hub repository really: a model, an adapter, a checkpoint, or half of something?"""

from pathlib import Path

from emalign_tui.lab.doctor.check import Check, Finding, Subject
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.hub.client import HubError, offline
from emalign_tui.lab.hub.repo import inspect_repo
from emalign_tui.lab.hub.token import token_in_use
from emalign_tui.lab.models.folder import FolderReport, inspect_folder
from emalign_tui.lab.models.reference import MINI, MINI_JUDGE, ModelRef, resolve_model
from emalign_tui.lab.paths import Home, expand, is_file, is_folder

_WAIT = 15.0  # seconds for a repository that was pushed a moment ago

_FIXES = {
    "checkpoint": "Publish the run's adapter folder instead, or merge it into its base first.",
    "tokenizer_only": "Save or merge the model again, and look at the free memory: the merge was probably killed.",
    "partial": "Fetch, copy or upload it again, whole; a merge that was cut short has to be done again.",
    "adapter": "Set base_model_name_or_path in adapter_config.json to the base it was trained on.",
    "merged": "Copy what is missing from the base's folder, or save the model again.",
    "unknown": "Check the path: a model has config.json, weights and a tokenizer.",
}


def _look(home: Home, subject: Subject) -> Finding:
    if subject.model is None:
        return Finding("skipped", "No model named: --model MODEL looks into a folder, a run or a Hub repository")
    try:
        found = _find(home, subject.model)
        if isinstance(found, Path):
            return judge(str(found), inspect_folder(found))
        if found.url is not None:
            return Finding("skipped", f"{found.name} is served elsewhere: there is nothing of it here to look at")
        if found.adapter or is_folder(Path(found.base)):
            place = found.adapter or Path(found.base)
            return judge(str(place), inspect_folder(place))
    except LabError as error:
        return Finding("fail", error.fact, error.do)
    return _on_the_hub(found.base)


def _find(home: Home, name: str) -> Path | ModelRef:
    """A folder as it is, whatever is in it; everything else as `resolve_model` reads it."""
    folder = expand(name)
    if name not in ("", MINI, MINI_JUDGE) and is_folder(folder) and not is_file(folder / "run.yaml"):
        return folder
    return resolve_model(home, name)


def judge(place: str, report: FolderReport) -> Finding:
    """The finding for what a folder or repository holds."""
    size = f", {report.parameters / 1e6:,.1f} M parameters" if report.parameters else ""
    base = f" of {report.base}" if report.base else ""
    kind = {"tokenizer_only": "only a tokenizer", "partial": "half a model", "unknown": "no model"}.get(report.kind)
    evidence = f"{place}: {kind or report.kind}{base}{size}"
    if report.problems:
        evidence += f". {'; '.join(problem.rstrip('.') for problem in report.problems)}"
    if report.ok:
        return Finding("warn" if report.problems else "ok", evidence, _pickles(report))
    return Finding("fail", evidence, _FIXES[report.kind])


def _pickles(report: FolderReport) -> str:
    return "Remove the files named above; safetensors files are all that is needed." if report.problems else ""


def _on_the_hub(repo: str) -> Finding:
    if variable := offline():
        return Finding("skipped", f"{repo} is on the Hub, and {variable} is set: it was not looked at")
    try:
        token = token_in_use()
        report = inspect_repo(repo, token.value if token else None, wait=_WAIT)
    except HubError as error:
        if error.status == 404:
            what = f"The Hub has no {repo}, or hides it (private); looked for {_WAIT:.0f} s"
            fix = "Check the name and `hf auth whoami`. Pushed a moment ago? The Hub may still be indexing: try again."
            return Finding("fail", what, fix)
        return Finding("fail" if error.status == 403 else "warn", f"{repo} was not looked at: {error.what}", error.do)
    finding = judge(f"{repo} on the Hub", report.folder)
    if report.may_be_late:
        what = f"{finding.evidence}. It was changed {report.age:.0f} s ago: the Hub may still be indexing it"
        return Finding("warn", what, f"Look again in a minute. If it stays so: {finding.fix}")
    return finding


CHECK = Check(
    id="model",
    title="Model",
    why="vLLM says `Invalid repository ID` for a repository without config.json, and for one that was pushed seconds "
    "ago; a checkpoint, a lone tokenizer or a half-done upload looks like a model until a server is asked to load it.",
    look=_look,
    kind="network",
    limit=60,
)
