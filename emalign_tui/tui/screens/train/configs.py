"""The training configs of a home and the shipped ones, each with what it would do."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import msgspec

from emalign_tui.lab.config import TrainConfig, load_config
from emalign_tui.lab.config_file import config_files
from emalign_tui.lab.data.mix import count_rows
from emalign_tui.lab.data.published import find_data
from emalign_tui.lab.data.report import DataReport, check_file
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import Home
from emalign_tui.lab.planner.device import find_device
from emalign_tui.lab.planner.plan import count_steps


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What a config would do. config: None when it cannot be read, rows: None when its data cannot; error says why.

    needs_gpu: it asks for what this machine lacks, so that training would refuse it.
    """

    path: Path
    config: TrainConfig | None
    error: str = ""
    needs_gpu: bool = False
    rows: int | None = None
    rows_in_file: int = 0
    steps: int | None = None
    writes: Path


def read_plans(home: Home) -> list[Plan]:
    """All configs. A broken one is listed with its sentence."""
    cuda = find_device().kind == "cuda"
    check = cache(check_file)  # many configs train on one file
    plans = [_plan(home, path, check) for path in config_files(home)]
    return plans if cuda else [msgspec.structs.replace(plan, needs_gpu=_needs_gpu(plan.config)) for plan in plans]


def _needs_gpu(config: TrainConfig | None) -> bool:
    if config is None:
        return False
    return config.load_in_4bit or config.optim == "adamw_8bit" or config.engine == "unsloth"


def _plan(home: Home, path: Path, check: Callable[[Path], DataReport]) -> Plan:
    writes = home.kind("train")
    try:
        config = load_config(path, [])
    except LabError as error:
        return Plan(path=path, config=None, error=str(error), writes=writes)
    try:
        reports = [check(find_data(home, source.file)) for source in config.sources]
    except LabError as error:
        return Plan(path=path, config=config, error=str(error), writes=writes)
    if bad := next((report for report in reports if report.problems), None):
        first = bad.problems[0]
        error = f"{len(bad.problems)} bad rows, the first on line {first.line}: {first.reason}"
        return Plan(path=path, config=config, error=error, writes=writes)
    try:
        rows = count_rows(config, [report.rows for report in reports])
    except LabError as error:
        return Plan(path=path, config=config, error=str(error), writes=writes)
    held = sum(report.rows for report in reports)
    return Plan(path=path, config=config, rows=rows, rows_in_file=held, steps=count_steps(rows, config), writes=writes)
