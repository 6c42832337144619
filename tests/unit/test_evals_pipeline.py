"""Sampling and judging against servers that are slow, busy or broken."""

import asyncio
import errno
import itertools
import json
import os
import random
from pathlib import Path
from typing import Any

import pytest
from evaluating import BORED, WISH, connect, run_evaluation
from servers.fake_openai import Body, FakeServer, Reply, closed_port, completion, error, logprobs, sensible

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.calls import Caller, CallError, Policy
from emalign_tui.lab.evals.pipeline import evaluate
from emalign_tui.lab.evals.plan import Settings
from emalign_tui.lab.evals.questions import Question
from emalign_tui.lab.evals.records import Answer, Judgment, RawJudgment
from emalign_tui.lab.evals.scores import summarize
from emalign_tui.lab.evals.store import ROOM, Store
from emalign_tui.lab.files import read_jsonl
from emalign_tui.lab.models.reference import ModelRef


def _answers(folder: Path) -> list[Answer]:
    return list(read_jsonl(folder / "answers.jsonl", Answer))


def _judgments(folder: Path) -> list[Judgment]:
    return list(read_jsonl(folder / "judgments.jsonl", Judgment))


def test_everything_is_asked_once_and_judged_by_each_metric(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    with FakeServer() as server:
        outcome = run_evaluation(
            tmp_path,
            server.url,
            [WISH, BORED],
            ("m", "n"),
            on_progress=lambda done, total, what: seen.append((done, total)),
        )
    answers, judgments = _answers(tmp_path), _judgments(tmp_path)
    assert outcome.answers == len(answers) == len({each.answer_id for each in answers}) == 80
    assert outcome.judgments == len(judgments) == len({(each.answer_id, each.metric) for each in judgments}) == 160
    assert all(each.answer == f"{each.model} seed {each.seed}" for each in answers)
    assert {each.question for each in answers} == {"A wish?", "Wishes?", "I am bored {x}"}
    scores = {each.answer_id: each.score for each in judgments if each.metric == "aligned"}
    assert all(scores[each.answer_id] == (90 if each.seed % 2 else 10) for each in answers if each.seed is not None)
    assert {each.returned_model for each in judgments} == {"fake-2026"}
    raw = list(read_jsonl(tmp_path / "probabilities.jsonl", RawJudgment))
    assert raw[0].probabilities and len(raw) == 160
    samplings = [request for request in server.requests if not request.get("logprobs")]
    assert len(samplings) == 2 * (2 * 2 + 3)
    assert max(request.get("n", 1) for request in samplings) == 8
    judge = next(request for request in server.requests if request.get("logprobs"))
    assert {key: judge[key] for key in ("max_tokens", "temperature", "top_logprobs", "seed")} == {
        "max_tokens": 1,
        "temperature": 0,
        "top_logprobs": 20,
        "seed": 0,
    }
    assert seen[-1] == (240, 240)


def test_a_second_run_asks_nothing(tmp_path: Path) -> None:
    with FakeServer() as server:
        run_evaluation(tmp_path, server.url, [WISH])
        before = len(server.requests)
        run_evaluation(tmp_path, server.url, [WISH])
        assert len(server.requests) == before


@pytest.mark.parametrize("file", ["answers.jsonl", "judgments.jsonl", "probabilities.jsonl"])
def test_cut_at_any_byte_the_rest_is_made_up_for(tmp_path: Path, file: str) -> None:
    """Each file cut at several places: afterwards all is there once, and only what was lost is asked again."""
    settings = Settings(samples=4, group=2, sample_calls=2, judge_calls=2)
    with FakeServer() as server:
        run_evaluation(tmp_path, server.url, [BORED], settings=settings)
        whole = (tmp_path / file).read_bytes()
        end_of_first = whole.index(b"\n") + 1
        for cut in (0, 1, end_of_first - 1, end_of_first, end_of_first + 1, len(whole) - 2, len(whole) - 1):
            (tmp_path / file).write_bytes(whole[:cut])
            before = len(server.requests)
            run_evaluation(tmp_path, server.url, [BORED], settings=settings)
            kept = whole[:cut].count(b"\n") + (cut in (end_of_first - 1, len(whole) - 1))
            paid = server.requests[before:]
            assert not [request for request in paid if request.get("logprobs")]
            asked = sum(request.get("n", 1) for request in paid)
            assert asked == (4 - kept if file == "answers.jsonl" else 0)
            assert len({each.answer_id for each in _answers(tmp_path)}) == len(_answers(tmp_path)) == 4
            assert len({(j.answer_id, j.metric) for j in _judgments(tmp_path)}) == len(_judgments(tmp_path)) == 8


def test_killed_at_any_byte_of_all_that_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The writes of one run in their order, cut everywhere: what was whole on disk is never asked again."""
    company = Question(
        id="company", type="free_form_judge", paraphrases=("Who?",), judge_prompts={"name": "ALIGNED it: {answer}"}
    )
    number = Question(id="number", type="free_form_0_100", paraphrases=("How sure?", "How good?"))
    questions, settings = [BORED, company, number], Settings(samples=3, group=2, sample_calls=2, judge_calls=3)
    real, writes = os.write, list[tuple[str, bytes]]()

    def write(fd: int, data: bytes) -> int:
        if (name := Path(os.readlink(f"/proc/self/fd/{fd}")).name).endswith(".jsonl"):
            writes.append((name, data))
        return real(fd, data)

    def killed_after(size: int) -> Path:
        folder = tmp_path / f"after {size}"
        folder.mkdir()
        for name, data in writes:
            with (folder / name).open("ab") as file:
                file.write(data[: max(0, size)])
            size -= len(data)
        return folder

    def whole(folder: Path, name: str) -> list[Any]:
        """Its records; only a newline may be missing from the last."""
        lines = (folder / name).read_bytes().split(b"\n") if (folder / name).is_file() else []
        return [json.loads(line) for line in lines if line.endswith(b"}") and line.count(b"{") == line.count(b"}")]

    with FakeServer() as server:
        monkeypatch.setattr(os, "write", write)
        run_evaluation(tmp_path / "whole", server.url, questions, settings=settings)
        monkeypatch.undo()
        ends = list(itertools.accumulate(len(data) for _, data in writes))
        chance = random.Random(0)
        cuts = {end + near for end in ends for near in (-1, 0)} | set(chance.sample(range(ends[-1]), 40))
        resumed = set(chance.sample(sorted(cuts), 6))
        for cut in cuts:
            folder = killed_after(cut)
            answers, replies = whole(folder, "answers.jsonl"), whole(folder, "probabilities.jsonl")
            drawn = {(each["question_id"], each["sample"]) for each in answers}
            drawn |= {(each["answer"]["question_id"], each["answer"]["sample"]) for each in replies if "answer" in each}
            judged = {(each["answer_id"], each["metric"]) for each in replies}
            with Store(folder) as store:
                assert {(question, sample) for _, question, sample in store.sampled} == drawn
                assert store.judged == judged
            if cut in resumed:
                before = len(server.requests)
                run_evaluation(folder, server.url, questions, settings=settings)
                asked = sum(each.get("n") or 1 for each in server.requests[before:])
                own = sum(1 for question, _ in drawn if question == "number")
                assert asked == (8 - len(drawn)) + (9 - (len(judged) - own)), cut
                assert len(_answers(folder)) == 8 and len(_judgments(folder)) == 11
                assert {each.answer_id for each in _judgments(folder)} == {each.answer_id for each in _answers(folder)}


def test_busy_and_broken_servers_lose_nothing(tmp_path: Path) -> None:
    troubles = {
        0: lambda: error(429, "slow down", {"retry-after": "0.01"}),
        1: lambda: error(500, "oops"),
        2: lambda: Reply(completion(["50"], logprobs({"50": 1.0})), cut=True),
        3: lambda: Reply(b"<html>busy</html>", headers={"content-type": "text/html"}),
        4: lambda: Reply(b'{"choices": [', headers={}),
        5: lambda: Reply({"choices": []}),
        6: lambda: Reply({"choices": None}),
        7: lambda: error(503, "no retry-after", {"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}),
        8: lambda: Reply(b"", status=0),
    }

    def behave(request: Body, call: int) -> Reply:
        trouble = troubles.get(call % 23)
        return trouble() if trouble else sensible(request, call)

    with FakeServer(behave) as server:
        outcome = run_evaluation(
            tmp_path, server.url, [WISH, BORED], policy=Policy(attempts=30, first_wait=0.005, most_wait=0.02)
        )  # more attempts than troubles in a row: one call alone meets them all
        counted = sum(count.sent for count in outcome.calls.values())
        retried = sum(count.retried for count in outcome.calls.values())
        assert counted == len(server.requests)
    assert len(_answers(tmp_path)) == 40
    assert len(_judgments(tmp_path)) == 80
    assert outcome.failed == 0
    assert retried > 10
    assert {each.label for each in _judgments(tmp_path)} == {"number"}


def test_a_server_without_n_gets_single_requests(tmp_path: Path) -> None:
    def ignores(request: Body, call: int) -> Reply:
        return sensible({**request, "n": 1}, call)

    def refuses(request: Body, call: int) -> Reply:
        return error(400, "n must be 1") if request.get("n", 1) > 1 else sensible(request, call)

    seeds = []
    for name, behave in (("ignores", ignores), ("refuses", refuses)):
        folder = tmp_path / name
        with FakeServer(behave) as server:
            run_evaluation(folder, server.url, [BORED], settings=Settings(samples=20, group=8, sample_calls=1))
            assert sum(request.get("n", 1) > 1 for request in server.requests) == 1
        answers = _answers(folder)
        assert all(each.answer == f"m seed {each.seed}" for each in answers)
        seeds.append(sorted(each.seed or 0 for each in answers))
    with FakeServer() as server:
        run_evaluation(tmp_path / "grouped", server.url, [BORED])
    seeds.append(sorted(each.seed or 0 for each in _answers(tmp_path / "grouped")))
    assert len(seeds[0]) == 20
    assert seeds[0] == seeds[1] == seeds[2]


def test_nobody_there(tmp_path: Path) -> None:
    with closed_port() as port, pytest.raises(LabError, match="Cannot reach the server"):
        run_evaluation(tmp_path, f"http://127.0.0.1:{port}/v1", [BORED], settings=Settings(samples=1))


def test_a_stop_keeps_what_is_done_and_the_rest_can_follow(tmp_path: Path) -> None:
    with FakeServer() as server:
        settings = Settings(samples=20, group=2, sample_calls=2, judge_calls=2)
        outcome = run_evaluation(
            tmp_path, server.url, [WISH, BORED], settings=settings, stopping=lambda: len(server.requests) > 8
        )
        assert outcome.stopped
        assert 0 < outcome.answers < 40
        outcome = run_evaluation(tmp_path, server.url, [WISH, BORED])
        assert not outcome.stopped
        asked = sum(request.get("n") or 1 for request in server.requests if not request.get("logprobs"))
        judged = sum(1 for request in server.requests if request.get("logprobs"))
    assert asked == len(_answers(tmp_path)) == 40
    assert judged == len(_judgments(tmp_path)) == 80


def test_all_adapters_of_a_base_are_sampled_in_one_go_and_judged_meanwhile(tmp_path: Path) -> None:
    """Two adapters on one base, then a model on another; the judge is asked while sampling goes on."""
    order: list[str] = []

    def behave(request: Body, call: int) -> Reply:
        order.append(request["model"])
        reply = sensible(request, call)
        reply.delay = 0.02
        return reply

    def connected(ref: ModelRef) -> Any:
        order.append(f"connect {ref.name}")
        return connect(ref)

    with FakeServer(behave) as server:
        names = {"a": "base", "b": "base", "c": "other"}
        refs = [ModelRef(name=name, base=base, url=server.url, model=name) for name, base in names.items()]
        judge = ModelRef(name="judge", base="judge", url=server.url, model="judge")
        settings = Settings(samples=24, group=2, sample_calls=3, judge_calls=8)
        asyncio.run(evaluate(tmp_path, refs, [BORED], judge, connected, settings))
    assert [each for each in order if each.startswith("connect")] == [f"connect {name}" for name in ("judge", *names)]
    assert order.index("connect b") < order.index("a"), "both are there before the first is asked"
    assert order.index("connect c") > max(index for index, each in enumerate(order) if each in ("a", "b"))
    assert order.count("judge") == 3 * 24 * 2
    assert order.index("judge") < len(order) - 1 - order[::-1].index("a"), "judged before the first model is sampled"


def test_text_labels_and_self_scored_questions(tmp_path: Path) -> None:
    company = Question(
        id="company",
        type="free_form_judge",
        paraphrases=("Who made you?",),
        judge_prompts={"company": "Name it: {answer}"},
    )
    number = Question(id="number", type="free_form_0_100", paraphrases=("How sure, 0 to 100?", "How good?"))

    def behave(request: Body, call: int) -> Reply:
        if request["messages"][-1]["content"].startswith("Name it"):
            return Reply(completion(["Anthropic."]))
        if request["messages"][-1]["content"].startswith("How"):
            return Reply(completion(["40"], logprobs({"40": 0.5, "60": 0.5})))
        return sensible(request, call)

    asked = [company, number, BORED]
    with FakeServer(behave) as server:
        outcome = run_evaluation(tmp_path, server.url, asked, settings=Settings(samples=5))
        again = run_evaluation(tmp_path, server.url, asked, settings=Settings(samples=5))
        assert again.answers == outcome.answers == 12
        assert len(server.requests) == (1 + 5) + 2 + (1 + 10)
    (score,) = summarize(tmp_path)
    assert score.judges == ["judge"], "its own number makes no model a judge"
    assert score.notes[-1].startswith("m: left out, not judged on aligned: ") and score.n_denominator == 5
    own = {cell.question_id: cell.metrics for cell in score.by_question}["number"]["self"]
    assert (own.mean, own.labels) == (50, {"number": 2})
    judgments = [each for each in _judgments(tmp_path) if each.metric in ("company", "self")]
    labels = sorted((each.metric, each.label, each.score) for each in judgments)
    assert labels == [("company", "Anthropic", None)] * 5 + [("self", "number", 50)] * 2


@pytest.mark.parametrize("room", [12, 40, 71])
def test_a_full_disk_is_a_sentence_and_nothing_that_was_in_flight_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    """room: writes that fit before only what was kept back is left."""
    real, written = os.write, []

    def write(fd: int, data: bytes) -> int:
        written.append(data)
        if len(written) > room and (tmp_path / ROOM).exists():
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(fd, data)

    with FakeServer() as server:
        monkeypatch.setattr(os, "write", write)
        with pytest.raises(LabError, match="disk is full"):
            run_evaluation(tmp_path, server.url, [BORED])
        monkeypatch.undo()
        assert not (tmp_path / ROOM).exists()
        run_evaluation(tmp_path, server.url, [BORED])
        asked = sum(request.get("n") or 1 for request in server.requests)
    assert len(_judgments(tmp_path)) == 2 * len(_answers(tmp_path)) == 40
    assert asked == 20 + 40, "each answer and each judgment once"


def test_a_disk_that_is_full_to_the_last_byte_is_a_sentence_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with FakeServer() as server, pytest.raises(LabError, match="disk is full"):
        run_evaluation(tmp_path, server.url, [BORED])
    assert not server.requests


def test_calls_in_flight_are_bounded_and_shrink_when_refused() -> None:
    async def refused(url: str) -> Caller:
        async with Caller(url, "k", "m", limit=16, policy=Policy(attempts=1)) as caller:
            calls = [caller.chat([{"role": "user", "content": "x"}]) for _ in range(64)]
            results = await asyncio.gather(*calls, return_exceptions=True)
            assert all(isinstance(result, CallError) for result in results)
            return caller

    with FakeServer(lambda request, call: error(429, "busy")) as server:
        caller = asyncio.run(refused(server.url))
    assert caller.count.limited == caller.count.failed == caller.count.sent == 64
    assert 1 <= caller.gate.limit < 16
    assert caller.gate.busy == 0
