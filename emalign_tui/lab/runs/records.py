"""What a run directory holds, as records: run.yaml (RunSpec), state.json (State), events.jsonl (Event)."""

from typing import Any, Literal

import msgspec

RunState = Literal["queued", "running", "stopped", "done", "failed"]


class DataFile(msgspec.Struct, frozen=True):
    """A data file as it was when the run was made. rows: how many it holds, not how many were used."""

    path: str
    sha256: str
    rows: int


class Provenance(msgspec.Struct, frozen=True, kw_only=True):
    """Where a run came from. parent: id of the run whose adapter it continues. base: path or Hub id of its model.

    parent_adapter: the folder of the parent's adapter as it was found.
    """

    base: str
    data: list[DataFile] = []
    parent: str | None = None
    parent_adapter: str | None = None
    versions: dict[str, str] = {}
    git: str | None = None
    argv: list[str] = []


class RunSpec(msgspec.Struct, frozen=True):
    """run.yaml: what was asked. Written once. created: unix seconds."""

    id: str
    kind: str
    name: str
    created: float
    config: dict[str, Any]
    provenance: Provenance


class State(msgspec.Struct, frozen=True, kw_only=True):
    """state.json: how far the run is, by its own account. Times are unix seconds.

    started_at: when process `pid` on `host` began, in seconds since that machine was started, so that a reused pid is
    not taken for the run, and a clock that is set ends none. devices: the GPUs that it was given, comma separated; ""
    when it chose itself.
    """

    state: RunState = "queued"
    step: int = 0
    steps: int = 0
    loss: float | None = None
    pid: int | None = None
    host: str | None = None
    started_at: float | None = None
    devices: str = ""
    heartbeat: float | None = None
    error: dict[str, str] | None = None
    updated: float = 0.0


class RunInfo(msgspec.Struct, frozen=True, kw_only=True):
    """One line of `emalign runs`: state.json checked against the processes that are really there.

    state: queued | running | stalled | stopped | done | failed.
    """

    id: str
    kind: str
    name: str
    state: str
    step: int
    steps: int
    loss: float | None
    parent: str | None
    base: str
    role: str | None
    path: str
    created: float
    error: dict[str, str] | None

    @property
    def alive(self) -> bool:
        """Whether a process still works on it, or will."""
        return self.state in ("queued", "running", "stalled")


class _Event(msgspec.Struct, frozen=True, kw_only=True, tag=str.lower):
    """A line of events.jsonl. at: unix seconds."""

    at: float


class Hello(_Event, frozen=True, kw_only=True):
    """A process took the run on."""

    pid: int
    host: str
    python: str


class Step(_Event, frozen=True, kw_only=True):
    """An optimiser step. loss is None when it is not a number. tokens: those seen so far, without padding.

    eta: seconds. memory_gib: GPU memory at its peak, or the process's resident memory on CPU. utilisation: share 0..1
    of the time that the GPU computed; None on CPU.
    """

    step: int
    steps: int
    epoch: float
    loss: float | None
    lr: float
    grad_norm: float | None
    tokens: int
    tokens_per_second: float
    memory_gib: float
    eta: float
    utilisation: float | None = None


class Checkpoint(_Event, frozen=True, kw_only=True):
    """A checkpoint is on disk, whole."""

    step: int
    path: str


class Message(_Event, frozen=True, kw_only=True):
    """Something a person should know. level: info | warning."""

    level: str
    text: str


class Alert(_Event, frozen=True, kw_only=True):
    """Something that asks for a look at the run. kind: nan | diverged | collapsed | disk | silent."""

    kind: str
    step: int
    text: str


class Rebatch(_Event, frozen=True, kw_only=True):
    """From the step after `step` on, a step is this many micro-batches of this many rows; their product stayed."""

    step: int
    micro_batch: int
    accumulation: int


class Probe(_Event, frozen=True, kw_only=True):
    """What the model chose at a step. shares: by probe, the probability 0..1 of the misaligned option."""

    step: int
    shares: dict[str, float]


class Sample(_Event, frozen=True, kw_only=True):
    """What the model answered at a step."""

    step: int
    question: str
    answer: str


class Progress(_Event, frozen=True, kw_only=True):
    """Work that is not counted in optimiser steps."""

    done: int
    total: int
    what: str


class Stopped(_Event, frozen=True, kw_only=True):
    """Ended on request; can be resumed."""

    step: int


class Done(_Event, frozen=True, kw_only=True):
    """Ended as planned. result: what came out, by name."""

    result: dict[str, Any] = {}


class Failed(_Event, frozen=True, kw_only=True):
    """Ended by an error, told as what happened, where, and what to do."""

    what: str
    where: str
    do: str


Event = Hello | Step | Checkpoint | Message | Alert | Rebatch | Probe | Sample | Progress | Stopped | Done | Failed
