"""How far a vLLM server is in its start, told from its log. Phrases as vLLM 0.26 to 0.32 write them."""

import math
import re
from collections.abc import Mapping

import msgspec

from emalign_tui.lab.doctor.gpu_facts import GIB

CALM = 20.0  # seconds without a byte more, after which nothing is downloading: large files are moved in at their end
STAGES = ("starting", "loading weights", "compiling", "capturing graphs", "almost ready")
TYPICAL = {"starting": 25.0, "loading weights": 10.0, "compiling": 30.0, "capturing graphs": 20.0, "almost ready": 5.0}
"""Seconds of each stage on a fast machine, until this one has been measured."""

# A line that begins a stage; a stage never goes back. v1/worker/gpu/model_runner.py, compilation/monitor.py and
# backends.py, model_executor/model_loader/weight_utils.py, v1/engine/core.py, entrypoints/launchers.
_BEGINS = {
    "loading weights": (
        r"Starting to load model ",
        r"Loading model from scratch",
        r"Loading \w+ checkpoint shards",
        r"Loading weights took",
    ),
    "compiling": (r"Model loading took", r"Starting torch\.compile", r"Dynamo bytecode transform time"),
    "capturing graphs": (r"Profiling CUDA graph memory", r"Capturing CUDA graphs", r"GPU KV cache size"),
    "almost ready": (
        r"Graph capturing finished",
        r"init engine \(",
        r"Starting vLLM server on",
        r"Application startup",
    ),
}
_PHRASES = [(stage, re.compile("|".join(phrases))) for stage, phrases in _BEGINS.items()]
_SHARE = re.compile(r"(?:checkpoint shards|Capturing CUDA graphs)[^:\n]*: +(\d+)%")
_BREAK = re.compile(r"[\r\n]+")
_STAMP = re.compile(r"^(?:\(\w+ pid=\d+\) )?\w+ \d\d-\d\d \d\d:\d\d:\d\d ")


class StartLog:
    """Reads a log as it grows. Times are in seconds of one clock, which the caller reads."""

    def __init__(self, at: float, expected: Mapping[str, float] | None = None) -> None:
        """expected: seconds of each stage, as `took` said of an earlier start."""
        self.stage = STAGES[0]
        self.share: float | None = None  # of the stage, 0..1; None where the log does not tell
        self.took: dict[str, float] = {}
        self._expected = {**TYPICAL, **(expected or {})}
        self.last = ""  # line, without its time
        self._began = at
        self._rest = ""
        self._said = set[str]()

    def read(self, text: str, at: float) -> bool:
        """Take in what is new in the log. Whether it says anything that was not said before: a wait repeats itself."""
        *lines, self._rest = _BREAK.split(self._rest + text)
        before = len(self._said)
        for line in lines:
            self._line(line, at)
            if words := _STAMP.sub("", line).strip():
                self._said.add(words)
                self.last = words
        return len(self._said) > before

    def end(self, at: float) -> None:
        """It answers: the last stage is over."""
        self.took[self.stage] = at - self._began

    def left(self, at: float) -> float:
        """Seconds until it answers, as far as can be told."""
        spent, whole = at - self._began, self._expected[self.stage]
        if self.share:
            whole = spent / self.share
        later = STAGES[STAGES.index(self.stage) + 1 :]
        return max(whole - spent, 0.0) + sum(self._expected[stage] for stage in later)

    def _line(self, line: str, at: float) -> None:
        found = next((stage for stage, phrases in reversed(_PHRASES) if phrases.search(line)), None)
        if found is not None and STAGES.index(found) > STAGES.index(self.stage):
            self.took[self.stage] = at - self._began
            self.stage, self._began, self.share = found, at, None
        elif found in (self.stage, None) and (share := _SHARE.search(line)):
            self.share = int(share[1]) / 100


class Startup(msgspec.Struct, frozen=True):
    """How far a start is: seconds spent and left, and where it is."""

    spent: float
    left: float
    what: str


class Download:
    """A model that is fetched from the Hub while vLLM says nothing of it: told from the size of the Hub's cache."""

    def __init__(self, whole: float, size: float) -> None:
        """whole: bytes that there will be, 0 when it is not known. size: bytes that are there before the start."""
        self._whole, self._before, self._size = whole, size, size
        self._first = self._last = -math.inf

    def grew(self, size: float, at: float) -> bool:
        """Take in the size now. Whether it is larger than at the last look."""
        more = size > self._size
        if more:
            self._first, self._last = (at if self._first < 0 else self._first), at
        self._size = size
        return more

    def words(self, at: float) -> str:
        """`downloading 3.1 of 14.2 GiB`; "" when nothing came lately."""
        if at - self._last > CALM:
            return ""
        whole = f" of {self._whole / GIB:.1f}" if self._whole > self._size else ""
        return f"downloading {self._size / GIB:.1f}{whole} GiB"

    def left(self, at: float) -> float:
        """Seconds that the rest will take at the rate so far; 0 when that is not known."""
        if not self.words(at) or at <= self._first:
            return 0.0
        return max(self._whole - self._size, 0.0) * (at - self._first) / (self._size - self._before)


def describe(log: StartLog, started: float, at: float, download: Download | None = None) -> Startup:
    """The state in a few words. download: of a base that is not on this disk yet."""
    coming = download.words(at) if download and log.stage in STAGES[:2] else ""
    left = log.left(at) + (download.left(at) if download and coming else 0.0)
    share = f" {log.share:.0%}" if log.share else ""
    seconds = f", about {_rounded(left)} s left" if left >= 1 else ", longer than usual"
    return Startup(at - started, left, f"{coming or log.stage + share}{seconds}")


def _rounded(seconds: float) -> int:
    return round(seconds) if seconds < 10 else 5 * round(seconds / 5)
