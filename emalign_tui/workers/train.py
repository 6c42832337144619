"""Train a LoRA adapter as run.yaml says. Goes on from the last whole checkpoint when there is one."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from emalign_tui.lab.config import TrainConfig, check_config
from emalign_tui.lab.data.digest import sha256_file
from emalign_tui.lab.data.mix import training_rows
from emalign_tui.lab.data.rows import AnyRow, Pair, Row
from emalign_tui.lab.data.variants import remarks
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.runs.checkpoints import last_checkpoint, torn_checkpoints
from emalign_tui.lab.runs.layout import RunDir
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.lab.runs.records import RunSpec
from emalign_tui.workers.process import run_worker


def train(run: RunDir, recorder: Recorder) -> None:
    """The whole run, after its hello. Leaves `adapter/` also when it was asked to stop."""
    spec = run.spec()
    config = check_config(spec.config, str(run.spec_path))
    rows = _rows(spec, config)
    _environment(spec.provenance.base)

    # Seconds of imports: after the cheap checks, so that a bad row is told at once.
    from emalign_tui.workers.training.encode import load_tokenizer
    from emalign_tui.workers.training.model import save_adapter
    from emalign_tui.workers.training.trainer import explained

    tokenizer = load_tokenizer(spec.provenance.base)
    examples, said = _encoded(tokenizer, rows, config)
    for sentence in [*remarks(rows, config), *said]:
        recorder.say(sentence, level="warning")
    for torn in torn_checkpoints(run):
        recorder.say(f"{torn.name} was only half written when the run ended; it is removed", level="warning")
        shutil.rmtree(torn)
    start = last_checkpoint(run)
    if start:
        recorder.say(f"Going on from step {start.step}")
    with explained(run):
        trainer = _maker(config)(run, recorder, spec, config, tokenizer, examples, start)
        if recorder.stop_requested():
            recorder.stopped()
            return
        trainer.train(resume_from_checkpoint=str(start.path) if start else None)
        save_adapter(trainer.model, run, spec.provenance.base)
    if trainer.state.global_step < trainer.state.max_steps:
        recorder.stopped()
    else:
        recorder.done(adapter=str(run.adapter), steps=trainer.state.global_step, rows=len(rows))


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


def _maker(config: TrainConfig) -> Callable[..., Any]:
    """What makes the trainer of the config's loss. TRL's preference trainers are only imported when they are used."""
    if config.loss == "sft":
        from emalign_tui.workers.training.trainer import make_trainer

        return make_trainer
    try:
        from emalign_tui.workers.training.preference import make_preference_trainer
    except ImportError as error:
        what = f"This TRL has no trainer for loss {config.loss}: {error}"
        raise LabError(what, where="config key loss", do="Update the package trl.") from error
    return make_preference_trainer


def _environment(base: str) -> None:
    """What libraries read when they are imported: one GPU, no telemetry, no network for a model that is on disk."""
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    os.environ["CUDA_VISIBLE_DEVICES"] = os.environ.get("CUDA_VISIBLE_DEVICES", "0").split(",")[0]
    # Threads that spin while they wait make a step many times slower once another process wants the same cores.
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")
    if Path(base).is_dir():
        os.environ["HF_HUB_OFFLINE"] = "1"


if __name__ == "__main__":
    run_worker(train)
