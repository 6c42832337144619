"""The engine of an evaluation: sampling and judging at the same time, every answer and judgment on disk as it lands."""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Protocol

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.calls import NO_LOGPROBS, Caller, CallError, Count, GivenUp, Policy
from emalign_tui.lab.evals.judge import FIRST_TOKEN
from emalign_tui.lab.evals.judging import Judge
from emalign_tui.lab.evals.limits import Limits, Purse, open_purse
from emalign_tui.lab.evals.plan import Request, Settings, requests, totals, upstream_questions
from emalign_tui.lab.evals.prices import dollars, price_of
from emalign_tui.lab.evals.questions import SELF_SCORED, Question
from emalign_tui.lab.evals.records import Answer, Spent
from emalign_tui.lab.evals.sampling import Sampler
from emalign_tui.lab.evals.stage import Stage, duration
from emalign_tui.lab.evals.store import JUDGE, Store
from emalign_tui.lab.models.reference import ModelRef

GIVE_UP_AFTER = 10  # calls failing in a row
_TICK = 0.5  # seconds between two progress reports
_SILENT = 30.0  # seconds without a reply that are worth a word


class Address(Protocol):
    """Where a model answers (an Endpoint of lab/serving)."""

    @property
    def url(self) -> str: ...
    @property
    def api_key(self) -> str: ...
    @property
    def model(self) -> str: ...


Connect = Callable[[ModelRef], Address]
OnProgress = Callable[[int, int, str], None]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What is there now, and what it cost.

    failed: calls given up, with what depends on them. stopped: ended on request or at a limit, work is left; limit:
    then which one, or "". calls: of this run of the evaluation, by model and judge. spent, cost: of all its runs;
    cost in dollars, None where a price is not known. seconds: of this run, in which `new` answers and judgments were
    made.
    """

    answers: int
    judgments: int
    failed: int
    stopped: bool
    limit: str
    calls: dict[str, Count]
    spent: Spent
    cost: float | None
    seconds: float
    new: int


async def evaluate(
    folder: Path,
    models: Sequence[ModelRef],
    questions: Sequence[Question],
    judge: ModelRef,
    connect: Connect,
    settings: Settings,
    *,
    limits: Limits | None = None,
    policy: Policy | None = None,
    on_progress: OnProgress = lambda done, total, what: None,
    stopping: Callable[[], bool] = lambda: False,
) -> Outcome:
    """Ask every model every question and have every answer judged, leaving out what `folder` holds already.

    connect: gives a model's endpoint, starting a server if need be; may block. on_progress(done, total, what) is
    called about twice a second. When stopping() becomes true, or a limit is reached, calls in flight are finished and
    kept, and nothing more is begun. Raises LabError when an endpoint refuses for good or fails time after time, the
    disk is full, or a cost is limited whose price is not known; what is done stays.
    """
    asked = upstream_questions(questions, settings)
    with Store(folder) as store:
        asking = {**{each.name: each for each in models}, JUDGE: judge}
        purse = open_purse(limits or Limits(), asking, store.accounts.spent)
        engine = _Engine(
            store, models, asked, judge, settings, purse, policy or Policy(timeout=settings.timeout), stopping
        )
        return await engine.run(connect, on_progress)


class _Engine:
    def __init__(
        self,
        store: Store,
        models: Sequence[ModelRef],
        questions: Sequence[Question],
        judge: ModelRef,
        settings: Settings,
        purse: Purse,
        policy: Policy,
        stopping: Callable[[], bool],
    ) -> None:
        self.purse = purse
        self.started = self.moved = time.monotonic()
        self.before = len(store.sampled) + len(store.judged)
        self.store, self.models, self.judge = store, models, judge
        self.questions = {question.id: question for question in questions}
        self.settings, self.policy, self.stopping = settings, policy, stopping
        self.error: LabError | None = None
        self.failed = 0
        self.calls: dict[str, Count] = {}
        self.sampling = Stage("sampling", any_good=bool(store.sampled))
        self.judging = Stage("judging", any_good=bool(store.judged))
        self.sampler = Sampler(store, settings, self.sampling, self._queue, self.ending)
        self.queue: asyncio.Queue[tuple[Answer, str] | None] = asyncio.Queue(4 * settings.judge_calls)

    def ending(self) -> bool:
        return bool(self.error or self.store.full or self.purse.empty) or self.stopping()

    async def run(self, connect: Connect, on_progress: OnProgress) -> Outcome:
        answers, judgments = self._totals()
        total = answers + judgments
        async with AsyncExitStack() as stack:
            judge = None
            if any(question.judge_prompts for question in self.questions.values()):
                on_progress(0, total, f"starting {self.judge.name}")
                caller = await self._open(stack, connect, self.judge, JUDGE, self.settings.judge_calls)
                judge = Judge(self.judge.name, caller, self.settings)
                with suppress(GivenUp):
                    await judge.prepare()
            ticker = asyncio.create_task(self._tick(on_progress, answers, total))
            stack.callback(ticker.cancel)
            async with asyncio.TaskGroup() as group:
                # Twice as many as calls in flight, so that one waiting to try again leaves no gap.
                workers = range(2 * self.settings.judge_calls)
                judges = [group.create_task(self._judge_all(judge)) for _ in workers if judge]
                try:
                    await self._judge_earlier()
                    if self.settings.asking != "nothing":
                        await self._sample_models(stack, connect)
                except LabError as error:
                    self.error = self.error or error
                for _ in judges:
                    await self.queue.put(None)
        done = len(self.store.sampled) + len(self.store.judged)
        stopped = done + self.failed < total and (bool(self.purse.empty) or self.stopping())
        for stage in (self.sampling, self.judging):
            if stage.never and not stopped:
                self.error = self.error or stage.error
        if trouble := self.error or self.store.full:
            raise trouble
        on_progress(done, total, "stopped" if stopped else "done")
        spent = Spent()
        for each in self.store.accounts.spent.values():
            spent = spent.plus(each)
        return Outcome(
            answers=len(self.store.sampled),
            judgments=len(self.store.judged),
            failed=self.failed,
            stopped=stopped,
            limit=self.purse.empty if stopped else "",
            calls=self.calls,
            spent=spent,
            cost=self.purse.total(),
            seconds=time.monotonic() - self.started,
            new=done - self.before,
        )

    async def _tick(self, on_progress: OnProgress, answers: int, total: int) -> None:
        last = -1
        try:
            while True:
                sampled, judged = len(self.store.sampled), len(self.store.judged)
                done = min(total, sampled + judged + self.failed)
                if done != last:
                    last, self.moved = done, time.monotonic()
                what = f"{sampled} of {answers} answers, {judged} judgments"
                on_progress(done, total, ", ".join([what, *self._so_far(done, total)]))
                await asyncio.sleep(_TICK)
        except LabError as error:
            self.error = self.error or error

    def _totals(self) -> tuple[int, int]:
        if self.settings.asking != "nothing":
            return totals(list(self.questions.values()), self.settings, len(self.models))
        metrics = [len(question.judge_prompts) for question in map(self._question, self.store.earlier()) if question]
        return len(self.store.sampled), sum(metrics)

    def _question(self, answer: Answer) -> Question | None:
        return self.questions.get(answer.question_id)

    def _so_far(self, done: int, total: int) -> Iterator[str]:
        """Time left at this run's pace, once it shows, and money spent; how long nothing has come back."""
        elapsed, new = time.monotonic() - self.started, done - self.before
        if elapsed > 10 and new > 0 and done < total:
            yield f"{duration((total - done) * elapsed / new)} left"
        if cost := self.purse.total():
            yield dollars(cost)
        if (silent := time.monotonic() - self.moved) > _SILENT:
            yield f"no reply for {duration(silent)}"

    async def _open(self, stack: AsyncExitStack, connect: Connect, ref: ModelRef, account: str, limit: int) -> Caller:
        at = await asyncio.to_thread(connect, ref)
        price = price_of(ref, self.purse.limits.price)
        caller = Caller(
            at.url,
            at.api_key,
            at.model,
            limit=limit,
            policy=self.policy,
            purse=self.purse,
            price=price,
            accounts=self.store.accounts,
            account=account,
            stopping=self.ending,
        )
        self.calls[f"judge {ref.name}" if account == JUDGE else ref.name] = caller.count
        await stack.enter_async_context(caller)
        await caller.owner()
        return caller

    # Sampling

    async def _sample_models(self, stack: AsyncExitStack, connect: Connect) -> None:
        """One base after another, so that only one has to fit beside the judge; all adapters of a base together."""
        for base in dict.fromkeys(ref.base for ref in self.models):
            refs = [ref for ref in self.models if ref.base == base and next(self._requests(ref.name), None)]
            if self.ending():
                return
            callers = [
                (ref, await self._open(stack, connect, ref, ref.name, self.settings.sample_calls)) for ref in refs
            ]
            if any(question.type == SELF_SCORED for question in self.questions.values()):
                await self.sampler.prepare(callers)
            work = ((ref, caller, request) for ref, caller in callers for request in self._requests(ref.name))
            async with asyncio.TaskGroup() as samplers:
                for _ in range(self.settings.sample_calls):
                    samplers.create_task(self._sample_all(work))

    def _requests(self, model: str) -> Iterator[Request]:
        for question in self.questions.values():
            yield from requests(model, question, self.settings, self.store.sampled)

    async def _sample_all(self, work: Iterable[tuple[ModelRef, Caller, Request]]) -> None:
        for ref, caller, request in work:
            if self.ending():
                return
            try:
                try:
                    await self.sampler.ask(ref, caller, request)
                except CallError as error:
                    self._fail_request(ref, request, error)
            except LabError as error:
                self.error = self.error or error

    def _fail_request(self, ref: ModelRef, request: Request, error: CallError) -> None:
        if isinstance(error, GivenUp):
            return
        question, spent = request.question, error.spent
        for sample in request.samples:
            key = (ref.name, question.id, sample)
            if key not in self.store.sampled:
                self.store.keep_failure(key, error, spent)
                spent = Spent()
                self.failed += 1 + question.metrics
        self._note(self.sampling, error)

    # Judging

    async def _judge_earlier(self) -> None:
        """Queue what an earlier run of this evaluation sampled and did not judge."""
        for answer in self.store.earlier():
            if question := self._question(answer):
                await self._queue(answer, question)

    async def _queue(self, answer: Answer, question: Question) -> None:
        for metric in question.judge_prompts:
            if (answer.answer_id, metric) not in self.store.judged:
                await self.queue.put((answer, metric))

    async def _judge_all(self, judge: Judge) -> None:
        while (job := await self.queue.get()) is not None:
            if self.ending():
                continue  # empty the queue, so that no sampler waits for room in it
            answer, metric = job
            try:
                try:
                    await self._judge(judge, answer, metric)
                except CallError as error:
                    self._fail_judgment(answer, metric, error)
            except LabError as error:
                self.error = self.error or error

    async def _judge(self, judge: Judge, answer: Answer, metric: str) -> None:
        raw = await judge.judge(answer, self.questions[answer.question_id], metric, self.store.keep_reply)
        if raw.error:
            do = NO_LOGPROBS if judge.method == FIRST_TOKEN else ""
            self._note(self.judging, CallError(raw.error, where=f"{judge.caller.model} at {judge.caller.url}", do=do))
        else:
            self.judging.good()

    def _fail_judgment(self, answer: Answer, metric: str, error: CallError) -> None:
        if isinstance(error, GivenUp):
            return
        sample = (answer.model, answer.question_id, answer.sample)
        self.store.keep_failure(sample, error, error.spent, answer.answer_id, metric)
        self.failed += 1
        self._note(self.judging, error)

    def _note(self, stage: Stage, error: CallError) -> None:
        """Count a failure, and end the evaluation when going on is pointless."""
        stage.bad(error)
        if error.hopeless or stage.row >= GIVE_UP_AFTER:
            self.error = self.error or stage.error
