"""Files of one model that do not agree with each other, a repository on the Hub, and weights that were proven once."""

import json
import shutil
import venv
from pathlib import Path
from typing import Any

import pytest

from emalign_tui import mini
from emalign_tui.cli.main import _run
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.hub import deep, look
from emalign_tui.lab.models import loading
from emalign_tui.lab.models.folder import inspect_folder
from emalign_tui.lab.models.merge_proof import PROOF
from emalign_tui.lab.paths import Home
from tests.servers.fake_hub import FakeHub

BASE = Path(mini.MODEL)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    shutil.copytree(BASE, tmp_path / "model")
    return tmp_path / "model"


def change(path: Path, **values: Any) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


@pytest.mark.parametrize(
    ("file", "values", "words"),
    [
        ("config.json", {"vocab_size": 9}, "config.json says vocab_size 9, the weights have"),
        ("config.json", {"hidden_size": 9}, "hidden_size 9"),
        ("config.json", {"intermediate_size": 9}, "intermediate_size 9"),
        ("config.json", {"tie_word_embeddings": False}, "no lm_head.weight"),
        ("generation_config.json", {"eos_token_id": [1, 10**6]}, "ends answers at token 1000000"),
        ("tokenizer.json", {"added_tokens": [{"id": 10**6, "content": "x"}]}, "tokens up to 1000000"),
    ],
)
def test_files_that_do_not_agree(model: Path, file: str, values: dict[str, Any], words: str) -> None:
    assert inspect_folder(model).ok
    change(model / file, **values)
    report = inspect_folder(model)
    assert not report.ok and any(words in problem for problem in report.problems), report.problems


def test_what_no_server_minds_is_a_note(model: Path) -> None:
    (model / "generation_config.json").unlink()
    change(model / "config.json", dtype="float32", torch_dtype="float32")
    report = inspect_folder(model)
    assert report.ok and report.problems == []
    for words in ("No model card", "No generation_config.json", "config.json says float32, the weights are BF16"):
        assert any(words in remark for remark in report.remarks)


def test_a_repository_on_the_hub(
    home: Home, hub: FakeHub, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "")
    files = {path.name: path.read_bytes() for path in BASE.iterdir()}
    hub.add("me/whole", files)
    assert _run(["verify", "me/whole", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["kind"] == "merged" and told["path"].startswith("me/whole at ")
    hub.add("me/half", {"config.json": files["config.json"]}, changed=0.0)
    assert _run(["verify", "me/half"]) == 1
    assert "me/half at 000000000000: partial" in capsys.readouterr().out


def test_a_repository_is_fetched_to_be_loaded(
    home: Home, hub: FakeHub, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("transformers")
    monkeypatch.setenv("HF_HUB_OFFLINE", "")
    monkeypatch.setenv("HF_HUB_DISABLE_XET", "1")
    hub.add("me/whole", {**{path.name: path.read_bytes() for path in BASE.iterdir()}, "optimizer.bin.pkl": b"pickle"})
    seen: list[Path] = []
    load = deep.try_to_load
    monkeypatch.setattr(deep, "engines", lambda: ["transformers"])
    monkeypatch.setattr(deep, "try_to_load", lambda folder, engine, base: seen.append(folder) or load(folder, engine))
    _run(["verify", "me/whole", "--deep"])
    told = capsys.readouterr().out
    assert "transformers loaded 3,543,296 parameters" in told and "optimizer.bin.pkl" in told, "it is named"
    assert not hub.asked("GET", "/resolve/.*pkl") and not seen[0].exists(), "and not fetched; nothing is left"
    monkeypatch.setattr(look.shutil, "disk_usage", lambda place: type("Usage", (), {"free": 1000}))
    with pytest.raises(LabError, match=r"GB are free.*TMPDIR"):
        _run(["verify", "me/whole", "--deep"])


def test_weights_that_are_not_what_was_proven(
    home: Home, model: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    proof = {
        "base": "mini", "adapters": [], "dtype": "BF16", "tensors": 50, "adapted": 0, "parameters": 1, "untied": False,
        "files": {"model.safetensors": {"bytes": 1, "sha256": "0" * 64}}, "sampled": [], "generated": {},
        "seconds": 1.0, "peak_gib": 0.1, "versions": {},
    }  # fmt: skip
    (model / PROOF).write_text(json.dumps(proof))
    asked: list[Path] = []
    monkeypatch.setattr(deep, "engines", lambda: ["transformers"])
    monkeypatch.setattr(deep, "try_to_load", lambda folder, engine, base: asked.append(folder) or "loaded")
    assert _run(["verify", str(model), "--deep"]) == 1
    said = capsys.readouterr().out
    assert "0 of 1 weight files are as proven" in said and "not the file that was proven" in said and asked == [model]


def test_engines_are_those_of_the_interpreter_that_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    venv.create(tmp_path / "bare", with_pip=False)
    python = tmp_path / "bare" / "bin" / "python"
    monkeypatch.setattr(loading, "worker_python", lambda worker: str(python))
    assert loading.engines() == [] and f"not installed in {python}" in loading.try_to_load(BASE)
    python.unlink()
    with pytest.raises(LabError, match=r"does not start.*serve.python"):
        loading.try_to_load(BASE)


def test_an_engine_that_does_not_take_it_says_why(model: Path) -> None:
    pytest.importorskip("transformers")
    change(model / "config.json", model_type="nothing-of-that-name", architectures=["Nothing"])
    with pytest.raises(LabError, match=r"transformers does not load the model: .*nothing-of-that-name"):
        loading.try_to_load(model)
    assert "not installed" in loading.try_to_load(model, "vllm") or "vllm" in loading.engines()
