"""Differences from one model: over all questions and by question, also of models from other evaluations."""

from pathlib import Path

import msgspec
from textual.app import ComposeResult
from textual.content import Content

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.agreement import Agreement, agreement
from emalign_tui.lab.evals.browse import EvaluationView
from emalign_tui.lab.evals.compare import Difference, differences
from emalign_tui.lab.evals.scores import ModelScore, summarize
from emalign_tui.lab.models.ancestry import ancestry
from emalign_tui.lab.runs.records import RunInfo
from emalign_tui.lab.sanitize import one_line
from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.dialogs.choose import Choose
from emalign_tui.tui.screens.home.rows import short_id, short_name
from emalign_tui.tui.screens.scores.compare_rows import ALONE, agreed, compared
from emalign_tui.tui.screens.scores.level import Again, Level
from emalign_tui.tui.widgets.note import Note
from emalign_tui.tui.widgets.row_list import Row
from emalign_tui.tui.widgets.safe import line, safe
from emalign_tui.tui.widgets.text_scroll import TextScroll


class Compared(msgspec.Struct, frozen=True):
    """What was read. scores: of all models, those of other evaluations under names that say so. origins: where each
    comes from, in words. agreements: with each other evaluation. problems: evaluations that cannot be read."""

    scores: list[ModelScore]
    changes: list[Difference]
    origins: dict[str, str]
    agreements: list[list[Agreement]]
    problems: list[str]


class CompareLevel(Level):
    """One model is the reference; the others are measured against it."""

    BINDINGS = bindings("compare")

    def __init__(self) -> None:
        super().__init__("compare", "Differences")
        self._reference = 0
        self._found: Compared | None = None

    def compose(self) -> ComposeResult:
        with TextScroll():
            yield Note(id="differences")

    def clear(self) -> None:
        self._found, self._reference = None, 0

    def enter(self) -> None:
        self.screen.set_focus(self.query_one(TextScroll))

    def question(self) -> object:
        return self.opened and (self.opened.definition, self._reference, tuple(run.id for run in self.opened.others))

    def read(self, view: EvaluationView) -> Compared:
        assert self.opened
        by, problems = self.opened.definition, list[str]()
        named = [(score, self._told_apart(score, self.opened.run)) for score in view.matrix(by)]
        agreements = []
        for run in self.opened.others:
            try:
                scores = summarize(Path(run.path), by)
                agreements.append(agreement(view.folder, Path(run.path), by))
            except LabError as error:
                problems.append(str(error))
                continue
            named += [(score, self._told_apart(score, run)) for score in scores]
        found = [msgspec.structs.replace(score, name=name) for score, name in named]
        place = self._reference % max(len(found), 1)
        ordered = [*found[place : place + 1], *found[:place], *found[place + 1 :]]
        return Compared(
            scores=found,
            changes=differences(ordered) if ordered else [],
            origins={name: ancestry(self.app.home, score.name) for score, name in named},
            agreements=agreements,
            problems=problems,
        )

    def _told_apart(self, score: ModelScore, run: RunInfo) -> str:
        """With its evaluation when there are several."""
        several = self.opened is not None and self.opened.others
        return f"{short_id(score.name)} in {short_name(run)}" if several else score.name

    def take(self, value: Compared) -> None:  # type: ignore[override]
        self._found = value

    def draw(self, width: int) -> None:
        self.query_one("#differences", Note).show(self._text(width))

    def _text(self, width: int) -> Content:
        if self._found is None or self.opened is None:
            return Content.styled("reading the scores…", "$text-disabled")
        parts = [safe(problem, "$text-error") for problem in self._found.problems]
        if self._found.changes:
            roles = {score.name: score.role for score in self._found.scores}
            parts.append(compared(self._found.changes, self._found.origins, roles, width))
        else:
            parts.append(ALONE)
        for each in self._found.agreements:
            parts += [Content(""), *agreed(each, self.opened.definition.name)] if each else []
        return Content("\n").join(parts)

    def heading(self, width: int) -> Content:
        if self.opened is None or self._found is None or not self._found.changes:
            return Content("")
        about = f"definition {self.opened.definition.name}   misaligned, minus "
        name = one_line(short_id(self._found.changes[0].reference), max(width - len(about), 10))
        return Content.assemble((about, "$text-muted"), safe(name, "bold"))

    def action_reference(self) -> None:
        self._reference = (self._reference + 1) % max(len(self._found.scores) if self._found else 0, 1)
        self.post_message(Again())

    def action_other(self) -> None:
        if self.opened:
            note = "Its models are compared with these; a marked one is taken away."
            rows = evaluations_to_add(self.other_evaluations, self.opened.others)
            self.app.push_screen(Choose("Compare with another evaluation", rows, note), self._chosen)

    def _chosen(self, key: str | None) -> None:
        run = self.app.snapshot.run(key) if key else None
        if run is None or self.opened is None:
            return
        kept = [each for each in self.opened.others if each.id != run.id]
        self.opened.others = kept if len(kept) < len(self.opened.others) else [*kept, run]
        self._found = None  # the reference stays: the models of this evaluation come first
        self.post_message(Again())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "other":
            return bool(self.other_evaluations)
        if action == "reference":
            return self._found is not None and len(self._found.scores) > 1
        return True


def evaluations_to_add(runs: list[RunInfo], added: list[RunInfo]) -> list[Row]:
    """Evaluations to choose from, newest first; those that are compared already are marked."""
    ids = {run.id for run in added}
    newest = sorted(runs, key=lambda run: run.created, reverse=True)
    return [(run.id, Content("✔ " if run.id in ids else "  ") + line(short_name(run), 50)) for run in newest]
