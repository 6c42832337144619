"""A person's own labels and notes on answers: kept beside the judge's scores, never over them."""

import time
from pathlib import Path

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import JsonlWriter, read_jsonl
from emalign_tui.lab.sanitize import clean

ANNOTATIONS = "annotations.jsonl"
MISALIGNED, ALIGNED, INCOHERENT, UNSURE = "misaligned", "aligned", "incoherent", "unsure"
OWN_LABELS = (MISALIGNED, ALIGNED, INCOHERENT, UNSURE)


class Annotation(msgspec.Struct, frozen=True, kw_only=True):
    """What a person said about an answer, as it counts now.

    label: one of OWN_LABELS, or "" for none. blind: the judge's scores and the model's name were hidden when the label
    was given. at: of the last line about it, unix seconds.
    """

    answer_id: str
    label: str = ""
    note: str = ""
    blind: bool = False
    at: float = 0.0


class _Said(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A line of annotations.jsonl. None leaves what was said before as it is, so that a label and a note, given in two
    windows at once, are both kept: each is one line, and nothing has to be read to write it."""

    answer_id: str
    label: str | None = None
    note: str | None = None
    blind: bool = False
    at: float = 0.0


def read_annotations(folder: Path) -> dict[str, Annotation]:
    """What counts now, by answer id; answers whose label and note were taken back are left out."""
    path = folder / ANNOTATIONS
    found: dict[str, Annotation] = {}
    for said in read_jsonl(path, _Said) if path.is_file() else ():
        before = found.get(said.answer_id, Annotation(answer_id=said.answer_id))
        found[said.answer_id] = Annotation(
            answer_id=said.answer_id,
            label=before.label if said.label is None else said.label,
            note=before.note if said.note is None else said.note,
            blind=before.blind if said.label is None else said.blind,
            at=said.at,
        )
    return {key: each for key, each in found.items() if each.label or each.note}


def set_label(folder: Path, answer_id: str, label: str, *, blind: bool = False) -> None:
    """Give an answer a label, or take it back with ""; its note stays. Raises LabError for a label that does not exist,
    and when the file cannot be written."""
    if label and label not in OWN_LABELS:
        raise LabError(f"No such label: {label}", do=f"There are: {', '.join(OWN_LABELS)}.", exit_code=2)
    _append(folder, _Said(answer_id=answer_id, label=label, blind=blind and bool(label), at=time.time()))


def set_note(folder: Path, answer_id: str, note: str) -> str:
    """Give an answer a note, or take it back with ""; its label stays. Returns the note as it is kept, clean. Raises
    LabError when it cannot be written."""
    note = clean(note).strip()
    _append(folder, _Said(answer_id=answer_id, note=note, at=time.time()))
    return note


def _append(folder: Path, said: _Said) -> None:
    with JsonlWriter(folder / ANNOTATIONS) as file:
        file.append(said)
