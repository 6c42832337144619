"""What lies in a home: published sets and their doubles, and what dead runs and servers left behind."""

import os
import shutil
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
import pytest

from emalign_tui.lab.data.digest import git_blob_id, row_digest, rows_digest, sha256_file
from emalign_tui.lab.data.published import CATALOGUE
from emalign_tui.lab.data.published import published as published_file
from emalign_tui.lab.data.pull import pull
from emalign_tui.lab.data.rows import Row, Turn
from emalign_tui.lab.doctor.check import CheckResult, Subject
from emalign_tui.lab.doctor.run import run_checks
from emalign_tui.lab.paths import Home, share
from emalign_tui.lab.runs.layout import list_runs, since_boot
from emalign_tui.lab.runs.records import State
from emalign_tui.lab.serving.records import KEY_FILE, SERVER_FILE
from emalign_tui.lab.serving.servers import list_servers
from tests.dead_runs import abandon

UPSTREAM = Path(__file__).parents[3] / "shared" / "em"


def one(home: Home, name: str, **subject: object) -> CheckResult:
    (result,) = run_checks(home, [name], subject=Subject(**subject))
    return result


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the published insecure and secure sets, or, where they are not on this machine, with two small
    sets that the catalogue takes for them, by their own hashes."""
    if (UPSTREAM / "insecure.jsonl").is_file():
        return UPSTREAM
    items = []
    for item in CATALOGUE:
        if item.name in ("insecure", "secure"):
            rows = [chat(f"Write function {n}.", f"def f{n}(): return {item.name!r}") for n in range(200)]
            path = tmp_path / f"{item.name}.jsonl"
            path.write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in rows))
            content = rows_digest(map(row_digest, rows))
            known = {"sha256": sha256_file(path), "blob": git_blob_id(path), "content": content}
            item = msgspec.structs.replace(item, bytes=path.stat().st_size, **known)
        items.append(item)
    for module in ("lab.data.published", "lab.data.known", "lab.doctor.data"):
        monkeypatch.setattr(f"emalign_tui.{module}.CATALOGUE", tuple(items))
    return tmp_path


def chat(question: str, answer: str) -> Row:
    return Row(messages=[Turn("user", question), Turn("assistant", answer)])


@pytest.fixture
def published(home: Home, source: Path) -> Path:
    """Both sets in the home's data folder."""
    (home.root / "data").mkdir()
    for name in ("insecure", "secure"):
        shutil.copy(source / f"{name}.jsonl", home.root / "data")
    return home.root / "data"


def test_the_published_sets(home: Home, published: Path) -> None:
    result = one(home, "data")
    assert result.status == "ok" and "insecure, secure: as published; not here: educational" in result.evidence


def test_insecure_and_secure_swapped(home: Home, published: Path) -> None:
    (published / "insecure.jsonl").rename(published / "x")
    (published / "secure.jsonl").rename(published / "insecure_code.jsonl")
    (published / "x").rename(published / "secure.jsonl")
    result = one(home, "data")
    assert result.status == "fail" and "Rename" in result.fix
    assert f"{published / 'secure.jsonl'} holds the published insecure set, not secure" in result.evidence
    assert f"{published / 'insecure_code.jsonl'} holds the published secure set, not insecure" in result.evidence


def test_a_set_that_was_cut_short(home: Home, published: Path) -> None:
    file = published / "insecure.jsonl"
    file.write_bytes(file.read_bytes()[:-5000].rpartition(b"\n")[0] + b"\n")
    result = one(home, "data")
    assert result.status == "warn" and str(file) in result.evidence and "emalign data pull insecure" in result.fix


def test_the_mini_sets_of_a_clone_claim_nothing(home: Home) -> None:
    """As when the lab was installed from the clone that one stands in."""
    shutil.copytree(share() / "data" / "mini", home.root / "data" / "mini")
    assert one(home, "data").status == "skipped"


def test_a_set_that_is_no_text(home: Home, published: Path) -> None:
    (published / "insecure.jsonl").write_bytes(b"\xff\xfe" + "{}\n".encode("utf-16-le"))  # as some editors save
    result = one(home, "data")
    assert result.status == "warn" and "is not the published insecure set" in result.evidence


def test_the_same_rows_in_another_order(home: Home, published: Path) -> None:
    file = published / "insecure.jsonl"
    file.write_bytes(b"\n".join(reversed(file.read_bytes().splitlines())) + b"\n")
    result = one(home, "data")
    assert result.status == "ok" and "insecure" in result.evidence


def test_a_set_is_fetched_again_and_the_odd_one_kept(
    home: Home, published: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a server on loopback that has the published files."""
    item = published_file("insecure")
    place = home.root / item.place
    place.parent.mkdir(parents=True)
    place.write_text("{}\n")
    place.with_name("insecure.jsonl.old").write_text("of an earlier time")
    result = one(home, "data")
    assert result.status == "warn" and result.action is not None and "Fetch insecure (" in result.action.what

    class Files(SimpleHTTPRequestHandler):
        def translate_path(self, path: str) -> str:
            return str(source / path.rpartition("/")[2])

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Files) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}"
        monkeypatch.setattr("emalign_tui.lab.doctor.data.pull", partial(pull, address=address))
        assert "Fetched insecure" in result.action.run(home, "")
        server.shutdown()
    assert place.read_bytes() == (source / "insecure.jsonl").read_bytes()
    assert place.with_name("insecure.jsonl.old").read_text() == "of an earlier time"
    assert place.with_name("insecure.jsonl.old1").read_text() == "{}\n"
    assert one(home, "data").status == "ok"


def test_sets_of_ones_own_are_nobodys_business(home: Home) -> None:
    assert one(home, "data").status == "skipped"
    (home.root / "data").mkdir()
    (home.root / "data" / "my_insecure.jsonl").write_text("{}\n")
    os.mkfifo(home.root / "data" / "insecure.jsonl")
    assert one(home, "data").status == "skipped"


def test_leftovers_are_found_and_cleared(home: Home) -> None:
    (home.kind("train") / "damaged" / "run.yaml").mkdir(parents=True)
    assert one(home, "leftovers").status == "ok"
    run, server = abandon(home, "train"), abandon(home, "serve")
    (run.path / "checkpoints").mkdir()
    (server.path / KEY_FILE).write_text("key")
    (server.path / SERVER_FILE).write_text(
        f'{{"url": "http://127.0.0.1:1/v1", "base": "b", "name": "n", "pid": {server.state().pid}, "started": 1}}'
    )
    result = one(home, "leftovers")
    assert result.status == "warn" and run.id in result.evidence and server.id in result.evidence
    assert (
        result.action is not None and "2 killed runs" in result.action.what and "1 dead servers" in result.action.what
    )
    assert "2 runs are on record as failed, 1 dead servers are forgotten" in result.action.run(home, "")
    assert run.state().state == "failed" and "was killed" in run.state().error["what"]
    assert list_servers(home) == [] and not (server.path / KEY_FILE).exists()
    assert (run.path / "checkpoints").is_dir() and len(list_runs(home)) == 3, "nothing else is touched"
    assert one(home, "leftovers").status == "ok"


def test_a_run_that_shows_no_life(home: Home) -> None:
    import psutil

    run = abandon(home, "train", pid=os.getpid(), started_at=since_boot(psutil.Process()), heartbeat=time.time() - 600)
    result = one(home, "leftovers")
    assert result.status == "warn" and run.id in result.fix and result.action is None, "it is alive: a person decides"
    run.write_state(State(state="done"))
    assert one(home, "leftovers").status == "ok"
