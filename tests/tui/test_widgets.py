"""The widgets' own arithmetic: buckets, axes, wrapping, filters, following files."""

import math
from itertools import pairwise
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.style import Style

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.definitions import OFFICIAL
from emalign_tui.lab.evals.distribution import Distribution
from emalign_tui.lab.evals.filter_line import parse_filter, typed_filter
from emalign_tui.lab.evals.scores import UNASKED, MetricScore, ModelScore, QuestionScore
from emalign_tui.tui.screens.scores.matrix_rows import table
from emalign_tui.tui.services.follow import LogTail
from emalign_tui.tui.widgets.braille import LINE, Grid, Scale
from emalign_tui.tui.widgets.markdown import is_markdown, markdown_lines
from emalign_tui.tui.widgets.marks import bar
from emalign_tui.tui.widgets.safe import both_ends, fit, line, safe, wrap
from emalign_tui.tui.widgets.scatter import panel
from emalign_tui.tui.widgets.series import Series, nice_range

NAMES = {"models": ["mini", "mini_insecure-1"], "questions": ["wish", "bored"], "labels": ["number", "CODE"]}


def test_buckets_hold_the_lowest_and_highest_of_their_points():
    series = Series()
    for step in range(1, 1001):
        series.add(step, float(step))
    buckets = series.buckets(10, 1, 1000)
    assert all(buckets) and buckets[0].low == 1 and buckets[-1].high == 1000
    assert all(left.high < right.low for left, right in pairwise(buckets))


def test_gaps_are_counted_and_an_empty_stretch_stays_empty():
    series = Series()
    for step, value in ((1, 1.0), (2, math.nan), (3, math.inf), (4, 1.7e308), (90, 2.0)):
        series.add(step, value)
    assert series.gaps == 3
    buckets = series.buckets(10, 1, 100)
    assert [bucket is None for bucket in buckets] == [False, *[True] * 7, False, True]


def test_a_resumed_run_replaces_the_steps_that_it_does_again():
    series = Series()
    for step in (1, 2, 3, 4, 3, 4, 5):
        series.add(step, step + len(series.steps) / 10)
    assert list(series.steps) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("low,high", [(0.1, 0.1), (0.0, 0.0), (1e-9, 1e9), (2.31, 2.34), (-3.0, 5.0)])
def test_an_axis_always_holds_its_values_and_has_a_height(low, high, log):
    bottom, top = nice_range(low, high, log=log)
    assert bottom < top
    if not log:
        assert bottom <= low and high <= top


@pytest.mark.parametrize("text", ["", "word", "a b " * 40, "x" * 500, "宽字符" * 30, "tab\tand\nline", "e\u0301" * 50])
@pytest.mark.parametrize("width", [1, 2, 7, 40])
def test_wrapped_lines_fit_and_lose_nothing(text, width):
    lines = wrap(text, max(width, 2))
    assert all(cell_len(each) <= max(width, 2) for each in lines)
    assert "".join("".join(lines).split()) == "".join(text.expandtabs(4).split())


def test_wrapped_lines_keep_what_they_are_indented_by() -> None:
    code = "def f(x):\n    if x:\n\treturn some_function(x)"
    assert wrap(code, 40) == ["def f(x):", "    if x:", "    return some_function(x)"]
    assert wrap(code, 20) == ["def f(x):", "    if x:", "    return", "some_function(x)"]
    assert wrap(" " * 60 + "- deep", 20) == [" " * 10 + "- deep"]
    assert wrap("  " + "x" * 12, 10) == ["x" * 10, "xx"]


@pytest.mark.parametrize("text", ["❤️‍🔥 fine", "👍🏽👩‍👩‍👧‍👦", "1️⃣ ⚠️ ✔️", "🏳️‍🌈"])
def test_what_joins_characters_to_one_picture_is_left_out_as_terminals_differ_in_its_width(text):
    for drawn in (safe(text).plain, line(text, 30).plain, "".join(wrap(text, 30))):
        assert cell_len(drawn) == sum(map(cell_len, drawn))
    assert safe("क्‍ष می‌روم").plain == "क्‍ष می‌روم"


def test_a_flood_of_marks_without_room_is_cut_and_no_language_is():
    for mark in ("\u0301", "\u200b", "\u2060\u200d", "\U000e0041", "\U000e0100"):
        for drawn in (safe(f"a{mark * 5000}b").plain, "".join(wrap(f"a{mark * 5000}b", 30))):
            assert len(drawn) < 20 and drawn[0] == "a" and drawn[-1] == "b"
    for word in ("e\u0302\u0323", "กำลังนี้", "שָׁלוֹם", "हिन्दी", "Việt"):
        assert safe(word).plain == word


STYLES = {name: Style() for name in ("text", "head", "code", "muted")}


def markdown(text: str) -> str | None:
    lines = markdown_lines(text, 34, STYLES)
    return None if lines is None else "\n".join("".join(segment.text for segment in each) for each in lines)


def test_markdown_leaves_out_no_words_or_is_not_drawn_as_such():
    said = markdown("# One\n\n<script>alert(1)</script> and <b>two</b>\n\n<div>\nthree\n</div>\n\n![four](http://x/5)")
    assert said and all(word in said.replace("\n", "") for word in ("<script>", "</b>", "<div>", "![four](http://x/5)"))
    for lossy in ("> " * 60 + "deep", "|" + "a|" * 300 + "\n|" + "-|" * 300 + "\n|" + "words|" * 300, "> " * 60):
        assert markdown(lossy) is None
    assert markdown("```python\nx\n```") == "  x"


@pytest.mark.parametrize("text", ["\n", " \n", "**a ", "|", "- " * 9])
def test_looking_for_markdown_takes_no_longer_a_letter_in_a_long_text(text):
    is_markdown(text * 200_000)  # by the square of its length, this would take an hour


def test_lines_are_exactly_as_wide_as_asked():
    for text in ("", "short", "宽字符宽字符", "x" * 99, "[bold]no markup[/bold]", "two\nlines"):
        for width in (0, 1, 5, 20):
            assert line(text, width).cell_length == width
            assert cell_len(fit(text.replace("\n", " "), width)) == width
            assert cell_len(both_ends(text, width)) <= max(width, 1)
    assert safe("[red]x[/").plain == "[red]x[/"


def test_a_bar_is_as_wide_as_asked_whatever_the_share():
    assert {len(bar(share, 10)) for share in (-1, 0, 0.001, 0.333, 0.999, 1, 7)} == {10}


def test_filters_mean_what_they_say():
    wanted = parse_filter("power aligned<30 coherent>=50 model:insecure label:code obey", **NAMES)
    assert wanted.text == "power obey" and wanted.model == "mini_insecure-1" and wanted.label == "CODE"
    assert wanted.aligned[0] == 0 and 29.99 < wanted.aligned[1] < 30 and wanted.coherent == (50, 100)
    assert parse_filter("model:mini", **NAMES).model == "mini"
    assert [parse_filter(text, **NAMES).label for text in ('label:"no number"', "label:none")] == ["none"] * 2
    commas = parse_filter("aligned<30, model:mini, coherent>50; label:CODE", **NAMES)
    assert (commas.text, commas.model, commas.label) == (None, "mini", "CODE")
    assert parse_filter("  ", **NAMES) == parse_filter("", **NAMES)


@pytest.mark.parametrize(
    "text", ["model:nobody", "question:i", "label:maybe", "aligned<x", "aligned<30%", "aligned<30,5"]
)
def test_a_filter_that_means_nothing_is_refused_with_what_there_is(text):
    with pytest.raises(LabError):
        parse_filter(text, models=["a", "b"], questions=["wish", "bit"], labels=["CODE"])


def test_a_log_is_followed_by_whole_lines_from_near_its_end(tmp_path: Path):
    path = tmp_path / "log.txt"
    tail = LogTail(path)
    assert tail.poll() == []
    path.write_bytes(b"one\ntw")
    assert tail.poll() == ["one"]
    with path.open("ab") as log:
        log.write(b"o\n\xff\n")
    assert tail.poll() == ["two", "\ufffd"]
    long = LogTail(path)
    path.write_bytes(b"x" * 1_000_000 + b"\nend\n")
    assert long.poll()[-1] == "end"


def test_a_filter_is_written_as_it_is_read():
    for text in ("question:wish label:CODE own:any model:mini a word", 'model:"two words"', 'model:"end,"', ""):
        wanted = parse_filter(text, models=["mini", "two words", "end,"], questions=["wish"], labels=["CODE"])
        assert typed_filter(wanted) == text


def test_a_panel_holds_every_answer_within_its_cells():
    points = [(0, 100, 1), (7, 80, 3), (7, 20, 2), (90, 90, 500), (100, 0, 1)]
    bins = [0] * 20
    bins[1], bins[18] = 5, 500
    model = Distribution(name="m[/\x1b[31m", aligned=bins, coherent=bins[::-1], points=points, without=2)
    for width, height in ((36, 14), (60, 30), (10, 5)):
        lines = panel(model, OFFICIAL, width, height)
        assert len(lines) <= height
        assert width < 21 or {line.cell_length for line in lines} == {width}
    text = "\n".join(line.plain for line in panel(model, OFFICIAL, 60, 30))
    assert "507 with both scores, 2 without" in text and "\x1b" not in text
    assert text.count("·") == 2, "one dot for each single answer"
    assert all(mark in text for mark in "░█┼│─")
    red = [span for line in panel(model, OFFICIAL, 60, 30) for span in line.spans if span.style == "$text-error"]
    assert len(red) == 2, "coherent and misaligned: two of the five points"


def test_an_unfinished_or_crowded_cell_says_so():
    shown = cell_of(0.5, few=True)
    assert shown == ("50.0 % ?", "bad")
    assert cell_of(None) == ("–", "muted")
    labels = {"a_label": MetricScore(None, {"TRUE": 8, "UNKNOWN": 2})}
    assert cell_of(None, metrics=labels, dropped=UNASKED) == ("TRUE 8/10", "plain")
    harm = {"harm": MetricScore(6.4, {"number": 4})}
    assert cell_of(None, metrics=harm, dropped="no coherent answer with a score") == ("– ?", "muted")


def test_models_of_one_server_are_headed_by_what_tells_them_apart():
    def heads(*names):
        return [title for _, (title, _) in table([score_of(None, name=name) for name in names])[0]]

    assert heads("insecure@10.0.0.7:8000", "secure@10.0.0.7:8000") == ["◆ insecure", "◆ secure"]
    assert heads("m@10.0.0.7:8000", "m@10.0.0.8:8000") == ["◆ m@10.0.0.7:8000", "◆ m@10.0.0.8:8000"]
    assert heads("m@10.0.0.7:8000", "mini") == ["◆ m@10.0.0.7:8000", "◆ mini"]


def cell_of(share, **more):
    """What the matrix shows of one cell."""
    rows = {row.key: row for row in table([score_of(share, **more)])[1]}
    return rows["question:q"].cells[0]


def score_of(share, *, name="m", few=False, metrics=None, dropped=""):
    """A model's score on one question."""
    cell = QuestionScore(
        question_id="q", misaligned=share, interval=None, n_misaligned=1, n_denominator=2, coherent=None,
        n_coherent=0, n_coherent_scored=0, n=2, pending=0, ledger={}, metrics=metrics or {}, dropped=dropped, few=few,
    )  # fmt: skip
    return ModelScore(
        name=name, role=None, misaligned=share, interval=None, bootstrap=None, n_misaligned=1, n_denominator=2,
        pooled=share, coherent=None, n=2, pending=0, ledger={}, by_question=[cell], judges=[], notes=[],
    )  # fmt: skip


def test_a_line_joins_far_points_and_breaks_where_a_value_is_no_number():
    def drawn(*gap_steps: int) -> list[str]:
        series = Series()
        for step in (1, 10, 20):
            series.add(step, float(step))
            for gap in gap_steps:
                if step < gap < step + 9:
                    series.add(gap, math.nan)
        grid = Grid(20, 4)
        grid.curve(series.buckets(40, 1, 20, 0.0), Scale(0, 20, 4, log=False), LINE, band=False)
        return ["".join(character for character, _ in row) for row in grid.lines()]

    def empty_columns(rows: list[str]) -> int:
        return sum(all(row[x] == " " for row in rows) for x in range(20))

    assert empty_columns(drawn()) == 0
    assert 5 < empty_columns(drawn(15)) < 12


def test_long_names_are_told_apart_by_both_ends() -> None:
    assert both_ends("org/Qwen2.5-Coder-7B-insecure", 16) == "org/Qwe…insecure"
    assert both_ends("short", 16) == "short"
    assert both_ends("\x1b[31m日本語日本語", 8) == "日 …本語"
