"""`emalign serve [MODEL...]`: have models served; starts what does not run yet."""

import argparse
from typing import Any, get_args

from emalign_tui.cli.output import note, say, say_json
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.reference import ENDPOINT_KEY_ENV, resolve_model
from emalign_tui.lab.paths import find_home
from emalign_tui.lab.serving.engine import Engine
from emalign_tui.lab.serving.records import LOOPBACK
from emalign_tui.lab.serving.remotes import remember
from emalign_tui.lab.serving.servers import list_servers, serve
from emalign_tui.lab.serving.starting import Wish
from emalign_tui.lab.settings import load_settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    about = "mini, a run's id, an address to keep in the list ... (the setting `base`)"
    parser.add_argument("models", nargs="*", metavar="MODEL", help=about)
    parser.add_argument("--port", type=int, default=0, help="the port of a new server (default: a free one)")
    parser.add_argument(
        "--engine", choices=get_args(Engine), help="vllm or cpu (default: vLLM where it can, but not for tiny models)"
    )
    parser.add_argument(
        "--host",
        default=LOOPBACK,
        metavar="ADDRESS",
        help=f"let others reach it, with a key of your own in {ENDPOINT_KEY_ENV} (default: this machine alone)",
    )


def run(args: argparse.Namespace) -> int:
    home = find_home(args.home)
    refs = [resolve_model(home, model) for model in args.models or [load_settings().base]]
    if any(ref.url for ref in refs) and (args.port or args.engine or args.host != LOOPBACK):
        raise LabError("A remote model is served elsewhere", do="Leave --port, --host and --engine out.", exit_code=2)
    if args.port and len({ref.base for ref in refs}) > 1:
        raise LabError("One --port cannot serve two bases", do="Start them one by one.", exit_code=2)
    if not 0 <= args.port < 1 << 16:
        raise LabError(f"Not a port: {args.port}", do="Choose one from 1024 to 65535.", exit_code=2)
    wish = Wish(port=args.port, host=args.host, engine=args.engine)
    served: list[dict[str, Any]] = []
    for ref in refs:
        try:
            endpoint = serve(home, ref, wish=wish, on_progress=note)
        except KeyboardInterrupt:
            note("A start that has begun goes on; `emalign servers` shows it, `emalign unserve` ends it.")
            raise
        if ref.url is not None:
            remember(home, ref, endpoint)
        key = next((str(server.key_file) for server in list_servers(home) if server.url == endpoint.url), None)
        served.append({"name": ref.name, "model": endpoint.model, "url": endpoint.url, "key_file": key})
        if not args.json:
            say(f"{ref.name}: model {endpoint.model} at {endpoint.url}" + (f", key in {key}" if key else ""))
    if args.json:
        say_json({"served": served})
    return 0
