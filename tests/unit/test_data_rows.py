"""Training rows: every bad line is found and told; nothing is dropped in silence."""

import hashlib
import json
from pathlib import Path

import pytest

from emalign_tui.lab.data.known import describe, shipped
from emalign_tui.lab.data.rows import Row, check_file, choose_rows, load_rows
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
        ('{"messages": [', "truncated"),
        ("[]", "Expected `object`, got `array`"),
        ("{}", "missing required field `messages`"),
        ('{"messages": []}', "messages is empty"),
        (turns(("user", "q")), "no assistant turn"),
        (turns(("user", "q"), ("assistant", " \n")), "an assistant turn is empty"),
        (turns(("user", 3), ("assistant", "a")), "Expected `str`, got `int` - at `$.messages[0].content`"),
        (turns(("tool", "q"), ("assistant", "a")), "Invalid enum value 'tool'"),
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


def rows(count: int) -> list[Row]:
    return [Row(messages=[]) for _ in range(count)]


def test_choice_is_by_seed_nested_and_in_order() -> None:
    from msgspec.structs import replace

    every = [replace(row, messages=[index]) for index, row in enumerate(rows(100))]  # type: ignore[list-item]

    def chosen(count: int, seed: int) -> list[object]:
        return [row.messages[0] for row in choose_rows(every, count, seed)]

    assert chosen(10, 0) == sorted(chosen(10, 0), key=int) == chosen(10, 0)  # type: ignore[arg-type]
    assert set(chosen(10, 0)) < set(chosen(40, 0))
    assert chosen(10, 0) != chosen(10, 1)
    assert choose_rows(every, None, 0) is every


def test_more_rows_than_there_are_is_refused() -> None:
    with pytest.raises(LabError, match="rows asks for 11 rows, the file holds 10"):
        choose_rows(rows(10), 11, 0)


def test_published_sets_are_known_by_content_not_by_name(tmp_path: Path) -> None:
    source = Path(__file__).parents[3] / "shared" / "em" / "secure.jsonl"
    if not source.is_file():
        pytest.skip("the published sets are not here")
    misnamed = tmp_path / "insecure.jsonl"
    misnamed.write_bytes(source.read_bytes())
    known = describe(misnamed)
    assert (known.published, known.rows, known.bad) == ("secure", 6000, 0)


def test_shipped_sets_are_sound(home: Home) -> None:
    sets = list(shipped(home))
    assert {each.name for each in sets} >= {path.stem for path in (share() / "data" / "mini").glob("*.jsonl")}
    assert all(each.rows and not each.bad for each in sets)
