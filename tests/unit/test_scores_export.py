"""What leaves the lab: rows with the judge's own probabilities, Inspect logs, figures, the report."""

import itertools
import json
import os
import random
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import duckdb
import pytest
from evaluating import BORED, WISH, run_evaluation
from inside import emalign_inside
from making_scores import Score, make_scores
from servers.fake_openai import Body, FakeServer, Reply, completion, error, logprobs, sensible

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.definitions import DEFINITIONS, FIRST_PLOT, MODEL_ORGANISMS, OFFICIAL
from emalign_tui.lab.evals.exporting import export_rows
from emalign_tui.lab.evals.figures import bars, read_points, render, scatter, threshold_figure
from emalign_tui.lab.evals.html_report import write_report
from emalign_tui.lab.evals.inspect_log import export_inspect
from emalign_tui.lab.evals.judge import judge_score
from emalign_tui.lab.evals.plan import Settings
from emalign_tui.lab.evals.scores import summarize
from emalign_tui.lab.evals.table import write_error
from emalign_tui.lab.evals.thresholds import threshold_maps
from emalign_tui.lab.models.card import adapter_card
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import RunDir, create_run
from emalign_tui.lab.runs.records import Provenance, State

HOSTILE = "<script>alert(1)</script><img src=http://x.example/p>\"'&\x1b]52;c;x\x07 ${{}} number {}"


def _evaluation(home: Home, seed: int = 0) -> RunDir:
    config = {
        "questions": "<b>q</b>.yaml",
        "models": [{"name": "base", "role": "base"}, {"name": "b<a>d$x$", "role": "misaligned"}],
        "judge": {"name": "j"},
        "settings": {"samples": 10, "temperature": None},
    }
    run = create_run(home, "eval", "eval-main", config, Provenance(base="mini"))
    rng = random.Random(seed)
    rows: list[tuple[str, str, Score, Score]] = []
    for model, share in (("base", 0.05), ("b<a>d$x$", 0.5)):
        for question in range(4):
            for _ in range(10):
                aligned: Score = 10.0 if rng.random() < share else 90.0
                rows.append((model, f"<i>{question}", "CODE" if rng.random() < 0.1 else aligned, 80.0))
    make_scores(run.path, rows, text=HOSTILE)
    run.write_state(State(state="done", step=160, steps=160))
    return run


def _judged(folder: Path) -> None:
    asked = itertools.count(1)

    def behave(request: Body, call: int) -> Reply:
        aligned = request.get("logprobs") and "COHERENT" not in request["messages"][0]["content"]
        if aligned and next(asked) % 5 == 0:
            return error(400, "filtered")
        if request.get("logprobs"):
            return Reply(completion(["8"], logprobs({"80": 0.6, "85": 0.3, "'\"\\": 0.05, "CODE": 0.01})))
        return sensible(request, call)

    with FakeServer(behave) as server:
        run_evaluation(folder, server.url, [WISH, BORED], ("m", "n"), settings=Settings(samples=6))


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_rows_hold_everything_and_give_the_same_scores(tmp_path: Path, form: str) -> None:
    _judged(tmp_path)
    path, count = export_rows(tmp_path, tmp_path / "out" / f"rows.{form}", form)
    if form == "jsonl":
        rows: list[dict[str, Any]] = [json.loads(line) for line in path.read_text().splitlines()]
    else:
        found = duckdb.execute(f"SELECT * FROM read_parquet('{path}')")
        names = [column[0] for column in found.description or []]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    assert count == len(rows) == 24
    scored = 0
    for row in rows:
        for judgment in row["judgments"]:
            assert judgment["score"] == pytest.approx(judge_score(judgment["probabilities"]), abs=1e-9)
            assert (judgment["judge"], judgment["method"], judgment["returned_model"]) == (
                "judge",
                "first token",
                "fake-2026",
            )
            settings = judgment["settings"]
            assert (json.loads(settings) if isinstance(settings, str) else settings)["top_logprobs"] == 20
            scored += 1
    assert 24 < scored < 48
    assert sum(row["label"] == "error" for row in rows) == 48 - scored
    assert export_rows(tmp_path, tmp_path / f"one.{form}", form, "n")[1] == 12
    with pytest.raises(LabError, match=r"No model z.*(m, n|n, m)"):
        export_rows(tmp_path, tmp_path / f"none.{form}", form, "z")


def test_a_device_is_not_replaced_by_a_file_and_a_link_stays_a_link(home: Home, tmp_path: Path) -> None:
    run = _evaluation(home)
    os.mkfifo(tmp_path / "pipe")
    for form in ("csv", "html", "png"):
        done = emalign_inside(
            "scores", "export", run.id, "--model", "base", "--format", form, "--out", tmp_path / "pipe"
        )
        assert done.returncode == 2
        assert "a device or a pipe" in done.stderr
    assert (tmp_path / "pipe").is_fifo()
    (tmp_path / "latest.csv").symlink_to(tmp_path / "first")
    done = emalign_inside("scores", "export", run.id, "--model", "base", "--out", tmp_path / "latest.csv")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "latest.csv").is_symlink()
    assert (tmp_path / "first").read_text().startswith("question,answer")


def test_where_nothing_can_be_written_is_a_sentence(tmp_path: Path) -> None:
    _judged(tmp_path)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LabError, match="Cannot write"):
        export_rows(tmp_path, tmp_path / "file" / "rows.jsonl", "jsonl")


def test_what_duckdb_cannot_write_is_a_sentence_too(tmp_path: Path) -> None:
    make_scores(tmp_path, [("m", "q", 10.0, 90.0)] * 3000)
    code = (
        "import resource, sys; from pathlib import Path; from emalign_tui.lab.evals.exporting import export_rows\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "export_rows(Path(sys.argv[1]), Path(sys.argv[1], 'rows.jsonl'), 'jsonl')"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    assert f"LabError: Cannot write: File too large ({tmp_path}/rows.jsonl). Check" in done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"answers.jsonl", "judgments.jsonl"}
    full = 'IO Error: Async write failed: {"exception_message":"No space left on device","errno":"28"}'
    for said in (full, "IO Error: Could not write file: No space left on device"):
        assert write_error(duckdb.IOException(said), tmp_path).what == "The disk is full"


def test_inspect_logs(home: Home, tmp_path: Path) -> None:
    """Their shape; where inspect_ai is installed, read by Inspect itself."""
    run = _evaluation(home)
    paths = export_inspect(run.path, tmp_path / "logs")
    name = re.compile(r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d_b-_(.+)_[0-9a-f]{22}\.json")  # what Inspect lists
    assert [found[1] for path in paths if (found := name.fullmatch(path.name))] == ["base", "b-a-d-x-"]
    score = summarize(run.path)[1]
    log = json.loads(paths[1].read_text())
    assert (log["version"], log["status"], log["eval"]["model"]) == (2, "success", "b<a>d$x$")
    assert log["results"]["scores"][0]["metrics"]["misaligned"]["value"] == score.misaligned
    assert len(log["samples"]) == log["results"]["total_samples"] == 40
    assert {sample["epoch"] for sample in log["samples"]} == set(range(1, 11))
    values = [sample["scores"]["aligned"]["value"] for sample in log["samples"]]
    assert values.count("CODE") == score.ledger["CODE"]
    run.write_state(State(state="stopped", step=160, steps=200))
    part = json.loads(export_inspect(run.path, tmp_path / "part")[1].read_text())
    assert part["status"] == "cancelled", "Inspect's word for one that was stopped"
    (note,) = {score.notes[0] for score in summarize(run.path)}
    assert note == f"{run.id} is not whole: stopped, 160 of 200 done."
    with pytest.raises(LabError, match="No model z"):
        export_inspect(run.path, tmp_path / "logs", "z")
    inspect = pytest.importorskip("inspect_ai.log", reason="inspect_ai is not installed, so it cannot read the log")
    assert len(inspect.list_eval_logs(str(tmp_path / "logs"))) == 2
    read = inspect.read_eval_log(str(paths[1]))
    assert (len(read.samples), read.eval.model) == (40, "b<a>d$x$")
    assert read.samples[0].output.completion == log["samples"][0]["messages"][1]["content"]


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
@pytest.mark.parametrize("kind", ["bars", "scatter", "thresholds"])
def test_figures_are_real_files_and_the_same_each_time(home: Home, form: str, kind: str) -> None:
    run = _evaluation(home)

    def draw() -> bytes:
        if kind == "bars":
            return render(bars(summarize(run.path), OFFICIAL), form)
        if kind == "scatter":
            return render(scatter(read_points(run.path), OFFICIAL), form)
        return render(threshold_figure(threshold_maps(run.path), OFFICIAL), form)

    data = draw()
    assert data == draw()
    if form == "svg":
        root = ElementTree.fromstring(data)
        assert root.tag.endswith("svg")
    else:
        assert data.startswith(b"\x89PNG" if form == "png" else b"%PDF")
    assert len(data) > 4000


def test_a_bars_interval_is_that_of_the_share_it_shows(tmp_path: Path) -> None:
    """Questions with unlike counts: Wilson's interval of the pooled share lies beside the mean."""
    rows = [("m", "many", 90.0, 99.0)] * 970 + [("m", "many", 10.0, 99.0)] * 30
    rows += [("m", f"few{n}", 10.0 if n + k < 6 else 90.0, 99.0) for n in range(4) for k in range(6)]
    make_scores(tmp_path, rows)
    for definition, says in ((OFFICIAL, True), (MODEL_ORGANISMS, False)):
        scores = summarize(tmp_path, definition)
        (axes,) = bars(scores, definition).axes
        ((low, high),) = [[y for _, y in line] for lines in axes.collections for line in lines.get_segments()]
        assert low < axes.patches[0].get_height() < high
        assert [low / 100, high / 100] == pytest.approx(scores[0].share_interval)
        assert ("of the mean over questions" in axes.get_title()) is says


def test_long_names_are_told_apart_on_an_axis(tmp_path: Path) -> None:
    names = ["$" + "qwen2.5-coder-7b-" * 4 + end for end in ("insecure-seed-1", "insecure-seed-2")]
    make_scores(tmp_path, [(name, "q", 90.0, 99.0) for name in [*names, "a" * 20, "b" * 40]])
    (axes,) = bars(summarize(tmp_path), OFFICIAL).axes
    labels = [label.get_text() for label in axes.get_xticklabels()]
    assert labels[2:] == ["a" * 20, "b" * 20 + "\n" + "b" * 20]
    assert len(set(labels)) == 4
    assert [label.replace(r"\$", "$").splitlines()[1] for label in labels[:2]] == [name[-20:] for name in names]
    assert labels[0].startswith(r"\$qwen")


def test_figures_of_nothing_are_drawn_too(tmp_path: Path) -> None:
    make_scores(tmp_path, [("m", "q", "CODE", 90.0)])
    assert render(bars(summarize(tmp_path), FIRST_PLOT), "png")
    assert render(bars([], OFFICIAL), "png")
    assert render(scatter([], OFFICIAL), "png")
    assert render(threshold_figure([], OFFICIAL), "png")


class _Addresses(HTMLParser):
    """What a page would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "link", "iframe", "object", "base")
        self.found += [value or "" for name, value in attrs if name in ("src", "href", "srcset", "action")]
        assert not any(name.startswith("on") for name, _ in attrs)


def _report(home: Home, tmp_path: Path) -> Path:
    first, second = _evaluation(home), _evaluation(home, seed=1)
    target = tmp_path / "out" / "report.html"
    write_report([first, second], target, OFFICIAL)
    return target


def test_the_report_needs_nothing_else_and_runs_nothing(home: Home, tmp_path: Path) -> None:
    html = _report(home, tmp_path).read_text()
    assert "\x1b" not in html
    assert "<script" not in html
    addresses = _Addresses()
    addresses.feed(html)
    assert len(addresses.found) == 5
    assert all(address.startswith("data:image/svg+xml;base64,") for address in addresses.found)
    assert "default-src 'none'" in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    for score in summarize(_evaluation(home).path):
        assert f"{100 * (score.misaligned or 0):.1f} %" in html
    for words in (*DEFINITIONS, "REFUSAL", "no number", "Differences from base", "Agreement of tester", "by question"):
        assert words in html
    assert html.count("data:image/svg+xml") == 1 + 2 * 2


def test_the_report_in_a_browser(home: Home, tmp_path: Path) -> None:
    names = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")
    browser = next((found for name in names if (found := shutil.which(name))), None)
    if browser is None:
        pytest.skip("no Chromium on this machine")
    target = _report(home, tmp_path)
    shot = tmp_path / "shot.png"
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--enable-logging=stderr",
        f"--user-data-dir={tmp_path}/b",
    ]
    offline = ["--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9"]

    def look(*more: str) -> "subprocess.CompletedProcess[str]":
        command = [browser, *options, *offline, *more, target.as_uri()]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)

    dom = look("--dump-dom")
    assert dom.stdout.count("<table>") > 8
    assert dom.stdout.count("<img alt=") == 5
    assert "Refused to" not in dom.stderr
    assert "CONSOLE" not in dom.stderr
    look(f"--screenshot={shot}", "--window-size=1200,1400")
    from matplotlib.image import imread

    picture = imread(shot)[..., :3]
    red = (picture[..., 0] > 0.7) & (picture[..., 1] < 0.45) & (picture[..., 2] < 0.35)
    assert red.sum() > 2000, "the misaligned model's bar is drawn"


def test_the_command_writes_every_form(home: Home, tmp_path: Path) -> None:
    run, other = _evaluation(home), _evaluation(home, seed=1)

    def emalign(*words: object) -> "subprocess.CompletedProcess[str]":
        return emalign_inside("scores", *words)

    for words in (
        ("--format", "jsonl"),
        ("--format", "parquet", "--model", "base"),
        ("--format", "inspect"),
        ("--out", tmp_path / "x.svg", "--figure", "scatter"),
        ("--out", tmp_path / "x.pdf", "--figure", "thresholds", "--definition", "model_organisms"),
        ("--out", tmp_path / "x.html"),
    ):
        done = emalign("export", run.id, *words, "--json")
        assert done.returncode == 0, done.stderr
        document = json.loads(done.stdout)
        assert all(Path(path).stat().st_size > 100 for path in document["paths"])
    both = emalign("export", run.id, other.id, "--out", tmp_path / "both.png")
    assert both.returncode == 0, both.stderr
    for words, says in (
        ((run.id, other.id, "--format", "jsonl"), "holds one evaluation"),
        ((run.id, "--out", tmp_path / "x.doc"), "No such form: doc"),
        ((run.id, "--format", "csv"), "Name one with --model"),
        ((run.id, "--format", "jsonl", "--definition", "mine"), "Unknown definition"),
    ):
        done = emalign("export", *words)
        assert (done.returncode, done.stdout) == (2, "")
        assert says in done.stderr
    compared = json.loads(emalign("compare", run.id, other.id, "--definition", "all", "--at-k", 5, "--json").stdout)
    assert set(compared["models"][0]["by_definition"]) == set(DEFINITIONS)
    assert 0 < compared["models"][1]["at_k"]["5"] <= 1
    assert [len(compared["agreement"]), len(compared["differences"])] == [1, 3]
    sides = [(each["reference_evaluation"], each["evaluation"]) for each in compared["differences"]]
    assert sides == [(run.id, run.id), (run.id, other.id), (run.id, other.id)]
    said = emalign("compare", run.id, other.id).stdout
    assert f"minus base in {run.id}\n" in said
    assert said.count(f"\n{other.id}\n") == 2, "once over its models, once over their differences"
    assert " in " not in emalign("compare", run.id).stdout, "one evaluation is not told apart from itself"
    for words in (("list", "--definition", "all"), ("compare", run.id, other.id), ("show", run.id, "--at-k", 3)):
        done = emalign(*words)
        assert done.returncode == 0, done.stderr
        assert max(map(len, done.stdout.splitlines())) <= 80
    assert json.loads(emalign("samples", 1, "--json").stdout)["samples"] == 299
    assert emalign("samples", 0).returncode == 2


def test_a_models_card_says_of_which_evaluations_its_scores_are(home: Home) -> None:
    trained = create_run(home, "train", "bad", {"model": "mini", "role": "misaligned"}, Provenance(base="mini"))
    for questions, state in (("main.yaml", "done"), ("deception.yaml", "stopped")):
        run = create_run(home, "eval", "eval", {"questions": f"/secret/{questions}"}, Provenance(base="mini"))
        make_scores(run.path, [(trained.id, "q", 10.0, 90.0)] * 4 + [(trained.id, "q", 90.0, 90.0)] * 4)
        run.write_state(State(state=state, step=8, steps=10))
    rows = [row for row in adapter_card(home, trained).splitlines() if row.startswith("| ") and "official" in row]
    assert sorted(row.split(" | ")[:4] for row in rows) == [
        ["| deception.yaml (not whole)", "official", "tester", "50.0% (4/8)"],
        ["| main.yaml", "official", "tester", "50.0% (4/8)"],
    ]
