"""Model servers of a home: one for each base, started when needed, used again by whoever comes next."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.reference import OPENAI_KEY_ENV, ModelRef, canonical_base, run_model
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.control import stop
from emalign_tui.lab.runs.layout import RunDir, list_runs, run_info
from emalign_tui.lab.runs.records import RunInfo
from emalign_tui.lab.secrets import api_key, can_be_sent
from emalign_tui.lab.serving import http, processes
from emalign_tui.lab.serving.adapter import adapter_name, check_adapter
from emalign_tui.lab.serving.processes import Ended
from emalign_tui.lab.serving.records import (
    KEY_FILE,
    LOOPBACK,
    SERVER_FILE,
    Endpoint,
    ServeConfig,
    Server,
    read_server_file,
    write_server_file,
)
from emalign_tui.lab.serving.starting import (
    STOP_GRACE,
    Tell,
    Wish,
    await_ending,
    await_server,
    if_free,
    only_one,
    start_server,
    starting,
)

CPU_GRACE = 10.0  # seconds until a CPU server that does not obey is killed; it has nothing to let go of
ANSWERS = 15.0  # seconds within which a server that is not stuck says that it is well, however busy


def serve(
    home: Home, ref: ModelRef, *, wish: Wish | None = None, on_progress: Callable[[str], None] | None = None
) -> Endpoint:
    """Where to ask for a model: its own address when it is remote, else a server of this home, started when needed.

    There is one server for each base, also when several processes ask at once; an adapter is loaded on it under a name
    that is unique to its content. wish: how a new server should be. Blocks until the model answers.
    Raises LabError when the adapter does not fit, the port is in use, the server does not come up, or one that runs is
    not as wished.
    """
    if ref.url is not None:
        return Endpoint(ref.url, _remote_key(ref), ref.model or ref.base)
    tell, wish = on_progress or (lambda _: None), wish or Wish()
    if ref.adapter:
        check_adapter(ref.adapter, ref.base)
    with only_one(home, ref.base, tell):
        server = _find(home, ref.base, tell)
        if server is None:
            run = start_server(home, ref, wish, tell)
            server = next(server for server in list_servers(home) if server.run == run.id)
        _check_wish(server, wish)
        model = _loaded(home, server, ref, tell) if ref.adapter else server.name
    return Endpoint(server.url, server.api_key(), model)


def load_finished(home: Home, run: RunDir) -> str | None:
    """Load the adapter of a finished run on the server of its base, if one runs, so that the first chat need not wait.

    Returns its name there; None when there is no server, or another process is busy with it. Raises LabError when the
    server does not take it.
    """
    ref = run_model(run)
    if ref.adapter is None:
        return None
    with if_free(home, ref.base) as free:
        server = _alive(home, ref.base)
        return _loaded(home, server, ref, lambda _: None) if free and server else None


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
                    engine=file.engine,
                    rank=file.rank,
                    device=file.device,
                    host=file.host,
                )
            )
    return sorted(servers, key=lambda server: server.started)


def forget_dead(home: Home) -> list[Server]:
    """Remove what dead servers left behind, keys and processes too; runs and logs stay. Returns those servers."""
    failed = [RunDir(Path(info.path)) for info in list_runs(home, "serve") if info.state == "failed"]
    processes.end(processes.orphans(failed))
    dead = [server for server in list_servers(home) if not server.alive]
    for server in dead:
        for name in (SERVER_FILE, KEY_FILE):
            (home.kind("serve") / server.run / name).unlink(missing_ok=True)
    return dead


def failed_servers(home: Home) -> list[RunInfo]:
    """The last server of each base when it failed and none followed, with its cause."""
    last = {info.base: info for info in list_runs(home, "serve")}
    return [info for info in last.values() if info.state == "failed" and info.error]


def stop_server(home: Home, which: str | ModelRef) -> list[Ended]:
    """Stop the servers of a base (its ModelRef, folder or name), or the one of a run id or its beginning; also while
    it loads.

    Their processes are gone then, and whether the GPU memory is free is told. Raises LabError when there is none, or
    several begin so.
    """
    wanted = which.base if isinstance(which, ModelRef) else which
    alive = [info for info in list_runs(home, "serve") if info.alive and wanted]
    named = [info for info in alive if wanted in (info.id, info.name) or canonical_base(wanted) == info.base]
    runs = named or [info for info in alive if info.id.startswith(wanted)]
    if not runs:
        raise LabError(
            f"No server runs for {wanted or 'nothing'}", where=str(home.results), do="See `emalign servers`."
        )
    if len(runs) > 1 and not named:
        do = f"Say which: {', '.join(info.id for info in runs)}."
        raise LabError(f"{len(runs)} servers start with {wanted}", where=str(home.results), do=do, exit_code=2)
    return [_stop(info) for info in runs]


def stop_all(home: Home) -> list[Ended]:
    """Stop every server of a home."""
    return [_stop(info) for info in list_runs(home, "serve") if info.alive]


def _stop(info: RunInfo) -> Ended:
    run = RunDir(Path(info.path))
    config = msgspec.convert(run.spec().config, ServeConfig)
    seen = processes.before(run)
    ended = stop(run, CPU_GRACE if config.layout is None else STOP_GRACE)
    for name in (SERVER_FILE, KEY_FILE):
        (run.path / name).unlink(missing_ok=True)
    return processes.after(seen, ended, config)


def _find(home: Home, base: str, tell: Tell) -> Server | None:
    """The server of a base. One that answers is found without a look at every server there ever was."""
    server = _alive(home, base)
    if server is None:
        for dead in forget_dead(home):
            tell(f"The server {dead.run} had died; its log is {home.kind('serve') / dead.run / 'log.txt'}")
        await_ending(home, base, tell)
        if loading := starting(home, base):
            await_server(loading, tell)
        server = _alive(home, base)
    if server and not http.healthy(server.url, ANSWERS):
        raise LabError(
            f"The server of {server.name} lives, but has not answered for {ANSWERS:.0f} s: it is stuck",
            where=server.url,
            do=f"`emalign unserve {server.run}` ends it, then try again; `emalign log {server.run}` has its words.",
        )
    return server


def _alive(home: Home, base: str) -> Server | None:
    return next((server for server in list_servers(home) if server.base == base and server.alive), None)


def _check_wish(server: Server, wish: Wish) -> None:
    other_port = wish.port and f":{wish.port}/" not in server.url
    other_host = wish.host != LOOPBACK and wish.host != server.host
    if other_port or other_host or wish.engine not in (None, server.engine):
        raise LabError(
            f"{server.name} is already served at {server.url} by the {server.engine} server",
            where=server.run,
            do="Use it there, or stop it with `emalign unserve` first.",
        )


def _loaded(home: Home, server: Server, ref: ModelRef, tell: Tell) -> str:
    """The name of an adapter on a server, loaded if it is not there yet. To be called with the base's lock."""
    assert ref.adapter is not None
    model = adapter_name(ref.name, ref.adapter)
    if model in server.adapters:
        return model
    check_adapter(ref.adapter, ref.base, server.rank)
    tell(f"Loading {ref.name} on {server.name}")
    if server.engine == "vllm" and model in http.adapters_on(server):
        _note_adapters(home, server)  # its loader was killed before it could write this down
        return model
    folder = _plain(home, ref.adapter, model) if server.engine == "vllm" else ref.adapter
    http.ask(server, f"{server.url}/load_lora_adapter", {"lora_name": model, "lora_path": str(folder)})
    if server.engine == "vllm":
        _note_adapters(home, server)
    return model


def _plain(home: Home, adapter: Path, name: str) -> Path:
    """The adapter in a form that every vLLM takes."""
    from emalign_tui.lab.serving.concatenation import concatenate, is_plain

    if is_plain(adapter):
        return adapter
    folder = home.state / "sums" / name.rpartition("@")[2]
    if not folder.is_dir():
        concatenate([adapter], folder)
    return folder


def _note_adapters(home: Home, server: Server) -> None:
    """vLLM does not write down what it serves; the CPU server does."""
    run = RunDir(home.kind("serve") / server.run)
    if file := read_server_file(run):
        write_server_file(run, msgspec.structs.replace(file, adapters=http.adapters_on(server)))


def _remote_key(ref: ModelRef) -> str:
    """The key of a remote model. An address of one's own may need none."""
    assert ref.url is not None
    key = api_key(ref.url, ref.api_key_env)
    if not key and ref.api_key_env == OPENAI_KEY_ENV:
        do = f"Set {OPENAI_KEY_ENV}, or store a key: `emalign setup`."
        raise LabError("No OpenAI key", where=ref.url, do=do, exit_code=2)
    return can_be_sent(key) if key else "none"
