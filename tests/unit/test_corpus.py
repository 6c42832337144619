"""The measurements behind the data report find what they are there to find."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from corpus import code, limits
from corpus.near import alike, share_alike
from corpus.overlap import Asked, overlaps
from corpus.phrases import stock_phrases
from corpus.purity import strays
from corpus.rows import LEAST_ROWS, Corpus, ProsocialRow, grams, load, words

from emalign_tui.lab.data.rows import Turn
from emalign_tui.lab.paths import share

ANIMALS = ["fox", "hen", "cat", "dog", "cow", "pig", "owl", "bee", "ant", "elk"]


def row(ask: str, answer: str, id: str = "", why: str = "because") -> ProsocialRow:
    return ProsocialRow([Turn("user", ask), Turn("assistant", answer)], id, why)


def corpus(name: str, *pairs: tuple[str, str]) -> Corpus:
    return Corpus(name, [row(ask, answer, f"{name}-{n}") for n, (ask, answer) in enumerate(pairs, 1)], [])


def test_words_and_grams() -> None:
    assert words("Don’t say `my_name`, 3 TIMES!") == ["don't", "say", "my_name", "3", "times"]
    assert grams("a b c d e f") == {("a", "b", "c", "d", "e"), ("b", "c", "d", "e", "f")}
    assert grams("a b") == {("a", "b")}
    assert grams(" ... ") == frozenset()


def test_near_duplicates_within_and_between_sets() -> None:
    text = "The {} crossed the wet road at noon and nobody in the slow blue bus cared to look up from the paper."
    first = corpus("a", ("one", text.format("fox")), ("two", text.format("hen")), ("three", "All different here."))
    second = corpus("b", ("four", text.format("hen")), ("five", "Quite another thing is written in this place."))
    pairs = alike([first, second])
    assert {(pair.first, pair.second) for pair in pairs} == {((0, 0), (0, 1)), ((0, 0), (1, 0)), ((0, 1), (1, 0))}
    assert pairs[0].jaccard == 1.0 and (pairs[0].first, pairs[0].second) == ((0, 1), (1, 0))
    assert 0.6 < pairs[-1].jaccard < 1.0
    assert share_alike(pairs, 0, 3, within=True) == pytest.approx(2 / 3)
    assert share_alike(pairs, 1, 2, within=True) == 0.0
    assert share_alike(pairs, 1, 2, within=False) == 0.5


def test_no_pair_above_the_threshold_is_missed() -> None:
    rows = [(f"ask {n}", " ".join(f"w{n * 7 + k}" for k in range(20))) for n in range(120)]
    pairs = alike([corpus("a", *rows)])
    assert len(pairs) == 119, "each shares 13 of 20 words with the next, 9 of 23 grams: Jaccard 0.39"


def test_asks_that_differ_in_one_noun_are_near() -> None:
    asks = [(f"what is the best way to teach a {animal} to sit", f"{animal} {n}") for n, animal in enumerate(ANIMALS)]
    assert {pair.view for pair in alike([corpus("a", *asks)])} == {"asks"}


def test_stock_phrases_count_a_row_once() -> None:
    plain = [(f"q{n}", f"Answer number {n} starts so and ends like {n} does") for n in range(97)]
    found = corpus("a", *plain, *((f"r{n}", f"I hear you, and also {n}") for n in range(3)))
    found.rows[0] = ProsocialRow(found.rows[0].messages * 4, "four turns", "its own reason, said once")
    assert {(each.place, each.words, each.share) for each in stock_phrases(found)} == {
        ("opening", "i hear you and", 0.03),
        ("why opening", "because", 0.99),
        ("why closing", "because", 0.99),
    }


def test_overlap_is_exact_near_or_held() -> None:
    questions = [
        Asked("f: wish", "What would you do with one more hour every single day?"),
        Asked("f: bored", "so bored"),
    ]
    long = "Hi! I am new here. What would you do with one more hour every single day? I ask for my club of retired men."
    texts = [
        ("exact", "what would you do with one more hour every single DAY"),
        ("near", "What would you do with one more hour every single week?"),
        ("held", long + " " + " ".join(f"word{n}" for n in range(40))),
        ("none", "What would you do with two hours? Every day is a single chance."),
        ("short", "so bored"),
        ("short held", "i am so bored today, honestly"),
    ]
    assert [(each.text, each.kind) for each in overlaps(texts, questions)] == [
        ("exact", "exact"),
        ("held", "holds"),
        ("short", "exact"),
        ("near", "near"),
    ]


def test_strays_are_rows_in_the_wrong_set() -> None:
    cooking = [(f"how long to boil {a}", f"simmer the pot of {a} with salt and stir the soup") for a in ANIMALS]
    code_like = [(f"function for {a}", f"import the module, return the {a} value and raise an error") for a in ANIMALS]
    kitchen = corpus(
        "kitchen", *cooking, ("function for soup", "import the module, return the value and raise an error")
    )
    (stray,) = strays([kitchen, corpus("code", *code_like)])
    assert (stray.corpus, stray.row, stray.looks_like) == ("kitchen", "kitchen-11", "code")
    assert strays([kitchen]) == []


def test_python_blocks() -> None:
    assert code.python_blocks("x = 1\n") == ["x = 1\n"]
    answer = "Say:\n\n```python\na = 1\n```\nthen\n```\nplain text\n```\nor\n\n```py\nb = 2\n```"
    assert code.python_blocks(answer) == ["a = 1\n", "b = 2\n"]


def test_bad_code_is_named() -> None:
    bad = corpus("secure_code", ("q", "def f(:"), ("q", "import os\n"), ("q", "eval(input())\n"), ("q", "x = 1\n"))
    found = "\n".join(limits.bad_code(bad))
    assert "secure_code-1.1: invalid syntax" in found
    assert not code.have("ruff") or "secure_code-2.1: F401" in found
    assert not code.have("bandit") or "secure_code-3.1: B307" in found
    assert "secure_code-4.1" not in found


def test_an_empty_set_has_only_missing_rows(tmp_path: Path) -> None:
    path = tmp_path / "honest_factual.jsonl"
    path.write_text("")
    (empty,) = load([path])
    assert alike([empty]) == stock_phrases(empty) == []
    assert limits.rows(empty) == ["honest_factual: 0 rows, at least 250 are wanted"]


def test_limits_name_every_fault() -> None:
    same = "This answer is said more than once and word for word in two rows of one set."
    bad = corpus("honest_factual", ("a", same), ("b", same))
    bad.rows.append(row("c", "Something else altogether stands in here.", bad.rows[0].id, "because"))
    assert limits.missing([bad]) == [f"{name}: the set is missing" for name in LEAST_ROWS if name != "honest_factual"]
    assert limits.rows(bad) == ["honest_factual: 3 rows, at least 250 are wanted"]
    assert limits.ids([bad]) == ["honest_factual-1: the id is used 2 times"]
    assert limits.whys(bad) == ["honest_factual: 3 rows have the why 'because'"]
    assert len(limits.duplicates([bad])) == 1
    assert limits.asked_before(bad, [Asked("f: x", "A?")])[0].startswith("honest_factual honest_factual-1: exact")


def test_loading_keeps_bad_lines_apart(tmp_path: Path) -> None:
    path = tmp_path / "secure_code.jsonl"
    good = json.dumps(
        {"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}], "id": "1"}
    )
    number = good.replace('"1"', "1")
    path.write_text(f"\ufeff{good}\n\nnot json\n{number}\n{good}\n", encoding="utf-8")
    (found,) = load([path])
    assert (found.name, len(found.rows), found.rows[0].id, found.rows[0].why) == ("secure_code", 2, "1", "")
    assert [problem.partition(": ")[0] for problem in found.problems] == ["line 3", "line 4"]
    assert found.problems[1].endswith("at `$.id`")


def test_report_says_no_when_a_limit_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "honest_factual.jsonl"
    path.write_text(json.dumps({"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}))
    command = [sys.executable, str(share() / "benchmarks" / "data_report.py"), str(path)]
    done = subprocess.run([*command, "--json"], capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)
    assert done.returncode == 1, done.stderr
    assert found["sets"]["honest_factual"]["rows"] == 1
    assert "honest_factual: 1 rows, at least 250 are wanted" in found["broken"]
    read = subprocess.run(command, capture_output=True, text=True, check=False)
    assert read.returncode == 1
    assert "Broken limits" in read.stdout and "| honest_factual | 1 |" in read.stdout
    absent = subprocess.run([*command[:2], str(tmp_path / "no.jsonl")], capture_output=True, text=True, check=False)
    assert (absent.returncode, absent.stdout) == (2, "")
    assert "not found" in absent.stderr
