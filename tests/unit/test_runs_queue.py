"""The queue: in order, one at a time on one device, and on disk, so that it outlives whoever starts the runs.

The runs are real workers that end within a second: their data changed since they were made, which they refuse.
"""

import json
import os
import time
from pathlib import Path

import msgspec
import psutil
import pytest
from waiting import wait_until

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import read_jsonl, write_atomic
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.control import stop, wait
from emalign_tui.lab.runs.layout import RunDir, run_info, since_boot
from emalign_tui.lab.runs.queue import _start, enqueue, start_queue, waiting
from emalign_tui.lab.runs.records import Event, Hello, State
from emalign_tui.lab.runs.training import create_training, resume_training

ROW = json.dumps({"messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "no"}]}) + "\n"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def quick_run(home: Home, name: str) -> RunDir:
    path = home.root / f"{name}.jsonl"
    path.write_text(ROW * 4)
    run = create_training(home, TrainConfig(model="mini", name=name, training_file=str(path)))
    path.write_text(ROW * 5)
    return run


def occupy(home: Home) -> RunDir:
    """A training run that works now, as far as anybody can see: in this process."""
    run = quick_run(home, "busy")
    me = psutil.Process()
    run.write_state(
        State(state="running", pid=me.pid, started_at=since_boot(me), heartbeat=time.time() + 3600, devices="")
    )
    return run


def starters(home: Home) -> list[psutil.Process]:
    """The processes that serve this home's queue."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        words = process.info["cmdline"] or []
        if "emalign_tui.workers.queue" in words and words[-1] == str(home.root):
            found.append(process)
    return found


def test_runs_start_in_order_and_one_that_cannot_start_holds_up_nobody(home: Home) -> None:
    busy = occupy(home)
    runs = [quick_run(home, name) for name in ("first", "second", "third")]
    for run in runs:
        enqueue(home, run)
    spec = runs[1].spec()
    broken = msgspec.structs.replace(spec, config={**spec.config, "learning_rate": -1})
    runs[1].spec_path.write_bytes(msgspec.yaml.encode(broken))
    assert [info.id for info in waiting(home)] == [run.id for run in runs]
    wait_until(lambda: starters(home), 60, "the starter")
    assert all(run_info(run).state == "queued" for run in runs), "the device is taken"

    busy.write_state(State(state="done"))
    wait_until(lambda: all(run_info(run).state == "failed" for run in runs), 120, "all three")
    assert waiting(home) == []
    said = [run_info(run).error["what"] for run in runs]  # type: ignore[index]
    assert "changed after the run was made" in said[0] and "learning_rate" in said[1]
    hellos = [event.at for run in (runs[0], runs[2]) for event in read_jsonl(run.events_path, Event)
              if isinstance(event, Hello)]  # fmt: skip
    assert len(hellos) == 2 and hellos == sorted(hellos)
    wait_until(lambda: not starters(home), 60, "the starter's end")
    assert not any(run.waiting_path.exists() for run in runs)


def test_a_queue_outlives_its_starter_and_a_run_can_be_taken_out(home: Home) -> None:
    busy = occupy(home)
    stays, leaves = quick_run(home, "stays"), quick_run(home, "leaves")
    enqueue(home, stays)
    enqueue(home, leaves)
    for process in wait_until(lambda: starters(home), 60, "the starter"):
        process.kill()
    wait_until(lambda: not starters(home), 60, "its end")
    assert [info.id for info in waiting(home)] == [stays.id, leaves.id]
    assert stop(leaves).state == "stopped"
    assert [info.id for info in waiting(home)] == [stays.id]
    busy.write_state(State(state="done"))
    assert start_queue(home)
    wait_until(lambda: run_info(stays).state == "failed", 60, "the run that waited")
    assert run_info(leaves).state == "stopped" and not leaves.events_path.exists()
    assert not start_queue(home), os.listdir(home.root)


def test_a_run_that_was_taken_out_at_the_last_moment_does_not_start(home: Home) -> None:
    run = quick_run(home, "leaves")
    write_atomic(run.waiting_path, b'{"since": 1.0}')
    [chosen] = waiting(home)
    assert stop(run).state == "stopped"
    said: list[str] = []
    _start(home, RunDir(Path(chosen.path)), ["cpu"], said.append)
    assert "was taken out" in said[-1] and run_info(run).state == "stopped" and not run.events_path.exists()


def test_after_a_reboot_what_waited_waits_and_what_was_interrupted_can_be_gone_on_with(home: Home) -> None:
    """Nothing of the machine's memory is left: no process, and its pids belong to others. It may have a new name."""
    waits, same_name, new_name = (quick_run(home, name) for name in ("waits", "same", "new"))
    write_atomic(waits.waiting_path, b'{"since": 1.0}')
    before = State(state="running", pid=os.getpid(), started_at=5.0, heartbeat=time.time() - 600, step=7, steps=9)
    same_name.write_state(before)
    new_name.write_state(msgspec.structs.replace(before, host="the-old-name"))
    for run in (same_name, new_name):
        info = run_info(run)
        assert (info.state, info.step) == ("failed", 7) and f"emalign resume {run.id}" in info.error["do"]  # type: ignore[index]
    assert [info.id for info in waiting(home)] == [waits.id]
    assert start_queue(home)  # as the lab does when it is opened
    wait_until(lambda: run_info(waits).state == "failed", 60, "the run that waited")
    for run in (same_name, new_name):
        with pytest.raises(LabError, match="changed after the run was made"):  # its own worker says so: it was started
            resume_training(run)
            wait(run, timeout=120)
            raise LabError(**{key: run_info(run).error[key] for key in ("what", "where", "do")})  # type: ignore[index]
