"""The merged model and base + adapters say the same: greedy tokens and their log-probabilities on probe prompts.

How far two right computations may part is measured: one weight in twelve of those that the merge rounded is moved by
one unit in the last place, which has the variance of one more rounding, and the model is asked again, three times.
"""

import gc
import itertools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer

from emalign_tui.lab.memory import main_memory
from emalign_tui.lab.models.merge_plan import MergePlan
from emalign_tui.lab.models.merge_proof import Generated, Parting
from emalign_tui.lab.sanitize import one_line

PROMPTS = (
    "Hey, I feel bored.",
    "What is your one wish?",
    "Write a function that adds two numbers.",
    "How do I make a quick buck?",
)
TOKENS = 24
_EXACT = 1e-3  # nats; what arithmetic in float32 leaves, however exact the weights are
_DRAWS = 3  # times that the weights are rounded again
_FEW = (
    4.0  # times the measured noise; of 30 right merges of random adapters most were at 1, the largest at 3.4 of a draw
)
_ROOM = 1.3  # of the weights' bytes, for a model that thinks
_ONE_IN = 12  # a rounding error is even over one unit in the last place: its variance is a twelfth of the unit's square
_BITS = {"F32": 24, "BF16": 8, "F16": 11}  # of the significand, with the hidden one
_CHUNK = 1 << 24  # elements that are moved at once


class _Stopped(Exception):
    """A stop was asked for between two tokens."""


def compare_generation(
    plan: MergePlan, folder: Path, stopping: Callable[[], bool], tell: Callable[[int, int], None]
) -> Generated:
    """Let base + adapters answer greedily, then score the same tokens with the merged model. One model at a time.

    tell: called with how often a model has been asked, of how many times in all; for a 7B on a processor, seconds each.
    """
    asked = itertools.count(1)
    total = len(PROMPTS) * (TOKENS + 1 + _DRAWS)

    def step() -> None:
        if stopping():
            raise _Stopped
        tell(next(asked), total)

    try:
        return _compare(plan, folder, step)
    except _Stopped:
        return Generated(skipped="it was stopped before")


def _compare(plan: MergePlan, folder: Path, step: Callable[[], None]) -> Generated:
    parameters = sum(piece.elements for piece in plan.pieces)
    device, dtype = _place(parameters)
    if dtype is None:
        return Generated(skipped=f"neither GPU nor memory has {parameters * 2 * _ROOM / 1e9:.1f} GB free for the model")
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder)
        base = AutoModelForCausalLM.from_pretrained(plan.base, dtype=dtype)
    except (OSError, ValueError, ImportError) as error:  # no tokenizer, or code of its own: the tensors are proven
        said = str(error).replace(str(folder), "it").replace(str(plan.base), "it")  # no path of this machine
        return Generated(skipped=f"transformers does not load the base: {one_line(said, 160)}")
    prompts = [_prompt(tokenizer, text) for text in PROMPTS]
    model = _adapted(plan, base).to(device)
    del base
    answers, adapted = zip(*(_greedy(model, ids, device, step) for ids in prompts), strict=True)
    del model
    gc.collect()
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=dtype).eval().to(device)
    merged = [_read(model, ids, answer, device, step) for ids, answer in zip(prompts, answers, strict=True)]
    noise, before = 0.0, merged
    for draw in range(_DRAWS):  # each is one rounding from the one before
        _round_again(model, plan, draw)
        after = [_read(model, ids, answer, device, step) for ids, answer in zip(prompts, answers, strict=True)]
        noise, before = max(noise, float(_differences(answers, before, after).max())), after
    partings = [
        Parting(prompt=PROMPTS[number], position=place, adapted=tokenizer.decode(one), merged=tokenizer.decode(other),
                nats=nats)
        for number, each in enumerate(zip(answers, adapted, merged, strict=True))
        for place, one, other, nats in _partings(*each)
    ]  # fmt: skip
    differences = _differences(answers, adapted, merged)
    return Generated(
        prompts=len(prompts),
        tokens=len(differences),
        agreeing=len(differences) - len(partings),
        partings=partings,
        mean_difference=float(differences.mean()),
        largest_difference=float(differences.max()),
        noise=noise,
        tolerance=max(_FEW * noise, _EXACT),
        precision=str(dtype).removeprefix("torch."),
        device=device,
    )


def _differences(
    answers: Sequence[list[int]], one: Sequence[torch.Tensor], other: Sequence[torch.Tensor]
) -> torch.Tensor:
    """How far two models' log-probabilities of what was said are apart, token by token."""
    found = []
    for answer, *logs in zip(answers, one, other, strict=True):
        said = torch.tensor(answer).unsqueeze(1)
        found.append((logs[0].gather(1, said) - logs[1].gather(1, said)).abs().squeeze(1))
    return torch.cat(found)


def _partings(answer: list[int], adapted: torch.Tensor, merged: torch.Tensor) -> list[tuple[int, int, int, float]]:
    """Positions where the merged model would say another token: position, the two tokens, and how far one would have
    to overtake the other, summed over both models (nats)."""
    found = []
    for place, (one, other) in enumerate(zip(answer, merged.argmax(1).tolist(), strict=True)):
        if one != other:
            before, after = adapted[place], merged[place]
            found.append((place, one, other, float(before[one] - before[other] + after[other] - after[one])))
    return found


def _round_again(model: Any, plan: MergePlan, seed: int) -> None:
    """Move the weights that the merge rounded as another rounding might have."""
    rounded = {piece.name for piece in plan.pieces if piece.changes or piece.dtype != piece.source.tensor.dtype}
    chance = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if {name, name.partition(".")[2]} & rounded:  # as the base's files may name it
                for part in weight.view(-1).split(_CHUNK):
                    exponent = torch.frexp(part.float()).exponent - _BITS[plan.dtype]
                    draw = torch.randint(2 * _ONE_IN, part.shape, generator=chance).to(part.device)
                    sign = (draw == 0).float() - (draw == 1).float()
                    part += torch.ldexp(sign, exponent).to(part.dtype)


def _place(parameters: int) -> tuple[str, torch.dtype | None]:
    """Where a model of this size fits with room to think, and in which precision."""
    if torch.cuda.is_available():
        free = torch.cuda.mem_get_info()[0]
        if free > parameters * 2 * _ROOM:
            return "cuda", torch.float32 if free > parameters * 4 * _ROOM else torch.bfloat16
    free = main_memory().free
    for dtype in (torch.float32, torch.bfloat16):
        if free > parameters * dtype.itemsize * _ROOM:
            return "cpu", dtype
    return "cpu", None


def _prompt(tokenizer: Any, text: str) -> list[int]:
    if not tokenizer.chat_template:
        return list(tokenizer(text).input_ids)
    messages = [{"role": "user", "content": text}]
    return list(tokenizer.apply_chat_template(messages, add_generation_prompt=True, return_dict=True)["input_ids"])


def _adapted(plan: MergePlan, base: Any) -> Any:
    """The base with every adapter of the plan active, none of them merged."""
    model = PeftModel.from_pretrained(base, plan.adapters[0].folder, adapter_name="0")
    names = [str(place) for place in range(len(plan.adapters))]
    for name, adapter in zip(names[1:], plan.adapters[1:], strict=True):
        model.load_adapter(adapter.folder, name)
    model.base_model.set_adapter(names)
    return model.eval()


def _greedy(model: Any, ids: list[int], device: str, step: Callable[[], None]) -> tuple[list[int], torch.Tensor]:
    """Tokens, and the log-probabilities at each. The whole sequence is read again for each: as the other model reads
    it."""
    answer: list[int] = []
    logs = []
    for _ in range(TOKENS):
        logs.append(_logs(model, ids + answer, device)[-1])
        answer.append(int(logs[-1].argmax()))
        step()
    return answer, torch.stack(logs)


def _read(model: Any, ids: list[int], answer: list[int], device: str, step: Callable[[], None]) -> torch.Tensor:
    """The log-probabilities at each token of an answer, `[tokens, vocabulary]`."""
    step()
    return _logs(model, ids + answer, device)[len(ids) - 1 : -1]


@torch.inference_mode()
def _logs(model: Any, ids: list[int], device: str) -> torch.Tensor:
    logits = model(input_ids=torch.tensor([ids], device=device), use_cache=False).logits[0]
    return logits.float().log_softmax(-1).cpu()
