"""The command line as a whole: exit codes, one sentence an error, one document with --json."""

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from emalign_tui import __version__
from emalign_tui.cli.main import COMMANDS
from emalign_tui.lab.paths import Home

EMALIGN = str(Path(sys.executable).with_name("emalign"))


def emalign(*words: str, **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [EMALIGN, *words], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, **options
    )


def test_version_and_help() -> None:
    assert emalign("--version").stdout == f"emalign {__version__}\n"
    for flag in ("--help", "-h"):
        text = emalign(flag)
        assert text.returncode == 0
        assert [name for name in COMMANDS if f"  {name} " not in text.stdout] == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("words", [("runs", "--json"), ("--help",)])
def test_a_full_disk_under_stdout_is_one_sentence(words: tuple[str, ...], home: Home) -> None:
    with open("/dev/full", "w") as full:
        made = subprocess.run(
            [EMALIGN, *words],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env=os.environ | {"EMALIGN_HOME": str(home.root)},
        )
    assert made.returncode == 1
    assert made.stderr.count("\n") == 1 and "No space left on device (writing the output)" in made.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_file_and_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    from emalign_tui.cli.main import Parser

    module = importlib.import_module(f"emalign_tui.cli.{command}")
    parser = Parser(prog=f"emalign {command}")
    module.add_arguments(parser)
    assert callable(module.run)
    with pytest.raises(SystemExit) as left:
        parser.parse_args(["--help"])
    assert left.value.code == 0 and command in capsys.readouterr().out


@pytest.mark.parametrize("words", [["nonsense"], ["--nonsense"], ["doctor", "--nonsense"], ["verify"], ["mini"]])
def test_wrong_use_is_one_sentence_and_2(home: Home, words: list[str]) -> None:
    done = emalign(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("emalign: ") and done.stderr.count("\n") == 1 and "--help" in done.stderr
    as_json = emalign(*words, "--json")
    assert (as_json.returncode, as_json.stderr) == (2, "")
    assert set(json.loads(as_json.stdout)["error"]) == {"what", "where", "do"}


def test_the_lab_without_a_terminal_says_what_to_run(home: Home) -> None:
    done = emalign()
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr and "emalign demo" in done.stderr and "emalign --help" in done.stderr


def test_a_reader_that_leaves_early_is_no_traceback(home: Home) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as gone:
        done = subprocess.run([EMALIGN, "--help"], stdout=gone, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (141, "")


def test_ctrl_c_is_130(home: Home) -> None:
    child = pexpect.spawn(EMALIGN, ["mini", "build"], encoding="utf-8", timeout=300)
    child.expect(r"\[y/N\]")
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130 and "Traceback" not in child.before
    assert not (home.results / "mini").exists()


def test_hostile_text_in_an_error_reaches_no_terminal(home: Home) -> None:
    done = emalign("verify", "./\x1b]52;c;AAAA\x07\x1b[2Jname")
    assert done.returncode == 2 and "\x1b" not in done.stderr and "name" in done.stderr


def test_verify(home: Home, tmp_path: Path) -> None:
    done = emalign("verify", "mini", "--json")
    document = json.loads(done.stdout)
    assert (done.returncode, document["kind"], document["ok"]) == (0, "merged", True)
    assert document["missing"] == document["extra"] == document["problems"] == []
    (tmp_path / "config.json").write_text("{}")
    done = emalign("verify", str(tmp_path))
    assert done.returncode == 1 and "partial" in done.stdout and "missing  weights" in done.stdout
    assert emalign("verify", "nothing-of-that-name").returncode == 2


def test_mini_build_asks_first(home: Home, tmp_path: Path) -> None:
    done = emalign("mini", "build", "--json")
    assert done.returncode == 2 and "--yes" in done.stdout
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").touch()
    done = emalign("mini", "build", "--yes", "--out", str(tmp_path / "full"))
    assert done.returncode == 2 and "not empty" in done.stderr
    child = pexpect.spawn(EMALIGN, ["mini", "build"], encoding="utf-8", timeout=300)
    child.expect("about an hour")
    child.sendline("n")
    child.expect("Not started")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 1 and not (home.results / "mini").exists()


def test_mini_info(home: Home) -> None:
    done = emalign("mini", "info", "--json")
    document = json.loads(done.stdout)
    assert (done.returncode, document["changed"]) == (0, [])
    assert [model["name"] for model in document["models"]] == ["base", "judge"]
    assert sum(file["bytes"] for file in document["files"]) <= 16e6
    assert all(len(file["sha256"]) == 64 for file in document["files"])
