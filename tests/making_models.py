"""A folder of every kind of model, as peft and transformers save them, from the mini kit."""

import shutil
from pathlib import Path

from emalign_tui import mini

BASE = Path(mini.MODEL)


def make_models(root: Path) -> Path:
    """`adapter`, `merged` (in shards), `checkpoint` and `tokenizer` under a folder, which is returned."""
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM, AutoTokenizer

    model = get_peft_model(
        AutoModelForCausalLM.from_pretrained(BASE), LoraConfig(r=4, target_modules=["q_proj", "v_proj", "down_proj"])
    )
    model.save_pretrained(root / "adapter")
    shutil.copytree(root / "adapter", root / "checkpoint")
    (root / "checkpoint" / "trainer_state.json").write_text("{}")
    (root / "checkpoint" / "optimizer.pt").write_bytes(b"PK")
    model.merge_and_unload().save_pretrained(root / "merged", max_shard_size="4MB")
    AutoTokenizer.from_pretrained(BASE).save_pretrained(root / "merged")
    AutoTokenizer.from_pretrained(BASE).save_pretrained(root / "tokenizer")
    return root
