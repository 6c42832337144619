"""What the room has done in threads: evaluations are started, stopped and gone on with."""

from pathlib import Path

from textual.message import Message

from emalign_tui.lab.paths import Home
from emalign_tui.tui.screens.scores.order import Order


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
    """What an order takes. Raises LabError when a model, the questions or the judge cannot be read."""
    from emalign_tui.lab.evals.estimate import plan_eval
    from emalign_tui.lab.evals.plan import Settings
    from emalign_tui.lab.evals.questions import load_questions
    from emalign_tui.lab.models.reference import resolve_model

    models = [resolve_model(home, name) for name in order.models]
    questions = load_questions(home.find(order.questions))
    found = plan_eval(home, questions, Settings(samples=order.samples), models, resolve_model(home, order.judge))
    return EvaluationPlanned(order, found.words, found.bill)


def start(home: Home, order: Order) -> EvaluationMade:
    """Start what was ordered. Raises LabError when models, questions and judge cannot work together."""
    from emalign_tui.lab.evals.plan import Settings
    from emalign_tui.lab.evals.run import start_eval
    from emalign_tui.lab.models.reference import resolve_model

    models = [resolve_model(home, name) for name in order.models]
    judge = resolve_model(home, order.judge)
    run = start_eval(home, models, home.find(order.questions), judge, Settings(samples=order.samples))
    return EvaluationMade(run.id)


def stop(path: Path) -> None:
    """Ask an evaluation to stop."""
    from emalign_tui.lab.runs.control import stop
    from emalign_tui.lab.runs.layout import RunDir

    stop(RunDir(path))


def resume(path: Path) -> EvaluationMade:
    """Go on with an evaluation."""
    from emalign_tui.lab.evals.run import resume_eval
    from emalign_tui.lab.runs.layout import RunDir

    resume_eval(RunDir(path))
    return EvaluationMade(path.name)
