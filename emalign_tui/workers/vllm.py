"""`python -m emalign_tui.workers.vllm RUN_DIR`: keep a vLLM server, from its start to the last of its processes.

vLLM runs in the Python of the setting serve.python, which needs nothing of this lab. This process watches its log,
tells how far it is, says why it ended, and ends it when a stop is requested or when this process dies.
"""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from emalign_tui.lab.doctor.needs import hub_cache
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import write_atomic
from emalign_tui.lab.runs.launch import worker_python
from emalign_tui.lab.runs.layout import RunDir
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.lab.sanitize import one_line
from emalign_tui.lab.serving import processes
from emalign_tui.lab.serving.http import healthy
from emalign_tui.lab.serving.records import (
    KEY_FILE,
    SERVER_FILE,
    ServeConfig,
    ServerFile,
    server_url,
    write_server_file,
)
from emalign_tui.lab.serving.starting import is_free
from emalign_tui.lab.serving.vllm_command import vllm_command, vllm_environment, write_guard
from emalign_tui.lab.serving.vllm_errors import why_ended
from emalign_tui.lab.serving.vllm_start import Download, StartLog, describe
from emalign_tui.lab.setup.bases import shape_of
from emalign_tui.workers.process import run_worker

LOOK = 1.0  # seconds between two looks at log and process
REST = 10.0  # the same once it answers
SILENT = 180.0  # without a sign of life it is said
STUCK = 900.0  # and after this long it is over; kernels that are compiled for the first time take minutes
DEAF = 60.0  # seconds without an answer until it is said
GOODBYE = 30.0  # for vLLM to shut its engine down
PR_SET_PDEATHSIG = 1  # prctl(2)


def serve(run: RunDir, recorder: Recorder) -> None:
    """Start vLLM, wait until it answers, stay beside it. server.json is there as long as requests are answered."""
    config = msgspec.convert(run.spec().config, ServeConfig)
    if not is_free(config.host, config.port):
        raise LabError(f"Port {config.port} is in use", where=config.host, do="Choose another --port, or none.")
    key = (run.path / KEY_FILE).read_text().strip()
    read = _tail(run.log_path)
    vllm = _start(run, config, key)
    try:
        if _come_up(run, recorder, config, vllm, read):
            recorder.say(f"serving {config.name} at {config.port}")
            _stay(run, recorder, config, vllm)
    finally:
        for name in (SERVER_FILE, KEY_FILE):
            (run.path / name).unlink(missing_ok=True)
        _end(run, vllm)
    recorder.stopped()


def _start(run: RunDir, config: ServeConfig, key: str) -> "subprocess.Popen[bytes]":
    """vLLM in this process's session, writing to the run's log, ended by the kernel when this process dies."""
    python = worker_python("serve")
    libc = ctypes.CDLL(None)
    with run.log_path.open("ab") as log:
        try:
            return subprocess.Popen(
                vllm_command(python, config),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=run.path,
                env=vllm_environment(config, key, write_guard(run.path)),
                preexec_fn=lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM),  # noqa: PLW1509  one call, no lock
            )
        except OSError as error:
            raise LabError(f"No Python at {python}", do="Check the setting serve.python.") from error


def _come_up(
    run: RunDir,
    recorder: Recorder,
    config: ServeConfig,
    vllm: "subprocess.Popen[bytes]",
    read: Callable[[], str],
) -> bool:
    """Watch the start until requests are answered: True. False when it is to stop first.

    Raises LabError with the cause when it ends, or shows no sign of life for too long.
    """
    began = lived = time.monotonic()
    said = False
    known = _Starts(run, config.base)
    log, blobs = StartLog(began, known.last()), hub_cache() / f"models--{config.base.replace('/', '--')}" / "blobs"
    download = Download(_whole(config.base), _size(blobs))
    text = ""
    while not recorder.stop_requested():
        now, new = time.monotonic(), read()
        text += new
        if log.read(new, now) | download.grew(_size(blobs), now):
            lived, said = now, False
        if vllm.poll() is not None:
            raise why_ended(text + read(), vllm.returncode, str(run.log_path))
        url = server_url(config.host, config.port)
        if log.stage == "almost ready" and healthy(url):
            log.end(now)
            known.keep(log.took)
            layout = config.layout
            assert layout is not None
            write_server_file(
                run,
                ServerFile(
                    url, config.base, config.name, vllm.pid, time.time(), engine="vllm", rank=layout.rank,
                    device=config.device, host=config.host,
                ),
            )  # fmt: skip
            return True
        state = describe(log, began, now, download)
        recorder.count(round(state.spent), max(round(state.spent + state.left), 1), state.what)
        if now - lived > SILENT and not said:
            said = True
            recorder.say(f"No sign of life for {SILENT / 60:.0f} min while {log.stage}; {run.log_path} ends as it was",
                         "warning")  # fmt: skip
        if now - lived > STUCK:
            last = one_line(log.last, 200)
            what = f"vLLM is stuck: nothing new for {STUCK / 60:.0f} min while {log.stage}, after: {last}"
            do = "The log's last lines tell where. A full or slow disk and a busy card are the usual causes."
            raise LabError(what, where=str(run.log_path), do=do)
        _sleep(LOOK, recorder, vllm)
    return False


def _stay(run: RunDir, recorder: Recorder, config: ServeConfig, vllm: "subprocess.Popen[bytes]") -> None:
    """Until a stop is requested. Raises LabError with the cause when vLLM ends by itself."""
    read = _tail(run.log_path)
    text, answered = "", time.monotonic()
    url = server_url(config.host, config.port)
    while not recorder.stop_requested():
        text = (text + read())[-100_000:]
        if vllm.poll() is not None:
            raise why_ended(text + read(), vllm.returncode, str(run.log_path))
        now = time.monotonic()
        if healthy(url):
            answered = now
        elif now - answered > DEAF:
            answered = now
            recorder.say(f"The server has not answered for {DEAF:.0f} s; `emalign unserve {run.id}` ends it", "warning")
        _sleep(REST, recorder, vllm)


def _sleep(seconds: float, recorder: Recorder, vllm: "subprocess.Popen[bytes]") -> None:
    """Rest, but wake up at once for a stop or an end."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and not recorder.stop_requested() and vllm.poll() is None:
        time.sleep(0.1)


def _end(run: RunDir, vllm: "subprocess.Popen[bytes]") -> None:
    """Ask vLLM to go, and end what is left of its processes."""
    mine = {pid: at for pid, at in processes.members(run).items() if pid != os.getpid()}
    if vllm.poll() is None:
        vllm.terminate()
        with suppress(subprocess.TimeoutExpired):
            vllm.wait(GOODBYE)
    processes.end(mine)


def _tail(path: Path) -> Callable[[], str]:
    """A function that returns what is new at the end of a growing file."""
    place = path.stat().st_size if path.exists() else 0

    def read() -> str:
        nonlocal place
        with path.open("rb") as file:
            file.seek(place)
            new = file.read()
        place += len(new)
        return new.decode("utf-8", "replace")

    return read


class _Starts:
    """How long each stage took the last time, by base: kept in the home, for the next start's estimate."""

    def __init__(self, run: RunDir, base: str) -> None:
        self._path = run.home.state / "starts.json"
        self._base = base

    def last(self) -> dict[str, float]:
        return self._all().get(self._base, {})

    def keep(self, took: dict[str, float]) -> None:
        write_atomic(self._path, msgspec.json.encode({**self._all(), self._base: took}))

    def _all(self) -> dict[str, dict[str, float]]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, dict[str, float]])
        except (OSError, msgspec.DecodeError):
            return {}


def _whole(base: str) -> int:
    """Bytes of a base on the Hub, in 16 bit; 0 for a folder, and when it is not known."""
    shape = None if Path(base).is_dir() else shape_of(base)
    return 2 * shape.parameters() if shape else 0


def _size(folder: Path) -> int:
    """Bytes of the files in it; 0 when it is not there."""
    try:
        return sum(each.stat().st_size for each in folder.iterdir())
    except OSError:
        return 0


if __name__ == "__main__":
    run_worker(serve)
