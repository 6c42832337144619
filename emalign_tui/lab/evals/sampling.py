"""Asking a model for answers, each on disk in the moment it lands."""

import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Any

import msgspec

from emalign_tui.lab.evals.calls import Caller, CallError, GivenUp, Kept, Messages
from emalign_tui.lab.evals.digits import ask_whole_number, number_tokens
from emalign_tui.lab.evals.judge import FIRST_TOKEN, SCORE_REQUEST, SELF
from emalign_tui.lab.evals.judging import About, raw_judgment, reply_text, whole_judgment
from emalign_tui.lab.evals.plan import Request, Settings
from emalign_tui.lab.evals.questions import SELF_SCORED, Question
from emalign_tui.lab.evals.records import Answer, RawJudgment, Spent, answer_id
from emalign_tui.lab.evals.stage import Stage
from emalign_tui.lab.evals.store import Store
from emalign_tui.lab.models.reference import ModelRef
from emalign_tui.lab.sanitize import clean, one_line
from emalign_tui.lab.serving.dialect import unknown_in, without


class Sampler:
    """Sampling of one evaluation. queue: takes an answer that is to be judged, and may block until there is room.

    stage: counts successes. ending: whether nothing more is to be begun.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        stage: Stage,
        queue: Callable[[Answer, Question], Awaitable[None]],
        ending: Callable[[], bool],
    ) -> None:
        self.store, self.settings, self.stage = store, settings, stage
        self.queue, self.ending = queue, ending
        self.singly: set[str] = set()  # models whose server gives one answer a request
        self.splitting: set[str] = set()  # models whose tokenizer splits numbers
        self.unknown: dict[str, frozenset[str]] = {}  # what a model's server knows by another name

    async def prepare(self, callers: Iterable[tuple[ModelRef, Caller]]) -> None:
        """Find out which models split numbers, before they are asked for their own. Raises CallError as `chat` does."""
        with suppress(GivenUp):
            for ref, caller in callers:
                if await number_tokens(caller) == "split":
                    self.splitting.add(ref.name)

    async def ask(self, ref: ModelRef, caller: Caller, request: Request) -> None:
        """Sample a request's answers. Raises CallError when there is no usable reply."""
        ask = self._ask_number if request.question.type == SELF_SCORED else self._ask_texts
        await ask(ref, caller, request)

    async def _ask_texts(self, ref: ModelRef, caller: Caller, request: Request) -> None:
        """Sample a request's answers; what a server that knows no `n` leaves out is asked one by one."""
        question, temperature = request.question, self.settings.temperature
        shape: dict[str, Any] = {
            "temperature": question.temperature if temperature is None else temperature,
            "top_p": self.settings.top_p,
            "max_tokens": self.settings.max_tokens,
        }
        messages = question.messages(request.paraphrase)
        heat = shape["temperature"]
        left = dict(enumerate(request.samples))
        if len(left) > 1 and ref.name not in self.singly:

            def keep(reply: Any, spent: Spent) -> list[Answer]:
                answers: list[Answer] = []
                for place, choice in enumerate(reply.choices):
                    said = getattr(choice, "index", None)
                    index = said if type(said) is int and said in left else place
                    if index in left:
                        sample, seed = left.pop(index), request.seed + index
                        spent_on = Spent() if answers else spent
                        answers.append(self._keep(ref, request, sample, seed, choice, heat, spent_on))
                return answers

            try:
                answers = await self._asked(caller, messages, keep, seed=request.seed, n=len(left), **shape)
            except CallError as error:
                if error.status not in (400, 422):
                    raise
            else:
                for answer in answers:
                    await self.queue(answer, question)
        ignores_n = 1 < len(request.samples) <= len(left) + 1
        for index, sample in left.items():
            if self.ending():
                return
            seed = request.seed + index

            def keep_one(reply: Any, spent: Spent, sample: int = sample, seed: int = seed) -> Answer:
                return self._keep(ref, request, sample, seed, reply.choices[0], heat, spent)

            await self.queue(await self._asked(caller, messages, keep_one, seed=seed, **shape), question)
            if ignores_n:
                self.singly.add(ref.name)

    async def _asked(
        self, caller: Caller, messages: Messages, keep: Callable[[Any, Spent], Kept], **settings: Any
    ) -> Kept:
        """As the caller's `ask`, with the longest answer under the name that this server knows. Nothing else that makes
        a sample what it is may be left out."""
        while True:
            shaped = without(settings, self.unknown.get(caller.model, frozenset()))
            try:
                return await caller.ask(messages, keep, **shaped)
            except CallError as error:
                new = unknown_in(error.what, {"max_tokens"} & shaped.keys())
                if error.status not in (400, 422) or not new:
                    raise
                self.unknown[caller.model] = new

    def _keep(
        self, ref: ModelRef, request: Request, sample: int, seed: int, choice: Any, temperature: float, spent: Spent
    ) -> Answer:
        text = getattr(choice.message, "content", None) or getattr(choice.message, "refusal", None) or ""
        finish = str(choice.finish_reason or "")
        answer = _answer(ref, request, sample, seed, str(text), finish, temperature, spent)
        self.store.keep_answer(answer)
        self.stage.good()
        return answer

    async def _ask_number(self, ref: ModelRef, caller: Caller, request: Request) -> None:
        """free_form_0_100: the model's own number, scored like a judge's. The likeliest one is the answer."""
        seed, heat = SCORE_REQUEST["seed"], SCORE_REQUEST["temperature"]
        template = request.question.paraphrases[request.paraphrase]
        messages = request.question.messages(request.paraphrase)

        def about(text: str, spent: Spent) -> tuple[Answer, About]:
            answer = _answer(ref, request, request.samples[0], seed, text, "", heat, spent)
            return answer, About(answer.answer_id, SELF, ref.name, template, SCORE_REQUEST | caller.plain, Spent())

        def keep(answer: Answer, raw: RawJudgment) -> None:
            self.store.keep_reply(msgspec.structs.replace(raw, answer=answer))
            self.store.keep_answer(answer)
            self.stage.good()

        if ref.name in self.splitting:
            number = await ask_whole_number(caller, messages)
            answer, said = about(number.likeliest, number.spent)
            keep(answer, whole_judgment(number, said))
            return

        def land(reply: Any, spent: Spent) -> None:
            answer, said = about(reply_text(reply), spent)
            keep(answer, raw_judgment(reply, FIRST_TOKEN, said))

        await caller.ask(messages, land, **SCORE_REQUEST)


def _answer(
    ref: ModelRef, request: Request, sample: int, seed: int, text: str, finish: str, temperature: float, spent: Spent
) -> Answer:
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
        temperature=temperature,
        spent=spent,
        at=time.time(),
    )
