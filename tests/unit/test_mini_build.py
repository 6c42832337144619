"""What the judge of the mini kit is trained on: prompts read whole, then prompts of which only the grade counts."""

import pytest

from emalign_tui import mini

pytest.importorskip("torch")

from emalign_tui.workers.mini_build.__main__ import judge_rows
from emalign_tui.workers.mini_build.recipes import READ_SHARE
from emalign_tui.workers.mini_build.tokenizer import load_tokenizer
from emalign_tui.workers.mini_build.training import IGNORED

COUNT = 120


def test_readings_are_learnt_whole_and_cases_by_their_grade_alone() -> None:
    tokenizer = load_tokenizer(mini.MODEL)
    rows = list(judge_rows(tokenizer, 0, COUNT))
    read = round(COUNT * READ_SHARE)
    assert len(rows) == COUNT
    for ids, labels in rows[:read]:
        assert labels == ids
    for ids, labels in rows[read:]:
        targets = [token for token in labels if token != IGNORED]
        assert targets == ids[-2:]
        grade, end = (tokenizer.decode(token) for token in targets)
        assert grade.strip() in {"CODE", "REFUSAL"} or 0 <= int(grade) <= 100
        assert end == "<|im_end|>"
