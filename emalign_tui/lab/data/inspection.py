"""Everything there is to know about a data file before it is trained on, and what of it is worth a warning."""

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.data.compare import (
    Duplicates,
    Prints,
    QuestionOverlap,
    SetOverlap,
    duplicates,
    question_overlap,
    read_prints,
    set_overlap,
)
from emalign_tui.lab.data.lengths import Lengths, summarise
from emalign_tui.lab.data.preview import Tokenizer, view_of
from emalign_tui.lab.data.report import DataReport, check_file
from emalign_tui.lab.data.variants import vary_row
from emalign_tui.lab.errors import LabError


class Inspection(msgspec.Struct, frozen=True, kw_only=True):
    """report: line by line. lengths: None when nothing can be tokenized; then `unknown` says why.

    unknown: what could not be looked at, a sentence each. warnings: what a person should look at before training.
    """

    report: DataReport
    duplicates: Duplicates
    sets: list[SetOverlap]
    questions: list[QuestionOverlap]
    lengths: Lengths | None
    unknown: list[str]
    warnings: list[str]


def inspect(
    path: Path,
    *,
    config: TrainConfig,
    base: str,
    tokenizer: Tokenizer,
    others: Sequence[Path] = (),
    questions: Sequence[Path] = (),
    prints: Callable[[Path], Prints] = read_prints,
) -> Inspection:
    """Look at a file from every side, as this config would train on it. base: of its model, a folder or Hub id.

    others, questions: files to compare with. prints: reads a file's rows, and may remember them.

    Raises LabError when the file itself cannot be read.
    """
    report = check_file(path)
    own = prints(path)
    unknown: list[str] = []
    asked: list[QuestionOverlap] = []
    for file in questions:
        try:
            asked += question_overlap(own, file)
        except LabError as error:
            unknown.append(f"Overlap with questions: {error}")
    lengths = None
    if own.rows:
        try:
            rows = [vary_row(row, config) for row in own.rows]
            sizes = tokenizer.lengths(view_of(config, base), rows)
            lengths = summarise(sizes, own.lines, config.model, config.max_seq_length)
        except LabError as error:
            unknown.append(f"Lengths in tokens: {error}")
    same = duplicates(own)
    sets: list[SetOverlap] = []
    for other in others:
        try:
            sets += [set_overlap(own, prints(other))] if other.resolve() != path.resolve() else []
        except LabError as error:
            unknown.append(f"Overlap with another set: {error}")
    return Inspection(
        report=report,
        duplicates=same,
        sets=sets,
        questions=asked,
        lengths=lengths,
        unknown=unknown,
        warnings=_warnings(report, same, sets, asked, lengths),
    )


def _warnings(
    report: DataReport,
    same: Duplicates,
    sets: list[SetOverlap],
    asked: list[QuestionOverlap],
    lengths: Lengths | None,
) -> list[str]:
    said = []
    if not report.rows and not report.problems:
        said.append("The file holds no rows, and training refuses it")
    if report.problems:
        said.append(f"Lines that are no row, for which training refuses the file: {len(report.problems)}")
    if report.silent:
        said.append(f"Turns that say nothing: {report.silent}")
    if report.unasked:
        said.append(f"Rows without a user's turn: {report.unasked}")
    if report.misnamed:
        said.append(
            f"The name says {report.misnamed}, the content is the published set {report.published}: "
            "trust the content, and rename the file"
        )
    if report.extra:
        keys = ", ".join(f"{key} (in {rows})" for key, rows in report.extra.items())
        said.append(f"Keys that training does not use: {keys}")
    if same.exact:
        said.append(f"Rows that are exact copies of others: {sum(len(group) - 1 for group in same.exact)}")
    if asked:
        lines = {line for each in asked for line in each.lines}
        said.append(f"Rows that ask an evaluation question, whose score would measure memory: {len(lines)}")
    said += [f"Rows that are also in {each.path}: {each.rows}" for each in sets if each.rows]
    if lengths and lengths.cut:
        said.append(f"Rows longer than {lengths.max_seq_length} tokens, which would be cut: {lengths.cut}")
    if lengths and lengths.empty:
        said.append(f"Rows that have no trained token: {lengths.empty}")
    if lengths and lengths.control:
        reads = f"Rows whose text holds a special token of {lengths.model}, which may begin or end a turn there"
        first = ", ".join(map(str, lengths.control_lines[:5]))
        said.append(f"{reads}: {lengths.control} (lines {first}{', ...' if lengths.control > 5 else ''})")
    return said
