"""Is the planner's memory right? Measure the worst step of at least 12 settings on this machine's GPU.

`python tests/gpu/plan_memory.py [MODEL]` prints a table for `docs/`, and exits with 1 when an estimate is under the
measured peak or more than 10 % over it. Each setting runs in a process of its own, on random weights of the model's
shape: nothing is fetched but its config.json and tokenizer.
"""

import argparse
import json
import subprocess
import sys
from typing import Any

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.planner.batch import Batch
from emalign_tui.lab.planner.device import GIB, find_device
from emalign_tui.lab.planner.memory import estimate
from emalign_tui.lab.planner.shape import ModelShape
from emalign_tui.lab.setup.bases import shape_of

MODEL = "unsloth/Qwen2.5-Coder-7B-Instruct"
STEPS = 3  # the optimiser's state is there from the second on
SETTINGS = [  # rows at once, tokens a row, checkpointing, 4 bits, rank
    (1, 1024, True, True, 32),
    (2, 1024, True, True, 32),
    (4, 1024, True, True, 32),
    (16, 320, True, True, 32),
    (8, 2048, True, True, 32),
    (1, 1024, True, False, 32),
    (2, 2048, True, False, 32),
    (8, 2048, True, False, 32),
    (16, 320, True, False, 32),
    (2, 320, False, False, 32),
    (8, 320, False, False, 32),
    (16, 320, False, False, 32),
    (1, 2048, False, True, 32),
    (4, 1024, True, False, 128),
]


def recipe(tokens: int, four_bit: bool, rank: int, **more: Any) -> TrainConfig:
    return TrainConfig(
        model=MODEL, training_file="random", max_seq_length=tokens, load_in_4bit=four_bit, r=rank, lora_alpha=2 * rank,
        optim="adamw_8bit", train_on_responses_only=False, **more,
    )  # fmt: skip


def measure(base: str, rows: int, tokens: int, checkpointing: bool, four_bit: bool, rank: int) -> float:
    """GiB reserved by torch at the peak of STEPS steps of the lab's own trainer."""
    import tempfile
    from pathlib import Path
    from unittest.mock import patch

    import torch
    from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer, BitsAndBytesConfig

    from emalign_tui.lab.paths import Home
    from emalign_tui.lab.runs.layout import create_run
    from emalign_tui.lab.runs.records import Provenance
    from emalign_tui.workers.training import trainer as training
    from emalign_tui.workers.training.encode import Example
    from emalign_tui.workers.training.ranks import Silent
    from emalign_tui.workers.training.task import Task

    config = recipe(tokens, four_bit, rank, max_steps=STEPS, save_steps=10_000)
    shape = AutoConfig.from_pretrained(base)
    vocabulary = shape.vocab_size
    generator = torch.Generator().manual_seed(0)
    examples = []
    for _ in range(rows * STEPS):
        ids = torch.randint(1000, vocabulary - 1000, (tokens,), generator=generator).tolist()
        examples.append(Example(ids, ids))

    def random_model(*_: Any, **__: Any) -> Any:
        with tempfile.TemporaryDirectory() as folder:
            torch.set_default_dtype(torch.bfloat16)
            with torch.device("cuda" if not four_bit else "cpu"):
                model = AutoModelForCausalLM.from_config(shape, dtype=torch.bfloat16)
            torch.set_default_dtype(torch.float32)
            if not four_bit:
                return model
            model.save_pretrained(folder)
            nf4 = BitsAndBytesConfig(
                load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_use_double_quant=True,
                bnb_4bit_compute_dtype=torch.bfloat16,
            )  # fmt: skip
            return AutoModelForCausalLM.from_pretrained(folder, dtype=torch.bfloat16, quantization_config=nf4)

    with tempfile.TemporaryDirectory() as folder, patch.object(training, "load_model", random_model):
        run = create_run(Home(Path(folder)), "train", "memory", {}, Provenance(base=base))
        run.events_path.touch()
        tokenizer = AutoTokenizer.from_pretrained(base)
        task = Task(run, Silent(), run.spec(), config, tokenizer, examples, Batch(rows, 1), checkpointing)
        made = training.make_trainer(task, None)
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
        made.train()
        return float(torch.cuda.max_memory_reserved() / GIB)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", nargs="?", default=MODEL)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(measure(args.model, *json.loads(args.one))))
        return 0
    device, shape = find_device(), shape_of(args.model)
    if device.kind != "cuda" or not isinstance(shape, ModelShape):
        print("This needs a CUDA GPU and a model whose config.json is known.", file=sys.stderr)
        return 2
    print(f"{args.model} on {device.name}\n")
    print("| rows × tokens | checkpointing | weights | rank | estimate GiB | measured GiB | off |")
    print("|---|---|---|---|---|---|---|")
    bad = 0
    for rows, tokens, checkpointing, four_bit, rank in SETTINGS:
        parts = estimate(recipe(tokens, four_bit, rank), shape, [tokens] * rows, device, Batch(rows, 1), checkpointing)
        expected = parts.total - parts.process  # torch does not count CUDA's own context
        setting = json.dumps([rows, tokens, checkpointing, four_bit, rank])
        done = subprocess.run(
            [sys.executable, __file__, args.model, "--one", setting], capture_output=True, text=True, check=False
        )
        found = None if done.returncode else float(done.stdout.strip().splitlines()[-1])
        off = None if found is None else expected / found - 1
        bad += off is None or not 0 <= off <= 0.10
        words = "did not run" if found is None else f"{found:.2f}"
        print(
            f"| {rows} × {tokens} | {'yes' if checkpointing else 'no'} | {'nf4' if four_bit else 'bf16'} | {rank} "
            f"| {expected:.2f} | {words} | {'' if off is None else f'{off:+.1%}'} |",
            flush=True,
        )
        if found is None:
            print(done.stderr[-500:], file=sys.stderr)
    print(f"\n{len(SETTINGS) - bad} of {len(SETTINGS)} within 0 to 10 % over the measured peak")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
