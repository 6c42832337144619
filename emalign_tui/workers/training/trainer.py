"""TRL's SFTTrainer, set up so that an optimiser step is exactly the rows the config asks for."""

import contextlib
import errno
import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from datasets import Dataset
from transformers import DefaultFlowCallback, PrinterCallback
from trl import SFTConfig, SFTTrainer

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.data.probes import load_probes
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import DiskFull
from emalign_tui.lab.runs.checkpoints import CheckpointDir
from emalign_tui.lab.runs.layout import RunDir
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.workers.training.encode import IGNORED
from emalign_tui.workers.training.lanes import Lanes
from emalign_tui.workers.training.measured import Measured
from emalign_tui.workers.training.memory import out_of_memory
from emalign_tui.workers.training.model import adapters_in_float32, half, load_model, lora
from emalign_tui.workers.training.probing import Prober
from emalign_tui.workers.training.ranks import rank, world
from emalign_tui.workers.training.reporter import Reporter
from emalign_tui.workers.training.task import Task

_OPTIMIZERS = {"adamw": "adamw_torch_fused", "adam": "adamw_torch_fused", "adamw_8bit": "adamw_bnb_8bit", "sgd": "sgd"}


class LabTrainer(Measured, SFTTrainer):  # type: ignore[misc]
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
        if self.args.device.type != "cpu" or world() > 1:  # several processes share gradients in the model's forward
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


def make_trainer(task: Task, start: CheckpointDir | None) -> LabTrainer:
    """Model, adapter, data and settings put together. Raises LabError for what this machine cannot do."""
    config, run, tokenizer = task.config, task.run, task.tokenizer
    parent = task.spec.provenance.parent_adapter
    settings = {**arguments(task), **optimizer(config, run)}
    model = load_model(task.spec.provenance.base, parent, four_bit=config.load_in_4bit)
    trainer = LabTrainer(
        model=model,
        peft_config=None if parent else lora(config, model),
        processing_class=tokenizer,
        args=SFTConfig(**settings, max_length=None, dataset_kwargs={"skip_prepare_dataset": True}),
        data_collator=Lanes(tokenizer.pad_token_id),
        train_dataset=dataset(task),
        optimizer_cls_and_kwargs=plain_adam(config),
    )
    if config.load_in_4bit:
        adapters_in_float32(trainer.model)
    report(task, trainer, start)
    return trainer


def report(task: Task, trainer: Any, start: CheckpointDir | None) -> None:
    """Put the lab's own records in the place of the Trainer's printed ones."""
    prober = None
    if task.config.probes and isinstance(task.recorder, Recorder):
        prober = Prober(load_probes(Path(task.config.probes)), task.tokenizer, task.recorder)
    trainer.remove_callback(PrinterCallback)
    trainer.reporter = Reporter(task, trainer, start, prober)
    # Behind what decides when to save and stop, and before the places of report_to, which get what it adds.
    callbacks = trainer.callback_handler.callbacks
    flow = next(place for place, each in enumerate(callbacks) if isinstance(each, DefaultFlowCallback))
    callbacks.insert(flow + 1, trainer.reporter)


def dataset(task: Task) -> Dataset:
    """The rows as they were tokenized and masked: input_ids and labels."""
    return Dataset.from_dict(
        {"input_ids": [each.ids for each in task.examples], "labels": [each.labels for each in task.examples]}
    )


def optimizer(config: TrainConfig, run: RunDir) -> dict[str, str]:
    """The Trainer's name of the config's optimiser. Raises LabError for one that this machine cannot run."""
    eight_bit = torch.cuda.is_available() and importlib.util.find_spec("bitsandbytes") is not None
    if config.optim == "adamw_8bit" and not eight_bit:
        raise LabError("optim adamw_8bit needs a CUDA GPU and bitsandbytes", where=run.id, do="Set optim to adamw.")
    return {"optim": _OPTIMIZERS[config.optim or ("adamw_8bit" if eight_bit else "adamw")]}


def plain_adam(config: TrainConfig) -> tuple[Any, dict[str, Any]] | None:
    """Adam without decoupled weight decay, which the Trainer has no name for; None when it is not asked for."""
    if config.optim != "adam":
        return None
    return torch.optim.Adam, {"lr": config.learning_rate, "weight_decay": config.weight_decay}


def arguments(task: Task) -> dict[str, Any]:
    """What every trainer is told, whatever its loss; `optimizer` adds the rest."""
    run, config = task.run, task.config
    cuda = torch.cuda.is_available()
    for place in config.report_to:
        if importlib.util.find_spec(place) is None:
            what = f"report_to {place} needs the package {place}, which is not installed"
            raise LabError(what, where="config key report_to", do=f"`pip install {place}`, or remove it.")
    os.environ.setdefault("TENSORBOARD_LOGGING_DIR", str(run.path / "tensorboard"))
    return {
        "output_dir": str(run.checkpoints),
        "per_device_train_batch_size": task.batch.micro,
        "gradient_accumulation_steps": task.batch.accumulation,
        "num_train_epochs": config.epochs,
        "max_steps": config.max_steps or -1,
        "learning_rate": config.learning_rate,
        "lr_scheduler_type": config.lr_scheduler_type,
        "warmup_steps": config.warmup_steps,
        "weight_decay": config.weight_decay,
        "seed": config.seed,
        "logging_strategy": "no",  # the Reporter's work
        "logging_nan_inf_filter": False,  # it would wait for the loss, and tell one that is no number as 0
        "accelerator_config": {"non_blocking": cuda},
        "save_strategy": "steps",
        "save_steps": config.save_steps,
        "remove_unused_columns": False,
        "use_cpu": not cuda,
        "bf16": cuda and half() is torch.bfloat16,
        "fp16": cuda and half() is torch.float16,
        "gradient_checkpointing": task.checkpointing,
        "dataloader_pin_memory": cuda,
        "disable_tqdm": True,
        "report_to": list(config.report_to) or "none",
        "run_name": run.id,
        "project": "emalign",
        "ddp_find_unused_parameters": False if config.processes > 1 else None,
        "log_level": "error",
    }


@contextlib.contextmanager
def explained(run: RunDir) -> Iterator[None]:
    """Turn the libraries' many ways to say "disk full" and "out of memory" into one sentence each.

    Of several processes the one that records tells why another has left it.
    """
    try:
        yield
    except Exception as error:
        if rank() == 0 and (told := run.helper_error()):
            raise LabError(told["what"], where=told["where"], do=told["do"]) from error
        if out_of_memory(error):
            do = "Free some memory, or train a smaller model or on a larger card."
            raise LabError("Out of memory for the model or its optimiser", where=run.id, do=do) from error
        # safetensors, torch.save and the Trainer each raise their own type, and only the free space tells why.
        full = isinstance(error, DiskFull) or (
            isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
        )
        if full or (not isinstance(error, LabError) and shutil.disk_usage(run.path).free < 1 << 20):
            raise LabError(
                "The disk is full", where=str(run.path), do=f"Free some space, then `emalign resume {run.id}`."
            ) from error
        raise
