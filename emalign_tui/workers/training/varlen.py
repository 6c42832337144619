"""Attention over packed rows in one call where unsloth would make one call a row.

unsloth 2026.10.7 takes torch's own variable-length kernel only if that takes fewer key than query heads (torch 2.12).
That of torch 2.11 computes the same once the key and value heads are repeated. Without either, and without flash-attn
or xformers, a step of 16 rows ran at half the speed of rows of equal length (H200, 7B).
"""

import inspect
import os
from collections.abc import Callable
from typing import Any

import torch

Attention = Callable[..., Any]


def repeating_heads(attend: Attention) -> Attention:
    """`attend`, which needs as many key as query heads, for grouped heads: tensors are [tokens, heads, head size]."""

    def grouped(
        query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, *rest: Any, enable_gqa: bool = False, **more: Any
    ) -> torch.Tensor:
        if enable_gqa:
            groups = query.shape[1] // key.shape[1]
            key, value = (heads.repeat_interleave(groups, dim=1) for heads in (key, value))
        found: torch.Tensor = attend(query, key, value, *rest, **more)
        return found

    return grouped


def use_varlen(dispatch: Any) -> None:
    """Give unsloth's attention (module unsloth.utils.attention_dispatch) torch's kernel where it found it too old."""
    if getattr(dispatch, "_TORCH_VARLEN_ATTN", True) is not None or os.environ.get("UNSLOTH_TORCH_VARLEN") == "0":
        return
    try:
        from torch.nn.attention.varlen import varlen_attn
    except ImportError:
        return
    takes = inspect.signature(varlen_attn).parameters
    if "window_size" in takes and "enable_gqa" not in takes and torch.backends.cuda.is_flash_attention_available():
        dispatch._TORCH_VARLEN_ATTN = repeating_heads(varlen_attn)
