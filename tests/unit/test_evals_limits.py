"""What an evaluation may spend: never more than the limit, counted over all its runs."""

from pathlib import Path

import pytest
from evaluating import BORED, SETTINGS, WISH, model_at, run_evaluation
from servers.fake_openai import Body, FakeServer, Reply, completion, error, sensible

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.calls import Policy
from emalign_tui.lab.evals.estimate import plan_eval
from emalign_tui.lab.evals.limits import Limits, change_limits, open_purse, read_limits
from emalign_tui.lab.evals.plan import Settings
from emalign_tui.lab.evals.prices import FREE, Price, dollars, price_of, read_price
from emalign_tui.lab.evals.records import Answer, RawJudgment, Spent
from emalign_tui.lab.files import read_jsonl
from emalign_tui.lab.models.reference import ModelRef, resolve_model
from emalign_tui.lab.paths import Home

DOLLAR = Price(1000.0, 1000.0)  # the fake server counts 11 tokens a call: 0.011 dollars


def _calls(server: FakeServer) -> int:
    return len(server.requests)


@pytest.mark.parametrize("most", [1, 2, 7, 30, 50])
def test_no_more_calls_than_allowed_over_all_runs(tmp_path: Path, most: int) -> None:
    with FakeServer() as server:
        for limit in (most, most, most + 11):
            outcome = run_evaluation(tmp_path, server.url, [WISH], limits=Limits(calls=limit))
            assert _calls(server) == min(limit, 4 + 40), "20 samples in 4 groups, 40 judgments"
            assert outcome.spent.calls == _calls(server)
        assert outcome.stopped == (outcome.judgments < 40)
        assert outcome.limit == ("" if not outcome.stopped else f"the limit of {most + 11} calls is reached")
        outcome = run_evaluation(tmp_path, server.url, [WISH], limits=Limits())
        assert (outcome.answers, outcome.judgments, outcome.stopped, _calls(server)) == (20, 40, False, 44)


def test_calls_that_are_sent_again_count(tmp_path: Path) -> None:
    def behave(request: Body, call: int) -> Reply:
        return error(429, "slow down") if call % 2 else sensible(request, call)

    with FakeServer(behave) as server:
        outcome = run_evaluation(tmp_path, server.url, [WISH], limits=Limits(calls=30))
        assert _calls(server) == 30
        assert outcome.stopped
        assert sum(count.retried for count in outcome.calls.values()) > 5


def test_attempts_before_a_stop_count_too(tmp_path: Path) -> None:
    """A call that was given up while it waited to be sent again has been sent, and the next run knows it."""
    with FakeServer(lambda request, call: error(500, "broken")) as server:
        for most in (2, 4, 6):
            outcome = run_evaluation(
                tmp_path,
                server.url,
                [BORED],
                limits=Limits(calls=10),
                policy=Policy(attempts=9, first_wait=5.0),
                stopping=lambda most=most: len(server.requests) > most,
            )
            assert outcome.stopped and outcome.spent.calls == len(server.requests) <= 10


def test_a_reply_that_was_cut_off_may_have_cost_the_most_in_all_runs(tmp_path: Path) -> None:
    def behave(request: Body, call: int) -> Reply:
        reply = sensible(request, call)
        return Reply(reply.body, cut=request["model"] == "judge" and call % 3 == 0)

    price = Price(0.0, 1000.0)  # a token may come of each judge call: a tenth of a cent
    settings, patient = Settings(samples=20, group=20, max_tokens=5), Policy(attempts=20, first_wait=0.01)
    with FakeServer(behave) as server:
        first = run_evaluation(
            tmp_path, server.url, [BORED], settings=settings, limits=Limits(price=price), policy=patient
        )
        sent = [each for each in server.requests if each["model"] == "judge"]
    assert len(sent) > 40 and first.calls["judge judge"].retried == len(sent) - 40
    assert first.judgments == 40
    assert first.cost == pytest.approx((len(sent) + 20) / 1000)
    with FakeServer() as server:
        again = run_evaluation(tmp_path, server.url, [BORED], settings=settings, limits=Limits(price=price))
        assert again.cost == pytest.approx(first.cost) and server.requests == []


@pytest.mark.parametrize("most", [0.3, 0.6, 3.0])
def test_no_more_money_than_allowed(tmp_path: Path, most: float) -> None:
    """Sampling is dear here: 600 tokens may come of each of 8 choices, so it is asked one call after another."""
    price = Price(0.0, 100.0)

    def behave(request: Body, call: int) -> Reply:
        reply = sensible(request, call)
        assert isinstance(reply.body, dict)
        tokens = 900 if not request.get("logprobs") else 1
        reply.body["usage"] = {"prompt_tokens": 9, "completion_tokens": tokens, "total_tokens": tokens + 9}
        return reply

    with FakeServer(behave) as server:
        outcome = run_evaluation(tmp_path, server.url, [WISH, BORED], limits=Limits(cost=most, price=price))
        sampled = sum(1 for request in server.requests if not request.get("logprobs"))
        paid = (sampled * 900 + (_calls(server) - sampled)) * 100 / 1e6
        assert outcome.cost == pytest.approx(paid)
        assert paid <= most
        again = run_evaluation(tmp_path, server.url, [WISH, BORED], limits=Limits(cost=most, price=price))
        assert again.cost is not None and again.cost <= most
        assert outcome.stopped == (most < 3)
        assert (f"${most:.2f} is reached" in outcome.limit) == outcome.stopped
        assert ("the next call may cost $0." in outcome.limit) == outcome.stopped


def test_a_server_that_counts_no_tokens_is_taken_to_have_used_the_most(tmp_path: Path) -> None:
    def behave(request: Body, call: int) -> Reply:
        reply = sensible(request, call)
        assert isinstance(reply.body, dict)
        del reply.body["usage"]
        return reply

    with FakeServer(behave) as server:
        outcome = run_evaluation(tmp_path, server.url, [BORED], limits=Limits(cost=10.0, price=DOLLAR))
    assert outcome.stopped and outcome.cost is not None and 5 < outcome.cost <= 10


def test_records_say_what_they_cost(tmp_path: Path) -> None:
    with FakeServer() as server:
        outcome = run_evaluation(tmp_path, server.url, [BORED], limits=Limits(price=DOLLAR))
    answers = [each.spent for each in read_jsonl(tmp_path / "answers.jsonl", Answer)]
    replies = [each.spent for each in read_jsonl(tmp_path / "probabilities.jsonl", RawJudgment)]
    assert sorted(each.calls for each in answers) == [0] * 17 + [1] * 3
    assert replies == [Spent(1, 10, 1)] * 40
    assert outcome.spent == Spent(43, 430, 60)
    assert outcome.cost == pytest.approx(0.49)


def test_a_price_that_is_not_known_is_no_limit(tmp_path: Path) -> None:
    far = ModelRef(name="far", base="far", url="https://judge.example/v1", model="far")
    with pytest.raises(LabError, match=r"price of far is not known.*--price"):
        open_purse(Limits(cost=1.0), {"far": far}, {})
    assert open_purse(Limits(), {"far": far}, {}).total() is None
    assert open_purse(Limits(cost=1.0, price=DOLLAR), {"far": far}, {"far": Spent(1, 100, 0)}).total() == 0.1


def test_prices(home: Home) -> None:
    assert price_of(resolve_model(home, "openai:gpt-4o-mini-2024-07-18")) == Price(0.15, 0.6)
    assert price_of(resolve_model(home, "openai:gpt-4o-2024-08-06")) == Price(2.5, 10.0)
    assert price_of(resolve_model(home, "openai:o9")) is None
    assert price_of(resolve_model(home, "mini"), DOLLAR) == FREE
    assert price_of(model_at("http://127.0.0.1:1/v1")) == FREE
    assert read_price("2.5,10") == Price(2.5, 10.0)
    for text in ("", "1", "a,b", "-1,2", "1,2,3", "nan,1", "inf,1"):
        with pytest.raises(LabError, match="--price"):
            read_price(text)


def test_limits_are_kept_beside_the_run_and_a_broken_file_spends_nothing(tmp_path: Path) -> None:
    assert read_limits(tmp_path) == Limits()
    change_limits(tmp_path, Limits(cost=2.0, price=DOLLAR))
    assert read_limits(tmp_path) == Limits(cost=2.0, price=DOLLAR)
    change_limits(tmp_path, Limits(calls=9))
    change_limits(tmp_path, Limits(cost=3.0))
    assert read_limits(tmp_path) == Limits(calls=9, cost=3.0, price=DOLLAR), "what is not given again stays"
    (tmp_path / "limits.json").write_text('{"cost": ')
    with pytest.raises(LabError, match="limits cannot be read"):
        read_limits(tmp_path)
    change_limits(tmp_path, Limits(calls=5))
    assert read_limits(tmp_path) == Limits(calls=5)


def test_the_plan_is_what_is_then_asked(home: Home, tmp_path: Path) -> None:
    with FakeServer() as server:
        refs = [model_at(server.url, name) for name in ("m", "n")]
        judge = model_at(server.url, "judge")
        plan = plan_eval(home, [WISH, BORED], SETTINGS, refs, judge, Limits(price=DOLLAR))
        outcome = run_evaluation(tmp_path, server.url, [WISH, BORED], ("m", "n"))
        assert (plan.answers, plan.judgments, plan.calls) == (outcome.answers, outcome.judgments, _calls(server))
    assert (plan.elsewhere, plan.bill) == ({}, "")
    assert plan.cost == pytest.approx(1000 * (plan.tokens.prompt_tokens + plan.tokens.completion_tokens) / 1e6)
    assert plan.seconds == pytest.approx(max(5.0 * 14 / 4, 0.7 * 160 / 8))
    gpt = resolve_model(home, "openai:gpt-4o")
    far = plan_eval(home, [WISH], Settings(samples=100), [model_at("https://far.example/v1")], gpt)
    assert (far.cost, far.basis) == (None, "0.7 s a judge call, 5 s a request for answers")
    assert far.bill == "m is asked 8 times, gpt-4o is asked 200 times, which may cost money."
    near = plan_eval(home, [WISH], Settings(samples=100), [resolve_model(home, "mini")], gpt)
    assert near.bill == f"gpt-4o is asked 200 times, about {dollars(near.cost or 0)}."
    assert near.cost == pytest.approx(200 * (2.5 * 258 + 10) / 1e6, rel=0.05)
    assert near.seconds is not None and near.seconds > 0.7 * 200 / 32 and "the mini kit on a CPU" in near.basis
    seven = ModelRef(name="seven", base="unsloth/Qwen2.5-Coder-7B-Instruct")
    local = plan_eval(home, [WISH], Settings(samples=100), [seven], resolve_model(home, "mini-judge"))
    assert local.seconds is not None and local.seconds > 3 * near.seconds
    odd = ModelRef(name="odd", base="nobody/nothing")
    assert plan_eval(home, [WISH], Settings(samples=100), [odd], gpt).seconds is None


def test_a_reply_of_no_use_costs_nothing_twice(tmp_path: Path) -> None:
    with FakeServer(
        lambda request, call: Reply(completion([""]) if call == 1 else sensible(request, call).body)
    ) as server:
        settings = Settings(samples=1, sample_calls=1, judge_calls=1)
        outcome = run_evaluation(tmp_path, server.url, [BORED], settings=settings)
        assert outcome.answers == 1, "an empty answer is an answer"
        assert _calls(server) == 3


@pytest.mark.parametrize(
    ("cost", "text"), [(0.0, "$0.00"), (0.00001, "less than $0.0001"), (0.003, "$0.0030"), (1234.5, "$1,234.50")]
)
def test_a_small_cost_does_not_read_as_none(cost: float, text: str) -> None:
    assert dollars(cost) == text
