"""How long a redraw of the live chart takes: four runs of 100,000 points each on a 120x36 screen.

`python benchmarks/loss_chart.py` prints the median and the slowest of 50 redraws, each after 50 new points a run.
"""

import asyncio
import math
import statistics
import time

from textual.app import App, ComposeResult

from emalign_tui.tui.widgets.loss_chart import Curve, LossChart
from emalign_tui.tui.widgets.series import Series

RUNS, POINTS, REDRAWS, NEW = 4, 100_000, 50, 50


class Bench(App[None]):
    def compose(self) -> ComposeResult:
        yield LossChart(id="chart")


def value(step: int, run: int) -> float:
    return 2.0 - step / 80_000 + 0.3 * math.sin(step * 1.7 + run) + 0.2 * run


async def main() -> None:
    app = Bench()
    async with app.run_test(size=(85, 28)):  # the chart's share of a 120x36 screen
        chart = app.query_one(LossChart)
        curves = [Curve(f"run {run}", Series()) for run in range(RUNS)]
        for run, curve in enumerate(curves):
            for step in range(1, POINTS):
                curve.series.add(step, value(step, run))
        spent = []
        for redraw in range(REDRAWS):
            first = POINTS + redraw * NEW
            for run, curve in enumerate(curves):
                for step in range(first, first + NEW):
                    curve.series.add(step, value(step, run))
            began = time.perf_counter()
            chart.show(curves, POINTS + REDRAWS * NEW)
            spent.append(1000 * (time.perf_counter() - began))
    print(f"redraw of {RUNS} runs x {POINTS:,} points")
    print(f"median {statistics.median(spent):.1f} ms, slowest {max(spent):.1f} ms")
    print("goal: 30 ms")


if __name__ == "__main__":
    asyncio.run(main())
