"""Several processes that train one run: the first records, the others follow; what one decides, all do."""

import os
from typing import Any, TypeVar, cast

T = TypeVar("T")


def rank() -> int:
    """This process's place among those that `accelerate launch` started; 0 when it trains alone."""
    return int(os.environ.get("RANK", "0"))


def world() -> int:
    """How many processes train this run."""
    return int(os.environ.get("WORLD_SIZE", "1"))


class Silent:
    """The recorder of every process but the first: nothing is written twice."""

    def emit(self, event: Any) -> None:
        pass

    def say(self, text: str, level: str = "info") -> None:
        pass

    def progress(self, step: int, steps: int, loss: float | None = None) -> None:
        pass

    def stop_requested(self) -> bool:
        return False

    def stopped(self) -> None:
        pass

    def done(self, **result: Any) -> None:
        pass


def agree(device: Any, *flags: bool) -> list[bool]:
    """The flags that are set in any of the processes. Every process must ask at the same time."""
    if world() == 1:
        return list(flags)
    return [value > 0 for value in _reduced(device, [float(flag) for flag in flags], "MAX")]


def together(device: Any, number: int) -> int:
    """The sum over all processes. Every process must ask at the same time."""
    return number if world() == 1 else int(_reduced(device, [float(number)], "SUM")[0])


def same_for_all(value: T, *, cpu: bool) -> T:
    """The first process's value, in every one of them: what a card has free differs, and so would what is chosen."""
    if world() == 1:
        return value
    from accelerate import PartialState
    from accelerate.utils import broadcast_object_list

    PartialState(cpu=cpu)  # joins the processes; the trainers find that done
    return cast(T, broadcast_object_list([value])[0])


def average_gradients(model: Any) -> None:
    """Give every process the mean of all processes' gradients."""
    import torch.distributed as dist

    for weights in model.parameters():
        if weights.grad is not None:
            dist.all_reduce(weights.grad)
            weights.grad /= world()


def wait_for_all() -> None:
    """Go on when every process has come here."""
    if world() > 1:
        import torch.distributed as dist

        dist.barrier()


def _reduced(device: Any, values: list[float], how: str) -> list[float]:
    import torch
    import torch.distributed as dist

    tensor = torch.tensor(values, dtype=torch.float64, device=device)
    dist.all_reduce(tensor, op=getattr(dist.ReduceOp, how))
    return [float(value) for value in tensor.tolist()]
