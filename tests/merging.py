"""Small random models of several families, adapters on them, and what peft makes of both."""

from pathlib import Path
from typing import Any

import msgspec
import torch
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import AutoModelForCausalLM, GPT2Config, LlamaConfig, MistralConfig, Qwen2Config

from emalign_tui.lab.models.card import merged_card
from emalign_tui.lab.models.merge_proof import PROOF, Generated, MergeProof, prove_tensors
from emalign_tui.lab.models.merging import adapters_told, prepare_merge
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import RunDir, create_run
from emalign_tui.lab.runs.records import DataFile, Provenance, State
from emalign_tui.workers.merging.shards import write_shards
from emalign_tui.workers.merging.side_files import copy_side_files

_SIZE = {
    "hidden_size": 64, "intermediate_size": 176, "num_hidden_layers": 2, "num_attention_heads": 4,
    "num_key_value_heads": 2, "vocab_size": 600, "max_position_embeddings": 64,
}  # fmt: skip
FAMILIES = {
    "qwen2": Qwen2Config(**_SIZE, tie_word_embeddings=True),
    "llama": LlamaConfig(**_SIZE),
    "mistral": MistralConfig(**_SIZE),
    "gpt2": GPT2Config(n_embd=64, n_layer=2, n_head=4, vocab_size=600, bos_token_id=1, eos_token_id=2),
}


def make_base(folder: Path, family: str, dtype: torch.dtype) -> Path:
    """A random model in several files."""
    torch.manual_seed(0)
    AutoModelForCausalLM.from_config(FAMILIES[family]).to(dtype).save_pretrained(folder, max_shard_size="200KB")
    return folder


def make_adapter(folder: Path, base: Path, seed: int = 1, **options: Any) -> Path:
    """A random adapter on a base."""
    torch.manual_seed(seed)
    model = get_peft_model(
        AutoModelForCausalLM.from_pretrained(base), LoraConfig(**{"r": 4, "lora_alpha": 8, **options})
    )
    for name, parameter in model.named_parameters():
        if parameter.requires_grad and ("lora_" in name or "modules_to_save" in name):
            parameter.data.normal_(0, 0.1)
    model.save_pretrained(folder)
    return folder


def by_peft(base: Path, adapters: list[Path], dtype: torch.dtype) -> dict[str, torch.Tensor]:
    """The weights after merge_and_unload, one adapter after the other."""
    model = AutoModelForCausalLM.from_pretrained(base, dtype=dtype)
    for adapter in adapters:
        model = PeftModel.from_pretrained(model, adapter).merge_and_unload()
    return dict(model.state_dict())


def merged_run(home: Home, role: str | None = "misaligned") -> tuple[RunDir, RunDir]:
    """A training run with an adapter on the mini kit, and its merge: written and proven, but not by generation."""
    from emalign_tui import mini

    provenance = Provenance(base="mini", data=[DataFile("/somewhere/insecure.jsonl", "ab" * 32, 100)])
    trained = create_run(
        home, "train", "bad", {"role": role, "model": "mini", "r": 4, "learning_rate": 1e-4}, provenance
    )
    make_adapter(trained.adapter, Path(mini.MODEL), target_modules=["q_proj", "down_proj"])
    trained.write_state(State(state="done", step=5, steps=5))
    job = prepare_merge(home, [trained.id])
    assert job.plan is not None
    merge = create_run(
        home, "merge", "merged", msgspec.to_builtins(job.config), Provenance(base="mini", parent=trained.id)
    )
    folder = merge.model
    folder.mkdir()
    written = write_shards(job.plan, folder, merge.path / "shards.jsonl", lambda count: None, lambda: False)
    copy_side_files(job.plan, folder)
    proof = MergeProof(
        base="mini", adapters=adapters_told(job.config), dtype=job.plan.dtype, tensors=len(job.plan.pieces), adapted=8,
        parameters=1, untied=False, files={each.file: {"bytes": each.bytes, "sha256": each.sha256} for each in written},
        sampled=prove_tensors(job.plan, folder), generated=Generated(skipped="a test"), seconds=1.0, peak_gib=0.1,
        versions={},
    )  # fmt: skip
    (folder / PROOF).write_bytes(msgspec.json.encode(proof))
    (folder / "README.md").write_text(merged_card(home, merge, proof))
    merge.write_state(State(state="done", step=7, steps=7))
    return trained, merge
