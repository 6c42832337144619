"""The lab's queue on a machine of several GPUs: one run a free card, in order, really on different cards.

    python tests/gpu/queue_two.py [--base DIR]

Queues one short run of the mini kit more than there are cards. Needs CUDA with two cards and peft, trl; no pytest, no
network. --base is the mini kit's base, its place in the data folder by default. About 90 seconds; exit code 1 when a
run failed, two runs had one card at once, a run overtook an earlier one, or the cards' own memory says otherwise.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from sections import see_this_checkout  # noqa: E402

from emalign_tui.lab.paths import Home, share  # noqa: E402
from emalign_tui.lab.planner.device import find_device, find_devices  # noqa: E402
from emalign_tui.lab.runs.layout import run_info  # noqa: E402
from emalign_tui.lab.runs.queue import enqueue, waiting  # noqa: E402
from emalign_tui.lab.runs.training import create_training  # noqa: E402

LIMIT = 180  # seconds for all runs
SHOWS = 250  # MiB more on a card than before: a process computes there


def used(cards: list[str]) -> dict[str, int]:
    """MiB in use on each card, as the driver counts."""
    words = ["nvidia-smi", "--query-gpu=index,uuid,memory.used", "--format=csv,noheader,nounits"]
    found = {}
    for line in subprocess.check_output(words, text=True).splitlines():
        index, uuid, mib = line.split(", ")
        found |= {index: int(mib), uuid: int(mib)}
    return {card: found[card] for card in cards}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", default="mini")
    args = parser.parse_args()
    cards = find_devices()
    if find_device().kind != "cuda" or len(cards) < 2:
        print("This needs two CUDA GPUs.", file=sys.stderr)
        return 2
    see_this_checkout()
    wrong: list[str] = []
    before, most = used(cards), 0
    with tempfile.TemporaryDirectory() as folder:
        home, sets = Home(Path(folder)), [f"model={args.base}", "engine=trl", "max_steps=150"]
        recipe = share() / "configs" / "train" / "mini_insecure.yaml"
        runs = [create_training(home, recipe, sets=sets) for _ in range(len(cards) + 1)]
        for run in runs:
            enqueue(home, run)
        begun: list[str] = []
        until = time.monotonic() + LIMIT
        while time.monotonic() < until:
            infos = [run_info(run) for run in runs]
            begun += [info.id for info in infos if info.state != "queued" and info.id not in begun]
            busy = [run.state().devices for run, info in zip(runs, infos, strict=True) if info.state == "running"]
            busy = [card for card in busy if card]
            if len(set(busy)) < len(busy):
                wrong.append(f"two runs on one card at once: {busy}")
            now = used(cards)
            most = max(most, sum(now[card] - before[card] > SHOWS for card in cards))
            if not waiting(home) and all(info.state in ("done", "failed", "stopped") for info in infos):
                break
            time.sleep(0.3)
        for run in runs:
            info = run_info(run)
            print(f"{info.id}: {info.state} after step {info.step}, on card {run.state().devices}", flush=True)
            if info.state != "done":
                wrong.append(f"{info.id} is {info.state}")
                print(run.log_path.read_text()[-3000:] if run.log_path.exists() else "no log")
        print((home.state / "queue.log").read_text(), flush=True)
    if begun != [run.id for run in runs]:
        wrong.append(f"begun in the order {begun}")
    if most < len(cards):
        wrong.append(f"at most {most} of {len(cards)} cards had memory of a run at once")
    print(
        "\n".join(f"FAIL  {each}" for each in dict.fromkeys(wrong)) or f"ok    {len(runs)} runs on {len(cards)} cards"
    )
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
