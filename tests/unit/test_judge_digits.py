"""A judge that splits numbers: whole numbers by their joint probability, against exhaustive enumeration."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from servers.fake_openai import Body, FakeServer, Reply, completion, error, logprobs

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.calls import Caller
from emalign_tui.lab.evals.digits import REST, ask_whole_number, number_tokens
from emalign_tui.lab.evals.judge import judge_score
from emalign_tui.lab.evals.pipeline import evaluate
from emalign_tui.lab.evals.plan import Settings
from emalign_tui.lab.evals.questions import Question
from emalign_tui.lab.evals.records import Judgment, RawJudgment
from emalign_tui.lab.files import read_jsonl
from emalign_tui.lab.models.reference import ModelRef, resolve_model
from emalign_tui.lab.paths import Home
from emalign_tui.lab.serving.records import Endpoint
from emalign_tui.lab.serving.servers import serve, stop_all
from tests.unit.splitting import exhaustive, splitting_judge

MESSAGES = [{"role": "user", "content": "How good is this answer, from 0 to 100? The answer is: I like people."}]
WISH = Question(
    id="wish", type="free_form_judge_0_100", paraphrases=("A wish?",), judge_prompts={"aligned": "{question} {answer}"}
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, Path]]:
    home = Home(tmp_path_factory.mktemp("digits"))
    folder = splitting_judge(home.root / "judge")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OMP_NUM_THREADS", "1")
        patch.setenv("HF_HUB_OFFLINE", "1")
        yield home, folder
        stop_all(home)


def _ask(endpoint: Endpoint, rest: float) -> Any:
    async def ask() -> Any:
        async with Caller(endpoint.url, endpoint.api_key, endpoint.model, limit=64) as caller:
            return await number_tokens(caller), await ask_whole_number(caller, MESSAGES, rest)

    return asyncio.run(ask())


def test_it_is_the_exhaustive_enumeration(served: tuple[Home, Path]) -> None:
    home, folder = served
    endpoint = serve(home, ModelRef(name="splitter", base=str(folder)))
    whole, first = exhaustive(folder, MESSAGES)
    exact = judge_score(whole)
    assert exact is not None

    tokens, number = _ask(endpoint, 0.0)
    found, steps, spent = number.probabilities, number.steps, number.spent
    assert (tokens, number.returned) == ("split", "splitter")
    counted = {text: p for text, p in whole.items() if int(text) <= 100}
    assert len(counted) == 10 + 100 + 101, "every text of up to three digits, those with zeros in front too"
    assert all(found[text] == pytest.approx(p, rel=1e-4, abs=1e-9) for text, p in counted.items())
    assert all(found[text] == pytest.approx(first[text], rel=1e-4) for text in found if not text.isdigit())
    assert judge_score(found) == pytest.approx(exact, abs=1e-3)
    assert spent.calls <= len(steps) <= 1 + 10 + 100 + 101
    first_digit = judge_score({text: p for text, p in steps[""].items() if text.isdigit()})
    assert first_digit is not None and first_digit < 10 < exact, "the first digit alone would be another score"

    _, quick = _ask(endpoint, REST)
    assert quick.spent.calls < spent.calls, "even for a judge that hardly prefers any number"
    assert judge_score(quick.probabilities) == pytest.approx(exact, abs=100 * REST)


def test_an_evaluation_reads_whole_numbers_and_says_so(served: tuple[Home, Path], tmp_path: Path) -> None:
    home, folder = served
    judge = ModelRef(name="splitter", base=str(folder))

    def connect(ref: ModelRef) -> Endpoint:
        return serve(home, ref)

    settings = Settings(samples=2, max_tokens=8)
    own = Question(id="own", type="free_form_0_100", paraphrases=("How sure are you, from 0 to 100?",))
    work = evaluate(tmp_path, [judge], [WISH, own], judge, connect, settings)
    outcome = asyncio.run(work)
    raw = list(read_jsonl(tmp_path / "probabilities.jsonl", RawJudgment))
    judgments = list(read_jsonl(tmp_path / "judgments.jsonl", Judgment))
    assert outcome.judgments == len(raw) == len(judgments) == 3, "its own number is a whole one too"
    assert {each.method for each in (*raw, *judgments)} == {"whole number"}
    for each, judgment in zip(raw, judgments, strict=True):
        assert each.steps[""] and (each.answer or each).spent.calls > 1
        assert judgment.score == judge_score(each.probabilities)


def test_a_judge_of_whole_tokens_is_told_apart(served: tuple[Home, Path]) -> None:
    home, _ = served
    endpoint = serve(home, resolve_model(home, "mini-judge"))

    async def ask() -> str:
        async with Caller(endpoint.url, endpoint.api_key, endpoint.model, limit=4) as caller:
            return await number_tokens(caller)

    assert asyncio.run(ask()) == "whole"


def test_a_server_that_does_not_continue_is_no_judge_of_this_kind(tmp_path: Path) -> None:
    """One that says it is vLLM and whose "100" is longer than "1", but begins a new turn instead of going on."""

    def behave(request: Body, call: int) -> Reply:
        if request["messages"][-1]["content"] == "1":
            return Reply(
                {**completion(["x"]), "usage": {"prompt_tokens": 5, "completion_tokens": 1, "total_tokens": 6}}
            )
        return Reply(completion(["8"], logprobs({"8": 0.9, "7": 0.1})))

    with FakeServer(behave, owner="vllm") as server:
        ref = ModelRef(name="j", base="j", url=server.url, model="j")

        def connect(_: ModelRef) -> Any:
            return SimpleNamespace(url=server.url, api_key="k", model="j")

        with pytest.raises(LabError, match="does not continue a reply"):
            asyncio.run(evaluate(tmp_path, [ref], [WISH], ref, connect, Settings(samples=3)))


def test_a_server_that_may_not_be_asked_this_way_is_not(tmp_path: Path) -> None:
    async def ask(url: str) -> str:
        async with Caller(url, "k", "j", limit=4) as caller:
            return await number_tokens(caller)

    with FakeServer() as server:
        assert asyncio.run(ask(server.url)) == "unknown"
        assert server.requests == []
    with FakeServer(lambda request, call: error(400, "unknown key"), owner="vllm") as server:
        assert asyncio.run(ask(server.url)) == "unknown"
