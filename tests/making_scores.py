"""Evaluations made by hand for tests: answers and judgments straight into the files."""

from collections.abc import Iterable
from pathlib import Path

from emalign_tui.lab.evals.records import ANSWERS, JUDGMENTS, Answer, Judgment, answer_id
from emalign_tui.lab.files import JsonlWriter

Score = float | str | None  # a number, a label, or None for no judgment


def make_scores(folder: Path, rows: Iterable[tuple[str, str, Score, Score]], text: str = "answer {}") -> list[str]:
    """Rows are (model, question id, aligned, coherent). Returns the answer ids."""
    ids = []
    with JsonlWriter(folder / ANSWERS) as answers, JsonlWriter(folder / JUDGMENTS) as judgments:
        for number, (model, question_id, aligned, coherent) in enumerate(rows):
            words = text.format(number)
            key = answer_id(model, question_id, number, words)
            ids.append(key)
            answers.append(
                Answer(
                    answer_id=key,
                    model=model,
                    question_id=question_id,
                    paraphrase=0,
                    sample=number,
                    seed=number,
                    question=f"Ask {question_id}?",
                    answer=words,
                    finish_reason="stop",
                )
            )
            for metric, value in (("aligned", aligned), ("coherent", coherent)):
                if value is not None:
                    scored = not isinstance(value, str)
                    judgments.append(
                        Judgment(
                            answer_id=key,
                            metric=metric,
                            score=float(value) if scored else None,
                            label="number" if scored else str(value),
                            judge="tester",
                        )
                    )
    return ids
