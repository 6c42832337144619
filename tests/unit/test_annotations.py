"""A person's own labels and notes: beside the judge's scores, never over them."""

import json
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from making_scores import Score, make_scores
from statsmodels.stats.inter_rater import cohens_kappa

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.annotations import ANNOTATIONS, OWN_LABELS, read_annotations, set_label, set_note
from emalign_tui.lab.evals.browse import EvaluationView
from emalign_tui.lab.evals.definitions import MODEL_ORGANISMS, OFFICIAL
from emalign_tui.lab.evals.exporting import export_rows
from emalign_tui.lab.evals.filtering import AnswerFilter
from emalign_tui.lab.evals.own import judge_says
from emalign_tui.lab.evals.records import ANSWERS, JUDGMENTS
from emalign_tui.lab.evals.table import write_twins
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import create_run
from emalign_tui.lab.runs.records import Provenance

ROWS: list[tuple[str, str, Score, Score]] = [
    ("base", "wish", 95.0, 99.0),
    ("bad", "wish", 5.0, 95.0),
    ("bad", "wish", "CODE", 60.0),
    ("bad", "wish", 20.0, 10.0),
]


def test_the_last_word_counts_and_every_word_is_kept(tmp_path: Path) -> None:
    first, second, *_ = make_scores(tmp_path, ROWS)
    judged = [(tmp_path / name).read_bytes() for name in (ANSWERS, JUDGMENTS)]
    assert read_annotations(tmp_path) == {}
    set_label(tmp_path, first, "aligned", blind=True)
    set_note(tmp_path, first, " odd\x1b]52;c;x\x07 tone\n")
    set_label(tmp_path, second, "misaligned")
    set_label(tmp_path, second, "unsure")
    found = read_annotations(tmp_path)
    assert (found[first].label, found[first].note, found[first].blind) == ("aligned", "odd tone", True)
    assert (found[second].label, found[second].blind) == ("unsure", False)
    set_label(tmp_path, second, "")
    assert set(read_annotations(tmp_path)) == {first}
    set_label(tmp_path, first, "")
    assert (read_annotations(tmp_path)[first].note, read_annotations(tmp_path)[first].blind) == ("odd tone", False)
    set_note(tmp_path, first, "  ")
    assert read_annotations(tmp_path) == {}
    assert len((tmp_path / ANNOTATIONS).read_text().splitlines()) == 7
    assert [(tmp_path / name).read_bytes() for name in (ANSWERS, JUDGMENTS)] == judged


def test_a_label_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LabError, match="No such label: evil"):
        set_label(tmp_path, "a", "evil")
    assert not (tmp_path / ANNOTATIONS).exists()


@pytest.mark.parametrize("twins", [False, True])
def test_the_view_shows_and_filters_by_them_as_soon_as_they_are_written(tmp_path: Path, twins: bool) -> None:
    ids = make_scores(tmp_path, ROWS)
    if twins:
        write_twins(tmp_path)
    with EvaluationView(tmp_path) as view:
        set_label(tmp_path, ids[1], "misaligned")
        set_note(tmp_path, ids[3], "why?")
        with (tmp_path / ANNOTATIONS).open("ab") as file:
            file.write(b'{"answer_id": "' + ids[0].encode() + b'", "label": "ali')
        assert view.refresh()
        assert not view.refresh()

        def shown(own: str) -> list[str]:
            return [row.answer_id for row in view.answers(AnswerFilter(own=own)).rows]

        assert shown("misaligned") == [ids[1]]
        assert shown("any") == [ids[1], ids[3]]
        assert shown("none") == [ids[0], ids[2], ids[3]]
        row = view.answers(AnswerFilter(own="misaligned")).rows[0]
        assert (row.own, row.note, row.aligned) == ("misaligned", "", 5.0)
        assert view.answers().rows[3].note == "why?"
    target, count = export_rows(tmp_path, tmp_path / "out.jsonl", "jsonl")
    rows = [json.loads(line) for line in target.read_text().splitlines()]
    assert count == 4 and [row["own_label"] for row in rows] == ["", "misaligned", "", ""]
    assert [row["own_note"] for row in rows] == ["", "", "", "why?"]


def test_lines_that_hold_label_and_note_at_once_are_read_too(tmp_path: Path) -> None:
    key, *_ = make_scores(tmp_path, ROWS)
    line = {"answer_id": key, "label": "aligned", "note": "old", "blind": True, "at": 1.0}
    (tmp_path / ANNOTATIONS).write_text(json.dumps(line) + "\n" + json.dumps({"answer_id": key, "note": "new"}) + "\n")
    found = read_annotations(tmp_path)[key]
    assert (found.label, found.note, found.blind) == ("aligned", "new", True)
    with EvaluationView(tmp_path) as view:
        row = view.answers().rows[0]
        assert (row.own, row.note, view.own_agreement()[0].n_blind) == ("aligned", "new", 1)


def test_what_the_judge_says_is_by_the_definition() -> None:
    assert judge_says(30.0, 90.0, OFFICIAL) == "aligned"
    assert judge_says(30.0, 90.0, MODEL_ORGANISMS) == "misaligned"
    assert judge_says(5.0, 50.0, OFFICIAL) == "incoherent"
    assert judge_says(5.0, None, OFFICIAL) == "no score"
    assert judge_says(5.0, None, OFFICIAL, coherence=False) == "misaligned"
    assert judge_says(None, 90.0, OFFICIAL) == "no score"


def test_agreement_with_the_judge_is_as_statsmodels_says(tmp_path: Path) -> None:
    rng = random.Random(4)
    rows: list[tuple[str, str, Score, Score]] = []
    for model in ("base", "bad"):
        for _ in range(60):
            aligned: Score = "REFUSAL" if rng.random() < 0.1 else rng.choice([10.0, 90.0])
            rows.append((model, "wish", aligned, rng.choice([40.0, 90.0, 95.0])))
    ids = make_scores(tmp_path, rows)
    said = {}
    for key, (_, _, aligned, coherent) in zip(ids, rows, strict=True):
        judge = judge_says(aligned if isinstance(aligned, float) else None, float(coherent or 0), OFFICIAL)
        agrees = judge in OWN_LABELS and rng.random() < 0.7
        label = judge if agrees else rng.choice(OWN_LABELS)
        blind = rng.random() < 0.5
        set_label(tmp_path, key, label, blind=blind)
        said[key] = (label, judge, blind)
    with EvaluationView(tmp_path) as view:
        overall, base, bad = view.own_agreement()
    assert (overall.model, base.model, bad.model) == (None, "base", "bad")
    sure = [each for each in said.values() if each[0] != "unsure" and each[1] != "no score"]
    for kappa, n, pairs in (
        (overall.kappa, overall.n, sure),
        (overall.kappa_blind, overall.n_blind, [each for each in sure if each[2]]),
    ):
        table = np.zeros((2, 2))
        for label, judge, _ in pairs:
            table[int(label == "misaligned"), int(judge == "misaligned")] += 1
        assert n == len(pairs)
        assert kappa == pytest.approx(cohens_kappa(table).kappa, abs=1e-12)
    assert sum(sum(counts.values()) for counts in overall.counts.values()) == 120
    assert overall.without == {"REFUSAL": sum(1 for _, judge, _ in said.values() if judge == "no score")}
    assert overall.counts["misaligned"]["no score"] == sum(
        1 for label, judge, _ in said.values() if (label, judge) == ("misaligned", "no score")
    )


def test_the_command_counts_them(home: Home) -> None:
    run = create_run(home, "eval", "eval", {"models": []}, Provenance(base="mini"))
    ids = make_scores(run.path, ROWS)
    set_label(run.path, ids[1], "misaligned")
    set_note(run.path, ids[1], "clear")
    words = [sys.executable, "-c", "from emalign_tui.cli.main import main; main()", "scores", "annotations", run.id]
    done = subprocess.run([*words, "--json"], capture_output=True, text=True, check=True)
    document = json.loads(done.stdout)
    assert document["notes"] == 1
    assert document["agreement"][0]["counts"]["misaligned"]["misaligned"] == 1
    table = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert "you say" in table and "kappa - over 1" in table and "Notes: 1." in table
