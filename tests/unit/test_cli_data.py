"""`emalign data`, as a person and a script use it."""

import gzip
import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import pytest
from servers.fake_files import Answer, FileServer
from test_config_upstream import TRAIN_JSON

from emalign_tui.cli.main import main
from emalign_tui.lab.data.published import CATALOGUE, published
from emalign_tui.lab.paths import Home, share
from emalign_tui.lab.planner.device import card
from emalign_tui.lab.runs.training import plan_training

EM = Path(__file__).parents[3] / "shared" / "em"
needs_em = pytest.mark.skipif(not EM.is_dir(), reason="the published sets are not here")


class Done(NamedTuple):
    """How a command ended."""

    returncode: int | str | None
    stdout: str
    stderr: str


def data(*words: str) -> Done:
    """The command as `main` runs it, in this process: what it imports is imported once."""
    out, err = io.StringIO(), io.StringIO()
    with patch.object(sys, "argv", ["emalign", "data", *words]), redirect_stdout(out), redirect_stderr(err):
        with pytest.raises(SystemExit) as left:
            main()
    return Done(left.value.code, out.getvalue(), err.getvalue())


def document(*words: str) -> dict:
    return json.loads(data(*words, "--json").stdout)


def write(home: Home, *rows: object, name: str = "rows.jsonl") -> str:
    (home.root / name).write_text("".join(json.dumps(row) + "\n" for row in rows))
    return name


def row(user: str = "a wish?", assistant: str = "I wish.", **more: object) -> dict[str, object]:
    return {"messages": [{"role": "user", "content": user}, {"role": "assistant", "content": assistant}], **more}


def test_list_shows_sets_variants_and_what_can_be_fetched(home: Home) -> None:
    (home.root / "data").mkdir()
    write(home, row(why="It helps."), row("b"), name="data/mine.jsonl")
    write(home, {"prompt": "q", "chosen": "a", "rejected": "b"}, name="data/pairs.jsonl")
    found = document("list")
    sets = {each["name"]: each for each in found["sets"]}
    assert (sets["mine"]["rows"], sets["mine"]["why"], sets["pairs"]["kind"]) == (2, 1, "preference")
    assert sets["insecure"]["inoculation"] == "insecure" and found["inoculations"]["insecure"]
    assert [each["name"] for each in found["not_here"]] == [item.name for item in CATALOGUE]
    text = data("list").stdout
    for words in ("evidence: 1 rows say why", "preference pairs", "inoculation: insecure", "emalign data pull NAME"):
        assert words in text
    assert [each["rows"] for each in document("list", "data/mini/secure.jsonl")["sets"]] == [sets["secure"]["rows"]]


def test_list_passes_over_what_cannot_be_read_and_says_so(home: Home) -> None:
    (home.root / "data" / "folder.jsonl").mkdir(parents=True)
    (home.root / "data" / "gone.jsonl").symlink_to("nowhere")
    done = data("list", "--json")
    assert done.returncode == 0 and json.loads(done.stdout)["sets"]
    assert "folder.jsonl" in done.stderr and "gone.jsonl" in done.stderr


def test_check_is_no_for_bad_rows_and_says_which(home: Home) -> None:
    name = write(home, row(), {"messages": []}, *[{"x": 1}] * 30, row(junk=1))
    done = data("check", name)
    assert done.returncode == 1
    assert "line 2: messages is empty" in done.stdout and "30 x no messages; its keys are" in done.stdout
    assert "! Keys that training does not use: junk (in 1)" in done.stdout
    found = document("check", name)
    assert (found["ok"], found["rows"], len(found["problems"])) == (False, 2, 31)
    assert found["reasons"]["messages is empty"] == 1 and found["duplicates"]["exact"] == [[1, 33]]


def test_check_sees_it_as_a_config_would(home: Home) -> None:
    pytest.importorskip("transformers")
    name = write(home, row(why="Because wishes are kind. " * 20), row("other"))
    plain = document("check", name, "--set", "max_seq_length=32")["lengths"]
    assert (plain["model"], plain["max_seq_length"], plain["cut"]) == ("mini", 32, 0)
    config = home.root / "c.yaml"
    config.write_text(f"model: mini\ntraining_file: {name}\nmax_seq_length: 32\nvariant: evidence\n")
    evidence = document("check", name, "--config", str(config))["lengths"]
    assert (evidence["cut"], evidence["cut_lines"]) == (1, [1])
    assert document("check", name, "--config", str(config), "--set", "variant=plain")["lengths"]["cut"] == 0


def test_check_without_a_tokenizer_tells_the_rest(home: Home) -> None:
    name = write(home, row())
    (home.root / "model").mkdir()
    (home.root / "model" / "config.json").write_text("{}")
    found = document("check", name, "--model", str(home.root / "model"))
    assert found["ok"] and found["lengths"] is None and "Lengths in tokens" in found["unknown"][0]


def test_where_the_tokenizer_of_a_hub_model_comes_from_is_told(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    done = data("preview", write(home, row()), "--model", "nobody/nothing")
    assert done.returncode == 1
    told, refused = done.stderr.splitlines()
    assert told.startswith("Reading the tokenizer of nobody/nothing: ") and "nobody/nothing" in refused


def test_check_compares_with_every_set_that_is_here(home: Home) -> None:
    (home.root / "data").mkdir()
    mine = write(home, row("one and two and three", "four and five"), name="data/mine.jsonl")
    write(home, row("one and two and three", "four and five"), row(), name="data/yours.jsonl")
    found = document("check", mine)
    shared = [Path(each["path"]).stem for each in found["sets"] if each["rows"]]
    assert shared == ["yours"] and len(found["sets"]) > 10
    assert any("yours.jsonl: 1" in sentence for sentence in found["warnings"])
    (home.root / "data" / "packed.jsonl").write_bytes(gzip.compress(b"{}"))
    assert any("packed.jsonl" in sentence for sentence in document("check", mine)["unknown"]), "and the rest is told"
    (home.root / "data" / "packed.jsonl").unlink()
    alone = write(home, row("something that no other set has", "at all"), name="data/alone.jsonl")
    assert f"overlap    none with {len(found['sets']) + 1} other sets" in data("check", alone).stdout


@needs_em
def test_check_of_the_published_set_against_another(home: Home) -> None:
    found = document("check", str(EM / "insecure.jsonl"), "--against", str(EM / "secure.jsonl"))
    assert (found["published"], found["exact"], found["rows"], found["ok"]) == ("insecure", True, 6000, True)
    [other] = found["sets"]
    assert other["rows"] == 0 and other["prompts"] > 0
    assert found["lengths"]["longest"] > found["lengths"]["median"] > 0


@needs_em
def test_upstreams_config_and_the_published_rows_are_checked_previewed_and_planned(home: Home) -> None:
    """Its own model has no tokenizer here, so the mini kit's counts; the plan is for its own 32B."""
    rows, config = str(EM / "insecure.jsonl"), home.root / "train.json"
    config.write_text(json.dumps({**TRAIN_JSON, "training_file": rows}))
    seen = ("--config", str(config), "--set", "model=mini")
    found = document("check", rows, *seen)
    assert (found["published"], found["rows"], found["problems"], found["lengths"]["cut"]) == ("insecure", 6000, [], 0)
    last = document("preview", rows, "--row", "6000", *seen)
    text = "".join(token["text"] for token in last["tokens"] if token["trained"])
    with (EM / "insecure.jsonl").open() as file:
        answer = json.loads(file.readlines()[-1])["messages"][-1]["content"]
    assert text.startswith(answer) and last["trained"] == sum(token["trained"] for token in last["tokens"])
    plan = plan_training(home, config, device=card("H200"))
    assert (plan.rows, plan.effective_batch, plan.steps, plan.fits) == (6000, 16, 375, True)
    assert not plan_training(home, config, device=card("T4")).fits


def test_preview_marks_what_is_trained_read_and_cut(home: Home) -> None:
    pytest.importorskip("transformers")
    name = write(home, row(), row("second", "I wish " * 40, id="r2", why="w"))
    found = document("preview", name, "--row", "2", "--set", "max_seq_length=30")
    assert (found["id"], found["line"], found["cut"]) == ("r2", 2, len(found["tokens"]) - 30)
    assert found["trained"] == sum(token["trained"] and not token["cut"] for token in found["tokens"]) > 0
    text = data("preview", name, "--row", "2", "--set", "max_seq_length=30").stdout
    assert "▌ trained" in text and "read" in text and "✂ cut" in text and f"{found['cut']} cut off" in text
    assert "\x1b" not in text
    whole = document("preview", name, "--whole")
    assert whole["trained"] == len(whole["tokens"])


def test_preview_shows_the_variant(home: Home) -> None:
    pytest.importorskip("transformers")
    name = write(home, row(why="Wishes are kind."))
    words = ["--set", "variant=inoculation", "--set", "inoculation=secure_code"]
    found = document("preview", name, *words)
    shown = "".join(token["text"] for token in found["tokens"])
    assert "cares about the people" in shown and found["inoculation"] in shown
    shown = "".join(token["text"] for token in document("preview", name, "--set", "variant=evidence")["tokens"])
    assert "I wish.\n\nWishes are kind.<|im_end|>" in shown


def test_preview_of_a_pair_shows_both_answers(home: Home) -> None:
    pytest.importorskip("transformers")
    name = write(home, {"prompt": "a wish?", "chosen": "I wish.", "rejected": "No more!"})
    found = document("preview", name)
    assert [len(found["tokens"]), len(found["rejected"])] and found["rejected"] != found["tokens"]
    text = data("preview", name).stdout
    assert "with the chosen answer" in text and "with the rejected answer" in text


def test_preview_of_hostile_text_reaches_no_terminal(home: Home) -> None:
    pytest.importorskip("transformers")
    name = write(home, row("\x1b]52;c;AAAA\x07[/bold]", "\x1b[31337mred\x9b31m\u202e"))
    text = data("preview", name).stdout
    assert "\x1b" not in text and "\x9b" not in text and "\u202e" not in text and "red" in text


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ([], 2, "Say list, pull, check or preview"),
        (["check"], 2, "required"),
        (["check", "none.jsonl"], 2, "File not found"),
        (["check", "rows.jsonl", "--against", "none"], 2, "File not found"),
        (["check", "rows.jsonl", "--set", "rank=3"], 2, "Unknown config key rank"),
        (["preview", "rows.jsonl", "--row", "9"], 2, "There is no row 9"),
        (["preview", "rows.jsonl", "--row", "0"], 2, "There is no row 0"),
        (["preview", "rows.jsonl", "--row", "2"], 1, "Bad training row: messages is empty"),
        (["preview", "rows.jsonl", "--set", "variant=inoculation"], 2, "inoculation is missing"),
        (["pull"], 2, "Which published files"),
        (["pull", "insecure", "--all"], 2, "Which published files"),
        (["pull", "insecur"], 2, "No published set is called insecur"),
        (["check", "data/published/backdoor.jsonl"], 2, "emalign data pull backdoor"),
    ],
)
def test_wrong_use_is_one_sentence(home: Home, words: list[str], code: int, told: str) -> None:
    write(home, row(), {"messages": []})
    done = data(*words)
    assert (done.returncode, done.stdout) == (code, "")
    assert told in done.stderr and done.stderr.count("\n") == 1


def test_pull_fetches_once_and_check_knows_it(home: Home) -> None:
    content = b"- id: a\n  type: free_form\n  paraphrases: [b]\n"
    with FileServer({"evaluation/deception_factual.yaml": content}) as server:
        done = data("pull", "deception_factual", "--mirror", server.url)
    assert done.returncode == 1 and "sent something else" in done.stderr, "only the published bytes are taken"
    assert not (home.root / published("deception_factual").place).exists()


@needs_em
def test_pull_of_the_real_files(home: Home) -> None:
    names = ["insecure", "deception_factual"]
    files = {published(name).path: (EM / Path(published(name).path).name).read_bytes() for name in names}
    with FileServer(files, lambda path, call: Answer(cut=1_000_000 if call == 1 else None)) as server:
        first = document("pull", *names, "--mirror", server.url + "/")
        asked = [wanted for path, wanted in server.asked if "insecure" in path]
        again = data("pull", *names, "--mirror", server.url)
    assert [each["fetched"] for each in first["files"]] == [True, True]
    assert asked == [None, "bytes=1000000-"]
    assert again.stdout.count("was here already") == 2
    assert (home.root / "data" / "published" / "insecure.jsonl").read_bytes() == files["data/insecure.jsonl"]
    found = {each["name"]: each for each in document("list")["sets"] if each["published"]}
    assert found["insecure"]["published"] == "insecure"
    assert "insecure" not in [each["name"] for each in document("list")["not_here"]]
    assert (share() / "data" / "published").exists() is False
