"""What a step measured, left on the device that computed it: reading it would wait for that device."""

from functools import partial
from typing import Any

import torch
from transformers import Trainer

from emalign_tui.workers.training.memory import micro_batch


class Measured(Trainer):  # type: ignore[misc]
    """A Trainer that keeps the loss and the gradient norm for the Reporter; several processes do a step as one."""

    loss: torch.Tensor | None = None  # summed over the optimiser steps since it was taken
    steps = 0  # so many
    grad_norm: torch.Tensor | float  # of the last of them, before clipping

    def training_step(self, model: Any, *args: Any, **kwargs: Any) -> torch.Tensor:
        loss = micro_batch(self, model, partial(super().training_step, model, *args, **kwargs))
        self.loss = loss if self.loss is None else self.loss + loss
        return loss

    def _get_grad_norm(self, *args: Any, **kwargs: Any) -> Any:
        self.grad_norm = super()._get_grad_norm(*args, **kwargs)
        self.steps += 1
        return self.grad_norm

    def take(self) -> torch.Tensor:
        """Mean loss of the steps since the last call, of which there must be one, and the last gradient norm.

        A tensor [2] on the device.
        """
        assert self.loss is not None
        loss, self.loss = self.loss.float() / self.steps, None
        self.steps = 0
        return torch.stack([loss, torch.as_tensor(self.grad_norm, dtype=loss.dtype, device=loss.device)])
