"""Checkpoints as the Trainer leaves them, and a run that was killed with some."""

import json
import shutil
import zipfile
from pathlib import Path

from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.checkpoints import RECORD, seal
from emalign_tui.lab.runs.layout import RunDir, create_run
from emalign_tui.lab.runs.records import DataFile, Provenance, State
from tests.dead_runs import dead_process


def checkpoint(folder: Path, adapter: Path, step: int, *, steps: int = 20) -> Path:
    """A checkpoint as the Trainer leaves it."""
    path = folder / f"checkpoint-{step}"
    shutil.copytree(adapter, path)
    with zipfile.ZipFile(path / "optimizer.pt", "w") as state:
        state.writestr("data", "x" * 1000)
    log = [{"step": number, "loss": 2 / number, "epoch": number / steps, "learning_rate": 1e-4} for number in (1, step)]
    told = {"global_step": step, "max_steps": steps, "log_history": log, "train_batch_size": 2}
    (path / "trainer_state.json").write_text(json.dumps(told))
    return path


def killed(home: Home, adapter: Path) -> RunDir:
    """A run that was killed at step 10 of 20, with no adapter of its own yet."""
    provenance = Provenance(base="mini", data=[DataFile("data.jsonl", "0" * 64, 5)])
    run = create_run(home, "train", "bad", {"role": "misaligned", "model": "mini"}, provenance)
    for step in (5, 10):
        path = checkpoint(run.checkpoints, adapter, step)
        shutil.copyfile(run.spec_path, path / RECORD)
        seal(path)
    pid, started = dead_process()
    run.write_state(State(state="running", step=10, steps=20, pid=pid, started_at=started))
    return run
