"""What a training config would do: batches, steps, memory, time, and what it would write."""

import math

import msgspec

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.data.rows import AnyRow
from emalign_tui.lab.planner.batch import asked
from emalign_tui.lab.planner.device import Device
from emalign_tui.lab.planner.engine import Engine, pick_engine
from emalign_tui.lab.planner.memory import Memory, Setup, choose, reserve, speed
from emalign_tui.lab.planner.shape import ModelShape

# Rough figures, said to be rough in every plan.
_START_SECONDS = {"cpu": 10.0, "cuda": 40.0}
_CPU_FLOPS_A_CORE = 35e9  # measured on the mini model, fp32 with AVX-512
_CHARACTERS_A_TOKEN = 4.0
_TOKENS_A_TURN = 5  # the chat template's own


class Choice(msgspec.Struct, frozen=True):
    """Something decided for the user, and why."""

    what: str
    why: str


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """memory_gib, seconds: estimates; None when the model's shape or the device's speed is not known here.

    tokens: of one epoch, estimated from characters. steps: optimiser steps. memory: GiB at the peak, by what takes it.
    fits: False when the estimate says so, or the config asks for what this device lacks.
    """

    model: str
    device: str
    rows: int
    tokens: int
    effective_batch: int
    micro_batch: int
    accumulation: int
    processes: int
    checkpointing: bool
    engine: str
    steps: int
    checkpoints: int
    memory_gib: float | None
    memory: Memory | None
    free_gib: float
    seconds: float | None
    writes: list[str]
    choices: list[Choice]
    fits: bool


def make_plan(
    config: TrainConfig, base: str, shape: ModelShape | None, chosen: list[AnyRow], device: Device, *, unsloth: bool
) -> Plan:
    """Plan a run on these rows. shape: of the base model. unsloth: whether training will find it."""
    positions = _positions(config, shape)
    shape = None if shape and shape.experts else shape
    sizes = [_tokens(row, config.max_seq_length) for row in chosen]
    steps = count_steps(len(chosen), config)
    checkpoints = math.ceil(steps / config.save_steps)
    tokens = sum(sizes)
    engine = pick_engine(config, shape, device, installed=unsloth)
    setup = choose(config, shape, sizes, device, engine.library)
    memory = setup.memory.total if setup.memory else None
    trained = tokens * steps * config.effective_batch / len(chosen)
    return Plan(
        model=base,
        device=device.name,
        rows=len(chosen),
        tokens=tokens,
        effective_batch=setup.batch.rows,
        micro_batch=setup.batch.micro,
        accumulation=setup.batch.accumulation,
        processes=setup.batch.processes,
        checkpointing=setup.checkpointing,
        engine=engine.library,
        steps=steps,
        checkpoints=checkpoints,
        memory_gib=None if memory is None else round(memory, 2),
        memory=setup.memory,
        free_gib=round(device.free_gib, 2),
        seconds=_seconds(config, shape, trained, device, speed(setup, sizes, device)) if shape else None,
        writes=_writes(config, shape, checkpoints),
        choices=[*choices(config, setup, device, engine), *_warm_up(config, steps), *positions],
        fits=(memory is None or memory <= device.free_gib) and not _lacking(config, device, engine),
    )


def _warm_up(config: TrainConfig, steps: int) -> list[Choice]:
    if config.warmup_steps < steps or config.lr_scheduler_type == "constant":
        return []
    short = f"warm-up takes {config.warmup_steps} steps, and there are {steps}"
    return [Choice("the learning rate never reaches its full value", short)]


def _positions(config: TrainConfig, shape: ModelShape | None) -> list[Choice]:
    positions = shape.positions if shape else None
    if positions is None or config.max_seq_length <= positions:
        return []
    made_for = f"the model was made for texts of {positions} tokens: lower max_seq_length to that"
    return [Choice(f"rows may have {config.max_seq_length} tokens", made_for)]


def count_steps(rows: int, config: TrainConfig) -> int:
    """Optimiser steps as the Trainer counts them: the last batch of an epoch may be smaller."""
    if config.max_steps:
        return config.max_steps
    batches = math.ceil(rows / config.per_device_train_batch_size)
    return math.ceil(config.epochs * math.ceil(batches / config.gradient_accumulation_steps))


def _tokens(row: AnyRow, longest: int) -> int:
    text = sum(len(turn.content) for turn in row.messages)
    return min(math.ceil(text / _CHARACTERS_A_TOKEN) + _TOKENS_A_TURN * len(row.messages), longest)


def _seconds(config: TrainConfig, shape: ModelShape, tokens: float, device: Device, share: float) -> float | None:
    """4 N a token for the frozen weights (forward, and backward to the activations), 6 N for LoRA."""
    lora = shape.lora_parameters(config.r, config.target_modules)
    head = shape.vocab_size * shape.hidden_size
    work = tokens * (4 * (shape.linear_parameters() + head) + 6 * lora)
    if device.kind == "cpu":
        return round(_START_SECONDS["cpu"] + work / (_CPU_FLOPS_A_CORE * device.cores), 1)
    if device.rate is None:
        return None
    return round(_START_SECONDS["cuda"] + work / (device.rate * share), 1)


def _writes(config: TrainConfig, shape: ModelShape | None, checkpoints: int) -> list[str]:
    lines = ["results/train/<run>/adapter", f"results/train/<run>/checkpoints ({checkpoints})"]
    if not shape:
        return lines
    mib = shape.lora_parameters(config.r, config.target_modules) * 4 / (1 << 20)
    return [f"{lines[0]}: {mib:.1f} MiB", f"{lines[1]}: {3 * mib * checkpoints:.1f} MiB"]


def choices(config: TrainConfig, setup: Setup, device: Device, engine: Engine) -> list[Choice]:
    """What was decided, and why."""
    batch, wanted, cuda = setup.batch, asked(config), device.kind == "cuda"
    if batch == wanted:
        why = "as the config says"
    elif batch.micro > wanted.micro:
        why = f"the same steps as {wanted}, and a GPU is faster with more tokens at once"
    else:
        why = f"{wanted} does not fit; the steps stay the same"
    found = [Choice(f"{batch.rows} rows a step: {batch} (at once × times)", why)]
    if cuda:
        found.append(Choice("unsloth trains" if engine.library == "unsloth" else "TRL and PEFT train", engine.why))
    width = "16 bits" if cuda else "float32"
    if config.load_in_4bit:
        found.append(Choice("weights in 4 bits (nf4)", "the config's load_in_4bit"))
    else:
        found.append(Choice(f"weights in {width}", "the config's load_in_4bit is false"))
    if setup.checkpointing:
        why = "without it the step does not fit" if setup.memory else "memory is not known here"
        found.append(Choice("activations are computed twice (checkpointing)", why))
    else:
        why = "memory is enough, and it would cost a third of the speed" if cuda else "it is done on a GPU only"
        found.append(Choice("no checkpointing", why))
    found.append(Choice("short rows share a lane of the batch", "no padding is computed; rows never see each other"))
    if setup.memory is None:
        found.append(Choice("no estimate of memory and time", "no config.json of a dense text model is on this disk"))
    elif cuda:
        left = f"{reserve(device):.1f} GiB of memory are left alone"
        found.append(Choice(left, "it is an estimate, not a measurement"))
    else:
        found.append(Choice("memory and time are rough estimates", "from the model's shape, not from a trial"))
    if lacking := _lacking(config, device, engine):
        found.append(Choice("it cannot run here", lacking))
    if setup.memory and setup.memory.total > device.free_gib:
        found.append(Choice("it does not fit", _advice(config, setup.memory, device)))
    return found


def _advice(config: TrainConfig, memory: Memory, device: Device) -> str:
    """What can be done where not even one row at once fits."""
    cuda = device.kind == "cuda"
    ways = ["set load_in_4bit"] if cuda and not config.load_in_4bit else []
    larger = f"take a larger {'card' if cuda else 'machine'}"
    fixed = memory.process + memory.weights + memory.adapter + memory.optimizer
    if fixed > device.free_gib:
        least, ways = f"{fixed:.1f} GiB are taken before the first row", [*ways, f"{larger} or a smaller model"]
    else:
        least, ways = "one row at once is the least", [*ways, "lower max_seq_length", larger]
    return f"{least}: {', or '.join(ways)}"


def _lacking(config: TrainConfig, device: Device, engine: Engine) -> str:
    """What the config asks for and this machine does not have, or ""."""
    if engine.refused:
        return f"engine unsloth: {engine.why}"
    if device.kind == "cuda":
        return ""
    if config.load_in_4bit:
        return "load_in_4bit needs a CUDA GPU"
    return "optim adamw_8bit needs a CUDA GPU" if config.optim == "adamw_8bit" else ""
