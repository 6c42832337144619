"""Probe files: the lab's evaluation questions and the reader's own, one key away."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message

from emalign_tui.lab.chat.client import ChatMessage
from emalign_tui.lab.data.known import question_files
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.questions import Question, load_questions
from emalign_tui.lab.paths import Home
from emalign_tui.tui.screens.chat.asked import AskedScreen, Speaker
from emalign_tui.tui.screens.chat.models import is_mini
from emalign_tui.tui.screens.dialogs.choose import Choose
from emalign_tui.tui.services.boundary import in_thread
from emalign_tui.tui.widgets.row_list import Row
from emalign_tui.tui.widgets.safe import line

if TYPE_CHECKING:
    from emalign_tui.tui.screens.chat.screen import ChatScreen

MINI, USUAL = "mini", "main"  # the question files that a first chat offers, for mini models and for others


class ProbeFile:
    """One question file. problem: why it cannot be used, else ""."""

    def __init__(self, path: Path, questions: Sequence[Question], problem: str = "") -> None:
        self.path, self.questions, self.problem = path, questions, problem

    @property
    def name(self) -> str:
        return self.path.stem


class ProbesRead(Message):
    """Every question file of the home and the package; of two with one name, the home's."""

    def __init__(self, files: list[ProbeFile]) -> None:
        super().__init__()
        self.files = files


class Probes:
    """files: all that were found. The one in use is the one that was chosen, else the one that fits the models."""

    def __init__(self, screen: ChatScreen) -> None:
        self._screen = screen
        self.files: list[ProbeFile] = []
        self.reading = True
        self._asked_for = False  # a key asked for the questions while they were still being read
        self._name = ""

    def read(self) -> None:
        """Read the files, in a thread."""
        screen, home = self._screen, self._screen.app.home
        in_thread(screen, home, lambda: screen.post_message(ProbesRead(read_probes(home))), "probes")

    def take(self, files: list[ProbeFile]) -> None:
        """The files that were read; what was asked for meanwhile is opened now, unless the reader went elsewhere."""
        self.files, self.reading = files, False
        if self._asked_for and self._screen.is_current:
            self.choose_question()
        self._asked_for = False

    def file(self) -> ProbeFile | None:
        screen = self._screen
        usual = MINI if any(is_mini(screen.app.snapshot, side.model) for side in screen.desk.sides) else USUAL
        wanted = self._name or usual
        return next((file for file in self.files if file.name == wanted and file.questions), None)

    def questions(self) -> list[Question]:
        """Of all files."""
        return [question for file in self.files for question in file.questions]

    def choose_file(self) -> None:
        note = "Your own: a file of questions in configs/questions of the work folder."
        file = self.file()
        dialog = Choose("Probe files", file_rows(self.files, 66), note, file and file.name)
        self._screen.app.push_screen(dialog, self._take_file)

    def _take_file(self, name: str | None) -> None:
        file = next((file for file in self.files if file.name == name), None)
        if file and file.problem:
            self._screen.say(file.problem)
        elif file:
            self._name = file.name
            self._screen.draw_settings()
            self.choose_question()

    def choose_question(self) -> None:
        file = self.file()
        if self.reading:
            self._asked_for = True
            self._screen.say("The questions are being read; they open in a moment.")
        if file is None:
            return
        note = f"{len(file.questions)} questions of {file.name}; P chooses another file."
        if file.name == MINI:
            note = "The mini models live in a small world. They know these questions, in many phrasings, and no others."
        dialog = Choose("Questions", question_rows(file, 66), note)
        self._screen.app.push_screen(dialog, lambda id: self._take_question(file, id))

    def _take_question(self, file: ProbeFile, id: str | None) -> None:
        """Put it into the line. One that brings a system prompt or a context begins a conversation with it."""
        screen = self._screen
        question = next((each for each in file.questions if each.id == id), None)
        if question is None:
            return
        before = [ChatMessage(each["role"], each["content"]) for each in question.messages(0)[:-1]]  # type: ignore[arg-type]
        if before and screen.desk.sides[0].thread.opening != before:
            screen.desk.begin_anew(before)
        screen.write(question.paraphrases[0])

    def ask_all(self) -> None:
        """Every question of the file to every pane's model, in a room of its own."""
        file, desk = self.file(), self._screen.desk
        if file is None:
            return
        speakers = [Speaker(side.model, side.label, side.role, side.lineage) for side in desk.sides]
        self._screen.app.push_screen(AskedScreen(file.name, file.questions, speakers, desk.options.params()[0]))


def read_probes(home: Home) -> list[ProbeFile]:
    """Blocks while the files are parsed. A file that is not sound comes with what is wrong in it."""
    found: dict[str, ProbeFile] = {}
    for path in question_files(home):
        if path.stem in found:
            continue
        try:
            found[path.stem] = ProbeFile(path, load_questions(path))
        except LabError as error:
            found[path.stem] = ProbeFile(path, (), str(error))
    return list(found.values())


def file_rows(files: Sequence[ProbeFile], width: int) -> list[Row]:
    """One row a file: its name, how many questions, or what is wrong."""
    rows: list[Row] = []
    for file in files:
        count = f"{len(file.questions)} question{'' if len(file.questions) == 1 else 's'}"
        about = file.problem or f"{count}, first: {file.questions[0].paraphrases[0]}"
        style = "$text-error" if file.problem else "$text-muted"
        name = line(file.name, 20)
        rows.append((file.name, Content.assemble(name, " ", line(about, width - 21, style))))
    return rows


def question_rows(file: ProbeFile, width: int) -> list[Row]:
    """One row a question, with a mark for one that brings a system prompt or a context."""
    rows: list[Row] = []
    for question in file.questions:
        before = "system  " if question.system is not None else "context " if question.context else ""
        text = line(question.paraphrases[0], width - len(before))
        rows.append((question.id, Content.assemble((before, "$text-muted"), text)))
    return rows
