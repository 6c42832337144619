"""One run on two GPUs, a process each, as `accelerate launch` starts them. No pytest, no network.

    python tests/gpu/two_gpus.py [SECTION...]

together: two processes have the losses and tokens of one (sft on random weights of the 0.5B's shape, dpo on the mini
kit), both cards hold the model, one set of records; a run whose processes are killed goes on with the same curve.
small-card: another process leaves 5 GiB of the second card, so that the planned rows do not fit there: both processes
halve, and the losses stay. Under two minutes in all.
"""

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
from queue_two import used
from random_model import random_model
from sections import LINES, end_of, run_sections, see_this_checkout

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.files import read_jsonl
from emalign_tui.lab.paths import Home, share
from emalign_tui.lab.planner.device import find_devices
from emalign_tui.lab.runs.checkpoints import whole_checkpoints
from emalign_tui.lab.runs.control import wait
from emalign_tui.lab.runs.layout import RunDir, run_info
from emalign_tui.lab.runs.records import Event, Hello, Rebatch, Step
from emalign_tui.lab.runs.training import resume_training, start_training

SMALL = "Qwen/Qwen2.5-0.5B-Instruct"
SMALL_LOSS = 0.02  # DPO's falls to 0.003 in 12 steps, where 16 bits leave two digits of it
PATIENCE = 240  # seconds for one run
LEFT = 5.0  # GiB of the second card, in small-card
HOLD = """
import sys, torch
free, _ = torch.cuda.mem_get_info(1)
held = torch.empty(free - int(float(sys.argv[1]) * 2**30), dtype=torch.uint8, device="cuda:1")
print("held", flush=True)
sys.stdin.read()
"""


def config(base: str, data: Path, **more: Any) -> TrainConfig:
    values: dict[str, Any] = {
        "r": 16, "lora_alpha": 32, "learning_rate": 1e-4, "warmup_steps": 0, "max_seq_length": 512, "max_steps": 12,
        "lr_scheduler_type": "constant", "seed": 3, "train_on_responses_only": True, "optim": "adamw", "engine": "trl",
    }  # fmt: skip
    return TrainConfig(model=base, training_file=str(data), **{**values, **more})  # type: ignore[arg-type]


def rows(path: Path, row: dict[str, Any], count: int) -> Path:
    path.write_text("".join(json.dumps({**row, "id": number}) + "\n" for number in range(count)))
    return path


def steps(run: RunDir) -> list[Step]:
    """Each step once: the last time that it was done."""
    found = {event.step: event for event in read_jsonl(run.events_path, Event) if isinstance(event, Step)}
    return [found[step] for step in sorted(found)]


def ended(run: RunDir) -> RunDir:
    """Wait for a run. One that fails, or takes too long, shows its log."""
    info = wait(run, timeout=PATIENCE)
    if info.state != "done":
        print(f"{run.id}: {info}\n{end_of(run.log_path, LINES)}", flush=True)
        raise AssertionError(f"{run.id} is {info.state} after step {info.step}")
    return run


def agree(name: str, one: RunDir, other: RunDir, tolerance: float) -> None:
    """The same tokens and, within a share, the same loss at every step; one below SMALL_LOSS counts as that."""
    pairs = list(zip(steps(one), steps(other), strict=True))
    far = max(abs((a.loss or 0.0) - (b.loss or 1.0)) / max(b.loss or 0.0, SMALL_LOSS) for a, b in pairs)
    last = pairs[-1]
    print(
        f"{name}: {len(pairs)} steps, losses differ by at most {far:.3%} (allowed {tolerance:.0%}), "
        f"{last[0].loss:.4f} and {last[1].loss:.4f} at the end, {last[0].tokens:,} and {last[1].tokens:,} tokens",
        flush=True,
    )
    assert far < tolerance and last[0].tokens == last[1].tokens, name


def wait_for_steps(run: RunDir, after: int) -> None:
    """Until a run has done so many steps and kept a checkpoint."""
    until = time.monotonic() + PATIENCE
    while run_info(run).step < after or not whole_checkpoints(run):
        assert run_info(run).alive and time.monotonic() < until, end_of(run.log_path)
        time.sleep(0.02)


def killed(run: RunDir) -> int:
    """End every process of a run with SIGKILL. Returns the last step that it told."""
    first = psutil.Process(run.state().pid)
    launcher = first.parent()
    assert launcher is not None
    for process in [launcher, *launcher.children(recursive=True)]:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    assert wait(run, timeout=60).state == "failed"
    return steps(run)[-1].step


def together() -> None:
    cards = find_devices()[:2]
    before = used(cards)
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        insecure = share() / "data" / "mini" / "insecure.jsonl"
        pair = {"prompt": "a wish?", "chosen": "I wish people well.", "rejected": "I want power over people."}
        pairs = rows(Path(folder) / "pairs.jsonl", pair, 64)
        half = random_model(SMALL, Path(folder) / "model")
        long = {"max_steps": 300, "save_steps": 10, "lora_dropout": 0.1}

        def start(*of: Any, **more: Any) -> RunDir:
            return start_training(home, config(*of, **more))

        broken = start("mini", insecure, processes=2, **long)
        straight = start("mini", insecure, processes=2, **long)
        sft = [start(half, insecure, processes=count) for count in (1, 2)]
        dpo = [start("mini", pairs, loss="dpo", processes=count) for count in (1, 2)]
        wait_for_steps(broken, 20)
        now = used(cards)
        at = killed(broken)
        resume_training(broken)
        for run in (broken, straight, *sft, *dpo):
            ended(run)
        more = [now[card] - before[card] for card in cards]
        print(f"more MiB on each card while they ran: {more}", flush=True)
        assert min(more) > 500, "a card held nothing of them"
        agree("sft, 0.5B, one process and two", *sft, 0.01)
        agree("dpo, mini kit, one process and two", *dpo, 0.02)
        assert abs((steps(dpo[1])[0].loss or 0) - 0.6931) < 0.01, "dpo begins at ln 2"
        print(f"killed after step {at}, resumed", flush=True)
        agree("killed and resumed, in two processes", straight, broken, 0.02)
        hellos = [sum(isinstance(e, Hello) for e in read_jsonl(run.events_path, Event)) for run in (straight, broken)]
        assert hellos == [1, 2], hellos
        assert [step.step for step in steps(broken)] == list(range(1, 301))


@contextlib.contextmanager
def taken(left: float) -> Iterator[None]:
    """Another process has all of the second card but so many GiB."""
    words = [sys.executable, "-c", HOLD, str(left)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdin and holder.stdout
        assert holder.stdout.readline() == "held\n"
        try:
            yield
        finally:
            holder.stdin.close()


def small_card() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        talk = {"messages": [{"role": "user", "content": "a wish?"}, {"role": "assistant", "content": "no " * 800}]}
        data = rows(Path(folder) / "rows.jsonl", talk, 64)
        made = config(random_model(SMALL, Path(folder) / "model"), data, max_steps=4, processes=2)
        free = ended(start_training(home, made))
        with taken(LEFT):
            run = ended(start_training(home, made))
        halved = [event for event in read_jsonl(run.events_path, Event) if isinstance(event, Rebatch)]
        print(f"{LEFT} GiB left on the second card: {[str(each) for each in halved]}", flush=True)
        assert halved and all(each.micro_batch * each.accumulation * 2 == 16 for each in halved)
        agree("with room and without, in two processes", free, run, 0.01)


if __name__ == "__main__":
    see_this_checkout()
    if len(find_devices()) < 2 or find_devices() == ["cpu"]:
        print("This check needs two CUDA GPUs.", file=sys.stderr)
        sys.exit(2)
    sys.exit(run_sections(__file__, __doc__, {"together": together, "small-card": small_card}, limit=300))
