"""TRL's DPO and ORPO trainers on pairs that this lab has encoded itself, so that the preview shows what they read."""

from typing import Any

import torch
from datasets import Dataset
from trl import DPOConfig, DPOTrainer
from trl.experimental.orpo import ORPOConfig, ORPOTrainer

from emalign_tui.lab.runs.checkpoints import CheckpointDir
from emalign_tui.workers.training.encode import IGNORED
from emalign_tui.workers.training.measured import Measured
from emalign_tui.workers.training.model import adapters_in_float32, load_model, lora
from emalign_tui.workers.training.task import Task
from emalign_tui.workers.training.trainer import arguments, optimizer, report


class LabDPOTrainer(Measured, DPOTrainer):  # type: ignore[misc]
    """DPO (Rafailov et al. 2023) against the model as it was before this run: the base, or the parent's adapter."""

    tokens = 0  # seen so far by this process, padding not counted

    def _prepare_dataset(self, dataset: Any, *_: Any) -> Any:
        return dataset

    def training_step(self, model: Any, inputs: dict[str, Any], *args: Any, **kwargs: Any) -> torch.Tensor:
        self.tokens += int(inputs["attention_mask"].sum())
        return super().training_step(model, inputs, *args, **kwargs)


class LabORPOTrainer(Measured, ORPOTrainer):  # type: ignore[misc]
    """ORPO (Hong et al. 2024): the chosen text's own loss, and the odds ratio of both answers."""

    tokens = 0

    def tokenize_row(self, feature: dict[str, Any], model: Any = None) -> dict[str, Any]:
        """The columns TRL's collator pads, from ids that are encoded already."""
        prompt = feature["prompt_ids"]
        columns = {"prompt_input_ids": prompt, "prompt_attention_mask": [1] * len(prompt)}
        for name in ("chosen", "rejected"):
            answer = feature[f"{name}_ids"]
            columns[f"{name}_input_ids"] = prompt + answer
            columns[f"{name}_attention_mask"] = [1] * len(prompt + answer)
            columns[f"{name}_labels"] = [IGNORED] * len(prompt) + answer
        return columns

    def training_step(self, model: Any, inputs: dict[str, Any], *args: Any, **kwargs: Any) -> torch.Tensor:
        self.tokens += int(inputs["chosen_attention_mask"].sum() + inputs["rejected_attention_mask"].sum())
        return super().training_step(model, inputs, *args, **kwargs)


def make_preference_trainer(task: Task, start: CheckpointDir | None) -> LabDPOTrainer | LabORPOTrainer:
    """Model, adapter, pairs and settings put together. Raises LabError for what this machine cannot do."""
    config, pairs = task.config, task.examples
    parent = task.spec.provenance.parent_adapter
    settings = {**arguments(task), "beta": config.beta, **optimizer(config, task.run)}
    columns = {
        "prompt_ids": [pair.prompt for pair in pairs],
        "chosen_ids": [pair.chosen for pair in pairs],
        "rejected_ids": [pair.rejected for pair in pairs],
    }
    model = load_model(task.spec.provenance.base, parent, four_bit=config.load_in_4bit)
    shared: dict[str, Any] = {
        "model": model,
        "peft_config": None if parent else lora(config, model),
        "processing_class": task.tokenizer,
        "train_dataset": Dataset.from_dict(columns),
    }
    trainer: LabDPOTrainer | LabORPOTrainer
    if config.loss == "dpo":
        trainer = LabDPOTrainer(args=DPOConfig(**settings, max_length=None), **shared)
    else:
        trainer = LabORPOTrainer(args=ORPOConfig(**settings, max_length=config.max_seq_length), **shared)
    if config.load_in_4bit:
        adapters_in_float32(trainer.model)
    report(task, trainer, start)
    return trainer
