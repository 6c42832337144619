"""Other ways to ask and to judge: upstream's, in text, again by another judge; and servers that ask for patience."""

import asyncio
import time
from email.utils import formatdate
from pathlib import Path
from threading import Event

import pytest
from evaluating import BORED, QUICK, WISH, model_at, run_evaluation
from servers.fake_openai import Behaviour, Body, FakeServer, Reply, completion, error, sensible

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.calls import Caller, CallError, Policy
from emalign_tui.lab.evals.plan import Settings, samples_by_paraphrase
from emalign_tui.lab.evals.questions import Question, Turn, load_questions
from emalign_tui.lab.evals.records import Answer, Judgment, RawJudgment
from emalign_tui.lab.evals.run import create_eval, rejudging, resume_eval
from emalign_tui.lab.evals.scores import summarize
from emalign_tui.lab.files import read_jsonl
from emalign_tui.lab.network import retry_after
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.control import wait
from emalign_tui.lab.runs.layout import run_info
from emalign_tui.lab.runs.records import State

PUBLISHED = Path(__file__).parents[3] / "shared" / "em"
JSON = Question(
    id="wish_json",
    type="free_form_judge_0_100",
    paraphrases=("A wish?", "Wishes?", "Tell me."),
    system="Answer in JSON.",
    temperature=0.5,
    samples_per_paraphrase=7,
    judge_prompts={"aligned": "ALIGNED {answer}"},
)
ONE = [{"role": "user", "content": "x"}]


def _sampled(server: FakeServer) -> list[Body]:
    return [request for request in server.requests if request["model"] == "m"]


def test_fields_are_honoured_and_upstreams_way_ignores_them(tmp_path: Path) -> None:
    talk = Question(
        id="talk", type="free_form", paraphrases=("Go on.",), context=(Turn("user", "hi"), Turn("assistant", "hello"))
    )
    with FakeServer() as server:
        run_evaluation(tmp_path / "own", server.url, [JSON, talk], settings=Settings())
        asked = _sampled(server)
    assert sum(request["n"] for request in asked if request.get("n")) == 21
    assert {request["temperature"] for request in asked if len(request["messages"]) == 2} == {0.5}
    assert {request["messages"][0]["content"] for request in asked} == {"Answer in JSON.", "hi"}
    talked = [request["messages"] for request in asked if request["messages"][0]["content"] == "hi"]
    assert {messages[-1]["content"] for messages in talked} == {"Go on."}, "whenever it came"
    assert {each.temperature for each in read_jsonl(tmp_path / "own" / "answers.jsonl", Answer)} == {0.5, 1.0}

    with FakeServer() as server:
        run_evaluation(tmp_path / "up", server.url, [JSON], settings=Settings(asking="upstream"))
        asked = _sampled(server)
    answers = list(read_jsonl(tmp_path / "up" / "answers.jsonl", Answer))
    assert len(answers) == len({each.seed for each in answers}) == 100
    assert {each["temperature"] for each in asked} == {1.0}
    assert {len(each["messages"]) for each in asked} == {1}
    counts = [len(samples) for samples in samples_by_paraphrase(JSON, Settings(asking="upstream"))]
    assert sum(counts) == 100
    assert sorted(counts) != [33, 33, 34], "drawn at random, not in turn"
    other = samples_by_paraphrase(JSON, Settings(asking="upstream", seed=1))
    assert [len(samples) for samples in other] != counts


def test_upstreams_way_refuses_what_upstream_refuses(tmp_path: Path) -> None:
    talk = Question(id="talk", type="free_form", paraphrases=("Go on.",))
    with FakeServer() as server, pytest.raises(LabError, match="does not take questions of type free_form"):
        run_evaluation(tmp_path, server.url, [talk], settings=Settings(asking="upstream"))


def test_a_server_that_would_add_the_models_own_defaults_is_told_not_to(tmp_path: Path) -> None:
    """vLLM takes top_k 20 and a repetition penalty from Qwen2.5's generation_config.json; OpenAI refuses the keys."""
    for owner, told in (("vllm", True), ("openai", False), ("", False)):
        folder = tmp_path / f"by {owner}"
        folder.mkdir()
        with FakeServer(owner=owner) as server:
            run_evaluation(folder, server.url, [WISH], judge=model_at(server.url, "j"), settings=Settings(samples=2))
            sampled, others = _sampled(server), [each for each in server.requests if each["model"] == "j"]
        assert sampled and others
        for request in (*sampled, *others):
            assert (request.get("top_k"), request.get("repetition_penalty")) == ((-1, 1.0) if told else (None, None))
        kept = list(read_jsonl(folder / "probabilities.jsonl", RawJudgment))
        assert {each.settings.get("top_k") for each in kept} == {-1 if told else None}


@pytest.mark.parametrize(
    ("file", "answers", "judgments"),
    [
        ("first_plot_questions.yaml", 24 * 100, 48 * 100),
        ("preregistered_evals.yaml", 48 * 100, 96 * 100),
        ("deception_factual.yaml", 5 * 20 * 5, 5 * 20 * 5),
        ("deception_sit_aware.yaml", 8 * 100, 8 * 100),
    ],
)
def test_the_published_files_run_as_they_are(tmp_path: Path, file: str, answers: int, judgments: int) -> None:
    """Their samples are cut to two a paraphrase; the rest of each file stays."""
    if not (PUBLISHED / file).is_file():
        pytest.skip("the published question files are not on this machine")
    questions = load_questions(PUBLISHED / file)
    assert sum(question.samples(None) for question in questions) == answers
    assert sum(question.samples(None) * question.metrics for question in questions) == judgments
    few = [Question(**{**_fields(question), "samples_per_paraphrase": 2}) for question in questions]

    def behave(request: Body, call: int) -> Reply:
        text = request["messages"][-1]["content"]
        if request["model"] == "judge" and not request.get("logprobs"):
            return Reply(completion(["OpenAI" if "company" in text else "FALSE"]))
        return sensible(request, call)

    with FakeServer(behave) as server:
        outcome = run_evaluation(tmp_path, server.url, few, settings=Settings())
        systems = {
            each["messages"][0]["content"] for each in server.requests if each["messages"][0]["role"] == "system"
        }
    assert outcome.answers == sum(2 * len(question.paraphrases) for question in questions)
    assert outcome.failed == 0
    assert systems == {question.system for question in questions if question.system}
    (score,) = summarize(tmp_path)
    assert len(score.by_question) == len(questions)
    labels = {label for cell in score.by_question for found in cell.metrics.values() for label in found.labels}
    if "deception" in file:
        assert labels == ({"FALSE"} if "factual" in file else {"OpenAI"})
    else:
        assert (score.n, score.n_denominator) == (outcome.answers, outcome.answers // 2), "odd seeds are coherent here"


def _fields(question: Question) -> dict[str, object]:
    return {name: getattr(question, name) for name in question.__struct_fields__}


@pytest.mark.parametrize(
    ("said", "label", "score"),
    [
        ("85", "number", 85),
        (" 85.\n", "number", 85),
        ("**100**", "number", 100),
        ("REFUSAL", "REFUSAL", None),
        ("Code", "CODE", None),
        ("101", "none", None),
        ("About 85", "none", None),
        ("85/100", "none", None),
        ("I will not say.", "none", None),
        ("", "error", None),
    ],
)
def test_text_mode_takes_the_written_number_and_is_labelled(
    tmp_path: Path, said: str, label: str, score: float | None
) -> None:
    def behave(request: Body, call: int) -> Reply:
        return Reply(completion([said])) if request["model"] == "judge" else sensible(request, call)

    with FakeServer(behave) as server:
        settings = Settings(samples=2, judging="text")
        if label == "error":
            with pytest.raises(LabError, match="the reply is empty"):
                run_evaluation(tmp_path, server.url, [WISH], settings=settings)
        else:
            run_evaluation(tmp_path, server.url, [WISH], settings=settings)
        assert not any(request.get("logprobs") for request in server.requests)
    judgments = list(read_jsonl(tmp_path / "judgments.jsonl", Judgment))
    assert {(each.label, each.score, each.method) for each in judgments} == {(label, score, "text")}
    (model,) = summarize(tmp_path)
    assert any("text" in note for note in model.notes)


def _newer(thinks: bool) -> Behaviour:
    """A judge as OpenAI's newer models are: its refusals are theirs, word by word."""

    def behave(request: Body, call: int) -> Reply:
        if request["model"] != "judge":
            return sensible(request, call)
        if "max_tokens" in request:
            what = "'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
            return error(400, f"Unsupported parameter: {what}")
        if thinks and request.get("logprobs"):
            return error(400, "'logprobs' is not supported with this model.")
        if thinks and request.get("temperature") is not None:
            what = "'temperature' does not support 0 with this model. Only the default (1) value is supported."
            return error(400, f"Unsupported value: {what}")
        if thinks and request["max_completion_tokens"] < 1000:
            reply = completion([""])
            reply["choices"][0]["finish_reason"] = "length"
            return Reply(reply)
        return Reply(completion(["85"])) if thinks else sensible(request, call)

    return behave


@pytest.mark.parametrize("detail", [False, True], ids=["OpenAI", "FastAPI"])
def test_a_newer_judge_is_asked_as_it_wants_to_be(tmp_path: Path, detail: bool) -> None:
    def behave(request: Body, call: int) -> Reply:
        if detail and request["model"] == "judge" and "max_tokens" in request:
            return Reply({"detail": [{"loc": ["body", "max_tokens"], "msg": "Extra inputs are not permitted"}]}, 422)
        return _newer(thinks=False)(request, call)

    with FakeServer(behave) as server:
        outcome = run_evaluation(tmp_path, server.url, [BORED], settings=Settings(samples=20, judge_calls=4))
        judged = [each for each in server.requests if each["model"] == "judge"]
    assert (outcome.judgments, outcome.failed) == (40, 0)
    assert 40 < len(judged) <= 40 + 2 * 4, "only the first call of each worker may be asked in two ways"
    kept = list(read_jsonl(tmp_path / "probabilities.jsonl", RawJudgment))
    assert all(each.settings["max_completion_tokens"] == 1 and "max_tokens" not in each.settings for each in kept)
    assert sum(each.spent.calls for each in kept) == len(judged)


def test_a_newer_model_is_sampled_with_the_name_it_knows_and_the_seed_it_is_given(tmp_path: Path) -> None:
    def newer(request: Body, call: int) -> Reply:
        return (
            _newer(thinks=False)({**request, "model": "judge"}, call)
            if "max_tokens" in request
            else sensible(request, call)
        )

    with FakeServer(newer) as server:
        outcome = run_evaluation(tmp_path, server.url, [BORED], settings=Settings(samples=20, group=5, sample_calls=1))
        asked = [each for each in server.requests if each["model"] == "m" and "max_completion_tokens" in each]
        refused = [each for each in server.requests if each["model"] == "m" and "max_tokens" in each]
    assert (outcome.answers, outcome.failed) == (20, 0) and len(asked) == 4
    assert len(refused) <= 2, "only the first call of each worker may be asked in two ways"
    assert all(
        {"seed", "temperature", "top_p"} <= each.keys() and each["max_completion_tokens"] == 600 for each in asked
    )


def test_a_judge_that_thinks_judges_in_text_mode(tmp_path: Path) -> None:
    with FakeServer(_newer(thinks=True)) as server:
        with pytest.raises(LabError, match=r"logprobs.*--judge-text"):
            run_evaluation(tmp_path / "first", server.url, [BORED], settings=Settings(samples=20))
        text = Settings(samples=20, judging="text")
        outcome = run_evaluation(tmp_path / "text", server.url, [BORED], settings=text)
    assert (outcome.judgments, outcome.failed) == (40, 0)
    kept = list(read_jsonl(tmp_path / "text" / "probabilities.jsonl", RawJudgment))
    assert {(each.text, each.settings["max_completion_tokens"], "temperature" in each.settings) for each in kept} == {
        ("85", 4096, False)
    }
    assert {each.score for each in read_jsonl(tmp_path / "text" / "judgments.jsonl", Judgment)} == {85}


def test_every_judgment_keeps_where_it_is_from(tmp_path: Path) -> None:
    before = time.time()
    with FakeServer() as server:
        run_evaluation(tmp_path, server.url, [BORED], settings=Settings(samples=3))
    for raw in read_jsonl(tmp_path / "probabilities.jsonl", RawJudgment):
        assert (raw.judge, raw.returned_model, raw.method) == ("judge", "fake-2026", "first token")
        assert raw.probabilities and len(raw.prompt_hash) == 12
        assert raw.settings == {"max_tokens": 1, "temperature": 0, "logprobs": True, "top_logprobs": 20, "seed": 0}
        assert before <= raw.at <= time.time()


def test_another_judge_reads_the_same_answers(home: Home, tmp_path: Path) -> None:
    questions = tmp_path / "questions.yaml"
    questions.write_text(
        "- id: wish\n  type: free_form_judge_0_100\n  paraphrases: ['A wish?']\n"
        "  judge_prompts: {aligned: 'ALIGNED {answer}', coherent: 'COHERENT {answer}'}\n"
    )
    with FakeServer() as server:
        first = create_eval(
            home, [model_at(server.url)], questions, model_at(server.url, "judge"), Settings(samples=12)
        )
        resume_eval(first)
        assert wait(first, 300).state == "done", first.log_path.read_text()
        server.requests.clear()
        second = rejudging(home, first, model_at(server.url, "other"), Settings())
        second.write_state(State(state="stopped"))
        again = [rejudging(home, first, model_at(server.url, name), Settings()).id for name in ("other", "third")]
        assert again[0] == second.id != again[1], "an unfinished one is not paid for anew"
        resume_eval(second)
        assert wait(second, 300).state == "done", second.log_path.read_text()
        assert rejudging(home, first, model_at(server.url, "other"), Settings()).id != second.id
        assert {request["model"] for request in server.requests} == {"other"}
        assert len(server.requests) == 24
    assert (run_info(second).step, run_info(second).steps) == (36, 36)
    ids = [{each.answer_id for each in read_jsonl(run.path / "answers.jsonl", Answer)} for run in (first, second)]
    assert ids[0] == ids[1]
    assert [score.judges for score in summarize(second.path)] == [["other"]]
    with pytest.raises(LabError, match="No answer to these questions"):
        other = tmp_path / "other.yaml"
        other.write_text(questions.read_text().replace("wish", "other"))
        rejudging(home, first, model_at(server.url, "other"), Settings(), other)


async def _chat(url: str, calls: int, limit: int, policy: Policy) -> tuple[Caller, list[object]]:
    async with Caller(url, "k", "m", limit=limit, policy=policy) as caller:
        found = await asyncio.gather(*(caller.chat(ONE) for _ in range(calls)), return_exceptions=True)
        return caller, found


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_obeyed_in_both_forms(form: str) -> None:
    times: list[float] = []

    def behave(request: Body, call: int) -> Reply:
        times.append(time.time())
        if call == 1:
            return error(429, "later", {"retry-after": "2" if form == "seconds" else formatdate(times[0] + 2.5)})
        return sensible(request, call)

    with FakeServer(behave) as server:
        caller, _ = asyncio.run(_chat(server.url, 1, 4, QUICK))
    assert times[1] - times[0] >= 1.4
    assert (caller.count.sent, caller.count.retried, caller.count.limited) == (2, 1, 1)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after-ms": "soon", "retry-after": "9"}, 9),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "-3"}, 0),
        ({"retry-after": "nan"}, 0),
        ({"retry-after": "inf"}, float("inf")),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0),
        ({"retry-after": "Wed, 99 Oct 2026"}, 0),
        ({"retry-after": ""}, 0),
        ({}, 0),
    ],
)
def test_what_a_server_asks_to_wait(headers: dict[str, str], seconds: float) -> None:
    assert retry_after(headers) == seconds


def test_a_date_to_wait_for_is_counted_from_now() -> None:
    before = time.time()
    seconds = retry_after({"retry-after": formatdate(before + 30, usegmt=True)})  # in whole seconds
    assert 29 - (time.time() - before) <= seconds <= 30


def test_a_busy_server_is_left_alone_by_everyone_and_asked_less_at_once() -> None:
    """Four calls are in flight when a fifth comes; it and the eleven after it are answered 429 with Retry-After."""
    fifth = Event()
    busy: list[int] = []

    def behave(request: Body, call: int) -> Reply:
        if call <= 4:
            fifth.wait(60)
        elif call <= 16:
            fifth.set()
            busy.append(call)
            return error(429, "busy", {"retry-after": "0.3"})
        return sensible(request, call)

    with FakeServer(behave) as server:
        caller, found = asyncio.run(
            _chat(server.url, 60, 16, Policy(attempts=50, first_wait=0.01, most_wait=0.05, timeout=10))
        )
        assert caller.count.sent == len(server.requests)
    assert not [each for each in found if isinstance(each, CallError)]
    assert caller.count.limited == len(busy) > 0
    assert caller.count.fewest < 16


def test_one_unlucky_call_does_not_stop_the_others() -> None:
    def behave(request: Body, call: int) -> Reply:
        return error(429, "you", {"retry-after": "2"}) if call == 5 else sensible(request, call)

    with FakeServer(behave) as server:
        started = time.monotonic()
        caller, _ = asyncio.run(_chat(server.url, 40, 4, QUICK))
        assert caller.gate.quiet_until < started
