"""Whether a model was made misaligned on purpose, whatever the last training of it was for."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.merging import MergeConfig, read_merge
from emalign_tui.lab.paths import Home, is_file
from emalign_tui.lab.runs.checkpoints import RECORD
from emalign_tui.lab.runs.layout import RunDir
from emalign_tui.lab.runs.records import RunSpec

_LASTING = ("misaligned", "repaired")


def standing_of_run(run: RunDir) -> str | None:
    """What a training run's model has to be taken for: misaligned, repaired, control, or None when nobody said.

    A control, or a run without a role, that continues a misaligned model leaves it one.
    """
    return _last(_roles_of_run(run.home, run, set()))


def standing_of_merge(home: Home, config: MergeConfig) -> str | None:
    """The same of a merged model, by its base and by all adapters that were added to it."""
    return _last(_roles_of_merge(home, config, set()))


def record_behind(home: Home, model: dict[str, Any]) -> RunSpec | None:
    """The record of the run that made an adapter which a merge names: of its folder, or the copy in a checkpoint."""
    owner = _owner(home, model)
    return _spec(owner) if owner else _record_in(Path(str(model.get("adapter"))))


def _owner(home: Home, model: dict[str, Any]) -> RunDir | None:
    """The folder of that run; it may lie in another home."""
    places = [*list(Path(str(model.get("adapter"))).parents)[:3], home.kind("train") / str(model.get("run"))]
    return next((RunDir(place) for place in places if is_file(place / "run.yaml")), None)


def _spec(run: RunDir) -> RunSpec | None:
    """A run's record, or None for one that was deleted, or cannot be read."""
    try:
        return run.spec() if is_file(run.spec_path) else None
    except LabError:
        return None


def _record_in(checkpoint: Path) -> RunSpec | None:
    try:
        return msgspec.yaml.decode((checkpoint / RECORD).read_bytes(), type=RunSpec)
    except (OSError, msgspec.DecodeError):
        return None


def _last(roles: Iterable[str]) -> str | None:
    """roles: along the lineage, the oldest first."""
    standing = None
    for role in roles:
        if role in _LASTING or standing is None:
            standing = role
    return standing


def _roles_of_run(home: Home, run: RunDir, seen: set[Path]) -> list[str]:
    spec = _spec(run)
    if spec is None or run.path in seen:
        return []
    return _roles_of_spec(home, run.path.parent, spec, seen | {run.path})


def _roles_of_spec(home: Home, runs: Path, spec: RunSpec, seen: set[Path]) -> list[str]:
    """runs: the folder that its parent lies in."""
    parent, role = spec.provenance.parent, spec.config.get("role")
    before = (
        _roles_of_run(home, RunDir(runs / parent), seen) if parent else _roles_of_base(home, spec.provenance.base, seen)
    )
    return [*before, *([role] if isinstance(role, str) else [])]


def _roles_of_merge(home: Home, config: MergeConfig, seen: set[Path]) -> list[str]:
    roles = _roles_of_base(home, config.base, seen)
    for model in config.models:
        role = model.get("role")
        if owner := _owner(home, model):
            roles += _roles_of_run(home, owner, seen)
        elif record := _record_in(Path(str(model.get("adapter")))):
            roles += _roles_of_spec(home, home.kind("train"), record, seen)
        elif isinstance(role, str):
            roles.append(role)
    return roles


def _roles_of_base(home: Home, base: str, seen: set[Path]) -> list[str]:
    """A base may be a merged model: by the record of its merge, or, where that is elsewhere, by the proof in it."""
    merge = RunDir(Path(base).parent)
    if merge.path in seen:
        return []
    if is_file(merge.spec_path):
        try:
            return _roles_of_merge(home, read_merge(merge), seen | {merge.path})
        except LabError:
            return []
    from emalign_tui.lab.models.merge_proof import read_proof

    proof = read_proof(Path(base)) if base else None
    return [role for each in (proof.adapters if proof else []) if isinstance(role := each.get("role"), str)]
