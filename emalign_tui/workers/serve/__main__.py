"""`python -m emalign_tui.workers.serve RUN_DIR`: serve one base until a stop is requested."""

import asyncio
import errno
import logging
import os
import socket
import time
from typing import TYPE_CHECKING

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.runs.layout import RunDir
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.lab.runs.records import Message
from emalign_tui.lab.serving.records import KEY_FILE, ServeConfig, ServerFile, server_url, write_server_file
from emalign_tui.workers.process import run_worker

if TYPE_CHECKING:
    from emalign_tui.workers.serve.routes import Service

GRACE = 2  # seconds that answers in progress get when the server is stopped


def serve(run: RunDir, recorder: Recorder) -> None:
    """Bind, load, listen. server.json is there as long as requests are answered."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level=logging.WARNING)
    config = msgspec.convert(run.spec().config, ServeConfig)
    key = (run.path / KEY_FILE).read_text().strip()
    listener = _bind(config.host, config.port)
    try:
        # torch takes seconds to import: only now, after the hello and with the port known to be free
        import torch
        from transformers.utils import logging as transformers_logging

        from emalign_tui.workers.serve.adapters import Adapters
        from emalign_tui.workers.serve.engine import Engine
        from emalign_tui.workers.serve.model import Model
        from emalign_tui.workers.serve.routes import Service

        torch.set_num_threads(_threads())
        transformers_logging.disable_progress_bar()
        model = Model(config.base)
        engine = Engine(model, Adapters(model.network))
        url = server_url(config.host, listener.getsockname()[1])
        file = ServerFile(url, config.base, config.name, os.getpid(), time.time(), host=config.host)

        def changed(adapters: dict[str, str]) -> None:
            write_server_file(run, msgspec.structs.replace(file, adapters=adapters))

        service = Service(engine, config.name, key, changed)
        engine.start()
        asyncio.run(_listen(service, listener, run, recorder))
    finally:
        listener.close()
        run.path.joinpath(KEY_FILE).unlink(missing_ok=True)
    recorder.stopped()


async def _listen(service: "Service", listener: socket.socket, run: RunDir, recorder: Recorder) -> None:
    import uvicorn

    config = uvicorn.Config(
        service.app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=GRACE
    )
    server = uvicorn.Server(config)
    listening = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started and not listening.done():
        await asyncio.sleep(0.01)
    service.tell()
    recorder.emit(Message(at=time.time(), level="info", text=f"serving {service.name} at {listener.getsockname()[1]}"))
    try:
        while not listening.done() and not recorder.stop_requested():
            await asyncio.sleep(0.1)
    finally:
        (run.path / "server.json").unlink(missing_ok=True)
        server.should_exit = True
        await listening
        service.engine.close()


def _bind(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises LabError when the port is in use, or the address not ours."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRNOTAVAIL:
            what = f"{host} is no address of this machine"
            raise LabError(what, where="--host", do="See `ip addr`, or leave --host out.") from error
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        why = "is in use" if error.errno == errno.EADDRINUSE else "needs more rights than this user has"
        raise LabError(f"Port {port} {why}", where=host, do="Choose another --port, or none.") from error
    return listener


def _threads() -> int:
    """Half the cores, for the judge has a server of its own: two that share a core spend their time waiting."""
    given = os.environ.get("OMP_NUM_THREADS", "")
    return int(given) if given.isdigit() and int(given) else max(1, (os.cpu_count() or 2) // 2)


if __name__ == "__main__":
    run_worker(serve)
