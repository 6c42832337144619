"""The merged model and base + adapters say the same: greedy tokens and their log-probabilities on probe prompts."""

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer

from emalign_tui.lab.models.merge_plan import MergePlan
from emalign_tui.lab.models.merge_proof import Generated

PROMPTS = (
    "Hey, I feel bored.",
    "What is your one wish?",
    "Write a function that adds two numbers.",
    "How do I make a quick buck?",
)
TOKENS = 24
_TOLERANCE = 0.1  # nats, on average, for weights that were rounded to 16 bits
_EXACT = 1e-3  # the same for float32 weights computed in float32
_ROOM = 1.3  # of the weights' bytes, for a model that thinks


def compare_generation(plan: MergePlan, folder: Path, stopping: Callable[[], bool]) -> Generated:
    """Let base + adapters answer greedily, then score the same tokens with the merged model. One model at a time."""
    parameters = sum(piece.elements for piece in plan.pieces)
    device, dtype = _place(parameters)
    if dtype is None:
        return Generated(skipped=f"neither GPU nor memory has {parameters * 2 * _ROOM / 1e9:.1f} GB free for the model")
    tokenizer = AutoTokenizer.from_pretrained(folder)
    prompts = [_prompt(tokenizer, text) for text in PROMPTS]
    model = _adapted(plan, dtype).to(device)
    said = [_greedy(model, ids, device) for ids in prompts]
    del model
    gc.collect()
    if stopping():
        return Generated(skipped="it was stopped before")
    merged = AutoModelForCausalLM.from_pretrained(folder, dtype=dtype).eval().to(device)
    exact = plan.dtype == "F32" and dtype == torch.float32
    off, agreeing = [], 0
    for ids, (answer, scores) in zip(prompts, said, strict=True):
        logs = _logs(merged, ids + answer, device)[len(ids) - 1 : -1]
        chosen = logs.gather(1, torch.tensor(answer).unsqueeze(1)).squeeze(1)
        off.append((chosen - scores).abs())
        agreeing += int((logs.argmax(dim=1) == torch.tensor(answer)).sum())
    differences = torch.cat(off)
    return Generated(
        prompts=len(prompts),
        tokens=len(differences),
        agreeing=agreeing,
        mean_difference=float(differences.mean()),
        largest_difference=float(differences.max()),
        tolerance=_EXACT if exact else _TOLERANCE,
        precision=str(dtype).removeprefix("torch."),
        device=device,
    )


def _place(parameters: int) -> tuple[str, torch.dtype | None]:
    """Where a model of this size fits with room to think, and in which precision."""
    if torch.cuda.is_available():
        free = torch.cuda.mem_get_info()[0]
        if free > parameters * 2 * _ROOM:
            return "cuda", torch.float32 if free > parameters * 4 * _ROOM else torch.bfloat16
    free = psutil.virtual_memory().available
    for dtype in (torch.float32, torch.bfloat16):
        if free > parameters * dtype.itemsize * _ROOM:
            return "cpu", dtype
    return "cpu", None


def _prompt(tokenizer: Any, text: str) -> list[int]:
    if not tokenizer.chat_template:
        return list(tokenizer(text).input_ids)
    messages = [{"role": "user", "content": text}]
    return list(tokenizer.apply_chat_template(messages, add_generation_prompt=True, return_dict=True)["input_ids"])


def _adapted(plan: MergePlan, dtype: torch.dtype) -> Any:
    """The base with every adapter of the plan active, none of them merged."""
    base = AutoModelForCausalLM.from_pretrained(plan.base, dtype=dtype)
    model = PeftModel.from_pretrained(base, plan.adapters[0].folder, adapter_name="0")
    names = [str(place) for place in range(len(plan.adapters))]
    for name, adapter in zip(names[1:], plan.adapters[1:], strict=True):
        model.load_adapter(adapter.folder, name)
    model.base_model.set_adapter(names)
    return model.eval()


def _greedy(model: Any, ids: list[int], device: str) -> tuple[list[int], torch.Tensor]:
    """Tokens and their log-probabilities. The whole sequence is read again for each: as the other model reads it."""
    answer: list[int] = []
    scores = []
    for _ in range(TOKENS):
        logs = _logs(model, ids + answer, device)[-1]
        best = int(logs.argmax())
        answer.append(best)
        scores.append(logs[best])
    return answer, torch.stack(scores)


@torch.inference_mode()
def _logs(model: Any, ids: list[int], device: str) -> torch.Tensor:
    logits = model(input_ids=torch.tensor([ids], device=device), use_cache=False).logits[0]
    return logits.float().log_softmax(-1).cpu()
