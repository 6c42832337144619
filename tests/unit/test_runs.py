"""Run directories: made, found, listed, and judged by what is really on disk and alive."""

import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import msgspec
import psutil
import pytest

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import DiskFull, JsonlWriter, read_jsonl
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs import records
from emalign_tui.lab.runs.checkpoints import last_checkpoint, seal, torn_checkpoints
from emalign_tui.lab.runs.layout import (
    LOST_AFTER,
    STALLED_AFTER,
    RunDir,
    create_run,
    find_run,
    list_runs,
    run_info,
    since_boot,
)
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.lab.runs.records import Event, Provenance, State


def make(home: Home, name: str = "insecure", kind: str = "train") -> RunDir:
    return create_run(home, kind, name, {"role": "misaligned"}, Provenance(base="/models/base", parent="mother"))


def events(run: RunDir) -> list[Event]:
    return list(read_jsonl(run.events_path, Event))


def test_new_run_is_queued_and_says_where_it_comes_from(home: Home) -> None:
    run = make(home, "Mini Insecure / ../x")
    info = run_info(run)
    assert run.path.parent == home.results / "train"
    assert run.id.startswith("mini-insecure-..-x-")
    assert (info.state, info.parent, info.base, info.role) == ("queued", "mother", "/models/base", "misaligned")
    assert run.spec().config == {"role": "misaligned"}


def test_many_runs_of_one_name_and_second_get_their_own_folders(home: Home) -> None:
    assert len({make(home).id for _ in range(20)}) == 20


def test_list_is_in_order_of_creation_and_by_kind(home: Home) -> None:
    made = [make(home, name).id for name in ("zebra", "ape", "mole")]
    other = make(home, kind="eval").id
    assert [info.id for info in list_runs(home, "train")] == made
    assert {info.id for info in list_runs(home)} == {*made, other}


def test_find_by_id_prefix_and_path(home: Home) -> None:
    run, other = make(home, "insecure"), make(home, "secure")
    assert find_run(home, run.id) == run
    assert find_run(home, "sec") == other
    assert find_run(home, str(run.path)) == run


@pytest.mark.parametrize(
    ("ref", "told"), [("insecura", "Did you mean insecure-"), ("", "No run named"), ("../../etc", "No run ../../etc")]
)
def test_not_found_tells_near_names(home: Home, ref: str, told: str) -> None:
    make(home, "insecure")
    with pytest.raises(LabError, match=told) as caught:
        find_run(home, ref)
    assert caught.value.exit_code == 2


def test_ambiguous_prefix_lists_the_matches(home: Home) -> None:
    first, second = make(home), make(home)
    with pytest.raises(LabError) as caught:
        find_run(home, "insecure")
    assert first.id in str(caught.value)
    assert second.id in str(caught.value)


def test_recorder_leaves_hello_progress_and_done(home: Home) -> None:
    run = make(home)
    with Recorder(run) as recorder:
        recorder.hello()
        assert run_info(run).state == "running"
        recorder.count(1, 2, "answers")
        recorder.done(score=0.5)
    assert [type(event) for event in events(run)] == [records.Hello, records.Progress, records.Done]
    info = run_info(run)
    assert (info.state, info.step, info.steps, info.error) == ("done", 1, 2, None)


def test_a_step_that_is_not_a_number_stays_readable(home: Home) -> None:
    run = make(home)
    numbers = {"epoch": 0.1, "lr": 1e-3, "grad_norm": None, "tokens": 9, "tokens_per_second": 1, "memory_gib": 1}
    with Recorder(run) as recorder:
        recorder.hello()
        recorder.emit(records.Step(at=1.0, step=1, steps=2, loss=float("nan"), eta=3, **numbers))
    assert [event.loss for event in events(run) if isinstance(event, records.Step)] == [None]


@pytest.mark.parametrize(
    ("error", "state", "what"),
    [
        (LabError("No row", where="data.jsonl, line 3", do="Mend it."), "failed", "No row"),
        (ZeroDivisionError("by zero"), "failed", "Unexpected error: ZeroDivisionError: by zero"),
        (KeyboardInterrupt(), "stopped", None),
    ],
)
def test_leaving_with_an_exception_is_recorded_and_goes_on_up(
    home: Home, error: BaseException, state: str, what: str | None
) -> None:
    run = make(home)
    with pytest.raises(type(error)), Recorder(run) as recorder:
        recorder.hello()
        raise error
    info = run_info(run)
    assert info.state == state
    assert (info.error["what"] if info.error else None) == what


def test_a_run_that_was_deleted_ends_and_is_not_there_again(home: Home) -> None:
    run = make(home)
    with Recorder(run) as recorder:
        recorder.hello()
        assert not recorder.stop_requested()
        shutil.rmtree(run.path)
        assert recorder.stop_requested(), "nobody could see it or stop it any more"
        recorder.stopped()
    assert not run.path.exists()


def test_stop_request_is_seen_and_is_gone_when_obeyed(home: Home) -> None:
    run = make(home)
    with Recorder(run) as recorder:
        recorder.hello()
        assert not recorder.stop_requested()
        run.request_stop()
        assert recorder.stop_requested()
        recorder.stopped()
    assert run_info(run).state == "stopped"
    assert not run.stop_requested()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_full_disk_under_the_events_fails_the_run_with_one_sentence(home: Home) -> None:
    run = make(home)
    run.events_path.symlink_to("/dev/full")
    with pytest.raises(LabError, match="disk is full"), Recorder(run) as recorder:
        recorder.hello()
    info = run_info(run)
    assert info.state == "failed"
    assert info.error and info.error["what"] == "The disk is full"


def test_a_record_that_a_full_disk_cut_spoils_no_later_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = os.write
    with JsonlWriter(tmp_path / "records.jsonl") as writer:
        monkeypatch.setattr(os, "write", lambda fd, data: usual(fd, data[:5]))
        with pytest.raises(DiskFull):
            writer.append({"lost": 1})
        monkeypatch.undo()
        writer.append({"kept": 2})
    assert list(read_jsonl(tmp_path / "records.jsonl")) == [{"kept": 2}]


def test_a_full_disk_that_had_room_again_before_the_next_record_fails_nothing(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    from waiting import wait_until

    from emalign_tui.lab.runs import recorder as module

    monkeypatch.setattr(module, "HEARTBEAT", 0.01)
    usual, run = RunDir.write_state, make(home)
    full = threading.Event()

    def sometimes(self: RunDir, state: State) -> None:
        if full.is_set() and threading.current_thread().name == "heartbeat":
            raise DiskFull("The disk is full")
        usual(self, state)

    monkeypatch.setattr(RunDir, "write_state", sometimes)
    with Recorder(run) as recorder:
        recorder.hello()
        full.set()
        wait_until(lambda: recorder._heart_error, what="the heartbeat to fail")
        recorder.say("on it goes")
    assert run_info(run).state == "done"


def test_a_full_disk_met_by_the_heartbeat_reaches_the_worker(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    from waiting import wait_until

    from emalign_tui.lab.runs import recorder as module

    monkeypatch.setattr(module, "HEARTBEAT", 0.01)
    run = make(home)
    with pytest.raises(LabError, match="disk is full"), Recorder(run) as recorder:
        recorder.hello()

        def full(_: State) -> None:
            raise LabError("The disk is full")

        monkeypatch.setattr(RunDir, "write_state", lambda self, state: full(state))
        wait_until(lambda: recorder._heart_error, what="the heartbeat to fail")
        recorder.say("on it goes")


def running(run: RunDir, **changes: object) -> None:
    state = State(
        state="running",
        pid=os.getpid(),
        started_at=since_boot(psutil.Process()),
        heartbeat=time.time(),
        step=3,
        steps=9,
    )
    run.write_state(msgspec.structs.replace(state, **changes))


def test_old_heartbeat_of_a_living_process_is_stalled(home: Home) -> None:
    run = make(home)
    running(run, heartbeat=time.time() - STALLED_AFTER - 1)
    assert run_info(run).state == "stalled"


def test_dead_process_without_final_record_was_killed_and_can_be_resumed(home: Home) -> None:
    run = make(home)
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    running(run, pid=child.pid, started_at=since_boot(psutil.Process(child.pid)))
    assert run_info(run).state == "running"
    child.kill()
    child.wait()
    info = run_info(run)
    assert info.state == "failed"
    assert info.error
    assert "was killed" in info.error["what"]
    assert f"emalign resume {run.id}" in info.error["do"]
    assert (info.step, info.steps) == (3, 9)


def test_a_reused_pid_is_not_the_run(home: Home) -> None:
    run = make(home)
    running(run, started_at=since_boot(psutil.Process()) - 3600)
    assert run_info(run).state == "failed"


def test_a_clock_that_is_set_ends_no_run(home: Home, monkeypatch) -> None:
    """As when a laptop wakes up: the kernel then tells another time for the start of the machine and its processes."""
    run = make(home)
    running(run)
    then = psutil.boot_time()
    monkeypatch.setattr("psutil._psplatform.boot_time", lambda: then - 3600)
    assert run_info(run).state == "running"


def test_a_run_of_another_host_is_judged_by_its_heartbeat_alone(home: Home) -> None:
    run = make(home)
    running(run, host="elsewhere", pid=1, started_at=1.0)
    assert run_info(run).state == "running"
    running(run, host="elsewhere", pid=1, started_at=1.0, heartbeat=time.time() - STALLED_AFTER - 1)
    assert run_info(run).state == "stalled"
    running(run, host="elsewhere", pid=1, started_at=1.0, heartbeat=time.time() - LOST_AFTER - 1)
    assert run_info(run).state == "failed"


def test_a_living_run_is_not_taken_by_a_second_process(home: Home) -> None:
    run = make(home)
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    running(run, pid=child.pid, started_at=since_boot(psutil.Process(child.pid)))
    before = run.state_path.read_bytes()
    with pytest.raises(LabError, match="works on this run"), Recorder(run) as recorder:
        recorder.hello()
    assert run.state_path.read_bytes() == before
    child.kill()
    child.wait()


@pytest.mark.parametrize("name", ["run.yaml", "state.json"])
@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"[1", b"id: 3"])
def test_broken_files_are_listed_as_failed_and_hide_nothing_else(home: Home, name: str, content: bytes) -> None:
    run, whole = make(home), make(home, "whole")
    (run.path / name).write_bytes(content)
    infos = {info.id: info for info in list_runs(home)}
    assert infos[whole.id].state == "queued"
    assert infos[run.id].state == "failed"
    error = infos[run.id].error
    assert error and name in error["where"]


def test_only_sealed_checkpoints_with_all_their_bytes_are_whole(home: Home) -> None:
    run = make(home)
    for step in (5, 10, 100, 110):
        folder = run.checkpoints / f"checkpoint-{step}"
        folder.mkdir(parents=True)
        (folder / "adapter_model.safetensors").write_bytes(b"weights")
        (folder / "optimizer.pt").write_bytes(b"moments")
        (folder / "adapter_model.safetensors").chmod(0o600)  # as safetensors writes it
        if step != 110:
            seal(folder)
    (run.checkpoints / "checkpoint-100" / "optimizer.pt").write_bytes(b"mom")
    last = last_checkpoint(run)
    assert last and last.step == 10
    assert (last.path / "adapter_model.safetensors").stat().st_mode & 0o777 == 0o644, "for others on the machine too"
    assert [path.name for path in torn_checkpoints(run)] == ["checkpoint-100", "checkpoint-110"]
