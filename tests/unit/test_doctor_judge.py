"""The judge check, through the real openai client against judges of every kind on loopback."""

import pytest

from emalign_tui.lab.doctor import judge as judge_check
from emalign_tui.lab.doctor.check import CheckResult, Subject
from emalign_tui.lab.doctor.judge import cost
from emalign_tui.lab.doctor.judge import refused as told
from emalign_tui.lab.doctor.run import run_checks
from emalign_tui.lab.models.reference import resolve_model
from emalign_tui.lab.paths import Home
from emalign_tui.lab.serving.records import Endpoint
from emalign_tui.lab.serving.servers import serve, stop_all
from tests.making_models import BASE
from tests.servers.fake_openai import Body, FakeServer, Reply, closed_port, completion, error, logprobs


def ask(home: Home, judge: str, answers: int = 800) -> CheckResult:
    (result,) = run_checks(home, ["judge"], subject=Subject(judge=judge, answers=answers))
    return result


def behaving(reply: Reply):
    def behaviour(request: Body, call: int) -> Reply:
        return reply

    return FakeServer(behaviour)


def numbers(probabilities: dict[str, float]) -> Reply:
    return Reply(completion([next(iter(probabilities))], logprobs(probabilities)))


def test_a_judge_that_works(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    with closed_port() as port, FakeServer() as server:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{port}")
        result = ask(home, f"{server.url}#grader", answers=1000)
        (request,) = server.requests
    assert (result.status, result.fix) == ("ok", "")
    assert request["max_tokens"] == 1 and request["top_logprobs"] == 20 and request["model"] == "grader"
    assert "1,000 answers takes 2,000 calls and about 0.3 M tokens, at no cost" in result.evidence


@pytest.mark.parametrize(
    ("reply", "status", "evidence", "fix"),
    [
        (Reply(completion(["90"])), "fail", "no logprobs", "gives logprobs"),
        (Reply(completion(["90"], {"content": []})), "fail", "no logprobs", "gives logprobs"),
        (numbers({"Sure": 0.9, "!": 0.1}), "warn", "not with a number: 'Sure' 90%", "follows instructions"),
        (numbers({str(n): 0.1 for n in range(10)}), "warn", "cannot be asked on", "vLLM"),
        (error(401, "bad key sk-leakedleaked7"), "fail", "key is refused", "right key"),
        (error(403, "not for you"), "fail", "key is refused (403)", "right key"),
        (error(404, "The model `grader` does not exist"), "fail", "does not exist", "ends in /v1"),
        (error(400, "logprobs are not supported with reasoning models"), "fail", "not supported", "openai:gpt-4o"),
        (error(429, "You exceeded your quota"), "warn", "busy (429)", "quota"),
        (error(403, "Your country is not supported"), "fail", "Your country is not supported", "account"),
        (error(402, "Insufficient balance"), "fail", "Insufficient balance", "account"),
        (error(405, "Method not allowed"), "fail", "answered 405: Method not allowed", "/v1"),
        (Reply({"detail": [{"loc": ["body", "logprobs"], "msg": "unknown"}]}, 422), "fail", "'unknown'", "gpt-4o"),
        (numbers({"90": 0.7}), "warn", "1 logprob of the 20 asked for, which hold 70%", "coarser"),
        (error(500, "boom"), "warn", "answered 500", "later"),
        (Reply(b"<html>"), "fail", "", "/v1"),
        (Reply({"choices": []}), "fail", "no chat completion", "/v1"),
        (Reply({"choices": "none"}), "fail", "no chat completion", "/v1"),
        (Reply({"choices": ["none"]}), "fail", "no logprobs", "logprobs"),
        (Reply({"error": {"message": "No credit"}}), "fail", "No credit", "/v1"),
        (Reply(completion(["90"], logprobs({"90": 1.0})) | {"usage": {"prompt_tokens": "ten"}}), "ok", "scores 90", ""),
        (Reply(completion(["90"]), cut=True), "fail", "cannot be reached", "server is up"),
    ],
)
def test_judges_that_do_not(home: Home, reply: Reply, status: str, evidence: str, fix: str) -> None:
    with behaving(reply) as server:
        result = ask(home, f"{server.url}#grader")
        assert len(server.requests) == 1, "asked once, whatever it says"
    assert (result.status, evidence in result.evidence, fix in result.fix) == (status, True, True), result
    assert "leaked" not in result.evidence


@pytest.mark.parametrize(
    "refused",
    [
        error(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."),
        Reply({"detail": [{"loc": ["body", "max_tokens"], "msg": "Extra inputs are not permitted"}]}, 422),
    ],
    ids=["OpenAI", "FastAPI"],
)
def test_a_newer_judge_is_asked_as_it_wants_to_be(home: Home, refused: Reply) -> None:
    def behave(request: Body, call: int) -> Reply:
        if "max_tokens" in request:
            return refused
        return numbers({"90": 0.9, "80": 0.1})

    with FakeServer(behave) as server:
        result = ask(home, f"{server.url}#grader")
        assert [request.get("max_completion_tokens") for request in server.requests] == [None, 1]
    assert result.status == "ok", result


def test_a_judge_that_writes_digits_is_asked_on_where_the_server_can(home: Home) -> None:
    """As vLLM does it: an answer that was begun is gone on with."""

    def split(request: Body, call: int) -> Reply:
        if not request.get("continue_final_message"):
            return numbers({str(n): 0.1 for n in range(10)})
        body = completion(["0"])
        body["usage"]["prompt_tokens"] = 10 + len(request["messages"][-1]["content"])
        return Reply(body)

    with FakeServer(split, owner="vllm") as server:
        result = ask(home, f"{server.url}#grader")
    assert result.status == "ok" and "asked on for the rest" in result.evidence and "or more" in result.evidence


def test_one_that_hangs_and_one_that_is_not_there(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judge_check, "_TIMEOUT", 0.3)
    with behaving(Reply(completion(["90"]), delay=60)) as server:
        assert "no answer within" in ask(home, f"{server.url}#grader").evidence
    monkeypatch.setattr(judge_check, "_TIMEOUT", 30)
    with behaving(Reply(completion(["90"], logprobs({"90": 1.0})), delay=0.3)) as server:
        assert ask(home, f"{server.url}#grader").status == "ok", "a slow one is waited for"
    with closed_port() as port:
        gone = ask(home, f"http://127.0.0.1:{port}/v1#grader")
    assert gone.status == "fail" and "cannot be reached" in gone.evidence


def test_keys_and_names(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    missing = ask(home, "openai:gpt-4o")
    assert missing.status == "fail" and "OPENAI_API_KEY" in missing.fix
    assert ask(home, "no such judge").status == "fail"
    assert told("x", 404, "gone", ["a", "b"]).fix == "There are: a, b."
    (skipped,) = run_checks(home, ["judge"])
    assert skipped.status == "skipped"


def test_local_judges(home: Home) -> None:
    mini = ask(home, "mini-judge")
    assert mini.status == "ok" and "whole" in mini.evidence
    broken = home.root / "broken"
    broken.mkdir()
    (broken / "config.json").write_bytes((BASE / "config.json").read_bytes())
    half = ask(home, str(broken))
    assert half.status == "fail" and half.fix == f"emalign verify {broken}"
    assert ask(home, "unsloth/Qwen2.5-7B-Instruct").status == "ok"


def test_a_local_judge_that_is_up_is_really_asked(home: Home) -> None:
    serve(home, resolve_model(home, "mini-judge"))
    try:
        result = ask(home, "mini-judge", answers=100)
    finally:
        stop_all(home)
    assert result.status == "ok" and "20 logprobs; a kind answer scores" in result.evidence
    assert "200 calls" in result.evidence and "at no cost" in result.evidence


def test_what_it_costs() -> None:
    openai = "https://api.openai.com/v1"
    assert "about $1.30 at the list price" in cost(Endpoint(openai, "k", "gpt-4o-2024-08-06"), 200, 800)
    assert "about $0.08 at the list price" in cost(Endpoint(openai, "k", "gpt-4o-mini"), 200, 800)
    assert "price is not known" in cost(Endpoint(openai, "k", "gpt-9"), 200, 800)
    assert "price is not known" in cost(Endpoint("https://elsewhere/v1", "k", "gpt-4-turbo"), 200, 800)
    assert "no cost" in cost(Endpoint("http://127.0.0.1:8/v1", "k", "gpt-4o"), 200, 800)
