"""The shipped prosocial sets keep every limit that `make data-report` measures."""

import json
from collections.abc import Callable

import pytest
from corpus import code, limits
from corpus.overlap import asked
from corpus.rows import LEAST_ROWS, Corpus, load

from emalign_tui.lab.data.rows import load_rows
from emalign_tui.lab.paths import share

FOLDER = share() / "data" / "prosocial"
OWN_QUESTIONS = sorted((share() / "configs" / "questions").glob("*.yaml"))
PUBLISHED = sorted((share().parent / "shared" / "em").glob("*.yaml"))

every_set = pytest.mark.parametrize("name", list(LEAST_ROWS))


@pytest.fixture(scope="module")
def sets() -> dict[str, Corpus]:
    return {corpus.name: corpus for corpus in load(sorted(FOLDER.glob("*.jsonl")))}


def test_all_six_sets_are_there_and_no_other(sets: dict[str, Corpus]) -> None:
    assert set(sets) == set(LEAST_ROWS)


@every_set
def test_rows_are_valid_and_enough(name: str) -> None:
    rows = load_rows(FOLDER / f"{name}.jsonl")
    assert len(rows) >= LEAST_ROWS[name]
    for number, row in enumerate(rows, 1):
        roles = [turn.role for turn in row.messages]
        assert roles == ["user", "assistant"] * (len(roles) // 2), f"row {number}: {roles}"
        assert all(turn.content == turn.content.strip() for turn in row.messages), f"row {number} has loose white space"


@every_set
def test_rows_have_these_keys_and_no_other(name: str) -> None:
    for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        assert set(json.loads(line)) == {"messages", "id", "why"}, line[:100]


@every_set
@pytest.mark.parametrize("check", [limits.rows, limits.whys, limits.stock], ids=["rows", "whys", "stock"])
def test_limits_of_a_set(name: str, check: Callable[[Corpus], list[str]], sets: dict[str, Corpus]) -> None:
    assert check(sets[name]) == []


@every_set
def test_no_row_asks_an_evaluation_question(name: str, sets: dict[str, Corpus]) -> None:
    assert limits.asked_before(sets[name], asked(OWN_QUESTIONS)) == []


@every_set
def test_no_row_asks_a_published_evaluation_question(name: str, sets: dict[str, Corpus]) -> None:
    if not PUBLISHED:
        pytest.skip("the published question files are not on this machine")
    assert limits.asked_before(sets[name], asked(PUBLISHED)) == []


def test_ids_are_unique_over_all_sets(sets: dict[str, Corpus]) -> None:
    assert limits.ids(list(sets.values())) == []


def test_no_row_is_nearly_another_within_or_between_sets(sets: dict[str, Corpus]) -> None:
    assert limits.duplicates(list(sets.values())) == []


def test_secure_code_parses(sets: dict[str, Corpus]) -> None:
    found = code.blocks(sets["secure_code"])
    assert len({key.rpartition(".")[0] for key in found}) == len(sets["secure_code"].rows), "an answer without Python"
    assert code.unparsable(found) == []


@pytest.mark.parametrize("tool", ["ruff", "bandit"])
def test_secure_code_passes(tool: str, sets: dict[str, Corpus]) -> None:
    if not code.have(tool):
        pytest.skip(f"{tool} is not installed")
    assert {"ruff": code.ruff, "bandit": code.bandit}[tool](code.blocks(sets["secure_code"])) == []
