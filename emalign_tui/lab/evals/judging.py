"""The calls that turn an answer into judgments, for each kind of judge."""

import time
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals import judge as judging
from emalign_tui.lab.evals.calls import Caller, CallError
from emalign_tui.lab.evals.dialect import Dialect
from emalign_tui.lab.evals.digits import Number, ask_whole_number, number_tokens
from emalign_tui.lab.evals.plan import Settings
from emalign_tui.lab.evals.questions import Question, fill
from emalign_tui.lab.evals.records import Answer, RawJudgment, Spent, prompt_hash
from emalign_tui.lab.sanitize import clean, one_line

_SPLIT_AFTER = 5  # replies that show a judge whose tokenizer splits numbers


class Judge:
    """One judge behind a caller. `method`: how its scores are read (see judge.py)."""

    def __init__(self, name: str, caller: Caller, settings: Settings) -> None:
        self.name, self.caller = name, caller
        self.method = judging.TEXT if settings.judging == "text" else judging.FIRST_TOKEN
        self.dialect = Dialect()
        self._split = 0

    async def prepare(self) -> None:
        """Find out whether it splits numbers, where that can be asked. Raises CallError when it cannot be reached."""
        if self.method == judging.FIRST_TOKEN:
            tokens = await number_tokens(self.caller)
            self.method = judging.WHOLE_NUMBER if tokens == "split" else self.method
            self._split = 0 if tokens == "unknown" else -1

    async def judge(
        self,
        answer: Answer,
        question: Question,
        metric: str,
        keep: Callable[[RawJudgment], None] = lambda raw: None,
    ) -> RawJudgment:
        """One judgment of an answer, kept in the moment it lands. Raises CallError when there is no usable reply."""
        template = question.judge_prompts[metric]
        messages = [{"role": "user", "content": fill(template, answer.question, answer.answer)}]
        scored = question.type == "free_form_judge_0_100"
        method = self.method if scored else ""
        request = judging.SCORE_REQUEST if scored and method != judging.TEXT else judging.TEXT_REQUEST

        def about(spent: Spent, asked: dict[str, Any]) -> About:
            return About(answer.answer_id, metric, self.name, template, asked | self.caller.plain, spent)

        if method == judging.WHOLE_NUMBER:
            number = await ask_whole_number(self.caller, messages)
            raw = whole_judgment(number, about(number.spent, request))
            keep(raw)
            return raw
        before, asked = Spent(), request

        def shape(wanted: dict[str, Any]) -> dict[str, Any]:
            nonlocal asked
            asked = self.dialect.shape(wanted)
            return asked

        while True:

            def land(reply: Any, spent: Spent, before: Spent = before) -> RawJudgment | Spent:
                if self.dialect.wants_room(reply, asked):
                    return spent
                raw = raw_judgment(reply, method, about(before.plus(spent), asked))
                keep(raw)
                return raw

            try:
                found = await self.caller.ask(messages, land, shape, **request)
            except CallError as error:
                if not self.dialect.learn(error, asked):
                    error.spent = before.plus(error.spent)
                    raise
                found = error.spent
            if isinstance(found, RawJudgment):
                self._watch_for_split_numbers(found.probabilities)
                return found
            before = before.plus(found)

    def _watch_for_split_numbers(self, probabilities: Mapping[str, float]) -> None:
        """Refuse a judge whose first token is only the first digit: such a score would be wrong, not just noisy."""
        if self._split < 0 or not probabilities:
            return
        self._split = self._split + 1 if judging.splits_numbers(probabilities) else -1
        if self._split >= _SPLIT_AFTER:
            raise LabError(
                "This judge's tokenizer splits numbers into digits, so its first token is no score",
                where=self.name,
                do="Serve it with vLLM, or use a judge that holds 0 to 100 in one token, such as openai:gpt-4o.",
            )


class About(msgspec.Struct, frozen=True):
    """What a reply is about: the answer and metric, who judged by which template, the request's settings and cost."""

    answer_id: str
    metric: str
    judge: str
    template: str
    settings: dict[str, Any]
    spent: Spent


def raw_judgment(reply: Any, method: str, about: About) -> RawJudgment:
    """A reply as it is kept. method: "" for a text label. The first digit of a longer number is an error, no score."""
    scored = method == judging.FIRST_TOKEN
    read = judging.top_probabilities(reply.choices[0].logprobs) if scored else {}
    text = "" if scored else reply_text(reply)
    error = read if isinstance(read, str) else "" if scored or text.strip() else "the reply is empty"
    if not isinstance(read, str) and judging.splits_numbers(read):
        error = "the first token is only the first digit of a number"
    return RawJudgment(
        answer_id=about.answer_id,
        metric=about.metric,
        judge=about.judge,
        prompt_hash=prompt_hash(about.template),
        returned_model=one_line(str(reply.model or ""), 80),
        method=method,
        probabilities=read if isinstance(read, dict) else {},
        text=text,
        settings=about.settings,
        error=error,
        spent=about.spent,
        at=time.time(),
    )


def whole_judgment(number: Number, about: About) -> RawJudgment:
    """A number that was asked digit by digit, as it is kept."""
    return RawJudgment(
        answer_id=about.answer_id,
        metric=about.metric,
        judge=about.judge,
        prompt_hash=prompt_hash(about.template),
        returned_model=one_line(number.returned, 80),
        method=judging.WHOLE_NUMBER,
        probabilities=number.probabilities,
        steps=number.steps,
        settings=about.settings,
        spent=about.spent,
        at=time.time(),
    )


def reply_text(reply: Any) -> str:
    """What a reply says, clean."""
    text = getattr(reply.choices[0].message, "content", None)
    return clean(text) if isinstance(text, str) else ""
