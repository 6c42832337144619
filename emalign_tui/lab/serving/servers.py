"""Model servers of a home: one for each base, started when needed, used again by whoever comes next."""

import fcntl
import hashlib
import importlib.util
import json
import re
import secrets
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import disk_error, write_atomic
from emalign_tui.lab.models.folder import inspect_folder
from emalign_tui.lab.models.reference import OPENAI_KEY_ENV, ModelRef
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.control import stop
from emalign_tui.lab.runs.launch import launch, worker_python
from emalign_tui.lab.runs.layout import RunDir, create_run, list_runs, run_info
from emalign_tui.lab.runs.records import Provenance, RunInfo
from emalign_tui.lab.secrets import api_key
from emalign_tui.lab.serving.adapter import adapter_name, check_adapter
from emalign_tui.lab.serving.records import (
    KEY_FILE,
    SERVER_FILE,
    Endpoint,
    ServeConfig,
    Server,
    read_server_file,
)
from emalign_tui.lab.settings import load_settings

START_TIMEOUT = 900.0  # seconds for loading a model
STOP_GRACE = 10.0
_NEEDS = ("torch", "transformers", "starlette", "uvicorn")


def serve(home: Home, ref: ModelRef, *, port: int = 0, on_progress: Callable[[str], None] | None = None) -> Endpoint:
    """Where to ask for a model: its own address when it is remote, else a server of this home, started when needed.

    There is one server for each base, also when several processes ask at once; an adapter is loaded on it under a name
    that is unique to its content. port: for a new server; 0 takes a free one. Blocks until the model answers.
    Raises LabError when the adapter does not fit, the port is in use, or the server does not come up.
    """
    if ref.url is not None:
        return Endpoint(ref.url, _remote_key(ref), ref.model or ref.base)
    tell = on_progress or (lambda _: None)
    if ref.adapter:
        check_adapter(ref.adapter, ref.base)
    with _only_one(home, ref.base):
        server = _find(home, ref.base, tell) or _start(home, ref, port, tell)
        if port and f":{port}/" not in server.url:
            raise LabError(
                f"{server.name} is already served at {server.url}",
                where=server.run,
                do="Use it there, or stop it with `emalign unserve` first.",
            )
        model = server.name
        if ref.adapter:
            model = adapter_name(ref.name, ref.adapter)
            if model not in server.adapters:
                tell(f"Loading {ref.name} on {server.name}")
                _post(server, "load_lora_adapter", {"lora_name": model, "lora_path": str(ref.adapter)})
    return Endpoint(server.url, server.api_key(), model)


def list_servers(home: Home) -> list[Server]:
    """The servers of a home, oldest first. One with alive False died; `forget_dead` clears it away."""
    servers = []
    for path in home.kind("serve").glob(f"*/{SERVER_FILE}"):
        run = RunDir(path.parent)
        if file := read_server_file(run):
            servers.append(
                Server(
                    run=run.id,
                    base=file.base,
                    name=file.name,
                    url=file.url,
                    key_file=run.path / KEY_FILE,
                    pid=file.pid,
                    started=file.started,
                    adapters=file.adapters,
                    alive=run_info(run).alive,
                )
            )
    return sorted(servers, key=lambda server: server.started)


def forget_dead(home: Home) -> list[Server]:
    """Remove what dead servers left behind, their keys too; their runs and logs stay. Returns those servers."""
    dead = [server for server in list_servers(home) if not server.alive]
    for server in dead:
        for name in (SERVER_FILE, KEY_FILE):
            (home.kind("serve") / server.run / name).unlink(missing_ok=True)
    return dead


def stop_server(home: Home, which: str | ModelRef) -> list[RunInfo]:
    """Stop the servers of a base (its ModelRef, folder or name) or of a run id or prefix; also one still loading.

    Raises LabError when there is none.
    """
    wanted = which.base if isinstance(which, ModelRef) else which
    runs = [
        info
        for info in list_runs(home, "serve")
        if info.alive and wanted and (info.id.startswith(wanted) or wanted in (info.base, info.name))
    ]
    if not runs:
        raise LabError(
            f"No server runs for {wanted or 'nothing'}", where=str(home.results), do="See `emalign servers`."
        )
    return [_stop(info) for info in runs]


def stop_all(home: Home) -> list[RunInfo]:
    """Stop every server of a home."""
    return [_stop(info) for info in list_runs(home, "serve") if info.alive]


def _stop(info: RunInfo) -> RunInfo:
    run = RunDir(Path(info.path))
    ended = stop(run, STOP_GRACE)
    for name in (SERVER_FILE, KEY_FILE):
        (run.path / name).unlink(missing_ok=True)
    return ended


def _find(home: Home, base: str, tell: Callable[[str], None]) -> Server | None:
    for dead in forget_dead(home):
        tell(f"The server {dead.run} had died; its log is {home.kind('serve') / dead.run / 'log.txt'}")
    server = next((server for server in list_servers(home) if server.base == base), None)
    if server:
        _request(server, f"{server.url.removesuffix('/v1')}/health", None)
    return server


def _start(home: Home, ref: ModelRef, port: int, tell: Callable[[str], None]) -> Server:
    missing = [name for name in _NEEDS if importlib.util.find_spec(name) is None]
    if missing and worker_python("serve") == sys.executable:
        raise LabError(
            f"Serving a model needs {', '.join(missing)}, which this Python does not have",
            do="Install them with `pip install 'emalign-tui[cpu]'`.",
        )
    _check_base(ref.base)
    name = ref.name if ref.adapter is None else Path(ref.base).name if Path(ref.base).is_dir() else ref.base
    config = ServeConfig(base=ref.base, name=name, port=port or _free_port())
    run = create_run(home, "serve", name, msgspec.to_builtins(config), Provenance(base=ref.base))
    write_atomic(run.path / KEY_FILE, secrets.token_urlsafe(32), mode=0o600)
    tell(f"Starting a server for {name}")
    # More threads than one would spin while they wait for each other, at the cost of everyone else's.
    launch(run, "serve", env={"OMP_WAIT_POLICY": "passive", "TOKENIZERS_PARALLELISM": "false"})
    deadline = time.monotonic() + START_TIMEOUT
    while read_server_file(run) is None:
        info = run_info(run)
        if not info.alive:
            error = info.error or {"what": "The server ended while it started", "where": str(run.log_path), "do": ""}
            (run.path / KEY_FILE).unlink(missing_ok=True)
            raise LabError(error["what"], where=error["where"], do=error["do"])
        if time.monotonic() > deadline:
            stop(run, STOP_GRACE)
            raise LabError(f"The model did not load within {START_TIMEOUT:.0f} s", where=str(run.log_path))
        time.sleep(0.05)
    return next(server for server in list_servers(home) if server.run == run.id)


def _free_port() -> int:
    """The first port of the setting serve.ports that nobody listens on; 0, any free one, when it is not set.

    Raises LabError when all are taken.
    """
    ports = load_settings().serve.port_range()
    for port in ports or ():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    if ports is None:
        return 0
    do = "Stop a server with `emalign unserve`, or widen the range: `emalign setup --set serve.ports=8000-8020`."
    raise LabError(f"Every port from {ports[0]} to {ports[-1]} is in use", where="setting serve.ports", do=do)


def _check_base(base: str) -> None:
    """What can be known of a base before seconds are spent on loading it. Hub ids are left to the server."""
    folder = Path(base)
    if not folder.is_absolute():
        return
    report = inspect_folder(folder)
    if report.kind not in ("merged", "checkpoint"):
        raise LabError(
            f"No whole model to serve: {'; '.join(report.problems) or report.kind}",
            where=base,
            do=f"See `emalign verify {base}`.",
        )


def _post(server: Server, route: str, body: dict[str, Any]) -> None:
    _request(server, f"{server.url}/{route}", json.dumps(body).encode())


def _request(server: Server, url: str, body: bytes | None) -> None:
    headers = {"Authorization": f"Bearer {server.api_key()}", "Content-Type": "application/json"}
    request = urllib.request.Request(url, body, headers)
    # Never through a proxy: the address is on this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=60):
            return
    except urllib.error.HTTPError as error:
        raise LabError(_message(error.read()), where=server.url, do="See `emalign servers`.") from error
    except (urllib.error.URLError, OSError) as error:
        raise LabError(
            f"The server {server.run} does not answer",
            where=server.url,
            do=f"Stop it with `emalign unserve {server.run}` and try again.",
        ) from error


def _message(body: bytes) -> str:
    try:
        return str(json.loads(body)["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return "The server refused the request"


def _remote_key(ref: ModelRef) -> str:
    """The key of a remote model. An address of one's own may need none."""
    assert ref.url is not None
    key = api_key(ref.url, ref.api_key_env)
    if not key and ref.api_key_env == OPENAI_KEY_ENV:
        do = f"Set {OPENAI_KEY_ENV}, or store a key: `emalign setup`."
        raise LabError("No OpenAI key", where=ref.url, do=do, exit_code=2)
    return key.value if key else "none"


@contextmanager
def _only_one(home: Home, base: str) -> Iterator[None]:
    """One process at a time may look for, or start, the server of a base. The kernel drops a dead holder's lock."""
    label = re.sub(r"\W+", "-", Path(base).name)[:32]
    path = home.state / "locks" / f"serve-{label}-{hashlib.sha256(base.encode()).hexdigest()[:8]}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.open("ab")
    except OSError as error:
        raise disk_error(error, path) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
