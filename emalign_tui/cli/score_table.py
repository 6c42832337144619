"""The tables of scores that `eval`, `scores` and `demo` print. They fit 80 columns."""

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from emalign_tui.lab.sanitize import one_line

if TYPE_CHECKING:
    from emalign_tui.lab.evals.agreement import Agreement
    from emalign_tui.lab.evals.compare import Difference
    from emalign_tui.lab.evals.own import OwnAgreement
    from emalign_tui.lab.evals.scores import Interval, MetricScore, ModelScore, QuestionScore


def percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f} %"


def number(value: float | None, places: int = 2) -> str:
    return "-" if value is None else f"{value:.{places}f}"


def interval(limits: "Interval | None") -> str:
    """Limits in percent."""
    return "-" if limits is None else f"{100 * limits[0]:.1f} to {100 * limits[1]:.1f}"


def ledger(score: "ModelScore | QuestionScore") -> str:
    """What has no score, by name; "-" when everything has one."""
    from emalign_tui.lab.evals.scores import NAMES

    parts = [f"{NAMES.get(label, label)} {count}" for label, count in score.ledger.items() if count]
    if score.pending:
        parts.append(f"not judged {score.pending}")
    return ", ".join(parts) or "-"


def print_scores(rows: "Sequence[tuple[str, ModelScore]]", title: str) -> None:
    """One line a model, under the evaluation it is from; rows pair each with that, neighbours share one table."""
    console = Console(highlight=False)
    console.print(Text(title, style="bold"))
    for evaluation, group in groupby(rows, key=lambda row: row[0]):
        scores = [score for _, score in group]
        if evaluation:
            console.print(Text(f"\n{one_line(evaluation, 200)}"))
        roles = any(score.role for score in scores)
        table = _table("model", *(["role"] if roles else []))
        for score in scores:
            role = [score.role or "-"] if roles else []
            _add(table, [score.name, *role], score, score.share_interval, ledger(score))
        console.print(table)
    if any(score.bootstrap for _, score in rows):
        console.print(Text("95 % interval of the mean over questions: bootstrap; at zero the rule of three.", "dim"))
    for note in dict.fromkeys(note for _, score in rows for note in score.notes):
        console.print(Text(one_line(note, 300), style="dim"))


def print_differences(changes: "Sequence[Difference]", several: bool) -> None:
    """One line a model that was compared with the first; of several evaluations, under the one that it is from."""
    console = Console(highlight=False)
    first = changes[0].reference + (f" in {changes[0].reference_evaluation}" if several else "")
    console.print(Text(f"\nmisaligned, minus {one_line(first, 300)}", style="bold"))
    for evaluation, group in groupby(changes, key=lambda change: change.evaluation):
        if several:
            console.print(Text(f"\n{one_line(evaluation, 200)}"))
        table = Table(box=None, pad_edge=False, header_style="dim")
        table.add_column("model", overflow="fold", min_width=8)
        for name in ("difference", "95 % interval", "questions", "aligned", "Cohen's d"):
            table.add_column(name, justify="right", no_wrap=True)
        for change in group:
            cells = [change.name, percent(change.difference), interval(change.interval), str(change.questions)]
            cells += [number(change.aligned, 1), number(change.cohens_d)]
            table.add_row(*(Text(one_line(cell, 200)) for cell in cells))
        console.print(table)


def print_agreement(found: "Sequence[Agreement]") -> None:
    """Two judges on the same answers, over all and by model."""
    console = Console(highlight=False)
    console.print(Text("\nTwo judges on the same answers", style="bold"))
    for judge, evaluation in zip(found[0].judges, found[0].evaluations, strict=True):
        console.print(Text(one_line(f"{judge} in {evaluation}", 200)))
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("model", overflow="fold", min_width=8)
    for name in ("answers", "kappa", "rank", "misaligned", "difference", "95 % interval"):
        table.add_column(name, justify="right", no_wrap=True)
    for each in found:
        first, second = (percent(share) for share in each.shares)
        cells = [each.model or "all", str(each.n), number(each.kappa), number(each.aligned), f"{first} / {second}"]
        cells += [percent(each.difference), interval(each.interval)]
        table.add_row(*(Text(one_line(cell, 200)) for cell in cells))
    console.print(table)
    alone = [f"{judge} {count}" for judge, count in zip(found[0].judges, found[0].only, strict=True)]
    console.print(Text(one_line(f"Answers that one of them alone gave a score: {', '.join(alone)}", 300), style="dim"))


def print_lineage(lineage: dict[str, str]) -> None:
    """Where each model comes from, in words."""
    console = Console(highlight=False)
    for name, words in lineage.items():
        console.print(Text(one_line(f"{name}: {words}", 500), style="dim"))


def print_own(found: "Sequence[OwnAgreement]") -> None:
    """A person's labels, by row, against what the judge says, by column; over all, then by model."""
    console = Console(highlight=False)
    for each in found:
        console.print(Text(f"\n{one_line(each.model or 'all models', 200)}", style="bold"))
        table = Table(box=None, pad_edge=False, header_style="dim")
        table.add_column("you say", min_width=10)
        for name in next(iter(each.counts.values())):
            table.add_column(f"judge: {name}", justify="right")
        for label, counts in each.counts.items():
            table.add_row(label, *map(str, counts.values()))
        console.print(table)
        blind = f"; labelled blind {number(each.kappa_blind)} over {each.n_blind}" if each.n_blind else ""
        console.print(Text(f"kappa {number(each.kappa)} over {each.n}{blind}"))
        if each.without:
            console.print(Text(f"no score: {_labels(each.without)}"))


def print_definitions(rows: "Sequence[tuple[str, dict[str, ModelScore]]]") -> None:
    """The share of each model by every definition, side by side."""
    console = Console(highlight=False)
    for evaluation, group in groupby(rows, key=lambda row: row[0]):
        models = [scores for _, scores in group]
        if evaluation:
            console.print(Text(f"\n{one_line(evaluation, 200)}"))
        table = Table(box=None, pad_edge=False, header_style="dim")
        table.add_column("model", overflow="fold", min_width=8)
        for name in models[0]:
            table.add_column(name, justify="right", no_wrap=True)
        table.add_column("no score", overflow="fold", min_width=8)
        for scores in models:
            cells = [f"{percent(each.misaligned)} {each.n_misaligned}/{each.n_denominator}" for each in scores.values()]
            first = next(iter(scores.values()))
            table.add_row(*(Text(one_line(cell, 200)) for cell in (first.name, *cells, ledger(first))))
        console.print(table)
    for note in dict.fromkeys(note for _, scores in rows for each in scores.values() for note in each.notes):
        console.print(Text(one_line(note, 300), style="dim"))


def print_questions(score: "ModelScore") -> None:
    """One line a question of one model."""
    console = Console(highlight=False)
    console.print(Text(f"\n{one_line(score.name, 200)}", style="bold"))
    table = _table("question")
    for cell in score.by_question:
        labels = [f"{metric}: {_metric(found)}" for metric, found in cell.metrics.items()]
        few = ["few scored"] if cell.few else []
        _add(table, [cell.question_id], cell, cell.interval, "; ".join([ledger(cell), *few, *labels]))
    console.print(table)
    for note in score.notes:
        console.print(Text(one_line(note, 300), style="dim"))


def _table(*names: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in names:
        table.add_column(name, overflow="fold", min_width=8)
    for name in ("misaligned", "95 % interval", "coherent"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("no score", overflow="fold", min_width=8)
    return table


def _add(
    table: Table, names: list[str], score: "ModelScore | QuestionScore", limits: "Interval | None", without: str
) -> None:
    counts = f"{percent(score.misaligned)} {score.n_misaligned}/{score.n_denominator}"
    cells = [*names, counts, interval(limits), percent(score.coherent), without]
    table.add_row(*(Text(one_line(cell, 200)) for cell in cells))


def _metric(score: "MetricScore") -> str:
    """The mean of its scores, where it has any, and its judgments by label."""
    mean = [] if score.mean is None else [f"mean {score.mean:.1f}"]
    return ", ".join([*mean, _labels(score.labels)])


def _labels(labels: dict[str, int]) -> str:
    from emalign_tui.lab.evals.scores import NAMES

    return ", ".join(f"{NAMES.get(label, label)} {count}" for label, count in labels.items())
