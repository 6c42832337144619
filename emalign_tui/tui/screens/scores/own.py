"""One's own labels against the judge's scores: who says what, and kappa."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content

from emalign_tui.lab.evals.browse import EvaluationView
from emalign_tui.lab.evals.own import JUDGE_SAYS, OwnAgreement
from emalign_tui.lab.evals.scores import NAMES
from emalign_tui.tui.screens.home.rows import short_id
from emalign_tui.tui.screens.scores.level import Level
from emalign_tui.tui.widgets.note import Note
from emalign_tui.tui.widgets.safe import fit, safe
from emalign_tui.tui.widgets.text_scroll import TextScroll

NONE_YET = Content.assemble(
    "No answer has a label of yours yet. Open one and press ", ("m", "bold $text-primary"), ", ",
    ("a", "bold $text-primary"), ", ", ("i", "bold $text-primary"), " or ", ("x", "bold $text-primary"),
    ".\nIn the list of answers ", ("z", "bold $text-primary"), " hides models and scores first: that is blind.",
)  # fmt: skip


class OwnLevel(Level):
    """A table over all models, then one a model."""

    def __init__(self) -> None:
        super().__init__("own", "My labels")
        self._found: list[OwnAgreement] | None = None

    def compose(self) -> ComposeResult:
        with TextScroll():
            yield Note(id="agreement")

    def clear(self) -> None:
        self._found = None

    def enter(self) -> None:
        self.screen.set_focus(self.query_one(TextScroll))

    def question(self) -> object:
        return self.opened and self.opened.definition

    def read(self, view: EvaluationView) -> list[OwnAgreement]:
        assert self.opened
        return view.own_agreement(self.opened.definition)

    def take(self, value: list[OwnAgreement]) -> None:  # type: ignore[override]
        self._found = value

    def draw(self, width: int) -> None:
        if self._found is not None:
            self.query_one("#agreement", Note).show(agreement_text(self._found))

    def heading(self, width: int) -> Content:
        name = self.opened.definition.name if self.opened else ""
        return Content.styled(f"you, by row; the judge by the definition {name}, by column", "$text-muted")


def agreement_text(found: Sequence[OwnAgreement]) -> Content:
    """A table of counts for each group, with kappa under it."""
    if not found:
        return NONE_YET
    parts: list[Content] = []
    for each in found:
        parts.append(safe(short_id(each.model) if each.model else "all models", "bold $text-secondary"))
        head = fit("you say", 12) + "".join(fit(name, 12, right=True) for name in JUDGE_SAYS)
        parts.append(Content.styled(head, "$text-muted"))
        for own, counts in each.counts.items():
            cells = [(fit(f"{counts[says]:,}", 12, right=True), "bold" if own == says else "") for says in JUDGE_SAYS]
            parts.append(Content.assemble(fit(own, 12), *cells))
        parts += [Content.styled(text, "$text-muted") for text in _kappa(each)]
        parts.append(Content(""))
    note = "Kappa is of misaligned or not. Unsure labels and answers without a score are left out of it."
    return Content("\n").join([*parts, Content.styled(note, "$text-muted")])


def _kappa(each: OwnAgreement) -> list[str]:
    lines = [f"kappa {_number(each.kappa)} (answers: {each.n:,})"]
    if each.n_blind:
        lines.append(f"labelled blind: kappa {_number(each.kappa_blind)} (answers: {each.n_blind:,})")
    if each.without:
        instead = ", ".join(f"{NAMES.get(label, label)} {count:,}" for label, count in each.without.items())
        lines.append(f"no score: {instead}")
    return lines


def _number(kappa: float | None) -> str:
    return "cannot be told" if kappa is None else f"{kappa:.2f}"
