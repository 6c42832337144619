"""`emalign servers`: the model servers of this home and the adapters on them."""

import argparse
import time

import msgspec

from emalign_tui.cli.output import note, say, say_json
from emalign_tui.lab.paths import find_home
from emalign_tui.lab.serving.servers import forget_dead, list_servers


def add_arguments(_: argparse.ArgumentParser) -> None:
    """No arguments of its own."""


def run(args: argparse.Namespace) -> int:
    home = find_home(args.home)
    servers = list_servers(home)
    forget_dead(home)
    if args.json:
        say_json({"servers": [msgspec.structs.asdict(server) for server in servers]})
        return 0
    for server in servers:
        if not server.alive:
            note(f"{server.run} had died: `emalign log {server.run}` tells why")
            continue
        minutes = (time.time() - server.started) / 60
        say(f"{server.run}  {server.name}  {server.url}  pid {server.pid}  up {minutes:.0f} min")
        for name in server.adapters:
            say(f"    {name}")
    if not any(server.alive for server in servers):
        note("No server runs. `emalign serve MODEL` starts one.")
    return 0
