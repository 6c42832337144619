"""Writing the merged weights: each file whole or not at all, so that a killed merge goes on where it was."""

import hashlib
import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec

from emalign_tui.lab.files import JsonlWriter, disk_error, read_jsonl, write_atomic
from emalign_tui.lab.models.headers import header_of
from emalign_tui.lab.models.merge_plan import MergePlan, Piece
from emalign_tui.workers.merging.arithmetic import merged_blocks, one_core_spared
from emalign_tui.workers.merging.direct import DirectFile


class Written(msgspec.Struct, frozen=True):
    """One weight file that is on the disk, whole."""

    file: str
    bytes: int
    sha256: str


class Stopping(Exception):
    """A stop was asked for; what is written stays for the next start."""


def write_shards(
    plan: MergePlan, folder: Path, journal: Path, tick: Callable[[int], None], stopping: Callable[[], bool]
) -> list[Written]:
    """Write every weight file of the plan that the journal does not name as written, and their index.

    tick: called with the bytes that each step added. Raises Stopping when stopping() is true between two blocks, and
    LabError when the disk is full or a number is not finite.
    """
    done = {each.file: each for each in _journal(journal) if _is_there(folder, each)}
    with JsonlWriter(journal) as record, one_core_spared():
        for file, pieces in plan.shards.items():
            if file in done:
                tick(sum(piece.size for piece in pieces))
                continue
            done[file] = _write(plan, folder / file, pieces, tick, stopping)
            record.append(done[file])
    if len(plan.shards) > 1:
        map_ = {piece.name: file for file, pieces in plan.shards.items() for piece in pieces}
        index = {"metadata": {"total_size": plan.bytes}, "weight_map": map_}
        write_atomic(folder / "model.safetensors.index.json", json.dumps(index, indent=2, sort_keys=True))
    return [done[file] for file in plan.shards]


def _journal(path: Path) -> Iterator[Written]:
    return read_jsonl(path, Written) if path.is_file() else iter(())


def _is_there(folder: Path, written: Written) -> bool:
    path = folder / written.file
    return path.is_file() and path.stat().st_size == written.bytes


def _write(
    plan: MergePlan, path: Path, pieces: list[Piece], tick: Callable[[int], None], stopping: Callable[[], bool]
) -> Written:
    digest, header = hashlib.sha256(), header_of((each.name, each.dtype, each.shape, each.size) for each in pieces)
    size = len(header)
    part = path.with_name(f".{path.name}.part")
    try:
        # A block is hashed and written beside the arithmetic of the next: both let go of the interpreter.
        with DirectFile(part) as out, ThreadPoolExecutor(2) as beside:
            pending: list[Future[Any]] = [beside.submit(digest.update, header), beside.submit(out.write, header)]
            for block in merged_blocks(plan, pieces):
                if stopping():
                    raise Stopping
                _done(pending)
                pending = [beside.submit(digest.update, block), beside.submit(out.write, block)]
                size += len(block)
                tick(len(block))
            _done(pending)
            out.finish()
        part.replace(path)
    except OSError as error:
        raise disk_error(error, path) from error
    return Written(path.name, size, digest.hexdigest())


def _done(pending: "list[Future[Any]]") -> None:
    for each in pending:
        each.result()
