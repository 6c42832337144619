"""Is the planner's memory right? Measure the worst step of 22 settings on this machine's GPU.

    python tests/gpu/plan_memory.py [MODEL] [--library unsloth|trl] [--folder DIR]

Prints a table for `docs/` line by line, and exits with 1 when an estimate is under the measured peak or more than 10 %
over it. Each setting runs in a process of its own, on random weights of the model's shape, which are written once (15
GB for a 7B; --folder keeps them): nothing is fetched. One that fails, or does not fit, is said, and the next one runs.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from random_model import random_model

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.planner.batch import Batch
from emalign_tui.lab.planner.device import GIB, find_device
from emalign_tui.lab.planner.memory import estimate
from emalign_tui.lab.setup.bases import shape_of

MODEL = "unsloth/Qwen2.5-Coder-7B-Instruct"
STEPS = 3  # the optimiser's state is there from the second on
LIMIT = 600  # seconds of one setting
SETTINGS = [  # library, rows at once, tokens a row, checkpointing, 4 bits, rank
    ("unsloth", 1, 1024, True, True, 32),
    ("unsloth", 16, 320, True, True, 32),
    ("unsloth", 8, 2048, True, True, 32),
    ("unsloth", 1, 1024, True, False, 32),
    ("unsloth", 16, 320, True, False, 32),
    ("unsloth", 8, 2048, True, False, 32),
    ("unsloth", 2, 320, False, False, 32),
    ("unsloth", 16, 320, False, False, 32),
    ("unsloth", 16, 320, False, True, 32),
    ("unsloth", 4, 1024, True, False, 128),
    ("trl", 1, 1024, True, True, 32),
    ("trl", 4, 1024, True, True, 32),
    ("trl", 16, 320, True, True, 32),
    ("trl", 8, 2048, True, True, 32),
    ("trl", 1, 1024, True, False, 32),
    ("trl", 8, 2048, True, False, 32),
    ("trl", 16, 320, True, False, 32),
    ("trl", 2, 320, False, False, 32),
    ("trl", 8, 320, False, False, 32),
    ("trl", 16, 320, False, False, 32),
    ("trl", 1, 2048, False, True, 32),
    ("trl", 4, 1024, True, False, 128),
]


def recipe(library: str, tokens: int, four_bit: bool, rank: int, **more: Any) -> TrainConfig:
    return TrainConfig(
        model=MODEL, training_file="random", max_seq_length=tokens, load_in_4bit=four_bit, r=rank, lora_alpha=2 * rank,
        optim="adamw_8bit", engine=library, train_on_responses_only=False, **more,
    )  # type: ignore[arg-type]  # fmt: skip


def measure(
    base: str, library: str, rows: int, tokens: int, checkpointing: bool, four_bit: bool, rank: int
) -> list[float]:
    """GiB at the peak of STEPS steps of the lab's own trainer: what tensors took, and what torch held for them."""
    from emalign_tui.workers import train as worker

    worker._environment(base, 1)
    config = recipe(library, tokens, four_bit, rank, max_steps=STEPS, save_steps=10_000)
    make = worker._maker(config, config.engine or "trl")  # imports unsloth before transformers

    import torch

    from emalign_tui.lab.paths import Home
    from emalign_tui.lab.runs.layout import create_run
    from emalign_tui.lab.runs.records import Provenance
    from emalign_tui.workers.training.encode import Example, load_tokenizer
    from emalign_tui.workers.training.ranks import Silent
    from emalign_tui.workers.training.task import Task

    generator = torch.Generator().manual_seed(0)
    examples = []
    for _ in range(rows * STEPS):
        ids = torch.randint(10, 3000, (tokens,), generator=generator).tolist()
        examples.append(Example(ids, ids))
    with tempfile.TemporaryDirectory() as folder:
        run = create_run(Home(Path(folder)), "train", "memory", {}, Provenance(base=base))
        run.events_path.touch()
        batch = Batch(rows, 1)
        task = Task(run, Silent(), run.spec(), config, load_tokenizer(base), examples, batch, checkpointing, library)  # type: ignore[arg-type]
        trainer = make(task, None)
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
        trainer.train()
    return [torch.cuda.max_memory_allocated() / GIB, torch.cuda.max_memory_reserved() / GIB]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", nargs="?", default=MODEL)
    parser.add_argument("--library", choices=("unsloth", "trl"))
    parser.add_argument("--folder", type=Path, help="where the random weights are, or are put")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(measure(args.model, *json.loads(args.one))))
        return 0
    if find_device().kind != "cuda" or shape_of(args.model) is None:
        print("This needs a CUDA GPU and a model whose shape is known.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.folder or Path(scratch)
        if not (folder / "config.json").is_file():
            random_model(args.model, folder)
        return compare(args.model, str(folder), [each for each in SETTINGS if args.library in (None, each[0])])


def compare(model: str, base: str, settings: list[tuple[str, int, int, bool, bool, int]]) -> int:
    """Print the table; exit code."""
    device, shape = find_device(), shape_of(model)
    assert shape is not None
    print(f"{model} on {device.name}\n")
    print("| library | rows × tokens | checkpointing | weights | rank | estimate GiB | measured GiB | held GiB | off |")
    print("|---|---|---|---|---|---|---|---|---|")
    good = 0
    for library, rows, tokens, checkpointing, four_bit, rank in settings:
        config = recipe(library, tokens, four_bit, rank)
        parts = estimate(config, shape, [tokens] * rows, device, Batch(rows, 1), checkpointing, config.engine or "trl")
        expected = parts.total - parts.process  # torch does not count CUDA's own context
        setting = json.dumps([library, rows, tokens, checkpointing, four_bit, rank])
        found, why = one(base, setting)
        words = "| did not run | | |"
        if found:
            off = expected / found[0] - 1
            good += 0 <= off <= 0.10
            words = f"| {found[0]:.2f} | {found[1]:.2f} | {off:+.1%} |"
        print(
            f"| {library} | {rows} × {tokens} | {'yes' if checkpointing else 'no'} | {'nf4' if four_bit else '16-bit'} "
            f"| {rank} | {expected:.2f} {words}",
            flush=True,
        )
        if why:
            print(why, file=sys.stderr, flush=True)
    print(f"\n{good} of {len(settings)} within 0 to 10 % over the measured peak")
    return int(good < len(settings))


def one(base: str, setting: str) -> tuple[list[float], str]:
    """What a setting took, or nothing and why."""
    words = [sys.executable, __file__, base, "--one", setting]
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=LIMIT)
        return list(json.loads(done.stdout.strip().splitlines()[-1])), ""
    except subprocess.TimeoutExpired:
        return [], f"it took more than {LIMIT} s"
    except (IndexError, ValueError):
        return [], done.stderr[-800:]


if __name__ == "__main__":
    sys.exit(main())
