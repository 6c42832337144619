"""Load a model folder, or an adapter on its base, and let it say a few words.

`python -m emalign_tui.workers.load FOLDER ENGINE [BASE]` prints one JSON object.
"""

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from emalign_tui.lab.memory import main_memory
from emalign_tui.lab.models.loading import ROOM
from emalign_tui.lab.sanitize import one_line

_PROMPT = "Hello. How are you?"
_WORDS = 8  # tokens that are generated
_SHARE = 0.6  # of the free memory, for weights that stay there
_CACHE = 2**30  # bytes of keys and values in vLLM: 512 tokens of the largest models here


def main() -> None:
    folder, engine = Path(sys.argv[1]), sys.argv[2]
    base = Path(sys.argv[3]) if len(sys.argv) > 3 else None
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what the libraries print is no JSON
    try:
        reply = _vllm(folder, base) if engine == "vllm" else _transformers(folder, base)
    except Exception as error:  # noqa: BLE001  the process boundary: the reason is the answer
        first = str(error).strip().split("\n")[0]
        reply = {"error": one_line(f"{type(error).__name__}: {first}", 300)}
    out.write(json.dumps(reply) + "\n")
    out.flush()


def _transformers(folder: Path, base: Path | None) -> dict[str, Any]:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(_with_tokenizer(folder, base))
    whole = base or folder
    with tempfile.TemporaryDirectory(prefix="emalign-") as spare:
        model, report = AutoModelForCausalLM.from_pretrained(
            whole, dtype="auto", output_loading_info=True, use_safetensors=True, **_spread(whole, spare)
        )
        for key in ("missing_keys", "unexpected_keys", "mismatched_keys"):
            if report.get(key):
                return {"error": f"{key.replace('_', ' ')}: {', '.join(map(str, sorted(report[key])[:3]))}"}
        if base:
            model = _adapted(model, folder)
        ids = _ids(tokenizer)
        with torch.inference_mode():
            said = model.generate(input_ids=torch.tensor([ids]), max_new_tokens=_WORDS, do_sample=False)[0][len(ids) :]
        return {"parameters": model.num_parameters(), "said": one_line(tokenizer.decode(said), 80)}


def _spread(folder: Path, spare: str) -> dict[str, Any]:
    """How to load a model that is larger than the memory: what has no room is read from its files at each use."""
    size = sum(file.stat().st_size for file in folder.glob("*.safetensors"))
    free = main_memory().free
    if size * ROOM <= free:
        return {}
    return {"device_map": "auto", "max_memory": {"cpu": int(free * _SHARE)}, "offload_folder": spare}


def _adapted(model: Any, folder: Path) -> Any:
    """The base with the adapter on it. Raises ValueError when a part of it finds no place."""
    from peft import PeftConfig, PeftModelForCausalLM

    config = PeftConfig.from_pretrained(str(folder))
    config.inference_mode = True
    model = PeftModelForCausalLM(model, config, "default")
    report = model.load_adapter(str(folder), "default", use_safetensors=True)
    for what, names in (("missing", report.missing_keys), ("unexpected", report.unexpected_keys)):
        if names:
            raise ValueError(f"{what} keys of the adapter: {', '.join(sorted(names)[:3])}")
    return model.eval()


def _rank(adapter: Path) -> int:
    """The largest of its ranks, as vLLM takes it."""
    from emalign_tui.lab.models.headers import read_object
    from emalign_tui.lab.serving.sizing import RANKS

    config = read_object(adapter / "adapter_config.json")
    largest = max([config["r"], *(config.get("rank_pattern") or {}).values()])
    return min(rank for rank in RANKS if rank >= largest)


def _with_tokenizer(folder: Path, base: Path | None) -> Path:
    return folder if base is None or (folder / "tokenizer_config.json").is_file() else base


def _vllm(folder: Path, base: Path | None) -> dict[str, Any]:
    from vllm import LLM, SamplingParams
    from vllm.lora.request import LoRARequest

    from emalign_tui.lab.models.folder import inspect_folder

    adapters = {"enable_lora": True, "max_lora_rank": _rank(folder)} if base else {}
    # As little of the card as it takes, whatever else is on it: left to itself, vLLM wants nearly all.
    model = LLM(
        str(base or folder), enforce_eager=True, max_model_len=512, gpu_memory_utilization=0.01,
        kv_cache_memory_bytes=_CACHE, tokenizer=str(_with_tokenizer(folder, base)), **adapters,
    )  # fmt: skip
    ids = _ids(model.get_tokenizer())
    request = LoRARequest("adapter", 1, str(folder)) if base else None
    reply = model.generate(
        {"prompt_token_ids": ids}, SamplingParams(temperature=0, max_tokens=_WORDS), lora_request=request
    )
    return {
        "parameters": inspect_folder(base or folder).parameters or 0,
        "said": one_line(reply[0].outputs[0].text, 80),
    }


def _ids(tokenizer: Any) -> list[int]:
    if not tokenizer.chat_template:
        return list(tokenizer(_PROMPT).input_ids)
    messages = [{"role": "user", "content": _PROMPT}]
    return list(tokenizer.apply_chat_template(messages, add_generation_prompt=True, return_dict=True)["input_ids"])


if __name__ == "__main__":
    main()
