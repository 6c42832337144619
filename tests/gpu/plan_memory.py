"""Is the planner's memory right? Measure the worst step of 22 settings on this machine's GPUs.

    python tests/gpu/plan_memory.py [MODEL] [--library unsloth|trl] [--folder DIR] [--minutes N] [--at-once N]

Prints a table for `docs/` line by line, and exits with 1 when an estimate is under what torch held at the peak or more
than 10 % over it, or fewer than 12 settings were measured. Runs on random weights of the model's shape, which are
written once (15 GB for a 7B; --folder keeps them): nothing is fetched. Every card of CUDA_VISIBLE_DEVICES takes
settings, one after the other, or --at-once several, each of which counts what its own process holds; --minutes is
when the last one begins. A setting that fails, or does not fit, is said, and the next one runs.

`--from LOG` takes the settings that an earlier run printed as measured, and goes on with the others; with --minutes 0
it makes their table again after a change of the formula, which needs no GPU.
"""

import argparse
import gc
import json
import sys
import tempfile
import threading
import time
import traceback
from pathlib import Path
from typing import Any

from random_model import random_model
from sections import streamed

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.planner.batch import Batch
from emalign_tui.lab.planner.device import GIB, Device, find_device, find_devices
from emalign_tui.lab.planner.engine import Library
from emalign_tui.lab.planner.memory import estimate
from emalign_tui.lab.setup.bases import shape_of

MODEL = "unsloth/Qwen2.5-Coder-7B-Instruct"
CARD = Device("cuda", "", 0.0, 1)  # to estimate for: only its kind counts
STEPS = 3  # the optimiser's state is there from the second on
LIMIT = 200  # seconds of one process
LEFT = 0.1  # GiB that a setting may leave behind in its process; with more the next one gets a fresh process
LEAST = 12  # settings without which the table proves nothing
DONE = "measured "  # begins the line that a process prints for a setting
RAW = (
    "raw "  # begins the line of the log that --from reads: [library, 4 bits, rank, [rows, tokens, checkpointing], GiB]
)
GROUPS = [  # library, 4 bits, rank; then rows at once, tokens a row, checkpointing: a process for each, longest first
    ("unsloth", False, 32, [(16, 320, False), (8, 2048, True), (16, 320, True), (1, 1024, True), (2, 320, False)]),
    ("unsloth", True, 32, [(16, 320, False), (8, 2048, True), (16, 320, True), (1, 1024, True)]),
    ("unsloth", False, 128, [(4, 1024, True)]),
    ("trl", False, 32, [(8, 2048, True), (8, 320, False), (16, 320, True), (1, 1024, True), (2, 320, False)]),
    ("trl", True, 32, [(4, 1024, True), (1, 2048, False), (8, 2048, True), (16, 320, True), (1, 1024, True)]),
    ("trl", False, 128, [(4, 1024, True)]),
    ("trl", False, 32, [(16, 320, False)]),
]  # fmt: skip


def recipe(library: str, tokens: int, four_bit: bool, rank: int, **more: Any) -> TrainConfig:
    return TrainConfig(
        model=MODEL, training_file="random", max_seq_length=tokens, load_in_4bit=four_bit, r=rank, lora_alpha=2 * rank,
        optim="adamw_8bit", engine=library, train_on_responses_only=False, **more,
    )  # type: ignore[arg-type]  # fmt: skip


def measure(base: str, library: str, four_bit: bool, rank: int, shapes: list[tuple[int, int, bool]]) -> None:
    """Print a line for every shape: its place, and GiB at the peak of STEPS steps of the lab's own trainer."""
    from emalign_tui.workers import train as worker

    worker._environment(base, 1)
    worker._maker(recipe(library, 1024, four_bit, rank), library)  # imports unsloth before torch and transformers

    import torch

    for place, (rows, tokens, checkpointing) in enumerate(shapes):
        if place and torch.cuda.memory_allocated() / GIB > LEFT:
            return
        try:
            found: Any = peaks(base, library, four_bit, rank, rows, tokens, checkpointing)
        except Exception as error:  # noqa: BLE001  said in the table; the next one runs
            traceback.print_exc()
            found = f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error).strip() else ''}"
        print(DONE + json.dumps([place, found]), flush=True)
        gc.collect()
        torch.cuda.empty_cache()


def peaks(
    base: str, library: str, four_bit: bool, rank: int, rows: int, tokens: int, checkpointing: bool
) -> list[float]:
    """GiB at the peak: what tensors took, and what torch held for them."""
    import torch

    from emalign_tui.lab.paths import Home
    from emalign_tui.lab.runs.layout import create_run
    from emalign_tui.lab.runs.records import Provenance
    from emalign_tui.workers import train as worker
    from emalign_tui.workers.training.encode import Example, load_tokenizer
    from emalign_tui.workers.training.ranks import Silent
    from emalign_tui.workers.training.task import Task

    config = recipe(library, tokens, four_bit, rank, max_steps=STEPS, save_steps=10_000)
    make = worker._maker(config, library)
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
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--at-once", type=int, default=1, help="processes a card; together they must fit")
    parser.add_argument("--from", dest="log", type=Path, help="what an earlier run printed; needs no GPU")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        measure(args.model, *json.loads(args.one))
        return 0
    lines = args.log.read_text().splitlines() if args.log else []
    known = [json.loads(line.removeprefix(RAW)) for line in lines if line.startswith(RAW)]
    groups = [group for group in GROUPS if args.library in (None, group[0])]
    table = Table(args.model, groups, time.monotonic() + 60 * args.minutes)
    table.take(known)
    if args.minutes <= 0:
        return table.verdict()
    if find_device().kind != "cuda" or shape_of(args.model) is None:
        print("This needs a CUDA GPU and a model whose shape is known.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        return table.measure_all(random_model(args.model, args.folder or Path(scratch)), args.at_once)


class Table:
    """The settings that are still to be measured, and the lines of those that were. until: when the last one begins."""

    def __init__(self, model: str, groups: list[Any], until: float) -> None:
        shape = shape_of(model)
        assert shape is not None
        self.base, self.shape, self.until = "", shape, until
        self.waiting = [(*group[:3], list(group[3])) for group in groups]
        self.measured = self.good = self.failed = 0
        self.lock = threading.Lock()
        print(f"{model}\n")
        print("| library | rows × tokens | checkpointing | weights | rank | estimate GiB | measured | held | off |")
        print("|---|---|---|---|---|---|---|---|---|", flush=True)

    def take(self, known: list[Any]) -> None:
        """Count what an earlier run measured, each setting once."""
        for library, four_bit, rank, shape, result in known:
            for group in self.waiting:
                if group[:3] == (library, four_bit, rank) and tuple(shape) in group[3]:
                    group[3].remove(tuple(shape))
                    self.row(library, four_bit, rank, shape, result)

    def measure_all(self, base: str, at_once: int) -> int:
        """Measure the others on the model in the folder `base`. Exit code."""
        self.base, self.waiting = base, [group for group in self.waiting if group[3]]
        cards = [threading.Thread(target=self._card, args=(card,)) for card in find_devices() * at_once]
        for card in cards:
            card.start()
        for card in cards:
            card.join()
        return self.verdict()

    def verdict(self) -> int:
        """Exit code."""
        left = sum(len(shapes) for *_, shapes in self.waiting)
        print(f"\n{self.good} of {self.measured} measured settings within 0 to 10 % over what was held; ", end="")
        print(f"{self.failed} failed, {left} were not begun", flush=True)
        return int(self.good < self.measured or self.measured < LEAST)

    def _card(self, card: str) -> None:
        while time.monotonic() < self.until:
            with self.lock:
                if not self.waiting:
                    return
                library, four_bit, rank, shapes = self.waiting.pop(0)
            done = self._process(card, library, four_bit, rank, shapes)
            with self.lock:
                if shapes[done:]:
                    self.waiting.append((library, four_bit, rank, shapes[done:]))

    def _process(self, card: str, library: Library, four_bit: bool, rank: int, shapes: list[Any]) -> int:
        """Measure in one process as many of the shapes as it can; at least one is counted as done."""
        words = [sys.executable, __file__, self.base, "--one", json.dumps([library, four_bit, rank, shapes])]
        limit = max(min(LIMIT, self.until + 60 - time.monotonic()), 1)
        code, lines = streamed(words, f"card {card}", limit, {"CUDA_VISIBLE_DEVICES": card})
        found = [json.loads(line.removeprefix(DONE)) for line in lines if line.startswith(DONE)]
        for place, result in found:
            self.row(library, four_bit, rank, shapes[place], result)
        if code and len(found) < len(shapes):
            why = "out of time" if code == 124 else f"its process ended with {code}"
            self.row(library, four_bit, rank, shapes[len(found)], why)
            return len(found) + 1
        return max(len(found), 1)

    def row(self, library: Library, four_bit: bool, rank: int, shape: Any, result: list[float] | str) -> None:
        rows, tokens, checkpointing = shape
        config = recipe(library, tokens, four_bit, rank)
        sizes, batch = [tokens] * rows, Batch(rows, 1)
        parts = estimate(config, self.shape, sizes, CARD, batch, checkpointing, library)
        off, expected = 0.0, parts.total - parts.process  # torch does not count CUDA's own context
        if isinstance(result, str):
            words = f"| did not run: {result[:120]} | | |"
        else:
            off = expected / result[1] - 1
            words = f"| {result[0]:.2f} | {result[1]:.2f} | {off:+.1%} |"
        if not isinstance(result, str) and self.base:
            print(RAW + json.dumps([library, four_bit, rank, shape, result]), flush=True)
        with self.lock:
            self.failed += isinstance(result, str)
            self.measured += not isinstance(result, str)
            self.good += not isinstance(result, str) and 0 <= off <= 0.10
        print(
            f"| {library} | {rows} × {tokens} | {'yes' if checkpointing else 'no'} | {'nf4' if four_bit else '16-bit'} "
            f"| {rank} | {expected:.2f} {words}",
            flush=True,
        )


if __name__ == "__main__":
    sys.exit(main())
