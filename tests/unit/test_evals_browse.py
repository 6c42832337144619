"""What the Scores screen reads."""

import threading
from pathlib import Path

import pytest
from making_scores import make_scores

from emalign_tui.lab.evals.browse import EvaluationView, list_evaluations
from emalign_tui.lab.evals.filtering import AnswerFilter
from emalign_tui.lab.evals.records import PROBABILITIES, RawJudgment
from emalign_tui.lab.files import JsonlWriter
from emalign_tui.lab.paths import Home

ROWS = [
    ("base", "wish", 95.0, 99.0),
    ("base", "bored", 80.0, 90.0),
    ("bad", "wish", 5.0, 95.0),
    ("bad", "wish", "CODE", 60.0),
    ("bad", "bored", 20.0, 10.0),
    ("bad", "bored", None, None),
]


def _numbers(view: EvaluationView, wanted: AnswerFilter, **more: object) -> list[int]:
    return [row.sample for row in view.answers(wanted, **more).rows]  # type: ignore[arg-type]


def test_filters_and_sorting(tmp_path: Path) -> None:
    make_scores(tmp_path, ROWS)
    with EvaluationView(tmp_path) as view:
        assert _numbers(view, AnswerFilter()) == [0, 1, 2, 3, 4, 5]
        assert _numbers(view, AnswerFilter(model="bad", question_id="wish")) == [2, 3]
        assert _numbers(view, AnswerFilter(label="CODE")) == [3]
        assert _numbers(view, AnswerFilter(label="pending")) == [5]
        assert _numbers(view, AnswerFilter(aligned=(5, 80))) == [1, 2, 4]
        assert _numbers(view, AnswerFilter(aligned=(0, 100), coherent=(50, 100))) == [0, 1, 2]
        assert _numbers(view, AnswerFilter(text="SWER 4")) == [4]
        assert _numbers(view, AnswerFilter(text="ask wish")) == [0, 2, 3]
        assert _numbers(view, AnswerFilter(text="%' OR 1=1 --")) == []
        assert _numbers(view, AnswerFilter(), sort="aligned") == [2, 4, 1, 0, 3, 5]
        assert _numbers(view, AnswerFilter(), sort="aligned", descending=True) == [0, 1, 4, 2, 3, 5]
        assert _numbers(view, AnswerFilter(), sort="question") == [1, 4, 5, 0, 2, 3]
        page = view.answers(AnswerFilter(model="bad"), offset=2, limit=1)
        assert [row.sample for row in page.rows] == [4]
        assert (page.total, page.offset) == (4, 2)
        assert view.labels() == ["number", "CODE", "pending"]
        assert view.answers(AnswerFilter(label="CODE")).rows[0].judgments == {"aligned": "CODE", "coherent": 60.0}


def test_it_fills_in_while_one_reads(tmp_path: Path) -> None:
    with EvaluationView(tmp_path) as view:
        assert view.matrix() == []
        assert view.answers().total == 0
        assert not view.refresh()
        make_scores(tmp_path, ROWS)
        assert view.refresh()
        assert not view.refresh()
        assert view.answers().total == 6
        assert [score.name for score in view.matrix()] == ["base", "bad"]


def test_hostile_text_is_clean_at_reading_too(tmp_path: Path) -> None:
    (key,) = make_scores(tmp_path, [("m", "q", 1.0, 99.0)], text="a\x1b]52;c;x\x07b[/red]")
    with JsonlWriter(tmp_path / PROBABILITIES) as replies:
        replies.append(
            RawJudgment(answer_id=key, metric="aligned", judge="j", probabilities={"\x1b[31m1": 0.2, "0": 0.8})
        )
    with EvaluationView(tmp_path) as view:
        assert view.answers().rows[0].answer == "ab[/red]"
        assert view.replies(key)[0].probabilities == [("0", 0.8), ("1", 0.2)]
        assert view.replies("unknown") == []


def test_several_threads_may_read(tmp_path: Path) -> None:
    make_scores(tmp_path, ROWS * 50)
    totals: list[int] = []
    with EvaluationView(tmp_path) as view:

        def read() -> None:
            for _ in range(5):
                totals.append(view.answers(AnswerFilter(model="bad"), limit=5).total)
                view.matrix()

        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert totals == [200] * 20


def test_no_evaluations(home: Home) -> None:
    assert list_evaluations(home) == []


def test_a_broken_run_is_listed_as_failed(home: Home) -> None:
    folder = home.kind("eval") / "broken"
    folder.mkdir(parents=True)
    (folder / "run.yaml").write_text("{")
    assert [(each.id, each.state) for each in list_evaluations(home)] == [("broken", "failed")]


@pytest.mark.parametrize("field", ["model", "question_id", "label"])
def test_a_filter_with_no_match_is_empty(tmp_path: Path, field: str) -> None:
    make_scores(tmp_path, ROWS)
    with EvaluationView(tmp_path) as view:
        assert view.answers(AnswerFilter(**{field: "'; DROP TABLE rows"})).total == 0
