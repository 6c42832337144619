"""All that a training worker knows before it makes a trainer."""

from typing import Any, NamedTuple

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.planner.batch import Batch
from emalign_tui.lab.planner.engine import Library
from emalign_tui.lab.runs.layout import RunDir
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.lab.runs.records import RunSpec
from emalign_tui.workers.training.ranks import Silent


class Task(NamedTuple):
    """examples: of encode_rows or encode_pairs. checkpointing: recompute activations to save memory."""

    run: RunDir
    recorder: Recorder | Silent
    spec: RunSpec
    config: TrainConfig
    tokenizer: Any
    examples: list[Any]
    batch: Batch
    checkpointing: bool = False
    library: Library = "trl"
