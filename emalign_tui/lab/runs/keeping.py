"""Which checkpoints a training run makes beyond every save_steps, and which of them it keeps."""

from collections.abc import Mapping, Sequence

from emalign_tui.lab.config import TrainConfig


def log_spaced(step: int) -> bool:
    """Whether a step is one of 1, 2, 4, 8, ..."""
    return step > 0 and step & (step - 1) == 0


def due(config: TrainConfig, step: int, seconds: float) -> bool:
    """Whether to save after this step. seconds: since the last checkpoint."""
    minutes = config.save_minutes is not None and seconds >= 60 * config.save_minutes
    return minutes or (config.save_log_spaced and log_spaced(step))


def to_remove(config: TrainConfig, steps: Sequence[int], losses: Mapping[int, float]) -> list[int]:
    """Of the checkpoints at these steps, ascending, those that the policy does not keep.

    losses: the smoothed loss at a step, where it is known. The newest is always kept: a run goes on from it.
    """
    if config.save_total_limit is None:
        return []
    kept = set(steps[-config.save_total_limit :])
    if config.save_best and (known := [step for step in steps if step in losses]):
        kept.add(min(known, key=lambda step: losses[step]))
    if config.save_log_spaced:
        kept |= {step for step in steps if log_spaced(step)}
    return [step for step in steps if step not in kept]
