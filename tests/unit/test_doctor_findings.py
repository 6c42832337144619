"""Each check by itself: the facts it may meet, and what it says of them."""

import shutil
import sys
from pathlib import Path

import pytest

from emalign_tui import mini
from emalign_tui.lab.doctor import disk, gpu, hub_token, memory, packages, python, terminal
from emalign_tui.lab.doctor.run import run_checks
from emalign_tui.lab.models.kit import changed_files, write_sums
from emalign_tui.lab.paths import Home
from emalign_tui.lab.redaction import redact
from emalign_tui.lab.secrets import Token, hub_tokens

GIB = 2**30


def one(home: Home, name: str):
    (result,) = run_checks(home, [name])
    return result


def test_python_versions() -> None:
    for version, status in [((3, 10), "fail"), ((3, 11), "ok"), ((3, 13), "ok"), ((3, 14), "fail")]:
        assert python.judge(version, True).status == status, version
    assert "not in a virtual environment" in python.judge((3, 12), False).evidence


def test_all_missing_packages_come_in_one_command() -> None:
    declared = ["textual==8.2.8", "PyYAML>=6", "trl>=1.10; extra == 'cpu'", "vllm>=0.32; extra == 'gpu'"]
    good = {"textual": "8.2.8", "pyyaml": "6.0.3", "trl": "1.16.0"}
    assert packages.judge(declared, good).status == "ok"
    finding = packages.judge(declared, {"pyyaml": "5.4", "trl": "1.16.0"})
    assert finding.status == "fail"
    assert finding.fix == f'{sys.executable} -m pip install "textual==8.2.8" "PyYAML>=6"'
    assert "textual is missing" in finding.evidence and "PyYAML 5.4 does not fit >=6" in finding.evidence
    finding = packages.judge(declared, {**good, "trl": "0.9"})
    assert finding.status == "warn" and "remote endpoints work" in finding.evidence and "vllm" not in finding.fix


def test_a_torchvision_of_another_torch(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "torchvision.py").write_text("raise RuntimeError('operator torchvision::nms does not exist')")
    (tmp_path / "torch.py").write_text("__version__ = '2.13.0'")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    result = one(home, "torch")
    assert result.status == "fail" and "torchvision::nms does not exist" in result.evidence
    assert '"torchvision==0.28.*"' in result.fix


@pytest.mark.parametrize("body", ["raise ImportError('libcudart.so.13: cannot open')", "import os; os._exit(9)"])
def test_a_torch_that_does_not_import(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    (tmp_path / "torch.py").write_text(body)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    result = one(home, "torch")
    assert result.status == "fail" and ("libcudart" in result.evidence or "exit code 9" in result.evidence)
    assert "pip install" in result.fix


def test_gpu_facts() -> None:
    card = {"name": "H200", "capability": "9.0", "total": 140 * GIB, "free": 139 * GIB, "pids": []}
    assert gpu.judge("580.1", [card]).status == "ok"
    held = gpu.judge("580.1", [{**card, "free": 10 * GIB, "pids": [4242]}])
    assert held.status == "warn" and "4242" in held.evidence and "10.0 of 140.0 GiB" in held.evidence
    both = gpu.judge("580.1", [{**card, "free": 10 * GIB}, card])
    assert both.status == "ok", "one of the two is free"
    assert "CPU mode" in gpu.judge("580.1", []).evidence


def test_disk_space(tmp_path: Path) -> None:
    for free, status in [(0, "fail"), (GIB, "warn"), (10 * GIB, "ok"), (100 * GIB, "ok")]:
        assert disk.judge({"results": (tmp_path, 500 * GIB), "model cache": (tmp_path, free)}).status == status
    assert "room for a 7B" in disk.judge({"results": (tmp_path, 100 * GIB)}).evidence
    assert disk.existing(tmp_path / "not" / "yet") == tmp_path


def test_memory_and_the_limit_of_a_container(tmp_path: Path) -> None:
    assert memory.container_limit(tmp_path) is None
    (tmp_path / "memory.max").write_text("max\n")
    (tmp_path / "memory.current").write_text("5\n")
    assert memory.container_limit(tmp_path) is None
    (tmp_path / "memory.max").write_text(f"{4 * GIB}\n")
    assert memory.container_limit(tmp_path) == (4 * GIB, 4 * GIB - 5)
    (tmp_path / "memory.current").write_text(f"{9 * GIB}\n")
    assert memory.container_limit(tmp_path) == (4 * GIB, 0)
    for free, status in [(GIB // 2, "fail"), (2 * GIB, "warn"), (8 * GIB, "ok")]:
        assert memory.judge(16 * GIB, free, in_container=False).status == status


def test_hub_tokens_and_their_sources(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_HOME", "HF_TOKEN_PATH", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert hub_tokens() == [] and hub_token.judge([]).status == "warn"
    file = tmp_path / ".cache" / "huggingface" / "token"
    file.parent.mkdir(parents=True)
    file.write_text("hf_one\n")
    assert [token.source for token in hub_tokens()] == [str(file)]
    assert hub_token.judge(hub_tokens()).status == "ok"
    monkeypatch.setenv("HUGGING_FACE_HUB_TOKEN", "hf_two")
    monkeypatch.setenv("HF_TOKEN", "  hf_one ")
    finding = hub_token.judge(hub_tokens())
    assert finding.status == "warn" and finding.evidence.startswith("HF_TOKEN wins over")
    monkeypatch.delenv("HUGGING_FACE_HUB_TOKEN")
    assert hub_token.judge(hub_tokens()).status == "ok", "the same token twice is no trap"
    for odd in ("sk-abc", "hf_a b", "hf_a\nhf_b"):
        assert hub_token.judge([Token("HF_TOKEN", odd)]).status == "warn"
    file.unlink()
    file.mkdir()
    assert [token.source for token in hub_tokens()] == ["HF_TOKEN"]
    assert "hf_one" not in repr(hub_tokens())


def test_terminals() -> None:
    utf8 = {"LANG": "en_GB.UTF-8", "TERM": "xterm-256color"}
    assert terminal.judge(None, utf8).status == "skipped"
    assert terminal.judge((80, 24), utf8).status == "ok"
    assert terminal.judge((79, 24), utf8).status == "warn"
    assert terminal.judge((80, 24), {**utf8, "TERM": "dumb"}).status == "fail"
    assert terminal.judge((80, 24), {"TERM": "xterm"}).fix == "export LC_ALL=C.UTF-8"
    assert terminal.judge((80, 24), {**utf8, "LC_ALL": "C"}).status == "warn", "LC_ALL wins over LANG"
    remote = terminal.judge((200, 50), {**utf8, "TMUX": "/tmp/x", "SSH_CONNECTION": "a b", "COLORTERM": "truecolor"})
    assert remote.evidence.startswith("200x50, 16 million colours, tmux, SSH, UTF-8; runs go on")


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the mini kit in the package's place, with its checksums."""
    folder = tmp_path / "kit"
    shutil.copytree(mini.MODEL, folder / "base")
    shutil.copytree(mini.JUDGE, folder / "judge")
    write_sums(folder)
    monkeypatch.setattr(mini, "MODEL", folder / "base")
    return folder


def test_a_damaged_mini_kit_is_found(home: Home, kit: Path) -> None:
    assert one(home, "mini_kit").status == "ok"
    weights = kit / "base" / "model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    result = one(home, "mini_kit")
    assert result.status == "warn" and "base/model.safetensors" in result.evidence
    weights.write_bytes(content[:-1])
    assert one(home, "mini_kit").status == "fail"
    shutil.rmtree(kit / "judge")
    assert changed_files(kit)
    assert one(home, "mini_kit").status == "fail"


def test_a_kit_without_its_record(home: Home, kit: Path) -> None:
    (kit / "judge" / "stowaway.txt").write_text("")
    assert changed_files(kit) == ["judge/stowaway.txt"]
    (kit / "SHA256SUMS").unlink()
    assert one(home, "mini_kit").status == "warn"


def test_work_folders(tmp_path: Path) -> None:
    def checkout(folder: Path) -> Home:
        (folder / "emalign_tui").mkdir(parents=True)
        (folder / "emalign_tui" / "__init__.py").touch()
        (folder / "pyproject.toml").touch()
        return Home(folder)

    outer, inner = checkout(tmp_path / "emalign"), checkout(tmp_path / "emalign" / "emalign")
    assert one(outer, "work_folder").status == "ok"
    assert "inside another checkout" in one(inner, "work_folder").evidence
    assert one(Home(tmp_path / "new" / "folder"), "work_folder").status == "ok"
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "results").write_text("a file")
    assert one(Home(tmp_path / "taken"), "work_folder").status == "fail"
    assert one(Home(Path("/proc/emalign")), "work_folder").status == "fail", "nobody can write there, not even root"


def test_redaction(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_API_KEY", "plainlookingkey")
    text = "plainlookingkey hf_abcdefgh12 sk-proj-abc_def-1 Bearer eyJhbGciOi https://me:sesame@host/x kept hf_hub"
    hidden = redact(text)
    assert hidden == "[hidden] [hidden] [hidden] Bearer [hidden] https://[hidden]@host/x kept hf_hub"
    assert redact(hidden) == hidden
