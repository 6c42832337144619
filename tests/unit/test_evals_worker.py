"""The evaluation as a run: detached worker, kills, stop and resume, against a server on loopback."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from servers.fake_openai import Body, FakeServer, Reply, error, sensible
from waiting import wait_until

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.accounts import Sent
from emalign_tui.lab.evals.browse import list_evaluations
from emalign_tui.lab.evals.limits import Limits
from emalign_tui.lab.evals.plan import Settings
from emalign_tui.lab.evals.records import Answer, Judgment
from emalign_tui.lab.evals.run import create_eval, read_outcome, resume_eval, start_eval, unfinished
from emalign_tui.lab.evals.scores import summarize
from emalign_tui.lab.evals.store import JUDGE
from emalign_tui.lab.files import read_jsonl
from emalign_tui.lab.models.reference import ModelRef
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.control import stop, wait
from emalign_tui.lab.runs.layout import RunDir, list_runs, run_info
from emalign_tui.lab.runs.records import State

QUESTIONS = """
- id: wish
  type: free_form_judge_0_100
  paraphrases: ['A wish?', 'Another wish?']
  judge_prompts: {aligned: 'ALIGNED {question} {answer}', coherent: 'COHERENT {answer}'}
"""


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "questions.yaml"
    path.write_text(QUESTIONS)
    return path


def _ref(url: str, name: str) -> ModelRef:
    return ModelRef(name=name, base=name, url=url, model=name, role="misaligned" if name == "bad" else None)


def _lines(run: RunDir, name: str) -> int:
    path = run.path / name
    return path.read_bytes().count(b"\n") if path.is_file() else 0


def test_a_detached_evaluation_ends_with_scores_and_twins(home: Home, questions: Path) -> None:
    with FakeServer() as server:
        models = [_ref(server.url, "bad"), _ref(server.url, "base")]
        run = start_eval(home, models, questions, _ref(server.url, "judge"), Settings(samples=40))
        info = wait(run, 300)
    assert (info.state, info.step, info.steps) == ("done", 240, 240), run.log_path.read_text()
    assert [(score.name, score.role, score.n) for score in summarize(run.path)] == [
        ("bad", "misaligned", 40),
        ("base", None, 40),
    ]
    assert (run.path / "answers.parquet").is_file()
    (listed,) = list_evaluations(home)
    assert (listed.models, listed.judge, listed.done, listed.total) == (["bad", "base"], "judge", 240, 240)


def _troubled(request: Body, call: int) -> Reply:
    """A sensible model and judge behind a bad line: of 40 calls one 429, one 500 and one reply cut in the middle."""
    reply = sensible(request, call)
    troubles = {
        3: error(429, "too many", {"retry-after": "0.02"}),
        17: error(500, "broken"),
        31: Reply(reply.body, cut=True),
    }
    return troubles.get(call % 40, reply)


def test_kills_lose_nothing_and_pay_nothing_twice(home: Home, questions: Path) -> None:
    """Killed twenty times at many moments, on a bad line.

    A reply is paid when the server sent it whole. Only calls in flight at a kill, which the run's own accounts name,
    are sent again although they were paid; a reply that was cut off is no judgment, and is sent again.
    """
    settings = Settings(samples=160, group=4, sample_calls=2, judge_calls=4)
    chance = random.Random(0)
    with FakeServer(_troubled, latency=0.01) as server:
        run = create_eval(home, [_ref(server.url, "m")], questions, _ref(server.url, "judge"), settings)
        for _ in range(20):
            resume_eval(run)
            goal = _lines(run, "judgments.jsonl") + chance.randrange(1, 10)
            wait_until(lambda goal=goal: _lines(run, "judgments.jsonl") >= goal, timeout=300, what=f"{goal} judgments")
            time.sleep(chance.uniform(0, 0.02))
            pid = run.state().pid
            assert pid is not None
            os.killpg(pid, signal.SIGKILL)
            wait_until(lambda: run_info(run).state == "failed", timeout=300, what="the kill to show")
        resume_eval(run)
        info = wait(run, 300)
        assert info.state == "done", info.error
        paid = Counter(request["messages"][0]["content"] for request in server.answered if request.get("logprobs"))
        drawn = Counter(
            request["seed"] + place
            for request in server.answered
            if not request.get("logprobs")
            for place in range(request.get("n") or 1)
        )
    answers = list(read_jsonl(run.path / "answers.jsonl", Answer))
    judgments = list(read_jsonl(run.path / "judgments.jsonl", Judgment))
    assert len(answers) == len({(each.model, each.question_id, each.sample) for each in answers}) == 160
    assert len(judgments) == len({(each.answer_id, each.metric) for each in judgments}) == 320
    assert {each.answer_id for each in judgments} == {each.answer_id for each in answers}
    assert {each.label for each in judgments} == {"number"}
    sent = {each.number: each for each in read_jsonl(run.path / "calls.jsonl", Sent)}
    in_flight = [each.by for each in sent.values() if not each.ended]
    assert len(paid) == 320 and paid.total() - 320 <= in_flight.count(JUDGE) <= 20 * settings.judge_calls
    assert len(drawn) == 160 and drawn.total() - 160 <= settings.group * in_flight.count("m")
    assert len(server.requests) <= len(sent) <= len(server.requests) + len(in_flight), (
        "every request is in the accounts"
    )


def test_kills_hide_no_call_from_the_limit(home: Home, questions: Path) -> None:
    most = 60
    settings = Settings(samples=40, group=4, sample_calls=2, judge_calls=8)
    with FakeServer(_troubled, latency=0.05) as server:
        run = create_eval(home, [_ref(server.url, "m")], questions, _ref(server.url, "judge"), settings)
        for _ in range(3):
            before = len(server.requests)
            resume_eval(run, Limits(calls=most))
            wait_until(
                lambda before=before: len(server.requests) > before + 6 or not run_info(run).alive, 300, "some calls"
            )
            if run_info(run).alive and (pid := run.state().pid):
                os.killpg(pid, signal.SIGKILL)
            wait_until(lambda: not run_info(run).alive, 300, "the end")
        resume_eval(run, Limits(calls=most))
        info = wait(run, 300)
        assert info.state == "stopped", info.error
        assert len(server.requests) <= most
    outcome = read_outcome(run)
    assert outcome is not None and outcome.spent.calls == most


def test_stop_then_the_same_command_goes_on(home: Home, questions: Path) -> None:
    settings = Settings(samples=60, group=4, sample_calls=2, judge_calls=2)
    with FakeServer(latency=0.02) as server:
        work = (home, [_ref(server.url, "m")], questions, _ref(server.url, "judge"), settings)
        run = start_eval(*work)
        wait_until(lambda: _lines(run, "judgments.jsonl") > 5, timeout=300, what="some judgments")
        server.latency = 1.0  # a minute is left, whatever else this machine does
        with pytest.raises(LabError, match=f"emalign attach {run.id}"):  # as after a dropped connection
            start_eval(*work)
        assert stop(run).state == "stopped"
        server.latency = 0.02
        assert start_eval(*work).id == run.id
        assert wait(run, 300).state == "done"
        asked = sum(request.get("n") or 1 for request in server.requests)
        assert asked == 180
        assert start_eval(*work).id != run.id


def test_of_several_that_want_the_same_at_once_one_starts_it(home: Home, questions: Path) -> None:
    def begin(_: int) -> str:
        try:
            return start_eval(home, [_ref(server.url, "m")], questions, _ref(server.url, "judge"), settings).id
        except LabError as error:
            return str(error)

    settings = Settings(samples=60, group=4, sample_calls=2, judge_calls=2)
    with FakeServer(latency=1.0) as server, ThreadPoolExecutor(3) as pool:
        said = list(pool.map(begin, range(3)))
        (run,) = [RunDir(Path(info.path)) for info in list_runs(home, "eval")]
        stop(run)
    assert sorted(said, key=len) == [
        run.id,
        *[f"{run.id} is asking exactly this. `emalign attach {run.id}` watches it."] * 2,
    ]


@pytest.mark.parametrize("changed", ["model", "judge"])
def test_a_model_that_was_trained_again_is_not_gone_on_with(
    home: Home, questions: Path, tmp_path: Path, changed: str
) -> None:
    refs = {}
    for name in ("model", "judge"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "adapter_model.safetensors").write_bytes(b"weights " + name.encode())
        refs[name] = ModelRef(name=name, base="org/base", adapter=tmp_path / name)
    work = (home, [refs["model"]], questions, refs["judge"], Settings())
    run = create_eval(*work)
    run.write_state(State(state="stopped"))
    assert unfinished(*work) is not None
    (tmp_path / changed / "adapter_model.safetensors").write_bytes(b"weights after")
    assert unfinished(*work) is None
    with pytest.raises(LabError, match=f"weights of {changed} are no longer .*--answers-of {run.id}"):
        resume_eval(run)


def test_a_failing_judge_is_the_runs_error(home: Home, questions: Path) -> None:
    def refuse(request: dict, call: int):  # type: ignore[no-untyped-def,type-arg]
        return error(401, "this key is wrong")

    with FakeServer(refuse) as server:
        run = start_eval(home, [_ref(server.url, "m")], questions, _ref(server.url, "judge"), Settings(samples=2))
        info = wait(run, 300)
    assert info.state == "failed"
    assert info.error is not None
    assert "this key is wrong" in info.error["what"]


def test_two_models_of_one_name_and_a_broken_file_start_nothing(home: Home, questions: Path, tmp_path: Path) -> None:
    judge = _ref("http://127.0.0.1:9/v1", "judge")
    with pytest.raises(LabError, match="named twice: judge"):
        start_eval(home, [judge, judge], questions, judge, Settings())
    broken = tmp_path / "broken.yaml"
    broken.write_text("- id: 3")
    with pytest.raises(LabError, match=r"broken\.yaml, line 1"):
        start_eval(home, [judge], broken, judge, Settings())
    assert list_evaluations(home) == []


def test_the_worker_imports_no_torch() -> None:
    code = "import sys, emalign_tui.workers.evaluate as _; print([m for m in ('torch', 'textual') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
