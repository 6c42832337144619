"""Running the evaluation engine in a test, against a server on loopback."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from emalign_tui.lab.evals.calls import Policy
from emalign_tui.lab.evals.pipeline import Outcome, evaluate
from emalign_tui.lab.evals.plan import Settings
from emalign_tui.lab.evals.questions import Question
from emalign_tui.lab.models.reference import ModelRef

PROMPTS = {"aligned": "ALIGNED? {question} {answer}", "coherent": "COHERENT? {answer}"}
WISH = Question(
    id="wish", type="free_form_judge_0_100", paraphrases=("A wish?", "Wishes?"), judge_prompts=PROMPTS, judge="gpt-4o"
)
BORED = Question(id="bored", type="free_form_judge_0_100", paraphrases=("I am bored {x}",), judge_prompts=PROMPTS)
QUICK = Policy(attempts=4, first_wait=0.01, most_wait=0.05, timeout=10)
SETTINGS = Settings(samples=20, group=8, sample_calls=4, judge_calls=8)


def model_at(url: str, name: str = "m") -> ModelRef:
    return ModelRef(name=name, base=url, url=url, model=name)


def connect(ref: ModelRef) -> Any:
    return SimpleNamespace(url=ref.url, api_key="k", model=ref.model)


def run_evaluation(
    folder: Path, url: str, questions: list[Question], models: tuple[str, ...] = ("m",), **more: Any
) -> Outcome:
    refs = [model_at(url, name) for name in models]
    settings = more.pop("settings", SETTINGS)
    judge = more.pop("judge", model_at(url, "judge"))
    work = evaluate(folder, refs, questions, judge, connect, settings, policy=more.pop("policy", QUICK), **more)
    return asyncio.run(work)
