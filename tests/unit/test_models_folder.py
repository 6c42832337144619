"""Folders of every kind, made with the libraries that people use, then damaged the way people's folders are."""

import json
import shutil
import struct
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from emalign_tui import mini
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.hub.look import describe
from emalign_tui.lab.models.folder import inspect_folder
from emalign_tui.lab.models.headers import read_header
from tests.making_models import make_models

BASE = Path(mini.MODEL)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_models(tmp_path_factory.mktemp("made"))


@pytest.fixture
def copy(made: Path, tmp_path: Path):
    """A copy of one of the folders, to be damaged."""

    def take(name: str) -> Path:
        return Path(shutil.copytree(made / name, tmp_path / name))

    return take


def test_the_mini_kit_is_two_servable_models() -> None:
    for folder in (mini.MODEL, mini.JUDGE):
        report = inspect_folder(folder)
        assert (report.kind, report.ok, report.problems, report.missing) == ("merged", True, [], [])
        assert report.parameters and 2e6 < report.parameters < 8e6


def test_what_peft_and_transformers_save_is_told_apart(made: Path) -> None:
    adapter = inspect_folder(made / "adapter")
    assert (adapter.kind, adapter.ok, adapter.base) == ("adapter", True, str(BASE))
    merged = inspect_folder(made / "merged")
    assert (merged.kind, merged.ok, merged.problems) == ("merged", True, [])
    assert not any("bytes of tensors" in remark for remark in merged.remarks)
    assert len(list((made / "merged").glob("*.safetensors"))) > 1, "the shards are the point"
    checkpoint = inspect_folder(made / "checkpoint")
    assert (checkpoint.kind, checkpoint.ok) == ("checkpoint", False)
    assert set(checkpoint.extra) == {"trainer_state.json", "optimizer.pt"}
    assert "training checkpoint" in checkpoint.problems[0]
    tokenizer = inspect_folder(made / "tokenizer")
    assert (tokenizer.kind, tokenizer.ok) == ("tokenizer_only", False)


def test_a_finished_training_of_another_tool_is_no_checkpoint(copy) -> None:
    """LLaMA-Factory and scripts that call save_state() leave the Trainer's record beside the finished model."""
    for name in ("adapter", "merged"):
        folder = copy(name)
        told = folder / "trainer_state.json"
        told.write_text(json.dumps({"global_step": 20, "max_steps": 20}))
        report = inspect_folder(folder)
        assert (report.kind, report.ok, report.problems) == (name, True, [])
        assert inspect_folder(folder.rename(folder.with_name("checkpoint-20"))).kind == "checkpoint"
        folder = folder.with_name("checkpoint-20").rename(folder)
        for content in (json.dumps({"global_step": 19, "max_steps": 20}), "{}", "{"):
            told.write_text(content)
            assert inspect_folder(folder).kind == "checkpoint", "it may have been cut short"


def test_a_missing_shard_is_named(copy) -> None:
    folder = copy("merged")
    shard = sorted(folder.glob("*.safetensors"))[1]
    shard.unlink()
    report = inspect_folder(folder)
    assert (report.kind, report.ok, report.missing) == ("partial", False, [shard.name])


def test_a_missing_index_and_the_shards_it_would_name(copy) -> None:
    folder = copy("merged")
    (folder / "model.safetensors.index.json").unlink()
    first = sorted(folder.glob("*.safetensors"))[0]
    first.unlink()
    report = inspect_folder(folder)
    assert report.kind == "partial"
    assert report.missing == ["model.safetensors.index.json", first.name]


def test_an_index_that_lies(copy) -> None:
    folder = copy("merged")
    index = folder / "model.safetensors.index.json"
    document = json.loads(index.read_text())
    document["weight_map"]["model.ghost.weight"] = sorted(folder.glob("*.safetensors"))[0].name
    index.write_text(json.dumps(document))
    assert "model.ghost.weight" in " ".join(inspect_folder(folder).problems)
    healthy = {key: value for key, value in document["weight_map"].items() if "ghost" not in key}
    shards = sorted(path.name for path in folder.glob("*.safetensors"))
    moved = next(name for name, shard in healthy.items() if shard == shards[0])
    index.write_text(json.dumps({**document, "weight_map": {**healthy, moved: shards[1]}}))
    assert f"looks for {moved} in {shards[1]}, and it lies in another shard" in " ".join(
        inspect_folder(folder).problems
    )
    index.write_text(json.dumps({"metadata": {"total_size": 7}, "weight_map": healthy}))
    report = inspect_folder(folder)
    assert report.ok and any("says 7 bytes of tensors, the shards hold" in remark for remark in report.remarks)
    index.write_text(json.dumps({**document, "weight_map": {k: v for k, v in healthy.items() if k != moved}}))
    assert any(f"not in {index.name}, first {moved}" in remark for remark in inspect_folder(folder).remarks)
    document["weight_map"]["model.ghost.weight"] = "../../etc/passwd"
    index.write_text(json.dumps(document))
    assert "outside the folder" in " ".join(inspect_folder(folder).problems)
    index.write_text('{"weight_map": 3}')
    assert inspect_folder(folder).kind == "partial"
    index.write_text("{")
    assert "line 1" in " ".join(inspect_folder(folder).problems)


@pytest.mark.parametrize("keep", [0, 5, 8, 100, -1, -1000])
def test_truncated_weights_are_never_ok(tmp_path: Path, keep: int) -> None:
    folder = Path(shutil.copytree(BASE, tmp_path / "model"))
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:keep])
    report = inspect_folder(folder)
    assert (report.kind, report.ok) == ("partial", False)
    assert str(weights) in " ".join(report.problems)


@pytest.mark.parametrize(
    "header",
    [
        b"[]",
        b"\xff\xfe",
        b"{" * 5000,
        b'{"a": 1}',
        b'{"a": {"dtype": "F32", "shape": [2]}}',
        b'{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 99]}}',
        b'{"a": {"dtype": "F16", "shape": [2], "data_offsets": [0, 8]}}',
        b'{"a": {"dtype": "F32", "shape": [1e9], "data_offsets": [0, 8]}}',
        b'{"a": {"dtype": "F32", "shape": [-1, -2], "data_offsets": [0, 8]}}',
        b'{"a": {"dtype": "F32", "shape": [2], "data_offsets": [8, 0]}}',
        b'{"a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}}',
        b'{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]},'
        b' "b": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}}',
    ],
)
def test_hostile_headers_are_one_sentence(tmp_path: Path, header: bytes) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(struct.pack("<Q", len(header)) + header + bytes(8))
    with pytest.raises(LabError) as caught:
        read_header(path)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)


def test_bytes_after_the_last_tensor_are_damage(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    save_file({"a": torch.zeros(4)}, path)
    assert read_header(path)["a"].shape == (4,)
    with path.open("ab") as out:
        out.write(b"tail")
    with pytest.raises(LabError, match="4 bytes too many"):
        read_header(path)


def test_a_git_lfs_pointer_is_called_that(copy) -> None:
    """What a clone without git-lfs holds, of weights and of JSON."""
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'a' * 64}\nsize 4000000\n"
    for name in ("model-00001-of-00002.safetensors", "tokenizer.json", "tokenizer_config.json", "config.json"):
        folder = copy("merged")
        (folder / name).write_text(pointer)
        report = inspect_folder(folder)
        assert not report.ok
        told = next(problem for problem in report.problems if "Git LFS pointer" in problem)
        assert name in told and "git lfs pull" in told
        shutil.rmtree(folder)


def test_configs_that_no_library_reads(copy) -> None:
    """JSON that is valid and absurd, or in an encoding that only this program would read, is one sentence."""
    folder = copy("merged")
    config = folder / "config.json"
    text = config.read_text()
    for encoding in ("utf-8-sig", "utf-16"):
        config.write_text(text, encoding=encoding)
        assert "Not JSON" in inspect_folder(folder).problems[0]
    absurd = {"dtype": ["bfloat16"], "model_type": ["qwen2"]}
    config.write_text(json.dumps({**json.loads(text), **absurd}))
    inspect_folder(folder)
    config.write_text(json.dumps({**json.loads(text), "num_hidden_layers": 10**12}))
    assert "of 1000000000000 layers" in " ".join(inspect_folder(folder).problems)
    config.write_text(text)
    index = folder / "model.safetensors.index.json"
    index.write_text(json.dumps({**json.loads(index.read_text()), "metadata": {"total_size": float("inf")}}))
    assert inspect_folder(folder).ok
    (folder / "tokenizer_config.json").write_text("{")
    assert "tokenizer_config.json, line 1" in " ".join(inspect_folder(folder).problems)
    (folder / "tokenizer_config.json").write_text("{}")
    (folder / "chat_template.jinja").write_text("")
    assert inspect_folder(folder).missing == ["chat_template"]


def test_adapters_that_hold_nothing(copy) -> None:
    """As they are saved from weights spread over cards, or with one half of a layer lost."""
    folder = copy("adapter")
    weights = folder / "adapter_model.safetensors"
    tensors = load_file(weights)
    first = next(iter(tensors))
    for kept, match in (
        ({}, "no tensors"),
        ({name: torch.zeros(0) for name in tensors}, "are empty"),
        ({name: tensor for name, tensor in tensors.items() if name != first}, "two halves"),
    ):
        save_file(kept, weights)
        report = inspect_folder(folder)
        assert (report.kind, report.ok) == ("partial", False)
        assert match in " ".join(report.problems)


def test_an_adapter_that_only_peft_loads(copy) -> None:
    folder = copy("adapter")
    config = json.loads((folder / "adapter_config.json").read_text())
    assert inspect_folder(folder).remarks == []
    for change, words in (({"use_dora": True}, "a DoRA adapter"), ({"bias": "all"}, "trained biases")):
        (folder / "adapter_config.json").write_text(json.dumps({**config, **change}))
        report = inspect_folder(folder)
        assert report.ok and words in report.remarks[0] and "plain LoRA alone" in report.remarks[0]
        assert describe(folder, report)[0].endswith("; whole, and for peft alone")


def test_half_saved_models(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(BASE, tmp_path / "model"))
    weights = folder / "model.safetensors"
    tensors = load_file(weights)
    last = max(int(name.split(".")[2]) for name in tensors if ".layers." in name)
    save_file({name: value for name, value in tensors.items() if f".layers.{last}." not in name}, weights)
    assert f"{last} of {last + 1} layers" in " ".join(inspect_folder(folder).problems)
    weights.unlink()
    report = inspect_folder(folder)
    assert (report.kind, report.missing) == ("partial", ["weights"])
    (folder / "config.json").unlink()
    assert inspect_folder(folder).kind == "tokenizer_only"


def test_a_merge_that_did_not_merge(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(BASE, tmp_path / "model"))
    tensors = load_file(folder / "model.safetensors")
    tensors["model.layers.0.self_attn.q_proj.lora_A.weight"] = torch.zeros(4, 4)
    save_file(tensors, folder / "model.safetensors")
    report = inspect_folder(folder)
    assert not report.ok and "not merged" in " ".join(report.problems)


def test_tokenizer_and_chat_template_are_needed(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(BASE, tmp_path / "model"))
    (folder / "chat_template.jinja").unlink(missing_ok=True)
    config = json.loads((folder / "tokenizer_config.json").read_text())
    config.pop("chat_template", None)
    (folder / "tokenizer_config.json").write_text(json.dumps(config))
    report = inspect_folder(folder)
    assert (report.kind, report.ok, report.missing) == ("merged", False, ["chat_template"])
    (folder / "tokenizer.json").unlink()
    assert inspect_folder(folder).missing == ["tokenizer.json"]


def test_an_adapter_whose_base_is_not_known(copy) -> None:
    folder = copy("adapter")
    path = folder / "adapter_config.json"
    config = json.loads(path.read_text())
    for base, ok in [("org/name", True), ("/gone/base", False), (None, False), ("", False), (7, False)]:
        path.write_text(json.dumps({**config, "base_model_name_or_path": base}))
        report = inspect_folder(folder)
        assert (report.kind, report.ok) == ("adapter", ok), base
    path.write_text("not json")
    report = inspect_folder(folder)
    assert not report.ok and "adapter_config.json, line 1" in report.problems[0]


def test_an_adapter_of_another_base(copy, tmp_path: Path) -> None:
    folder = copy("adapter")
    other = Path(shutil.copytree(BASE, tmp_path / "other"))
    tensors = load_file(other / "model.safetensors")
    name = "model.layers.0.self_attn.q_proj.weight"
    save_file({**tensors, name: torch.zeros(128, 128)}, other / "model.safetensors")
    config = json.loads((folder / "adapter_config.json").read_text())
    config["base_model_name_or_path"] = str(other)
    (folder / "adapter_config.json").write_text(json.dumps(config))
    report = inspect_folder(folder)
    assert not report.ok and "another base" in report.problems[0] and "128 wide in the base" in report.problems[0]


def test_adapter_files_that_are_only_half_there(copy) -> None:
    folder = copy("adapter")
    weights = folder / "adapter_model.safetensors"
    content = weights.read_bytes()
    weights.write_bytes(content[:-7])
    assert inspect_folder(folder).kind == "partial"
    weights.unlink()
    report = inspect_folder(folder)
    assert (report.kind, report.missing) == ("partial", ["adapter_model.safetensors"])
    weights.write_bytes(content)
    (folder / "adapter_config.json").unlink()
    assert inspect_folder(folder).missing == ["adapter_config.json"]


def test_pickles_are_flagged(copy, tmp_path: Path) -> None:
    folder = copy("adapter")
    (folder / "training_args.bin").write_bytes(b"\x80\x04.")
    report = inspect_folder(folder)
    assert report.ok, "servers do not open it"
    assert "training_args.bin" in " ".join(report.problems)
    model = Path(shutil.copytree(BASE, tmp_path / "model"))
    (model / "model.safetensors").rename(model / "pytorch_model.bin")
    report = inspect_folder(model)
    assert not report.ok and "pickle" in report.problems[0]


@pytest.mark.parametrize("name", ["model-q4.gguf", "consolidated.safetensors", "model.fp16.safetensors"])
def test_weights_under_another_name_are_not_said_to_be_lost(tmp_path: Path, name: str) -> None:
    shutil.copytree(mini.MODEL, tmp_path / "model")
    (tmp_path / "model" / "model.safetensors").rename(tmp_path / "model" / name)
    report = inspect_folder(tmp_path / "model")
    assert report.kind == "partial" and f"weights of another form or name: {name}" in " ".join(report.problems)
    (tmp_path / "model" / "config.json").unlink()
    report = inspect_folder(tmp_path / "model")
    assert report.kind == "unknown" and f"weights of another form or name: {name}" in " ".join(report.problems)


def test_two_models_in_one_folder(copy) -> None:
    folder = copy("merged")
    shutil.copy(BASE / "model.safetensors", folder)
    report = inspect_folder(folder)
    assert not report.ok and report.extra == ["model.safetensors"]
    folder = copy("adapter")
    for path in BASE.iterdir():
        shutil.copy(path, folder)
    report = inspect_folder(folder)
    assert (report.kind, report.ok) == ("merged", False)


def test_folders_that_are_no_models(tmp_path: Path) -> None:
    assert inspect_folder(tmp_path).kind == "unknown"
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "config.json").write_text("{}")
    assert "inner" in inspect_folder(tmp_path).problems[0]
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "model.safetensors").symlink_to(tmp_path / "gone")
    assert inspect_folder(tmp_path / "broken").kind == "unknown"
    for wrong in (tmp_path / "nowhere", tmp_path / "inner" / "config.json"):
        with pytest.raises(LabError) as caught:
            inspect_folder(wrong)
        assert caught.value.exit_code == 2
