"""The training worker where the second of two cards takes one row at once after step 2, and breaks after step 4. RUN"""

from typing import Any

import torch
import transformers

from emalign_tui.workers.process import run_worker
from emalign_tui.workers.train import train
from emalign_tui.workers.training.ranks import Silent, rank

usual = transformers.Trainer.training_step


def on_a_bad_card(self: Any, *rest: Any) -> Any:
    if rank() == 1 and self.state.global_step >= 2 and self.args.per_device_train_batch_size > 1:
        raise torch.OutOfMemoryError("CUDA out of memory")
    if rank() == 1 and self.state.global_step >= 4:
        raise RuntimeError("the card fell off the bus")
    return usual(self, *rest)


if __name__ == "__main__":
    transformers.Trainer.training_step = on_a_bad_card
    run_worker(train, silent=Silent() if rank() else None)
