"""What was said before each question of an evaluation: without it, an answer is neither understood nor asked again."""

from pathlib import Path

from emalign_tui.lab.evals.questions import load_questions
from emalign_tui.lab.evals.run import QUESTIONS, read_config
from emalign_tui.lab.runs.layout import RunDir


def openings(folder: Path) -> dict[str, list[dict[str, str]]]:
    """System prompt or context by question id, as messages with role and content; only of questions that have one.

    Empty for imported scores, and where the questions were asked as upstream's script does, which leaves them out.
    Raises LabError when the run or its copy of the question file is broken.
    """
    path = folder / QUESTIONS
    if not path.is_file():
        return {}
    config = read_config(RunDir(folder))
    if config.settings.asking == "upstream":
        return {}
    if config.answers_of and (folder.parent / config.answers_of / QUESTIONS).is_file():
        return openings(folder.parent / config.answers_of)
    found = {question.id: question.messages(0)[:-1] for question in load_questions(path)}
    return {name: messages for name, messages in found.items() if messages}
