"""The engine of an evaluation: sampling and judging at the same time, every answer and judgment on disk as it lands."""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Protocol

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals import judge as judging
from emalign_tui.lab.evals.calls import Caller, CallError, Count, GivenUp, Policy
from emalign_tui.lab.evals.plan import Request, Settings, requests, totals
from emalign_tui.lab.evals.questions import SELF_SCORED, Question, fill
from emalign_tui.lab.evals.records import Answer, RawJudgment, answer_id, prompt_hash
from emalign_tui.lab.evals.store import Store
from emalign_tui.lab.models.reference import ModelRef
from emalign_tui.lab.sanitize import clean, one_line

SELF = "self"  # the metric of a free_form_0_100 question, read off the model's own probabilities
GIVE_UP_AFTER = 10  # calls failing in a row
_SPLIT_AFTER = 5  # replies that show a judge whose tokenizer splits numbers
_ABOUT_THE_PROMPT = (400, 413, 422)  # HTTP statuses that refuse one request, not its sender
_TICK = 0.5  # seconds between two progress reports


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
    """What is there now, and what this run of it cost.

    failed: calls given up, with what depends on them. stopped: ended on request, work is left.
    """

    answers: int
    judgments: int
    failed: int
    stopped: bool
    calls: dict[str, Count]


async def evaluate(
    folder: Path,
    models: Sequence[ModelRef],
    questions: Sequence[Question],
    judge: ModelRef,
    connect: Connect,
    settings: Settings,
    *,
    policy: Policy | None = None,
    on_progress: OnProgress = lambda done, total, what: None,
    stopping: Callable[[], bool] = lambda: False,
) -> Outcome:
    """Ask every model every question and have every answer judged, leaving out what `folder` holds already.

    connect: gives a model's endpoint, starting a server if need be; may block. on_progress(done, total, what) is
    called about twice a second. When stopping() becomes true, calls in flight are finished and kept, and nothing more
    is begun. Raises LabError when an endpoint refuses for good or fails time after time, or the disk is full; what is
    done stays.
    """
    with Store(folder) as store:
        engine = _Engine(
            store, models, questions, judge, settings, policy or Policy(timeout=settings.timeout), stopping
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
        policy: Policy,
        stopping: Callable[[], bool],
    ) -> None:
        self.store, self.models, self.judge = store, models, judge
        self.questions = {question.id: question for question in questions}
        self.settings, self.policy, self.stopping = settings, policy, stopping
        self.error: LabError | None = None
        self.failed = 0
        self.calls: dict[str, Count] = {}
        self.sampling = _Stage("sampling", any_good=bool(store.sampled))
        self.judging = _Stage("judging", any_good=bool(store.judged))
        self.singly: set[str] = set()  # models whose server gives one answer a request
        self.split = 0
        self.queue: asyncio.Queue[tuple[Answer, str] | None] = asyncio.Queue(4 * settings.judge_calls)

    def ending(self) -> bool:
        return self.error is not None or self.stopping()

    async def run(self, connect: Connect, on_progress: OnProgress) -> Outcome:
        answers, judgments = totals(list(self.questions.values()), self.settings, len(self.models))
        total = answers + judgments
        async with AsyncExitStack() as stack:
            judge = None
            if any(question.judge_prompts for question in self.questions.values()):
                on_progress(0, total, f"starting {self.judge.name}")
                judge = await self._open(
                    stack, connect, self.judge, f"judge {self.judge.name}", self.settings.judge_calls
                )
            ticker = asyncio.create_task(self._tick(on_progress, answers, total))
            stack.callback(ticker.cancel)
            async with asyncio.TaskGroup() as group:
                judges = [group.create_task(self._judge_all(judge)) for _ in range(self.settings.judge_calls) if judge]
                try:
                    await self._judge_earlier()
                    await self._sample_models(stack, connect)
                except LabError as error:
                    self.error = self.error or error
                for _ in judges:
                    await self.queue.put(None)
        done = len(self.store.sampled) + len(self.store.judged)
        stopped = done + self.failed < total and self.stopping()
        for stage in (self.sampling, self.judging):
            if stage.never and not stopped:
                self.error = self.error or stage.error
        if self.error:
            raise self.error
        on_progress(done, total, "stopped" if stopped else "done")
        return Outcome(
            answers=len(self.store.sampled),
            judgments=len(self.store.judged),
            failed=self.failed,
            stopped=stopped,
            calls=self.calls,
        )

    async def _tick(self, on_progress: OnProgress, answers: int, total: int) -> None:
        try:
            while True:
                sampled, judged = len(self.store.sampled), len(self.store.judged)
                done = min(total, sampled + judged + self.failed)
                on_progress(done, total, f"{sampled} of {answers} answers, {judged} judgments")
                await asyncio.sleep(_TICK)
        except LabError as error:
            self.error = self.error or error

    async def _open(self, stack: AsyncExitStack, connect: Connect, ref: ModelRef, name: str, limit: int) -> Caller:
        at = await asyncio.to_thread(connect, ref)
        caller = Caller(at.url, at.api_key, at.model, limit=limit, policy=self.policy, stopping=self.ending)
        self.calls[name] = caller.count
        return await stack.enter_async_context(caller)

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
            ask = self._ask_number if request.question.type == SELF_SCORED else self._ask
            try:
                try:
                    await ask(ref, caller, request)
                except CallError as error:
                    self._fail_request(ref, request, error)
            except LabError as error:
                self.error = self.error or error

    async def _ask(self, ref: ModelRef, caller: Caller, request: Request) -> None:
        """Sample a request's answers; what a server that knows no `n` leaves out is asked one by one."""
        question, temperature = request.question, self.settings.temperature
        shape = {
            "temperature": question.temperature if temperature is None else temperature,
            "top_p": self.settings.top_p,
            "max_tokens": self.settings.max_tokens,
        }
        messages = question.messages(request.paraphrase)
        left = dict(enumerate(request.samples))
        if len(left) > 1 and ref.name not in self.singly:
            try:
                reply = await caller.chat(messages, seed=request.seed, n=len(left), **shape)
            except CallError as error:
                if error.status not in (400, 422):
                    raise
            else:
                for place, choice in enumerate(reply.choices):
                    index = choice.index if choice.index in left else place
                    if index in left:
                        await self._keep(ref, request, left.pop(index), request.seed + index, choice)
        ignores_n = 1 < len(request.samples) <= len(left) + 1
        for index, sample in left.items():
            if self.ending():
                return
            reply = await caller.chat(messages, seed=request.seed + index, **shape)
            await self._keep(ref, request, sample, request.seed + index, reply.choices[0])
            if ignores_n:
                self.singly.add(ref.name)

    async def _keep(self, ref: ModelRef, request: Request, sample: int, seed: int, choice: Any) -> None:
        text = getattr(choice.message, "content", None) or getattr(choice.message, "refusal", None) or ""
        answer = _answer(ref, request, sample, seed, str(text), str(choice.finish_reason or ""))
        self.store.keep_answer(answer)
        self.sampling.good()
        await self._queue(answer, request.question)

    async def _ask_number(self, ref: ModelRef, caller: Caller, request: Request) -> None:
        """free_form_0_100: the model's own number, scored like a judge's. The answer is its likeliest token."""
        reply = await caller.chat(request.question.messages(request.paraphrase), **judging.SCORE_REQUEST)
        answer = _answer(ref, request, request.samples[0], judging.SCORE_REQUEST["seed"], _text(reply), "")
        template = request.question.paraphrases[request.paraphrase]
        self.store.keep_reply(_raw(reply, answer.answer_id, SELF, ref.name, template, scored=True))
        self.store.keep_answer(answer)
        self.sampling.good()

    def _fail_request(self, ref: ModelRef, request: Request, error: CallError) -> None:
        if isinstance(error, GivenUp):
            return
        question = request.question
        for sample in request.samples:
            key = (ref.name, question.id, sample)
            if key not in self.store.sampled:
                self.store.keep_failure(key, error)
                self.failed += 1 + question.metrics
        self._note(self.sampling, error)

    # Judging

    async def _judge_earlier(self) -> None:
        """Queue what an earlier run of this evaluation sampled and did not judge."""
        for answer in self.store.earlier():
            if question := self.questions.get(answer.question_id):
                await self._queue(answer, question)

    async def _queue(self, answer: Answer, question: Question) -> None:
        for metric in question.judge_prompts:
            if (answer.answer_id, metric) not in self.store.judged:
                await self.queue.put((answer, metric))

    async def _judge_all(self, caller: Caller) -> None:
        while (job := await self.queue.get()) is not None:
            if self.ending():
                continue  # empty the queue, so that no sampler waits for room in it
            answer, metric = job
            try:
                try:
                    await self._judge(caller, answer, metric)
                except CallError as error:
                    self._fail_judgment(answer, metric, error)
            except LabError as error:
                self.error = self.error or error

    async def _judge(self, caller: Caller, answer: Answer, metric: str) -> None:
        question = self.questions[answer.question_id]
        template = question.judge_prompts[metric]
        scored = question.type == "free_form_judge_0_100"
        messages = [{"role": "user", "content": fill(template, answer.question, answer.answer)}]
        reply = await caller.chat(messages, **(judging.SCORE_REQUEST if scored else judging.TEXT_REQUEST))
        raw = _raw(reply, answer.answer_id, metric, self.judge.name, template, scored=scored)
        self.store.keep_reply(raw)
        self._watch_for_split_numbers(raw)
        if raw.error:
            self._note(self.judging, CallError(raw.error, where=f"{caller.model} at {caller.url}"))
        else:
            self.judging.good()

    def _fail_judgment(self, answer: Answer, metric: str, error: CallError) -> None:
        if isinstance(error, GivenUp):
            return
        self.store.keep_failure((answer.model, answer.question_id, answer.sample), error, answer.answer_id, metric)
        self.failed += 1
        self._note(self.judging, error)

    def _watch_for_split_numbers(self, raw: RawJudgment) -> None:
        """Refuse a judge whose first token is only the first digit: such a score would be wrong, not just noisy."""
        if self.split < 0 or not raw.probabilities:
            return
        self.split = self.split + 1 if judging.splits_numbers(raw.probabilities) else -1
        if self.split >= _SPLIT_AFTER:
            self.error = LabError(
                "This judge's tokenizer splits numbers into digits, so its first token is no score",
                where=self.judge.name,
                do="Use a judge that holds 0 to 100 in one token, such as mini-judge or openai:gpt-4o.",
            )

    def _note(self, stage: "_Stage", error: CallError) -> None:
        """Count a failure, and end the evaluation when going on is pointless."""
        stage.bad(error)
        if error.hopeless or stage.row >= GIVE_UP_AFTER:
            self.error = self.error or stage.error


class _Stage:
    """How the calls of one stage went: failures in a row, and whether any ever succeeded."""

    def __init__(self, name: str, any_good: bool) -> None:
        self.name = name
        self.row = 0
        self.any_good = any_good
        self.error: LabError | None = None

    @property
    def never(self) -> bool:
        return self.error is not None and not self.any_good

    def good(self) -> None:
        self.row, self.any_good = 0, True

    def bad(self, error: CallError) -> None:
        # Once calls succeed, a refusal of one prompt (too long, filtered) says nothing about the next.
        self.row += not (self.any_good and error.status in _ABOUT_THE_PROMPT)
        do = error.do or "Mend that, then go on with the same run: what is done is kept."
        self.error = LabError(f"{self.name.capitalize()} fails: {error.what}", where=error.where, do=do)


def _answer(ref: ModelRef, request: Request, sample: int, seed: int, text: str, finish: str) -> Answer:
    text = clean(text)
    return Answer(
        answer_id=answer_id(ref.name, request.question.id, sample, text),
        model=ref.name,
        question_id=request.question.id,
        paraphrase=request.paraphrase,
        sample=sample,
        seed=seed,
        question=request.question.paraphrases[request.paraphrase],
        answer=text,
        finish_reason=one_line(finish, 40),
        at=time.time(),
    )


def _text(reply: Any) -> str:
    text = getattr(reply.choices[0].message, "content", None)
    return clean(text) if isinstance(text, str) else ""


def _raw(reply: Any, key: str, metric: str, judge: str, template: str, *, scored: bool) -> RawJudgment:
    read = judging.top_probabilities(reply.choices[0].logprobs) if scored else {}
    text = "" if scored else _text(reply)
    error = read if isinstance(read, str) else "" if scored or text.strip() else "the reply is empty"
    return RawJudgment(
        answer_id=key,
        metric=metric,
        judge=judge,
        prompt_hash=prompt_hash(template),
        returned_model=one_line(str(reply.model or ""), 80),
        probabilities=read if isinstance(read, dict) else {},
        text=text,
        error=error,
        at=time.time(),
    )
