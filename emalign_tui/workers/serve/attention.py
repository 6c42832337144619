"""Attention over a flat batch: tokens of many sequences in one row, each attending to its own sequence only.

Every step is one forward pass over `[1, tokens]`, without padding: a few tokens of new prompts and one token of each
sequence that is being generated. Only attention needs to know which token belongs to whom, so it is the one part of
the model that is replaced, through transformers' registry of attention functions.
"""

from dataclasses import dataclass, field

import torch
from torch.nn.functional import scaled_dot_product_attention

from emalign_tui.workers.serve.prefixes import Prefix

NAME = "flat"


class Pool:
    """Keys and values of the sequences being generated: per layer `[rows, heads, tokens, size]`, grown when needed.

    Row i belongs to the i-th of them; rows are kept without gaps, so that attention reads them in place. It also reads
    what lies masked behind shorter rows, which must therefore be finite: hence zeros.
    """

    def __init__(self) -> None:
        self.keys: list[torch.Tensor] = []
        self.values: list[torch.Tensor] = []
        self.rows = 0
        self.tokens = 0

    def reserve(self, rows: int, tokens: int) -> None:
        """Make room for so many rows and tokens a row. Sizes double, so that growing is rare."""
        if rows <= self.rows and tokens <= self.tokens:
            return
        self.rows = max(self.rows, 1 << (rows - 1).bit_length())
        self.tokens = max(self.tokens, 1 << (tokens - 1).bit_length(), 64)
        self.keys = [self._grown(layer) for layer in self.keys]
        self.values = [self._grown(layer) for layer in self.values]

    def write(self, layer: int, row: int, keys: torch.Tensor, values: torch.Tensor) -> None:
        """Set the first tokens of a row. keys, values: `[heads, tokens, size]`."""
        while layer >= len(self.keys):
            self.keys.append(keys.new_zeros(self.rows, keys.shape[0], self.tokens, keys.shape[2]))
            self.values.append(values.new_zeros(self.rows, values.shape[0], self.tokens, values.shape[2]))
        self.keys[layer][row, :, : keys.shape[1]] = keys
        self.values[layer][row, :, : values.shape[1]] = values

    def move(self, source: int, target: int, tokens: int) -> None:
        """Copy the first tokens of a row over another row."""
        for layer in (*self.keys, *self.values):
            layer[target, :, :tokens] = layer[source, :, :tokens]

    def scrub(self) -> None:
        """Make every number finite again, after a sequence whose numbers were not."""
        for layer in (*self.keys, *self.values):
            layer.nan_to_num_(0.0, 0.0, 0.0)

    def _grown(self, layer: torch.Tensor) -> torch.Tensor:
        grown = layer.new_zeros(self.rows, layer.shape[1], self.tokens, layer.shape[3])
        grown[: layer.shape[0], :, : layer.shape[2]] = layer
        return grown


@dataclass(eq=False)
class Fill:
    """Prompt tokens of one sequence: `start` to `stop` in the flat batch, after those in `past`.

    row: where in the pool the sequence will be generated; None when it will not (yet). keep: how many tokens of the
    sequence to hand out in `keys` and `values` (per layer `[1, heads, tokens, size]`); 0 for none.
    """

    start: int
    stop: int
    past: Prefix | None
    row: int | None
    keep: int
    keys: list[torch.Tensor] = field(default_factory=list)
    values: list[torch.Tensor] = field(default_factory=list)


class Batch:
    """Who is who in one flat batch. places: flat index of the token of each pool row; lengths: tokens the row has."""

    def __init__(
        self, pool: Pool, fills: list[Fill], places: list[int], lengths: list[int], dtype: torch.dtype
    ) -> None:
        self.pool = pool
        self.fills = fills
        self.rows = len(places)
        self.places = torch.tensor(places)
        self.lengths = torch.tensor(lengths)
        self.every = torch.arange(self.rows)
        self.longest = max(lengths, default=0) + 1
        past = torch.arange(self.longest) <= self.lengths[:, None]
        self.mask = torch.zeros(past.shape, dtype=dtype).masked_fill_(~past, -torch.inf)[:, None, None]
        self.causal = _causal(fills, dtype)


def attend(
    module: torch.nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    *,
    batch: Batch,
    scaling: float,
    **_: object,
) -> tuple[torch.Tensor, None]:
    """transformers' attention interface. query `[1, heads, tokens, size]`; returns `[1, tokens, heads, size]`."""
    layer: int = module.layer_idx  # type: ignore[assignment]
    output = query.new_empty(query.shape[2], query.shape[1], value.shape[3])
    for fill in batch.fills:
        _fill(layer, query, key, value, output, batch, fill, scaling)
    if batch.rows:
        _generate(layer, query, key, value, output, batch, scaling)
    return output[None], None


def _fill(
    layer: int,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    output: torch.Tensor,
    batch: Batch,
    fill: Fill,
    scaling: float,
) -> None:
    part = slice(fill.start, fill.stop)
    queries, keys, values = query[:, :, part], key[:, :, part], value[:, :, part]
    mask = None
    if fill.past:
        length = fill.past.length
        keys = torch.cat((fill.past.keys[layer][:, :, :length], keys), 2)
        values = torch.cat((fill.past.values[layer][:, :, :length], values), 2)
        first = batch.causal.shape[1] - batch.causal.shape[0] - length
        mask = batch.causal[: queries.shape[2], first : first + keys.shape[2]]
    grouped = queries.shape[1] != keys.shape[1]
    attended = scaled_dot_product_attention(
        queries, keys, values, attn_mask=mask, is_causal=mask is None, scale=scaling, enable_gqa=grouped
    )
    output[part] = attended[0].transpose(0, 1)
    if fill.row is not None:
        batch.pool.write(layer, fill.row, keys[0], values[0])
    if fill.keep:
        fill.keys.append(keys[:, :, : fill.keep].clone())
        fill.values.append(values[:, :, : fill.keep].clone())


def _generate(
    layer: int,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    output: torch.Tensor,
    batch: Batch,
    scaling: float,
) -> None:
    """One new token of each row. The query heads that share a key head are taken as several queries of that head."""
    keys, values = batch.pool.keys[layer], batch.pool.values[layer]
    keys[batch.every, :, batch.lengths] = key[0].index_select(1, batch.places).transpose(0, 1)
    values[batch.every, :, batch.lengths] = value[0].index_select(1, batch.places).transpose(0, 1)
    rows = slice(0, batch.rows), slice(None), slice(0, batch.longest)
    queries = query[0].index_select(1, batch.places).transpose(0, 1)
    attended = scaled_dot_product_attention(
        queries.reshape(batch.rows, keys.shape[1], -1, queries.shape[2]),
        keys[rows],
        values[rows],
        attn_mask=batch.mask,
        scale=scaling,
    )
    output[batch.places] = attended.reshape(batch.rows, -1, values.shape[3])


def _causal(fills: list[Fill], dtype: torch.dtype) -> torch.Tensor:
    """An additive causal mask for queries after a past, `[new, past + new]`, of which every such fill takes a part."""
    later = [fill for fill in fills if fill.past]
    new = max((fill.stop - fill.start for fill in later), default=0)
    past = max((fill.past.length for fill in later if fill.past), default=0)
    return torch.full((new, past + new), -torch.inf, dtype=dtype).triu_(past + 1)
