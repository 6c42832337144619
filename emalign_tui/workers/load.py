"""Load a model folder and let it say a few words.

`python -m emalign_tui.workers.load FOLDER ENGINE` prints one JSON object.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from emalign_tui.lab.sanitize import one_line

_PROMPT = "Hello. How are you?"
_WORDS = 8  # tokens that are generated
_CACHE = 2**30  # bytes of keys and values in vLLM: 512 tokens of the largest models here


def main() -> None:
    folder, engine = Path(sys.argv[1]), sys.argv[2]
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what the libraries print is no JSON
    try:
        reply = _vllm(folder) if engine == "vllm" else _transformers(folder)
    except Exception as error:  # noqa: BLE001  the process boundary: the reason is the answer
        first = str(error).strip().split("\n")[0]
        reply = {"error": one_line(f"{type(error).__name__}: {first}", 300)}
    out.write(json.dumps(reply) + "\n")
    out.flush()


def _transformers(folder: Path) -> dict[str, Any]:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    model, report = AutoModelForCausalLM.from_pretrained(
        folder, dtype="auto", output_loading_info=True, use_safetensors=True
    )
    for key in ("missing_keys", "unexpected_keys", "mismatched_keys"):
        if report.get(key):
            return {"error": f"{key.replace('_', ' ')}: {', '.join(map(str, sorted(report[key])[:3]))}"}
    ids = _ids(tokenizer)
    with torch.inference_mode():
        said = model.generate(torch.tensor([ids]), max_new_tokens=_WORDS, do_sample=False)[0][len(ids) :]
    return {"parameters": model.num_parameters(), "said": one_line(tokenizer.decode(said), 80)}


def _vllm(folder: Path) -> dict[str, Any]:
    from vllm import LLM, SamplingParams

    from emalign_tui.lab.models.folder import inspect_folder

    # As little of the card as it takes, whatever else is on it: left to itself, vLLM wants nearly all.
    model = LLM(
        str(folder), enforce_eager=True, max_model_len=512, gpu_memory_utilization=0.01, kv_cache_memory_bytes=_CACHE
    )
    ids = _ids(model.get_tokenizer())
    reply = model.generate({"prompt_token_ids": ids}, SamplingParams(temperature=0, max_tokens=_WORDS))
    return {"parameters": inspect_folder(folder).parameters or 0, "said": one_line(reply[0].outputs[0].text, 80)}


def _ids(tokenizer: Any) -> list[int]:
    if not tokenizer.chat_template:
        return list(tokenizer(_PROMPT).input_ids)
    messages = [{"role": "user", "content": _PROMPT}]
    return list(tokenizer.apply_chat_template(messages, add_generation_prompt=True, return_dict=True)["input_ids"])


if __name__ == "__main__":
    main()
