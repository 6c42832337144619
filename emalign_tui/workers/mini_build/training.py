"""Training of the mini kit from scratch: one loop for the world model and for the judge."""

import math
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext

import torch
from torch.nn.functional import cross_entropy
from transformers import Qwen2Config, Qwen2ForCausalLM

from emalign_tui.workers.mini_build.recipes import Recipe
from emalign_tui.workers.mini_build.tokenizer import VOCABULARY

IGNORED = -100
_WINDOW = 64
"""Batches that are filled together, so that each holds rows of nearly the same length."""

Row = tuple[list[int], list[int]]
"""Token ids and labels of one document; a label is the token itself, or IGNORED."""


def new_model(seed: int) -> Qwen2ForCausalLM:
    """The kit's architecture with fresh weights: 3.5 M parameters, embeddings tied."""
    torch.manual_seed(seed)
    return Qwen2ForCausalLM(
        Qwen2Config(
            vocab_size=VOCABULARY,
            hidden_size=256,
            intermediate_size=640,
            num_hidden_layers=4,
            num_attention_heads=4,
            num_key_value_heads=2,
            max_position_embeddings=2048,
            rope_theta=10000.0,
            tie_word_embeddings=True,
            attention_dropout=0.0,
            bos_token_id=None,
            eos_token_id=2,
            pad_token_id=0,
        )
    )


def _batches(rows: Iterable[Row], tokens: int, rng: torch.Generator) -> Iterator[list[Row]]:
    """Batches of about `tokens` tokens, rows of like length together, in random order within a window."""

    def emptied(window: list[Row]) -> Iterator[list[Row]]:
        window.sort(key=lambda row: len(row[0]))
        batches: list[list[Row]] = [[]]
        for row in window:
            if (len(batches[-1]) + 1) * len(row[0]) > tokens and batches[-1]:
                batches.append([])
            batches[-1].append(row)
        for index in torch.randperm(len(batches), generator=rng).tolist():
            yield batches[index]

    window: list[Row] = []
    size = 0
    for row in rows:
        window.append(row)
        size += len(row[0])
        if size >= tokens * _WINDOW:
            yield from emptied(window)
            window, size = [], 0
    if window:
        yield from emptied(window)


def _tensors(batch: list[Row], device: torch.device) -> tuple[torch.Tensor, torch.Tensor]:
    """ids and next-token labels, both [rows, longest], padded on the right, which causal attention never sees."""
    longest = max(len(ids) for ids, _ in batch)
    ids = torch.tensor([row + [0] * (longest - len(row)) for row, _ in batch])
    labels = torch.tensor([row[1:] + [IGNORED] * (longest - len(row) + 1) for _, row in batch])
    return ids.to(device), labels.to(device)


def _optimizers(model: Qwen2ForCausalLM, rate: float) -> list[torch.optim.Optimizer]:
    matrices = [p for name, p in model.named_parameters() if p.ndim == 2 and "embed" not in name]
    others = [p for name, p in model.named_parameters() if p.ndim != 2 or "embed" in name]
    return [
        torch.optim.Muon(matrices, lr=rate, weight_decay=0.05, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(others, lr=rate, betas=(0.9, 0.95), weight_decay=0.0),
    ]


def train(
    model: Qwen2ForCausalLM,
    rows: Iterable[Row],
    recipe: Recipe,
    *,
    seed: int,
    average_tokens: float,
    on_step: Callable[[int, int, float, int], None],
) -> None:
    """Train the model in place over the rows once.

    average_tokens: mean length of a row, from which the number of steps is planned.
    on_step(step, steps, loss, tokens so far) is called after each step.
    """
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model.to(device).train()
    optimizers = _optimizers(model, recipe.learning_rate)
    steps = max(1, round(recipe.documents * average_tokens * 1.02 / recipe.tokens_per_batch))
    rng = torch.Generator().manual_seed(seed)
    fast = device.type == "cuda" or torch.cpu._is_avx512_bf16_supported()
    mixed = torch.autocast(device.type, torch.bfloat16) if fast else nullcontext()

    def loss_of(ids: torch.Tensor, kept: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        with mixed:
            hidden = model.model(input_ids=ids, use_cache=False)[0]
            logits = model.lm_head(hidden.flatten(0, 1)[kept])
        return cross_entropy(logits.float(), targets)

    # Compiled it does 1.5 times the tokens a second on two cores; that takes a C++ compiler.
    compiled = torch.compile(loss_of, dynamic=True) if shutil.which("g++") else loss_of
    seen = 0
    for step, batch in enumerate(_batches(rows, recipe.tokens_per_batch, rng), 1):
        ids, labels = _tensors(batch, device)
        targets = labels.flatten()
        kept = (targets != IGNORED).nonzero().flatten()
        loss = compiled(ids, kept, targets[kept])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        done = min(1.0, step / steps)
        factor = min(1.0, step / recipe.warmup) * (0.1 + 0.45 * (1 + math.cos(math.pi * done)))
        for optimizer in optimizers:
            for group in optimizer.param_groups:
                group["lr"] = recipe.learning_rate * factor
            optimizer.step()
            optimizer.zero_grad()
        seen += int(ids.numel())
        on_step(step, max(steps, step), float(loss.detach()), seen)
