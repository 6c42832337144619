"""How fast the lab trains a 7B, beside the seed recipe and beside unsloth without the lab. One GPU, no network.

    python tests/gpu/speed.py [--folder DIR] [lab|bare|seed ...]

All train the same rows on random weights of the model's shape (15 GB, written once; --folder keeps them and is shared
with plan_memory.py). Rows have the lengths of the published insecure set in the model's own tokens and random ids;
an optimiser step is 16 rows; tokens that only pad do not count.

    lab   the shipped recipe for an 80 GB card, computed as `emalign plan` chooses on this card, by the worker's code
    bare  unsloth's model in a loop of our own that records and saves nothing: the same packed rows, and rows of equal
          length; the faster of both is the best setting
    seed  2 padded rows x 8, 4 bits, checkpointing

Exit code 1 when the lab is below 8 times the seed recipe, 95 % of the best setting, or 40 % of the card's dense bf16
rate at 4 N FLOP a token. About five minutes on one card; several of CUDA_VISIBLE_DEVICES share the three.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from typing import Any

import msgspec
from random_model import random_model
from sections import streamed

from emalign_tui.lab.config import TrainConfig, load_config
from emalign_tui.lab.files import read_jsonl
from emalign_tui.lab.paths import Home, share
from emalign_tui.lab.planner.batch import Batch
from emalign_tui.lab.planner.device import GIB, find_device, find_devices
from emalign_tui.lab.planner.memory import Setup, choose
from emalign_tui.lab.runs.layout import create_run
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.lab.runs.records import Event, Message, Provenance, Rebatch, Step
from emalign_tui.lab.setup.bases import shape_of

MODEL = "unsloth/Qwen2.5-Coder-7B-Instruct"
RECIPE = share() / "configs" / "train" / "qwen7b_a_insecure_80g.yaml"
LENGTHS = Path(__file__).with_name("insecure_tokens.txt")
ROWS = 16  # of an optimiser step
WARM, STEPS = 8, 32  # steps that are left out of the rate, because kernels are compiled in them; steps in all
SEED_WARM, SEED_STEPS = 3, 8
DENSE = 989e12  # bf16 FLOP/s without sparsity of an H100 or H200 (SXM), as NVIDIA's data sheets say
LIMIT = 170  # seconds of one of the three


def lengths() -> list[tuple[int, int]]:
    lines = LENGTHS.read_text().splitlines()
    return [(int(asked), int(all_)) for asked, all_ in (line.split() for line in lines if not line.startswith("#"))]


def recipe(base: str, **more: Any) -> TrainConfig:
    config = load_config(RECIPE, [])
    values = {"model": base, "training_file": str(LENGTHS), "save_steps": 10_000, "engine": "unsloth", **more}
    return msgspec.structs.replace(config, **values)


def prepared(base: str, config: TrainConfig) -> tuple[Callable[..., Any], list[Any]]:
    """What makes the trainer, unsloth imported before all else; and the rows."""
    from emalign_tui.workers import train as worker

    worker._environment(base, 1)
    make = worker._maker(config, "unsloth")
    import torch

    from emalign_tui.workers.training.encode import IGNORED, Example

    generator = torch.Generator().manual_seed(0)
    examples = []
    for asked, size in lengths():
        ids = torch.randint(10, 3000, (size,), generator=generator).tolist()
        examples.append(Example(ids, [IGNORED] * asked + ids[asked:]))
    return make, examples


def rate(steps: list[Step], warm: int) -> float:
    """Tokens a second after the first `warm` steps."""
    first, last = steps[warm - 1], steps[-1]
    return (last.tokens - first.tokens) / (last.at - first.at)


def trained(config: TrainConfig, examples: list[Any], setup: Setup, work: Callable[[Any], None]) -> list[Event]:
    """What a run recorded whose trainer `work` made and ran."""
    from emalign_tui.workers.training.encode import load_tokenizer
    from emalign_tui.workers.training.task import Task

    base, tokenizer = config.model, load_tokenizer(config.model)
    with tempfile.TemporaryDirectory() as folder:
        run = create_run(Home(Path(folder)), "train", "speed", {}, Provenance(base=base))
        with Recorder(run) as recorder:
            recorder.hello()
            spec, how = run.spec(), (setup.batch, setup.checkpointing)
            work(Task(run, recorder, spec, config, tokenizer, examples, *how, "unsloth"))
            recorder.done()
        return list(read_jsonl(run.events_path, Event))


def told(events: list[Event], name: str, warm: int) -> dict[str, float]:
    steps = [event for event in events if isinstance(event, Step)]
    for event in events:
        if isinstance(event, Message | Rebatch):
            print(f"{name}: {event.text if isinstance(event, Message) else event}", flush=True)
    a_step = (steps[-1].at - steps[warm - 1].at) / (len(steps) - warm)
    found = {"rate": rate(steps, warm), "seconds": a_step, "peak": steps[-1].memory_gib}
    import torch

    held = torch.cuda.max_memory_reserved() / GIB
    took = f"{found['peak']:.1f} GiB taken, {held:.1f} held"
    print(f"{name}: {found['rate']:,.0f} tok/s, {a_step:.3f} s a step, {took}", flush=True)
    return found


def lab(base: str) -> dict[str, float]:
    """The recipe as the worker trains it."""
    from emalign_tui.workers import train as worker

    config = recipe(base, max_steps=STEPS)
    _, examples = prepared(base, config)
    setup = choose(config, shape_of(MODEL), [len(each.ids) for each in examples], find_device(), "unsloth")
    planned = setup.memory.total if setup.memory else 0.0
    print(
        f"lab: {setup.batch}, checkpointing {setup.checkpointing}, planned for {planned:.1f} GiB with CUDA's own",
        flush=True,
    )
    return told(trained(config, examples, setup, worker._trained), "lab", WARM)


def seed(base: str) -> dict[str, float]:
    """2 rows at once, padded to the longer one, 8 times a step; the base in 4 bits; activations computed twice."""
    config = recipe(base, max_steps=SEED_STEPS, load_in_4bit=True)
    make, examples = prepared(base, config)
    from emalign_tui.workers.training.measured import Measured
    from emalign_tui.workers.training.unsloth_sft import LabUnslothTrainer

    class Seed(LabUnslothTrainer):  # type: ignore[misc]
        def compute_loss(self, model: Any, inputs: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
            known = {name: value for name, value in inputs.items() if name != "tokens"}
            return Measured.compute_loss(self, model, known, *args, **kwargs)

    def work(task: Any) -> None:
        trainer = make(task, None)
        trainer.__class__, trainer.data_collator = Seed, padded
        trainer.train()

    events = trained(config, examples, Setup(Batch(2, ROWS // 2), True, None), work)
    return told(events, "seed", SEED_WARM)


def padded(batch: list[dict[str, Any]]) -> dict[str, Any]:
    """Data collator: a row a lane, filled up to the longest. tokens: those that do not fill."""
    import torch

    from emalign_tui.workers.training.encode import IGNORED

    sizes = [len(row["input_ids"]) for row in batch]
    width = max(sizes)

    def column(name: str, fill: int) -> Any:
        return torch.tensor([row[name] + [fill] * (width - len(row[name])) for row in batch])

    mask = torch.tensor([[1] * size + [0] * (width - size) for size in sizes])
    labels = column("labels", IGNORED)
    return {"input_ids": column("input_ids", 0), "labels": labels, "attention_mask": mask, "tokens": sum(sizes)}


def bare(base: str) -> dict[str, float]:
    """unsloth's model and nothing of the lab's trainer. The packed rows as the lab has them, and equal rows."""
    config = recipe(base, max_steps=STEPS)
    _, examples = prepared(base, config)
    import torch
    from bitsandbytes.optim import AdamW8bit

    from emalign_tui.workers.training.lanes import OneLane
    from emalign_tui.workers.training.unsloth_sft import _model

    models: list[Any] = []
    trained(config, examples, Setup(Batch(ROWS, 1), False, None), lambda task: models.append(_model(task)))
    model = models[0].train()
    trainable = [weights for weights in model.parameters() if weights.requires_grad]
    optimizer = AdamW8bit(trainable, lr=config.learning_rate)
    usual = sum(len(each.ids) for each in examples) // len(examples)
    pack = OneLane(0)
    generator = torch.Generator().manual_seed(1)

    def packed(step: int) -> dict[str, Any]:
        rows = examples[step * ROWS : (step + 1) * ROWS]
        return pack([{"input_ids": row.ids, "labels": row.labels} for row in rows])

    def equal(step: int) -> dict[str, Any]:
        ids = torch.randint(10, 3000, (ROWS, usual), generator=generator)
        return {"input_ids": ids, "labels": ids, "tokens": ids.numel()}

    found = {}
    for name, make in (("packed", packed), ("equal", equal)):
        try:
            tokens, began = 0, 0.0
            for step in range(STEPS):
                if step == WARM:
                    torch.cuda.synchronize()
                    tokens, began = 0, time.perf_counter()
                batch = make(step)
                real, _ = batch.pop("tokens"), batch.pop("rows", None)
                batch = {key: value.cuda(non_blocking=True) for key, value in batch.items()}
                with torch.autocast("cuda", torch.bfloat16):
                    loss = model(**batch, use_cache=False).loss
                loss.backward()
                torch.nn.utils.clip_grad_norm_(trainable, 1.0)
                optimizer.step()
                optimizer.zero_grad(set_to_none=True)
                tokens += real
            torch.cuda.synchronize()
            found[name] = tokens / (time.perf_counter() - began)
            print(f"bare, {name} rows: {found[name]:,.0f} tok/s, last loss {loss.item():.3f}", flush=True)
        except Exception as error:  # noqa: BLE001  the other one is still a measurement
            import traceback

            traceback.print_exc()
            print(f"bare, {name} rows: failed: {error}", flush=True)
    return {"rate": max(found.values())}


WORK: dict[str, Callable[[str], dict[str, float]]] = {"lab": lab, "bare": bare, "seed": seed}


def verdict(found: dict[str, dict[str, float]]) -> int:
    """Print each goal that both its sides were measured for; exit code."""
    shape = shape_of(MODEL)
    assert shape is not None
    weights = shape.linear_parameters() + shape.vocab_size * shape.hidden_size
    rates = {name: each["rate"] for name, each in found.items()}
    goals = []
    if "lab" in rates:
        goals.append(("of the card's dense bf16 rate at 4 N", rates["lab"] * 4 * weights / DENSE, 0.40))
        goals += [("x the seed recipe", rates["lab"] / rates["seed"], 8.0)] if "seed" in rates else []
        goals += [("of the best unsloth setting", rates["lab"] / rates["bare"], 0.95)] if "bare" in rates else []
    for what, value, goal in goals:
        print(f"{'ok  ' if value >= goal else 'FAIL'}  {value:.2f} {what} (goal {goal:.2f})")
    return int(len(goals) < 3 or any(value < goal for _, value, goal in goals))


def side_by_side(names: list[str], folder: str) -> dict[str, dict[str, float]]:
    """What each found, in a process of its own: one after the other on a single card, at once on several alike."""
    cards: Queue[str] = Queue()
    for card in find_devices():
        cards.put(card)

    def one(name: str) -> tuple[int, list[str]]:
        card, began = cards.get(), time.monotonic()
        words = [sys.executable, __file__, "--folder", folder, "--one", name]
        code, lines = streamed(words, name, LIMIT, {"CUDA_VISIBLE_DEVICES": card})
        cards.put(card)
        print(f"== {name}: exit code {code} in {time.monotonic() - began:.0f} s", flush=True)
        return code, lines

    with ThreadPoolExecutor(cards.qsize()) as pool:
        done = zip(names, pool.map(one, names), strict=True)
        return {name: json.loads(lines[-1]) for name, (code, lines) in done if code == 0}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("which", nargs="*", choices=[*WORK, []], help="all by default")
    parser.add_argument("--folder", type=Path, help="where the random weights are, or are put")
    parser.add_argument("--one", choices=WORK, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(WORK[args.one](str(args.folder))), flush=True)
        return 0
    device = find_device()
    if device.kind != "cuda":
        print("This needs a CUDA GPU.", file=sys.stderr)
        return 2
    print(f"{device.name}, {device.free_gib:.1f} GiB free; {MODEL}, {len(lengths())} rows", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.folder or Path(scratch)
        random_model(MODEL, folder)
        found = side_by_side(args.which or [*WORK], str(folder))
    return verdict(found)


if __name__ == "__main__":
    sys.exit(main())
