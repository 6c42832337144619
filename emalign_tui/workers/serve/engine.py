"""The engine: one thread that computes all sequences of all clients together, one token a step.

Sequences join and leave at step boundaries. A step computes one token of every sequence that is being generated and a
bounded number of prompt tokens; new ones are taken from each adapter in turn, so nobody waits for another's queue.
Batches of another make-up round differently in the last bits: seeds and greedy answers are reproducible up to ties
that close.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable

import torch

from emalign_tui.lab.errors import LabError
from emalign_tui.workers.serve.adapters import Adapter, Adapters
from emalign_tui.workers.serve.attention import Batch, Fill, Pool
from emalign_tui.workers.serve.model import Model
from emalign_tui.workers.serve.prefixes import BLOCK, Computing, Prefix, Prefixes
from emalign_tui.workers.serve.sampling import choose, scores
from emalign_tui.workers.serve.sequences import Piece, Request, Sequence, sequences

ROWS = 256  # sequences generated together
TOKENS = 1024  # of prompts and outputs computed in one step
MEMORY = 1 << 31  # bytes that keys and values of running sequences may come to take
PREFIX_MEMORY = 1 << 28  # bytes of shared prefixes kept

_log = logging.getLogger("emalign.serve")


class Engine:
    """Runs requests until closed. Methods may be called from any thread."""

    def __init__(self, model: Model, adapters: Adapters) -> None:
        self.model = model
        self.adapters = adapters
        self._news = threading.Condition()
        self._arrived: list[Request] = []
        self._calls: list[Callable[[], None]] = []
        self._closed = False
        self._waiting: dict[Adapter | None, deque[Sequence]] = {}
        self._running: list[Sequence] = []
        self._taken: list[Sequence] = []
        self._partial: Sequence | None = None
        self._pool = Pool()
        self._prefixes = Prefixes(PREFIX_MEMORY)
        self._thread = threading.Thread(target=self._loop, name="engine", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """End the thread after the current step. What has not finished is dropped."""
        with self._news:
            self._closed = True
            self._news.notify()
        self._thread.join()

    def submit(self, request: Request) -> None:
        """Queue a request. Its news come through request.post."""
        with self._news:
            self._arrived.append(request)
            self._news.notify()

    def between_steps(self, call: Callable[[], None]) -> None:
        """Have something done in the engine's thread while no step is being computed."""
        with self._news:
            self._calls.append(call)
            self._news.notify()

    @property
    def load(self) -> dict[str, int]:
        """Sequences that are being generated, and that wait."""
        return {"running": len(self._running), "waiting": sum(map(len, list(self._waiting.values())))}

    def _loop(self) -> None:
        while True:
            with self._news:
                while not (self._closed or self._arrived or self._calls or self._busy()):
                    self._news.wait()
                if self._closed:
                    return
                arrived, self._arrived = self._arrived, []
                calls, self._calls = self._calls, []
            for call in calls:
                call()
            for request in arrived:
                self._waiting.setdefault(request.adapter, deque()).extend(sequences(request, self.model.decode))
            try:
                with torch.inference_mode():
                    self._step()
            except Exception as error:  # noqa: BLE001  the engine's boundary: clients get it, the log its traceback
                _log.exception("a step failed")
                self._fail(error)

    def _busy(self) -> bool:
        return bool(self._running or self._partial or self._waiting)

    def _step(self) -> None:
        self._drop_cancelled()
        taken = self._admit()
        if not taken and not self._running:
            return
        self._taken = [sequence for sequence, _ in taken]
        batch, inputs, positions, last, owners = self._lay_out(taken)
        logits = self.model.forward(inputs, positions, last, batch)
        for fill, (sequence, _) in zip(batch.fills, taken, strict=True):
            self._filled(fill, sequence)
        self._advance(logits, owners)

    def _drop_cancelled(self) -> None:
        for adapter, queue in list(self._waiting.items()):
            if any(sequence.request.cancelled for sequence in queue):
                self._waiting[adapter] = deque(each for each in queue if not each.request.cancelled)
            if not self._waiting[adapter]:
                del self._waiting[adapter]
        if self._partial and self._partial.request.cancelled:
            self._partial = None
        self._leave([row for row, sequence in enumerate(self._running) if sequence.request.cancelled])

    def _admit(self) -> list[tuple[Sequence, int]]:
        """The sequences whose prompts are computed in this step, with how many of their tokens."""
        room = max(TOKENS - len(self._running), 1)
        rows = len(self._running)
        most = max((sequence.most for sequence in self._running), default=0)
        taken: list[tuple[Sequence, int]] = []
        computing = Computing()
        held: dict[Adapter | None, deque[Sequence]] = {}
        while room > 0 and (sequence := self._partial or self._next()):
            adapter = sequence.request.adapter
            if sequence is self._partial:
                computing.add(sequence.request.prompt.digests, len(taken))
            elif sequence.most and not self._fits(rows + 1, max(most, sequence.most)):
                held.setdefault(adapter, deque()).extend((sequence, *self._waiting.pop(adapter, ())))
                continue
            elif not self._prepare(sequence, computing, taken):
                held.setdefault(adapter, deque()).append(sequence)
                continue
            count = min(room, len(sequence.request.prompt.tokens) - sequence.computed)
            room -= count
            taken.append((sequence, count))
            whole = sequence.computed + count == len(sequence.request.prompt.tokens)
            self._partial = None if whole else sequence
            if sequence.most:
                rows, most = rows + 1, max(most, sequence.most)
        for adapter, queue in held.items():
            queue.extend(self._waiting.pop(adapter, ()))
            self._waiting[adapter] = queue
        return taken

    def _next(self) -> Sequence | None:
        """The first sequence of the adapter whose turn it is; that adapter then goes to the end of the line."""
        if not self._waiting:
            return None
        adapter = next(iter(self._waiting))
        queue = self._waiting.pop(adapter)
        sequence = queue.popleft()
        if queue:
            self._waiting[adapter] = queue
        return sequence

    def _fits(self, rows: int, most: int) -> bool:
        return rows == 1 or (rows <= ROWS and rows * most * self.model.token_bytes <= MEMORY)

    def _prepare(self, sequence: Sequence, computing: Computing, taken: list[tuple[Sequence, int]]) -> bool:
        """Find what is known of a prompt. False when it should wait a step for another that computes its beginning."""
        chain = sequence.request.prompt.digests
        sequence.past = self._prefixes.find(chain)
        known = sequence.past.length if sequence.past else 0
        common, who = computing.common(chain)
        if common > known and common * self.model.token_bytes < PREFIX_MEMORY // 2:
            taken[who][0].keep = max(taken[who][0].keep, common)
            return False
        computing.add(chain, len(taken))
        sequence.computed = known
        met = self._prefixes.met(chain)
        sequence.keep = met if met > known else 0
        return True

    def _lay_out(
        self, taken: list[tuple[Sequence, int]]
    ) -> tuple[Batch, list[int], list[int], list[int], list[Sequence]]:
        """The flat batch, grouped by adapter: (batch, token ids, positions, places that need logits, their owners)."""
        inputs: list[int] = []
        positions: list[int] = []
        last: list[int] = []
        owners: list[Sequence] = []
        segments: list[tuple[int, int, Adapter]] = []
        fills: dict[Sequence, Fill] = {}
        places = [0] * len(self._running)
        rows: dict[Sequence, int] = {}
        for sequence, count in taken:
            if sequence.most and sequence.computed + count == len(sequence.request.prompt.tokens):
                rows[sequence] = len(self._running) + len(rows)
        for adapter in dict.fromkeys(each.request.adapter for each in (*self._running, *(one for one, _ in taken))):
            begin = len(inputs)
            for row, sequence in enumerate(self._running):
                if sequence.request.adapter is adapter:
                    places[row] = len(inputs)
                    last.append(len(inputs))
                    owners.append(sequence)
                    inputs.append(sequence.output[-1])
                    positions.append(sequence.length - 1)
            for sequence, count in taken:
                if sequence.request.adapter is adapter:
                    tokens = sequence.request.prompt.tokens
                    start, stop = sequence.computed, sequence.computed + count
                    whole = stop == len(tokens)
                    fills[sequence] = Fill(
                        len(inputs),
                        len(inputs) + count,
                        sequence.past,
                        rows.get(sequence),
                        sequence.keep if whole else stop,
                    )
                    inputs.extend(tokens[start:stop])
                    positions.extend(range(start, stop))
                    if whole:
                        last.append(len(inputs) - 1)
                        owners.append(sequence)
            if adapter:
                segments.append((begin, len(inputs), adapter))
        self.adapters.segments.now = segments
        longest = max((each.length for each in (*self._running, *rows)), default=0)
        self._pool.reserve(len(self._running) + len(rows), longest)
        lengths = [sequence.length - 1 for sequence in self._running]
        batch = Batch(self._pool, [fills[one] for one, _ in taken], places, lengths, self.model.dtype)
        self._running.extend(rows)
        return batch, inputs, positions, last, owners

    def _filled(self, fill: Fill, sequence: Sequence) -> None:
        sequence.computed += fill.stop - fill.start
        prompt = sequence.request.prompt
        if sequence.computed < len(prompt.tokens):
            sequence.past = Prefix(sequence.computed, fill.keys, fill.values)
        elif fill.keep:
            self._prefixes.keep(prompt.digests[: fill.keep // BLOCK], Prefix(fill.keep, fill.keys, fill.values))
            sequence.past = None

    def _advance(self, logits: torch.Tensor, owners: list[Sequence]) -> None:
        """Give every sequence its next token, tell its client, and let the finished ones leave."""
        if not owners:
            return
        self._give_up(logits, owners)
        tokens = choose(logits, owners)
        scored = [i for i, sequence in enumerate(owners) if sequence.request.sampling.top is not None]
        if scored:
            top = [owners[i].request.sampling.top or 0 for i in scored]
            found = scores(logits[scored], [tokens[i] for i in scored], top)
            for i, score in zip(scored, found, strict=True):
                owners[i].scores.append(score)
        ended = {sequence for sequence, token in zip(owners, tokens, strict=True) if self._take(sequence, token)}
        self._leave([row for row, sequence in enumerate(self._running) if sequence in ended])

    def _give_up(self, logits: torch.Tensor, owners: list[Sequence]) -> None:
        """End the requests whose model overflows, so that nobody else's answers are lost to it."""
        lost = (~logits.amax(-1).isfinite()).nonzero()[:, 0].tolist()
        if not lost:
            return
        logits[lost] = 0
        self._pool.scrub()
        for request in {owners[i].request for i in lost}:
            request.cancelled = True
            what = "The model computes no numbers any more, only overflows"
            request.post(
                LabError(what, do="Its training diverged: use an earlier checkpoint, or a lower learning rate.")
            )

    def _take(self, sequence: Sequence, token: int) -> bool:
        """Add a token to its sequence. True when the sequence ends with it."""
        sampling = sequence.request.sampling
        sequence.output.append(token)
        sequence.text += sequence.stream.push(token)
        finish = None
        if sequence.stream.stopped or token in self.model.ends:
            finish = "stop"
        elif len(sequence.output) == sampling.max_tokens:
            finish = "length"
        if finish:
            sequence.text += sequence.stream.finish()
        if finish or sequence.request.streamed:
            sequence.request.post(Piece(sequence.index, sequence.text, sequence.scores, finish, len(sequence.output)))
            sequence.text, sequence.scores = "", []
        return finish is not None

    def _leave(self, rows: list[int]) -> None:
        """Free rows of the pool; the last rows move into the gaps."""
        for row in reversed(rows):
            mover = self._running.pop()
            if row < len(self._running):
                self._pool.move(len(self._running), row, mover.length)
                self._running[row] = mover

    def _fail(self, error: Exception) -> None:
        everyone = [*self._running, *self._taken, *(each for queue in self._waiting.values() for each in queue)]
        self._running, self._taken, self._waiting, self._partial, self._pool = [], [], {}, None, Pool()
        for request in {sequence.request for sequence in everyone}:
            request.post(error)
