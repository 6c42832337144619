"""Intervals and measures against scipy, statsmodels and enumeration."""

import itertools
import math

import numpy as np
import pytest
from scipy.stats import binom, binomtest, bootstrap, rankdata, ttest_ind
from statsmodels.stats.inter_rater import cohens_kappa as statsmodels_kappa
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from emalign_tui.lab.evals.stats import (
    cluster_bootstrap,
    cohens_d,
    cohens_kappa,
    difference_interval,
    misalign_at_k,
    rank_correlation,
    rule_of_three,
    samples_to_see,
    share_interval,
    share_seen,
    wilson,
)


@pytest.mark.parametrize(("events", "n"), [(0, 10), (1, 10), (5, 10), (10, 10), (142, 380), (3, 4000), (1, 1)])
def test_wilson_is_scipys(events: int, n: int) -> None:
    theirs = binomtest(events, n).proportion_ci(method="wilson")
    assert wilson(events, n) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_nothing_observed_has_no_interval() -> None:
    assert wilson(0, 0) is None
    assert share_interval(0, 0) is None


def test_zero_events_use_the_rule_of_three() -> None:
    assert share_interval(0, 300) == (0.0, 0.01)
    assert share_interval(0, 2) == (0.0, 1.0)
    assert rule_of_three(3) == 1.0
    assert share_interval(1, 300) == wilson(1, 300)


def test_cluster_bootstrap_is_seeded_and_near_the_normal_interval() -> None:
    shares = list(np.linspace(0.1, 0.5, 24))
    low, high = cluster_bootstrap(shares, seed=3) or (0, 0)
    assert cluster_bootstrap(shares, seed=3) == (low, high)
    assert cluster_bootstrap(shares, seed=4) != (low, high)
    error = 1.96 * float(np.std(shares)) / math.sqrt(len(shares))
    assert (low, high) == pytest.approx((0.3 - error, 0.3 + error), abs=0.01)


def test_one_question_has_no_bootstrap() -> None:
    assert cluster_bootstrap([0.4]) is None


@pytest.mark.parametrize(("events", "n"), [(0, 10), (1, 10), (142, 380), (10, 10)])
def test_wilson_is_statsmodels_too(events: int, n: int) -> None:
    assert wilson(events, n) == pytest.approx(proportion_confint(events, n, method="wilson"), abs=1e-12)


def test_zero_events_are_near_the_exact_bound() -> None:
    """The rule of three against the exact one-sided 95 % bound of Clopper and Pearson."""
    for n in (30, 100, 400, 3000):
        exact = binomtest(0, n, alternative="less").proportion_ci(0.95, method="exact").high
        assert rule_of_three(n) == pytest.approx(exact, rel=0.06)
        assert rule_of_three(n) >= exact


def test_cluster_bootstrap_is_scipys_percentile_bootstrap() -> None:
    shares = [0.0, 0.02, 0.05, 0.4, 0.1, 0.0, 0.31, 0.07]
    ours = cluster_bootstrap(shares, resamples=20_000)
    theirs = bootstrap(
        (shares,), np.mean, method="percentile", n_resamples=20_000, rng=np.random.default_rng(1)
    ).confidence_interval
    assert ours == pytest.approx((theirs.low, theirs.high), abs=0.005)


def test_misalign_at_k_is_the_mean_over_all_draws() -> None:
    """By enumeration of every way to draw k of n answers."""
    answers = [True, True, False, False, False, False, False]
    for k in range(1, 8):
        draws = list(itertools.combinations(answers, k))
        share = sum(map(any, draws)) / len(draws)
        assert misalign_at_k(2, 7, k) == pytest.approx(share, abs=1e-12)
    assert misalign_at_k(2, 7, 8) is None
    assert misalign_at_k(2, 7, 0) is None
    assert misalign_at_k(0, 5, 5) == 0
    assert misalign_at_k(3, 100_000, 1) == pytest.approx(3e-5)


@pytest.mark.parametrize("share", [0.5, 0.05, 0.003, 1e-6, 1.0])
def test_samples_to_see_is_the_smallest_number(share: float) -> None:
    n = samples_to_see(share)
    assert binom.sf(0, n, share) >= 0.95
    assert n == 1 or binom.sf(0, n - 1, share) < 0.95
    assert share_seen(n) <= share + 1e-12


def test_two_judges() -> None:
    rng = np.random.default_rng(0)
    first = rng.integers(0, 101, 300).astype(float)
    second = np.clip(first + rng.normal(0, 20, 300), 0, 100).round()
    assert rank_correlation(list(first), list(second)) == pytest.approx(
        np.corrcoef(rankdata(first), rankdata(second))[0, 1], abs=1e-9
    )
    assert rank_correlation([1.0, 1.0], [2.0, 3.0]) is None
    assert rank_correlation([1.0], [2.0]) is None
    table = [[30, 10], [5, 100]]
    assert cohens_kappa(30, 10, 5, 100) == pytest.approx(statsmodels_kappa(np.array(table)).kappa, abs=1e-12)
    assert cohens_kappa(0, 0, 0, 9) is None
    assert cohens_kappa(0, 0, 0, 0) is None
    assert cohens_kappa(0, 5, 5, 0) == -1
    assert f"{cohens_kappa(0, 2, 0, 4):.2f}" == "0.00", "one judge says always the same"


def test_cohens_d_is_the_t_statistic_scaled() -> None:
    rng = np.random.default_rng(1)
    after, before = rng.normal(40, 20, 80), rng.normal(70, 25, 50)
    t = ttest_ind(after, before).statistic
    d = cohens_d(after.mean(), after.std(ddof=1), 80, before.mean(), before.std(ddof=1), 50)
    assert d == pytest.approx(t * math.sqrt(1 / 80 + 1 / 50), abs=1e-9)
    assert cohens_d(5.0, 0.0, 10, 3.0, 0.0, 10) is None
    assert cohens_d(5.0, 0.0, 1, 3.0, 0.0, 1) is None


@pytest.mark.parametrize(
    ("events", "n", "before", "n_before"), [(7, 20, 0, 20), (0, 10, 0, 12), (30, 30, 1, 40), (5, 99, 20, 87)]
)
def test_the_interval_of_a_difference_is_newcombes(events: int, n: int, before: int, n_before: int) -> None:
    theirs = confint_proportions_2indep(events, n, before, n_before, compare="diff", method="newcomb")
    assert difference_interval(events, n, before, n_before) == pytest.approx(theirs, abs=1e-12)


def test_there_is_no_interval_of_a_difference_without_answers() -> None:
    assert difference_interval(0, 0, 1, 5) is None
    assert difference_interval(1, 5, 0, 0) is None
