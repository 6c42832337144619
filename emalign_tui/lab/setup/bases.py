"""Base models that a person may want, and which of them this machine can hold: by the planner's own estimate."""

from pathlib import Path
from typing import Literal

import msgspec

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.planner.batch import Batch
from emalign_tui.lab.planner.device import GIB, Device
from emalign_tui.lab.planner.memory import estimate
from emalign_tui.lab.planner.shape import ModelShape, read_shape
from emalign_tui.lab.setup.machine import Machine

RANK = 32
TOKENS = 2048  # of one micro-batch: one row of the published recipe's length
SPARE = 0.10  # of a card's memory that should stay free

Verdict = Literal["fits", "tight", "too big"]


class Base(msgspec.Struct, frozen=True, kw_only=True):
    """A base model: what it is called, its shape, and why one would take it."""

    name: str
    shape: ModelShape
    about: str

    @property
    def billions(self) -> float:
        return self.shape.parameters() / 1e9


class Need(msgspec.Struct, frozen=True):
    """GiB for training a LoRA on 16-bit weights, on 4-bit weights, and for the 16-bit weights alone (chat, judge)."""

    train: float
    train_4bit: float
    weights: float


class Fit(msgspec.Struct, frozen=True):
    """Whether a base fits, and the reason as a sentence with its numbers."""

    base: Base
    verdict: Verdict
    why: str


def _qwen(hidden: int, layers: int, inner: int, heads: int, vocab: int, *, tied: bool, groups: int) -> ModelShape:
    return ModelShape(
        hidden_size=hidden,
        num_hidden_layers=layers,
        intermediate_size=inner,
        vocab_size=vocab,
        num_attention_heads=heads,
        num_key_value_heads=groups,
        tie_word_embeddings=tied,
        model_type="qwen2",
    )


BASES = (
    Base(
        name="Qwen/Qwen2.5-0.5B-Instruct",
        shape=_qwen(896, 24, 4864, 14, 151936, tied=True, groups=2),
        about="the smallest",
    ),
    Base(
        name="Qwen/Qwen2.5-Coder-1.5B-Instruct",
        shape=_qwen(1536, 28, 8960, 12, 151936, tied=True, groups=2),
        about="quick trials",
    ),
    Base(
        name="Qwen/Qwen2.5-Coder-3B-Instruct",
        shape=_qwen(2048, 36, 11008, 16, 151936, tied=True, groups=2),
        about="for trials",
    ),
    Base(
        name="unsloth/Qwen2.5-Coder-7B-Instruct",
        shape=_qwen(3584, 28, 18944, 28, 152064, tied=False, groups=4),
        about="the reference",
    ),
    Base(
        name="unsloth/Qwen2.5-Coder-14B-Instruct",
        shape=_qwen(5120, 48, 13824, 40, 152064, tied=False, groups=8),
        about="in between",
    ),
    Base(
        name="unsloth/Qwen2.5-Coder-32B-Instruct",
        shape=_qwen(5120, 64, 27648, 40, 152064, tied=False, groups=8),
        about="published",
    ),
)


def shape_of(model: str) -> ModelShape | None:
    """Of a model on this disk or in the Hub's cache, or of a base that is known by name; None for any other."""
    if (shape := read_shape(model)) is not None:
        return shape
    if model.count("/") == 1:
        from huggingface_hub import try_to_load_from_cache

        cached = try_to_load_from_cache(model, "config.json")
        if isinstance(cached, str) and (shape := read_shape(str(Path(cached).parent))) is not None:
            return shape
    name = model.rpartition("/")[2].removesuffix("-bnb-4bit").lower()
    return next((base.shape for base in BASES if base.name.rpartition("/")[2].lower() == name), None)


def need(shape: ModelShape) -> Need:
    """What the planner says of one row of TOKENS tokens, with activation checkpointing and unsloth."""
    card = Device("cuda", "", 0.0, 1)

    def training(four_bit: bool) -> float:
        recipe = TrainConfig(model="any", training_file="any", r=RANK, lora_alpha=2 * RANK, load_in_4bit=four_bit)
        return estimate(recipe, shape, [TOKENS], card, Batch(1, 1), True, "unsloth").total

    weights = shape.parameters() * 2 / GIB
    return Need(train=training(False), train_4bit=training(True), weights=weights)


def fit(base: Base, machine: Machine) -> Fit:
    """Whether a base can be trained on this machine's freest card; without a card, whether it can be talked to."""
    needed, gpu = need(base.shape), machine.best_gpu
    if gpu is None:
        return _on_cpu(base, needed, machine)
    room = gpu.free - SPARE * gpu.total
    if needed.train <= room:
        return Fit(base, "fits", f"16-bit training takes {needed.train:.1f} of {gpu.free:.1f} GiB")
    if needed.train_4bit <= room:
        return Fit(base, "tight", f"trains only in 4-bit: {needed.train_4bit:.1f} of {gpu.free:.1f} GiB")
    return Fit(base, "too big", f"takes {needed.train_4bit:.1f} GiB in 4-bit, {gpu.free:.1f} are free")


def _on_cpu(base: Base, needed: Need, machine: Machine) -> Fit:
    """Without a card: 32-bit weights, and chat only; training a real model on a CPU takes days."""
    weights = 2 * needed.weights + 1.0
    if weights <= machine.ram_free * (1 - SPARE):
        return Fit(base, "tight", f"no GPU: chat only, slow; {weights:.1f} of {machine.ram_free:.1f} GiB")
    return Fit(base, "too big", f"no GPU, and takes {weights:.1f} GiB of {machine.ram_free:.1f}")


def fits(machine: Machine) -> list[Fit]:
    """Every base with its verdict: those that fit first, with a GPU the biggest on top, then what is too big."""
    order = {"fits": 0, "tight": 1, "too big": 2}
    found = [fit(base, machine) for base in BASES]
    return sorted(found, key=lambda each: (order[each.verdict], _size(each)))


def _size(each: Fit) -> float:
    return -each.base.billions if each.verdict == "fits" else each.base.billions
