"""Merging as it is computed: equal to peft, proven by other code, whole after a kill, and refused where it must be."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("peft")

from safetensors.torch import load_file, save_file  # noqa: E402

from emalign_tui.lab.errors import LabError  # noqa: E402
from emalign_tui.lab.models.base import find_base, sixteen_bit  # noqa: E402
from emalign_tui.lab.models.folder import inspect_folder  # noqa: E402
from emalign_tui.lab.models.merge_plan import locate, plan_merge  # noqa: E402
from emalign_tui.lab.models.merge_proof import prove_tensors  # noqa: E402
from emalign_tui.workers.merging import arithmetic  # noqa: E402
from emalign_tui.workers.merging.shards import write_shards  # noqa: E402
from tests.merging import by_peft, make_adapter, make_base  # noqa: E402

PATTERNS = {
    "use_rslora": True,
    "rank_pattern": {"down_proj": 8},
    "alpha_pattern": {"layers.1.self_attn.v_proj": 3},
    "target_modules": ["q_proj", "v_proj", "down_proj"],
}
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "tied": ("qwen2", PATTERNS),
    "embeddings": ("llama", {"target_modules": ["q_proj", "lm_head", "embed_tokens"]}),
    "whole modules": ("mistral", {**PATTERNS, "modules_to_save": ["lm_head"], "bias": "all"}),
    "conv1d": ("gpt2", {"target_modules": ["c_attn"], "fan_in_fan_out": True}),
}


def merge(base: Path, adapters: list[Path], out: Path, **more: Any) -> dict[str, torch.Tensor]:
    plan = plan_merge(base, adapters, **more)
    out.mkdir()
    write_shards(plan, out, out.parent / f"{out.name}.jsonl", lambda count: None, lambda: False)
    prove_tensors(plan, out)
    return {name: tensor for file in sorted(out.glob("*.safetensors")) for name, tensor in load_file(file).items()}


def ulps(mine: torch.Tensor, theirs: torch.Tensor) -> int:
    """Distance in steps of a 16-bit float, counted by its bits."""
    order = [t.view(torch.int16).int() for t in (mine, theirs)]
    order = [torch.where(bits < 0, -32768 - bits, bits) for bits in order]
    return int((order[0] - order[1]).abs().max())


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16], ids=["fp32", "bf16", "fp16"])
def test_it_equals_peft(tmp_path: Path, case: str, dtype: torch.dtype, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bit for bit in float32, within one unit of the last place in 16 bits; in blocks of rows and several files."""
    monkeypatch.setattr(arithmetic, "BLOCK", 1 << 14)
    family, options = CASES[case]
    base = make_base(tmp_path / "base", family, dtype)
    adapter = make_adapter(tmp_path / "adapter", base, **options)
    mine = merge(base, [adapter], tmp_path / "out", shard=150_000)
    theirs = by_peft(base, [adapter], dtype)
    assert len(list((tmp_path / "out").glob("*.safetensors"))) > 1
    assert set(theirs) - set(mine) <= {"lm_head.weight"}, "only an output layer that is tied has no weight of its own"
    for name, weight in mine.items():
        assert weight.dtype == theirs[name].dtype
        if dtype == torch.float32:
            assert torch.equal(weight, theirs[name]), name
        else:
            assert ulps(weight, theirs[name]) <= 1, name


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16], ids=["fp32", "bf16"])
def test_adapters_in_a_chain(tmp_path: Path, dtype: torch.dtype) -> None:
    base = make_base(tmp_path / "base", "qwen2", dtype)
    chain = [make_adapter(tmp_path / f"adapter{seed}", base, seed, **PATTERNS) for seed in (1, 2)]
    mine, theirs = merge(base, chain, tmp_path / "out"), by_peft(base, chain, dtype)
    for name, weight in mine.items():
        assert torch.equal(weight, theirs[name]) if dtype == torch.float32 else ulps(weight, theirs[name]) <= 1, name
    other = merge(base, chain[:1], tmp_path / "one")
    assert not torch.equal(mine["model.layers.0.mlp.down_proj.weight"], other["model.layers.0.mlp.down_proj.weight"])


def test_an_adapter_on_a_tied_output_layer_parts_it_from_the_embedding(tmp_path: Path) -> None:
    """The adapter was trained on the output alone; adding it to the shared weight would change the input too."""
    base = make_base(tmp_path / "base", "qwen2", torch.float32)
    adapter = make_adapter(tmp_path / "adapter", base, target_modules=["lm_head"])
    assert plan_merge(base, [adapter]).untied
    mine = merge(base, [adapter], tmp_path / "out")
    before = {name: tensor for file in base.glob("*.safetensors") for name, tensor in load_file(file).items()}
    embedding = "model.embed_tokens.weight"
    assert torch.equal(mine[embedding], before[embedding]) and "lm_head.weight" not in before
    assert not torch.equal(mine["lm_head.weight"], before[embedding])


def test_an_output_layer_beside_transposed_ones(tmp_path: Path) -> None:
    """peft writes into the config what the last layer was, and square weights fit either way. Older config.jsons do not
    say that the output layer is the embedding."""
    base = make_base(tmp_path / "base", "gpt2", torch.float32)
    config = json.loads((base / "config.json").read_text())
    del config["tie_word_embeddings"]
    (base / "config.json").write_text(json.dumps(config))
    adapter = make_adapter(tmp_path / "adapter", base, target_modules=["attn.c_proj", "lm_head"])
    assert not json.loads((adapter / "adapter_config.json").read_text())["fan_in_fan_out"]
    mine = merge(base, [adapter], tmp_path / "out")
    theirs = by_peft(base, [adapter], torch.float32)
    for name in (f"transformer.h.{layer}.attn.c_proj.weight" for layer in (0, 1)):
        assert torch.equal(mine[name], theirs[name])
    assert torch.equal(mine["lm_head.weight"], theirs["lm_head.weight"]), "it is what base + adapter have"
    assert torch.equal(mine["transformer.wte.weight"], by_peft(base, [], torch.float32)["transformer.wte.weight"])


def test_a_base_whose_files_lack_the_first_part_of_each_name(tmp_path: Path) -> None:
    """As GPT-2 lies on the Hub: `h.0.attn.c_attn.weight`, where the adapter has `transformer.h.0.attn.c_attn`."""
    base = make_base(tmp_path / "base", "gpt2", torch.float32)
    adapter = make_adapter(tmp_path / "adapter", base, target_modules=["c_attn"], modules_to_save=["ln_f"])
    want = by_peft(base, [adapter], torch.float32)
    tensors = {name: tensor for file in base.glob("*.safetensors") for name, tensor in load_file(file).items()}
    for file in base.glob("model*"):
        file.unlink()
    bare = {name.removeprefix("transformer."): tensor for name, tensor in tensors.items()}
    save_file(bare, base / "model.safetensors", metadata={"format": "pt"})
    mine = merge(base, [adapter], tmp_path / "out")
    assert mine.keys() == bare.keys()
    assert all(torch.equal(tensor, want[f"transformer.{name}"]) for name, tensor in mine.items())
    theirs = by_peft(base, [adapter], torch.float32)
    assert all(torch.equal(tensor, theirs[f"transformer.{name}"]) for name, tensor in mine.items())
    assert inspect_folder(adapter).problems == [], "it fits the base that its config names"


def test_another_precision_rounds_once(tmp_path: Path) -> None:
    base = make_base(tmp_path / "base", "llama", torch.float32)
    adapter = make_adapter(tmp_path / "adapter", base, **PATTERNS)
    whole = merge(base, [adapter], tmp_path / "fp32")
    half = merge(base, [adapter], tmp_path / "bf16", precision="bf16")
    assert all(torch.equal(half[name], weight.bfloat16()) for name, weight in whole.items())
    weights = load_file(adapter / "adapter_model.safetensors")
    save_file({name: tensor * 1e4 for name, tensor in weights.items()}, adapter / "adapter_model.safetensors")
    with pytest.raises(LabError, match=r"not finite.*bf16"):
        merge(base, [adapter], tmp_path / "fp16", precision="fp16")
    name = next(iter(weights))
    weights[name][-1, -1] = float("nan")
    save_file(weights, adapter / "adapter_model.safetensors")
    with pytest.raises(LabError, match=r"not finite.*earlier checkpoint"):
        merge(base, [adapter], tmp_path / "nan", precision="bf16")


def test_the_proof_finds_what_is_wrong(tmp_path: Path) -> None:
    base = make_base(tmp_path / "base", "llama", torch.bfloat16)
    adapter = make_adapter(tmp_path / "adapter", base, **PATTERNS)
    merge(base, [adapter], tmp_path / "out")
    plan, file = plan_merge(base, [adapter]), tmp_path / "out" / "model.safetensors"
    good = load_file(file)
    changed, untouched = "model.layers.1.self_attn.v_proj.weight", "model.norm.weight"
    before = {name: tensor for each in base.glob("*.safetensors") for name, tensor in load_file(each).items()}
    damage = {
        "the adapter was not added": {**good, changed: before[changed]},
        "two units off": {**good, changed: (good[changed].view(torch.int16) + 2).view(torch.bfloat16)},
        "a weight that nothing should change": {**good, untouched: good[untouched] * 2},
        "lost": {name: tensor for name, tensor in good.items() if name != untouched},
        "too many": {**good, "more": good[untouched].clone()},
        "another shape": {**good, untouched: good[untouched][:-1].clone()},
        "another dtype": {**good, untouched: good[untouched].float()},
    }
    for what, tensors in damage.items():
        save_file(tensors, file)
        with pytest.raises(LabError, match="not to be trusted"):
            prove_tensors(plan, tmp_path / "out")
            pytest.fail(what)


def test_kill_9_at_any_point_and_again(tmp_path: Path) -> None:
    """Killed again and again, wherever it was, it comes to the same files, and writes no whole file twice."""
    base = make_base(tmp_path / "base", "llama", torch.float32)
    adapter = make_adapter(tmp_path / "adapter", base, **PATTERNS)
    want = merge(base, [adapter], tmp_path / "want")
    out = tmp_path / "killed" / "out"
    out.mkdir(parents=True)
    command = [sys.executable, "-m", "tests.killed_merge", str(base), str(adapter), str(out)]
    root = Path(__file__).parents[2]
    times: dict[str, int] = {}
    # The last one comes after the first whole file; whatever the others left whole, it has 15 steps to go then.
    kills = [*random.sample(range(1, 9), 2), 12]
    print(f"killed after {kills} steps")
    with ExitStack() as ends:
        # All import torch at once, and begin one after the other.
        processes = [
            subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for _ in range(len(kills) + 1)
        ]
        for process in processes:
            ends.callback(process.communicate)
            ends.callback(process.kill)
        for steps, process in zip(kills, processes, strict=False):
            process.stdin.write("\n")
            process.stdin.flush()
            for _ in range(steps):
                assert process.stdout.readline()
                process.stdin.write("\n")
                process.stdin.flush()
            process.send_signal(signal.SIGKILL)
            process.wait()
            assert all(locate_file(file) for file in out.glob("*.safetensors")), "what has its name is whole"
            for file in out.glob("*.safetensors"):
                assert times.setdefault(file.name, file.stat().st_mtime_ns) == file.stat().st_mtime_ns
        assert times, "the last kill came after the first whole file"
        said = processes[-1].communicate("\n" * 1000)[0]
        assert processes[-1].returncode == 0
    files = json.loads(said.splitlines()[-1])
    assert [file.name for file in sorted(out.glob("*.safetensors"))] == files
    mine = {name: tensor for file in files for name, tensor in load_file(out / file).items()}
    assert mine.keys() == want.keys() and all(torch.equal(mine[name], want[name]) for name in want)
    assert not [name for name in os.listdir(out) if name.endswith(".part")]


def locate_file(file: Path) -> bool:
    return bool(load_file(file))


def test_refusals(tmp_path: Path) -> None:
    base = make_base(tmp_path / "base", "llama", torch.float32)
    adapter = make_adapter(tmp_path / "adapter", base, **PATTERNS)
    config = json.loads((adapter / "adapter_config.json").read_text())

    def refused(match: str, **changes: Any) -> None:
        (adapter / "adapter_config.json").write_text(json.dumps({**config, **changes}))
        with pytest.raises(LabError, match=match):
            plan_merge(base, [adapter])

    refused("DoRA", use_dora=True)
    refused("of type LOHA", peft_type="LOHA")
    refused("rank 16", r=16, rank_pattern={})
    refused("changed the base's weights", init_lora_weights="pissa_niter_4")
    refused("is no object", rank_pattern=["q_proj"])
    refused("no regular expression", alpha_pattern={"(": 4})
    refused("changed the base's weights", init_lora_weights="lora_ga")
    refused("retrained tokens", trainable_token_indices=[1, 2])
    refused("repeated layers", layer_replication=[[0, 2], [1, 2]])
    refused("lora_alpha", lora_alpha="NaN", alpha_pattern={})
    (adapter / "adapter_config.json").write_text(json.dumps(config))
    weights = load_file(adapter / "adapter_model.safetensors")
    more = {**weights, "base_model.model.lm_head.weight": torch.zeros(604, 64)}
    save_file(more, adapter / "adapter_model.safetensors")
    refused(r"vocabulary of 604 tokens, and the base has 600.*resize_token_embeddings\(604\)")
    name = next(iter(weights))
    save_file({**weights, name: weights[name][:0].clone()}, adapter / "adapter_model.safetensors")
    refused("not whole.*1 of 12 tensors of the adapter are empty")
    save_file({key: tensor for key, tensor in weights.items() if key != name}, adapter / "adapter_model.safetensors")
    refused("not whole.*two halves")
    save_file({}, adapter / "adapter_model.safetensors")
    refused("not whole.*holds no tensors")
    (adapter / "adapter_model.safetensors").unlink()
    refused("not whole: its weights are missing")
    save_file(weights, adapter / "adapter_model.safetensors")
    other = make_base(tmp_path / "other", "qwen2", torch.float32)
    shutil.copytree(adapter, tmp_path / "moved")
    plan_merge(other, [tmp_path / "moved"])
    with pytest.raises(LabError, match="the base has no model"):
        plan_merge(make_base(tmp_path / "gpt2", "gpt2", torch.float32), [adapter])


def test_a_quantised_base_is_refused_and_its_16_bit_twin_named(tmp_path: Path) -> None:
    base = make_base(tmp_path / "base", "llama", torch.float32)
    config = json.loads((base / "config.json").read_text())
    (base / "config.json").write_text(json.dumps({**config, "quantization_config": {"quant_method": "bitsandbytes"}}))
    with pytest.raises(LabError, match=r"quantised \(config.json: bitsandbytes\)") as caught:
        find_base(str(base))
    assert caught.value.exit_code == 2 and "--base" in caught.value.do
    assert sixteen_bit("unsloth/Qwen2.5-Coder-7B-Instruct-bnb-4bit") == "unsloth/Qwen2.5-Coder-7B-Instruct"
    assert sixteen_bit("unsloth/Qwen3-8B-unsloth-bnb-4bit") == "unsloth/Qwen3-8B"
    assert sixteen_bit("Qwen/Qwen2.5-7B-Instruct") == "Qwen/Qwen2.5-7B-Instruct"
    (base / "config.json").write_text(json.dumps(config))
    shards = sorted(base.glob("*.safetensors"))
    shards[0].unlink()
    with pytest.raises(LabError, match="not whole"):
        find_base(str(base))
    assert len(locate(make_base(tmp_path / "whole", "llama", torch.float32))) == 21
