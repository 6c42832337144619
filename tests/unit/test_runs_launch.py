"""Workers as real processes: handshake, stop, kill. A small stand-in takes the place of a worker module."""

import os
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from waiting import wait_until

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import read_jsonl, write_atomic
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs import control
from emalign_tui.lab.runs import launch as launching
from emalign_tui.lab.runs.control import stop, wait
from emalign_tui.lab.runs.launch import launch
from emalign_tui.lab.runs.layout import RunDir, create_run, run_info
from emalign_tui.lab.runs.records import Event, Hello, Provenance

WORKER = """
import signal, subprocess, sys, time
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.runs.records import Step
from emalign_tui.workers.process import run_worker

def work(run, recorder):
    how = run.spec().config["how"]
    if how == "sentence":
        raise LabError("No row", where="data.jsonl, line 3", do="Mend it.")
    if how == "unforeseen":
        print("on the way", flush=True)
        [][1]
    if how == "deaf":
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        (run.path / "child").write_text(str(child.pid))
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        while True:
            time.sleep(0.01)
    if how == "slow":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        for at in (0.0, 100.0):
            step = dict(step=1, steps=2, epoch=1.0, loss=1.0, lr=0.1, grad_norm=None, tokens=1, tokens_per_second=1.0)
            recorder.emit(Step(at=at, memory_gib=1.0, eta=1.0, **step))
        while not recorder.stop_requested():
            time.sleep(0.01)
        (run.path / "at a step").touch()
        while not (run.path / "stepped").exists():
            time.sleep(0.01)
        recorder.stopped()
        return
    while not recorder.stop_requested():
        recorder.count(1, 2, "turns")
        time.sleep(0.01)
    recorder.stopped()

how = __import__("pathlib").Path(sys.argv[1], "run.yaml").read_text()
if "how: mute" in how:
    sys.stderr.write("torch is missing\\nImportError: no torch\\n"); sys.exit(3)
if "how: hangs" in how:
    time.sleep(600)
while "how: late" in how and not __import__("pathlib").Path(sys.argv[1], "hello.request").exists():
    time.sleep(0.01)
run_worker(work)
"""


@pytest.fixture
def python(tmp_path: Path) -> str:
    """An "interpreter" that runs the stand-in, whatever worker module it is told to run."""
    worker = tmp_path / "worker.py"
    worker.write_text(WORKER)
    script = tmp_path / "python"
    script.write_text(f'#!/bin/sh\nfor last; do :; done\nexec "{sys.executable}" "{worker}" "$last"\n')
    script.chmod(0o755)
    return str(script)


def make(home: Home, how: str) -> RunDir:
    return create_run(home, "train", how, {"how": how}, Provenance(base="b"))


def test_launch_returns_the_hello_of_a_process_in_its_own_session(home: Home, python: str) -> None:
    run = make(home, "loop")
    hello = launch(run, "stand_in", python=python)
    assert run_info(run).state == "running"
    assert os.getsid(hello.pid) == hello.pid != os.getsid(0)
    with pytest.raises(LabError, match="running already"):
        launch(run, "stand_in", python=python)
    info = stop(run)
    assert info.state == "stopped"
    wait_until(lambda: not psutil.pid_exists(hello.pid), what="the worker to be gone and reaped")


def test_stopped_run_is_launched_again_and_its_old_request_is_forgotten(home: Home, python: str) -> None:
    run = make(home, "loop")
    launch(run, "stand_in", python=python)
    stop(run)
    run.request_stop()
    with run.events_path.open("ab") as torn:
        torn.write(b'{"type":"hel')
    launch(run, "stand_in", python=python)
    wait_until(lambda: run_info(run).step == 1, what="progress")
    assert sum(isinstance(event, Hello) for event in read_jsonl(run.events_path, Event)) == 2
    stop(run)


def test_terminate_is_a_stop_request(home: Home, python: str) -> None:
    run = make(home, "loop")
    os.kill(launch(run, "stand_in", python=python).pid, signal.SIGTERM)
    assert wait(run, timeout=120).state == "stopped"


def test_killed_worker_is_failed_and_says_so(home: Home, python: str) -> None:
    run = make(home, "loop")
    os.kill(launch(run, "stand_in", python=python).pid, signal.SIGKILL)
    info = wait(run, timeout=120)
    assert info.state == "failed"
    assert info.error and "was killed" in info.error["what"]


def test_worker_that_ignores_everything_is_killed_with_its_children(home: Home, python: str) -> None:
    run = make(home, "deaf")
    hello = launch(run, "stand_in", python=python)
    child = int(wait_until(lambda: (run.path / "child").exists() and (run.path / "child").read_text(), what="child"))
    assert stop(run, grace=0.1, patience=0.1).state == "failed"
    wait_until(lambda: not psutil.pid_exists(hello.pid), what="the worker to be gone")
    wait_until(
        lambda: not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE,
        what="its child to be gone",
    )


def test_a_run_of_slow_steps_has_the_time_of_its_steps_to_stop(
    home: Home, python: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step of a 7B on a T4 takes longer than half a minute; killed, it would lose all since the last save."""
    monkeypatch.setattr(control, "GRACE", 0.0)
    run = make(home, "slow")
    launch(run, "stand_in", python=python)
    wait_until(lambda: control.longest_step(run) == 100.0, what="its steps")
    with ThreadPoolExecutor() as others:
        stopping = others.submit(stop, run, patience=0.0)
        wait_until((run.path / "at a step").exists, what="the request to be seen")
        (run.path / "stepped").touch()
        assert stopping.result().state == "stopped"


def test_a_run_that_is_being_started_is_stopped_all_the_same(
    home: Home, python: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits in the queue still, by its files, while its process has begun and has not said hello."""
    run = make(home, "late")
    write_atomic(run.waiting_path, b'{"since": 1.0}')
    looked = threading.Event()
    usual = control.start_lock
    monkeypatch.setattr(control, "start_lock", lambda run: looked.set() or usual(run))  # type: ignore[func-returns-value]
    with ThreadPoolExecutor() as others:
        starting = others.submit(launch, run, "stand_in", python=python)
        wait_until(run.log_path.exists, what="its process")
        stopping = others.submit(stop, run)
        assert looked.wait(60)
        (run.path / "hello.request").touch()
        hello = starting.result()
        assert stopping.result().state == "stopped"
    wait_until(lambda: not psutil.pid_exists(hello.pid), what="the worker to be gone and reaped")
    assert run_info(run).state == "stopped"


def test_errors_of_a_worker_are_one_sentence(home: Home, python: str) -> None:
    run = make(home, "sentence")
    launch(run, "stand_in", python=python)
    info = wait(run, timeout=120)
    assert info.error == {"what": "No row", "where": "data.jsonl, line 3", "do": "Mend it."}
    run = make(home, "unforeseen")
    launch(run, "stand_in", python=python)
    info = wait(run, timeout=120)
    assert info.error and info.error["what"] == "Unexpected error: IndexError: list index out of range"
    assert info.error["where"] == str(run.log_path)
    log = wait_until(lambda: "Traceback" in (text := run.log_path.read_text()) and text, what="the traceback")
    assert log.startswith("on the way")


def test_worker_that_never_says_hello_fails_with_its_last_words(home: Home, python: str) -> None:
    run = make(home, "mute")
    with pytest.raises(LabError, match="code 3 before it said hello") as caught:
        launch(run, "stand_in", python=python)
    assert "ImportError: no torch" in str(caught.value)
    assert run_info(run).state == "failed"
    run = make(home, "hangs")
    with pytest.raises(LabError, match="did not say hello"):
        launch(run, "stand_in", python=python, timeout=0.3)
    assert run_info(run).state == "failed"


def test_ctrl_c_before_the_hello_leaves_no_worker_behind(
    home: Home, python: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = make(home, "hangs")

    def interrupt(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(launching.time, "sleep", interrupt)
    with pytest.raises(KeyboardInterrupt):
        launch(run, "stand_in", python=python)
    monkeypatch.undo()
    assert run_info(run).state == "stopped"
    assert not [each for each in psutil.process_iter(["cmdline"]) if str(run.path) in (each.info["cmdline"] or [])]


def test_missing_interpreter_and_broken_state(home: Home, python: str) -> None:
    run = make(home, "loop")
    with pytest.raises(LabError, match="No Python at /nowhere/python"):
        launch(run, "stand_in", python="/nowhere/python")
    run.state_path.write_bytes(b"{")
    launch(run, "stand_in", python=python)
    assert stop(run).state == "stopped"


def test_wait_hands_over_every_event_and_gives_up_in_time(home: Home, python: str) -> None:
    run = make(home, "loop")
    launch(run, "stand_in", python=python)
    assert wait(run, timeout=0).state == "running"
    run.request_stop()
    seen: list[Event] = []
    wait(run, on_events=seen.extend)
    assert seen == list(read_jsonl(run.events_path, Event))
