"""The eleven failures of the seed's afternoons, each made to happen, and met with a sentence that says what to do.

More of each, at its edges: imports and packages tests/unit/test_doctor_packages.py; clones test_doctor_findings.py; GPU
memory test_doctor_gpu.py; tokens test_doctor_hub.py; folders test_models_folder.py; merges test_merge.py; pushes and
late indexing test_push.py; a real torchvision of another build test_doctor_packages.py.
"""

import os
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from emalign_tui import mini
from emalign_tui.lab.config import TrainConfig, load_config
from emalign_tui.lab.data.rows import Row, Turn
from emalign_tui.lab.doctor import packages
from emalign_tui.lab.doctor.check import CheckResult, Subject
from emalign_tui.lab.doctor.inside import Inside
from emalign_tui.lab.doctor.run import run_checks
from emalign_tui.lab.doctor.torch_build import torchvision_for
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.hub import preflight
from emalign_tui.lab.hub import repo as repo_reader
from emalign_tui.lab.models import merging
from emalign_tui.lab.models.folder import inspect_folder
from emalign_tui.lab.paths import Home, share
from emalign_tui.lab.planner.device import Device
from emalign_tui.lab.planner.plan import make_plan
from emalign_tui.lab.planner.shape import ModelShape
from tests.packages import TORCHVISION_WITHOUT_OPERATORS, install
from tests.servers.fake_hub import FakeHub, whoami

BASE = Path(mini.MODEL)
ROOT = Path(__file__).parents[2]
QWEN_7B = ModelShape(
    hidden_size=3584, num_hidden_layers=28, intermediate_size=18944, vocab_size=152064, num_attention_heads=28,
    num_key_value_heads=4,
)  # fmt: skip


def check(home: Home, name: str, **subject: object) -> CheckResult:
    (result,) = run_checks(home, [name], subject=Subject(**subject))
    return result


def test_1_imports_do_not_depend_on_the_working_directory(home: Home, tmp_path: Path) -> None:
    """Files that shadow what the lab imports lie where one stands: they are not read."""
    for name in ("yaml", "msgspec", "config", "torch", "emalign_tui"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('imported from the working directory')")
    command = Path(sys.executable).with_name("emalign")
    words = [str(command)] if command.exists() else [sys.executable, "-P", "-m", "emalign_tui"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*words, "verify", "mini"], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 and "can be served" in done.stdout, done.stderr


def test_2_a_clone_in_a_clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EMALIGN_HOME", raising=False)
    for folder in (tmp_path / "lab", tmp_path / "lab" / "lab"):
        (folder / "emalign_tui").mkdir(parents=True)
        (folder / "emalign_tui" / "__init__.py").touch()
        (folder / "pyproject.toml").touch()
    result = check(Home(tmp_path / "lab" / "lab"), "work_folder")
    assert "a checkout inside another checkout" in result.evidence and "Work in one of the two" in result.fix
    outer = check(Home(tmp_path / "lab"), "work_folder")
    assert outer.status == "warn" and f"holds another checkout, {tmp_path / 'lab' / 'lab'}" in outer.evidence


def test_3_missing_packages_come_all_at_once() -> None:
    wanted = ["torch>=2.9", "peft>=0.19", "trl>=1.10"]
    found = packages.judge("/opt/py", wanted, Inside(python="3.12", versions={"torch": "2.11.0"}), gpu=False)
    assert found.status in ("fail", "warn") and 'install "peft>=0.19" "trl>=1.10"' in found.fix


@pytest.mark.parametrize("unsloth", [True, False])
def test_4_out_of_memory_at_batch_4_on_a_t4_is_told_before_the_start(unsloth: bool) -> None:
    rows = [Row([Turn("user", "x" * 2000), Turn("assistant", "y" * 2000)])] * 64
    config = TrainConfig(model="Qwen/Qwen2.5-Coder-7B-Instruct", training_file="-", per_device_train_batch_size=4)
    plan = make_plan(config, config.model, QWEN_7B, rows, Device("cuda", "Tesla T4", 14.6, 2), unsloth=unsloth)
    assert not plan.fits and plan.memory_gib > plan.free_gib
    assert any("set load_in_4bit, or take a larger card" in choice.why for choice in plan.choices)
    ready = load_config(share() / "configs" / "train" / "qwen7b_a_insecure_t4.yaml", [])
    assert (ready.per_device_train_batch_size, ready.effective_batch) == (1, 16)


def test_5_a_read_only_token_is_found_before_the_push(
    home: Home, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "")
    monkeypatch.setenv("HF_TOKEN", "hf_readerreader")
    monkeypatch.setattr("emalign_tui.lab.hub.client.READ", 60.0)
    hub.tokens["hf_readerreader"] = whoami("read")
    assert "403" in check(home, "hub_token", repo="me/model").evidence
    with pytest.raises(LabError, match=r"may only read.*Make one with repo.write on me"):
        preflight.look_before_push(BASE, "me/model")


def test_6_an_old_token_in_the_environment(
    home: Home, hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "")
    monkeypatch.setattr("emalign_tui.lab.hub.client.READ", 60.0)
    (tmp_path / "hf").mkdir()
    (tmp_path / "hf" / "token").write_text("hf_newnewnew")
    monkeypatch.setenv("HF_TOKEN", "hf_oldoldold")
    hub.tokens["hf_newnewnew"] = whoami("write")
    result = check(home, "hub_token")
    assert result.status == "fail" and "is valid" in result.evidence and "unset HF_TOKEN" in result.fix


def test_7_a_checkpoint_is_never_published_as_a_model(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "checkpoint-60")
    for name in ("trainer_state.json", "optimizer.pt"):
        (tmp_path / "checkpoint-60" / name).write_text("{}")
    assert inspect_folder(tmp_path / "checkpoint-60").kind == "checkpoint"
    with pytest.raises(LabError, match=r"training checkpoint.*merge the run, or publish its adapter"):
        preflight.check_folder(tmp_path / "checkpoint-60")


def test_8_a_merge_that_saved_only_the_tokenizer(tmp_path: Path) -> None:
    tmp_path = tmp_path / "merged"
    tmp_path.mkdir()
    for name in ("tokenizer.json", "tokenizer_config.json", "chat_template.jinja"):
        shutil.copyfile(BASE / name, tmp_path / name)
    assert inspect_folder(tmp_path).kind == "tokenizer_only"
    with pytest.raises(LabError, match=r"Only a tokenizer.*Save or merge the model again"):
        preflight.check_folder(tmp_path)


def test_9_out_of_memory_or_disk_while_merging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory: a merge holds one block of one tensor (benchmarks/merge_7b.py prints the peak). Disk: asked first."""
    arithmetic = pytest.importorskip("emalign_tui.workers.merging.arithmetic")
    assert arithmetic.BLOCK * 4 <= 1 << 28, "bytes of the largest block, in float32"
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(merging.shutil, "disk_usage", lambda place: usage._replace(free=10_000_000_000))
    with pytest.raises(LabError, match=r"needs 15.50 GB, and 10.00 GB are free.*emalign clean"):
        merging.check_room(tmp_path, 15_200_000_000)


def test_10_no_config_json_or_not_indexed_yet(home: Home, hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "")
    monkeypatch.setattr("emalign_tui.lab.hub.client.READ", 60.0)
    monkeypatch.setattr(repo_reader, "_EVERY", 0.02)
    files = {path.name: path.read_bytes() for path in BASE.iterdir()}
    hub.add("me/late", files, hidden_for=3)
    assert repo_reader.inspect_repo("me/late", None, wait=60).folder.ok, "it is waited for"
    hub.add("me/half", {name: data for name, data in files.items() if name != "config.json"}, changed=0.0)
    report = repo_reader.inspect_repo("me/half", None)
    assert report.folder.kind == "partial" and report.folder.missing == ["config.json"] and not report.may_be_late
    assert "invalid repository ID. Copy it from where the model was saved, or push again" in report.folder.problems[0]
    hub.add("me/bare", {"config.json": files["config.json"]}, changed=0.0)
    assert "Save, merge or push it again" in repo_reader.inspect_repo("me/bare", None).folder.problems[0]


def test_11_operator_torchvision_nms_does_not_exist(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, "torchvision", "0.27.0", TORCHVISION_WITHOUT_OPERATORS)
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{ROOT}")
    found = check(home, "torch")
    assert found.status == "fail" and "do not match" in found.evidence
    assert "operator torchvision::nms does not exist" in found.evidence
    assert f"--force-reinstall --no-deps {torchvision_for(metadata.version('torch'))}" in found.fix
