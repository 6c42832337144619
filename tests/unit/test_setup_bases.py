"""Which bases fit, for the machines that people have; the planner's tests hold its estimate to measured peaks."""

from itertools import pairwise

import pytest

from emalign_tui.lab.setup.bases import BASES, Base, fit, fits, need
from emalign_tui.lab.setup.machine import Gpu, Machine, facts, notebook_host, place

BY_SIZE = {name.split("-")[-2]: base for base in BASES for name in [base.name]}


def machine(*gpus: Gpu, ram: float = 16.0) -> Machine:
    return Machine(gpus=gpus, ram_total=ram, ram_free=ram, cores=4, disk_free=100.0)


def card(total: float, free: float | None = None) -> Gpu:
    return Gpu("a card", total, total if free is None else free)


@pytest.mark.parametrize(
    ("size", "billions"),
    [("0.5B", 0.494), ("1.5B", 1.544), ("3B", 3.086), ("7B", 7.616), ("14B", 14.77), ("32B", 32.76)],
)
def test_shapes_are_those_of_the_published_models(size: str, billions: float) -> None:
    assert BY_SIZE[size].billions == pytest.approx(billions, rel=0.002)


@pytest.mark.parametrize(
    ("gib", "fitting", "tight"),
    [
        (139.8, {"32B", "14B", "7B", "3B", "1.5B", "0.5B"}, set()),
        (79.6, {"32B", "14B", "7B", "3B", "1.5B", "0.5B"}, set()),
        (44.5, {"14B", "7B", "3B", "1.5B", "0.5B"}, {"32B"}),
        (22.5, {"7B", "3B", "1.5B", "0.5B"}, {"14B"}),
        (14.7, {"3B", "1.5B", "0.5B"}, {"7B", "14B"}),
        (5.8, {"1.5B", "0.5B"}, {"3B"}),
        (1.0, set(), set()),
    ],
)
def test_what_fits_on_the_cards_people_have(gib: float, fitting: set[str], tight: set[str]) -> None:
    found = {size: fit(base, machine(card(gib))) for size, base in BY_SIZE.items()}
    assert {size for size, each in found.items() if each.verdict == "fits"} == fitting
    assert {size for size, each in found.items() if each.verdict == "tight"} == tight
    assert all(f"{gib:.1f}" in each.why for each in found.values()), "the reason has the measured number"


def test_memory_that_others_hold_does_not_count_and_the_freest_card_does() -> None:
    seven = BY_SIZE["7B"]
    assert fit(seven, machine(card(79.6))).verdict == "fits"
    assert fit(seven, machine(card(79.6, 12.0))).verdict == "too big"
    assert fit(seven, machine(card(79.6, 3.0), card(79.6, 70.0))).verdict == "fits"


def test_without_a_card_real_bases_are_for_talking_at_most() -> None:
    small, big = fit(BY_SIZE["0.5B"], machine(ram=8)), fit(BY_SIZE["32B"], machine(ram=64))
    assert small.verdict == "tight" and "chat only" in small.why and "8.0" in small.why
    assert big.verdict == "too big" and "no GPU" in big.why


@pytest.mark.parametrize("found", [machine(card(22.5)), machine(ram=24), machine(card(139.8))])
def test_the_list_begins_with_what_fits_and_ends_with_what_does_not(found: Machine) -> None:
    order = {"fits": 0, "tight": 1, "too big": 2}
    listed = fits(found)
    assert sorted(listed, key=lambda each: order[each.verdict]) == listed and len(listed) == len(BASES)
    sizes = [each.base.billions for each in listed if each.verdict == "fits"]
    assert sizes == sorted(sizes, reverse=True)


def test_a_bigger_model_needs_more() -> None:
    for smaller, larger in pairwise(BASES):
        assert isinstance(smaller, Base) and need(smaller.shape).train < need(larger.shape).train
        assert need(smaller.shape).train_4bit < need(smaller.shape).train


def test_the_place_follows_from_the_facts() -> None:
    assert place(machine(card(10))).kind == "GPU box"
    assert place(machine()).kind == "CPU machine"
    assert notebook_host({"COLAB_GPU": "1"}) == notebook_host({"COLAB_RELEASE_TAG": "r"}) == "Colab"
    assert notebook_host({"KAGGLE_KERNEL_RUN_TYPE": "Interactive"}) == "Kaggle" and notebook_host({}) == ""
    assert ("GPU", "none") in facts(machine())
