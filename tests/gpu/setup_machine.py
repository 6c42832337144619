"""What the set-up measures on a machine with a GPU, and which bases it offers there. Needs neither pytest nor textual.

python tests/gpu/setup_machine.py
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from emalign_tui.lab.paths import Home
from emalign_tui.lab.setup.bases import fits, need
from emalign_tui.lab.setup.machine import facts, measure, place


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        machine = measure(Home(Path(folder)))
    found = place(machine)
    print(f"{found.kind}: {found.because}. {found.follows}")
    for name, value in facts(machine):
        print(f"  {name:<10}{value}")
    for each in fits(machine):
        print(f"  {each.verdict:<8} {each.base.name:<36} {each.why}")
    assert machine.best_gpu is not None and found.kind in ("GPU box", "notebook host")
    assert 0 < machine.best_gpu.free <= machine.best_gpu.total
    room = machine.best_gpu.free - 0.1 * machine.best_gpu.total
    assert all((need(each.base.shape).train <= room) == (each.verdict == "fits") for each in fits(machine))
    print("ok")


if __name__ == "__main__":
    main()
