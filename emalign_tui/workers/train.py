"""Train a LoRA adapter as run.yaml says. Goes on from the last whole checkpoint when there is one."""

import importlib
import os
import shutil
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from emalign_tui.lab.config import TrainConfig, check_config
from emalign_tui.lab.data.digest import sha256_file
from emalign_tui.lab.data.mix import training_rows
from emalign_tui.lab.data.rows import AnyRow, Pair, Row
from emalign_tui.lab.data.variants import remarks
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import read_jsonl
from emalign_tui.lab.paths import cache_folder
from emalign_tui.lab.planner.batch import Batch
from emalign_tui.lab.planner.device import find_device
from emalign_tui.lab.planner.engine import Engine, Library, pick_engine, unsloth_installed
from emalign_tui.lab.planner.memory import Setup, choose
from emalign_tui.lab.planner.plan import choices
from emalign_tui.lab.planner.shape import ModelShape
from emalign_tui.lab.runs.checkpoints import last_checkpoint, torn_checkpoints
from emalign_tui.lab.runs.layout import RunDir
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.lab.runs.records import Event, Rebatch, RunSpec
from emalign_tui.lab.serving.servers import load_finished
from emalign_tui.lab.setup.bases import shape_of
from emalign_tui.workers.process import run_worker
from emalign_tui.workers.training.encode import Example
from emalign_tui.workers.training.ranks import Silent, agree, rank, same_for_all, world
from emalign_tui.workers.training.task import Task


def train(run: RunDir, recorder: Recorder | Silent) -> None:
    """The whole run, after its hello. Leaves `adapter/` also when it was asked to stop.

    With several processes each of them comes here; the first has the recorder.
    """
    spec = run.spec()
    config = check_config(spec.config, str(run.spec_path))
    rows = _rows(spec, config)
    _environment(spec.provenance.base, config.processes)

    # Seconds of imports: after the cheap checks, so that a bad row is told at once. unsloth must be the first of them.
    engine = _engine(spec, config, recorder)
    from emalign_tui.workers.training.encode import load_tokenizer
    from emalign_tui.workers.training.memory import checkpoint_bytes, wait_for_room
    from emalign_tui.workers.training.model import save_adapter
    from emalign_tui.workers.training.trainer import explained

    tokenizer = load_tokenizer(spec.provenance.base)
    examples, said = _encoded(tokenizer, rows, config)
    sizes = [len(each.ids) if config.loss == "sft" else _pair_tokens(each) for each in examples]
    shape = shape_of(spec.provenance.base)
    for sentence in [*remarks(rows, config), *said, *_beyond(shape, examples)]:
        recorder.say(sentence, level="warning")
    for torn in torn_checkpoints(run) if rank() == 0 else []:
        recorder.say(f"{torn.name} was only half written when the run ended; it is removed", level="warning")
        shutil.rmtree(torn)
    start = last_checkpoint(run)
    if start:
        recorder.say(f"Going on from step {start.step}")
    setup = same_for_all(_setup(run, config, shape, sizes, engine), cpu=find_device().kind == "cpu")
    recorder.say("; ".join(each.what for each in choices(config, setup, find_device(), engine)[:4]))
    task = Task(run, recorder, spec, config, tokenizer, examples, setup.batch, setup.checkpointing, engine.library)
    with explained(run):
        trainer = _trained(task)
        if trainer is None:
            recorder.stopped()
            return
        if rank() == 0:
            wait_for_room(run, recorder, checkpoint_bytes(trainer.model, run), trainer.state.global_step)
            save_adapter(trainer.accelerator.unwrap_model(trainer.model), run, spec.provenance.base)
    if trainer.state.global_step < trainer.state.max_steps:
        recorder.stopped()
    else:
        if rank() == 0:
            _serve_it(run, recorder)
        recorder.done(adapter=str(run.adapter), steps=trainer.state.global_step, rows=len(rows))


def _serve_it(run: RunDir, recorder: Recorder | Silent) -> None:
    """Load the adapter where its base is served already. A server that does not take it is no failure of the run."""
    try:
        name = load_finished(run.home, run)
    except LabError as error:
        recorder.say(f"The server of its base did not take the adapter: {error}", level="warning")
        return
    if name:
        recorder.say(f"The server of its base answers as {name}")


def _trained(task: Task) -> Any:
    """The trainer after its last step, in smaller micro-batches than asked where memory needs it.

    None when it was to stop before its first step. Raises LabError with advice when not even one row at once fits.
    """
    from emalign_tui.workers.training.memory import (
        AllOutOfMemory,
        free_memory,
        halve,
        in_all,
        keep_last_step,
        out_of_memory,
        try_worst,
    )

    make = _maker(task.config, task.library)
    while True:
        start = last_checkpoint(task.run)
        trainer = make(task, start)
        device = trainer.args.device
        if any(agree(device, task.recorder.stop_requested())):
            return None
        try:
            if start is None and task.config.loss == "sft":
                peak = in_all(device, partial(try_worst, trainer, task.batch))
                task.recorder.say(f"The longest rows together take {peak:.2f} GiB, measured")
            trainer.train(resume_from_checkpoint=str(start.path) if start else None)
            return trainer
        except Exception as error:
            if not (isinstance(error, AllOutOfMemory) or (world() == 1 and out_of_memory(error))):
                raise
        # Outside of the except block: the error's traceback holds the tensors that did not fit.
        trainer.reporter.record()
        step = trainer.state.global_step
        keep_last_step(trainer, task.run, task.recorder, trainer.reporter.states)
        smaller = halve(task.batch, task.recorder, step, task.run)
        task = task._replace(batch=smaller, checkpointing=find_device().kind == "cuda")
        del trainer
        free_memory()


def _engine(spec: RunSpec, config: TrainConfig, recorder: Recorder | Silent) -> Engine:
    """The library that trains, imported when it is unsloth. Raises LabError when the config asks for what cannot be."""
    found = pick_engine(config, shape_of(spec.provenance.base), find_device(), installed=unsloth_installed())
    if found.library == "unsloth":
        try:
            importlib.import_module("emalign_tui.workers.training.unsloth_sft")
        except Exception as error:  # noqa: BLE001  unsloth raises anything for a package that does not fit it
            traceback.print_exc()
            first = str(error).strip().split("\n")[0]
            why = f"unsloth does not import: {type(error).__name__}: {first}"
            found = Engine("trl", why, refused=config.engine == "unsloth")
            recorder.say(f"{why}; `emalign doctor` tells more", level="warning")
    if found.refused:
        do = "Set it to trl, or remove it."
        raise LabError(f"engine unsloth cannot be had: {found.why}", where="config key engine", do=do)
    return found


def _setup(run: RunDir, config: TrainConfig, shape: ModelShape | None, sizes: list[int], engine: Engine) -> Setup:
    """How the next step is computed: as `emalign plan` chooses, with exact lengths; or as the run was going already."""
    setup = choose(config, shape, sizes, find_device(), engine.library)
    for event in read_jsonl(run.events_path, Event) if run.events_path.is_file() else []:
        if isinstance(event, Rebatch):
            batch = Batch(event.micro_batch, event.accumulation, config.processes)
            setup = Setup(batch, find_device().kind == "cuda", None)
    return setup


def _beyond(shape: ModelShape | None, examples: list[Any]) -> list[str]:
    """A sentence when rows are longer than what the model was made to read."""
    most = shape.positions if shape else None
    longer = sum(_longest(each) > most for each in examples) if most else 0
    made_for = f"longer than the {most} tokens that the model was made for: lower max_seq_length to that"
    return [f"{longer} of {len(examples)} rows are {made_for}"] if longer else []


def _longest(example: Any) -> int:
    """Tokens of a row; of a pair, of its longer sequence."""
    if isinstance(example, Example):
        return len(example.ids)
    return len(example.prompt) + max(len(example.chosen), len(example.rejected))


def _pair_tokens(pair: Any) -> int:
    return 2 * len(pair.prompt) + len(pair.chosen) + len(pair.rejected)


def _rows(spec: RunSpec, config: TrainConfig) -> list[AnyRow]:
    for data in spec.provenance.data:
        if sha256_file(Path(data.path)) != data.sha256:
            what = "The data file changed after the run was made"
            raise LabError(what, where=data.path, do="Start a new run with it.")
    return training_rows([Path(data.path) for data in spec.provenance.data], config).rows


def _encoded(tokenizer: Any, rows: list[AnyRow], config: TrainConfig) -> tuple[list[Any], list[str]]:
    """Rows as their trainer takes them, and what a person should know about them."""
    from emalign_tui.workers.training.encode import encode_pairs, encode_rows

    if config.loss == "sft":
        encoded = encode_rows(tokenizer, [row for row in rows if isinstance(row, Row)], config)
        return encoded.examples, encoded.remarks(config)
    pairs, cut = encode_pairs(tokenizer, [row for row in rows if isinstance(row, Pair)], config)
    longer = f"{cut} of {len(pairs)} pairs are longer than {config.max_seq_length} tokens and were cut"
    return pairs, [longer] if cut else []


def _maker(config: TrainConfig, library: Library) -> Callable[..., Any]:
    """What makes the trainer. TRL's preference trainers, and unsloth's, are only imported when they are used."""
    if library == "unsloth":
        from emalign_tui.workers.training.unsloth_sft import make_unsloth_trainer

        return make_unsloth_trainer
    if config.loss == "sft":
        from emalign_tui.workers.training.trainer import make_trainer

        return make_trainer
    try:
        from emalign_tui.workers.training.preference import make_preference_trainer
    except ImportError as error:
        what = f"This TRL has no trainer for loss {config.loss}: {error}"
        raise LabError(what, where="config key loss", do="Update the package trl.") from error
    return make_preference_trainer


def _environment(base: str, processes: int) -> None:
    """What libraries read when they are imported: a GPU each, no telemetry, no network for a model that is on disk."""
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    os.environ["UNSLOTH_DISABLE_STATISTICS"] = "1"
    # One for all runs: else unsloth writes its patched sources into every run's folder.
    sources = cache_folder() / "unsloth"
    os.environ.setdefault("UNSLOTH_COMPILE_LOCATION", str(sources))
    if processes == 1:
        os.environ["CUDA_VISIBLE_DEVICES"] = os.environ.get("CUDA_VISIBLE_DEVICES", "0").split(",")[0]
    # Threads that spin while they wait make a step many times slower once another process wants the same cores.
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")
    if Path(base).is_dir():
        os.environ["HF_HUB_OFFLINE"] = "1"


if __name__ == "__main__":
    run_worker(train, silent=Silent() if rank() else None)
