"""Packed rows in unsloth: one attention call for all of them, and nothing about them asked of the GPU.

unsloth 2026.10.7 makes one call a row where torch's variable-length kernel has no switch for grouped heads, as in
torch 2.11. It takes fewer key than query heads all the same: with it a 7B's step of 16 rows takes half the time (H200).

unsloth reads the rows' lengths from the GPU at the first layer of each step and so waits until all before is computed.
Told beforehand, the next step's kernels are launched while this one's still run.
"""

import inspect
import itertools
import os
from collections.abc import Sequence
from typing import Any

import torch

_CACHES = ("_PACKED_INFO_CACHE", "_PADDED_CU_SEQLENS_CACHE", "_SEGMENT_LENGTHS_CACHE")


def use_varlen(dispatch: Any) -> None:
    """Give unsloth's attention (module unsloth.utils.attention_dispatch) torch's kernel where it found it too old."""
    if getattr(dispatch, "_TORCH_VARLEN_ATTN", True) is not None or os.environ.get("UNSLOTH_TORCH_VARLEN") == "0":
        return
    try:
        from torch.nn.attention.varlen import varlen_attn
    except ImportError:
        return

    def grouped(*heads: Any, enable_gqa: bool = False, **more: Any) -> Any:
        return varlen_attn(*heads, **more)

    takes = inspect.signature(varlen_attn).parameters
    if "window_size" in takes and "enable_gqa" not in takes and torch.backends.cuda.is_flash_attention_available():
        dispatch._TORCH_VARLEN_ATTN = grouped


class RowLengths:
    """Tells unsloth (module unsloth.utils.packing) the lengths of a lane's rows, where it keeps them for later layers.

    What it keeps has no public name. Where another version does not take it, it asks the GPU, as without this.
    """

    def __init__(self, packing: Any) -> None:
        self.packing = packing
        self.taken = all(hasattr(packing, name) for name in _CACHES)

    def tell(self, lengths: torch.Tensor, rows: Sequence[int]) -> None:
        """lengths: the tensor [rows] that the model is given; rows: the same numbers."""
        if not self.taken:
            return
        total, device = sum(rows), lengths.device
        ends = torch.tensor([0, *itertools.accumulate(rows)], dtype=torch.int32)
        ends = ends.pin_memory().to(device, non_blocking=True) if device.type == "cuda" else ends
        known = (lengths, ends, max(rows))
        self._cache(0)[device] = {"seq_lengths": lengths, "result": known}
        self._cache(1)[device] = {"cu_seqlens": ends, "total": total, "result": known[1:]}
        self._cache(2)[device] = (lengths, total, tuple(rows))
        if not self._found(known, total, tuple(rows)):
            for place in range(len(_CACHES)):
                self._cache(place).pop(device, None)
            self.taken = False

    def _cache(self, place: int) -> Any:
        return getattr(self.packing, _CACHES[place])

    def _found(self, known: tuple[torch.Tensor, torch.Tensor, int], total: int, rows: tuple[int, ...]) -> bool:
        """Whether unsloth's own functions now answer with what they were told."""
        packing, lengths = self.packing, known[0]
        try:
            return (
                packing.get_packed_info_from_kwargs({"packed_seq_lengths": lengths}, lengths.device) is known
                and packing.cover_padded_cu_seqlens(known, total)[0] is known[1]
                and packing.packed_segment_lengths(known, total) == rows
            )
        except Exception:  # noqa: BLE001  another version's functions, whatever they raise
            return False
