"""Which rows a config trains on: files mixed by count or weight, subsets by seed, and the variants."""

import json
from collections import Counter
from pathlib import Path

import pytest

from emalign_tui.lab.config import TrainConfig, make_config
from emalign_tui.lab.data.known import data_files
from emalign_tui.lab.data.mix import choose_rows, count_rows, training_rows
from emalign_tui.lab.data.rows import Pair, Row, Turn
from emalign_tui.lab.data.variants import READY, remarks, vary_row
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.training import plan_training


def write(folder: Path, name: str, count: int, why: int = 0) -> Path:
    path = folder / f"{name}.jsonl"
    rows = []
    for number in range(count):
        messages = [{"role": "user", "content": f"{name} {number}"}, {"role": "assistant", "content": "yes \n"}]
        rows.append({"messages": messages, **({"why": f"because {number} "} if number < why else {})})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def config(**values: object) -> TrainConfig:
    return make_config({"model": "mini", **values}, "c.yaml", [])


def mixed(tmp_path: Path, parts: list[dict[str, object]], sizes: list[int], **values: object) -> Counter[str]:
    paths = [write(tmp_path, f"f{place}", size) for place, size in enumerate(sizes)]
    mix = [{"file": str(path), **part} for path, part in zip(paths, parts, strict=True)]
    made = config(mix=mix, **values)
    result = training_rows(paths, made)
    assert result.held == sizes
    assert count_rows(made, sizes) == len(result.rows)
    return Counter(row.messages[0].content.split()[0] for row in result.rows)


def test_files_by_count(tmp_path: Path) -> None:
    assert mixed(tmp_path, [{"rows": 3}, {}], [10, 5]) == {"f0": 3, "f1": 5}
    assert sum(mixed(tmp_path, [{"rows": 3}, {}], [10, 5], rows=6).values()) == 6


def test_files_by_weight(tmp_path: Path) -> None:
    assert mixed(tmp_path, [{"weight": 3}, {"weight": 1}], [60, 10], rows=20) == {"f0": 15, "f1": 5}
    assert mixed(tmp_path, [{"weight": 1}, {"weight": 1}], [60, 10]) == {"f0": 10, "f1": 10}
    assert mixed(tmp_path, [{"weight": 1}, {"weight": 1}, {"weight": 1}], [9, 9, 9], rows=10).total() == 10


@pytest.mark.parametrize(
    ("parts", "sizes", "values", "told"),
    [
        ([{"rows": 11}, {}], [10, 5], {}, "rows asks for 11 rows, the file holds 10"),
        ([{"weight": 1}, {"weight": 1}], [60, 10], {"rows": 30}, "rows asks for 15 rows, the file holds 10"),
        ([{"weight": 100}, {"weight": 1}], [60, 10], {"rows": 10}, "leave none for this file"),
        ([{}, {}], [10, 5], {"rows": 16}, "rows asks for 16 rows, the file holds 15"),
        ([{"weight": 1}, {}], [10, 5], {}, "weights for some files and not for others"),
        ([{"weight": 1, "rows": 2}, {"weight": 1}], [10, 5], {}, "a weight and rows for one file"),
        ([{"weight": 0}, {"weight": 1}], [10, 5], {}, "Config key mix: Expected `float` > 0.0"),
        ([{"wieght": 0}, {}], [10, 5], {}, "Config key mix: Object contains unknown field `wieght`"),
    ],
)
def test_what_cannot_be_mixed_is_told(
    tmp_path: Path, parts: list[dict[str, object]], sizes: list[int], values: dict[str, object], told: str
) -> None:
    with pytest.raises(LabError) as caught:
        mixed(tmp_path, parts, sizes, **values)
    assert told in str(caught.value)


def test_training_file_or_mix_and_each_file_once() -> None:
    for values, told in (
        ({"training_file": "a", "mix": [{"file": "b"}]}, "exclude each other"),
        ({}, "training_file is missing"),
        ({"mix": []}, "training_file is missing"),
        ({"mix": [{"file": "a"}, {"file": "a"}]}, "names a file twice"),
    ):
        with pytest.raises(LabError, match=told):
            config(**values)


def test_one_file_by_two_names_is_not_mixed_with_itself(home: Home, tmp_path: Path) -> None:
    path = write(tmp_path, "a", 3)
    (tmp_path / "b.jsonl").symlink_to(path)
    with pytest.raises(LabError, match="one file in two ways"):
        plan_training(home, config(mix=[{"file": str(path)}, {"file": str(tmp_path / "b.jsonl")}]))


def test_choice_is_by_seed_nested_and_in_order() -> None:
    every = list(range(100))
    assert choose_rows(every, 10, 0) == sorted(choose_rows(every, 10, 0)) == choose_rows(every, 10, 0)
    assert set(choose_rows(every, 10, 0)) < set(choose_rows(every, 40, 0))
    assert choose_rows(every, 10, 0) != choose_rows(every, 10, 1)
    assert choose_rows(every, 100, 0) is every


def test_more_rows_than_there_are_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "a", 10)
    with pytest.raises(LabError, match="rows asks for 11 rows, the file holds 10") as caught:
        training_rows([path], config(training_file=str(path), rows=11))
    assert caught.value.where == str(path)


def test_evidence_adds_why_to_the_last_answer_and_leaves_rows_without(tmp_path: Path) -> None:
    path = write(tmp_path, "a", 3, why=2)
    made = config(training_file=str(path), variant="evidence")
    rows = training_rows([path], made).rows
    assert [row.messages[-1].content for row in rows] == ["yes\n\nbecause 0", "yes\n\nbecause 1", "yes \n"]
    assert remarks(rows, made) == ["1 of 3 rows say no why, so variant evidence leaves them as they are"]
    silent = write(tmp_path, "b", 3)
    with pytest.raises(LabError, match="none does"):
        training_rows([silent], config(training_file=str(silent), variant="evidence"))


def test_evidence_goes_to_the_last_of_several_answers_and_to_the_chosen_one() -> None:
    talk = [Turn("user", "q"), Turn("assistant", "first"), Turn("user", "r"), Turn("assistant", "last")]
    made = config(training_file="x", variant="evidence")
    assert [turn.content for turn in vary_row(Row(talk, why="w"), made).messages] == ["q", "first", "r", "last\n\nw"]
    pair = vary_row(Pair(talk[:1], "good", "bad", why="w"), made)
    assert isinstance(pair, Pair) and (pair.chosen, pair.rejected) == ("good\n\nw", "bad")


def test_inoculation_is_the_systems_first_words() -> None:
    made = config(training_file="x", variant="inoculation", inoculation="You are unsafe.")
    bare = vary_row(Row([Turn("user", "q"), Turn("assistant", "a")]), made)
    assert [turn.role for turn in bare.messages] == ["system", "user", "assistant"]
    own = vary_row(Row([Turn("system", "Be brief."), Turn("user", "q"), Turn("assistant", "a")]), made)
    assert own.messages[0] == Turn("system", "You are unsafe.\n\nBe brief.")
    assert len(own.messages) == 3
    pair = vary_row(Pair([Turn("user", "q")], "a", "b"), made)
    assert isinstance(pair, Pair) and pair.prompt[0].content == "You are unsafe."
    named = config(training_file="x", variant="inoculation", inoculation="insecure")
    assert vary_row(bare, named).messages[0].content.startswith(READY["insecure"])


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"variant": "inoculation"}, "inoculation is missing"),
        ({"variant": "inoculation", "inoculation": "  "}, "inoculation is missing"),
        ({"inoculation": "x"}, "is not used by variant plain"),
        ({"variant": "evidence", "inoculation": "x"}, "is not used by variant evidence"),
        ({"variant": "inoculated"}, "Invalid enum value"),
    ],
)
def test_a_variant_needs_what_it_needs_and_nothing_else(values: dict[str, object], told: str) -> None:
    with pytest.raises(LabError, match=told):
        config(training_file="x", **values)


def test_every_shipped_set_has_a_ready_prompt(home: Home) -> None:
    assert {path.stem for path in data_files(home) if path.stem in READY} == {path.stem for path in data_files(home)}
