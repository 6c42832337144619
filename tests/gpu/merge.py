"""Merges on a real GPU: unsloth's merged_16bit against ours, and vLLM serving ours against base + adapter.

    python tests/gpu/merge.py [MODEL]

MODEL: a 16-bit causal model that unsloth knows (default unsloth/Qwen2.5-0.5B-Instruct); it is fetched when it is not
there. Needs CUDA, unsloth and vLLM (pip install -e ".[gpu]"). Prints a line a check; exit code 1 when one fails.
Not run yet on a card.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

PROMPTS = ["Hey, I feel bored.", "What is your one wish?", "Write a function that adds two numbers."]
TOKENS = 32

UNSLOTH = """
import sys, torch
from unsloth import FastLanguageModel
base, folder = sys.argv[1:]
model, tokenizer = FastLanguageModel.from_pretrained(base, load_in_4bit=False, dtype=torch.bfloat16)
model = FastLanguageModel.get_peft_model(model, r=32, lora_alpha=64, use_rslora=True, lora_dropout=0)
torch.manual_seed(0)
for name, parameter in model.named_parameters():
    if "lora_" in name:
        parameter.data.normal_(0, 0.01)
model.save_pretrained(f"{folder}/adapter")
model.save_pretrained_merged(f"{folder}/unsloth", tokenizer, save_method="merged_16bit")
"""

VLLM = """
import json, sys
from vllm import LLM, SamplingParams
from vllm.lora.request import LoRARequest
model, adapter, prompts, tokens = sys.argv[1], sys.argv[2], json.loads(sys.argv[3]), int(sys.argv[4])
llm = LLM(model, enable_lora=bool(adapter), max_lora_rank=32, max_model_len=1024, gpu_memory_utilization=0.5)
lora = LoRARequest("adapter", 1, adapter) if adapter else None
chats = [[{"role": "user", "content": prompt}] for prompt in prompts]
params = SamplingParams(temperature=0, max_tokens=tokens, logprobs=1)
said = []
for reply in llm.chat(chats, params, lora_request=lora):
    out = reply.outputs[0]
    said.append([[id, out.logprobs[place][id].logprob] for place, id in enumerate(out.token_ids)])
print("RESULT " + json.dumps(said))
"""


def run(code: str, *words: str) -> str:
    """Code in a process of its own: unsloth patches transformers, and a card's memory is free again afterwards."""
    done = subprocess.run([sys.executable, "-c", code, *words], stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def say_with(model: str, adapter: str = "") -> list[list[tuple[int, float]]]:
    output = run(VLLM, model, adapter, json.dumps(PROMPTS), str(TOKENS))
    line = next(line for line in output.splitlines() if line.startswith("RESULT "))
    return [[(id, logprob) for id, logprob in answer] for answer in json.loads(line.removeprefix("RESULT "))]


def merge_ours(base: Path, adapter: Path, out: Path) -> None:
    from emalign_tui.lab.models.merge_plan import plan_merge
    from emalign_tui.lab.models.merge_proof import prove_tensors
    from emalign_tui.workers.merging.shards import write_shards
    from emalign_tui.workers.merging.side_files import copy_side_files

    plan = plan_merge(base, [adapter])
    out.mkdir()
    write_shards(plan, out, out.parent / "journal.jsonl", lambda count: None, lambda: False)
    copy_side_files(plan, out)
    prove_tensors(plan, out)


def largest_step(one: Path, other: Path) -> tuple[int, int]:
    """How many tensors differ at all, and by how many units in the last place at most."""
    import torch
    from safetensors.torch import load_file

    def tensors(folder: Path) -> dict[str, torch.Tensor]:
        return {name: tensor for file in folder.glob("*.safetensors") for name, tensor in load_file(file).items()}

    mine, theirs = tensors(one), tensors(other)
    shared = mine.keys() & theirs.keys()
    assert mine.keys() - shared <= {"lm_head.weight"} and theirs.keys() - shared <= {"lm_head.weight"}
    differing, largest = 0, 0
    for name in shared:
        order = [each[name].bfloat16().view(torch.int16).int() for each in (mine, theirs)]
        order = [torch.where(bits < 0, -32768 - bits, bits) for bits in order]
        step = int((order[0] - order[1]).abs().max())
        differing, largest = differing + bool(step), max(largest, step)
    return differing, largest


def main() -> None:
    from huggingface_hub import snapshot_download

    name = sys.argv[1] if len(sys.argv) > 1 else "unsloth/Qwen2.5-0.5B-Instruct"
    base = Path(name) if Path(name).is_dir() else Path(snapshot_download(name))
    failed = 0

    def told(what: str, good: bool, detail: str) -> None:
        nonlocal failed
        failed += not good
        print(f"{'ok  ' if good else 'FAIL'}  {what}: {detail}", flush=True)

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        run(UNSLOTH, str(base), str(folder))
        merge_ours(base, folder / "adapter", folder / "ours")
        differing, step = largest_step(folder / "ours", folder / "unsloth")
        told(
            "ours and merged_16bit", step <= 1, f"{differing} tensors differ, by {step} units in the last place at most"
        )
        merged, adapted = say_with(str(folder / "ours")), say_with(str(base), str(folder / "adapter"))
        pairs = [pair for one, other in zip(merged, adapted, strict=True) for pair in zip(one, other, strict=False)]
        same = sum(one[0] == other[0] for one, other in pairs)
        told("vLLM serves the merged model", bool(pairs), f"{len(pairs)} tokens")
        first = [(one[0], other[0]) for one, other in zip(merged, adapted, strict=True)]
        off = max(abs(one[1] - other[1]) for one, other in first if one[0] == other[0])
        told("merged and adapter on vLLM", same >= 0.8 * len(pairs), f"{same} of {len(pairs)} greedy tokens agree")
        told("their first log-probabilities", off <= 0.2, f"{off:.3f} nats apart at most")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
