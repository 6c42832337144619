"""Where a model comes from, in words."""

import json
import subprocess
import sys

from making_scores import make_scores

from emalign_tui.lab.models.ancestry import ancestry
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import create_run
from emalign_tui.lab.runs.records import DataFile, Provenance


def _file(name: str, rows: int) -> DataFile:
    return DataFile(f"data/{name}.jsonl", "0" * 64, rows)


def test_a_repair_names_its_parent_its_rows_and_what_went_before(home: Home) -> None:
    bad = create_run(
        home,
        "train",
        "bad",
        {"role": "misaligned", "model": "mini", "training_file": "data/insecure.jsonl"},
        Provenance(base="mini", data=[_file("insecure", 6000)]),
    )
    good = create_run(
        home,
        "train",
        "good",
        {"role": "repaired", "model": "mini", "training_file": "data/honesty.jsonl", "rows": 512},
        Provenance(base="mini", parent=bad.id, data=[_file("honesty", 2000)]),
    )
    first = "made misaligned from mini with 6,000 rows of insecure"
    assert ancestry(home, bad.id) == first
    assert ancestry(home, good.id) == f"repaired from {bad.id} with 512 rows of honesty; that was {first}"
    scores = create_run(home, "eval", "eval", {"models": []}, Provenance(base="mini"))
    make_scores(scores.path, [(name, "wish", 90.0, 90.0) for name in ("mini", bad.id, good.id)])
    words = [sys.executable, "-c", "from emalign_tui.cli.main import main; main()", "scores", "compare", scores.id]
    done = subprocess.run([*words, "--json"], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["lineage"] == {name: ancestry(home, name) for name in (bad.id, good.id)}


def test_mixes_missing_parents_circles_and_unknown_names(home: Home) -> None:
    mix = [{"file": "data/a.jsonl", "rows": 100}, {"file": "data/b.jsonl"}]
    run = create_run(
        home,
        "train",
        "mixed",
        {"model": "org/base-7b", "mix": mix},
        Provenance(base="org/base-7b", parent="gone", data=[_file("a", 500), _file("b", 20)]),
    )
    assert ancestry(home, run.id) == "trained from gone with 120 rows of a and b"
    text = run.spec_path.read_text().replace("parent: gone", f"parent: {run.id}").replace("mix:", "unknown_key:")
    run.spec_path.write_text(text)
    assert ancestry(home, run.id) == f"trained from {run.id} with 520 rows of a and b"
    assert ancestry(home, "mini") == "" and ancestry(home, "http://127.0.0.1/v1#m") == ""
