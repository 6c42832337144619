"""TRL's SFTTrainer, set up so that an optimiser step is exactly the rows the config asks for."""

import contextlib
import errno
import importlib.util
import shutil
from collections.abc import Iterator
from typing import Any

import torch
from datasets import Dataset
from transformers import PrinterCallback
from trl import SFTConfig, SFTTrainer

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.runs.checkpoints import CheckpointDir
from emalign_tui.lab.runs.layout import RunDir
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.lab.runs.records import RunSpec
from emalign_tui.workers.training.encode import IGNORED, Example
from emalign_tui.workers.training.lanes import Lanes
from emalign_tui.workers.training.model import load_model, lora
from emalign_tui.workers.training.reporter import Reporter

_OPTIMIZERS = {"adamw": "adamw_torch_fused", "adam": "adamw_torch_fused", "adamw_8bit": "adamw_bnb_8bit", "sgd": "sgd"}


class LabTrainer(SFTTrainer):  # type: ignore[misc]
    """SFTTrainer that counts tokens, and that on CPU computes the loss of trained positions and nothing else.

    TRL's own loss also takes entropy and accuracy of every position: a third of a step on CPU, nothing on a GPU.
    """

    tokens = 0  # seen so far by this process, padding not counted

    def training_step(self, model: Any, inputs: dict[str, Any], *args: Any, **kwargs: Any) -> torch.Tensor:
        self.tokens += int((inputs["input_ids"] != self.data_collator.pad).sum())
        return super().training_step(model, inputs, *args, **kwargs)

    def compute_loss(
        self, model: Any, inputs: dict[str, Any], return_outputs: bool = False, num_items_in_batch: Any = None
    ) -> Any:
        if self.args.device.type != "cpu":
            return super().compute_loss(model, inputs, return_outputs, num_items_in_batch)
        base = self.model.get_base_model()
        labels = inputs["labels"][:, 1:]
        hidden = base.base_model(
            input_ids=inputs["input_ids"], position_ids=inputs["position_ids"], use_cache=False
        ).last_hidden_state[:, :-1]
        trained = labels != IGNORED
        logits = base.get_output_embeddings()(hidden[trained])
        total = torch.nn.functional.cross_entropy(logits.float(), labels[trained], reduction="sum")
        count = trained.sum() if num_items_in_batch is None else torch.as_tensor(num_items_in_batch)
        return total / count.clamp(min=1)


def make_trainer(
    run: RunDir,
    recorder: Recorder,
    spec: RunSpec,
    config: TrainConfig,
    tokenizer: Any,
    examples: list[Example],
    start: CheckpointDir | None,
) -> LabTrainer:
    """Model, adapter, data and settings put together. Raises LabError for what this machine cannot do."""
    parent = spec.provenance.parent_adapter
    adam = {"lr": config.learning_rate, "weight_decay": config.weight_decay}
    settings = {**arguments(run, config), **optimizer(config, run)}
    trainer = LabTrainer(
        model=load_model(spec.provenance.base, parent, four_bit=config.load_in_4bit),
        peft_config=None if parent else lora(config),
        processing_class=tokenizer,
        args=SFTConfig(**settings, max_length=None, dataset_kwargs={"skip_prepare_dataset": True}),
        data_collator=Lanes(tokenizer.pad_token_id),
        train_dataset=Dataset.from_dict(
            {"input_ids": [each.ids for each in examples], "labels": [each.labels for each in examples]}
        ),
        optimizer_cls_and_kwargs=(torch.optim.Adam, adam) if config.optim == "adam" else None,
    )
    trainer.remove_callback(PrinterCallback)
    trainer.add_callback(Reporter(run, recorder, trainer, start))
    return trainer


def optimizer(config: TrainConfig, run: RunDir) -> dict[str, str]:
    """The Trainer's name of the config's optimiser. Raises LabError for one that this machine cannot run."""
    eight_bit = torch.cuda.is_available() and importlib.util.find_spec("bitsandbytes") is not None
    if config.optim == "adamw_8bit" and not eight_bit:
        raise LabError("optim adamw_8bit needs a CUDA GPU and bitsandbytes", where=run.id, do="Set optim to adamw.")
    return {"optim": _OPTIMIZERS[config.optim or ("adamw_8bit" if eight_bit else "adamw")]}


def arguments(run: RunDir, config: TrainConfig) -> dict[str, Any]:
    """What every trainer is told, whatever its loss; `optimizer` adds the rest."""
    cuda = torch.cuda.is_available()
    return {
        "output_dir": str(run.checkpoints),
        "per_device_train_batch_size": config.per_device_train_batch_size,
        "gradient_accumulation_steps": config.gradient_accumulation_steps,
        "num_train_epochs": config.epochs,
        "max_steps": config.max_steps or -1,
        "learning_rate": config.learning_rate,
        "lr_scheduler_type": config.lr_scheduler_type,
        "warmup_steps": config.warmup_steps,
        "weight_decay": config.weight_decay,
        "seed": config.seed,
        "logging_steps": config.logging_steps,
        "save_strategy": "steps",
        "save_steps": config.save_steps,
        "remove_unused_columns": False,
        "use_cpu": not cuda,
        "bf16": cuda,
        "gradient_checkpointing": cuda,
        "dataloader_pin_memory": cuda,
        "disable_tqdm": True,
        "report_to": "none",
        "log_level": "error",
    }


@contextlib.contextmanager
def explained(run: RunDir) -> Iterator[None]:
    """Turn the libraries' many ways to say "disk full" and "out of memory" into one sentence each."""
    try:
        yield
    except torch.OutOfMemoryError as error:
        raise LabError(
            "Out of GPU memory",
            where=run.id,
            do="Halve per_device_train_batch_size and double gradient_accumulation_steps: the effective batch stays.",
        ) from error
    except Exception as error:
        # safetensors, torch.save and the Trainer each raise their own type, and only the free space tells why.
        full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
        if full or (not isinstance(error, LabError) and shutil.disk_usage(run.path).free < 1 << 20):
            raise LabError(
                "The disk is full", where=str(run.path), do=f"Free some space, then `emalign resume {run.id}`."
            ) from error
        raise
