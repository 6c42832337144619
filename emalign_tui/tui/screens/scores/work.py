"""What the room has done in threads: evaluations are started, stopped and gone on with."""

from pathlib import Path

from textual.message import Message

from emalign_tui.lab.paths import Home
from emalign_tui.tui.screens.scores.order import Order


class EvaluationStarted(Message):
    """A new or resumed evaluation is alive."""

    def __init__(self, run: str) -> None:
        super().__init__()
        self.run = run


def start(home: Home, order: Order) -> EvaluationStarted:
    """Start what was ordered. Raises LabError when models, questions and judge cannot work together."""
    from emalign_tui.lab.evals.plan import Settings
    from emalign_tui.lab.evals.run import start_eval
    from emalign_tui.lab.models.reference import resolve_model

    models = [resolve_model(home, name) for name in order.models]
    judge = resolve_model(home, order.judge)
    run = start_eval(home, models, home.find(order.questions), judge, Settings(samples=order.samples))
    return EvaluationStarted(run.id)


def stop(path: Path) -> None:
    """Ask an evaluation to stop."""
    from emalign_tui.lab.runs.control import stop
    from emalign_tui.lab.runs.layout import RunDir

    stop(RunDir(path))


def resume(path: Path) -> EvaluationStarted:
    """Go on with an evaluation."""
    from emalign_tui.lab.evals.run import resume_eval
    from emalign_tui.lab.runs.layout import RunDir

    resume_eval(RunDir(path))
    return EvaluationStarted(path.name)
