"""Packed rows through a kernel without grouped heads: the loss and gradients of padded rows."""

from types import SimpleNamespace

import pytest
import torch
from torch.nn.functional import scaled_dot_product_attention

from emalign_tui.workers.training.varlen import repeating_heads, use_varlen

LENGTHS, HEADS, FEWER, SIZE = (5, 1, 9, 3), 6, 2, 8


def old_kernel(query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, ends: torch.Tensor) -> torch.Tensor:
    """Causal attention a row of the pack, for as many key as query heads, as torch 2.11's on a GPU."""
    assert query.shape == key.shape == value.shape
    rows = []
    for begin, end in zip(ends.tolist(), ends.tolist()[1:], strict=False):
        one = (heads[begin:end].transpose(0, 1) for heads in (query, key, value))
        rows.append(scaled_dot_product_attention(*one, is_causal=True).transpose(0, 1))
    return torch.cat(rows)


def test_packed_rows_have_the_outputs_and_gradients_of_padded_rows() -> None:
    torch.manual_seed(0)
    total, width = sum(LENGTHS), max(LENGTHS)
    packed = [torch.randn(total, heads, SIZE, requires_grad=True) for heads in (HEADS, FEWER, FEWER)]
    ends = torch.tensor([0, *LENGTHS]).cumsum(0)
    weights = torch.randn(total, HEADS, SIZE)
    found = repeating_heads(old_kernel)(*packed, ends, enable_gqa=True)
    (found * weights).sum().backward()

    apart = [heads.detach().clone().requires_grad_() for heads in packed]
    padded = []
    for heads in apart:
        rows = [torch.nn.functional.pad(row, (0, 0, 0, 0, 0, width - len(row))) for row in heads.split(LENGTHS)]
        padded.append(torch.stack(rows).transpose(1, 2))
    expected = scaled_dot_product_attention(*padded, is_causal=True, enable_gqa=True).transpose(1, 2)
    expected = torch.cat([row[:size] for row, size in zip(expected, LENGTHS, strict=True)])
    (expected * weights).sum().backward()

    torch.testing.assert_close(found, expected)
    for mine, theirs in zip(packed, apart, strict=True):
        torch.testing.assert_close(mine.grad, theirs.grad)


def test_only_a_missing_kernel_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    def varlen(query, key, value, begin, end, most, longest, *, scale=None, window_size=(-1, -1)): ...  # type: ignore[no-untyped-def]

    monkeypatch.setattr("torch.nn.attention.varlen.varlen_attn", varlen)
    monkeypatch.setattr(torch.backends.cuda, "is_flash_attention_available", lambda: True)
    theirs, none, off = (SimpleNamespace(_TORCH_VARLEN_ATTN=kernel) for kernel in (old_kernel, None, None))
    use_varlen(theirs)
    use_varlen(none)
    monkeypatch.setenv("UNSLOTH_TORCH_VARLEN", "0")
    use_varlen(off)
    assert theirs._TORCH_VARLEN_ATTN is old_kernel
    assert none._TORCH_VARLEN_ATTN is not None
    assert off._TORCH_VARLEN_ATTN is None
