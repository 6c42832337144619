"""What the live training view costs: four runs of 100,000 points each on a 120x36 screen, 50 new steps a second each.

`python benchmarks/live_view.py` prints the share of a core and the bytes a second to the terminal, over ten seconds.
"""

import asyncio
import math
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from tui.capture import lab, until
from tui.homes import step, toured, train_run

from emalign_tui.lab.files import JsonlWriter
from emalign_tui.lab.paths import Home
from emalign_tui.tui.screens.train.watch import WatchPane
from emalign_tui.tui.widgets.loss_chart import LossChart
from emalign_tui.tui.wishes import Watch

RUNS, POINTS, SECONDS, WRITE = 4, 100_000, 10.0, 25  # WRITE: steps a run writes at once, twice a second


def value(number: int, run: int) -> float:
    return 2.0 - number / 80_000 + 0.3 * math.sin(number * 1.7 + run) + 0.2 * run


async def measure(home: Home) -> str:
    runs = [train_run(home, name=f"run{n}", steps=1) for n in range(RUNS)]
    writers = [JsonlWriter(run.events_path) for run in runs]

    def write(first: int, end: int) -> None:
        for place, writer in enumerate(writers):
            for number in range(first, end):
                writer.append(step(number, POINTS + 1000, value(number, place)))

    write(2, POINTS)
    async with lab(toured(home), (120, 36)) as (app, pilot):
        await app.visit("train", Watch(runs[0].id))
        pane, chart = app.screen.query_one(WatchPane), app.screen.query_one(LossChart)
        await until(pilot, lambda: pane.run and pane.run.id == runs[0].id, "the run", tries=6000)
        for run in runs[1:]:
            pane.toggle_beside(app.snapshot.run(run.id))
        shown = POINTS - 2
        await until(pilot, lambda: [len(each.series.steps) > shown for each in chart.curves] == [True] * RUNS, "points",
                    tries=60_000)  # fmt: skip
        await asyncio.sleep(2)
        began, cpu, before, last = time.monotonic(), time.process_time(), app.bytes_written, POINTS
        while time.monotonic() - began < SECONDS:
            own = time.process_time()
            write(last, last + WRITE)
            cpu += time.process_time() - own
            last += WRITE
            await asyncio.sleep(0.5)
        spent = time.monotonic() - began
        share, rate = (time.process_time() - cpu) / spent, (app.bytes_written - before) / spent
    return f"{share:.1%} of a core (goal 5 %), {rate / 1000:.1f} kB/s to the terminal (goal 10)"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        print(asyncio.run(measure(Home(Path(folder)))))
