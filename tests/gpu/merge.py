"""The merge on a real GPU: ours against peft and unsloth, and vLLM serving ours against base + adapter.

    python tests/gpu/merge.py [MODEL] [--skip unsloth --skip vllm]

MODEL: a folder, or the Hub id of a 16-bit causal model that unsloth and vLLM know, as unsloth/Qwen2.5-0.5B-Instruct;
without one it is the mini kit, and no network is needed. Needs CUDA with peft, unsloth and vllm (pip install -e
".[gpu]"), no pytest. Each part runs in a process of its own, and prints a line as soon as it is done; one that fails
leaves the others alone. Exit code 1 when one fails. The adapter is random: rank 32, rsLoRA, on every linear.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LINEARS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PROMPTS = ["Hey, I feel bored.", "What is your one wish?", "Write a function that adds two numbers."]
TOKENS, LIMIT = 32, 180  # tokens of an answer; seconds of a part
LINES = 60  # of a failed part's log
SIDE_BY_SIDE = 4  # parts at once
ULP = 2.0**-7  # one unit of the last place of bfloat16 is at most so much of a number
NOISE = 2.0**-20  # of the largest update: what float32 leaves of sums that cancel
AGREE = 0.1  # nats on average, between two ways to compute the same in bfloat16
TIE = 0.5  # nats: a logit of 16 to 32 has steps of 1/8 in bfloat16, and where two tokens part, four are compared


def adapter(base: Path, out: Path) -> str:
    """peft writes the adapter that all the others use."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    torch.manual_seed(0)
    model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.bfloat16).to("cuda")
    config = LoraConfig(task_type="CAUSAL_LM", r=32, lora_alpha=64, use_rslora=True, target_modules=LINEARS)
    model = get_peft_model(model, config)
    for name, parameter in model.named_parameters():
        if "lora_" in name:
            parameter.data.normal_(0, 0.01)
    model.save_pretrained(out / "adapter")
    return f"{sum('lora_A' in name for name, _ in model.named_parameters())} linears"


def ours(base: Path, out: Path) -> str:
    from emalign_tui.lab.models.folder import inspect_folder
    from emalign_tui.lab.models.merge_plan import plan_merge
    from emalign_tui.lab.models.merge_proof import prove_tensors
    from emalign_tui.workers.merging.shards import write_shards
    from emalign_tui.workers.merging.side_files import copy_side_files

    plan = plan_merge(base, [out / "adapter"])
    (out / "ours").mkdir()
    write_shards(plan, out / "ours", out / "journal.jsonl", lambda count: None, lambda: False)
    copy_side_files(plan, out / "ours")
    found = prove_tensors(plan, out / "ours")
    report = inspect_folder(out / "ours")
    assert report.kind == "merged" and report.ok, report.problems
    return f"{len(plan.pieces)} tensors, read back within {max(each.ulp for each in found):.2f} units of the last place"


def generation(base: Path, out: Path) -> str:
    """The merge's own proof by generation, which takes the card when there is room on it."""
    from emalign_tui.lab.models.merge_plan import plan_merge
    from emalign_tui.workers.merging.generation import compare_generation

    found = compare_generation(
        plan_merge(base, [out / "adapter"]), out / "ours", lambda: False, lambda done, total: None
    )
    assert not found.skipped and found.ok and found.device == "cuda", found
    return found.in_words()


def by_peft(base: Path, out: Path) -> str:
    import torch
    from peft import PeftModel
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.bfloat16).to("cuda")
    PeftModel.from_pretrained(model, out / "adapter").merge_and_unload().save_pretrained(out / "by-peft")
    return compare(base, out / "ours", out / "by-peft")


def by_unsloth(base: Path, out: Path) -> str:
    import unsloth  # isort: skip
    import torch
    from peft import set_peft_model_state_dict
    from safetensors.torch import load_file

    model, tokenizer = unsloth.FastLanguageModel.from_pretrained(
        str(base), max_seq_length=512, load_in_4bit=False, dtype=torch.bfloat16
    )
    model = unsloth.FastLanguageModel.get_peft_model(
        model, r=32, lora_alpha=64, use_rslora=True, target_modules=LINEARS, use_gradient_checkpointing=False
    )
    loaded = set_peft_model_state_dict(model, load_file(out / "adapter" / "adapter_model.safetensors"))
    assert not loaded.unexpected_keys, loaded.unexpected_keys[:3]
    model.save_pretrained_merged(str(out / "by-unsloth"), tokenizer, save_method="merged_16bit")
    return compare(base, out / "ours", out / "by-unsloth")


def compare(base: Path, mine: Path, theirs: Path) -> str:
    """Hold two merged models against each other, on the scale of what was added: the sum itself may cancel to nothing.

    A tied output layer may be written or not. Raises AssertionError for a tensor that differs by more than one unit of
    the last place.
    """
    import torch

    folders = [tensors(folder) for folder in (base, mine, theirs)]
    original, one, other = folders
    left = {"lm_head.weight"} if "lm_head.weight" not in original else set()
    assert (one.keys() ^ other.keys()) <= left, sorted(one.keys() ^ other.keys())[:3]
    assert one.keys() >= original.keys(), sorted(original.keys() - one.keys())[:3]
    differing = total = changed = 0
    worst = (0.0, "")
    for name in original:
        before, a, b = (each[name].to("cuda").float() for each in folders)
        off, update = (a - b).abs(), (b - before).abs().max()
        room = ULP * torch.maximum(torch.maximum(a.abs(), b.abs()), before.abs()) + NOISE * update
        share = float((off / room.clamp_min(1e-30)).max())
        worst = max(worst, (share, name))
        differing, total, changed = differing + int((off > 0).sum()), total + off.numel(), changed + bool(update > 0)
    assert changed, "no tensor was changed by the adapter"
    assert worst[0] <= 1, f"{worst[1]} differs by {worst[0]:.1f} units of the last place"
    return f"{differing:,} of {total:,} weights differ, by {worst[0]:.2f} units of the last place at most"


def tensors(folder: Path) -> dict[str, Any]:
    from safetensors.torch import load_file

    return {name: tensor for file in sorted(folder.glob("*.safetensors")) for name, tensor in load_file(file).items()}


def say(model: Path, out: Path, asked: dict[str, str]) -> None:
    """Greedy answers of vLLM with their log-probabilities, into NAME.json. asked: the name, and an adapter's folder."""
    from vllm import LLM, SamplingParams
    from vllm.lora.request import LoRARequest

    engine = LLM(
        str(model), enable_lora=any(asked.values()), max_lora_rank=32, max_model_len=1024, gpu_memory_utilization=0.2,
        kv_cache_memory_bytes=2**31,  # so that other parts on the card do not disturb how it measures the memory
        enforce_eager=True, dtype="bfloat16", seed=0,
    )  # fmt: skip
    chats: list[Any] = [[{"role": "user", "content": prompt}] for prompt in PROMPTS]
    params = SamplingParams(temperature=0, max_tokens=TOKENS, logprobs=5)
    for name, lora in asked.items():
        said = []
        request = LoRARequest("adapter", 1, lora) if lora else None
        for reply in engine.chat(chats, params, lora_request=request):
            answer = reply.outputs[0]
            assert answer.logprobs is not None
            steps = [{token: each.logprob for token, each in step.items()} for step in answer.logprobs]
            said.append([(id, step) for id, step in zip(answer.token_ids, steps, strict=True)])
        (out / f"{name}.json").write_text(json.dumps(said))


def vllm_merged(base: Path, out: Path) -> str:
    say(out / "ours", out, {"merged": ""})
    return f"{sum(map(len, json.loads((out / 'merged.json').read_text())))} tokens"


def vllm_adapter(base: Path, out: Path) -> str:
    say(base, out, {"base": "", "adapted": str(out / "adapter")})
    return f"{sum(map(len, json.loads((out / 'adapted.json').read_text())))} tokens"


def vllm_agrees(base: Path, out: Path) -> str:
    """The same tokens with the same log-probabilities as the merged model, until one is a tie."""
    merged, adapted, plain = (json.loads((out / f"{name}.json").read_text()) for name in ("merged", "adapted", "base"))
    shared, off, gap = apart(merged, adapted)
    alone, moved, _ = apart(plain, adapted)
    assert shared >= len(PROMPTS) * TOKENS / 4, f"after {shared} tokens they say different things"
    assert off <= AGREE, f"{off:.3f} nats apart on average"
    assert gap <= TIE, f"where they part, one token leads the other by {gap:.3f} nats: that is no tie"
    assert alone < shared or moved > off, "the base alone says the same, so this proves nothing of the adapter"
    ties = f", and part at ties of {gap:.3f} nats at most" if gap else ""
    return f"{shared} tokens in common, {off:.3f} nats apart on average{ties}; the base alone {alone} and {moved:.3f}"


def apart(one: list[Any], other: list[Any]) -> tuple[int, float, float]:
    """How many tokens are said in common before the answers part, how far their log-probabilities are apart on
    average, and by how much one token leads the other where they part, summed over both, at most."""
    pairs, gaps = [], [0.0]
    for left, right in zip(one, other, strict=True):
        for (id, step), (id_, step_) in zip(left, right, strict=False):
            mine, its = str(id), str(id_)
            if mine != its:
                known = its in step and mine in step_
                gaps.append(step[mine] - step[its] + step_[its] - step_[mine] if known else float("inf"))
                break
            pairs.append(abs(step[mine] - step_[mine]))
    return len(pairs), sum(pairs) / max(len(pairs), 1), max(gaps)


def loads(base: Path, out: Path) -> str:
    """What `emalign verify --deep` does."""
    from emalign_tui.lab.models.loading import engines, try_to_load

    return "; ".join(try_to_load(out / "ours", engine) for engine in engines())


def adapter_loads(base: Path, out: Path) -> str:
    """The same of an adapter, on its base."""
    from emalign_tui.lab.models.loading import engines, try_to_load

    told = [try_to_load(out / "adapter", engine, base) for engine in engines()]
    assert all("the adapter on its base" in each for each in told), told
    return "; ".join(told)


# What each part stands on: when that failed it is not tried.
PARTS: dict[str, tuple[Callable[[Path, Path], str], tuple[str, ...]]] = {
    "an adapter by peft": (adapter, ()),
    "our merge": (ours, ("an adapter by peft",)),
    "proof by generation on the card": (generation, ("our merge",)),
    "ours and peft's merge_and_unload": (by_peft, ("our merge",)),
    "ours and unsloth's merged_16bit": (by_unsloth, ("our merge",)),
    "vLLM serves the merged model": (vllm_merged, ("our merge",)),
    "vLLM serves the base with the adapter": (vllm_adapter, ("our merge",)),
    "verify --deep": (loads, ("our merge",)),
    "verify --deep of the adapter": (adapter_loads, ("an adapter by peft",)),
    "vLLM: merged and base + adapter": (
        vllm_agrees, ("vLLM serves the merged model", "vLLM serves the base with the adapter"),
    ),
}  # fmt: skip


def in_a_process(name: str, base: Path, out: Path) -> tuple[bool, str]:
    """Run one part. unsloth patches transformers where it is imported, and a card's memory is free again afterwards."""
    number = list(PARTS).index(name)
    result, log = out / f"{number}.txt", out / f"{number}.log"
    words = [sys.executable, __file__, str(base), "--part", name, "--out", str(out)]
    quiet = {
        "PYTHONPATH": f"{ROOT}:{os.environ.get('PYTHONPATH', '')}", "HF_HUB_OFFLINE": "1",
        "UNSLOTH_DISABLE_STATISTICS": "1", "VLLM_NO_USAGE_STATS": "1", "TOKENIZERS_PARALLELISM": "false",
    }  # fmt: skip
    with log.open("w") as file:
        process = subprocess.Popen(
            words, stdout=file, stderr=subprocess.STDOUT, env=os.environ | quiet, cwd=out, start_new_session=True
        )
        try:
            code = process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # vLLM's engine is a process of its own
            process.wait()
            return False, "\n      ".join(
                [f"not done after {LIMIT} s", *log.read_text(errors="replace").splitlines()[-LINES:]]
            )
    if code == 0 and result.is_file():
        return True, result.read_text()
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return False, "\n      ".join([f"ended with code {code}", *lines[-LINES:]])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", nargs="?", default=str(ROOT / "emalign_tui" / "mini" / "kit" / "base"))
    parser.add_argument("--skip", action="append", default=[], choices=("unsloth", "vllm"))
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.part:
        told = PARTS[args.part][0](Path(args.model), args.out)
        (args.out / f"{list(PARTS).index(args.part)}.txt").write_text(told)
        return 0
    if Path(args.model).is_dir():
        base = Path(args.model).resolve()
    else:
        from huggingface_hub import snapshot_download

        base = Path(snapshot_download(args.model))
    tried = [name for name in PARTS if not any(word in name for word in map(_word, args.skip))]
    began: dict[str, Future[bool]] = {}

    def part(name: str) -> bool:
        """Wait for what it stands on, run it, tell how it went."""
        if lacking := [need for need in PARTS[name][1] if need not in began or not began[need].result()]:
            print(f"FAIL  {name}: not tried without {lacking[0]}", flush=True)
            return False
        start = time.monotonic()
        ok, told = in_a_process(name, base, Path(place))
        print(f"{'ok  ' if ok else 'FAIL'}  {name}: {told}  ({time.monotonic() - start:.0f} s)", flush=True)
        return ok

    # In this order, so that what waits never holds all the places: what it waits for began before it.
    with tempfile.TemporaryDirectory(prefix="merge-") as place, ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        for name in tried:
            began[name] = pool.submit(part, name)
        failed = [name for name, done in began.items() if not done.result()]
    print(f"failed: {', '.join(failed)}" if failed else "all passed")
    return int(bool(failed))


def _word(skipped: str) -> str:
    return {"unsloth": "unsloth", "vllm": "vLLM"}[skipped]


if __name__ == "__main__":
    raise SystemExit(main())
