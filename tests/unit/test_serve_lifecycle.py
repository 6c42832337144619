"""Servers and adapters come, go and fail in one sentence."""

import json
import os
import shutil
import signal
import socket
from argparse import Namespace
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import msgspec
import pytest

from emalign_tui import mini
from emalign_tui.cli import servers as servers_command
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.reference import ModelRef
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import RunDir, create_run, find_run, run_info
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.lab.runs.records import Provenance
from emalign_tui.lab.serving import servers
from emalign_tui.lab.serving.http import healthy
from emalign_tui.lab.serving.records import ServeConfig, Server
from emalign_tui.lab.serving.servers import forget_dead, list_servers, load_finished, serve, stop_all, stop_server
from emalign_tui.lab.serving.starting import Wish
from tests.unit.loras import random_adapter
from tests.waiting import wait_until


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    home = Home(tmp_path_factory.mktemp("serving"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OMP_NUM_THREADS", "1")
        patch.setenv("HF_HUB_OFFLINE", "1")
        yield home
        stop_all(home)


def _ref(adapter: Path) -> ModelRef:
    return ModelRef(name=adapter.name, base=str(mini.MODEL.resolve()), adapter=adapter)


# Adapters that do not fit are refused before anything is loaded


def test_a_missing_adapter_is_one_sentence(home: Home, tmp_path: Path) -> None:
    with pytest.raises(LabError, match="Adapter folder not found"):
        serve(home, _ref(tmp_path / "nowhere"))


def test_an_adapter_of_another_base_is_refused(home: Home, tmp_path: Path) -> None:
    folder = random_adapter(tmp_path / "other", 1)
    config = json.loads((folder / "adapter_config.json").read_text())
    other = shutil.copytree(mini.MODEL, tmp_path / "base")
    config["base_model_name_or_path"] = str(other)
    (folder / "adapter_config.json").write_text(json.dumps(config))
    serve(home, _ref(folder))  # a copy of the base is the base
    weights = other / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-2] + b"!!")
    with pytest.raises(LabError, match="another base"):
        serve(home, _ref(folder))


def test_a_rank_that_is_not_the_matrices_is_refused(home: Home, tmp_path: Path) -> None:
    folder = random_adapter(tmp_path / "rank", 1)
    config = json.loads((folder / "adapter_config.json").read_text())
    (folder / "adapter_config.json").write_text(json.dumps({**config, "r": 64}))
    with pytest.raises(LabError, match=r"says rank 64 for \S+, its weights have rank 4"):
        serve(home, _ref(folder))


def test_half_an_adapter_is_refused(home: Home, tmp_path: Path) -> None:
    folder = random_adapter(tmp_path / "half", 1)
    weights = folder / "adapter_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    with pytest.raises(LabError, match="not whole"):
        serve(home, _ref(folder))


def test_a_question_waits_for_no_look_at_past_servers_nor_at_every_byte_of_its_adapter(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = _ref(random_adapter(tmp_path / "again", 7))
    first = serve(home, ref)
    monkeypatch.setattr(
        servers, "list_runs", lambda *_: pytest.fail("it takes longer with every server there ever was")
    )
    monkeypatch.setattr("hashlib.file_digest", lambda *_: pytest.fail("it takes longer with the adapter's size"))
    assert serve(home, ref) == first


def test_a_finished_run_is_loaded_where_its_base_is_served(home: Home, tmp_path: Path) -> None:
    def finished(home: Home) -> RunDir:
        run = create_run(home, "train", "fine", {"r": 4}, Provenance(base=str(mini.MODEL.resolve())))
        random_adapter(run.adapter, 5)
        return run

    serve(home, ModelRef(name="mini", base=str(mini.MODEL.resolve())))
    run = finished(home)
    name = load_finished(home, run)
    assert name and name.startswith(f"{run.id}@")
    assert name == load_finished(home, run), "once"
    (server,) = [server for server in list_servers(home) if server.base == str(mini.MODEL.resolve())]
    assert server.adapters[name] == str(run.adapter)
    assert load_finished(Home(tmp_path), finished(Home(tmp_path))) is None, "nothing is started for it"


# Starting and ending


def test_a_port_in_use_is_one_sentence(home: Home) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(LabError, match=f"Port {port} is in use"):
            serve(home, ModelRef(name="mini-judge", base=str(mini.JUDGE)), wish=Wish(port=port))
    assert all(server.base != str(mini.JUDGE) for server in list_servers(home))


def test_a_model_that_cannot_be_loaded_is_one_sentence(home: Home, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "qwen2"}')
    with pytest.raises(LabError, match="No whole model to serve"):
        serve(home, ModelRef(name="empty", base=str(tmp_path)))
    assert not list(home.kind("serve").glob("empty*"))


def test_a_word_stops_the_server_that_it_names_and_no_other_whose_id_begins_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, stopped = Home(tmp_path / "home"), list[str]()
    monkeypatch.setattr(servers, "_stop", lambda info: stopped.append(info.name))  # they are this very process
    with ExitStack() as running:
        for name in ("qwen", "qwen-chat"):
            (tmp_path / name).mkdir()
            config = msgspec.to_builtins(ServeConfig(base=str(tmp_path / name), name=name))
            run = create_run(home, "serve", name, config, Provenance(base=str(tmp_path / name)))
            running.enter_context(Recorder(run)).hello()
        stop_server(home, "qwen")
        assert stopped == ["qwen"]
        with pytest.raises(LabError, match="2 servers start with qw") as error:
            stop_server(home, "qw")
        assert error.value.exit_code == 2 and "qwen-chat-" in error.value.do and stopped == ["qwen"]
        stop_server(home, "qwen-c")
        monkeypatch.chdir(tmp_path)
        stop_server(home, "./qwen/")
        assert stopped == ["qwen", "qwen-chat", "qwen"]


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe\x00"], ids=["lost", "empty", "no-text"])
def test_a_key_that_cannot_be_read_is_one_sentence_with_the_way_out(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "key").write_bytes(content)
    server = Server(run="r", base="b", name="n", url="u", key_file=tmp_path / "key", pid=1, started=0.0, adapters={},
                    alive=True)  # fmt: skip
    with pytest.raises(LabError, match=r"key cannot be read .*emalign unserve r"):
        server.api_key()


def test_a_stuck_server_is_told_and_can_be_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(tmp_path)
    ref = ModelRef(name="mini", base=str(mini.MODEL.resolve()))
    serve(home, ref)
    (server,) = list_servers(home)
    os.kill(server.pid, signal.SIGSTOP)
    monkeypatch.setattr(servers, "ANSWERS", 0.5)
    monkeypatch.setattr(servers, "CPU_GRACE", 0.5)
    monkeypatch.setattr(servers_command, "healthy", lambda url: healthy(url, 0.5))
    with pytest.raises(LabError, match=rf"it is stuck .*emalign unserve {server.run}"):
        serve(home, ref)
    servers_command.run(Namespace(home=str(tmp_path), json=False))
    assert "lives, but does not answer" in capsys.readouterr().err
    stop_server(home, server.run)
    assert list_servers(home) == [] and run_info(find_run(home, server.run)).error
    servers_command.run(Namespace(home=str(tmp_path), json=False))
    assert "ended from outside" in (told := capsys.readouterr().err) and "resume" not in told


def test_a_killed_server_is_reported_cleared_and_a_stopped_one_says_goodbye(tmp_path: Path) -> None:
    home = Home(tmp_path)
    ref = ModelRef(name="mini", base=str(mini.MODEL.resolve()))
    first = serve(home, ref)
    (server,) = list_servers(home)
    os.kill(server.pid, signal.SIGKILL)
    wait_until(lambda: not list_servers(home)[0].alive, what="the server to die")
    told: list[str] = []
    second = serve(home, ref, on_progress=told.append)
    assert any(server.run in line and "died" in line for line in told)
    assert second.url != first.url
    assert forget_dead(home) == []
    (ended,) = stop_server(home, "mini")
    assert ended.run.state == "stopped" and ended.held == ""
    assert list_servers(home) == []
    assert not list(tmp_path.glob("results/serve/*/key"))
    assert run_info(find_run(home, server.run)).state == "failed"
