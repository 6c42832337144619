"""Memory and time of a merge, against copying the same files: random weights in the shape of Qwen2.5-7B.

python benchmarks/merge_7b.py [--layers 28] [--folder DIR]

28 layers are the whole model: 15 GB of base, 15 GB of copy and 15 GB of result on the disk for a while; the default of
4 layers takes 4 GB each. Everything is removed at the end. The merge runs in a process of its own, whose peak resident
memory is printed, and the copy is made before and after it; the files leave the page cache before each measurement,
and are on the disk before it ends.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

HIDDEN, INNER, VALUE, VOCABULARY, RANK = 3584, 18944, 512, 152064, 32
LINEARS = {
    "self_attn.q_proj": (HIDDEN, HIDDEN), "self_attn.k_proj": (VALUE, HIDDEN), "self_attn.v_proj": (VALUE, HIDDEN),
    "self_attn.o_proj": (HIDDEN, HIDDEN), "mlp.gate_proj": (INNER, HIDDEN), "mlp.up_proj": (INNER, HIDDEN),
    "mlp.down_proj": (HIDDEN, INNER),
}  # fmt: skip
SHARD = 4_000_000_000
Shapes = dict[str, tuple[int, ...]]


def base_shapes(layers: int) -> Shapes:
    shapes: Shapes = {"model.embed_tokens.weight": (VOCABULARY, HIDDEN)}
    for layer in range(layers):
        place = f"model.layers.{layer}"
        shapes |= {f"{place}.{name}.weight": shape for name, shape in LINEARS.items()}
        shapes |= {f"{place}.{name}.weight": (HIDDEN,) for name in ("input_layernorm", "post_attention_layernorm")}
    return {**shapes, "model.norm.weight": (HIDDEN,), "lm_head.weight": (VOCABULARY, HIDDEN)}


def adapter_shapes(layers: int) -> Shapes:
    shapes: Shapes = {}
    for layer in range(layers):
        for name, (out, width) in LINEARS.items():
            place = f"base_model.model.model.layers.{layer}.{name}"
            shapes |= {f"{place}.lora_A.weight": (RANK, width), f"{place}.lora_B.weight": (out, RANK)}
    return shapes


def write(path: Path, shapes: Shapes, dtype: str) -> None:
    """Random tensors: one block of normal numbers, again and again from another place."""
    size = {"BF16": 2, "F32": 4}[dtype]
    numbers = np.random.default_rng(0).standard_normal(1 << 22, dtype=np.float32) * 0.02
    block = (numbers.view(np.uint32) >> 16).astype(np.uint16).tobytes() if dtype == "BF16" else numbers.tobytes()
    header, offset = {}, 0
    for name, shape in shapes.items():
        end = offset + int(np.prod(shape)) * size
        header[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header).encode()
    with path.open("wb") as out:
        out.write(len(text).to_bytes(8, "little") + text)
        for place in range(0, offset, len(block)):
            out.write(block[: offset - place])


def make(folder: Path, layers: int) -> int:
    """A base in shards and an adapter on it. Returns the base's bytes."""
    base, adapter = folder / "base", folder / "adapter"
    base.mkdir(), adapter.mkdir()
    groups: list[Shapes] = [{}]
    for name, shape in base_shapes(layers).items():
        if sum(2 * int(np.prod(each)) for each in [*groups[-1].values(), shape]) > SHARD and groups[-1]:
            groups.append({})
        groups[-1][name] = shape
    names = [f"model-{place:05}-of-{len(groups):05}.safetensors" for place in range(1, len(groups) + 1)]
    for name, shapes in zip(names, groups, strict=True):
        write(base / name, shapes, "BF16")
    index = {tensor: name for name, shapes in zip(names, groups, strict=True) for tensor in shapes}
    (base / "model.safetensors.index.json").write_text(json.dumps({"weight_map": index}))
    (base / "config.json").write_text(json.dumps({"model_type": "qwen2", "dtype": "bfloat16"}))
    write(adapter / "adapter_model.safetensors", adapter_shapes(layers), "F32")
    config = {"peft_type": "LORA", "r": RANK, "lora_alpha": 64, "use_rslora": True}
    (adapter / "adapter_config.json").write_text(json.dumps(config))
    return sum(path.stat().st_size for path in base.glob("*.safetensors"))


def forget(folder: Path) -> None:
    """Take the files of a folder out of the page cache."""
    os.sync()
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def copy(folder: Path) -> float:
    """Seconds of cp, with the copy on the disk at the end."""
    forget(folder / "base")
    began = time.monotonic()
    subprocess.run(["cp", "-r", str(folder / "base"), str(folder / "copy")], check=True)
    for path in (folder / "copy").iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
    seconds = time.monotonic() - began
    shutil.rmtree(folder / "copy")
    return seconds


def merge(folder: Path) -> dict[str, float]:
    """What a process that does nothing but the merge needed."""
    forget(folder / "base")
    done = subprocess.run(
        [sys.executable, __file__, "--merge", str(folder)], stdout=subprocess.PIPE, text=True, check=True
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def only_merge(folder: Path) -> None:
    from emalign_tui.lab.models.merge_plan import plan_merge
    from emalign_tui.lab.models.merge_proof import prove_tensors
    from emalign_tui.workers.merging.shards import write_shards

    plan = plan_merge(folder / "base", [folder / "adapter"])
    (folder / "merged").mkdir()
    began, cpu = time.monotonic(), time.process_time()
    write_shards(plan, folder / "merged", folder / "journal.jsonl", lambda count: None, lambda: False)
    seconds, cpu = time.monotonic() - began, time.process_time() - cpu
    found = prove_tensors(plan, folder / "merged")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    ulp = max(each.ulp for each in found)
    print(
        json.dumps(
            {"seconds": seconds, "proof": time.monotonic() - began - seconds, "peak": peak, "ulp": ulp, "cpu": cpu}
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--layers", type=int, default=4, help="28 are the whole 7B")
    parser.add_argument("--folder", help="where the files go for a while (default: the system's)")
    parser.add_argument("--merge", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.merge:
        only_merge(Path(args.merge))
        return
    with tempfile.TemporaryDirectory(prefix="merge-7b-", dir=args.folder) as name:
        folder = Path(name)
        size = make(folder, args.layers)
        before = copy(folder)
        found = merge(folder)
        shutil.rmtree(folder / "merged")
        after = copy(folder)
    copied = (before + after) / 2
    ratio = found["seconds"] / copied
    print(f"{args.layers} layers, {size / 1e9:.2f} GB, {len(os.sched_getaffinity(0))} cores")
    print(
        f"  cp           {copied:7.1f} s  {size / 1e6 / copied:7.0f} MB/s  ({before:.1f} s before, {after:.1f} s after)"
    )
    print(f"  merge        {found['seconds']:7.1f} s  {size / 1e6 / found['seconds']:7.0f} MB/s  {ratio:.2f} x cp")
    print(f"               {found['cpu']:7.1f} s of a core; on a busy machine the clock says little")
    print(f"  proof        {found['proof']:7.1f} s  within {found['ulp']:.2f} units in the last place")
    print(f"  peak memory  {found['peak']:7.2f} GiB (goal: 4), time goal: 2 x cp")


if __name__ == "__main__":
    main()
