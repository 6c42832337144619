"""vLLM: driven as a real process, which is a stand-in (tests/servers/vllm_stand_in) beside a stand-in for the driver.

The real one: tests/gpu/serve_vllm.py.
"""

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from emalign_tui import mini
from emalign_tui.lab.doctor.gpu_facts import GIB, Card, Machine
from emalign_tui.lab.paths import Home
from emalign_tui.lab.serving import processes
from emalign_tui.lab.serving.records import ServeConfig, Server
from emalign_tui.lab.serving.servers import failed_servers, list_servers, stop_all
from emalign_tui.lab.serving.sizing import Layout
from tests.servers.nvml import nvml_driver
from tests.waiting import wait_until

STAND_IN = Path(__file__).parents[1] / "servers" / "vllm_stand_in"
CARD = "NVIDIA H100 80GB HBM3,9,0,81559,81079,0"
PATIENCE = 400.0  # seconds; the machine may be busy


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return nvml_driver(tmp_path_factory.mktemp("driver"))


class Box:
    """A machine with a card and vLLM: its home, and the lab's commands on it."""

    def __init__(self, driver: Path, root: Path) -> None:
        self.root, self.gpus = root, root / "gpus.txt"
        self.gpus.write_text(CARD)
        self.env = {
            **os.environ,
            "EMALIGN_HOME": str(root / "home"),
            "XDG_CONFIG_HOME": str(root / "config"),
            "LD_LIBRARY_PATH": str(driver),
            "FAKE_GPUS": f"@{self.gpus}",
            "GPUS": str(self.gpus),
            "PYTHONPATH": os.pathsep.join([str(STAND_IN), str(Path(mini.__file__).parents[2])]),
            "HF_HUB_OFFLINE": "1",
        }
        self.env.pop("CUDA_VISIBLE_DEVICES", None)

    def start(self, *words: str, **variables: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", "from emalign_tui.cli.main import main; main()", *words]
        pipes: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(command, text=True, env={**self.env, **variables}, **pipes)

    def run(self, *words: str, **variables: str) -> tuple[int, Any, str]:
        """Exit code, the JSON document, and what went to stderr."""
        process = self.start(*words, "--json", **variables)
        out, err = process.communicate(timeout=PATIENCE)
        assert "Traceback" not in err
        return process.returncode, json.loads(out), err

    @property
    def home(self) -> Home:
        return Home(Path(self.env["EMALIGN_HOME"]))

    def servers(self) -> list[Server]:
        return list_servers(self.home)

    @property
    def engine(self) -> int:
        """The pid of the process that has the card's memory."""
        return int(self.gpus.with_suffix(".engine").read_text())


@pytest.fixture
def box(driver: Path, tmp_path: Path) -> Any:
    box = Box(driver, tmp_path)
    yield box
    stop_all(box.home)
    if box.gpus.with_suffix(".engine").exists() and not gone(box.engine):
        os.kill(box.engine, signal.SIGKILL)


def gone(pid: int) -> bool:
    """Whether a process has ended, be it that nobody has collected it."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def adapter(folder: Path, rank: int = 4, **config: Any) -> Path:
    """A LoRA on one layer of the mini base, written by hand: no torch is needed to serve it."""
    import numpy as np
    from safetensors.numpy import save_file

    folder.mkdir()
    of = "base_model.model.model.layers.0.self_attn.q_proj"
    shapes = {f"{of}.lora_A.weight": (rank, 256), f"{of}.lora_B.weight": (256, rank)}
    save_file({name: np.ones(shape, "float32") for name, shape in shapes.items()}, folder / "adapter_model.safetensors")
    told = {"peft_type": "LORA", "r": rank, "lora_alpha": 8, "target_modules": ["q_proj"], "use_rslora": True, **config}
    told["base_model_name_or_path"] = str(mini.MODEL)
    (folder / "adapter_config.json").write_text(json.dumps(told))
    return folder


def status(url: str, key: str = "", body: dict[str, Any] | None = None) -> int:
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=300) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_one_server_from_start_to_free_memory(box: Box) -> None:
    """Started once for two who ask at the same time; adapters join at run time; the key guards every route."""
    first = adapter(box.root / "first")
    second = adapter(box.root / "second", alpha_pattern={"layers.0.self_attn.q_proj": 2})
    both = [box.start("serve", str(each), "--engine", "vllm", "--json") for each in (first, second)]
    served = []
    for process in both:
        out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, err
        served.append(json.loads(out)["served"][0])
    (server,) = box.servers()
    assert served[0]["url"] == served[1]["url"] == server.url
    assert server.engine == "vllm" and server.rank == 32
    plain = Path(next(folder for name, folder in server.adapters.items() if name.startswith("second")))
    assert set(server.adapters.values()) == {str(first), str(plain)}
    told = json.loads((plain / "adapter_config.json").read_text())
    assert (told["r"], told["lora_alpha"]) == (4, 4) and "alpha_pattern" not in told, "0.26 does not know patterns"
    assert server.url.startswith("http://127.0.0.1:")

    key_file = server.key_file
    key = key_file.read_text()
    assert key_file.stat().st_mode & 0o777 == 0o600
    words = [each.info["cmdline"] or [] for each in psutil.process_iter(["cmdline"])]  # None of a zombie
    lines = [" ".join(each) for each in words if "vllm.entrypoints" in str(each)]
    assert lines and not any(key in line for line in lines), "a command line is for all to read"
    assert key not in (box.home.root / "results" / "serve" / server.run / "log.txt").read_text()
    ask = {"model": served[0]["model"], "messages": []}
    for route in ("/v1/chat/completions", "/invocations"):
        assert status(server.url.removesuffix("/v1") + route, "wrong", ask) == 401
        assert status(server.url.removesuffix("/v1") + route, key, ask) == 200
    assert status(server.url.removesuffix("/v1") + "/health") == 200

    code, document, _ = box.run("serve", str(first))
    assert code == 0 and document["served"][0]["url"] == server.url, "used again"
    assert box.run("serve", str(first), "--engine", "cpu")[0] == 1
    engine = box.engine
    code, document, _ = box.run("unserve", "--all")
    assert code == 0 and document["freed_gib"][0] == pytest.approx(40, rel=0.05) and document["held"] == []
    assert gone(engine)
    assert not list(box.home.root.glob("results/serve/*/key"))


def test_the_start_is_told_stage_by_stage(box: Box) -> None:
    _, _, err = box.run("serve", "mini", "--engine", "vllm")
    assert "vLLM on NVIDIA H100" in err and "adapters up to rank 32, the usual one" in err
    assert "s left" in err
    run = next(box.home.root.glob("results/serve/*"))
    events = [json.loads(line) for line in (run / "events.jsonl").read_text().splitlines()]
    progress = [each for each in events if each["type"] == "progress"]
    assert progress and all(0 <= each["done"] <= each["total"] for each in progress)
    kept = json.loads((box.home.root / ".emalign" / "starts.json").read_text())
    assert set(next(iter(kept.values()))) >= {"starting", "almost ready"}, "the next estimate is this start"


@pytest.mark.parametrize(
    ("how", "what", "do"),
    [
        ("memory", "Out of GPU memory", "doctor --only gpu"),
        ("no config", "has no config.json", "emalign verify"),
        ("unknown", "AssertionError: nobody foresaw this", "log"),
        ("killed", "from outside (SIGKILL)", "memory"),
    ],
)
def test_a_failed_start_is_told_with_cause_and_fix(box: Box, how: str, what: str, do: str) -> None:
    code, document, _ = box.run("serve", "mini", "--engine", "vllm", STAND_IN=how)
    assert code == 1
    assert what in document["error"]["what"] and do in document["error"]["do"], document
    assert box.servers() == []
    assert [info.error and info.error["what"] for info in failed_servers(box.home)] == [document["error"]["what"]]
    assert gone(box.engine), "nothing of it is left"


def test_an_adapter_above_the_servers_rank_is_refused_with_the_way_out(box: Box) -> None:
    assert box.run("serve", "mini", "--engine", "vllm")[0] == 0
    code, document, _ = box.run("serve", str(adapter(box.root / "big", rank=64)))
    assert code == 1 and "rank 64" in document["error"]["what"] and "unserve" in document["error"]["do"]
    assert box.run("unserve", "--all")[0] == 0
    assert box.run("serve", str(box.root / "big"), "--engine", "vllm")[0] == 0, "laid out anew for rank 64"
    assert box.servers()[0].rank == 64


def test_memory_that_stays_held_is_said(box: Box) -> None:
    """An engine that ignores TERM is killed; the card is free all the same."""
    assert box.run("serve", "mini", "--engine", "vllm", STAND_IN="deaf engine")[0] == 0
    engine = box.engine
    code, document, _ = box.run("unserve", "--all")
    assert (code, document["held"]) == (0, []) and gone(engine)


@pytest.mark.parametrize(
    ("now", "held"),
    [(139.8, ""), (139.6, ""), (138.5, "GPU 0 has only 0.1 GiB more free than before the stop, about 2.7 were held")],
    ids=["all as before the start", "a little less", "not freed"],
)
def test_a_server_that_held_less_than_its_share_is_seen_to_be_gone(
    now: float, held: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As on an H200 on which another server was, too: 1.4 GiB of the 2.7 that it might have taken."""

    def machine(free: float) -> Machine:
        card = Card(name="NVIDIA H200", capability=(9, 0), total=int(140.4 * GIB), free=int(free * GIB))
        return Machine(driver="580", cuda=(13, 0), cards=[card])

    monkeypatch.setattr(processes, "_machine", lambda: machine(now))
    monkeypatch.setattr(processes, "FREEING", 0.0)
    layout = Layout(rank=32, adapters=4, parked=32, context=2048, share=0.019, free=int(139.8 * GIB))
    config = ServeConfig(base="mini", name="mini", device="0", layout=layout)
    info: Any = SimpleNamespace(id="serve")
    ended = processes.after(processes.Before(pids={}, machine=machine(138.4)), info, config)
    assert ended.held == held and ended.freed == pytest.approx(now - 138.4, abs=0.01)


def test_nothing_outlives_a_watcher_that_is_killed(box: Box) -> None:
    """The kernel ends vLLM with its watcher; an engine that is left over is ended by whoever looks next."""
    assert box.run("serve", "mini", "--engine", "vllm")[0] == 0
    (server,) = box.servers()
    vllm = psutil.Process(server.pid)
    os.kill(vllm.ppid(), signal.SIGKILL)
    wait_until(lambda: gone(server.pid), PATIENCE, "vLLM to follow its watcher")
    engine = box.engine
    code, document, err = box.run("serve", "mini", "--engine", "vllm")
    assert code == 0 and document["served"][0]["url"] and "had died" in err
    assert gone(engine) and not gone(box.engine)


def test_a_start_can_be_broken_off_and_joined(box: Box) -> None:
    """Ctrl-C on `serve` leaves the start alone; the next one waits for the same server; unserve ends it."""
    process = box.start("serve", "mini", "--engine", "vllm", STAND_IN="hang")
    wait_until(lambda: box.gpus.with_suffix(".engine").exists(), PATIENCE, "the engine")
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=PATIENCE)
    (loading,) = box.run("servers")[1]["starting"]
    again = box.start("serve", "mini", "--json")
    assert again.stderr and "starting" in again.stderr.readline(), "it has joined before the server is stopped"
    assert box.run("unserve", loading["run"])[0] == 0
    out, _ = again.communicate(timeout=PATIENCE)
    assert again.returncode == 1 and "stopped while it started" in json.loads(out)["error"]["what"]
    assert len(list(box.home.root.glob("results/serve/*"))) == 1, "never started twice"
    assert gone(box.engine)


def test_vllm_is_not_chosen_where_it_is_not(box: Box) -> None:
    without = box.env["PYTHONPATH"].partition(os.pathsep)[2]
    code, document, _ = box.run("serve", "mini", "--engine", "vllm", PYTHONPATH=without)
    assert code == 1 and "vLLM is not in" in document["error"]["what"]


def test_a_training_on_the_card_says_who_serves_there(box: Box) -> None:
    assert box.run("serve", "mini", "--engine", "vllm")[0] == 0
    (server,) = box.servers()
    words = ["train", str(box.root / "no.yaml"), "--yes"]
    (box.root / "no.yaml").write_text("model: mini\ntraining_file: nowhere.jsonl\nloss: sft\n")
    code, _, err = box.run(*words[:-1])
    assert code != 0 and f"emalign unserve {server.run}" in err and box.servers(), "nobody was asked"
    _, _, err = box.run(*words)
    assert "Stopped the server of" in err and box.servers() == []
