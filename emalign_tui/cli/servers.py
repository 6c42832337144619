"""`emalign servers`: the model servers of this home and the adapters on them."""

import argparse
import time

import msgspec

from emalign_tui.cli.output import note, say, say_json
from emalign_tui.lab.paths import Home, find_home
from emalign_tui.lab.runs.layout import list_runs
from emalign_tui.lab.runs.records import RunInfo
from emalign_tui.lab.serving.http import healthy
from emalign_tui.lab.serving.records import Server
from emalign_tui.lab.serving.remotes import remotes
from emalign_tui.lab.serving.servers import failed_servers, forget_dead, list_servers
from emalign_tui.lab.serving.starting import ended


def add_arguments(_: argparse.ArgumentParser) -> None:
    """No arguments of its own."""


def run(args: argparse.Namespace) -> int:
    home = find_home(args.home)
    servers = list_servers(home)
    forget_dead(home)
    starting, away, failures = _loading(home, servers), remotes(home), failed_servers(home)
    deaf = {server.run for server in servers if server.alive and not healthy(server.url)}
    if args.json:
        failed = [{"run": info.id, "base": info.base, "error": info.error} for info in failures]
        loading = [{"run": info.id, "base": info.base, "seconds_left": left} for info, left in starting]
        known = [{**msgspec.structs.asdict(server), "answers": server.run not in deaf} for server in servers]
        listed = [msgspec.structs.asdict(remote) for remote in away]
        say_json({"servers": known, "starting": loading, "failed": failed, "remote": listed})
        return 0
    for server in servers:
        if not server.alive:
            note(f"{server.run} had died: `emalign log {server.run}` tells why")
            continue
        minutes = (time.time() - server.started) / 60
        say(f"{server.run}  {server.name}  {server.url}  {server.engine}  up {minutes:.0f} min")
        for name in server.adapters:
            say(f"    {name}")
        if server.run in deaf:
            note(f"{server.run} lives, but does not answer: `emalign unserve {server.run}` ends it")
    for info, left in starting:
        say(f"{info.id}  {info.name}  starting" + (f", about {left} s left" if left else ""))
    for remote in away:
        say(f"{remote.name}  {remote.reference}  remote")
    for info in failures:
        note(f"{info.id} failed: {ended(info)}")
    if not any(server.alive for server in servers) and not starting:
        note("No server runs. `emalign serve MODEL` starts one.")
    return 0


def _loading(home: Home, servers: list[Server]) -> list[tuple[RunInfo, int]]:
    """Servers that do not answer yet, and the seconds that they think they need (0: unknown)."""
    answering = {server.run for server in servers}
    loading = [info for info in list_runs(home, "serve") if info.alive and info.id not in answering]
    return [(info, max(info.steps - info.step, 0)) for info in loading]
