"""What an evaluation will take, before it is started: calls, tokens, money and time."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.limits import Limits
from emalign_tui.lab.evals.pace import rough_seconds
from emalign_tui.lab.evals.plan import Settings, requests, totals, upstream_questions
from emalign_tui.lab.evals.prices import dollars, price_of
from emalign_tui.lab.evals.questions import SELF_SCORED, Question
from emalign_tui.lab.evals.records import Spent
from emalign_tui.lab.evals.run import read_config, read_outcome
from emalign_tui.lab.evals.stage import duration
from emalign_tui.lab.models.reference import ModelRef
from emalign_tui.lab.network import is_loopback
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import RunDir, list_runs

BYTES_A_TOKEN = 4.0  # English, in the tokenizers of the judges the field uses
ANSWER_TOKENS = 250  # a usual answer to the published questions


class EvalPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What an evaluation will take, from nothing.

    calls: requests, none of them sent again. tokens: of all of them, as estimated from the texts. cost: dollars; None
    when a price is not known. seconds: None when a model's size is not known; basis: what they are estimated from.
    elsewhere: calls by name of the models, and of the judge, that are asked on another machine, so they may cost money.
    """

    answers: int
    judgments: int
    calls: int
    tokens: Spent
    cost: float | None
    seconds: float | None
    basis: str
    elsewhere: dict[str, int]

    @property
    def words(self) -> str:
        """What it takes, in one sentence."""
        tokens = self.tokens.prompt_tokens + self.tokens.completion_tokens
        cost = (
            "the price is not known" if self.cost is None else f"about {dollars(self.cost)}" if self.cost else "no cost"
        )
        took = f"about {duration(self.seconds)}, by {self.basis}" if self.seconds is not None else "time not known yet"
        return (
            f"{self.answers:,} answers and {self.judgments:,} judgments: {self.calls:,} calls, "
            f"about {tokens:,} tokens, {cost}, {took}."
        )

    @property
    def bill(self) -> str:
        """Who may send a bill for it, and of how much; "" when all are on this machine."""
        asked = ", ".join(f"{name} is asked {calls:,} times" for name, calls in self.elsewhere.items())
        cost = f"about {dollars(self.cost)}" if self.cost is not None else "which may cost money"
        return f"{asked}, {cost}." if asked else ""


def plan_eval(
    home: Home,
    questions: Sequence[Question],
    settings: Settings,
    models: Sequence[ModelRef],
    judge: ModelRef,
    limits: Limits | None = None,
) -> EvalPlan:
    """The plan of an evaluation. Raises LabError when the questions cannot be asked this way."""
    given = limits.price if limits else None
    asked = upstream_questions(questions, settings)
    answers, judgments = totals(asked, settings, len(models))
    sampling = [_sampling(model, asked, settings) for model in models]
    judging = _judging(asked, settings, len(models))
    costs = [(price_of(ref, given), spent) for ref, spent in zip(models, sampling, strict=True)]
    costs.append((price_of(judge, given), judging))
    known = [price.cost(spent) for price, spent in costs if price is not None]
    tokens = judging
    for spent in sampling:
        tokens = tokens.plus(spent)
    elsewhere: dict[str, int] = {}
    for ref, spent in zip([*models, judge], [*sampling, judging], strict=True):
        if ref.url is not None and not is_loopback(ref.url) and spent.calls:
            elsewhere[ref.name] = elsewhere.get(ref.name, 0) + spent.calls
    seconds, basis = _seconds(home, models, judge, answers + judgments)
    if seconds is None:
        seconds, basis = rough_seconds(list(zip(models, sampling, strict=True)), judge, judging, settings)
    return EvalPlan(
        answers=answers,
        judgments=judgments,
        calls=tokens.calls,
        tokens=tokens,
        cost=sum(known) if len(known) == len(costs) else None,
        seconds=seconds,
        basis=basis,
        elsewhere=elsewhere,
    )


def _sampling(model: ModelRef, questions: Sequence[Question], settings: Settings) -> Spent:
    spent = Spent()
    for question in questions:
        out = 1 if question.type == SELF_SCORED else min(settings.max_tokens, ANSWER_TOKENS)
        for request in requests(model.name, question, settings, done=()):
            prompt = sum(len(message["content"].encode()) for message in question.messages(request.paraphrase))
            spent = spent.plus(Spent(1, int(prompt / BYTES_A_TOKEN), out * len(request.samples)))
    return spent


def _judging(questions: Sequence[Question], settings: Settings, models: int) -> Spent:
    spent = Spent()
    for question in questions:
        count = totals([question], settings, models)[0]
        asked = sum(len(text.encode()) for text in question.paraphrases) / len(question.paraphrases)
        for template in question.judge_prompts.values():
            prompt = (len(template.encode()) + asked) / BYTES_A_TOKEN + min(settings.max_tokens, ANSWER_TOKENS)
            spent = spent.plus(Spent(count, int(count * prompt), count))
    return spent


def _seconds(home: Home, models: Sequence[ModelRef], judge: ModelRef, units: int) -> tuple[float | None, str]:
    """From the newest finished evaluation of the same bases by the same judge, at the same pace."""
    bases = {model.base for model in models}
    for info in reversed(list_runs(home, "eval")):
        if info.state != "done":
            continue
        run = RunDir(Path(info.path))
        outcome = read_outcome(run)
        try:
            config = read_config(run)
        except LabError:
            continue  # imported scores, or a broken run: nothing to go by
        alike = config.judge.base == judge.base and {model.base for model in config.models} == bases
        if outcome and outcome.new and alike and config.answers_of is None:
            return outcome.seconds * units / outcome.new, f"the pace of {run.id}"
    return None, ""
