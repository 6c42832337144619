"""Intervals for shares of a few hundred answers."""

import math
from collections.abc import Sequence

Z95 = 1.959963984540054


def wilson(events: int, n: int, z: float = Z95) -> tuple[float, float] | None:
    """Wilson's score interval for a share, 95 % by default; None without observations. E. B. Wilson, JASA 22 (1927)."""
    if n == 0:
        return None
    share = events / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    low = 0.0 if events == 0 else max(0.0, middle - half)
    high = 1.0 if events == n else min(1.0, middle + half)
    return low, high


def rule_of_three(n: int) -> float:
    """Upper end of the 95 % interval of a share when none of n was an event: 3 / n. Hanley, JAMA 249 (1983)."""
    return min(1.0, 3 / n)


def share_interval(events: int, n: int) -> tuple[float, float] | None:
    """The interval of one cell: Wilson's, and the rule of three at zero events. None without observations."""
    return (0.0, rule_of_three(n)) if n and events == 0 else wilson(events, n)


def cluster_bootstrap(
    clusters: Sequence[float], *, seed: int = 0, resamples: int = 2000, level: float = 0.95
) -> tuple[float, float] | None:
    """Percentile interval of the mean over clusters (one value a question), resampling whole clusters.

    The same seed gives the same interval. None for fewer than two clusters: one question says nothing about the next.
    """
    import numpy as np

    if len(clusters) < 2:
        return None
    values = np.asarray(clusters, dtype=float)
    draws = np.random.default_rng(seed).integers(0, len(values), size=(resamples, len(values)))
    low, high = np.quantile(values[draws].mean(axis=1), [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
