"""What a step measured, left on the device that computed it: reading it would wait for that device."""

from typing import Any

import torch
from transformers import Trainer


class Measured(Trainer):  # type: ignore[misc]
    """A Trainer that keeps the loss and the gradient norm for the Reporter."""

    loss: torch.Tensor | None = None  # summed over the optimiser steps since it was taken
    grad_norm: torch.Tensor | float | None = None  # of the last optimiser step, before clipping

    def training_step(self, *args: Any, **kwargs: Any) -> torch.Tensor:
        loss: torch.Tensor = super().training_step(*args, **kwargs)
        self.loss = loss if self.loss is None else self.loss + loss
        return loss

    def _get_grad_norm(self, *args: Any, **kwargs: Any) -> Any:
        self.grad_norm = super()._get_grad_norm(*args, **kwargs)
        return self.grad_norm

    def take(self, steps: int) -> torch.Tensor:
        """Mean loss of so many optimiser steps, and the gradient norm of the last: a tensor [2] on the device."""
        loss, self.loss = self.loss, None
        if loss is None:
            loss = torch.tensor(float("nan"), device=self.args.device)
        norm = torch.as_tensor(float("nan") if self.grad_norm is None else self.grad_norm, device=loss.device)
        return torch.stack([loss.float() / steps, norm.float()])
