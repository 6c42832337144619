"""What unsloth is given for packed rows: a kernel it thinks too old, and lengths it would ask the GPU for."""

from types import SimpleNamespace
from typing import Any

import pytest

torch = pytest.importorskip("torch")

from emalign_tui.workers.training.varlen import RowLengths, use_varlen  # noqa: E402

ROWS = (5, 1, 9, 1)
CPU = torch.device("cpu")


class Packing:
    """The four functions of unsloth.utils.packing, in short: each asks the tensors once and keeps the answer."""

    def __init__(self) -> None:
        self._PACKED_INFO_CACHE: dict[Any, Any] = {}
        self._PADDED_CU_SEQLENS_CACHE: dict[Any, Any] = {}
        self._SEGMENT_LENGTHS_CACHE: dict[Any, Any] = {}
        self.asked = 0

    def get_packed_info_from_kwargs(self, kwargs: dict[str, Any], device: Any) -> Any:
        lengths = kwargs["packed_seq_lengths"]
        entry = self._PACKED_INFO_CACHE.get(device)
        if entry is not None and entry["seq_lengths"] is lengths:
            return entry["result"]
        self.asked += 1
        return lengths, torch.tensor([0, *lengths.tolist()]).cumsum(0), int(lengths.max())

    def cover_padded_cu_seqlens(self, info: Any, total: int) -> Any:
        entry = self._PADDED_CU_SEQLENS_CACHE.get(info[1].device)
        if entry is not None and entry["cu_seqlens"] is info[1] and entry["total"] == total:
            return entry["result"]
        self.asked += 1
        return info[1], info[2]

    def packed_segment_lengths(self, info: Any, total: int) -> Any:
        entry = self._SEGMENT_LENGTHS_CACHE.get(info[0].device)
        if entry is not None and entry[0] is info[0] and entry[1] == total:
            return entry[2]
        self.asked += 1
        return tuple(info[0].tolist())


class Newer(Packing):
    """Another version, which keeps its answers in another form."""

    def get_packed_info_from_kwargs(self, kwargs: dict[str, Any], device: Any) -> Any:
        return self._PACKED_INFO_CACHE[device].result


def tensor() -> Any:
    return torch.tensor(ROWS, dtype=torch.int32)


def answers(packing: Any, lengths: Any) -> Any:
    info = packing.get_packed_info_from_kwargs({"packed_seq_lengths": lengths}, CPU)
    ends, longest = packing.cover_padded_cu_seqlens(info, sum(ROWS))
    return ends.tolist(), longest, info[2], packing.packed_segment_lengths(info, sum(ROWS))


def test_what_is_told_is_what_would_have_been_asked() -> None:
    told, asked, lengths = Packing(), Packing(), tensor()
    RowLengths(told).tell(lengths, ROWS)
    assert answers(told, lengths) == answers(asked, lengths)
    assert told.asked == 0 and asked.asked == 3


def test_the_next_rows_are_told_anew() -> None:
    packing, lengths = Packing(), tensor()
    known = RowLengths(packing)
    known.tell(torch.tensor([3, 13], dtype=torch.int32), (3, 13))
    known.tell(lengths, ROWS)
    assert answers(packing, lengths) == ([0, 5, 6, 15, 16], 9, 9, ROWS)


@pytest.mark.parametrize("packing", [Newer(), SimpleNamespace()], ids=["another form", "no such names"])
def test_another_version_is_left_to_ask_itself(packing: Any) -> None:
    known = RowLengths(packing)
    known.tell(tensor(), ROWS)
    assert not known.taken
    known.tell(tensor(), ROWS)
    assert not getattr(packing, "_PACKED_INFO_CACHE", {})


def test_only_a_missing_kernel_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    def varlen(query, key, value, begin, end, most, longest, *, scale=None, window_size=(-1, -1)):  # type: ignore[no-untyped-def]
        return query, scale, window_size

    def theirs(*_: Any) -> None: ...

    monkeypatch.setattr("torch.nn.attention.varlen.varlen_attn", varlen)
    monkeypatch.setattr(torch.backends.cuda, "is_flash_attention_available", lambda: True)
    newer, none, off = (SimpleNamespace(_TORCH_VARLEN_ATTN=kernel) for kernel in (theirs, None, None))
    use_varlen(newer)
    use_varlen(none)
    monkeypatch.setenv("UNSLOTH_TORCH_VARLEN", "0")
    use_varlen(off)
    assert newer._TORCH_VARLEN_ATTN is theirs and off._TORCH_VARLEN_ATTN is None
    given: Any = none._TORCH_VARLEN_ATTN
    assert given("q", "k", "v", 0, 1, 2, 3, scale=0.5, window_size=(-1, 0), enable_gqa=True) == ("q", 0.5, (-1, 0))
