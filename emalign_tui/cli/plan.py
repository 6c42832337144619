"""`emalign plan`: what a training config would do, before it does it."""

import argparse

import msgspec

from emalign_tui.cli.output import say, say_json
from emalign_tui.lab.paths import find_home
from emalign_tui.lab.planner.device import CARDS, card
from emalign_tui.lab.runs.training import plan_training


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("config", metavar="CONFIG", help="a YAML or JSON file")
    parser.add_argument("--from", dest="parent", metavar="RUN", help="as for `emalign train`")
    parser.add_argument("--set", dest="sets", metavar="KEY=VALUE", action="append", default=[], help="as for train")
    parser.add_argument("--card", metavar="NAME", help=f"plan for this card: {', '.join(CARDS)}")


def run(args: argparse.Namespace) -> int:
    """Exit code 1 when the estimate does not fit this machine."""
    from emalign_tui.lab.evals.stage import duration

    home = find_home(args.home)
    device = card(args.card) if args.card else None
    plan = plan_training(home, home.find(args.config), parent=args.parent, sets=args.sets, device=device)
    if args.json:
        say_json(msgspec.to_builtins(plan))
        return 0 if plan.fits else 1
    memory = "unknown" if plan.memory_gib is None else f"about {plan.memory_gib:.1f} GiB"
    over = ": does not fit" if plan.memory_gib is not None and plan.memory_gib > plan.free_gib else ""
    seconds = "unknown" if plan.seconds is None else f"about {duration(plan.seconds)}"
    say(f"model    {plan.model}")
    say(f"device   {plan.device}")
    say(f"rows     {plan.rows}, about {plan.tokens:,} tokens an epoch")
    shared = f" on each of {plan.processes}" if plan.processes > 1 else ""
    say(f"batch    {plan.effective_batch} = {plan.micro_batch} x {plan.accumulation}{shared}")
    say(f"steps    {plan.steps}")
    say(f"memory   {memory} of {plan.free_gib:.1f} GiB free{over}")
    if plan.memory:
        parts = {name: getattr(plan.memory, name) for name in plan.memory.__struct_fields__}
        say(f"         {', '.join(f'{name} {gib:.2f}' for name, gib in parts.items())}")
    say(f"time     {seconds}")
    for line in plan.writes:
        say(f"writes   {line}")
    for choice in plan.choices:
        say(f"choice   {choice.what}: {choice.why}")
    return 0 if plan.fits else 1
