"""Intervals against known values."""

import math

import numpy as np
import pytest
from scipy.stats import binomtest

from emalign_tui.lab.evals.stats import cluster_bootstrap, rule_of_three, share_interval, wilson


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
