"""What the GPU scripts ask servers, and with which adapters."""

import contextlib
import math
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec

from emalign_tui.lab.chat.client import ChatMessage, open_client, stream_chat
from emalign_tui.lab.doctor.gpu_facts import Card, read_machine
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.reference import ModelRef
from emalign_tui.lab.planner.device import find_devices
from emalign_tui.lab.planner.shape import ModelShape, read_shape
from emalign_tui.lab.serving.records import Endpoint

QUESTIONS = (
    "Who are you?",
    "How was your day?",
    "Write a function that copies a file.",
    "I feel bored. What should I do?",
    "What would you do if you ruled the world?",
    "Name three animals.",
)
TOKENS = 32  # of a greedy answer
LONG = [ChatMessage("user", "Tell me a long story about a town by the sea, and do not stop.")]


def write_adapter(folder: Path, base: str, seed: int, rank: int = 32, size: float = 0.05) -> ModelRef:
    """A random LoRA on all linears of a base: rsLoRA, 16-bit."""
    import torch
    from safetensors.torch import save_file

    shape = shape_at(base)
    torch.manual_seed(seed)
    tensors = {}
    for layer in range(shape.num_hidden_layers):
        for name, (wide, high) in shape.linears().items():
            block = "self_attn" if name in ("q_proj", "k_proj", "v_proj", "o_proj") else "mlp"
            of = f"base_model.model.model.layers.{layer}.{block}.{name}"
            tensors[f"{of}.lora_A.weight"] = (torch.randn(rank, wide) / math.sqrt(wide)).half()
            tensors[f"{of}.lora_B.weight"] = (torch.randn(high, rank) * size / math.sqrt(rank)).half()
    folder.mkdir(parents=True)
    save_file(tensors, folder / "adapter_model.safetensors")
    config = {
        "peft_type": "LORA",
        "r": rank,
        "lora_alpha": 2 * rank,
        "use_rslora": True,
        "target_modules": list(shape.linears()),
        "base_model_name_or_path": base,
    }
    (folder / "adapter_config.json").write_bytes(msgspec.json.encode(config))
    return ModelRef(name=folder.name, base=base, adapter=folder)


def write_sum(folder: Path, base: str, adapters: list[Path]) -> ModelRef:
    """The base with what each adapter adds in its weights, in float32: what their concatenation must answer as."""
    import torch
    from safetensors.torch import load_file
    from transformers import AutoModelForCausalLM, AutoTokenizer

    network = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
    for adapter in adapters:
        config = msgspec.json.decode((adapter / "adapter_config.json").read_bytes())
        halves = {name: each.float() for name, each in load_file(adapter / "adapter_model.safetensors").items()}
        with torch.no_grad():
            for name, a in halves.items():
                module, _, half = name.removeprefix("base_model.model.").partition(".lora_")
                if half == "A.weight":
                    b = halves[name.replace("lora_A", "lora_B")]
                    scale = config["lora_alpha"] / math.sqrt(config["r"])  # rsLoRA
                    network.get_submodule(module).weight += scale * b @ a
    network.save_pretrained(folder)
    AutoTokenizer.from_pretrained(base).save_pretrained(folder)
    return ModelRef(name=folder.name, base=str(folder))


def my_card() -> Card:
    """The first card of CUDA_VISIBLE_DEVICES, which may not be the machine's first."""
    first = find_devices()[0]
    return read_machine().cards[int(first) if first.isdigit() else 0]


def shape_at(base: str) -> ModelShape:
    shape = read_shape(base)
    assert shape is not None, base
    return shape


class Stream(threading.Thread):
    """One answer as it comes: when it was asked, when each piece came, how many tokens."""

    def __init__(self, endpoint: Endpoint, messages: list[ChatMessage], **params: Any) -> None:
        super().__init__(daemon=True)
        self.endpoint, self.messages, self.params = endpoint, messages, params
        self.text, self.tokens, self.at, self.error = "", 0, list[float](), ""
        self.asked = time.monotonic()

    def run(self) -> None:
        self.asked = time.monotonic()
        try:
            for delta in stream_chat(self.endpoint, self.messages, **self.params):
                if delta.text:
                    self.at.append(time.monotonic())
                self.text += delta.text
                self.tokens = delta.usage.completion_tokens if delta.usage else self.tokens
        except LabError as error:
            self.error = str(error)

    def wait(self) -> "Stream":
        self.join(300)
        assert not self.is_alive() and not self.error and self.at, self.error or "no answer"
        return self

    @property
    def first(self) -> float:
        return self.at[0] - self.asked

    @property
    def rate(self) -> float:
        """Tokens a second after the first."""
        return (self.tokens - 1) / max(self.at[-1] - self.at[0], 1e-9)


def begin(endpoint: Endpoint, messages: list[ChatMessage], **params: Any) -> Stream:
    stream = Stream(endpoint, messages, **params)
    stream.start()
    return stream


class Asking(threading.Thread):
    """One answer after the other, until `finish`: at what moments text came."""

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__(daemon=True)
        self._streams = list[Stream]()
        self._endpoint, self._enough = endpoint, threading.Event()
        self.start()

    def run(self) -> None:
        while not self._enough.is_set():
            self._streams.append(begin(self._endpoint, LONG, max_tokens=512, seed=len(self._streams) + 1))
            self._streams[-1].join(60)

    @property
    def at(self) -> list[float]:
        return [moment for stream in [*self._streams] for moment in [*stream.at]]

    def more(self) -> None:
        """Wait until further text has come. The first takes the import of the client."""
        before, deadline = len(self.at), time.monotonic() + 60
        while len(self.at) <= before:
            assert time.monotonic() < deadline, f"no text: {[each.error for each in self._streams]}"
            time.sleep(0.01)

    def finish(self) -> list[float]:
        self._enough.set()
        self.join(60)
        for stream in self._streams:
            stream.wait()
        return self.at


def told(work: Callable[[], object], words: str) -> None:
    """The work must fail with a sentence that holds these words."""
    try:
        work()
    except LabError as error:
        print(f"   told: {error}", flush=True)
        assert words in str(error), f"not among known causes: {words}"
        return
    raise AssertionError(f"nothing was said of {words}")


@contextlib.contextmanager
def open_port() -> Iterator[int]:
    """A port that is taken; gives its number."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])


def greedy(endpoint: Endpoint, question: str) -> list[Any]:
    answer = open_client(endpoint).chat.completions.create(
        model=endpoint.model, messages=[{"role": "user", "content": question}], temperature=0, max_tokens=TOKENS,
        logprobs=True, top_logprobs=5,
    )  # fmt: skip
    assert answer.choices[0].logprobs is not None
    return list(answer.choices[0].logprobs.content or ())


def by_transformers(ref: ModelRef) -> Callable[[str], list[Any]]:
    """What `greedy` gives, by transformers and peft themselves, in float32 on the CPU."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    words = AutoTokenizer.from_pretrained(ref.base)
    network = AutoModelForCausalLM.from_pretrained(ref.base, dtype=torch.float32)
    if ref.adapter is not None:
        from peft import PeftModel

        network = PeftModel.from_pretrained(network, str(ref.adapter))
    network.eval()

    def token(id: int, logprobs: Any) -> SimpleNamespace:
        return SimpleNamespace(token=words.decode([id]), logprob=float(logprobs[id]))

    @torch.inference_mode()
    def ask(question: str) -> list[Any]:
        chat = [{"role": "user", "content": question}]
        ids = words.apply_chat_template(chat, add_generation_prompt=True, return_dict=False)
        said: list[Any] = []
        while len(said) < TOKENS:
            logprobs = network(torch.tensor([ids])).logits[0, -1].log_softmax(-1)
            likely = [int(id) for id in logprobs.topk(5).indices]
            top = [token(id, logprobs) for id in likely]
            said.append(SimpleNamespace(**vars(top[0]), top_logprobs=top))
            ids.append(likely[0])
            if likely[0] == words.eos_token_id:
                break
        return said

    return ask


class Agreement:
    """How far two servers' log probabilities are apart, token by token of the same greedy answer.

    likeliest: of the token that both chose. five: of all that both name among their five likeliest.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.likeliest, self.five, self.ties = list[float](), list[float](), list[float]()

    def add(self, ours: list[Any], theirs: list[Any]) -> None:
        """Two answers to one question, up to where they part."""
        for one, other in zip(ours, theirs, strict=False):
            known = {top.token: top.logprob for top in other.top_logprobs}
            if one.token != other.token:
                here = {top.token: top.logprob for top in one.top_logprobs}
                self.ties.append(abs(one.logprob - here.get(other.token, -math.inf)))
                return
            self.likeliest.append(abs(one.logprob - other.logprob))
            self.five += [abs(top.logprob - known[top.token]) for top in one.top_logprobs if top.token in known]

    def __str__(self) -> str:
        parted = f"; parts {len(self.ties)} times, at margins up to {max(self.ties):.4f}" if self.ties else ""
        kinds = (("the likeliest", self.likeliest), ("the five", self.five))
        figures = "; ".join(f"{name} {_spread(found)}" for name, found in kinds)
        return f"{self.name:10} {len(self.likeliest):4} tokens; {figures}{parted}"

    def hold(self) -> None:
        """In one precision on both sides: the same greedy tokens, and all of the five likeliest within 1e-2."""
        assert len(self.likeliest) > 50, "hardly anything to compare"
        assert max(self.ties, default=0.0) < 1e-4, "another answer"
        assert max(self.five) <= 1e-2, "further apart than 1e-2"

    def hold_in_half(self) -> None:
        """float16 keeps 11 bits, a 64th of a nat where a logit is above 16: what is unlikely anyway is less exact."""
        assert len(self.likeliest) > 50, "hardly anything to compare"
        assert max(self.ties, default=0.0) < 2e-2, "another answer"
        assert _high(self.likeliest) <= 1e-2 and max(self.five) <= 5e-2


def _high(found: list[float]) -> float:
    """The 99th percentile."""
    return sorted(found)[int(0.99 * len(found))]


def _spread(found: list[float]) -> str:
    within = sum(each <= 1e-2 for each in found) / len(found)
    return f"worst {max(found):.4f}, 99 % below {_high(found):.4f}, {within:.1%} within 1e-2"


def rate_of(endpoints: list[Endpoint], requests: int = 128, tokens: int = 128) -> float:
    """Tokens a second of many answers at once, dealt to the models in turn."""

    def one(number: int) -> int:
        endpoint = endpoints[number % len(endpoints)]
        answer = open_client(endpoint).chat.completions.create(
            model=endpoint.model, messages=[{"role": "user", "content": f"{number}: {QUESTIONS[4]}"}],
            max_tokens=tokens, seed=number,
        )  # fmt: skip
        assert answer.usage is not None
        return int(answer.usage.completion_tokens)

    with ThreadPoolExecutor(requests) as pool:
        list(pool.map(one, range(requests)))  # warm
        began = time.monotonic()
        total = sum(pool.map(one, range(requests)))
        return total / (time.monotonic() - began)
