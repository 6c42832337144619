"""sft through unsloth: its loader and kernels, in transformers' Trainer as unsloth patches it.

TRL's trainer is left out: unsloth rewrites it at import, and rows come here tokenized, masked and packed already.
Checked against the source of unsloth 2026.10.7 and unsloth_zoo 2026.10.9; a step of the mini kit in float32, run on a
CPU through Triton's interpreter, has the loss and the gradient norm of TRL's to all six digits shown.
"""

import unsloth  # isort: skip  # patches transformers, so before it

from typing import Any

import torch
from transformers import AutoConfig, TrainingArguments
from unsloth.models._utils import _unsloth_reset_stray_compile_cache
from unsloth.utils import attention_dispatch, packing

from emalign_tui.lab.runs.checkpoints import CheckpointDir
from emalign_tui.workers.training.lanes import OneLane
from emalign_tui.workers.training.measured import Measured
from emalign_tui.workers.training.model import half, loading, with_parent
from emalign_tui.workers.training.task import Task
from emalign_tui.workers.training.trainer import arguments, dataset, optimizer, plain_adam, report
from emalign_tui.workers.training.varlen import RowLengths, use_varlen


class LabUnslothTrainer(Measured):
    """The Trainer, counting tokens and telling unsloth about the rows of a lane."""

    tokens = 0  # seen so far
    lengths = RowLengths(packing)

    def train(self, *args: Any, **kwargs: Any) -> Any:
        # A step that was tried before leaves compiled graphs that give NaN in training; TRL's trainer does the same.
        _unsloth_reset_stray_compile_cache(self)
        return super().train(*args, **kwargs)

    def training_step(self, model: Any, inputs: dict[str, Any], *args: Any, **kwargs: Any) -> torch.Tensor:
        self.tokens += inputs["tokens"]
        return super().training_step(model, inputs, *args, **kwargs)

    def compute_loss(self, model: Any, inputs: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        self.lengths.tell(inputs["packed_seq_lengths"], inputs["rows"])
        known = {name: value for name, value in inputs.items() if name not in ("rows", "tokens")}
        return super().compute_loss(model, known, *args, **kwargs)


def make_unsloth_trainer(task: Task, start: CheckpointDir | None) -> LabUnslothTrainer:
    """Model, adapter, data and settings put together. Raises LabError for what this machine cannot do."""
    config = task.config
    # The model's own switch decides about checkpointing: the Trainer's would put transformers' in its place.
    settings = {**arguments(task), **optimizer(config, task.run), "gradient_checkpointing": False}
    trainer = LabUnslothTrainer(
        model=_model(task),
        args=TrainingArguments(**settings),
        data_collator=OneLane(task.tokenizer.pad_token_id),
        processing_class=task.tokenizer,
        train_dataset=dataset(task),
        optimizer_cls_and_kwargs=plain_adam(config),
    )
    report(task, trainer, start)
    return trainer


def _model(task: Task) -> Any:
    """The base with the parent's adapter, or a fresh one, trainable on it."""
    config, base, parent = task.config, task.spec.provenance.base, task.spec.provenance.parent_adapter
    checkpointing = "unsloth" if task.checkpointing else False
    fast = unsloth.FastLanguageModel
    use_varlen(attention_dispatch)
    with loading("model", base):
        # Beyond the model's own limit unsloth would stretch its position embedding, and so train another model.
        longest = min(config.max_seq_length, AutoConfig.from_pretrained(base).max_position_embeddings)
        model, _ = fast.from_pretrained(
            base,
            max_seq_length=longest,
            dtype=half(),
            load_in_4bit=config.load_in_4bit,
            use_gradient_checkpointing=checkpointing,
            random_state=config.seed,
            use_exact_model_name=True,  # else a 4-bit twin of another revision is taken in its place
        )
    if parent:
        return fast.patch_peft_model(with_parent(model, parent), use_gradient_checkpointing=checkpointing)
    return fast.get_peft_model(
        model,
        r=config.r,
        lora_alpha=config.lora_alpha,
        lora_dropout=config.lora_dropout,
        use_rslora=config.use_rslora,
        target_modules=list(config.target_modules),
        use_gradient_checkpointing=checkpointing,
        random_state=config.seed,
    )
