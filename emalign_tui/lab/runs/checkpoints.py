"""Checkpoints of a training run, and which of them are whole.

A worker seals a checkpoint with the list of its files once all are written. One that a kill or a full disk cut short
has no seal, or files of another size, and is never resumed from.
"""

import re
from pathlib import Path

import msgspec

from emalign_tui.lab.files import let_read, write_atomic
from emalign_tui.lab.runs.layout import RunDir

SEAL = "whole.json"
RECORD = "run_record.yaml"  # a copy of run.yaml, so that a run is recoverable from any of its checkpoints
_NAME = re.compile(r"checkpoint-(\d+)")


class CheckpointDir(msgspec.Struct, frozen=True):
    """A checkpoint folder that is whole. step: optimiser steps done."""

    step: int
    path: Path


def seal(path: Path) -> None:
    """Declare a checkpoint folder whole: its files with their sizes. Raises LabError when it cannot be written."""
    let_read(path)
    write_atomic(path / SEAL, msgspec.json.encode(_sizes(path)))


def whole_checkpoints(run: RunDir) -> list[CheckpointDir]:
    """Those that training can go on from, by step."""
    return [CheckpointDir(step, path) for step, path in _folders(run) if _whole(path)]


def torn_checkpoints(run: RunDir) -> list[Path]:
    """Folders that were cut short while they were written."""
    return [path for _, path in _folders(run) if not _whole(path)]


def last_checkpoint(run: RunDir) -> CheckpointDir | None:
    whole = whole_checkpoints(run)
    return whole[-1] if whole else None


def _folders(run: RunDir) -> list[tuple[int, Path]]:
    names = [(_NAME.fullmatch(path.name), path) for path in run.checkpoints.glob("checkpoint-*")]
    return sorted((int(name[1]), path) for name, path in names if name)


def _sizes(path: Path) -> dict[str, int]:
    return {file.name: file.stat().st_size for file in sorted(path.iterdir()) if file.is_file() and file.name != SEAL}


def _whole(path: Path) -> bool:
    try:
        sealed = msgspec.json.decode((path / SEAL).read_bytes(), type=dict[str, int])
    except (OSError, msgspec.DecodeError):
        return False
    return sealed.items() <= _sizes(path).items()
