"""A run again from what is left of it: what a place holds, which training it may have been, and the copying."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import Home, is_file

if TYPE_CHECKING:
    from emalign_tui.lab.runs.packing import Zip
    from emalign_tui.lab.runs.records import RunInfo
    from emalign_tui.lab.runs.recovering import Remains


class Found(msgspec.Struct, frozen=True):
    """What a place holds: remains of a run, or a run's zip. configs: those that it may have been trained with, for
    checkpoints without a record. bytes: that would be copied. step: of the checkpoint that its adapter is taken from,
    None when it has one of its own."""

    remains: Remains | None
    zip: Zip | None
    configs: list[Path]
    bytes: int
    step: int | None = None


class Rebuilt(msgspec.Struct, frozen=True):
    """A run that is here again. resumable: its training can go on. torn: what was left out, with the reason."""

    run: RunInfo
    adapter: bool
    resumable: bool
    torn: dict[str, str]


def look_for_remains(home: Home, place: str) -> Found:
    """What can be recovered from a folder, a zip or a run of this home. Raises LabError when nothing can."""
    from emalign_tui.lab.runs.packing import look_into
    from emalign_tui.lab.runs.recovering import find_place, find_remains

    there = find_place(home, place)
    if is_file(there):
        zipped = look_into(home, there)
        return Found(None, zipped, [], zipped.bytes)
    remains = find_remains(there)
    configs = [] if remains.record else _fitting(home, remains)
    own = remains.run and is_file(remains.folder / "adapter" / "adapter_config.json")
    step = None if own or not remains.checkpoints else max(remains.checkpoints)
    return Found(remains, None, configs, remains.bytes_to_copy(home), step)


def _fitting(home: Home, remains: Remains) -> list[Path]:
    """The configs whose base and rank are those of the checkpoints."""
    from emalign_tui.lab.config import load_config
    from emalign_tui.lab.config_file import config_files
    from emalign_tui.lab.runs.recovering import misfit

    fitting = []
    for path in config_files(home):
        try:
            if not misfit(remains, load_config(path, [])):
                fitting.append(path)
        except LabError:
            continue  # the Train room tells what is wrong with it
    return fitting


def rebuild(home: Home, found: Found, config: Path | None) -> Rebuilt:
    """Make it a run of this home. Raises LabError when it cannot be."""
    from emalign_tui.lab.runs.layout import run_info
    from emalign_tui.lab.runs.packing import unpack
    from emalign_tui.lab.runs.recovering import recover

    if found.zip:
        run = unpack(home, found.zip.file)
    else:
        assert found.remains is not None
        run = recover(home, found.remains, config)
    torn = found.remains.torn if found.remains else {}
    return Rebuilt(run_info(run), run.adapter.is_dir(), bool(run.spec().provenance.data), torn)
