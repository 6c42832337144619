"""How the rows of an optimiser step are cut into micro-batches; the rows of a step never change."""

import msgspec

from emalign_tui.lab.config import TrainConfig


class Batch(msgspec.Struct, frozen=True):
    """micro: rows that one process computes at once. accumulation: micro-batches of a process in one step."""

    micro: int
    accumulation: int
    processes: int = 1

    @property
    def rows(self) -> int:
        """Rows of one optimiser step."""
        return self.micro * self.accumulation * self.processes

    def smaller(self) -> "Batch | None":
        """Half the micro-batch (or the next smaller part that divides it evenly) and as many more of them."""
        return self.cut(self.micro // 2) if self.micro > 1 else None

    def cut(self, most: int) -> "Batch":
        """The same rows a step in the largest micro-batches of at most `most` rows."""
        share = self.rows // self.processes
        micro = max(part for part in range(1, max(most, 1) + 1) if share % part == 0)
        return Batch(micro, share // micro, self.processes)

    def __str__(self) -> str:
        text = f"{self.micro} × {self.accumulation}"
        return text if self.processes == 1 else f"{text} on each of {self.processes}"


def asked(config: TrainConfig) -> Batch:
    """As the config says; its rows shared among its processes."""
    if config.processes == 1:
        return Batch(config.per_device_train_batch_size, config.gradient_accumulation_steps)
    share = config.effective_batch // config.processes
    return Batch(1, share, config.processes).cut(config.per_device_train_batch_size)
