"""What the room has done in threads: evaluations are started, stopped and gone on with."""

from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import Home
from emalign_tui.tui.screens.scores.order import Order

if TYPE_CHECKING:
    from emalign_tui.lab.evals.limits import Limits


class EvaluationPlanned(Message):
    """What an order takes. words: in a sentence. bill: who may send one for it, "" when nobody can."""

    def __init__(self, order: Order, words: str, bill: str) -> None:
        super().__init__()
        self.order, self.words, self.bill = order, words, bill


class EvaluationMade(Message):
    """There is an evaluation that was not there, or it is alive again."""

    def __init__(self, run: str) -> None:
        super().__init__()
        self.run = run


def plan(home: Home, order: Order) -> EvaluationPlanned:
    """What an order takes. Raises LabError when a model, the questions or the judge cannot be read, or its limit cannot
    be kept."""
    from emalign_tui.lab.evals.estimate import plan_eval
    from emalign_tui.lab.evals.limits import Limits, open_purse
    from emalign_tui.lab.evals.plan import Settings
    from emalign_tui.lab.evals.questions import load_questions
    from emalign_tui.lab.models.reference import resolve_model

    models = [resolve_model(home, name) for name in order.models]
    judge = resolve_model(home, order.judge)
    questions = load_questions(home.find(order.questions))
    limits = _limits(order)
    found = plan_eval(home, questions, Settings(samples=order.samples), models, judge, limits)
    open_purse(limits or Limits(), {model.name: model for model in (*models, judge)}, {})
    return EvaluationPlanned(order, found.words, found.bill)


def start(home: Home, order: Order) -> EvaluationMade:
    """Start what was ordered. Raises LabError when models, questions and judge cannot work together."""
    from emalign_tui.lab.evals.plan import Settings
    from emalign_tui.lab.evals.run import start_eval
    from emalign_tui.lab.models.reference import resolve_model

    models = [resolve_model(home, name) for name in order.models]
    judge = resolve_model(home, order.judge)
    questions, settings = home.find(order.questions), Settings(samples=order.samples)
    run = start_eval(home, models, questions, judge, settings, _limits(order))
    return EvaluationMade(run.id)


def _limits(order: Order) -> "Limits | None":
    from emalign_tui.lab.evals.limits import Limits

    return None if order.most is None else Limits(cost=order.most)


def stop(path: Path) -> None:
    """Ask an evaluation to stop."""
    from emalign_tui.lab.runs.control import stop
    from emalign_tui.lab.runs.layout import RunDir

    stop(RunDir(path))


def resume(path: Path) -> EvaluationMade:
    """Go on with an evaluation. Raises LabError when it would end at once, because its limit is reached."""
    from emalign_tui.lab.evals.run import read_outcome, resume_eval
    from emalign_tui.lab.runs.layout import RunDir, run_info

    run = RunDir(path)
    outcome = read_outcome(run)
    if outcome and outcome.limit and run_info(run).state == "stopped":
        do = f"Order it again as it was, with a higher limit, or use `emalign eval --resume {run.id} --max-cost USD`."
        raise LabError(f"It stopped because {outcome.limit}", where=run.id, do=do)
    resume_eval(run)
    return EvaluationMade(path.name)
