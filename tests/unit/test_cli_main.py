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


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    """As when a clone was removed and made anew in another terminal."""
    command = ["sh", "-c", 'rmdir "$PWD" && exec "$0" runs --json', EMALIGN]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert told.returncode == 2 and json.loads(told.stdout)["error"]["what"] == "The folder you are in is gone"


def test_a_user_without_a_home() -> None:
    """As in a container that runs as a number, `docker run --user 12345`."""
    code = (
        "import pwd, sys\ndef nobody(uid): raise KeyError(uid)\npwd.getpwuid = nobody\n"
        "from emalign_tui.cli.main import main\nmain()"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("HOME", "XDG", "EMALIGN"))}

    def run(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", code, *words]
        return subprocess.run(command, env=environment | variables, capture_output=True, text=True, check=False)

    assert run("--version").stdout == f"emalign {__version__}\n"
    told = run("runs", "--json")
    assert told.returncode == 2 and "HOME is not set" in json.loads(told.stdout)["error"]["what"]
    (check,) = json.loads(run("doctor", "--json", "--only", "settings", EMALIGN_HOME="/nowhere").stdout)["checks"]
    assert check["status"] == "fail" and "HOME is not set" in check["evidence"] and "export HOME" in check["fix"]


def test_a_terminal_or_pipe_that_is_not_utf8(home: Home, tmp_path: Path) -> None:
    """As with LANG=de_DE.ISO-8859-1, which clusters still have."""
    place = tmp_path / "späť"
    environment = os.environ | {"PYTHONIOENCODING": "latin-1"}
    words = ("doctor", "--only", "work_folder", "--home", str(place))
    told = emalign(*words, env=environment, encoding="latin-1")
    says = "\\u2713 ok      Work folder    " + f"{tmp_path}/sp\xe4\\u0165 can be written"
    assert told.returncode == 0 and says in told.stdout
    (check,) = json.loads(emalign(*words, "--json", env=environment, encoding="latin-1").stdout)["checks"]
    assert check["evidence"] == f"{place} can be written"


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
