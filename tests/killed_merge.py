"""Writes a merge's files in a process of its own, to be killed: BASE ADAPTER OUT.

It waits for a line before it begins, then says the bytes of each step, and waits for a line before the next.
"""

import json
import sys
from pathlib import Path

from emalign_tui.lab.models.merge_plan import plan_merge
from emalign_tui.workers.merging.shards import write_shards


def main() -> None:
    base, adapter, out = map(Path, sys.argv[1:])

    def tick(count: int) -> None:
        print(count, flush=True)
        sys.stdin.readline()

    sys.stdin.readline()
    plan = plan_merge(base, [adapter], shard=100_000)
    written = write_shards(plan, out, out.parent / "journal.jsonl", tick, lambda: False)
    print(json.dumps([each.file for each in written]))


if __name__ == "__main__":
    main()
