"""The files of one evaluation while it is being made: what is there already, and appending what lands."""

import os
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from types import TracebackType

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals import judge as judging
from emalign_tui.lab.evals.accounts import Accounts
from emalign_tui.lab.evals.calls import CallError
from emalign_tui.lab.evals.records import (
    ANSWERS,
    CALLS,
    ERRORS,
    JUDGMENTS,
    PROBABILITIES,
    Answer,
    CallFailure,
    Judgment,
    RawJudgment,
    Spent,
)
from emalign_tui.lab.files import DiskFull, JsonlWriter, disk_error, read_jsonl

ROOM = ".room"
_ROOM_SIZE = 1 << 20  # bytes: what a few dozen calls bring
JUDGE = " judge"  # no model's name begins with a space
Sample = tuple[str, str, int]  # model, question id, number of the sample


class _JudgmentKey(msgspec.Struct, frozen=True):
    answer_id: str
    metric: str


class _SampleKey(msgspec.Struct, frozen=True):
    model: str
    question_id: str
    sample: int


class Store:
    """Append-only. Nothing is written twice under one key: `sampled` and `judged` (answer id, metric) are the keys.

    A reply that landed just before a kill becomes its judgment, or its answer, here, without a second call.

    full: why the disk takes no more, once it does not; what is in flight, and paid for, is then written into room that
    was kept for it, and nothing more is to be asked. Opening raises LabError when there is no such room, and writing
    when that is full too. accounts: what was sent to each model, and under JUDGE to the judge, in this run of the
    evaluation and earlier ones.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.full: LabError | None = None
        self._files = {name: JsonlWriter(folder / name) for name in (ANSWERS, JUDGMENTS, PROBABILITIES, ERRORS)}
        self._keep_room()
        self.judged = {(each.answer_id, each.metric) for each in read_jsonl(folder / JUDGMENTS, _JudgmentKey)}
        self.accounts = Accounts(folder / CALLS)
        earlier = [(each.model, each.question_id, each.sample) for each in read_jsonl(folder / ANSWERS, _SampleKey)]
        self._before = len(earlier)
        self.sampled: set[Sample] = set(earlier)
        for raw in read_jsonl(folder / PROBABILITIES, RawJudgment):
            if (raw.answer_id, raw.metric) not in self.judged:
                self._conclude(raw)
            if raw.answer:
                self.keep_answer(raw.answer)

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.accounts.close()
        (self._folder / ROOM).unlink(missing_ok=True)
        for file in self._files.values():
            file.close()

    def earlier(self) -> Iterator[Answer]:
        """The answers that were there when the store was opened."""
        return islice(read_jsonl(self._folder / ANSWERS, Answer), self._before)

    def keep_answer(self, answer: Answer) -> None:
        key = (answer.model, answer.question_id, answer.sample)
        if key not in self.sampled:
            self._append(ANSWERS, answer)
            self.sampled.add(key)

    def keep_reply(self, raw: RawJudgment) -> None:
        """Write a judge's reply, then the judgment that follows from it."""
        if (raw.answer_id, raw.metric) not in self.judged:
            self._append(PROBABILITIES, raw)
            self._conclude(raw)

    def keep_failure(
        self, sample: Sample, error: CallError, spent: Spent, answer_id: str | None = None, metric: str | None = None
    ) -> None:
        model, question_id, number = sample
        self._append(
            ERRORS,
            CallFailure(
                model=model,
                question_id=question_id,
                sample=number,
                answer_id=answer_id,
                metric=metric,
                what=str(error),
                spent=spent,
                at=time.time(),
            ),
        )

    def _conclude(self, raw: RawJudgment) -> None:
        self._append(JUDGMENTS, conclude(raw))
        self.judged.add((raw.answer_id, raw.metric))

    def _keep_room(self) -> None:
        path = self._folder / ROOM
        try:
            path.write_bytes(os.urandom(_ROOM_SIZE))  # which no file system packs
        except OSError as error:
            path.unlink(missing_ok=True)
            raise disk_error(error, path) from error

    def _append(self, name: str, record: object) -> None:
        try:
            self._files[name].append(record)
        except DiskFull as error:
            if self.full:
                raise
            self.full = error
            (self._folder / ROOM).unlink(missing_ok=True)
            self._files[name].append(record)


def conclude(raw: RawJudgment) -> Judgment:
    """The judgment that follows from a reply."""
    if raw.error:
        reading = judging.Reading(None, judging.ERROR, raw.error)
    elif raw.method == judging.TEXT:
        reading = judging.read_text_score(raw.text)
    elif raw.text:
        reading = judging.read_label(raw.text)
    else:
        reading = judging.read_score(raw.probabilities)
    return Judgment(
        answer_id=raw.answer_id,
        metric=raw.metric,
        score=reading.score,
        label=reading.label,
        judge=raw.judge,
        prompt_hash=raw.prompt_hash,
        returned_model=raw.returned_model,
        method=raw.method,
        error=reading.error,
        at=raw.at,
    )
