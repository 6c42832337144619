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
    """A line of annotations.jsonl. The last line about an answer is the one that counts.

    label: one of OWN_LABELS, or "" for none. blind: the judge's scores and the model's name were hidden when the label
    was given. at: unix seconds.
    """

    answer_id: str
    label: str = ""
    note: str = ""
    blind: bool = False
    at: float = 0.0


def read_annotations(folder: Path) -> dict[str, Annotation]:
    """What counts now, by answer id; answers whose label and note were taken back are left out."""
    path = folder / ANNOTATIONS
    found = {each.answer_id: each for each in read_jsonl(path, Annotation)} if path.is_file() else {}
    return {key: each for key, each in found.items() if each.label or each.note}


def set_label(folder: Path, answer_id: str, label: str, *, blind: bool = False) -> Annotation:
    """Give an answer a label, or take it back with ""; its note stays. Raises LabError for a label that does not exist,
    and when the file cannot be written."""
    if label and label not in OWN_LABELS:
        raise LabError(f"No such label: {label}", do=f"There are: {', '.join(OWN_LABELS)}.", exit_code=2)
    before = read_annotations(folder).get(answer_id, Annotation(answer_id=answer_id))
    return _append(folder, msgspec.structs.replace(before, label=label, blind=blind and bool(label)))


def set_note(folder: Path, answer_id: str, note: str) -> Annotation:
    """Give an answer a note, or take it back with ""; its label stays. Raises LabError when it cannot be written."""
    before = read_annotations(folder).get(answer_id, Annotation(answer_id=answer_id))
    return _append(folder, msgspec.structs.replace(before, note=clean(note).strip()))


def _append(folder: Path, annotation: Annotation) -> Annotation:
    annotation = msgspec.structs.replace(annotation, at=time.time())
    with JsonlWriter(folder / ANNOTATIONS) as file:
        file.append(annotation)
    return annotation
