"""kill -9 at many moments of a push and of a merge: nothing half is ever seen, and the next try finishes."""

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

pytest.importorskip("peft")

from emalign_tui.lab.hub.pushing import laid_out, prepare_push
from emalign_tui.lab.models.folder import inspect_folder
from emalign_tui.lab.models.merge_plan import plan_merge
from emalign_tui.lab.models.merge_proof import changed_files, prove_tensors, read_proof
from emalign_tui.lab.models.merging import prepare_merge
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import RunDir, create_run
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.lab.runs.records import Provenance
from emalign_tui.workers import merge as merge_worker
from emalign_tui.workers import push as push_worker
from tests.merging import merged_run
from tests.servers.fake_hub import FakeHub, Fault, Request, whoami

ROOT = Path(__file__).parents[2]
TOKEN = "hf_writerwriter"
STARTING = 3.0  # seconds in which a worker has done little yet
WORKING = 8.0  # seconds in which it has mostly ended
REQUESTS, BYTES = 14, 7_000_000  # of a push of the mini kit, at least, before it commits
SURE = 4  # kills that meet the push at its work however fast this machine is; those by the clock may come too late

Kill = Callable[[FakeHub, "subprocess.Popen[bytes]"], None]


def worker(name: str, run: RunDir, **env: str) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", **env}
    environment.pop("HF_HUB_OFFLINE", None)
    with run.log_path.open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", f"emalign_tui.workers.{name}", str(run.path)],
            env=environment, cwd=run.path, stdout=log, stderr=log,
        )  # fmt: skip


def finish(run: RunDir, work: Callable[[RunDir, Recorder], None]) -> None:
    with Recorder(run) as recorder:
        recorder.hello()
        work(run, recorder)
    assert run.state().state == "done"


def kill_after(process: "subprocess.Popen[bytes]", seconds: float) -> None:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def at_time(seconds: float) -> Kill:
    return lambda hub, process: kill_after(process, seconds)


def at_request(number: int, *, answered: bool) -> Kill:
    """At the request of this number: before the Hub does what is asked, or after, without a word of it."""

    def kill(hub: FakeHub, process: "subprocess.Popen[bytes]") -> None:
        begin = len(hub.requests)

        def fault(request: Request, call: int) -> Fault | None:
            if call - begin < number:
                return None
            process.kill()
            return Fault(status=502, after=answered)

        hub.fault = fault
        process.wait(300)

    return kill


def at_byte(number: int) -> Kill:
    """When so many bytes of the bodies have arrived, in the middle of a file as a rule."""

    def kill(hub: FakeHub, process: "subprocess.Popen[bytes]") -> None:
        begin = hub.arrived
        hub.arriving = lambda arrived: process.kill() if arrived - begin >= number else None
        process.wait(300)

    return kill


def at_commit(*, answered: bool) -> Kill:
    def kill(hub: FakeHub, process: "subprocess.Popen[bytes]") -> None:
        def fault(request: Request, call: int) -> Fault | None:
            if "/commit/" not in request.path:
                return None
            process.kill()
            return Fault(status=502, after=answered)

        hub.fault = fault
        process.wait(300)

    return kill


def whole(hub: FakeHub, run: RunDir) -> bool:
    there = {name: data for name, data in hub.repos["me/bad"].files.items() if name != ".gitattributes"}
    return there == {path.name: path.read_bytes() for path in laid_out(run).iterdir()}


def drawn(chance: random.Random) -> list[Kill]:
    """The sure ones first."""
    return [
        at_byte(chance.randrange(BYTES)),
        at_request(chance.randrange(1, REQUESTS), answered=False),
        at_request(chance.randrange(1, REQUESTS), answered=True),
        at_commit(answered=chance.random() < 0.5),
        at_time(chance.uniform(0, STARTING)),
        at_time(chance.uniform(STARTING, WORKING)),
    ]


def test_a_push_killed_at_many_moments(hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A public push: killed six times, by bytes, requests, and the clock, no stranger ever sees a half model."""
    chance = random.Random(0)
    for name, value in (("HF_TOKEN", TOKEN), ("HF_HUB_DISABLE_XET", "1"), ("HF_HUB_DISABLE_PROGRESS_BARS", "1")):
        monkeypatch.setenv(name, value)
    hub.tokens[TOKEN] = whoami("write")
    home = Home(tmp_path / "lab")
    trained, _ = merged_run(home)
    job = prepare_push(home, trained.id, "me/bad", public=True)
    run = create_run(home, "push", "push", msgspec.to_builtins(job.config), Provenance(base="", parent=trained.id))
    seen = []
    for kill in drawn(chance):
        hub.part = chance.choice((0, 1 << 20))
        kill(hub, process := worker("push", run, HF_ENDPOINT=hub.url))
        process.wait()
        hub.fault, hub.arriving = (lambda request, call: None), (lambda count: None)
        repo = hub.repos.get("me/bad")
        files = set(repo.files) - {".gitattributes"} if repo else set()
        seen.append((process.returncode, len(files), repo is None or repo.private))
        assert not files or whole(hub, run), seen
        assert repo is None or repo.private or whole(hub, run), seen
    assert [code for code, *_ in seen[:SURE]] == [-signal.SIGKILL] * SURE, seen
    finish(run, push_worker.work)
    assert whole(hub, run) and not hub.repos["me/bad"].private
    proof = json.loads((run.path / "proof.json").read_text())
    assert proof["checked"] == proof["expected"] == len(list(laid_out(run).iterdir()))
    assert (
        not (proof["missing"] or proof["extra"] or proof["mismatched"])
        and proof["commit"] in hub.repos["me/bad"].history
    )
    assert proof["loaded"].startswith("transformers loaded")


def test_a_merge_killed_at_many_times(tmp_path: Path) -> None:
    """The real worker, with its proof and all that it writes beside the weights."""
    chance = random.Random(0)
    home = Home(tmp_path / "lab")
    trained, _ = merged_run(home)
    job = prepare_merge(home, [trained.id])
    merge = create_run(
        home, "merge", "again", msgspec.to_builtins(job.config), Provenance(base="mini", parent=trained.id)
    )
    for most in (STARTING, WORKING, WORKING):
        if merge.model.exists():
            break
        kill_after(worker("merge", merge), chance.uniform(0, most))
        assert not merge.model.exists() or read_proof(merge.model), "it gets its name with its proof"
    if not merge.model.exists():
        finish(merge, merge_worker.work)
    proof = read_proof(merge.model)
    assert proof and proof.generated.ok and not proof.generated.skipped and changed_files(merge.model, proof) == []
    report = inspect_folder(merge.model)
    assert (report.kind, report.ok, report.problems, report.missing) == ("merged", True, [], [])
    prove_tensors(plan_merge(Path(str(job.config.base)), job.config.adapters()), merge.model)
    assert not list(merge.path.glob("**/*.part"))
