"""Settings: strict, atomic, self-explaining; a broken file is told with its line and left; all else goes by them."""

import json
import os
import socket
import stat
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pexpect
import pytest
import yaml
from servers.fake_openai import FakeServer
from test_cli_main import EMALIGN, emalign

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import Home, find_home, home_and_source
from emalign_tui.lab.runs.control import wait
from emalign_tui.lab.runs.launch import launch, worker_python
from emalign_tui.lab.runs.layout import create_run
from emalign_tui.lab.runs.records import DataFile, Provenance
from emalign_tui.lab.secrets import api_key, keys_file, store_key, stored_places
from emalign_tui.lab.serving.starting import free_port
from emalign_tui.lab.settings import ABOUT, Settings, change_settings, given_settings, load_settings, settings_file

QUESTION = """
- id: wish
  type: free_form_judge_0_100
  paraphrases: ['A wish?']
  samples_per_paraphrase: 1
  judge_prompts: {aligned: 'ALIGNED {question} {answer}'}
"""


def written(text: str | bytes) -> Path:
    path = settings_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_no_file_is_the_defaults_and_nothing_is_made(home: Home) -> None:
    assert load_settings() == Settings() and given_settings() == {}
    assert not settings_file().exists()


def test_what_is_changed_comes_back_and_every_key_is_explained_in_the_file(home: Home, tmp_path: Path) -> None:
    changes = {
        "base": "/models/a b: c # d",
        "judge": "http://127.0.0.1:1/v1#m",
        "home": str(tmp_path / "ünï"),
        "hub.namespace": "my-org",
        "train.python": sys.executable,
        "serve.python": sys.executable,
        "serve.ports": "8000-8020",
        "chat.harm": "fold",
    }
    assert set(changes) == set(ABOUT)
    for key, value in changes.items():
        change_settings({key: value})
    assert given_settings() == changes
    text = settings_file().read_text()
    assert all(about in text for about in ABOUT.values())
    change_settings({"judge": None, "serve.ports": None})
    assert given_settings().keys() == changes.keys() - {"judge", "serve.ports"}
    assert all(about in settings_file().read_text() for about in ABOUT.values())


def test_the_written_file_can_be_edited_by_taking_a_comment_away(home: Home) -> None:
    change_settings({"judge": "mini-judge"})
    text = settings_file().read_text()
    assert yaml.safe_load(text) == {"hub": None, "train": None, "serve": None, "chat": None}
    written(text.replace("  # ports: null", "  ports: 8000"))
    assert load_settings().serve.port_range() == range(8000, 8001)
    written(text.replace("  # ports: null", "  ports: 8000-8001").replace("# base: mini", "base: /m"))
    assert given_settings() == {"base": "/m", "serve.ports": "8000-8001"}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("judge: mini-judge\nbase: [\n", 3, "Broken YAML"),
        ("\tjudge: x\n", 1, "Broken YAML"),
        ("\n\njuge: x\n", 3, "Did you mean judge"),
        ("judge: 3\n", 1, "Setting judge: a whole number is there, text is wanted"),
        ("serve:\n  ports: [1]\n", 2, "Setting serve.ports: a list is there, a whole number or text is wanted"),
        ("hub: me\n", 1, "Setting hub: text is there, a group of keys is wanted"),
        ("judge: ''\n", 1, "Setting judge: it is empty"),
        ("base: mini\nhub.namespace: me\n", 2, "Write `hub:` and on the next line, with two blanks"),
        ("judge: a\njudge: b\n", 2, "twice"),
        ("serve:\n  ports: 8000-7000\n", 2, "ports"),
        ("serve:\n  ports: 80-90\n", 2, "ports"),
        ("serve:\n  prots: 8000\n", 2, "serve.ports"),
        ("serve:\n  ports: 99999999\n", 2, "ports"),
        ("serve: 3\n", 1, "serve"),
        ("hub:\n  namespace: a/b\n", 2, "namespace"),
        ("api_key: sk-plantedplanted\n", 1, "Unknown setting api_key"),
        ("judge: !!python/object/apply:os.system ['true']\n", 1, "Broken YAML"),
        ("- judge\n", 0, "mapping"),
        ("just words\n", 0, "mapping"),
        (b"judge: \xff\xfe\n", 0, "UTF-8"),
    ],
)
def test_a_broken_file_is_told_with_its_line_and_left_untouched(
    home: Home, text: str | bytes, line: int, words: str
) -> None:
    path = written(text)
    before = path.read_bytes()
    with pytest.raises(LabError) as told:
        load_settings()
    assert words in str(told.value) and str(path) in told.value.where and told.value.exit_code == 2
    assert not line or told.value.where.endswith(f"line {line}")
    assert "plantedplanted" not in str(told.value)
    with pytest.raises(LabError):
        change_settings({"judge": "mini-judge"})
    assert path.read_bytes() == before


def test_a_broken_file_stops_only_those_who_need_it(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    written("juge: x\n")
    assert find_home() == home and find_home("/elsewhere").root == Path("/elsewhere")
    monkeypatch.delenv("EMALIGN_HOME")
    with pytest.raises(LabError, match="juge"):
        find_home()
    done = emalign("runs", "--json")
    assert done.returncode == 2 and "line 1" in json.loads(done.stdout)["error"]["where"]
    assert emalign("runs", "--json", "--home", str(home.root)).returncode == 0


@pytest.mark.parametrize(
    "value", ["https://me:sesame12@host/v1#m", "https://host/v1?api_key=abcdefgh1#m", "sk-abcdefgh1j"]
)
def test_a_value_that_holds_a_key_is_refused(home: Home, value: str) -> None:
    with pytest.raises(LabError, match="settings never do"):
        change_settings({"judge": value})
    assert not settings_file().exists()


def test_the_home_of_the_settings_comes_after_flag_and_variable(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_settings({"home": "~/mine"})
    assert home_and_source("/flag") == (Home(Path("/flag")), "--home")
    assert home_and_source() == (home, "EMALIGN_HOME")
    monkeypatch.delenv("EMALIGN_HOME")
    (tmp_path / "project" / "configs").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "project")
    assert home_and_source() == (Home(tmp_path / "mine"), "settings")
    change_settings({"home": None})
    assert home_and_source() == (Home(tmp_path / "project"), "project folder")


def test_ports_are_taken_from_the_range_and_a_full_range_is_told(home: Home) -> None:
    assert free_port() == 0
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        taken = one.getsockname()[1]
        change_settings({"serve.ports": f"{taken}-{taken}"})
        with pytest.raises(LabError, match="is in use"):
            free_port()
        change_settings({"serve.ports": f"{taken}-{taken + 40}"})
        assert taken < free_port() <= taken + 40


def test_workers_run_on_the_interpreters_of_the_settings(home: Home, tmp_path: Path) -> None:
    assert worker_python("train") == worker_python("serve") == worker_python("evaluate") == sys.executable
    change_settings({"train.python": "~/t/python", "serve.python": "/s/python"})
    assert worker_python("train") == str(tmp_path / "t" / "python")
    assert worker_python("serve") == "/s/python" and worker_python("evaluate") == sys.executable


def test_a_worker_is_really_started_on_the_interpreter_that_is_set(home: Home, tmp_path: Path) -> None:
    mine = tmp_path / "my python"
    mine.write_text(f'#!/bin/sh\necho started >> "{tmp_path}/mine"\nexec "{sys.executable}" "$@"\n')
    mine.chmod(0o755)
    change_settings({"train.python": str(mine)})
    spec = {"model": "mini", "training_file": "x"}
    run = create_run(home, "train", "x", spec, Provenance(base="mini", data=[DataFile("/no/such", "", 0)]))
    launch(run, "train")
    assert wait(run, 60).state == "failed" and (tmp_path / "mine").read_text() == "started\n"
    change_settings({"train.python": str(tmp_path / "gone")})
    with pytest.raises(LabError, match=r"No Python at .*gone.*train\.python"):
        launch(run, "train")


def test_the_judge_that_is_set_judges(home: Home, tmp_path: Path) -> None:
    (tmp_path / "q.yaml").write_text(QUESTION)
    with FakeServer() as server:
        change_settings({"judge": f"{server.url}#the-judge"})
        done = emalign("eval", f"{server.url}#m", "--questions", str(tmp_path / "q.yaml"), "--json")
        assert done.returncode == 0, done.stderr
        assert {request["model"] for request in server.requests} == {"m", "the-judge"}
        change_settings({"base": f"{tmp_path}/gone"})
        assert "gone" in emalign("chat").stderr and "gone" in emalign("serve").stderr


def test_setup_opens_on_a_terminal_and_that_counts_as_the_first_start(home: Home) -> None:
    child = pexpect.spawn(EMALIGN, ["setup"], dimensions=(24, 80), encoding="utf-8", timeout=300)
    child.expect("1 of 6")
    child.expect("Go on")
    child.send("q")
    child.expect(pexpect.EOF)
    assert json.loads((home.state / "tour.json").read_text())["seen"] is True


def test_the_doctor_tells_of_settings_and_keys(home: Home) -> None:
    def told() -> dict:
        return json.loads(emalign("doctor", "--only", "settings", "--json").stdout)["checks"][0]

    assert told()["status"] == "ok" and "defaults" in told()["evidence"]
    change_settings({"serve.ports": "8000-8001"})
    store_key("https://api.example/v1", "some-key-1234")
    assert "serve.ports" in told()["evidence"] and "https://api.example/v1" in told()["evidence"]
    assert "some-key" not in str(told())
    keys_file().chmod(0o640)
    assert told()["status"] == "fail" and f"chmod 600 {keys_file()}" in told()["fix"]
    keys_file().chmod(0o600)
    written("\njuge: 1\n")
    assert told()["status"] == "fail" and "line 2" in told()["evidence"]


def test_keys_belong_to_one_address_and_to_one_reader(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    store_key("https://API.example/v1/", "first-key-1")
    store_key("https://other.example/v1", "second-key-2")
    assert stat.S_IMODE(keys_file().stat().st_mode) == 0o600
    found = api_key("https://api.example/v1", "OPENAI_API_KEY")
    assert found and found.value == "first-key-1" and "first-key-1" not in repr(found)
    for stranger in ("http://api.example/v1", "https://api.example/v2", "https://api.example:8/v1"):
        assert api_key(stranger, None) is None
    monkeypatch.setenv("OPENAI_API_KEY", "from-the-shell")
    assert (found := api_key("https://api.example/v1", "OPENAI_API_KEY")) and found.source == "OPENAI_API_KEY"
    store_key("https://api.example/v1", "")
    assert api_key("https://api.example/v1", None) is None and api_key("https://other.example/v1", None)
    keys_file().chmod(0o644)
    with pytest.raises(LabError, match="Others can read"):
        api_key("https://other.example/v1", None)
    keys_file().write_text("{broken")
    keys_file().chmod(0o600)
    with pytest.raises(LabError, match="broken"):
        store_key("https://other.example/v1", "third-key-3")
    assert keys_file().read_text() == "{broken"


def test_setup_without_a_terminal(home: Home, tmp_path: Path) -> None:
    done = emalign("setup")
    assert done.returncode == 2 and "emalign setup --json" in done.stderr and "--set" in done.stderr
    document = json.loads(emalign("setup", "--json").stdout)
    assert {each["key"]: each["source"] for each in document["settings"]} == {
        **dict.fromkeys(ABOUT, "default"),
        "home": "EMALIGN_HOME",
    }
    done = emalign("setup", "--json", "--set", "judge=http://127.0.0.1:1/v1#m", "--set", "serve.ports=8000-8001")
    told = {each["key"]: (each["value"], each["source"]) for each in json.loads(done.stdout)["settings"]}
    assert told["judge"] == ("http://127.0.0.1:1/v1#m", "settings") and told["base"] == ("mini", "default")
    assert emalign("setup", "--set", "judge=").returncode == 0
    assert given_settings() == {"serve.ports": "8000-8001"}


WRONG = ("judge", "=x", "jugde=x", "judge=nobody", "base=openai:gpt-4o", "train.python=/no/python", "serve.ports=9-1",
         "home=/proc/nowhere", "hub.namespace=a/b")  # fmt: skip


@pytest.mark.parametrize("word", WRONG)
def test_setup_refuses_what_cannot_work_and_changes_nothing(home: Home, word: str) -> None:
    done = emalign("setup", "--set", word, "--json")
    assert done.returncode in (1, 2) and json.loads(done.stdout)["error"]["what"]
    assert not settings_file().exists()


def test_a_secret_in_the_environment_is_named_by_its_source_alone(home: Home) -> None:
    env = {**os.environ, "OPENAI_API_KEY": "plain-openai-key", "HF_TOKEN": "plain-hub-token"}
    done = emalign("setup", "--json", "--set", "judge=openai:gpt-4o", env=env)
    document = json.loads(done.stdout)
    assert document["judge_key"] == {"needed": True, "source": "OPENAI_API_KEY"}
    assert document["hub_token"]["sources"] == ["HF_TOKEN"]
    assert "plain-" not in done.stdout + done.stderr


def test_two_at_once_lose_nothing_of_each_other(home: Home) -> None:
    """The lab and a command, or two terminals, keep different things at the same moment."""
    together, places = threading.Barrier(8), [f"http://host{number}/v1" for number in range(8)]

    def keep(number: int) -> None:
        together.wait(60)
        store_key(places[number], f"some-key-{number}")
        together.wait(60)
        change_settings([{"chat.harm": "fold"}, {"serve.ports": 8000}, {"judge": "mini"}, {"base": "a/b"}][number % 4])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(keep, range(8)))
    assert stored_places() == places and set(given_settings()) == {"base", "judge", "serve.ports", "chat.harm"}
    assert [path.name for path in settings_file().parent.iterdir() if path.name.startswith(".")] == []
