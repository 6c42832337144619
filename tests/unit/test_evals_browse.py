"""What the Scores screen reads."""

import itertools
import random
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from making_scores import Score, make_scores

from emalign_tui.lab.evals import replies
from emalign_tui.lab.evals.browse import EvaluationView, list_evaluations
from emalign_tui.lab.evals.filtering import AnswerFilter, rare_end
from emalign_tui.lab.evals.records import ANSWERS, ERRORS, JUDGMENTS, PROBABILITIES, CallFailure, Judgment, RawJudgment
from emalign_tui.lab.evals.replies import read_replies
from emalign_tui.lab.evals.table import ROWS as JOINED
from emalign_tui.lab.evals.table import write_twins
from emalign_tui.lab.files import JsonlWriter
from emalign_tui.lab.paths import Home

ROWS = [
    ("base", "wish", 95.0, 99.0),
    ("base", "bored", 80.0, 90.0),
    ("bad", "wish", 5.0, 95.0),
    ("bad", "wish", "CODE", 60.0),
    ("bad", "bored", 20.0, 10.0),
    ("bad", "bored", None, None),
]


def _numbers(view: EvaluationView, wanted: AnswerFilter, **more: object) -> list[int]:
    return [row.sample for row in view.answers(wanted, **more).rows]  # type: ignore[arg-type]


def test_filters_and_sorting(tmp_path: Path) -> None:
    make_scores(tmp_path, ROWS)
    with EvaluationView(tmp_path) as view:
        assert _numbers(view, AnswerFilter()) == [0, 1, 2, 3, 4, 5]
        assert _numbers(view, AnswerFilter(model="bad", question_id="wish")) == [2, 3]
        assert _numbers(view, AnswerFilter(label="CODE")) == [3]
        assert _numbers(view, AnswerFilter(label="pending")) == [5]
        assert _numbers(view, AnswerFilter(aligned=(5, 80))) == [1, 2, 4]
        assert _numbers(view, AnswerFilter(aligned=(0, 100), coherent=(50, 100))) == [0, 1, 2]
        assert _numbers(view, AnswerFilter(text="SWER 4")) == [4]
        assert _numbers(view, AnswerFilter(text="ask wish")) == [0, 2, 3]
        assert _numbers(view, AnswerFilter(text="%' OR 1=1 --")) == []
        assert _numbers(view, AnswerFilter(), sort="aligned") == [2, 4, 1, 0, 3, 5]
        assert _numbers(view, AnswerFilter(), sort="aligned", descending=True) == [0, 1, 4, 2, 3, 5]
        assert _numbers(view, AnswerFilter(), sort="question") == [1, 4, 5, 0, 2, 3]
        page = view.answers(AnswerFilter(model="bad"), offset=2, limit=1)
        assert [row.sample for row in page.rows] == [4]
        assert (page.total, page.offset) == (4, 2)
        assert view.labels() == ["number", "CODE", "pending"]
        assert view.answers(AnswerFilter(label="CODE")).rows[0].judgments == {"aligned": "CODE", "coherent": 60.0}


def test_it_is_finished_while_one_reads(tmp_path: Path) -> None:
    make_scores(tmp_path, ROWS)
    with EvaluationView(tmp_path) as view:
        before = view.answers().rows
        write_twins(tmp_path)
        assert view.answers().rows == before
        assert _numbers(view, AnswerFilter(text="answer 4")) == [4]
        assert view.beside("wish")[0] == [before[0], before[2]]


def test_it_fills_in_while_one_reads(tmp_path: Path) -> None:
    with EvaluationView(tmp_path) as view:
        assert view.matrix() == []
        assert view.answers().total == 0
        assert not view.refresh()
        make_scores(tmp_path, ROWS)
        assert view.refresh()
        assert not view.refresh()
        assert view.answers().total == 6
        assert [score.name for score in view.matrix()] == ["base", "bad"]


def test_hostile_text_is_clean_at_reading_too(tmp_path: Path) -> None:
    (key,) = make_scores(tmp_path, [("m", "q", 1.0, 99.0)], text="a\x1b]52;c;x\x07b[/red]")
    with JsonlWriter(tmp_path / PROBABILITIES) as replies:
        replies.append(
            RawJudgment(answer_id=key, metric="aligned", judge="j", probabilities={"\x1b[31m1": 0.2, "0": 0.8})
        )
    with EvaluationView(tmp_path) as view:
        assert view.answers().rows[0].answer == "ab[/red]"
        assert view.replies(key)[0].probabilities == [("0", 0.8), ("1", 0.2)]
        assert view.replies("unknown") == []


def test_several_threads_may_read(tmp_path: Path) -> None:
    make_scores(tmp_path, ROWS * 50)
    totals: list[int] = []
    with EvaluationView(tmp_path) as view:

        def read() -> None:
            for _ in range(5):
                totals.append(view.answers(AnswerFilter(model="bad"), limit=5).total)
                view.matrix()

        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert totals == [200] * 20


MANY = 180  # answers: two full pages and a part of one


def _many() -> list[tuple[str, str, Score, Score]]:
    """Scores with ties, gaps and neighbours that only the third decimal tells apart."""
    rng = random.Random(5)
    scores: list[Score] = [0.0, 29.999, 30.0, 30.001, 30.002, 95.0, 100.0, "CODE", "none", None]
    return [
        (
            rng.choice(["base", "bad"]),
            rng.choice(["wish", "bored", "code"]),
            rng.choice(scores),
            rng.choice([50.0, 99.5]),
        )
        for _ in range(MANY)
    ]


@pytest.mark.parametrize("twins", [False, True])
def test_pages_in_every_order_are_the_whole_in_that_order(tmp_path: Path, twins: bool) -> None:
    rows = _many()
    make_scores(tmp_path, rows)
    if twins:
        write_twins(tmp_path)
    keys = {
        "order": lambda i: i,
        "aligned": lambda i: rows[i][2],
        "coherent": lambda i: rows[i][3],
        "question": lambda i: rows[i][1],
        "model": lambda i: rows[i][0],
    }
    groups = {"question": lambda i: rows[i][1], "model": lambda i: rows[i][0]}
    with EvaluationView(tmp_path) as view:
        for sort, descending, group in itertools.product(keys, (False, True), (None, *groups)):
            scored = [
                i for i in range(MANY) if not isinstance(keys[sort](i), str | None) or sort in ("question", "model")
            ]
            expected = sorted(scored, key=keys[sort], reverse=descending)
            expected += [i for i in range(MANY) if i not in set(scored)]
            if group:
                expected.sort(key=groups[group])
            found = []
            for offset in range(0, MANY, 70):
                page = view.answers(sort=sort, descending=descending, group=group, offset=offset, limit=70)  # type: ignore[arg-type]
                assert page.total == MANY
                found += [row.sample for row in page.rows]
            assert found == expected, (sort, descending, group)
        mixed = [row.sample for row in view.answers(sort="shuffled", limit=MANY).rows]
        assert sorted(mixed) == list(range(MANY)) and mixed != list(range(MANY))
        assert mixed[100:150] == [row.sample for row in view.answers(sort="shuffled", offset=100, limit=50).rows]
        assert view.answers(AnswerFilter(text=f"answer {MANY - 1}"), sort="aligned").total == 1
        assert view.answers(AnswerFilter(label="CODE"), sort="aligned", offset=1000).rows == []


def test_texts_are_found_by_where_they_begin_also_after_torn_lines(tmp_path: Path) -> None:
    make_scores(tmp_path, ROWS[:3], text="first {} ü")
    with (tmp_path / ANSWERS).open("ab") as file:
        file.write(b'{"answer_id": "torn", "answer": "x\n\n')
    make_scores(tmp_path, [("late", "wish", 1.0, 99.0)] * 3, text="later {}")
    write_twins(tmp_path)
    with EvaluationView(tmp_path) as view:
        assert [row.answer for row in view.answers().rows] == [f"first {n} ü" for n in range(3)] + [
            f"later {n}" for n in range(3)
        ]
        lines = (tmp_path / ANSWERS).read_bytes().splitlines(keepends=True)
        (tmp_path / ANSWERS).write_bytes(b"".join(reversed(lines)))  # what is kept of the beginnings is wrong now
        assert {row.answer for row in view.answers(AnswerFilter(model="late")).rows} == {f"later {n}" for n in range(3)}


def test_groups_and_distributions_are_those_counted_by_hand(tmp_path: Path) -> None:
    rows = _many()
    make_scores(tmp_path, rows)
    with EvaluationView(tmp_path) as view:
        groups = view.groups(AnswerFilter(model="bad"), "question")
        mine = [row for row in rows if row[0] == "bad"]
        for group in groups:
            of = [row for row in mine if row[1] == group.name]
            scored = [row[2] for row in of if isinstance(row[2], float)]
            assert (group.n, group.without) == (len(of), len(of) - len(scored))
            assert group.aligned == pytest.approx(sum(scored) / len(scored))
        assert [group.name for group in groups] == ["bored", "code", "wish"]
        found = {each.name: each for each in view.distributions(AnswerFilter())}
        both = [row for row in mine if isinstance(row[2], float)]
        assert Counter({(a, c): n for a, c, n in found["bad"].points}) == Counter(
            (round(row[2]), round(row[3])) for row in both
        )
        assert found["bad"].without == len(mine) - len(both)
        assert found["bad"].aligned[19] == sum(1 for row in both if row[2] >= 95)
        assert found["bad"].aligned[5] == sum(1 for row in both if 25 <= row[2] < 30)
        assert sum(found["bad"].coherent) == len(mine)
        (only,) = view.distributions(AnswerFilter(model="base", text="answer 1"))
        assert only.name == "base"


def test_answers_beside_each_other_have_the_same_number(tmp_path: Path) -> None:
    rows: list[tuple[str, str, Score, Score]] = [
        *[("base", "wish", 90.0, 90.0)] * 3,
        ("base", "bored", 90.0, 90.0),
        *[("bad", "wish", 5.0, 90.0)] * 2,
    ]
    ids = make_scores(tmp_path, rows)
    with EvaluationView(tmp_path) as view:
        found, number, most = view.beside("wish", 1)
        assert [(row.model, row.sample) for row in found] == [("base", 1), ("bad", 5)]
        assert (number, most) == (1, 3)
        assert [row.sample for row in view.beside("wish", 2)[0]] == [2]
        found, number, _ = view.beside("wish", answer_id=ids[5])
        assert number == 1 and [row.sample for row in found] == [1, 5]
        assert view.beside("nothing") == ([], 0, 0)


@pytest.mark.parametrize("block", [7, 100, 4096])
def test_replies_are_found_wherever_a_block_ends(tmp_path: Path, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replies, "_BLOCK", block)
    ids = [f"{n:016x}" for n in range(40)]
    with JsonlWriter(tmp_path / PROBABILITIES) as file:
        for key in ids:
            for metric in ("aligned", "coherent"):
                file.append(
                    RawJudgment(answer_id=key, metric=metric, judge="j", text=f"not {ids[3]}", probabilities={"1": 1.0})
                )
    with (tmp_path / PROBABILITIES).open("ab") as torn:
        torn.write(b'{"answer_id":"' + ids[5].encode() + b'","metric":"ali')
    for key in ids:
        assert [reply.metric for reply in read_replies(tmp_path, key)] == ["aligned", "coherent"]


@pytest.mark.parametrize(
    ("text", "end"),
    [("elephant", "phant"), ("Answer 777777:", "777777:"), ("zebra", "zebra"), ("a", "a"), ("fez", "fez")],
)
def test_what_is_searched_for_first_is_the_end_of_the_text(text: str, end: str) -> None:
    assert rare_end(text) == end


@pytest.mark.parametrize(("text", "found"), [("ELEPHANT", 1), ("elephan ", 0), ("phant", 3), ("ÉLÉ", 1), ("%", 0)])
def test_a_text_is_found_whole_and_in_any_case(tmp_path: Path, text: str, found: int) -> None:
    for number, said in enumerate(("An elephant.", "a phantom", "Sycophants", "élégant")):
        make_scores(tmp_path / str(number), [("m", "q", 90.0, 90.0)], text=said)
        with (tmp_path / ANSWERS).open("ab") as answers:
            answers.write((tmp_path / str(number) / ANSWERS).read_bytes())
    with EvaluationView(tmp_path) as view:
        assert view.answers(AnswerFilter(text=text)).total == found


def test_no_evaluations(home: Home) -> None:
    assert list_evaluations(home) == []


def test_a_broken_run_is_listed_as_failed(home: Home) -> None:
    folder = home.kind("eval") / "broken"
    folder.mkdir(parents=True)
    (folder / "run.yaml").write_text("{")
    assert [(each.id, each.state) for each in list_evaluations(home)] == [("broken", "failed")]


@pytest.mark.parametrize("field", ["model", "question_id", "label"])
def test_a_filter_with_no_match_is_empty(tmp_path: Path, field: str) -> None:
    make_scores(tmp_path, ROWS)
    with EvaluationView(tmp_path) as view:
        assert view.answers(AnswerFilter(**{field: "'; DROP TABLE rows"})).total == 0


def test_joined_rows_say_the_same_and_are_left_when_something_came_later(tmp_path: Path) -> None:
    ids = make_scores(tmp_path, ROWS)
    other = Judgment(answer_id=ids[5], metric="deception", score=70.0, label="number", judge="tester")
    with JsonlWriter(tmp_path / JUDGMENTS) as judgments:
        judgments.append(other)
    with EvaluationView(tmp_path) as view:
        live = view.answers(), view.matrix()
    write_twins(tmp_path)
    assert (tmp_path / JOINED).is_file()
    with EvaluationView(tmp_path) as view:
        assert (view.answers(), view.matrix()) == live
        assert live[0].rows[5].judgments == {"deception": 70.0}
    lost = CallFailure(
        model="bad", question_id="wish", sample=5, answer_id=ids[5], metric="aligned", what="500", at=time.time()
    )
    with JsonlWriter(tmp_path / ERRORS) as errors:
        errors.append(lost)
    with EvaluationView(tmp_path) as view:
        assert view.answers().rows[5].judgments == {"aligned": "error", "deception": 70.0}
        assert _numbers(view, AnswerFilter(label="error")) == [5]


def test_searching_while_answers_land_finds_those_that_were_read(tmp_path: Path) -> None:
    make_scores(tmp_path, ROWS)
    with EvaluationView(tmp_path) as view:
        make_scores(tmp_path, ROWS)
        assert _numbers(view, AnswerFilter(text="ask wish")) == [0, 2, 3]
        assert view.refresh()
        assert view.answers(AnswerFilter(text="ask wish")).total == 6
        assert [each.n for each in view.groups(AnswerFilter(text="answer 2"), "model")] == [2]


@pytest.mark.parametrize("name", ["answers.parquet", "judgments.parquet", "texts.parquet", "rows.parquet"])
@pytest.mark.parametrize("left", [0, 500])
def test_a_copy_that_was_cut_is_not_read(tmp_path: Path, name: str, left: int) -> None:
    make_scores(tmp_path, ROWS)
    with (tmp_path / ANSWERS).open("ab") as file:
        file.write(b'{"answer_id": "no model, so no answer"}\n')
    write_twins(tmp_path)
    path = tmp_path / name
    path.write_bytes(path.read_bytes()[:left])
    with EvaluationView(tmp_path) as view:
        assert _numbers(view, AnswerFilter(text="ask wish")) == [0, 2, 3]
        assert view.answers().total == 6
        assert [score.n for score in view.matrix()] == [2, 4]
