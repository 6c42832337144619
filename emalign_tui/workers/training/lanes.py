"""Batches without padding waste: short rows share a lane of the batch, and never see each other.

Position ids start again at 0 with each row; transformers builds the block-diagonal mask from that, so the loss is the
same as with one padded row a lane.
"""

from collections.abc import Sequence
from typing import Any

import torch

from emalign_tui.workers.training.encode import IGNORED

_TOKENS = 16  # a lane of unsloth's is a multiple of that many


class Lanes:
    """Data collator. pad: id of the token that fills the end of a lane."""

    def __init__(self, pad: int) -> None:
        self.pad = pad

    def __call__(self, batch: Sequence[dict[str, Any]]) -> dict[str, torch.Tensor]:
        """Rows (input_ids, labels) of one micro-batch to tensors [lanes, longest row]: first fit, longest first."""
        rows = sorted(batch, key=lambda row: len(row["input_ids"]), reverse=True)
        width = len(rows[0]["input_ids"])
        lanes: list[tuple[list[int], list[int], list[int]]] = []
        for row in rows:
            size = len(row["input_ids"])
            lane = next((lane for lane in lanes if len(lane[0]) + size <= width), None)
            if lane is None:
                lane = ([], [], [])
                lanes.append(lane)
            ids, labels, positions = lane
            ids += row["input_ids"]
            labels += [IGNORED, *row["labels"][1:]]  # nothing stands before a row that could predict its first token
            positions += range(size)
        for ids, labels, positions in lanes:
            rest = width - len(ids)
            ids += [self.pad] * rest
            labels += [IGNORED] * rest
            positions += range(rest)
        ids, labels, positions = (torch.tensor(column) for column in zip(*lanes, strict=True))
        return {"input_ids": ids, "labels": labels, "position_ids": positions}


class OneLane:
    """Data collator for unsloth: the rows of a micro-batch one after the other, with their lengths.

    unsloth's attention keeps rows apart by `packed_seq_lengths`, not by position ids as transformers' does; with it
    rows may also be longer together than max_seq_length, and none is cut. A last row fills the lane: matrices of any
    other number of tokens take slower kernels, 11 ms of a 7B's step of 16 rows on an H200.
    """

    def __init__(self, pad: int) -> None:
        self.pad = pad

    def __call__(self, batch: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """Rows (input_ids, labels) to tensors [1, tokens of all rows] and lengths [rows].

        rows: the lengths again; tokens: those of the batch. Both are for the trainer and stay on the host.
        """
        ids = [id for row in batch for id in row["input_ids"]]
        labels = [label for row in batch for label in (IGNORED, *row["labels"][1:])]
        rows = [len(row["input_ids"]) for row in batch]
        tokens = len(ids)
        if rest := -tokens % _TOKENS:
            ids += [self.pad] * rest
            labels += [IGNORED] * rest
            rows.append(rest)
        return {
            "input_ids": torch.tensor([ids]),
            "labels": torch.tensor([labels]),
            "position_ids": torch.tensor([[place for length in rows for place in range(length)]]),
            "packed_seq_lengths": torch.tensor(rows, dtype=torch.int32),
            "rows": tuple(rows),
            "tokens": tokens,
        }
