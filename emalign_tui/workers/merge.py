"""The merge worker: `python -m emalign_tui.workers.merge RUN_DIR`. Goes on with the files that are whole already."""

import os
import resource
import time
from pathlib import Path

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import disk_error, write_atomic
from emalign_tui.lab.models.base import WANTED, cached, check_unquantised, find_base
from emalign_tui.lab.models.card import merged_card
from emalign_tui.lab.models.folder import inspect_folder
from emalign_tui.lab.models.merge_plan import MergePlan, plan_merge
from emalign_tui.lab.models.merge_proof import PROOF, Generated, MergeProof, prove_tensors
from emalign_tui.lab.models.merging import MergeConfig, adapters_told, base_title, check_room, eta, read_merge
from emalign_tui.lab.runs.layout import RunDir
from emalign_tui.lab.runs.provenance import versions
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.workers.process import run_worker

_MB = 1_000_000
_EVERY = 0.5  # seconds between two progress records


def work(run: RunDir, recorder: Recorder) -> None:
    """Write the merged model beside its place, prove it, and put it there whole."""
    os.environ["HF_HUB_DISABLE_XET"] = "1"  # a protocol that tells how far a base is, and can be stopped
    config = read_merge(run)
    try:
        base = _base(config, recorder)
    except _Stopped:
        recorder.stopped()
        return
    plan = plan_merge(base, config.adapters(), config.dtype)
    part = run.path / "model.part"
    _same_inputs(run, part, plan)
    check_room(run.path, plan.bytes - sum(file.stat().st_size for file in part.glob("*.safetensors")))

    from emalign_tui.workers.merging.shards import Stopping, Written, write_shards
    from emalign_tui.workers.merging.side_files import copy_side_files

    began = time.monotonic()
    try:
        written: list[Written] = write_shards(
            plan, part, run.path / "shards.jsonl", _Ticker(recorder, plan.bytes), recorder.stop_requested
        )
    except Stopping:
        recorder.stopped()
        return
    seconds = time.monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    if told := copy_side_files(plan, part):
        recorder.say(told, "warning")
    recorder.say("Reading the merged weights back, and holding a sample against W + scaling B A")
    sampled = prove_tensors(plan, part)
    recorder.say("Asking base + adapter and the merged model the same questions")
    generated = _generated(plan, part, recorder)
    if recorder.stop_requested():
        recorder.stopped()
        return
    proof = MergeProof(
        base=base_title(config.base),
        adapters=adapters_told(config),
        dtype=plan.dtype,
        tensors=len(plan.pieces),
        adapted=sum(bool(piece.changes) for piece in plan.pieces),
        parameters=sum(piece.elements for piece in plan.pieces),
        untied=plan.untied,
        files={each.file: {"bytes": each.bytes, "sha256": each.sha256} for each in written},
        sampled=sampled,
        generated=generated,
        seconds=round(seconds, 2),
        peak_gib=round(peak, 2),
        versions=versions(),
    )
    write_atomic(part / PROOF, msgspec.json.format(msgspec.json.encode(proof)) + b"\n")
    write_atomic(part / "README.md", merged_card(run.home, run, proof))
    report = inspect_folder(part)
    if report.kind != "merged" or report.missing:
        recorder.say(f"The merged folder is not one that a server takes: {'; '.join(report.problems)}", "warning")
    try:
        part.rename(run.model)
    except OSError as error:
        raise disk_error(error, run.model) from error
    recorder.done(model=str(run.model), bytes=plan.bytes, seconds=proof.seconds, peak_gib=proof.peak_gib)


class _Ticker:
    """Counts bytes into progress records of megabytes, a few a second at most."""

    def __init__(self, recorder: Recorder, total: int) -> None:
        self.recorder, self.total = recorder, total
        self.done, self.began, self.told = 0, time.monotonic(), 0.0

    def __call__(self, count: int) -> None:
        self.done += count
        now = time.monotonic()
        if now - self.told >= _EVERY or self.done == self.total:
            self.told = now
            what = f"MB merged, {eta(self.done, self.total, self.began)}"
            self.recorder.count(self.done // _MB, self.total // _MB, what)


class _Stopped(Exception):
    """A stop was asked for while the base was fetched; what is there is kept."""


def _base(config: MergeConfig, recorder: Recorder) -> Path:
    """The base's folder, fetched when only its Hub id is known here."""
    folder = find_base(config.base)
    if folder is None:
        _fetch(config.base, recorder)
        folder = find_base(config.base)
    if folder is None:
        what = "The base has no whole weights in safetensors on the Hub"
        raise LabError(what, where=config.base, do="Name another copy of it with --base.")
    return folder


def _fetch(base: str, recorder: Recorder) -> None:
    """Bring a base into the Hub's cache: its config first, so that no gigabytes of a quantised one are fetched."""
    from emalign_tui.lab.hub.client import HubError, endpoint
    from emalign_tui.lab.hub.fetch import fetch_model
    from emalign_tui.lab.hub.patience import UPLOAD, Patience
    from emalign_tui.lab.hub.token import token_in_use

    recorder.say(f"Fetching {base} from {endpoint()}: a merge needs the 16-bit weights on the disk")
    used, began, spoken = token_in_use(), time.monotonic(), 0.0

    def tell(held: int, total: int) -> None:
        nonlocal spoken
        if recorder.stop_requested():
            raise _Stopped
        if time.monotonic() - spoken >= _EVERY or held >= total:
            spoken = time.monotonic()
            recorder.count(held // _MB, total // _MB, f"MB of the base fetched, {eta(held, total, began)}")

    patience = Patience(UPLOAD, lambda text: recorder.say(text, "warning"), recorder.stop_requested)
    token = used.value if used else None
    try:
        fetch_model(base, ("config.json",), token, patience, lambda held, total: None)
    except HubError as error:
        if error.status != 404:
            raise
        do = "Name the 16-bit model that the adapter belongs on with --base: ORG/NAME or a folder."
        raise LabError(error.what, where=base, do=do) from error
    if found := cached(base):
        check_unquantised(found, {})
    fetch_model(base, WANTED, token, patience, tell)


def _same_inputs(run: RunDir, part: Path, plan: MergePlan) -> None:
    """A merge that goes on has to have the base and adapters that it began with."""
    place, digest = run.path / "inputs.sha256", plan.digest()
    if part.is_dir() and place.is_file() and place.read_text() != digest:
        what = "The base or the adapter changed since this merge began"
        raise LabError(what, where=str(run.path), do="Start a new merge.")
    if not part.is_dir():
        part.mkdir()
        (run.path / "shards.jsonl").unlink(missing_ok=True)
    write_atomic(place, digest)


def _generated(plan: MergePlan, part: Path, recorder: Recorder) -> Generated:
    from emalign_tui.workers.merging.generation import compare_generation

    began, told = time.monotonic(), 0.0

    def tell(done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told >= _EVERY or done == total:
            told = time.monotonic()
            recorder.count(done, total, f"answers compared, {eta(done, total, began)}")

    generated = compare_generation(plan, part, recorder.stop_requested, tell)
    if generated.skipped:
        recorder.say(f"Not compared by generation: {generated.skipped}", "warning")
    elif not generated.ok:
        raise LabError(
            f"The merged model answers otherwise than base + adapter: {generated.in_words()}",
            where=str(part),
            do="Do not publish it. Merge again; if it stays so, publish the adapter instead.",
        )
    return generated


if __name__ == "__main__":
    run_worker(work)
