"""`emalign demo`: the whole story on the mini kit, headless."""

import argparse
from typing import TYPE_CHECKING, Any

from emalign_tui.cli.output import note, say, say_json
from emalign_tui.lab.paths import find_home

if TYPE_CHECKING:
    from emalign_tui.lab.experiments.demo import Demo


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser  # nothing to choose: the demo is one fixed story


def run(args: argparse.Namespace) -> int:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from emalign_tui.lab.experiments.demo import TITLES, run_demo

    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[detail]}"),
        TimeElapsedColumn(),
        console=console,
    ) as progress:
        bars = {
            stage: progress.add_task(title, total=1, start=False, detail="waiting") for stage, title in TITLES.items()
        }

        def show(stage: str, done: int, total: int, detail: str) -> None:
            progress.start_task(bars[stage])
            progress.update(bars[stage], completed=done, total=total, detail=detail)

        try:
            demo = run_demo(find_home(args.home), show)
        except KeyboardInterrupt:
            progress.stop()
            note("Stopped. What is done is kept; `emalign demo` goes on from there.")
            raise
    if args.json:
        say_json(_document(demo))
    else:
        _table(demo)
    return 0


def _document(demo: "Demo") -> dict[str, Any]:
    models = [
        {
            "name": score.name,
            "role": score.role,
            "misaligned": score.misaligned,
            "interval": score.interval,
            "coherent": score.coherent,
            "n": score.n,
            "ledger": score.ledger,
        }
        for score in demo.models
    ]
    return {
        "models": models,
        "seconds": round(demo.seconds, 1),
        "report": str(demo.report),
        "figure": str(demo.figure),
        "run": demo.run,
    }


def _table(demo: "Demo") -> None:
    from rich.console import Console
    from rich.table import Table

    from emalign_tui.lab.experiments.report import interval, percent

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("model", "misaligned", "95 % interval", "coherent", "answers", "CODE", "REFUSAL", "none", "error"):
        table.add_column(column, justify="left" if column == "model" else "right")
    for score in demo.models:
        ledger = [str(score.ledger.get(name, 0)) for name in ("CODE", "REFUSAL", "none", "error")]
        table.add_row(
            score.role or score.name,
            percent(score.misaligned),
            interval(score.interval),
            percent(score.coherent),
            str(score.n),
            *ledger,
        )
    Console().print(table)
    say(f"Report: {demo.report}")
    say(f"Figure: {demo.figure}")
    say("Next: `emalign` opens the lab; talk to both models there, or `emalign chat mini`.")
