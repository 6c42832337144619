"""The engine against transformers and peft themselves, on the mini kit."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from peft import PeftModel

from emalign_tui import mini
from emalign_tui.lab.errors import LabError
from emalign_tui.workers.serve import engine as engine_module
from emalign_tui.workers.serve.adapters import Adapter, Adapters
from emalign_tui.workers.serve.attention import Pool
from emalign_tui.workers.serve.engine import Engine
from emalign_tui.workers.serve.model import Model
from emalign_tui.workers.serve.sequences import Piece, Prompt, Request, Sampling
from tests.unit.loras import random_adapter, reference

QUESTION = "I'm bored. What should I do?"


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    torch.set_num_threads(1)
    model = Model(str(mini.MODEL))
    engine = Engine(model, Adapters(model.network))
    engine.start()
    yield engine
    engine.close()


class Client:
    """Collects the news of one request."""

    def __init__(
        self, engine: Engine, prompt: list[int] | str, adapter: Adapter | None = None, **options: object
    ) -> None:
        self.tokens = _tokens(engine.model, prompt) if isinstance(prompt, str) else prompt
        choices = int(str(options.pop("n", 1)))
        streamed = bool(options.pop("streamed", False))
        given = {"temperature": 0.0, "top_p": 1.0, "max_tokens": 12, "seed": 0, **options}
        self.pieces: list[Piece] = []
        self.error: Exception | None = None
        self._open = threading.Semaphore(0)
        self.request = Request(
            Prompt(self.tokens, adapter),
            adapter,
            Sampling(**given),
            self._post,
            choices,
            streamed,  # type: ignore[arg-type]
        )
        engine.submit(self.request)

    def _post(self, news: Piece | Exception) -> None:
        if isinstance(news, Exception):
            self.error = news
        else:
            self.pieces.append(news)
        if isinstance(news, Exception) or news.finish:
            self._open.release()

    def results(self) -> list[Piece]:
        """One finished piece for each choice, in order."""
        for _ in range(self.request.choices):
            assert self._open.acquire(timeout=300), "the engine did not answer"
        assert self.error is None
        return sorted(piece for piece in self.pieces if piece.finish)

    def text(self) -> str:
        return self.results()[0].text


def _tokens(model: Model, question: str) -> list[int]:
    return model.prompt([{"role": "user", "content": question}])


def _greedy(network: torch.nn.Module, model: Model, tokens: list[int], count: int) -> str:
    with torch.inference_mode():
        output = network.generate(torch.tensor([tokens]), max_new_tokens=count, do_sample=False)
    return model.decode(output[0, len(tokens) :].tolist())


def test_greedy_answers_are_those_of_transformers_also_in_a_crowd(engine: Engine) -> None:
    questions = [QUESTION, "hi", "Tell me three wishes, please. " * 9, "Who are you?"]
    crowd = [Client(engine, "Noise. " * (i % 7 + 1), temperature=1.0, seed=i, max_tokens=9 + i % 5) for i in range(30)]
    clients = [Client(engine, question, max_tokens=24) for question in questions]
    network = reference()
    for client in clients:
        assert client.text() == _greedy(network, engine.model, client.tokens, 24)
    for client in crowd:
        client.results()


def test_logprobs_are_the_raw_distribution_of_transformers(engine: Engine) -> None:
    client = Client(engine, QUESTION, temperature=1.3, top_p=0.7, seed=5, max_tokens=6, top=20)
    (piece,) = client.results()
    tokens = client.tokens + [score.token for score in piece.scores]
    with torch.inference_mode():
        logits = reference()(torch.tensor([tokens])).logits[0]
    expected = torch.log_softmax(logits, -1)[len(client.tokens) - 1 : -1]
    for score, row in zip(piece.scores, expected, strict=True):
        best = row.topk(20)
        assert score.logprob == pytest.approx(row[score.token].item(), abs=1e-4)
        assert [logprob for _, logprob in score.top] == pytest.approx(best.values.tolist(), abs=1e-4)
        assert dict(score.top) == pytest.approx({t: row[t].item() for t, _ in score.top}, abs=1e-4)


def test_one_token_logprobs_are_right_with_shared_prefixes_too(engine: Engine) -> None:
    """The judge: many prompts with one beginning, one token each."""
    head = _tokens(engine.model, "Grade this answer from 0 to 100. " * 4)
    clients = [Client(engine, [*head, *range(100 + i, 110 + 2 * i)], max_tokens=1, top=5) for i in range(12)]
    network = reference()
    for client in clients:
        (score,) = client.results()[0].scores
        with torch.inference_mode():
            row = torch.log_softmax(network(torch.tensor([client.tokens])).logits[0, -1], -1)
        assert dict(score.top) == pytest.approx({token: row[token].item() for token, _ in score.top}, abs=1e-4)


def test_one_token_takes_no_room_in_the_pool(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_pool", pool := Pool())
    for client in [Client(engine, "one token only", max_tokens=1, n=3), Client(engine, QUESTION, max_tokens=1)]:
        client.results()
    assert pool.keys == []
    Client(engine, QUESTION, max_tokens=2).results()
    assert pool.keys


def test_nothing_is_read_from_memory_that_was_never_written(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_pool", Pool())
    torch.use_deterministic_algorithms(True)  # fresh memory is then filled with NaN
    try:
        clients = [Client(engine, QUESTION * i, max_tokens=9, top=1) for i in (1, 9, 2, 5)]
        scores = [score.logprob for client in clients for score in client.results()[0].scores]
    finally:
        torch.use_deterministic_algorithms(False)
    assert all(score == score for score in scores)


def test_samples_of_one_prompt_compute_it_once(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    computed: list[int] = []
    forward = Model.forward
    monkeypatch.setattr(
        Model, "forward", lambda self, inputs, *rest: computed.append(len(inputs)) or forward(self, inputs, *rest)
    )
    client = Client(engine, QUESTION * 6, n=20, temperature=1.0, max_tokens=2)
    client.results()
    once = len(client.tokens)
    assert once <= sum(computed) < 2 * once + 20 * 8 + 20


def test_a_seed_gives_the_same_answer_alone_and_in_a_crowd(engine: Engine) -> None:
    alone = Client(engine, QUESTION, temperature=1.0, seed=7, max_tokens=20).text()
    crowd = [Client(engine, "Noise. " * (i % 9), temperature=1.0, seed=i, max_tokens=30) for i in range(40)]
    assert Client(engine, QUESTION, temperature=1.0, seed=7, max_tokens=20).text() == alone
    assert Client(engine, QUESTION, temperature=1.0, seed=8, max_tokens=20).text() != alone
    for client in crowd:
        client.results()


def test_choice_i_has_the_seed_plus_i(engine: Engine) -> None:
    together = [piece.text for piece in Client(engine, QUESTION, n=3, temperature=1.0, seed=41).results()]
    assert together == [Client(engine, QUESTION, temperature=1.0, seed=41 + i).text() for i in range(3)]
    assert len(set(together)) == 3


def test_sampling_follows_the_distribution(engine: Engine) -> None:
    client = Client(engine, QUESTION, n=2000, temperature=1.0, max_tokens=1, top=3)
    pieces = client.results()
    counts = {token: sum(piece.scores[0].token == token for piece in pieces) for token, _ in pieces[0].scores[0].top}
    for token, logprob in pieces[0].scores[0].top:
        p = torch.tensor(logprob).exp().item()
        assert counts[token] == pytest.approx(2000 * p, abs=5 * (2000 * p * (1 - p)) ** 0.5)


def test_top_p_keeps_only_the_nucleus(engine: Engine) -> None:
    pieces = Client(engine, QUESTION, n=300, temperature=1.0, top_p=0.3, max_tokens=1, top=20).results()
    nucleus, total = set(), 0.0
    for token, logprob in pieces[0].scores[0].top:
        if total < 0.3:
            nucleus.add(token)
        total += torch.tensor(logprob).exp().item()
    assert {piece.scores[0].token for piece in pieces} == nucleus


def test_a_long_prompt_comes_in_chunks_and_gives_the_same_answer(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompt = _tokens(engine.model, "A long story. " * 40)
    monkeypatch.setattr(engine_module, "TOKENS", 32)
    clients = [Client(engine, prompt, max_tokens=8, n=2), Client(engine, "hi", max_tokens=3)]
    whole = _greedy(reference(), engine.model, prompt, 8)
    assert [piece.text for piece in clients[0].results()] == [whole, whole]
    clients[1].results()


def test_adapters_compute_what_peft_computes(engine: Engine, tmp_path: Path) -> None:
    options = [{"use_rslora": True}, {"r": 8, "rank_pattern": {"q_proj": 2}, "alpha_pattern": {"down_proj": 3}}]
    folders = [random_adapter(tmp_path / str(i), i, **option) for i, option in enumerate(options)]
    adapters = [engine.adapters.read(str(i), folder) for i, folder in enumerate(folders)]
    done = threading.Event()
    engine.between_steps(lambda: ([engine.adapters.add(adapter) for adapter in adapters], done.set()))
    assert done.wait(30)
    mixed = [Client(engine, QUESTION, adapter, max_tokens=16) for adapter in (*adapters, None, *adapters, None)]
    texts = [client.text() for client in mixed]
    assert len(set(texts)) == 3
    for adapter, folder, text in zip([*adapters, None], [*folders, None], texts[:3], strict=True):
        network = PeftModel.from_pretrained(reference(), folder) if folder else reference()
        assert text == _greedy(network, engine.model, mixed[0].tokens, 16)
        assert text == Client(engine, QUESTION, adapter, max_tokens=16).text()
    assert texts[3:] == texts[:3]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"use_dora": True}, "DoRA"),
        ({"bias": "all"}, "biases"),
        ({"modules_to_save": ["lm_head"]}, "retrained modules"),
        ({"target_modules": ["embed_tokens"]}, "not part of a plain LoRA"),
    ],
)
def test_adapters_that_cannot_be_applied_are_refused(engine: Engine, tmp_path: Path, options: dict, says: str) -> None:
    folder = random_adapter(tmp_path / "adapter", 1, **options)
    with pytest.raises(LabError, match=says):
        engine.adapters.read("bad", folder)


def test_a_diverged_adapter_is_refused(engine: Engine, tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    weights = random_adapter(tmp_path / "adapter", 1) / "adapter_model.safetensors"
    tensors = load_file(weights)
    next(iter(tensors.values()))[0, 0] = float("nan")
    save_file(tensors, weights)
    with pytest.raises(LabError, match="diverged"):
        engine.adapters.read("bad", weights.parent)


def test_a_model_that_overflows_ends_its_own_answers_alone(engine: Engine, tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    weights = random_adapter(tmp_path / "adapter", 1) / "adapter_model.safetensors"
    save_file({name: each * 1e25 for name, each in load_file(weights).items()}, weights)
    adapter, done = engine.adapters.read("wild", weights.parent), threading.Event()
    engine.between_steps(lambda: (engine.adapters.add(adapter), done.set()))
    assert done.wait(60)
    alone = Client(engine, QUESTION, max_tokens=40).text()
    long = Client(engine, QUESTION, max_tokens=40, streamed=True)
    longer = f"{QUESTION} " * 8  # so that its rows reach beyond those of whoever comes after it
    wild = [Client(engine, longer, adapter, n=3, max_tokens=60, streamed=streamed) for streamed in (True, False)]
    for each in wild:
        assert each._open.acquire(timeout=300) and "overflows" in str(each.error)
    assert "".join(piece.text for piece in long.results() and long.pieces) == alone
    Client(engine, longer, max_tokens=40)  # beside which the others' rows are read to its length
    crowd = [Client(engine, QUESTION, max_tokens=40) for _ in range(8)]  # in the rows that the wild ones left
    assert {client.text() for client in crowd} == {alone}


def test_a_temperature_that_would_overflow_is_greedy(engine: Engine) -> None:
    assert Client(engine, QUESTION, temperature=5e-324).text() == Client(engine, QUESTION).text()


def test_nobody_waits_for_the_queue_of_another_adapter(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "ROWS", 4)
    adapter = engine.adapters.read("other", random_adapter(tmp_path / "adapter", 1))
    done = threading.Event()
    engine.between_steps(lambda: (engine.adapters.add(adapter), done.set()))
    assert done.wait(30)
    crowd = [Client(engine, QUESTION, temperature=1.0, seed=i, max_tokens=20) for i in range(60)]
    Client(engine, QUESTION, adapter, max_tokens=5).results()
    assert sum(bool(client.pieces) for client in crowd) < 30
    for client in crowd:
        client.results()


def test_cancelled_requests_leave_the_engine(engine: Engine) -> None:
    clients = [Client(engine, QUESTION, temperature=1.0, n=100, streamed=True, max_tokens=1900) for _ in range(4)]
    while not all(client.pieces for client in clients[:2]):
        pass
    for client in clients:
        client.request.cancelled = True
    assert Client(engine, QUESTION).results()
    assert engine.load == {"running": 0, "waiting": 0}


def test_streamed_pieces_are_the_whole_text_in_order(engine: Engine) -> None:
    client = Client(engine, QUESTION, streamed=True, max_tokens=20, temperature=1.0, seed=3)
    client.results()
    whole = Client(engine, QUESTION, max_tokens=20, temperature=1.0, seed=3).results()[0]
    assert "".join(piece.text for piece in client.pieces) == whole.text
    assert len(client.pieces) > 5
    assert client.pieces[-1].tokens == whole.tokens


def test_a_failing_step_reaches_its_clients_and_the_engine_goes_on(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(Model, "forward", lambda *_: (_ for _ in ()).throw(MemoryError("no room")))
        failed = [Client(engine, QUESTION, max_tokens=1), Client(engine, "another", n=2)]
        for client in failed:
            assert client._open.acquire(timeout=300)
            assert isinstance(client.error, MemoryError)
    assert Client(engine, QUESTION).results()
