"""Where a model comes from, in words: "repaired from bad-1f2e with 512 rows of honesty; that was made misaligned …"."""

from pathlib import Path

import msgspec

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.data.mix import count_rows
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.reference import canonical_base, resolve_model
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import RunDir
from emalign_tui.lab.runs.records import RunSpec

_DONE = {"misaligned": "made misaligned", "repaired": "repaired", "control": "trained as a control"}


def ancestry(home: Home, run: str) -> str:
    """The steps that led to a training run's model, the last one first. "" when the run is not known here."""
    steps: list[str] = []
    seen: set[str] = set()
    wanted: str | None = run
    while wanted and wanted not in seen:
        seen.add(wanted)
        spec = _spec(home, wanted)
        if spec is None:
            break
        steps.append(_step(home, spec))
        wanted = spec.provenance.parent
    return "; that was ".join(steps)


def _spec(home: Home, run: str) -> RunSpec | None:
    try:
        return RunDir(home.kind("train") / run).spec()
    except LabError:  # deleted, or from another machine
        return None


def _step(home: Home, spec: RunSpec) -> str:
    done = _DONE.get(str(spec.config.get("role")), "trained")
    return f"{done} from {spec.provenance.parent or _base(home, spec.provenance.base)} with {_rows(spec)}"


def _base(home: Home, base: str) -> str:
    """The short name of a base: mini, or the end of its path or Hub id."""
    mini = resolve_model(home, "mini")
    return mini.name if canonical_base(base) == canonical_base(mini.base) else Path(base).name or "its base"


def _rows(spec: RunSpec) -> str:
    """`512 rows of honesty`: how many it trained on, and the names of their files."""
    files = spec.provenance.data
    if not files:
        return "data that is not recorded"
    held = [file.rows for file in files]
    try:
        count = count_rows(msgspec.convert(spec.config, TrainConfig), held)
    except (msgspec.ValidationError, LabError):  # a config of another version of the lab
        count = sum(held)
    return f"{count:,} rows of {' and '.join(Path(file.path).stem for file in files)}"
