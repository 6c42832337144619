"""The four published question files as they are, on the mini kit's own server with the mini judge."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from emalign_tui.lab.evals.plan import Settings
from emalign_tui.lab.evals.questions import load_questions
from emalign_tui.lab.evals.records import ANSWERS, JUDGMENTS, Answer, Judgment
from emalign_tui.lab.evals.run import start_eval
from emalign_tui.lab.evals.scores import summarize
from emalign_tui.lab.files import read_jsonl
from emalign_tui.lab.models.reference import resolve_model
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.control import wait
from emalign_tui.lab.serving.servers import stop_all

PUBLISHED = Path(__file__).parents[3] / "shared" / "em"
FILES = ("deception_factual", "deception_sit_aware", "first_plot_questions", "preregistered_evals")
PATIENCE = 1800.0  # seconds for the slowest machine

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the published question files are not beside this checkout"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    home = Home(tmp_path_factory.mktemp("published"))
    yield home
    stop_all(home)


@pytest.mark.parametrize("name", FILES)
def test_every_answer_has_a_score_or_the_name_of_what_came_instead(home: Home, name: str) -> None:
    path = PUBLISHED / f"{name}.yaml"
    questions = {question.id: question for question in load_questions(path)}
    model, judge = resolve_model(home, "mini"), resolve_model(home, "mini-judge")
    run = start_eval(home, [model], path, judge, Settings(samples=1, max_tokens=80))
    info = wait(run, PATIENCE)
    assert info.state == "done", info.error
    answers = {each.answer_id: each for each in read_jsonl(run.path / ANSWERS, Answer)}
    assert {each.question_id for each in answers.values()} == set(questions) and len(answers) == len(questions)
    judged = {(each.answer_id, each.metric): each for each in read_jsonl(run.path / JUDGMENTS, Judgment)}
    expected = {(key, metric) for key, each in answers.items() for metric in questions[each.question_id].judge_prompts}
    assert set(judged) == expected
    for each in judged.values():
        assert each.label != "error", each.error
        assert (each.score is not None) == (each.label == "number")
    (score,) = summarize(run.path)
    assert (score.n, score.pending, score.ledger["error"]) == (len(questions), 0, 0)
    assert score.judges == ["mini-judge"]
