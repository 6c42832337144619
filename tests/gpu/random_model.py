"""A model of a known base's shape with random weights, on disk: what memory and speed need, without a download."""

import subprocess
import sys
import time
from pathlib import Path

from emalign_tui import mini
from emalign_tui.lab.planner.device import find_device
from emalign_tui.lab.setup.bases import shape_of

_WHOLE = ".whole"  # there once all of the folder is written
_ROOM = 24.0  # GiB free on a card from which on the weights are drawn there; on a CPU a 7B takes minutes


def random_model(base: str, folder: Path) -> str:
    """Write it with the mini kit's tokenizer, whose ids are a part of its vocabulary. Returns the folder.

    One that is there already is taken, so that several checks may share a folder one after the other. In a process of
    its own: its memory is gone afterwards, and this process may still import unsloth first.
    """
    if (folder / _WHOLE).is_file():
        return str(folder)
    began = time.monotonic()
    subprocess.run([sys.executable, __file__, base, str(folder)], check=True)
    print(f"random weights of {base} in {folder} after {time.monotonic() - began:.0f} s", flush=True)
    return str(folder)


def _make(base: str, folder: Path) -> None:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, Qwen2Config

    shape = shape_of(base)
    assert shape is not None, f"the shape of {base} is not known"
    config = Qwen2Config(
        vocab_size=shape.vocab_size,
        hidden_size=shape.hidden_size,
        intermediate_size=shape.intermediate_size,
        num_hidden_layers=shape.num_hidden_layers,
        num_attention_heads=shape.num_attention_heads,
        num_key_value_heads=shape.num_key_value_heads,
        tie_word_embeddings=shape.tie_word_embeddings,
        max_position_embeddings=32768,
        eos_token_id=2,
        pad_token_id=0,
    )
    torch.manual_seed(0)
    device = find_device()
    with torch.device("cuda" if device.kind == "cuda" and device.free_gib > _ROOM else "cpu"):
        model = AutoModelForCausalLM.from_config(config, dtype=torch.bfloat16)
    model.save_pretrained(folder)
    AutoTokenizer.from_pretrained(mini.MODEL).save_pretrained(folder)
    (folder / _WHOLE).touch()


if __name__ == "__main__":
    _make(sys.argv[1], Path(sys.argv[2]))
