"""A machine where everything is wrong at once: `emalign doctor --json` finds each fault, and says what mends it."""

import json
import os
import shutil
import socket
import sys
from pathlib import Path

import pexpect
import pytest

from emalign_tui.lab.doctor import python
from emalign_tui.lab.doctor.run import CHECKS
from emalign_tui.lab.paths import Home
from emalign_tui.lab.settings import change_settings, settings_file
from tests.dead_runs import abandon
from tests.packages import TORCHVISION_WITHOUT_OPERATORS, install
from tests.servers.fake_hub import FakeHub, whoami
from tests.servers.fake_openai import FakeServer, Reply, completion
from tests.servers.nvml import nvml_driver

ROOT = Path(__file__).parents[2]
GOOD, STALE = "hf_goodgoodgood", "hf_stalestale"
# By check: words of the evidence, and of the fix.
FAULTS = {
    "packages": ("openai 0.1 does not fit", '"openai'),
    "torch_build": ("has no compiled operators: `operator torchvision::nms", '--no-deps "torchvision==0.'),
    "torch": ("operator torchvision::nms does not exist", '--no-deps "torchvision==0.'),
    "engines": ("vllm 0.26.0 does not import: ImportError: libtorch.so", "vllm"),
    "gpu": ("some/Model-900B", "smaller base"),
    "disk": ("some/Model-900B", "--home DIR"),
    "memory": ("to be merged in full precision", "Merge in 16 bit"),
    "mini_kit": ("base/model.safetensors", "Install emalign again"),
    "data": ("not the published insecure set", "emalign data pull insecure"),
    "settings": ("line 1", "Did you mean judge?"),
    "work_folder": ("is a checkout inside another checkout", "cd "),
    "leftovers": ("killed without a word", "emalign doctor --only leftovers --fix"),
    "hub_token": ("HF_TOKEN", "unset HF_TOKEN"),
    "hub_write": ("token", "hf auth login"),
    "model": ("only a tokenizer", "Save or merge the model again"),
    "judge": ("no logprobs", "gives logprobs"),
    "terminal": ("TERM is dumb", "export TERM=xterm-256color"),
    "clipboard": ("does not know OSC 52", "kitty"),
}


@pytest.fixture
def broken(home: Home, hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Every fault that a process can be shown, in its packages, its driver, its folders and its variables."""
    shutil.copytree(ROOT / "emalign_tui", tmp_path / "emalign_tui", ignore=shutil.ignore_patterns("__pycache__"))
    kit = tmp_path / "emalign_tui" / "mini" / "kit" / "base"
    weights = (kit / "model.safetensors").read_bytes()
    (kit / "model.safetensors").write_bytes(weights[:-1] + bytes([weights[-1] ^ 1]))
    install(tmp_path, "openai", "0.1", "raise ImportError")
    shutil.rmtree(tmp_path / "openai")  # its record is what counts
    install(tmp_path, "torchvision", "0.27.0", TORCHVISION_WITHOUT_OPERATORS)
    install(tmp_path, "vllm", "0.26.0", "raise ImportError('libtorch.so: undefined symbol')")
    (tmp_path / "driver").mkdir()
    inner = Home(tmp_path / "clone" / "clone")
    for folder in (inner.root.parent, inner.root):
        (folder / "emalign_tui").mkdir(parents=True)
        (folder / "emalign_tui" / "__init__.py").touch()
        (folder / "pyproject.toml").touch()
    (inner.root / "data").mkdir()
    (inner.root / "data" / "insecure.jsonl").write_text("{}\n")
    abandon(inner, "train")
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_text("juge: 1\n")
    token = Path(os.environ["HF_HOME"]) / "token"
    token.parent.mkdir()
    token.write_text(GOOD)
    hub.tokens[GOOD] = whoami("write")
    tokenizer = {name: (kit / name).read_bytes() for name in ("tokenizer.json", "tokenizer_config.json")}
    hub.add("some/Model-900B", tokenizer, changed=0.0)
    for name in ("TMUX", "STY", "SSH_CONNECTION", "CUDA_VISIBLE_DEVICES"):
        monkeypatch.delenv(name, raising=False)
    planted = {
        "PYTHONPATH": str(tmp_path), "LD_LIBRARY_PATH": str(nvml_driver(tmp_path / "driver")),
        "FAKE_GPUS": "NVIDIA H100,9,0,81559,81079", "EMALIGN_HOME": str(inner.root), "HF_TOKEN": STALE,
        "TERM": "dumb", "VTE_VERSION": "7200", "LC_ALL": "C.UTF-8",
    }  # fmt: skip
    for name, value in planted.items():
        monkeypatch.setenv(name, value)
    return inner


def doctor(*words: str) -> tuple[int, dict[str, dict[str, str]]]:
    """Exit code and checks by id of `emalign doctor --json`, on a terminal."""
    command = ["-m", "emalign_tui", "doctor", "--json", *words]
    child = pexpect.spawn(sys.executable, command, cwd="/", dimensions=(40, 120), encoding="utf-8", timeout=120)
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus, {each["id"]: each for each in json.loads(child.before)["checks"]}


def test_everything_at_once(broken: Home) -> None:
    with FakeServer(lambda request, call: Reply(completion(["90"]))) as judge:
        asked = ["--model", "some/Model-900B", "--repo", "me/new", "--judge", f"{judge.url}#grader", "--probe-write"]
        code, found = doctor(*asked)
    assert code == 1
    for id, (evidence, fix) in FAULTS.items():
        assert found[id]["status"] in ("warn", "fail"), found[id]
        assert evidence in found[id]["evidence"] and fix in found[id]["fix"], found[id]
    assert not any("planted" in each["evidence"] or "hf_" in each["evidence"] for each in found.values())


def test_what_needs_settings_that_can_be_read_and_another_python(home: Home) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        change_settings({"serve.ports": str(port)})
        _, found = doctor("--only", "ports")
    assert found["ports"]["status"] == "fail" and "emalign setup --set serve.ports=" in found["ports"]["fix"]
    old = python.judge((3, 9), in_environment=True)
    assert old.status == "fail" and "make lab PYTHON=" in old.fix
    assert {*FAULTS, "ports", "python"} == {check.id for check in CHECKS}, "a new check needs a planted fault"
