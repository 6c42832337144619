"""How much memory a training step takes, and the batch and checkpointing that fit a device best.

The figures are of the worst micro-batch: the longest rows together. On a GPU the tensors are counted as the sources
keep them: TRL 1.15, transformers 5.17, PEFT's LoRA, bitsandbytes 0.50, unsloth 2026.10.7. What the allocator holds
beyond the tensors, and what unsloth holds with checkpointing, is fitted on a 7B on an H200. `docs/training.md` has the
measured settings; `tests/gpu/plan_memory.py` measures them on a card.
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
_FOUR_BITS = 0.516  # bytes a weight: nf4, a byte of scale for 64 weights, a float32 for 256 scales
_HEAD_TOKENS, _HEAD_ENTRIES = 4096, 32768  # of TRL's fused head at once: tokens, and vocabulary entries
_FUSED_LOSS = 0.55 * GIB  # unsloth's loss in pieces (fitted)
_FULL_LOGITS = 12  # bytes a token and vocabulary entry: 16 bits, float32, its gradient and a copy
_CHECKPOINT = 1.08  # hidden states a layer that unsloth holds with checkpointing (fitted on six peaks of an H200)
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
    cuda, trl = device.kind == "cuda", library == "trl"
    width = 2 if cuda else 4
    rows = sizes[: batch.micro]
    tokens = _padded(rows) if trl else sum(rows)
    lora = shape.lora_parameters(config.r, config.target_modules)
    gradients = 4 * lora
    layer, backward = _layer(config, shape, cuda, trl, len(set(rows)) > 1)
    head = _head(config, shape, cuda, trl, tokens)
    hidden = tokens * shape.hidden_size * width
    layers = shape.num_hidden_layers
    # An adapter's gradients appear as the layers' tensors go, so that the larger of both counts.
    if checkpointing and not trl:
        activations = _CHECKPOINT * layers * hidden + gradients
    elif checkpointing:
        # The head is done when the last layer is computed again.
        activations = max(layers * hidden, gradients) + max(tokens * (layer + backward) - head, 0)
    else:
        activations = max((layers - 1) * tokens * layer, gradients) + tokens * layer + max(tokens * backward - head, 0)
    dequantised = 2 * shape.hidden_size * shape.intermediate_size if config.load_in_4bit else 0
    linears, embeddings = shape.linear_parameters(), shape.embedding_parameters()
    return Memory(
        process=_PROCESS[device.kind],
        weights=(linears * (_FOUR_BITS if config.load_in_4bit else width) + embeddings * width) / GIB,
        adapter=lora * (6 if cuda and trl else 4) / GIB,  # float32; autocast keeps a 16-bit copy
        optimizer=lora * _OPTIMIZER[config.optim or ("adamw_8bit" if cuda else "adamw")] / GIB,
        activations=(activations + dequantised) / GIB,
        logits=head / GIB,
        fragmentation=_fragmentation(cuda, trl, checkpointing, activations + head) / GIB,
    )


def _padded(rows: Sequence[int]) -> int:
    """Tokens of the rows as `workers.training.lanes.Lanes` lays them out: padded, first fit. rows: longest first."""
    lanes: list[int] = []
    for size in rows:
        lane = next((place for place, filled in enumerate(lanes) if filled + size <= rows[0]), None)
        if lane is None:
            lanes.append(size)
        else:
            lanes[lane] += size
    return len(lanes) * rows[0] if rows else 0


def _layer(config: TrainConfig, shape: ModelShape, cuda: bool, trl: bool, masked: bool) -> tuple[int, int]:
    """Bytes a token that a layer leaves for the backward pass, and those that its own backward pass takes besides.

    masked: rows of several lengths. transformers keeps them apart by a mask, and attention then keeps repeated heads;
    unsloth keeps repeated heads of rows of one length only, as the others go through another kernel.
    """
    hidden, inner = shape.hidden_size, shape.intermediate_size
    query, value = shape.linears()["q_proj"][1], shape.linears()["k_proj"][1]
    if not cuda:
        return 4 * (12 * hidden + 6 * inner), 0
    rank = 2 * 7 * config.r  # between A and B of each linear
    repeated = query if masked == trl else value
    attention = 2 * (2 * query + 2 * repeated)  # query, output, keys, values
    # Both norms' outputs feed q, k, v and gate, up. PEFT casts the input of each 16-bit linear to the adapter's
    # float32, and autocast casts it back: a copy for each. unsloth does so only for q, k, v with a bias (Qwen2).
    if not trl:
        inputs = 2 * hidden * (2 if config.load_in_4bit else 4)
        return 4 * hidden + inputs + attention + 4 * value + 4 * inner + rank, 4 * inner
    inputs = 4 * hidden if config.load_in_4bit else 10 * hidden + 2 * query
    # Norms in float32; gate, its activation, up, and their product.
    return 8 * hidden + inputs + attention + 8 * inner + rank, (6 if config.load_in_4bit else 8) * inner


def _head(config: TrainConfig, shape: ModelShape, cuda: bool, trl: bool, tokens: int) -> float:
    """Bytes of the last hidden states and of the loss."""
    if not trl:
        return _FUSED_LOSS
    if not cuda or config.loss == "orpo":
        return tokens * shape.vocab_size * _FULL_LOGITS
    # Final norm in float32 and 16 bits, those that are trained on, and the gradient in float32.
    return 14 * shape.hidden_size * tokens + 2 * min(tokens, _HEAD_TOKENS) * _HEAD_ENTRIES


def _fragmentation(cuda: bool, trl: bool, checkpointing: bool, coming: float) -> float:
    """Bytes that the allocator holds and no tensor has. coming: bytes that come and go with each step."""
    if not cuda:
        return 0.1 * coming
    if trl:
        return 0.5 * GIB + 0.04 * coming
    # Two runs of the same settings differ by that much.
    return 0.0 if checkpointing else 0.2 * GIB + 0.07 * coming


def reserve(device: Device) -> float:
    """GiB of a card's free memory that a plan leaves alone."""
    return min(RESERVE * device.free_gib, RESERVE_MOST)


def choose(
    config: TrainConfig, shape: ModelShape | None, sizes: Sequence[int], device: Device, library: Library
) -> Setup:
    """The fastest way to compute the config's own optimiser steps that fits. sizes: tokens of the rows.

    Rows of a step never change. On a GPU the micro-batch is as large as memory allows, up to where more is no faster;
    on a CPU it is the config's, or smaller where that does not fit. Where nothing fits it is the smallest. What a
    mixture of experts takes is not known here.
    """
    batch = asked(config)
    if shape is None or shape.experts:
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
