"""Starting a model server: one at a time for each base, watched until it answers."""

import hashlib
import importlib.util
import ipaddress
import os
import re
import secrets
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import JsonlTail, disk_error, take_lock, write_atomic
from emalign_tui.lab.models.folder import inspect_folder
from emalign_tui.lab.models.headers import read_object
from emalign_tui.lab.models.reference import ENDPOINT_KEY_ENV, MINI, ModelRef, canonical_base
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.control import stop, wait
from emalign_tui.lab.runs.launch import launch, worker_python
from emalign_tui.lab.runs.layout import RunDir, create_run, list_runs, run_info
from emalign_tui.lab.runs.records import Event, Message, Progress, Provenance, RunInfo
from emalign_tui.lab.serving.adapter import largest_rank
from emalign_tui.lab.serving.engine import Choice, Engine, choose_engine
from emalign_tui.lab.serving.records import KEY_FILE, LOOPBACK, ServeConfig, read_server_file
from emalign_tui.lab.settings import load_settings

Tell = Callable[[str], None]
START_TIMEOUT = 900.0  # seconds for the CPU server to load a model; vLLM's own watcher knows when it is stuck
STOP_GRACE = 60.0  # a vLLM server lets go of its engine first
TELL_EVERY = 5.0  # seconds between two words on one stage
SHORTEST_KEY = 16  # characters of a key that others on the network may try
_NEEDS = ("torch", "transformers", "starlette", "uvicorn")
_POLL = 0.05


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """How a new server should be. port: 0 takes a free one. engine: None for the best there is."""

    port: int = 0
    host: str = LOOPBACK
    engine: Engine | None = None


def start_server(home: Home, ref: ModelRef, wish: Wish, tell: Tell) -> RunDir:
    """Start the server of a model's base and wait until it answers. To be called with the base's lock.

    Raises LabError when the base cannot be served here, or with the cause when the start fails.
    """
    key = _key(wish.host)
    _check_base(ref.base)
    choice = choose_engine(ref.base, worker_python("serve"), ranks_on(home, ref), wish.engine)
    if choice.engine == "cpu":
        _check_packages()
    name = ref.name if ref.adapter is None else _base_name(ref.base)
    config = ServeConfig(
        base=ref.base,
        name=name,
        port=wish.port or free_port(any_free=choice.engine == "vllm"),
        host=wish.host,
        device=choice.device,
        layout=choice.layout,
    )
    run = create_run(home, "serve", name, msgspec.to_builtins(config), Provenance(base=ref.base))
    write_atomic(run.path / KEY_FILE, key, mode=0o600)
    tell(choice.why)
    tell(f"Starting a server for {name}")
    _launch(run, choice)
    await_server(run, tell)
    return run


def _base_name(base: str) -> str:
    if base == canonical_base(MINI):
        return MINI
    return Path(base).name if Path(base).is_dir() else base


class Steady:
    """Tells messages at once, and progress when the stage changes, or the words after a while."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._stage, self._told, self._at = "", "", 0.0

    def __call__(self, event: Event) -> None:
        if isinstance(event, Message):
            self._tell(event.text)
        if isinstance(event, Progress):
            stage, now = re.split(r"[\d,]", event.what)[0], time.monotonic()
            if stage != self._stage or (event.what != self._told and now - self._at > TELL_EVERY):
                self._stage, self._told, self._at = stage, event.what, now
                self._tell(event.what)


def starting(home: Home, base: str) -> RunDir | None:
    """The server of a base that is loading, perhaps started by a lab that is gone; None when there is none."""
    return next((run for run in _silent(home, base) if not run.stop_requested()), None)


def await_ending(home: Home, base: str, tell: Tell) -> None:
    """Wait for servers of a base that were told to stop: the next one needs their memory."""
    for run in _silent(home, base):
        if run.stop_requested():
            tell("Waiting for the last server to end")
            wait(run, STOP_GRACE)


def _silent(home: Home, base: str) -> list[RunDir]:
    """Servers of a base that live and do not answer: not yet, or no more."""
    runs = [RunDir(Path(info.path)) for info in list_runs(home, "serve") if info.alive and info.base == base]
    return [run for run in runs if read_server_file(run) is None]


def await_server(run: RunDir, tell: Tell) -> None:
    """Wait until a server that starts answers, and tell how far it is. Raises LabError with the cause when it ends."""
    events = JsonlTail(run.events_path, Event)
    steady, deadline = Steady(tell), time.monotonic() + START_TIMEOUT
    vllm = run.spec().config.get("layout") is not None
    while read_server_file(run) is None:
        for event in events.poll():
            steady(event)
        info = run_info(run)
        if not info.alive:
            (run.path / KEY_FILE).unlink(missing_ok=True)
            raise ended(info)
        if not vllm and time.monotonic() > deadline:
            stop(run, STOP_GRACE)
            raise LabError(f"The model did not load within {START_TIMEOUT:.0f} s", where=str(run.log_path))
        time.sleep(_POLL)


def ended(info: RunInfo) -> LabError:
    """Why a server is no more."""
    log = str(Path(info.path) / "log.txt")
    error = info.error or {"what": "The server was stopped while it started", "where": log, "do": ""}
    return LabError(error["what"], where=error["where"], do=error["do"])


def ranks_on(home: Home, ref: ModelRef) -> list[int]:
    """The ranks of the adapters on a model's base: those that are there, and those in training."""
    ranks = [largest_rank(read_object(ref.adapter / "adapter_config.json"))] if ref.adapter else []
    for info in list_runs(home, "train"):
        rank = RunDir(Path(info.path)).spec().config.get("r") if canonical_base(info.base or "") == ref.base else None
        if isinstance(rank, int) and info.state != "failed":
            ranks.append(rank)
    return ranks


def free_port(*, any_free: bool = False) -> int:
    """The first port of the setting serve.ports that nobody listens on; when it is not set 0, which means any.

    any_free: a number is needed also then. Raises LabError when all are taken.
    """
    ports = load_settings().serve.port_range()
    for port in ports or ():
        if is_free(LOOPBACK, port):
            return port
    if ports is None:
        if not any_free:
            return 0
        with socket.socket() as probe:
            probe.bind((LOOPBACK, 0))
            return int(probe.getsockname()[1])
    do = "Stop a server with `emalign unserve`, or widen the range: `emalign setup --set serve.ports=8000-8020`."
    raise LabError(f"Every port from {ports[0]} to {ports[-1]} is in use", where="setting serve.ports", do=do)


def is_free(host: str, port: int) -> bool:
    """Whether nobody listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _launch(run: RunDir, choice: Choice) -> None:
    if choice.engine == "vllm":
        launch(run, "vllm")
        return
    # More threads than one would spin while they wait for each other, at the cost of everyone else's.
    launch(run, "serve", env={"OMP_WAIT_POLICY": "passive", "TOKENIZERS_PARALLELISM": "false"})


def _key(host: str) -> str:
    """A random key for this machine alone, or the one that the user has set for a server others can reach.

    Raises LabError (exit code 2) for what is no address, and for another interface without a key.
    """
    try:
        address = ipaddress.IPv4Address(host)
    except ValueError as error:
        do = f"Write an IPv4 address of this machine, 0.0.0.0 for all, or leave it out for {LOOPBACK}."
        raise LabError(f"Not an address: {host}", where="--host", do=do, exit_code=2) from error
    if address.is_loopback:
        return secrets.token_urlsafe(32)
    key = os.environ.get(ENDPOINT_KEY_ENV, "").strip()
    if len(key) < SHORTEST_KEY:
        do = f"Set {ENDPOINT_KEY_ENV} to a key of at least {SHORTEST_KEY} characters, here and on the machine that asks"
        what = f"Others could reach a server on {host}, so it needs a key that you choose"
        raise LabError(what, where="--host", do=f"{do}; or use an SSH tunnel and no --host.", exit_code=2)
    return key


def _check_packages() -> None:
    missing = [name for name in _NEEDS if importlib.util.find_spec(name) is None]
    if missing and worker_python("serve") == sys.executable:
        raise LabError(
            f"Serving a model needs {', '.join(missing)}, which this Python does not have",
            do="Install them with `pip install 'emalign-tui[cpu]'`.",
        )


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


@contextmanager
def only_one(home: Home, base: str, tell: Tell) -> Iterator[None]:
    """One process at a time may look for, or start, the server of a base. The kernel drops a dead holder's lock.

    Who waits is told how far the server is that the other one starts.
    """
    with _lock_file(home, base) as lock:
        if take_lock(lock):
            yield
            return
        tell("Waiting for the server of the same base, which is being started")
        steady = Steady(tell)
        tail: tuple[str, JsonlTail] | None = None
        while not take_lock(lock):
            if (run := starting(home, base)) and (tail is None or tail[0] != run.id):
                tail = (run.id, JsonlTail(run.events_path, Event))
            for event in tail[1].poll() if tail else []:
                steady(event)
            time.sleep(0.2)
        yield


@contextmanager
def if_free(home: Home, base: str) -> Iterator[bool]:
    """The same lock, without waiting: False when another process has it."""
    with _lock_file(home, base) as lock:
        yield take_lock(lock)


@contextmanager
def _lock_file(home: Home, base: str) -> Iterator[IO[bytes]]:
    label = re.sub(r"\W+", "-", Path(base).name)[:32]
    path = home.state / "locks" / f"serve-{label}-{hashlib.sha256(base.encode()).hexdigest()[:8]}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.open("ab")
    except OSError as error:
        raise disk_error(error, path) from error
    with lock:
        yield lock
