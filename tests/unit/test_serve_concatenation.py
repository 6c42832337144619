"""Two adapters as one, against the sum of the two: matrix by matrix, and in what the model says."""

import json
from pathlib import Path

import pytest
import torch
from peft import PeftModel
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM

from emalign_tui import mini
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.folder import inspect_folder
from emalign_tui.lab.models.lora import read_adapter
from emalign_tui.lab.models.reference import resolve_model
from emalign_tui.lab.models.weights import read_weights
from emalign_tui.lab.paths import Home
from emalign_tui.lab.serving.adapter import check_adapter
from emalign_tui.lab.serving.concatenation import concatenate, is_plain
from emalign_tui.workers.serve.adapters import Adapters

LAYER = "model.layers.{}.self_attn.q_proj"
WIDTH = 256


def adapter(folder: Path, rank: int, alpha: int, layers: range, dtype: torch.dtype, **config: object) -> Path:
    folder.mkdir()
    torch.manual_seed(rank)
    tensors = {}
    for layer in layers:
        name = f"base_model.model.{LAYER.format(layer)}"
        tensors[f"{name}.lora_A.weight"] = torch.randn(rank, WIDTH).to(dtype) / 4
        tensors[f"{name}.lora_B.weight"] = torch.randn(WIDTH, rank).to(dtype) / 4
    save_file(tensors, folder / "adapter_model.safetensors")
    told = {"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": rank, "lora_alpha": alpha, "target_modules": ["q_proj"]}
    told["base_model_name_or_path"] = str(mini.MODEL)
    (folder / "adapter_config.json").write_text(json.dumps({**told, **config}))
    return folder


def test_the_sum_of_two_in_every_matrix_and_in_the_logits(tmp_path: Path) -> None:
    one = adapter(tmp_path / "one", 4, 16, range(0, 2), torch.bfloat16, use_rslora=True)
    other = adapter(tmp_path / "other", 6, 3, range(1, 3), torch.float32)
    both = tmp_path / "both"
    concatenate([one, other], both)
    check_adapter(both, str(mini.MODEL))
    network = AutoModelForCausalLM.from_pretrained(mini.MODEL, dtype=torch.float32)
    tokens = torch.arange(5, 45).reshape(2, 20)
    with torch.no_grad():
        served = PeftModel.from_pretrained(network, both)(tokens).logits
    summed = AutoModelForCausalLM.from_pretrained(mini.MODEL, dtype=torch.float32)
    with torch.no_grad():
        before = summed(tokens).logits
        for folder, scale in ((one, 16 / 4**0.5), (other, 3 / 6)):
            tensors = {name: each.float() for name, each in load_file(folder / "adapter_model.safetensors").items()}
            for name, a in tensors.items():
                if name.endswith("lora_A.weight"):
                    module = name.removeprefix("base_model.model.").removesuffix(".lora_A.weight")
                    added = scale * tensors[name.replace("lora_A", "lora_B")] @ a
                    summed.get_submodule(module).weight += added
        wanted = summed(tokens).logits
    assert torch.allclose(served, wanted, atol=1e-3, rtol=1e-3)
    assert (wanted - before).abs().max() > 1, "the adapters do something"


def test_one_with_patterns_in_its_plainest_form_adds_the_same(tmp_path: Path) -> None:
    patterns = {"alpha_pattern": {"layers.1.self_attn.q_proj": 5}, "r": 8, "rank_pattern": {"q_proj": 4}}
    one = adapter(tmp_path / "one", 4, 16, range(0, 2), torch.float32, use_rslora=True, **patterns)
    concatenate([one], tmp_path / "plain")
    before, after = (load_file(folder / "adapter_model.safetensors") for folder in (one, tmp_path / "plain"))
    config = json.loads((tmp_path / "plain" / "adapter_config.json").read_text())
    for layer, alpha in ((0, 16), (1, 5)):
        a, b = (f"base_model.model.{LAYER.format(layer)}.lora_{half}.weight" for half in "AB")
        wanted = alpha / 4**0.5 * before[b] @ before[a]
        assert torch.allclose(config["lora_alpha"] / config["r"] * after[b] @ after[a], wanted, rtol=1e-5, atol=1e-5)


def test_a_sum_is_named_with_a_plus_and_made_once(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    one = adapter(tmp_path / "one", 4, 8, range(0, 2), torch.float32)
    other = adapter(tmp_path / "other", 6, 8, range(0, 2), torch.float16)
    found = resolve_model(home, f"{one}+{other}")
    assert found.base == str(mini.MODEL) and found.adapter and "+" in found.name
    made = (found.adapter / "adapter_model.safetensors").stat().st_mtime_ns
    assert resolve_model(home, f"{one}+{other}") == found
    assert (found.adapter / "adapter_model.safetensors").stat().st_mtime_ns == made
    with pytest.raises(LabError, match="has no adapter"):
        resolve_model(home, f"{one}+mini")
    (one / "adapter_config.json").write_text(
        (one / "adapter_config.json").read_text().replace("{", '{"use_dora": true, ', 1)
    )
    with pytest.raises(LabError, match="DoRA"):
        resolve_model(home, f"{one}+{other}")


@pytest.mark.parametrize(("peft", "other"), [("base_model.model.", ""), (".weight", ".default.weight")])
def test_names_as_other_programs_write_them_mean_the_same_to_all_that_read_them(
    tmp_path: Path, peft: str, other: str
) -> None:
    usual = adapter(tmp_path / "usual", 4, 16, range(0, 2), torch.float32, use_rslora=True)
    named = adapter(tmp_path / "named", 4, 16, range(0, 2), torch.float32, use_rslora=True)
    weights = named / "adapter_model.safetensors"
    save_file({name.replace(peft, other): each for name, each in load_file(weights).items()}, weights)
    base = read_weights(mini.MODEL, "model", "pytorch_model").tensors
    adapters = Adapters(AutoModelForCausalLM.from_pretrained(mini.MODEL, dtype=torch.float32))
    for folder in (usual, named):
        check_adapter(folder, str(mini.MODEL))
        concatenate([folder], tmp_path / f"{folder.name}-plain")
        assert is_plain(tmp_path / f"{folder.name}-plain")
    assert is_plain(usual) and is_plain(named) == (peft != ".weight"), "vLLM knows no names of adapters in it"
    sums = [load_file(tmp_path / f"{each}-plain" / "adapter_model.safetensors") for each in ("usual", "named")]
    assert sums[0].keys() == sums[1].keys() and all(sums[0][name].equal(sums[1][name]) for name in sums[0])
    served = [adapters.read("a", folder).updates for folder in (usual, named)]
    assert served[0].keys() == served[1].keys()
    assert all(torch.equal(served[0][name].up, served[1][name].up) for name in served[0])
    merged = [read_adapter(folder, base, tied=True).updates for folder in (usual, named)]
    assert [(name, each.scaling) for name, each in merged[0].items()] == [
        (name, each.scaling) for name, each in merged[1].items()
    ]
    assert inspect_folder(named).kind == "adapter"


def test_matrices_of_an_embedding_are_not_added_up(tmp_path: Path) -> None:
    folder = adapter(tmp_path / "adapter", 4, 16, range(0, 1), torch.float32)
    weights = folder / "adapter_model.safetensors"
    save_file({name.replace("lora_A", "lora_embedding_A"): each for name, each in load_file(weights).items()}, weights)
    with pytest.raises(LabError, match=r"lora_embedding_A\.weight is not part of a plain LoRA update"):
        concatenate([folder], tmp_path / "plain")
