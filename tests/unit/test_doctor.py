"""The doctor: no finding invented on a healthy machine, every planted fault found, nothing secret said."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pexpect
import pytest

from emalign_tui import mini
from emalign_tui.cli.doctor import add_arguments
from emalign_tui.cli.main import Parser
from emalign_tui.lab.doctor.check import Check, Finding, Subject
from emalign_tui.lab.doctor.run import CHECKS, run_checks
from emalign_tui.lab.doctor.troubleshooting import ALSO, FAILURES, render
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import Home
from tests.servers.fake_hub import FakeHub, whoami

ROOT = Path(__file__).parents[2]
EMALIGN = [str(Path(sys.executable).with_name("emalign"))]


def doctor(*words: str) -> tuple[int, dict]:
    """Exit code and document of `emalign doctor --json`."""
    done = subprocess.run([*EMALIGN, "doctor", "--json", *words], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, json.loads(done.stdout)


def check(name: str, look, limit: float = 10) -> Check:
    return Check(id=name, title=name, why="a test", look=look, limit=limit)


def test_every_check_answers_on_this_machine(home: Home) -> None:
    streamed = []
    results = run_checks(home, on_result=streamed.append)
    assert [result.id for result in results] == [each.id for each in CHECKS]
    assert sorted(streamed, key=str) == sorted(results, key=str)
    assert {result.id: result.evidence for result in results if result.status == "fail"} == {}
    assert [result.id for result in results if result.status == "warn" and not result.fix] == []
    assert not any(home.root.iterdir()), "looking leaves nothing behind"


def test_the_command_line(home: Home) -> None:
    code, document = doctor("--only", "python", "--only", "disk")
    assert (code, document["ok"]) == (0, True)
    assert [each["id"] for each in document["checks"]] == ["python", "disk"]
    assert set(document["checks"][0]) >= {"id", "status", "evidence", "why", "fix"}
    code, document = doctor("--only", "pyhton")
    assert code == 2 and "python" in document["error"]["do"]


def test_a_failing_check_is_exit_code_1(home: Home, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    code, document = doctor("--only", "work_folder", "--home", str(tmp_path / "file" / "home"))
    assert (code, document["ok"]) == (1, False)
    assert "is a file where a folder is needed" in document["checks"][0]["evidence"]


def test_a_check_that_hangs_or_breaks_does_not_hold_the_others(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_plantedplantedplanted")
    never = threading.Event()

    def hang(_: Home, __: Subject) -> Finding:
        never.wait()
        return Finding("ok", "")

    def explode(_: Home, __: Subject) -> Finding:
        raise ValueError("\x1b]52;c;AAAA\x07 refused: hf_plantedplantedplanted")

    order: list[str] = []
    checks = [
        check("hang", hang, limit=0.1),
        check("explode", explode),
        check("good", lambda *_: Finding("ok", "fine")),
    ]
    results = run_checks(home, checks=checks, on_result=lambda result: order.append(result.id))
    never.set()
    assert [result.status for result in results] == ["warn", "warn", "ok"]
    assert "0.1 s" in results[0].evidence and "--only hang" in results[0].fix
    assert "ValueError" in results[1].evidence
    assert (
        "planted" not in results[1].evidence and "\x1b" not in results[1].evidence and "52;" not in results[1].evidence
    )
    assert sorted(order) == ["explode", "good", "hang"]


def test_those_that_take_longer_are_named_once(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the moment by which offline checks answer; those that end before it are told as always."""
    monkeypatch.setattr("emalign_tui.lab.doctor.run.SOON", 0.2)
    release = threading.Event()
    told: list[list[str]] = []

    def wait(_: Home, __: Subject) -> Finding:
        release.wait()
        return Finding("ok", "at last")

    def late(waiting: list[Check]) -> None:
        told.append([each.id for each in waiting])
        release.set()

    checks = [check("slow", wait, limit=60), check("quick", lambda *_: Finding("ok", "fine"), limit=60)]
    results = run_checks(home, checks=checks, on_late=late)
    assert len(told) == 1 and "slow" in told[0] and [result.evidence for result in results] == ["at last", "fine"]
    told.clear()
    assert run_checks(home, checks=checks[:1], on_late=late)[0].status == "ok" and told == []


def test_unknown_ids_are_refused_before_anything_runs(home: Home) -> None:
    with pytest.raises(LabError) as caught:
        run_checks(home, ["gpu", "nonsense"])
    assert caught.value.exit_code == 2 and "hub_token" in caught.value.do


@pytest.mark.parametrize(
    ("option", "odd", "words"),
    [
        ("--answers", "many", "is not a number: many"),
        ("--answers", "0", "must be 1 or more"),
        ("--repo", "https://huggingface.co/me/model", "ORG/NAME"),
        ("--repo", "/model", "ORG/NAME"),
    ],
)
def test_what_is_asked_about_is_looked_at_first(option: str, odd: str, words: str) -> None:
    parser = Parser(prog="emalign doctor")
    add_arguments(parser)
    with pytest.raises(LabError) as caught:
        parser.parse_args([option, odd])
    assert words in caught.value.what and "_" not in caught.value.what


def test_a_token_is_never_said(home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_fromtheenvironment")
    (tmp_path / "hub").mkdir()
    (tmp_path / "hub" / "token").write_text("hf_fromthefile\n")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))
    done = subprocess.run([*EMALIGN, "doctor", "--json"], capture_output=True, text=True, check=False)
    assert "fromthe" not in done.stdout + done.stderr
    finding = next(each for each in json.loads(done.stdout)["checks"] if each["id"] == "hub_token")
    assert finding["status"] == "warn" and finding["fix"].startswith("unset HF_TOKEN")
    assert str(tmp_path / "hub" / "token") in finding["evidence"]


@pytest.mark.parametrize(("size", "term", "status"), [((24, 80), "tmux-256color", "ok"), ((20, 60), "xterm", "warn")])
def test_a_real_terminal(home: Home, size: tuple[int, int], term: str, status: str) -> None:
    child = pexpect.spawn(
        EMALIGN[0],
        ["doctor", "--only", "terminal", "--json"],
        dimensions=size,
        env={"TERM": term, "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": str(home.root)},
        encoding="utf-8",
        timeout=300,
    )
    child.expect(pexpect.EOF)
    child.close()
    found = json.loads(child.before)["checks"][0]
    assert (found["status"], child.exitstatus) == (status, 0)
    assert found["evidence"].startswith(f"{size[1]}x{size[0]}, {'256' if status == 'ok' else '16'} colours")


def test_fixing_asks_first_and_looks_again(home: Home, hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stale variable before a good file, mended by hand at a terminal: no, then yes."""
    hub.tokens["hf_goodgoodgood"] = whoami("write")
    monkeypatch.setenv("HF_TOKEN", "hf_stalestale")
    file = Path(os.environ["HF_HOME"]) / "token"
    file.parent.mkdir()
    file.write_text("hf_goodgoodgood")
    for answer, code, says in (("n", 1, "Nothing was done"), ("y", 0, "left out here")):
        child = pexpect.spawn(EMALIGN[0], ["doctor", "--only", "hub_token", "--fix"], encoding="utf-8", timeout=300)
        child.expect(r"Leave HF_TOKEN out of this process.*\[y/N\] ")
        child.sendline(answer)
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == code and says in child.before and "stalestale" not in child.before
    code, document = doctor("--only", "hub_token", "--fix", "--yes")
    assert (code, document["ok"]) == (0, True), "looked at again after the fix"
    assert document["fixes"][0]["done"].startswith("HF_TOKEN left out here")


def test_without_a_terminal_nothing_is_done_unasked(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_HOME", "HF_TOKEN_PATH", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for words, error in ((["--fix"], ""), (["--fix", "--yes"], "at a terminal")):
        code, document = doctor("--only", "hub_token", *words)
        (fix,) = document["fixes"]
        assert code == 0 and fix["what"].startswith("Ask for a token") and fix["done"] == ""
        assert error in fix["error"] and bool(error) == bool(fix["error"])
        assert document["checks"][0]["fixable"] and document["checks"][0]["action"] == fix["what"]
    words = [*EMALIGN, "doctor", "--only", "hub_token", "--fix"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert "Ask for a token" in done.stdout and "Nothing was done" in done.stderr
    code, document = doctor("--only", "python", "--fix")
    assert document["fixes"] == [] and not document["checks"][0]["fixable"]


def test_logging_in_at_the_terminal(home: Home, hub: FakeHub) -> None:
    hub.tokens["hf_goodgoodgood"] = whoami("write")
    child = pexpect.spawn(
        EMALIGN[0], ["doctor", "--only", "hub_token", "--fix", "--yes"], encoding="utf-8", timeout=300
    )
    child.expect("Paste it")
    child.sendline("hf_goodgoodgood")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0 and "Stored the write token of me" in child.before
    assert "hf_good" not in child.before
    assert (Path(os.environ["HF_HOME"]) / "token").read_text() == "hf_goodgoodgood"


def test_a_healthy_machine_has_no_findings(home: Home, hub: FakeHub) -> None:
    """Everything that can be asked about, in order: nothing to say."""
    hub.tokens["hf_goodgoodgood"] = whoami("write")
    hub.add("me/model", {path.name: path.read_bytes() for path in mini.MODEL.iterdir()}, changed=0.0)
    around = {name: os.environ[name] for name in os.environ.keys() - {"TMUX", "STY", "VTE_VERSION", "TERM_PROGRAM"}}
    words = ["--model", "me/model", "--repo", "me/new", "--judge", "mini-judge", "--probe-write", "--json"]
    child = pexpect.spawn(
        EMALIGN[0],
        ["doctor", *words],
        dimensions=(40, 120),
        env={**around, "HF_TOKEN": "hf_goodgoodgood", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"},
        encoding="utf-8",
        timeout=120,
    )
    child.expect(pexpect.EOF)
    child.close()
    checks = json.loads(child.before)["checks"]
    assert {each["id"]: each["evidence"] for each in checks if each["status"] not in ("ok", "skipped")} == {}
    assert {each["id"] for each in checks if each["status"] == "skipped"} <= {"data", "engines", "clipboard"}
    assert child.exitstatus == 0 and [each["id"] for each in checks if each["status"] == "ok" and each["fix"]] == []


def test_the_document_is_made_from_the_checks() -> None:
    known = {each.id for each in CHECKS}
    assert len(FAILURES) == 11
    for failure in (*FAILURES, *ALSO):
        assert failure.checks or failure.prevention, failure.title
        assert set(failure.checks) <= known, failure.title
    assert (ROOT / "docs" / "troubleshooting.md").read_text() == render()
