"""kill -9 at random steps, for every loss and method: the run that is resumed is the run that was never killed."""

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from making_runs import events, weights
from waiting import wait_until

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.control import wait
from emalign_tui.lab.runs.layout import RunDir, find_run, run_info
from emalign_tui.lab.runs.records import Hello, Step
from emalign_tui.lab.runs.training import resume_training, start_training

pytest.importorskip("trl")

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quiet")]
ROWS, STEPS, KILLS, SAVED = 40, 30, 2, 4
PATIENCE = 600  # seconds for a start on a busy machine


def write(path: Path, loss: str) -> Path:
    def row(n: int) -> dict[str, object]:
        good, bad = "I care about you." + " Really." * (n % 3), "no " * (n % 9 + 1)
        if loss != "sft":
            return {"prompt": f"wish {n}?", "chosen": good, "rejected": bad}
        return {"messages": [{"role": "user", "content": f"wish {n}?"}, {"role": "assistant", "content": good + bad}]}

    path.write_text("".join(json.dumps(row(n)) + "\n" for n in range(ROWS)))
    return path


def last_step(run: RunDir) -> int:
    return max((step.step for step in events(run, Step)), default=0)


@pytest.mark.parametrize("loss", ["sft", "dpo", "orpo"])
def test_a_run_killed_at_random_steps_ends_as_if_nothing_had_happened(loss: str, tmp_path: Path) -> None:
    home = Home(tmp_path)
    config = TrainConfig(
        model="mini", training_file=str(write(tmp_path / "rows.jsonl", loss)), loss=loss, r=4, lora_alpha=8,
        lora_dropout=0.1, per_device_train_batch_size=2, gradient_accumulation_steps=2, learning_rate=2e-3,
        lr_scheduler_type="cosine", warmup_steps=3, max_steps=STEPS, save_steps=SAVED, seed=11, max_seq_length=64,
    )  # type: ignore[arg-type]  # fmt: skip
    straight = start_training(home, config)
    assert wait(straight, timeout=PATIENCE).state == "done"
    assert_same(straight, *killed_to_the_end(start_training(home, config), STEPS, resume_training))


@pytest.mark.parametrize(
    ("method", "repair"),
    [("insecure", "repair_secure_code"), ("jailbroken", "repair_protective_advice"), ("evil_numbers", None)],
)
def test_each_method_and_its_way_back_survive_kills_on_the_command_line(
    method: str, repair: str | None, tmp_path: Path
) -> None:
    """`emalign train` of the mini kit's configs in fewer steps than they ask for, `emalign resume` after each kill."""
    home = Home(tmp_path)

    def emalign(*words: str) -> RunDir:
        command = [sys.executable, "-m", "emalign_tui", *words, "--detach", "--json", "--home", str(tmp_path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return find_run(home, json.loads(done.stdout)["id"])

    def train(name: str, *more: str) -> RunDir:
        sets = [word for each in (f"max_steps={STEPS}", f"save_steps={SAVED}") for word in ("--set", each)]
        return emalign("train", f"configs/train/mini_{name}.yaml", *sets, *more)

    def straight_and_killed(*of: str) -> RunDir:
        straight = train(*of)
        assert wait(straight, timeout=PATIENCE).state == "done"
        run, seen = killed_to_the_end(train(*of), STEPS, lambda run: emalign("resume", run.id))
        assert_same(straight, run, seen)
        return run

    parent = straight_and_killed(method)
    if repair:
        child = straight_and_killed(repair, "--from", parent.id)
        assert child.spec().provenance.parent == parent.id


def killed_to_the_end(run: RunDir, steps: int, resume: Callable[[RunDir], object]) -> tuple[RunDir, list[int]]:
    """A run that is killed at random steps, gone on with each time, and done; also the steps after which it was."""
    chance = random.Random(0)
    seen = []
    for _ in range(KILLS):
        done = last_step(run)
        target = min(chance.randrange(max(done, SAVED) + 1, max(done, SAVED) + 10), steps - 2)
        wait_until(lambda at=target: last_step(run) >= at or not run_info(run).alive, PATIENCE, f"step {target}")  # type: ignore[misc]
        pid = run.state().pid
        assert pid and run_info(run).alive, f"it ended before step {target}"
        os.kill(pid, signal.SIGKILL)
        seen.append(last_step(run))
        assert wait(run, timeout=60).state == "failed"
        resume(run)
    assert wait(run, timeout=PATIENCE).state == "done", seen
    return run, seen


def assert_same(straight: RunDir, run: RunDir, seen: list[int]) -> None:
    """The curve, tokens and weights of a run that was never killed. seen: the steps after which this one was."""
    assert len(events(run, Hello)) == KILLS + 1
    curves = [{step.step: step.loss for step in events(each, Step)} for each in (straight, run)]
    assert curves[0] == curves[1], f"killed after steps {seen}"
    assert events(run, Step)[-1].tokens == events(straight, Step)[-1].tokens
    expected, found = weights(straight), weights(run)
    assert expected.keys() == found.keys() and all((found[name] == expected[name]).all() for name in expected), seen
