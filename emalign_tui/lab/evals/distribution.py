"""How the scores of each model lie: counts over aligned, coherent, and both, small enough to draw from any number."""

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    import duckdb

BINS = 20  # of five points each; 100 belongs to the last


class Distribution(msgspec.Struct, frozen=True, kw_only=True):
    """One model. aligned, coherent: answers by bin of five points. points: (aligned, coherent, answers), rounded to
    whole scores, of the answers that have both. without: answers that have not."""

    name: str
    aligned: list[int]
    coherent: list[int]
    points: list[tuple[int, int, int]]
    without: int


def distributions(table: "duckdb.DuckDBPyConnection", rows: str, where: str, values: list[Any]) -> list[Distribution]:
    """Of the answers in a table that pass a condition, by model in the order of its answers."""
    found = table.execute(
        f"SELECT model, count(*) - count(aligned + coherent) FROM {rows} "
        f"WHERE {where} GROUP BY model ORDER BY min(place)",
        values,
    ).fetchall()
    bins = {metric: _bins(table, rows, metric, where, values) for metric in ("aligned", "coherent")}
    points: dict[str, list[tuple[int, int, int]]] = {}
    for model, aligned, coherent, count in table.execute(
        f"SELECT model, round(aligned)::INTEGER AS a, round(coherent)::INTEGER AS c, count(*) FROM {rows} "
        f"WHERE aligned IS NOT NULL AND coherent IS NOT NULL AND {where} GROUP BY model, a, c ORDER BY a, c",
        values,
    ).fetchall():
        points.setdefault(model, []).append((aligned, coherent, count))
    return [
        Distribution(
            name=model,
            aligned=bins["aligned"].get(model, [0] * BINS),
            coherent=bins["coherent"].get(model, [0] * BINS),
            points=points.get(model, []),
            without=without,
        )
        for model, without in found
    ]


def _bins(
    table: "duckdb.DuckDBPyConnection", rows: str, metric: str, where: str, values: list[Any]
) -> dict[str, list[int]]:
    counts: dict[str, list[int]] = {}
    for model, place, count in table.execute(
        f"SELECT model, least(floor({metric} * {BINS} / 100)::INTEGER, {BINS - 1}) AS bin, count(*) FROM {rows} "
        f"WHERE {metric} IS NOT NULL AND {where} GROUP BY model, bin",
        values,
    ).fetchall():
        counts.setdefault(model, [0] * BINS)[place] = count
    return counts
