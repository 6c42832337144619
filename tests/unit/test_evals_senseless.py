"""Judges that answer nonsense, nothing, too slowly or with malice: an entry or a sentence, and the rest goes on."""

from pathlib import Path
from threading import Event
from typing import Any

import pytest
from evaluating import BORED, WISH, run_evaluation
from servers.fake_openai import Body, FakeServer, Reply, completion, error, logprobs, sensible

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.calls import Policy
from emalign_tui.lab.evals.plan import Settings
from emalign_tui.lab.evals.records import Answer, CallFailure, Judgment
from emalign_tui.lab.evals.scores import summarize
from emalign_tui.lab.files import read_jsonl
from emalign_tui.lab.sanitize import clean


def _answers(folder: Path) -> list[Answer]:
    return list(read_jsonl(folder / "answers.jsonl", Answer))


def _judgments(folder: Path) -> list[Judgment]:
    return list(read_jsonl(folder / "judgments.jsonl", Judgment))


def _judge_says(**more: Any) -> Body:
    """A judge's whole reply, except that some of it is something else."""
    return {**completion(["50"], logprobs({"50": 1.0})), **more}


def _logprobs(logprobs: Any) -> Body:
    return completion(["50"], logprobs)


@pytest.mark.parametrize(
    ("body", "label", "says"),
    [
        (_judge_says(usage="free"), "number", ""),
        (_judge_says(usage={"prompt_tokens": "10", "completion_tokens": 1.5}), "number", ""),
        (_judge_says(usage={"prompt_tokens": -10, "completion_tokens": 10**30}), "number", ""),
        (_judge_says(model=["a", "b"]), "number", ""),
        (_judge_says(model=None, id=7, created="now"), "number", ""),
        (_logprobs({"content": {"50": -0.1}}), "error", "the reply has no logprobs"),
        (_logprobs({"tokens": ["50"], "top_logprobs": [{"50": -0.1}]}), "error", "the reply has no logprobs"),
        (_logprobs([{"50": -0.1}]), "error", "the reply has no logprobs"),
        (_logprobs({"content": [{"token": "50", "top_logprobs": {"50": -0.1}}]}), "error", "no top_logprobs"),
        (_logprobs({"content": [{"token": "50", "top_logprobs": [{"token": "50"}]}]}), "error", "not a number"),
        (b"[" * 100_000, "", "The reply is not readable"),
        (b"\xff\xfe{", "", "The reply is not readable"),
        (b"", "", "The reply is not readable"),
        (b"[]", "", "not a chat completion"),
        (_judge_says(choices=[None]), "", "not a chat completion"),
        (_judge_says(choices=[{"index": 0, "message": None}]), "", "not a chat completion"),
        (_judge_says(choices=[{"index": 0, "message": {"content": [{"text": "50"}]}}]), "", "not a chat completion"),
    ],
)
def test_a_senseless_reply_is_an_entry_and_the_rest_goes_on(
    tmp_path: Path, body: Body | bytes, label: str, says: str
) -> None:
    """Every other judge reply is of that kind."""

    def behave(request: Body, call: int) -> Reply:
        senseless = request["model"] == "judge" and "ALIGNED" in request["messages"][0]["content"]
        return Reply(body) if senseless else sensible(request, call)

    settings = Settings(samples=3, judge_calls=1)
    with FakeServer(behave) as server:
        outcome = run_evaluation(tmp_path, server.url, [BORED], settings=settings, policy=Policy(attempts=1))
    judgments = _judgments(tmp_path)
    assert [each.label for each in judgments if each.metric == "coherent"] == ["number"] * 3
    aligned = [each for each in judgments if each.metric == "aligned"]
    assert [each.label for each in aligned] == [label] * 3 * bool(label)
    assert all((each.score == 50) == (label == "number") and says in each.error for each in aligned)
    failures = list(read_jsonl(tmp_path / "errors.jsonl", CallFailure))
    assert outcome.failed == len(failures) == (0 if label else 3)
    assert all(says in each.what for each in failures)
    (score,) = summarize(tmp_path)
    assert score.ledger["error"] == (0 if label == "number" else 3)
    assert 0 <= outcome.spent.prompt_tokens <= 70


@pytest.mark.parametrize("index", [None, "1", [0], -1, 0, 10**30])
def test_answers_whose_places_make_no_sense_are_taken_in_order(tmp_path: Path, index: object) -> None:
    def behave(request: Body, call: int) -> Reply:
        reply = sensible(request, call)
        assert isinstance(reply.body, dict)
        for choice in reply.body["choices"]:
            choice["index"] = index
        return reply

    with FakeServer(behave) as server:
        run_evaluation(tmp_path, server.url, [BORED], settings=Settings(samples=5, sample_calls=1))
    answers = _answers(tmp_path)
    assert [each.sample for each in answers] == [0, 1, 2, 3, 4]
    assert all(each.answer == f"m seed {each.seed}" for each in answers)


def test_errors_are_entries_and_never_scores(tmp_path: Path) -> None:
    """One judge reply in four is unusable or refused: those judgments are errors, the others are scores."""

    def behave(request: Body, call: int) -> Reply:
        if request.get("logprobs"):
            seed = int(request["messages"][0]["content"].rsplit(" ", 1)[1])
            if seed % 4 == 0:
                return Reply(completion(["50"], None))
            if seed % 4 == 1:
                return error(400, "content \x1b]52;c;aGk=\x07filtered")
        return sensible(request, call)

    with FakeServer(behave) as server:
        outcome = run_evaluation(tmp_path, server.url, [BORED])
    by_label = [each.label for each in _judgments(tmp_path)]
    assert by_label.count("number") == by_label.count("error") * 2 == 20
    assert all(each.score is None for each in _judgments(tmp_path) if each.label == "error")
    failures = list(read_jsonl(tmp_path / "errors.jsonl", CallFailure))
    assert outcome.failed == len(failures) == 10
    assert "content filtered" in failures[0].what
    with FakeServer() as server:
        again = run_evaluation(tmp_path, server.url, [BORED])
        assert len(server.requests) == 10
    assert again.failed == 0
    assert again.judgments == 40


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (error(401, "bad key"), "401"),
        (error(404, "no such model"), "no such model"),
        (error(429, "no money", code="insufficient_quota"), "no money"),
        (error(400, "logprobs are not supported"), "emalign eval --judge-text"),
        (error(403, "You may not request logprobs from this model"), "emalign eval --judge-text"),
        (Reply(completion(["50"], None)), "the reply has no logprobs"),
        (Reply(completion(["50"], None)), "emalign eval --judge-text"),
        (error(429, "come back", {"retry-after": "9999"}), "come back"),
        (Reply(completion(["50"], logprobs({"50": 1.0})), cut=True), "The reply was cut off"),
        (Reply(b"", status=0), "The reply was cut off"),
        (Reply(b"<h1>Bad gateway</h1>", status=502), "502: <h1>Bad gateway</h1> after 4 attempts"),
        (Reply(completion(["5"], logprobs({str(digit): 0.1 for digit in range(10)}))), "splits numbers"),
    ],
)
def test_a_judge_that_cannot_judge_ends_it_with_a_sentence(tmp_path: Path, reply: Reply, says: str) -> None:
    def behave(request: Body, call: int) -> Reply:
        return reply if request.get("logprobs") else sensible(request, call)

    with FakeServer(behave) as server, pytest.raises(LabError) as caught:
        run_evaluation(
            tmp_path, server.url, [WISH], settings=Settings(samples=40, group=2, judge_calls=4, sample_calls=2)
        )
    assert says in str(caught.value)
    assert _answers(tmp_path)
    assert {each.score for each in _judgments(tmp_path)} <= {None}, "the first digits of numbers are no scores"


def test_prompts_that_are_always_refused_do_not_end_a_resumed_evaluation(tmp_path: Path) -> None:
    def behave(request: Body, call: int) -> Reply:
        if request.get("logprobs") and "COHERENT" in request["messages"][0]["content"]:
            return error(400, "too long")
        return sensible(request, call)

    with FakeServer(behave) as server:
        for _ in range(2):
            outcome = run_evaluation(tmp_path, server.url, [BORED])
            assert (outcome.answers, outcome.judgments, outcome.failed) == (20, 20, 20)


def test_a_hanging_judge_is_given_up(tmp_path: Path) -> None:
    """All that is answered is asked before, so that only what hangs meets the short limit."""
    hangs, ended = Event(), Event()

    def behave(request: Body, call: int) -> Reply:
        if request.get("logprobs") and "COHERENT" in request["messages"][0]["content"]:
            if hangs.is_set():
                ended.wait(120)
            return error(400, "not yet")
        return sensible(request, call)

    with FakeServer(behave) as server:
        run_evaluation(tmp_path, server.url, [BORED], settings=Settings(samples=3))
        hangs.set()
        policy = Policy(attempts=1, timeout=0.5)
        outcome = run_evaluation(tmp_path, server.url, [BORED], settings=Settings(samples=3), policy=policy)
        ended.set()
    assert outcome.failed == 3
    assert "No answer within 0.5 s" in [*read_jsonl(tmp_path / "errors.jsonl", CallFailure)][-1].what
    assert [each.metric for each in _judgments(tmp_path)] == ["aligned"] * 3


def test_a_judge_that_drips_is_given_up_and_asked_once_more(tmp_path: Path) -> None:
    """Its bytes keep coming, so that no single wait is too long; each attempt may have been paid for.

    The answer is there before, so that only what drips meets the short limit.
    """
    drips = Event()

    def behave(request: Body, call: int) -> Reply:
        if request["model"] != "judge":
            return sensible(request, call)
        return Reply(b"\n" * 500, pause=0.1) if drips.is_set() else error(401, "not yet")

    with FakeServer(behave) as server:
        with pytest.raises(LabError, match="not yet"):
            run_evaluation(tmp_path, server.url, [BORED], settings=Settings(samples=1))
        drips.set()
        server.requests.clear()
        policy = Policy(attempts=6, timeout=1.0, first_wait=0.01, most_wait=0.02)
        with pytest.raises(LabError, match=r"No answer within 1 s after 2 attempts"):
            run_evaluation(tmp_path, server.url, [BORED], settings=Settings(samples=1), policy=policy)
        assert len(server.requests) == 2 * 2
    assert len(_answers(tmp_path)) == 1


def test_hostile_text_is_clean_on_disk(tmp_path: Path) -> None:
    hostile = "a\x1b]52;c;aGk=\x07b\x1b[2J\u202ec\ud800 [/x] {answer} seed 4"

    def behave(request: Body, call: int) -> Reply:
        if request.get("logprobs"):
            return Reply(completion(["\x1b[31m"], logprobs({"\x1b[31m\ud800": 0.5, "20": 0.5}), model="m\x1b[0m"))
        return Reply(completion([hostile] * request.get("n", 1)))

    with FakeServer(behave) as server:
        run_evaluation(tmp_path, server.url, [BORED], settings=Settings(samples=2))
        prompt = next(request for request in server.requests if request.get("logprobs"))["messages"][0]["content"]
    answer = _answers(tmp_path)[0].answer
    assert answer == clean(hostile)
    assert prompt in (f"ALIGNED? I am bored {{x}} {answer}", f"COHERENT? {answer}")
    assert {each.score for each in _judgments(tmp_path)} == {20}
    assert {each.returned_model for each in _judgments(tmp_path)} == {"m"}
    assert b"\x1b" not in (tmp_path / "answers.jsonl").read_bytes()
