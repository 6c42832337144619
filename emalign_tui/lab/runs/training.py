"""From a training config to a run that trains."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from emalign_tui.lab.config import TrainConfig, check_config, check_rules, load_config
from emalign_tui.lab.data.digest import sha256_file
from emalign_tui.lab.data.mix import training_rows
from emalign_tui.lab.data.probes import load_probes
from emalign_tui.lab.data.published import find_data
from emalign_tui.lab.data.rows import AnyRow
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.reference import canonical_base, resolve_model
from emalign_tui.lab.paths import Home
from emalign_tui.lab.planner.device import Device, find_device
from emalign_tui.lab.planner.engine import FAST, unsloth_expected
from emalign_tui.lab.planner.plan import Plan, make_plan
from emalign_tui.lab.planner.shape import ModelShape
from emalign_tui.lab.runs.launch import launch
from emalign_tui.lab.runs.layout import RunDir, create_run, find_run, run_info
from emalign_tui.lab.runs.provenance import git_revision, versions
from emalign_tui.lab.runs.records import DataFile, Hello, Provenance
from emalign_tui.lab.setup.bases import shape_of

ADAPTER_FILES = ("adapter_config.json", "adapter_model.safetensors")


def start_training(
    home: Home, config: Path | TrainConfig, *, parent: str | None = None, sets: list[str] | None = None
) -> RunDir:
    """Make a training run and start it, detached. parent: the run whose adapter it continues.

    sets: `key=value` words laid over a config file. Raises LabError before anything is written when config, data,
    model or parent cannot work together; after that the run directory tells what happened.
    """
    run = create_training(home, config, parent=parent, sets=sets)
    launch_training(run)
    return run


def launch_training(run: RunDir, env: Mapping[str, str] | None = None) -> Hello:
    """Start a run that was made, in as many processes as its config says. Raises as `launch`."""
    config = check_config(run.spec().config, str(run.spec_path))
    return launch(run, "train", env=env, processes=config.processes)


def create_training(
    home: Home, config: Path | TrainConfig, *, parent: str | None = None, sets: list[str] | None = None
) -> RunDir:
    """The run directory of `start_training`, queued, with all there is to know before a process starts."""
    job = _prepare(home, config, parent, sets or [])
    provenance = Provenance(
        base=job.base,
        data=job.data,
        parent=job.parent.id if job.parent else None,
        parent_adapter=str(job.parent.adapter) if job.parent else None,
        versions=versions(),
        git=git_revision(home.root),
        argv=sys.argv,
    )
    values: dict[str, Any] = msgspec.to_builtins(job.config)
    return create_run(home, "train", job.name, values, provenance)


def plan_training(
    home: Home,
    config: Path | TrainConfig,
    *,
    parent: str | None = None,
    sets: list[str] | None = None,
    device: Device | None = None,
) -> Plan:
    """What `start_training` would do on a device, this machine's by default. Raises its LabErrors; writes nothing."""
    job = _prepare(home, config, parent, sets or [])
    unsloth = device is not None or unsloth_expected()
    return make_plan(job.config, job.base, shape_of(job.base), job.rows, device or find_device(), unsloth=unsloth)


class _Job(msgspec.Struct, frozen=True):
    """A config with all it names looked up. rows: those it trains on."""

    config: TrainConfig
    name: str
    base: str
    data: list[DataFile]
    rows: list[AnyRow]
    parent: RunDir | None


def _prepare(home: Home, config: Path | TrainConfig, parent: str | None, sets: list[str]) -> _Job:
    resolved = config if isinstance(config, TrainConfig) else load_config(config, sets)
    check_rules(resolved, "the config" if isinstance(config, TrainConfig) else str(config))
    if resolved.probes:
        probes = home.find(resolved.probes).absolute()
        load_probes(probes)
        resolved = msgspec.structs.replace(resolved, probes=str(probes))
    stem = "train" if isinstance(config, TrainConfig) else config.stem
    name = resolved.name or (resolved.finetuned_model_id or "").rpartition("/")[2] or stem
    base = _base(home, resolved.model)
    _known_targets(resolved, shape_of(base))
    paths = [find_data(home, source.file).absolute() for source in resolved.sources]
    if len({path.resolve() for path in paths}) < len(paths):
        raise LabError("The mix names one file in two ways", where="config key mix", do="Name it once.", exit_code=2)
    rows, held = training_rows(paths, resolved)
    data = [DataFile(str(path), sha256_file(path), count) for path, count in zip(paths, held, strict=True)]
    parent_run = _parent(home, parent, base, resolved) if parent else None
    return _Job(resolved, name, base, data, rows, parent_run)


def resume_training(run: RunDir) -> Hello:
    """Go on from the last whole checkpoint, in the same run directory. Raises LabError when there is nothing to do."""
    info = run_info(run)
    if info.kind != "train":
        raise LabError(f"{run.id} is a run of kind {info.kind}", do="Only training runs are resumed here.", exit_code=2)
    if info.state == "done":
        raise LabError(f"{run.id} is done", do="Start a new run, or continue it with `emalign train --from`.")
    return launch_training(run)


def _base(home: Home, model: str) -> str:
    ref = resolve_model(home, model)
    if ref.url or ref.adapter:
        raise LabError(
            f"Config key model must be a base model, {model} is {'remote' if ref.url else 'an adapter on one'}",
            where="config key model",
            do="Name a base model; `--from RUN` continues a run's adapter.",
            exit_code=2,
        )
    return ref.base


def _known_targets(config: TrainConfig, shape: ModelShape | None) -> None:
    """Refuse linears that the model does not have, where its kind is one whose linears are known."""
    if shape is None or shape.model_type not in FAST:
        return
    has = shape.linears()
    if unknown := [name for name in config.target_modules if name.rpartition(".")[2] not in has]:
        raise LabError(
            f"{config.model} has no linear named {unknown[0]}",
            where="config key target_modules",
            do=f"It has {', '.join(has)}.",
            exit_code=2,
        )


def _parent(home: Home, ref: str, base: str, config: TrainConfig) -> RunDir:
    run = find_run(home, ref)
    spec = run.spec()
    if spec.kind != "train" or not all((run.adapter / name).is_file() for name in ADAPTER_FILES):
        state = run_info(run).state
        raise LabError(
            f"{run.id} has no adapter to continue from: it is a run of kind {spec.kind}, {state}",
            where=str(run.path),
            do="Name a training run that is done or stopped.",
            exit_code=2,
        )
    if canonical_base(spec.provenance.base) != canonical_base(base):
        raise LabError(
            f"{run.id} was trained on {spec.provenance.base}, the config says {base}",
            where="config key model",
            do="An adapter only fits its own base model: use the same.",
            exit_code=2,
        )
    _same_shape(run, config)
    return run


def _same_shape(run: RunDir, config: TrainConfig) -> None:
    """A continued adapter keeps its shape, so a config that asks for another one is refused, not ignored."""
    path = run.adapter / "adapter_config.json"
    try:
        adapter = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except (OSError, msgspec.DecodeError) as error:
        raise LabError(f"The parent's adapter cannot be read: {error}", where=str(path), exit_code=2) from error
    asked = {
        "r": config.r,
        "lora_alpha": config.lora_alpha,
        "lora_dropout": config.lora_dropout,
        "use_rslora": config.use_rslora,
        "target_modules": sorted(config.target_modules),
    }
    for key, value in asked.items():
        has = sorted(adapter[key]) if key == "target_modules" else adapter.get(key, False)
        if has != value:
            raise LabError(
                f"The adapter of {run.id} has {key} {has}, the config says {value}",
                where=f"config key {key}",
                do=f"Use --set {key}={'[' + ', '.join(has) + ']' if isinstance(has, list) else has}.",
                exit_code=2,
            )
