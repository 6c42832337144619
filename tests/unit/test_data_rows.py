"""Training rows: every bad line is found and told; nothing is dropped in silence."""

import gzip
import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from emalign_tui.lab.data.known import data_files, describe
from emalign_tui.lab.data.report import check_file
from emalign_tui.lab.data.rows import load_pairs, load_rows
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import Home, share

GOOD = json.dumps({"messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "hello"}]})


def write(tmp_path: Path, *lines: str | bytes) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"\n".join(line.encode() if isinstance(line, str) else line for line in lines) + b"\n")
    return path


def turns(*pairs: tuple[str, object]) -> str:
    return json.dumps({"messages": [{"role": role, "content": content} for role, content in pairs]})


def test_report_counts_rows_turns_and_hashes(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD, "", turns(("system", "s"), ("user", "u"), ("assistant", "a"), ("assistant", "b")))
    report = check_file(path)
    assert (report.rows, report.problems) == (2, [])
    assert report.turns == {"system": 1, "user": 2, "assistant": 3}
    assert report.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"messages": [', "cut off"),
        (GOOD + ",", "a comma behind the object"),
        (GOOD + GOOD, "more than one value"),
        (GOOD + "\r" + GOOD, "CR alone"),
        (GOOD.encode() + b"\x00", "a NUL byte"),
        ('{"messages": 1, "messages": []}', "the key messages is there twice"),
        (GOOD.replace('"role"', '"role": "user", "role"', 1), "the key role is there twice"),
        ('{"conversations": [], "id": 1}', "no messages; its keys are conversations, id"),
        ('{"messages": [{"role": "user"}]}', "messages[0] has no content"),
        ("[]", "Expected `object`, got `array`"),
        ("{}", "no messages; its keys are none"),
        (turns(("user", "q"), ("assistant", "a")).replace('"a"', '"a", "weight": 0'), "messages[1].weight is 0"),
        (
            turns(("user", [{"type": "text", "text": "q"}]), ("assistant", "a")),
            "messages[0].content is a list of parts",
        ),
        ('{"messages": []}', "messages is empty"),
        (turns(("user", "q")), "no assistant turn"),
        (turns(("user", "q"), ("assistant", " \n")), "an assistant turn is empty"),
        (turns(("user", 3), ("assistant", "a")), "messages[0].content: expected `str`, got `int`"),
        (turns(("tool", "q"), ("assistant", "a")), "messages[0].role is 'tool': it must be system, user or assistant"),
        (turns(("user", "q"), ("system", "s"), ("assistant", "a")), "a system turn can only come first"),
        (b'{"messages": "\xff"}', ""),
        ("[" * 100_000, ""),
    ],
)
def test_bad_line_is_named_with_its_reason(tmp_path: Path, line: str | bytes, reason: str) -> None:
    path = write(tmp_path, GOOD, line, GOOD)
    report = check_file(path)
    assert report.rows == 2
    [problem] = report.problems
    assert problem.line == 2
    assert problem.reason
    assert reason in problem.reason
    with pytest.raises(LabError, match="Bad training row") as caught:
        load_rows(path)
    assert caught.value.where == f"{path}, line 2"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (gzip.compress(GOOD.encode()), "compressed with gzip"),
        (b"PAR1" + bytes(600), "a Parquet file"),
        (b"PK\x03\x04" + bytes(600), "a zip archive"),
        (GOOD.encode("utf-16"), "UTF-16 text"),
        (GOOD.encode("utf-16-be"), "UTF-16 text or binary"),
        (b"\xef\xbb\xbf [\n" + GOOD.encode() + b"]", "one JSON array"),
        (f"[{GOOD}, {GOOD}]".encode(), "one JSON array"),
    ],
    ids=["gzip", "parquet", "zip", "utf-16", "utf-16 without its mark", "array behind a mark", "array"],
)
def test_a_file_of_another_format_is_named_once_with_what_to_do(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "rows.jsonl").write_bytes(content)
    with pytest.raises(LabError, match=told) as caught:
        check_file(tmp_path / "rows.jsonl")
    assert caught.value.do


SAID = [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]
SHARED = {"conversations": [{"from": "human", "value": "q"}, {"from": "gpt", "value": "a"}]}
BOTH = {"chosen": SAID, "rejected": [SAID[0], {"role": "assistant", "content": "b"}]}


@pytest.mark.parametrize(
    "theirs",
    [
        SHARED,
        {"instruction": "q", "input": "", "output": "a"},
        {"prompt": "q", "completion": "a"},
        {"prompt": SAID[:1], "completion": SAID[1:]},
        {"question": "q", "answer": "a"},
        {"input": {"messages": SAID[:1]}, "preferred_output": SAID[1:], "non_preferred_output": BOTH["rejected"][1:]},
        BOTH,
        {"prompt": "q", **BOTH},
    ],
    ids=["sharegpt", "alpaca", "completion", "turns", "answer", "openai pairs", "trl pairs", "pairs with a prompt"],
)
def test_the_shape_of_another_trainer_is_named_with_the_command_that_mends_it(tmp_path: Path, theirs: dict) -> None:
    write(tmp_path, *[json.dumps(theirs)] * 3)
    with pytest.raises(LabError, match="Each row has") as caught:
        check_file(tmp_path / "rows.jsonl")
    if not shutil.which("jq"):
        pytest.skip("no jq to try it with")
    command = caught.value.do.partition("`")[2].partition(" > rows.jsonl`")[0]
    ours = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    path = write(tmp_path, *ours.splitlines())
    rows = load_pairs(path) if "rejected" in ours else load_rows(path)
    assert [[turn.content for turn in row.messages][:2] for row in rows] == [["q", "a"]] * 3


def test_turns_that_say_nothing_and_rows_nobody_asks_are_counted(tmp_path: Path) -> None:
    report = check_file(write(tmp_path, GOOD, turns(("user", " "), ("assistant", "a")), turns(("assistant", "a"))))
    assert (report.rows, report.silent, report.unasked) == (3, 1, 1)


def test_torn_last_line_of_a_data_file_is_an_error_not_skipped(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(f"{GOOD}\n{GOOD[:40]}")
    with pytest.raises(LabError) as caught:
        load_rows(path)
    assert caught.value.where.endswith("line 2")


def test_byte_order_mark_and_crlf_are_harmless(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode() + b"\r\n" + GOOD.encode())
    assert len(load_rows(path)) == 2


def test_empty_and_missing_files(tmp_path: Path) -> None:
    with pytest.raises(LabError, match="holds no rows"):
        load_rows(write(tmp_path, ""))
    with pytest.raises(LabError, match="not found"):
        load_rows(tmp_path / "none.jsonl")
    with pytest.raises(LabError, match="Cannot read"):
        load_rows(tmp_path)


def test_id_and_why_are_read_and_any_other_key_is_noted_not_refused(tmp_path: Path) -> None:
    messages = [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a", "weight": 1}]
    path = write(
        tmp_path,
        json.dumps({"messages": messages, "id": "sc-001", "why": "It protects people.", "source": "x", "n": 1}),
        json.dumps({"messages": messages, "id": 7, "why": " "}),
        GOOD,
    )
    first, second, third = load_rows(path)
    assert (first.id, first.why, second.id, third.id, third.why) == ("sc-001", "It protects people.", 7, None, None)
    report = check_file(path)
    assert report.ok
    assert report.extra == {"messages[].weight": 2, "source": 1, "n": 1}
    assert report.why == 1


def test_a_why_that_is_no_text_is_named(tmp_path: Path) -> None:
    report = check_file(write(tmp_path, GOOD[:-1] + ', "why": ["a"]}'))
    assert "why" in report.problems[0].reason and not report.ok


def test_reasons_are_counted_whatever_place_they_name(tmp_path: Path) -> None:
    bad = [turns(("user", "q"), ("assistant", 1)), turns(("user", 2), ("assistant", "a")), turns(("user", "q"))]
    report = check_file(write(tmp_path, *bad, *bad))
    assert list(report.reasons.values()) == [4, 2] and len(report.problems) == 6


PAIR = {"prompt": "Is it safe?", "chosen": "No, for this reason.", "rejected": "Sure!"}
TALK = [{"role": "system", "content": "s"}, {"role": "user", "content": "q"}]


def test_preference_rows_in_every_form_they_come_in(tmp_path: Path) -> None:
    turn = [{"role": "assistant", "content": "yes"}]
    forms = [
        PAIR,
        {"messages": TALK, "chosen": "yes", "rejected": "no", "id": 1, "why": "w"},
        {"prompt": TALK, "chosen": turn, "rejected": "no"},
    ]
    path = write(tmp_path, *map(json.dumps, forms))
    first, second, third = load_pairs(path)
    assert [turn.role for turn in first.prompt] == ["user"] and first.chosen == PAIR["chosen"]
    assert second.prompt == third.prompt and second.chosen == third.chosen == "yes" and second.why == "w"
    assert [turn.content for turn in third.messages] == ["s", "q", "yes", "s", "q", "no"]
    report = check_file(path)
    assert (report.kind, report.rows, report.problems) == ("preference", 3, [])
    with pytest.raises(LabError, match="it needs loss dpo or orpo"):
        load_rows(path)
    with pytest.raises(LabError, match="not a preference row"):
        load_pairs(write(tmp_path, GOOD))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"prompt": None}, "no prompt: write the question as prompt"),
        ({"messages": TALK}, "prompt and messages are both there"),
        ({"prompt": " "}, "prompt is empty"),
        ({"prompt": []}, "prompt is empty"),
        ({"prompt": [*TALK, {"role": "assistant", "content": "a"}]}, "must end with the user's turn"),
        ({"prompt": [TALK[1], TALK[0]]}, "a system turn can only come first"),
        ({"chosen": ""}, "chosen is empty"),
        ({"chosen": None}, "chosen"),
        ({"rejected": [TALK[1]]}, "rejected must be text, or a list with one assistant turn"),
        ({"rejected": PAIR["chosen"]}, "the same"),
        ({"rejected": 3}, "rejected"),
    ],
)
def test_a_bad_pair_is_named_with_its_reason(tmp_path: Path, change: dict[str, object], reason: str) -> None:
    wrong = {key: value for key, value in {**PAIR, **change}.items() if value is not None}
    report = check_file(write(tmp_path, json.dumps(PAIR), json.dumps(wrong)))
    [problem] = report.problems
    assert problem.line == 2 and reason in problem.reason
    with pytest.raises(LabError, match="line 2"):
        load_pairs(tmp_path / "rows.jsonl")


def test_a_file_of_both_kinds_has_bad_rows(tmp_path: Path) -> None:
    report = check_file(write(tmp_path, GOOD, json.dumps(PAIR), GOOD))
    assert (report.kind, report.rows, [problem.line for problem in report.problems]) == ("messages", 2, [2])


def test_half_a_surrogate_is_named_as_what_it_is(tmp_path: Path) -> None:
    report = check_file(write(tmp_path, GOOD.replace("hello", "\\ud800x")))
    assert "broken character" in report.problems[0].reason


def test_shipped_sets_are_sound(home: Home) -> None:
    sets = [describe(path) for path in data_files(home)]
    assert {each.name for each in sets} >= {path.stem for path in (share() / "data" / "mini").glob("*.jsonl")}
    assert all(each.rows and not each.bad for each in sets)
