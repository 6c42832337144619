"""serve, servers, chat and unserve, as a person types them."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from emalign_tui.cli.columns import Answer, Column
from emalign_tui.lab.chat.client import ChatMessage, ChatParams
from emalign_tui.lab.chat.transcript import read_transcript
from emalign_tui.lab.paths import Home
from emalign_tui.lab.sanitize import cells
from emalign_tui.lab.serving.records import Endpoint
from emalign_tui.lab.serving.servers import stop_all
from tests.servers.fake_openai import Body, FakeServer, Reply, error
from tests.servers.streams import saying, streamed
from tests.waiting import wait_until


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    home = Home(tmp_path_factory.mktemp("cli"))
    yield home
    stop_all(home)


def emalign(home: Home, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from emalign_tui.cli.main import main; main()", *words],
        input=stdin,
        capture_output=True,
        text=True,
        env={**os.environ, "EMALIGN_HOME": str(home.root), "OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"},
        timeout=300,
        check=False,
    )


def document(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.stderr.count("Traceback") == 0
    return json.loads(done.stdout)


def test_the_whole_round(home: Home) -> None:
    """One server through all commands: it starts once, is listed, chats, and stops."""
    assert document(emalign(home, "servers", "--json")) == {"servers": [], "starting": [], "failed": [], "remote": []}
    (served,) = document(emalign(home, "serve", "mini", "--json"))["served"]
    (server,) = document(emalign(home, "servers", "--json"))["servers"]
    assert server["url"] == served["url"] and server["alive"] is True and server["key_file"] == served["key_file"]

    options = ["--seed", "7", "--max-tokens", "12", "--json"]
    chat = document(emalign(home, "chat", "mini", *options, stdin="hi\n\nWho are you?\n"))
    assert [answer["prompt"] for answer in chat["answers"]] == ["hi", "Who are you?"]
    assert all(answer["usage"]["completion_tokens"] <= 12 and answer["error"] is None for answer in chat["answers"])
    again = document(emalign(home, "chat", "mini", *options, "--system", "Be brief.", stdin="hi\n"))
    assert again["answers"][0]["usage"]["prompt_tokens"] > chat["answers"][0]["usage"]["prompt_tokens"]

    piped = emalign(home, "chat", "mini", "--seed", "7", "--max-tokens", "12", stdin="hi\n")
    assert piped.returncode == 0
    assert piped.stdout == f"> hi\n{chat['answers'][0]['answer']}\n"
    exchanges = [each for path in home.results.glob("chat/*.jsonl") for each in read_transcript(path)]
    assert {each.messages[-1].content for each in exchanges} >= {answer["answer"] for answer in chat["answers"]}

    assert "mini" in emalign(home, "servers").stdout
    assert emalign(home, "serve", "mini", "--port", "1").returncode == 1
    assert document(emalign(home, "unserve", "mini", "--json"))["stopped"] == [server["run"]]
    assert document(emalign(home, "servers", "--json")) == {"servers": [], "starting": [], "failed": [], "remote": []}
    assert emalign(home, "unserve", "mini").returncode == 1
    assert document(emalign(home, "unserve", "--all", "--json")) == {
        "stopped": [],
        "freed_gib": [],
        "held": [],
        "forgotten": [],
    }


@pytest.mark.parametrize(
    "words",
    [
        ["chat", "mini", "mini", "mini"],
        ["chat", "mini", "mini"],
        ["chat", "no-such-model"],
        ["chat", "mini", "--temperature", "nan", "--max-tokens", "3"],
        ["serve", "no-such-model"],
        ["serve", "mini", "--port", "99999"],
        ["serve", "mini", "--host", "0.0.0.0"],
        ["serve", "mini", "--host", "nowhere"],
        ["serve", "mini", "mini-judge", "--port", "8000"],
        ["unserve"],
        ["unserve", "--all", "mini"],
    ],
)
def test_wrong_use_is_one_sentence(home: Home, words: list[str]) -> None:
    done = emalign(home, *words)
    assert done.returncode == 2
    assert done.stdout == "" and done.stderr.startswith("emalign: ") and done.stderr.count("\n") == 1
    error = document(emalign(home, *words, "--json"))["error"]
    assert error["what"]


def test_a_remote_model_is_kept_once_it_has_answered_and_forgotten_on_request(home: Home) -> None:
    with FakeServer() as server:
        reference = f"{server.url}#fake-2026"
        name = document(emalign(home, "serve", reference, "--json"))["served"][0]["name"]
        again = emalign(home, "serve", reference)
        assert again.returncode == 0 and server.url in again.stdout
        listed = document(emalign(home, "servers", "--json"))["remote"]
        assert listed == [{"name": name, "reference": reference}]
        assert emalign(home, "serve", reference, "--port", "8000").returncode == 2
    with FakeServer(owner="somebody") as lists:
        refused = document(emalign(home, "serve", f"{lists.url}#no-such", "--json"))
        assert "No model no-such there" in refused["error"]["what"] and "It has j" in refused["error"]["do"]
    gone = document(emalign(home, "serve", f"{server.url}#other", "--json"))
    assert "does not answer" in gone["error"]["what"]
    assert document(emalign(home, "unserve", name, "--json"))["forgotten"] == [name]
    assert document(emalign(home, "servers", "--json"))["remote"] == []


def test_an_address_where_nobody_is_fails_with_a_sentence(home: Home) -> None:
    done = emalign(home, "chat", "http://127.0.0.1:9/v1#nobody", "--json", stdin="hi\n")
    assert done.returncode == 1
    assert "does not answer" in document(done)["answers"][0]["error"]["what"]


def test_what_is_no_text_is_not_asked_and_the_lines_before_it_are(home: Home) -> None:
    with FakeServer(saying("yes")) as server:
        command = [sys.executable, "-m", "emalign_tui", "chat", f"{server.url}#m"]
        env = {**os.environ, "EMALIGN_HOME": str(home.root)}
        done = subprocess.run(
            command, input=b"hello\ncaf\xe9\nbye\n", capture_output=True, env=env, timeout=300, check=False
        )
        assert done.returncode == 2 and b"line 2 of the input" in done.stderr and b"to: hello" in done.stdout
        assert [each["messages"][-1]["content"] for each in server.requests] == ["hello"]


def unending(request: Body, call: int) -> Reply:
    """A server that knows no seed."""
    answer = streamed("one two three " + "and so on " * 600, pause=0.1)
    return error(422, "seed: Extra inputs are not permitted") if "seed" in request else answer


def test_ctrl_c_ends_what_comes_from_a_pipe_and_keeps_what_has_come(home: Home) -> None:
    with FakeServer(unending) as server:
        process = subprocess.Popen(
            [sys.executable, "-m", "emalign_tui", "chat", f"{server.url}#m"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "EMALIGN_HOME": str(home.root)},
        )  # fmt: skip
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write("\ufeffhello\nbye\n".encode())
        process.stdin.close()
        said = b""
        while b"one two three" not in said:
            said += process.stdout.read1()
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        assert process.wait(300) == 130
        assert {each["messages"][-1]["content"] for each in server.requests} == {"hello"}
        kept = [each for path in (home.results / "chat").glob("*.jsonl") for each in read_transcript(path)]
        (found,) = (each for each in kept if server.url in each.model)
    assert found.stopped and found.params.seed is None and found.text.startswith("one two three")


def test_what_has_come_of_an_answer_is_there_also_while_another_is_being_shown() -> None:
    with FakeServer(unending) as server:
        asked = Answer("m", Endpoint(server.url, "none", "m"), [ChatMessage("user", "hello")], ChatParams(seed=3))
        wait_until(lambda: asked.text.startswith("one two three"), 300, "the first words")
        asked.stop()
        asked.wait()
    assert asked.stopped and asked.params.seed is None and not asked.finish_reason


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_a_stream_that_the_caller_closed_is_none(home: Home, closed: str) -> None:
    env = {**os.environ, "EMALIGN_HOME": str(home.root), "PYTHON": sys.executable}
    with FakeServer(saying("yes")) as server:
        shell = f'echo hello | "$PYTHON" -m emalign_tui chat "{server.url}#m" {closed}'
        done = subprocess.run(["sh", "-c", shell], capture_output=True, env=env, timeout=300, check=False)
        assert (done.returncode, done.stderr.count(b"Traceback")) == (0, 0)
        assert len(server.requests) == (0 if closed == "<&-" else 1)


def wrapped(text: str, width: int, size: int) -> list[str]:
    """The lines of a text that comes in pieces of `size` characters."""
    column, shown = Column(width), list[str]()
    for start in range(0, len(text), size):
        column.push(text[start : start + size])
        assert column.lines[: len(shown)] == shown, "lines once shown never change"
        shown = list(column.lines)
    column.finish()
    return column.lines


@pytest.mark.parametrize(
    "text", ["one two three four", "a" * 50, "世界" * 20, "x\n\ny z", "ends with space ", "\t a\tb", ""]
)
def test_wrapped_lines_fit_and_keep_all_words(text: str) -> None:
    lines = wrapped(text, 10, 7)
    assert all(cells(line) <= 10 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize("width", [8, 11, 20])
def test_the_lines_do_not_depend_on_the_pieces(width: int) -> None:
    text = "A model's  answer, with a verylongwordthatmustbebroken and 世界 in it.\n\nThen an   end. "
    for size in range(1, 12):
        assert wrapped(text, width, size) == wrapped(text, width, len(text))
