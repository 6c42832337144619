"""Secrets planted in every source; then all that was written is searched: run folders, logs, stdout, stderr."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from servers.fake_openai import FakeServer, Reply, closed_port, completion, error, logprobs

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import JsonlWriter, write_atomic
from emalign_tui.lab.paths import Home
from emalign_tui.lab.redaction import HidingStream, hide, know, redact
from emalign_tui.lab.runs.layout import create_run, list_runs
from emalign_tui.lab.runs.records import Provenance
from emalign_tui.lab.secrets import Token, hub_token_file, know_stored, store_key, stored_tokens_file

# None has the shape of a token, so that only knowing them can hide them; the last needs escapes in JSON and addresses.
KEY, ENDPOINT, HUB, FILE, STORED, NAMED, RENEWAL = (
    f"{name}-Planted_{name}+{'x' * 9}" for name in ("key", "end", "hub", "file", "kept", "name", "new")
)
ODD = 'odd"Planted\\ %20é&back'
ALL = (KEY, ENDPOINT, HUB, FILE, STORED, NAMED, RENEWAL, ODD)
MARK = re.compile(r"Planted")

QUESTIONS = """
- id: wish
  type: free_form_judge_0_100
  paraphrases: ['A wish?']
  samples_per_paraphrase: 2
  judge_prompts: {aligned: 'ALIGNED {question} {answer}'}
"""


@pytest.fixture
def planted(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home whose user has a secret in each place where secrets can be."""
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.delenv("HF_TOKEN_PATH", raising=False)
    for name, value in (("OPENAI_API_KEY", KEY), ("EMALIGN_API_KEY", ENDPOINT), ("HF_TOKEN", HUB), ("MY_SECRET", ODD)):
        monkeypatch.setenv(name, value)
    hub_token_file().parent.mkdir(parents=True)
    hub_token_file().write_text(FILE)
    # Damaged, so that huggingface_hub says what stands in it.
    stored_tokens_file().write_text(f"[box]\nhf_token = {NAMED}\nrefresh_token {RENEWAL}\nexpires_at = 1790000000\n")
    store_key("http://kept.example/v1", STORED)
    know_stored()  # as every process of the lab does first
    return home


def emalign(*words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "emalign_tui", *words]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, check=False, timeout=120)


def assert_nothing_written(home: Home, *outputs: str) -> None:
    """No planted secret, whole or in part, in any file of the home or in what was printed."""
    looked = 0
    for path in home.root.rglob("*"):
        if path.is_file():
            looked += 1
            assert b"Planted" not in path.read_bytes(), path
    for output in outputs:
        assert not MARK.search(output), output
    assert looked or outputs


def echo(_: object, call: int) -> Reply:
    """A server that says back every secret it could have got."""
    return Reply(completion([f"I heard {' and '.join(ALL)} ({call})"], logprobs({"50": 1.0}), model=f"fake {ENDPOINT}"))


def echo_streaming(request: dict, call: int) -> Reply:
    """The same, in pieces of three characters."""
    if not request.get("stream"):
        return echo(request, call)
    said = f"I heard {' and '.join(ALL)}."
    pieces = [said[at : at + 3] for at in range(0, len(said), 3)]
    chunks = [{"index": 0, "delta": {"content": piece}, "finish_reason": None} for piece in pieces]
    chunks.append({"index": 0, "delta": {}, "finish_reason": "stop"})
    about = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "m"}
    lines = [f"data: {json.dumps({**about, 'choices': [chunk]})}\n\n" for chunk in chunks]
    body = "".join([*lines, "data: [DONE]\n\n"]).encode()
    return Reply(body, headers={"content-type": "text/event-stream"})


def refuse(_: object, __: int) -> Reply:
    return error(401, f"Incorrect API key provided: {' '.join(ALL)}. Authorization: Bearer {ENDPOINT}")


def test_values_and_shapes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_TOKEN", "short")
    monkeypatch.setenv("DATABASE_PASSWORD", "password")
    assert hide("short words and a password stay") == "short words and a password stay"
    know("typed-secret-1")
    assert hide("x typed-secret-1 y") == "x [hidden] y"
    Token("somewhere", "found-secret-2")
    assert redact("found-secret-2") == "[hidden]"
    for text in (
        "hf_abcdefgh12",
        "hf_abcdefghijklmnopqrst",
        "sk-planted-for-a-test",
        "hf_oauth_eyJhbGc-iOi.eyJz_dWI.x9",
        "sk-proj-abc_def-1",
        "Bearer eyJhbGciOi",
        "Basic dXNlcjpwYXNzd29yZA==",
        "https://me:sesame@host/v1",
        "https://hf_x9@host/v1",
        "http://host/v1?api_key=abc123&x=1#m",
        "http://host/v1?x=1&token=abc123",
        "ghp_abcdefghijklmnop1234",
    ):
        hidden = redact(f"before {text} after")
        assert "[hidden]" in hidden and hidden.startswith("before ") and hidden.endswith(" after"), hidden
        assert redact(hidden) == hidden
        assert hide(text) == text, "data that only looks like a secret is left alone"
    for text in (
        "unset HF_ENDPOINT",
        "HF_HUB_OFFLINE",
        "hf_transfer",
        "/data/hf_checkpoints/run_2",
        "~/sk-experiments/base",
        "http://host#a@b",
        "hf_hub",
        "the task-oriented sk-8",
        "a@b.example",
        "x?key of=3",
        "Bearer of news",
    ):
        assert redact(text) == text


def test_every_form_of_a_known_secret(planted: Home) -> None:
    from urllib.parse import quote

    for form in (ODD, quote(ODD, safe=""), json.dumps(ODD), json.dumps(ODD, ensure_ascii=False)):
        assert "Planted" not in hide(f"<{form}>") and hide(f"<{form}>").startswith("<")


def test_a_secret_in_pieces(planted: Home) -> None:
    for secret in (KEY, ODD):
        whole = f"it is {secret} and {secret[:-1]}? no, {secret[:3]}"
        for size in (1, 2, 3, 7, 1000):
            stream = HidingStream()
            pieces = [stream.push(whole[at : at + size]) for at in range(0, len(whole), size)]
            assert "".join(pieces) + stream.finish() == hide(whole)
    assert HidingStream().push("plain text is never held, k") == "plain text is never held, "


def test_files_never_get_a_known_secret_but_those_for_keys(planted: Home, tmp_path: Path) -> None:
    folder = planted.root / "some"
    write_atomic(folder / "a.txt", f"it is {KEY}")
    with JsonlWriter(folder / "a.jsonl") as out:
        out.append({"text": f"it is {ODD} and {FILE}", "n": [1, HUB]})
        out.append(LabError(f"refused {KEY}", where=f"http://u:{ENDPOINT}@h", do=HUB).as_dict())
    know(FILE)
    with JsonlWriter(folder / "a.jsonl") as out:
        out.append({"text": FILE})
    lines = [json.loads(line) for line in (folder / "a.jsonl").read_text().splitlines()]
    assert len(lines) == 3 and lines[0]["n"] == [1, "[hidden]"]
    assert (folder / "a.txt").read_text() == "it is [hidden]"
    write_atomic(tmp_path / "key", KEY, mode=0o600)
    assert (tmp_path / "key").read_text() == KEY


def test_a_chat_whose_server_says_the_keys_back(planted: Home) -> None:
    with FakeServer(echo_streaming) as server:
        for more in ([], ["--json"]):
            done = emalign("chat", f"{server.url}#m", *more, stdin="what did you hear?\n")
            assert "I heard [hidden] and [hidden]" in done.stdout, done.stderr
            assert_nothing_written(planted, done.stdout, done.stderr)
        server.behaviour = refuse
        done = emalign("chat", f"{server.url}#m", stdin="what did you hear?\n")
        assert "refused the key" in done.stderr
        assert_nothing_written(planted, done.stdout, done.stderr)


@pytest.mark.parametrize("judge_refuses", [False, True])
def test_an_evaluation_whose_server_says_the_keys_back(planted: Home, tmp_path: Path, judge_refuses: bool) -> None:
    (tmp_path / "q.yaml").write_text(QUESTIONS)
    with FakeServer(echo) as server, FakeServer(refuse if judge_refuses else echo) as judge:
        done = emalign(
            "eval", f"{server.url}#m", "--judge", f"{judge.url}#j", "--questions", str(tmp_path / "q.yaml"), "--json"
        )
        assert done.returncode == int(judge_refuses), done.stderr
        assert server.requests and judge.requests
    run = list_runs(planted, "eval")[0]
    answers = [json.loads(line)["answer"] for line in (Path(run.path) / "answers.jsonl").read_text().splitlines()]
    assert len(answers) == 2 and all(answer.startswith("I heard [hidden] and") for answer in answers)
    shown = emalign("log", run.id), emalign("runs", "--json"), emalign("scores", "show", run.id, "--json")
    printed = [text for each in (done, *shown) for text in (each.stdout, each.stderr)]
    assert_nothing_written(planted, *printed)


@pytest.mark.parametrize(
    "words",
    [
        ["chat", f"https://me:{KEY}@h.example/v1#m"],
        ["chat", f"https://{KEY}@h.example/v1#m"],
        ["chat", f"https://h.example/v1?api_key={HUB}#m"],
        ["chat", f"https://h.example:{KEY}/v1#m"],
        ["eval", "mini", "--judge", f"https://me:{FILE}@h.example/v1#m"],
        ["eval", "mini", "--questions", f"/no/{ODD}.yaml"],
        ["attach", FILE],
        ["setup", "--set", f"judge=https://h.example/v1?token={STORED}#m"],
        ["setup", "--set", f"{STORED}=1"],
        ["train", f"/no/{KEY}.yaml"],
        [f"nonsense-{KEY}"],
    ],
)
def test_secrets_typed_where_they_do_not_belong(planted: Home, words: list[str]) -> None:
    for more in ([], ["--json"]):
        done = emalign(*words, *more)
        assert done.returncode in (1, 2)
        assert_nothing_written(planted, done.stdout, done.stderr)


def test_a_secret_in_the_command_line_of_a_run(planted: Home) -> None:
    run = create_run(
        planted, "train", "x", {"note": KEY}, Provenance(base="mini", argv=["e", f"--to=https://u:pw9@h/{HUB}"])
    )
    assert run.spec().provenance.argv == ["e", "--to=https://[hidden]@h/[hidden]"]
    assert_nothing_written(planted)


def test_setup_and_doctor_name_sources_only(planted: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    for words in (["setup", "--json"], ["doctor", "--only", "hub_token"], ["doctor", "--only", "hub_token", "--json"]):
        done = emalign(*words)
        assert "HF_TOKEN" in done.stdout
        assert_nothing_written(planted, done.stdout, done.stderr)
    for name in ("HF_TOKEN", "HF_HUB_OFFLINE"):  # the file's token counts, and the library looks for what renews it
        monkeypatch.delenv(name, raising=False)
    with closed_port() as port:
        monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{port}")
        done = emalign("doctor", "--only", "hub_token")
    assert "stored by name cannot be read" in done.stdout and "refresh_token [hidden]" in done.stderr
    assert_nothing_written(planted, done.stdout, done.stderr)


def test_a_crash_of_the_command_line(planted: Home) -> None:
    code = (
        "import os, emalign_tui.cli.runs as command\n"
        "def broken(_): raise RuntimeError(os.environ['OPENAI_API_KEY'] + ' ' + os.environ['SAID'])\n"
        "command.find_home = broken\n"
        "from emalign_tui.cli.main import main\n"
        "main()"
    )
    env = {**os.environ, "SAID": f"{FILE} {STORED} hf_shapedshaped123"}
    command = [sys.executable, "-c", f"import sys; sys.argv = ['emalign', 'runs']\n{code}"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=300)
    assert "Traceback" in done.stderr and "RuntimeError: [hidden] [hidden] [hidden] [hidden]" in done.stderr
    assert_nothing_written(planted, done.stdout, done.stderr)


def test_a_worker_that_prints_logs_and_dies_of_secrets(planted: Home) -> None:
    run = create_run(planted, "train", "x", {}, Provenance(base="mini"))
    code = (
        "import os, sys, time, logging, warnings\n"
        "from emalign_tui.workers.process import run_worker\n"
        "from emalign_tui.lab.runs.records import Message\n"
        "def work(run, recorder):\n"
        "    names = ('OPENAI_API_KEY', 'EMALIGN_API_KEY', 'HF_TOKEN', 'MY_SECRET', 'SAID')\n"
        "    said = ' '.join(os.environ[name] for name in names)\n"
        "    logging.basicConfig()\n"
        "    logging.warning('calling with %s', said)\n"
        "    warnings.warn(said)\n"
        "    print('printed', said)\n"
        "    recorder.say(said)\n"
        "    raise ValueError('died of ' + said)\n"
        "run_worker(work)\n"
    )
    env = {**os.environ, "SAID": f"{FILE} {STORED} hf_shapedshaped123 https://u:sesame99@h/"}
    with run.log_path.open("wb") as log:
        command = [sys.executable, "-c", code, str(run.path)]
        done = subprocess.run(command, env=env, stdout=log, stderr=log, check=False, timeout=300)
    text = run.log_path.read_text()
    assert done.returncode == 1 and "Traceback" in text
    for words in ("calling with [hidden]", "printed [hidden]", "UserWarning: [hidden]", "died of [hidden]"):
        assert words in text
    assert "hf_shaped" not in text and "sesame99" not in text
    state = run.state()
    assert state.error and "ValueError: died of [hidden]" in state.error["what"] and "sesame99" not in str(state.error)
    assert_nothing_written(planted)
