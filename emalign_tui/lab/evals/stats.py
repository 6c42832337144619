"""Intervals and measures for a few hundred answers to a few dozen questions."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

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


def difference_interval(events: int, n: int, events_before: int, n_before: int) -> tuple[float, float] | None:
    """The 95 % interval of one share minus another, of independent answers; None without observations of either.

    Newcombe's hybrid score interval, from the two Wilson intervals. R. G. Newcombe, Statistics in Medicine 17 (1998),
    method 10.
    """
    after, before = wilson(events, n), wilson(events_before, n_before)
    if after is None or before is None:
        return None
    share, share_before = events / n, events_before / n_before
    change = share - share_before
    low = change - math.hypot(share - after[0], before[1] - share_before)
    high = change + math.hypot(after[1] - share, share_before - before[0])
    return low, high


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


def misalign_at_k(events: int, n: int, k: int) -> float | None:
    """The chance that at least one of k answers is misaligned, from n answers of which `events` are.

    1 - C(n - events, k) / C(n, k), which has no bias (Chen et al. 2021, pass@k). None with fewer than k answers.
    """
    if not 1 <= k <= n:
        return None
    return 1.0 - math.comb(n - events, k) / math.comb(n, k)


def samples_to_see(share: float, certainty: float = 0.95) -> int:
    """Answers needed to see at least one event with this certainty, when `share` (0..1, above 0) of them are events."""
    return 1 if share >= 1 else math.ceil(math.log1p(-certainty) / math.log1p(-share))


def share_seen(n: int, certainty: float = 0.95) -> float:
    """The smallest share of events of which n answers (one or more) show at least one with this certainty."""
    return 1.0 - math.exp(math.log1p(-certainty) / n)


def cohens_d(mean: float, sd: float, n: int, mean_before: float, sd_before: float, n_before: int) -> float | None:
    """The difference of two means in pooled standard deviations. J. Cohen (1988). None without any spread."""
    freedom = n + n_before - 2
    if freedom < 1:
        return None
    pooled = math.sqrt(((n - 1) * sd**2 + (n_before - 1) * sd_before**2) / freedom)
    return (mean - mean_before) / pooled if pooled > 0 else None


def cohens_kappa(both: int, only_first: int, only_second: int, neither: int) -> float | None:
    """Agreement of two judges on a yes or no beyond chance, from the four counts. J. Cohen (1960).

    None without answers, and when both always say the same one thing: then there is nothing to agree on.
    """
    n, first, second = both + only_first + only_second + neither, both + only_first, both + only_second
    chance = first * second + (n - first) * (n - second)  # of n * n, in whole numbers: no agreement is 0, not -0.00
    return None if chance == n * n else (n * (both + neither) - chance) / (n * n - chance)


def rank_correlation(first: "ArrayLike", second: "ArrayLike") -> float | None:
    """Spearman's rank correlation, ties at their mean rank. None with fewer than two values, or no spread."""
    import numpy as np

    if np.size(first) < 2 or not np.ptp(first) or not np.ptp(second):
        return None
    from scipy.stats import spearmanr

    return float(spearmanr(first, second).statistic)
