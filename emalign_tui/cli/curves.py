"""`emalign curves`: the curves of one or several training runs as CSV, PNG, SVG or PDF."""

import argparse

from emalign_tui.cli.output import say, say_json
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import expand, find_home
from emalign_tui.lab.runs.layout import find_run


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("runs", metavar="RUN", nargs="+", help="training runs; several are drawn over each other")
    parser.add_argument("--out", metavar="FILE", help="default: curves.csv in the first run's folder")
    parser.add_argument("--log", action="store_true", help="a logarithmic loss axis")


def run(args: argparse.Namespace) -> int:
    """The form goes by the suffix of --out."""
    from emalign_tui.lab.runs.curves import FORMATS, write_curves

    home = find_home(args.home)
    runs = [find_run(home, ref) for ref in args.runs]
    out = expand(args.out) if args.out else runs[0].path / "curves.csv"
    form = out.suffix.lower().lstrip(".")
    if form not in FORMATS:
        do = f"End --out in one of: {', '.join(f'.{each}' for each in FORMATS)}."
        raise LabError(f"No such form: {form or 'none'}", where=str(out), do=do, exit_code=2)
    write_curves(runs, out, form, log=args.log)
    if args.json:
        say_json({"path": str(out)})
    else:
        say(str(out))
    return 0
