"""The pen of a run: events, state and heartbeat, for workers and for work done in the caller's own process."""

import contextlib
import os
import platform
import socket
import threading
import time
from types import TracebackType
from typing import Any

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import JsonlWriter, write_atomic
from emalign_tui.lab.runs.layout import RunDir, process_alive, since_boot
from emalign_tui.lab.runs.records import Done, Event, Failed, Hello, Message, Progress, RunState, State, Step, Stopped

HEARTBEAT = 2.0  # seconds between two writings of state.json
_RESERVE = 64 * 1024  # bytes kept back, so that a full disk still has room for the record that says so


class Recorder:
    """Context manager around the work of a run. Leaving it always leaves a final record:

    an exception records `failed` (Ctrl-C: `stopped`) and goes on up; leaving normally records `done` unless a final
    record was written. Writing methods raise LabError when the disk is full, also one that the heartbeat met.
    """

    def __init__(self, run: RunDir) -> None:
        self.run = run
        self._state = State()
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._stop = threading.Event()
        self._heart: threading.Thread | None = None
        self._heart_error: LabError | None = None
        self._events: JsonlWriter | None = None
        self._open = False  # taken on, and no final record yet
        self._reserve = run.path / ".reserve"

    def __enter__(self) -> "Recorder":
        return self

    def hello(self) -> Hello:
        """Take the run on: Hello event, state running, heartbeat. Raises LabError when another process works on it."""
        import psutil

        before = self.run.state()
        if before.state == "running" and before.pid != os.getpid() and process_alive(before):
            raise LabError(f"Process {before.pid} works on this run", where=str(self.run.path), do="Stop it first.")
        self._open = True
        self._events = JsonlWriter(self.run.events_path)
        write_atomic(self._reserve, bytes(_RESERVE))
        event = Hello(at=time.time(), pid=os.getpid(), host=socket.gethostname(), python=platform.python_version())
        self._state = msgspec.structs.replace(
            before,
            pid=event.pid,
            host=event.host,
            started_at=since_boot(psutil.Process()),
            devices=os.environ.get("CUDA_VISIBLE_DEVICES", ""),
            error=None,
        )
        self._write("running")
        self.emit(event)
        self._heart = threading.Thread(target=self._beat, name="heartbeat", daemon=True)
        self._heart.start()
        return event

    def emit(self, event: Event) -> None:
        """Append an event; a Step is also the run's progress."""
        if self._heart_error:
            self._write("running")  # raises what the heartbeat met, unless it has passed
            self._heart_error = None
        if self._events is None:
            raise RuntimeError("Recorder.emit before Recorder.hello")
        if isinstance(event, Step):
            self.progress(event.step, event.steps, event.loss)
        self._events.append(event)

    def progress(self, step: int, steps: int, loss: float | None = None) -> None:
        """How far the run is; on disk with the next heartbeat."""
        with self._lock:
            self._state = msgspec.structs.replace(self._state, step=step, steps=steps, loss=loss)

    def count(self, done: int, total: int, what: str) -> None:
        """Progress of work that has no loss: state and a Progress event."""
        self.progress(done, total)
        self.emit(Progress(at=time.time(), done=done, total=total, what=what))

    def say(self, text: str, level: str = "info") -> None:
        """A Message event. level: info | warning."""
        self.emit(Message(at=time.time(), level=level, text=text))

    def stop_requested(self) -> bool:
        """Whether to end soon: `emalign stop`, SIGTERM to the worker, or a run that was deleted, which nobody could see
        or stop any more while it holds its card."""
        return self._stop.is_set() or self.run.stop_requested() or not self.run.spec_path.exists()

    def request_stop(self) -> None:
        """Ask from within this process, without a file; safe in a signal handler."""
        self._stop.set()

    def done(self, **result: Any) -> None:
        """Final record: all work is done. result: JSON values worth knowing, by name."""
        self._finish("done", Done(at=time.time(), result=result))

    def stopped(self) -> None:
        """Final record: ended on request, can be resumed."""
        self._finish("stopped", Stopped(at=time.time(), step=self._state.step))

    def failed(self, error: LabError) -> None:
        """Final record: the error as a sentence. Does not raise when the disk is too full to write it."""
        self._rest()
        self._reserve.unlink(missing_ok=True)
        self._heart_error = None
        with contextlib.suppress(LabError):
            self.emit(Failed(at=time.time(), what=error.what, where=error.where, do=error.do))
        with contextlib.suppress(LabError):
            self._write("failed", error)
        self._open = False
        self.run.clear_stop()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._open:
                self._conclude(error)
        finally:
            self._rest()
            self._reserve.unlink(missing_ok=True)
            if self._events:
                self._events.close()

    def _conclude(self, error: BaseException | None) -> None:
        if error is None:
            try:
                self.done()
            except LabError as full:
                self.failed(full)
                raise
        elif isinstance(error, KeyboardInterrupt):
            self.stopped()
        elif isinstance(error, LabError):
            self.failed(error)
        else:
            self.failed(unexpected(error, self.run))

    def _finish(self, state: RunState, event: Event) -> None:
        self._rest()
        self.emit(event)
        self._write(state)
        self._open = False
        self.run.clear_stop()

    def _rest(self) -> None:
        """Stop the heartbeat, so that nothing overwrites the final state."""
        self._ended.set()
        if self._heart:
            self._heart.join()

    def _write(self, state: RunState, error: LabError | None = None) -> None:
        now = time.time()
        with self._lock:
            self._state = msgspec.structs.replace(
                self._state, state=state, heartbeat=now, updated=now, error=error.as_dict() if error else None
            )
            if self.run.path.is_dir():  # a run that was deleted stays so
                self.run.write_state(self._state)

    def _beat(self) -> None:
        while not self._ended.wait(HEARTBEAT):
            try:
                self._write("running")
                self._heart_error = None
            except LabError as error:
                self._heart_error = error  # and tried again: a disk that was full may have room by then


def unexpected(error: BaseException, run: RunDir) -> LabError:
    """The sentence for an exception nobody foresaw; its traceback is in the log."""
    text = str(error).strip().split("\n")[0]
    return LabError(
        f"Unexpected error: {type(error).__name__}{f': {text}' if text else ''}",
        where=str(run.log_path),
        do=f"The traceback is in the log: `emalign log {run.id}`.",
    )
