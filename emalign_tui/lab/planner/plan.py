"""What a training config would do: batches, steps, memory, time, and what it would write."""

import math

import msgspec

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.data.rows import AnyRow
from emalign_tui.lab.planner.device import GIB, Device
from emalign_tui.lab.planner.shape import ModelShape

# Rough figures, said to be rough in every plan. Process: resident memory of the imported libraries.
_PROCESS_GIB = {"cpu": 0.7, "cuda": 1.5}
_START_SECONDS = {"cpu": 10.0, "cuda": 40.0}
_CPU_FLOPS_A_CORE = 35e9  # measured on the mini model, fp32 with AVX-512
_GPU_FLOPS = {"H200": 200e12, "H100": 200e12, "A100": 90e12, "L4": 25e12, "T4": 12e12}
_CHARACTERS_A_TOKEN = 4.0
_TOKENS_A_TURN = 5  # the chat template's own


class Choice(msgspec.Struct, frozen=True):
    """Something decided for the user, and why."""

    what: str
    why: str


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """memory_gib, seconds: estimates; None when the model's shape or the device's speed is not known here.

    tokens: of one epoch, estimated from characters. steps: optimiser steps. fits: False only when the estimate says so.
    """

    model: str
    device: str
    rows: int
    tokens: int
    effective_batch: int
    micro_batch: int
    accumulation: int
    steps: int
    checkpoints: int
    memory_gib: float | None
    free_gib: float
    seconds: float | None
    writes: list[str]
    choices: list[Choice]
    fits: bool


def make_plan(config: TrainConfig, base: str, shape: ModelShape | None, chosen: list[AnyRow], device: Device) -> Plan:
    """Plan a run on these rows. shape: of the base model."""
    sizes = [_tokens(row, config.max_seq_length) for row in chosen]
    steps = count_steps(len(chosen), config)
    checkpoints = math.ceil(steps / config.save_steps)
    tokens = sum(sizes)
    memory = _memory(config, shape, sorted(sizes, reverse=True), device) if shape else None
    trained = tokens * steps * config.effective_batch / len(chosen)
    return Plan(
        model=base,
        device=device.name,
        rows=len(chosen),
        tokens=tokens,
        effective_batch=config.effective_batch,
        micro_batch=config.per_device_train_batch_size,
        accumulation=config.gradient_accumulation_steps,
        steps=steps,
        checkpoints=checkpoints,
        memory_gib=None if memory is None else round(memory, 2),
        free_gib=round(device.free_gib, 2),
        seconds=_seconds(config, shape, trained, device) if shape else None,
        writes=_writes(config, shape, checkpoints),
        choices=_choices(config, shape, device),
        fits=memory is None or memory <= device.free_gib,
    )


def count_steps(rows: int, config: TrainConfig) -> int:
    """Optimiser steps as the Trainer counts them: the last batch of an epoch may be smaller."""
    if config.max_steps:
        return config.max_steps
    batches = math.ceil(rows / config.per_device_train_batch_size)
    return math.ceil(config.epochs * math.ceil(batches / config.gradient_accumulation_steps))


def _tokens(row: AnyRow, longest: int) -> int:
    text = sum(len(turn.content) for turn in row.messages)
    return min(math.ceil(text / _CHARACTERS_A_TOKEN) + _TOKENS_A_TURN * len(row.messages), longest)


def _memory(config: TrainConfig, shape: ModelShape, sizes: list[int], device: Device) -> float:
    """GiB at the peak: weights, LoRA with gradients and two Adam moments, activations of the largest micro-batch."""
    lora = shape.lora_parameters(config.r, config.target_modules)
    weights = shape.linear_parameters() + shape.embedding_parameters()
    tokens = sum(sizes[: config.per_device_train_batch_size])
    width = 2 if device.kind == "cuda" else 4
    layer = tokens * width * (12 * shape.hidden_size + 6 * shape.intermediate_size)
    if device.kind == "cuda":  # checkpointing keeps each layer's input and recomputes one layer at a time
        activations = 2 * layer + tokens * width * shape.hidden_size * shape.num_hidden_layers
    else:
        activations = layer * shape.num_hidden_layers + 3 * 4 * tokens * shape.vocab_size
    return _PROCESS_GIB[device.kind] + 1.1 * (weights * width + lora * 16 + activations) / GIB


def _seconds(config: TrainConfig, shape: ModelShape, tokens: float, device: Device) -> float | None:
    """4 N a token for the frozen weights (forward, and backward to the activations), 6 N for LoRA."""
    lora = shape.lora_parameters(config.r, config.target_modules)
    head = shape.vocab_size * shape.hidden_size
    work = tokens * (4 * (shape.linear_parameters() + head) + 6 * lora)
    if device.kind == "cpu":
        return round(_START_SECONDS["cpu"] + work / (_CPU_FLOPS_A_CORE * device.cores), 1)
    speed = next((speed for name, speed in _GPU_FLOPS.items() if name in device.name), None)
    return None if speed is None else round(_START_SECONDS["cuda"] + work * 4 / 3 / speed, 1)


def _writes(config: TrainConfig, shape: ModelShape | None, checkpoints: int) -> list[str]:
    lines = ["results/train/<run>/adapter", f"results/train/<run>/checkpoints ({checkpoints})"]
    if not shape:
        return lines
    mib = shape.lora_parameters(config.r, config.target_modules) * 4 / (1 << 20)
    return [f"{lines[0]}: {mib:.1f} MiB", f"{lines[1]}: {3 * mib * checkpoints:.1f} MiB"]


def _choices(config: TrainConfig, shape: ModelShape | None, device: Device) -> list[Choice]:
    choices = [
        Choice(
            f"{config.effective_batch} rows a step: {config.per_device_train_batch_size} at once, "
            f"{config.gradient_accumulation_steps} times",
            "exactly as the config says",
        ),
        Choice(
            "bfloat16 weights, activation checkpointing" if device.kind == "cuda" else "float32, no checkpointing",
            f"training runs on {device.name}",
        ),
        Choice("short rows share a lane of the batch", "no padding is computed; rows never see each other"),
    ]
    if shape is None:
        choices.append(Choice("no estimate of memory and time", "the model's config.json is not on this disk"))
    else:
        choices.append(Choice("memory and time are rough estimates", "from the model's shape, not from a trial"))
    return choices
