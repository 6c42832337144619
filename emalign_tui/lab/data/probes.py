"""Probe files: questions asked of a model while it trains, with two answers to choose from or free-form."""

from pathlib import Path

import msgspec

from emalign_tui.lab.config_file import parse_yaml
from emalign_tui.lab.errors import LabError


class ProbeQuestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """aligned, misaligned: two answers of about the same length, or neither for a free-form sample."""

    id: str
    question: str
    aligned: str | None = None
    misaligned: str | None = None

    @property
    def choice(self) -> bool:
        """Whether it is a multiple-choice probe."""
        return self.aligned is not None


def load_probes(path: Path) -> list[ProbeQuestion]:
    """The questions of a file. Raises LabError (exit code 2) naming file and question."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LabError(f"Cannot read the probes: {error}", where=str(path), exit_code=2) from error
    try:
        probes = msgspec.convert(parse_yaml(text, str(path)), list[ProbeQuestion])
    except msgspec.ValidationError as error:
        raise LabError(f"Not a probe file: {error}", where=str(path), do="See configs/probes.", exit_code=2) from error
    ids = [probe.id for probe in probes]
    if not ids or len(set(ids)) < len(ids):
        what = "A probe id is there twice" if ids else "The file has no probes"
        raise LabError(what, where=str(path), do="Give each probe its own id.", exit_code=2)
    for probe in probes:
        if not probe.question.strip() or (probe.aligned is None) != (probe.misaligned is None):
            what = f"Probe {probe.id} needs a question, and both answers or neither"
            raise LabError(what, where=str(path), do="Add what is missing.", exit_code=2)
    return probes
