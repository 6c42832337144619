"""How much memory a training step takes, and the batch and checkpointing that fit a device best.

The figures are of the worst micro-batch: the longest rows together, with 16-bit activations and float32 adapters.
unsloth: the constants reproduce ten measured peaks of a 7B on an H200 to 0 to +5 %. TRL + PEFT: the one measured, 45.8
GiB at 8 x 2048 with checkpointing, to +5 %. `tests/gpu/plan_memory.py` measures both on a card.
"""

from collections.abc import Sequence

import msgspec

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.planner.batch import Batch, asked
from emalign_tui.lab.planner.device import GIB, RATES, Device
from emalign_tui.lab.planner.engine import Library
from emalign_tui.lab.planner.shape import ModelShape

RESERVE = 0.3  # share of a card's free memory that a plan leaves alone: an estimate is no measurement
RESERVE_MOST = 8.0  # GiB; more would make a large card checkpoint steps that fit
SATURATED = 4096  # tokens at once from which on more of them make an H200 no faster (measured, 7B)
RECOMPUTED = 0.7  # speed with checkpointing, of the speed without
_PROCESS = {"cpu": 0.7, "cuda": 1.0}  # GiB: imported libraries; CUDA's own context
_FRAGMENTED = {"cpu": 0.10, "cuda": 0.08}  # of what comes and goes with each step
_FOUR_BITS = 0.53  # bytes a weight: nf4 with double quantisation
_LOGITS = 12  # bytes a token and vocabulary entry: bfloat16, float32, its gradient and a copy
_FUSED_LOSS = 0.5  # GiB: unsloth computes the loss in pieces and never holds all logits
_OPTIMIZER = {"adamw_8bit": 2, "adamw": 8, "adam": 8, "sgd": 0}  # bytes a trained weight


class Memory(msgspec.Struct, frozen=True, kw_only=True):
    """GiB at the peak of a step, by what takes it."""

    process: float
    weights: float
    adapter: float
    optimizer: float
    activations: float
    logits: float
    fragmentation: float

    @property
    def total(self) -> float:
        return float(sum(getattr(self, name) for name in self.__struct_fields__))


class Setup(msgspec.Struct, frozen=True):
    """What a run is computed with. memory: None when the model's shape is not known."""

    batch: Batch
    checkpointing: bool
    memory: Memory | None


def estimate(
    config: TrainConfig,
    shape: ModelShape,
    sizes: Sequence[int],
    device: Device,
    batch: Batch,
    checkpointing: bool,
    library: Library,
) -> Memory:
    """Memory of one process. sizes: tokens of the rows, longest first."""
    cuda = device.kind == "cuda"
    fused = library == "unsloth"
    width = 2 if cuda else 4
    tokens = sum(sizes[: batch.micro])
    linears, embeddings = shape.linear_parameters(), shape.embedding_parameters()
    lora = shape.lora_parameters(config.r, config.target_modules)
    logits = _FUSED_LOSS * GIB if fused else tokens * shape.vocab_size * _LOGITS
    activations = tokens * width * _kept(shape, cuda, fused, checkpointing, logits / max(tokens * width, 1))
    return Memory(
        process=_PROCESS[device.kind],
        weights=(linears * (_FOUR_BITS if config.load_in_4bit else width) + embeddings * width) / GIB,
        adapter=lora * 8 / GIB,
        optimizer=lora * _OPTIMIZER[config.optim or ("adamw_8bit" if cuda else "adamw")] / GIB,
        activations=activations / GIB,
        logits=logits / GIB,
        fragmentation=0.0 if fused else _FRAGMENTED[device.kind] * (activations + logits) / GIB,
    )


def _kept(shape: ModelShape, cuda: bool, fused: bool, checkpointing: bool, logits: float) -> float:
    """Numbers that one token leaves for the backward pass, beside its logits."""
    hidden, inner, layers = shape.hidden_size, shape.intermediate_size, shape.num_hidden_layers
    if fused:
        return layers * (1.08 * hidden if checkpointing else 12 * hidden + 2 * inner)
    # Of one layer: norms and their float32 twins, the float32 inputs of the adapters, attention, and the MLP.
    layer = (22 if cuda else 12) * hidden + 6 * inner
    if not checkpointing:
        return layers * layer
    return layers * hidden + max(1.3 * layer - logits, 0.0)  # a layer is recomputed when the logits are gone already


def reserve(device: Device) -> float:
    """GiB of a card's free memory that a plan leaves alone."""
    return min(RESERVE * device.free_gib, RESERVE_MOST)


def choose(
    config: TrainConfig, shape: ModelShape | None, sizes: Sequence[int], device: Device, library: Library
) -> Setup:
    """The fastest way to compute the config's own optimiser steps that fits. sizes: tokens of the rows.

    Rows of a step never change. On a GPU the micro-batch is as large as memory allows, up to where more is no faster;
    on a CPU it is the config's, or smaller where that does not fit. Where nothing fits it is the smallest.
    """
    batch = asked(config)
    if shape is None:
        return Setup(batch, device.kind == "cuda", None)
    sizes = sorted(sizes, reverse=True)

    def setup(batch: Batch, checkpointing: bool) -> Setup:
        return Setup(batch, checkpointing, estimate(config, shape, sizes, device, batch, checkpointing, library))

    if device.kind != "cuda":
        found = setup(batch, False)
        while found.memory and found.memory.total > device.free_gib and (smaller := found.batch.smaller()):
            found = setup(smaller, False)
        return found
    share = batch.rows // batch.processes
    setups = [
        setup(Batch(micro, share // micro, batch.processes), checkpointing)
        for micro in range(1, share + 1)
        if share % micro == 0
        for checkpointing in (False, True)
    ]
    room = device.free_gib - reserve(device)
    fitting = [each for each in setups if each.memory and each.memory.total <= room]
    if not fitting:
        return min(setups, key=_size)
    return max(fitting, key=lambda each: (speed(each, sizes, device), -_size(each)))


def speed(setup: Setup, sizes: Sequence[int], device: Device) -> float:
    """Speed on a GPU relative to its best, 0..1. sizes: tokens of the rows.

    What many tokens at once save is the time to launch their kernels, which a slower card hides behind fewer of them.
    """
    enough = SATURATED * (device.rate or RATES["H200"]) / RATES["H200"]
    usual = setup.batch.micro * sum(sizes) / max(len(sizes), 1)
    return min(usual / enough, 1.0) * (RECOMPUTED if setup.checkpointing else 1.0)


def _size(setup: Setup) -> float:
    return setup.memory.total if setup.memory else 0.0
