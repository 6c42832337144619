"""A report of evaluations as one HTML file that needs nothing else: no network, no scripts, figures inside."""

import base64
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

import msgspec

from emalign_tui import __version__
from emalign_tui.lab.evals.agreement import Agreement, agreement
from emalign_tui.lab.evals.browse import AnswerRow, EvaluationView
from emalign_tui.lab.evals.compare import Difference, differences
from emalign_tui.lab.evals.definitions import DEFINITIONS, Definition
from emalign_tui.lab.evals.figures import bars, read_points, render, scatter, threshold_figure
from emalign_tui.lab.evals.filtering import AnswerFilter
from emalign_tui.lab.evals.scores import LEDGER, NAMES, Interval, ModelScore, QuestionScore, summarize
from emalign_tui.lab.evals.thresholds import threshold_maps
from emalign_tui.lab.files import write_atomic
from emalign_tui.lab.runs.layout import RunDir
from emalign_tui.lab.sanitize import clean, one_line

EXAMPLES = 3  # answers of each model that are shown
_LONGEST = 4000  # characters of an example
_STYLE = """
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; }
table { border-collapse: collapse; margin: .6rem 0; display: block; overflow-x: auto; }
th, td { padding: .25rem .7rem; text-align: right; border-bottom: 1px solid #8884; vertical-align: top; }
td { white-space: nowrap; } td:first-child, td:last-child { white-space: normal; }
th:first-child, td:first-child { text-align: left; overflow-wrap: anywhere; min-width: 8rem; }
thead th { font-weight: 600; border-bottom: 2px solid #8888; }
img { max-width: 100%; background: white; } .note { opacity: .8; } pre { white-space: pre-wrap; overflow-wrap:
anywhere; } details { border-left: 3px solid #8886; padding-left: .8rem; margin: .5rem 0; }
"""


class _Part(msgspec.Struct, frozen=True):
    """One evaluation of the report: the scores by every definition, by its name."""

    run: RunDir
    config: dict[str, Any]
    scores: dict[str, list[ModelScore]]
    examples: dict[str, list[AnswerRow]]


def write_report(runs: Sequence[RunDir], target: Path, definition: Definition) -> None:
    """Write the report of one or more evaluations. Raises LabError when it cannot be written."""
    parts = [_read(run, definition) for run in runs]
    title = ", ".join(run.id for run in runs)
    every = [score for part in parts for score in part.scores[definition.name]]
    body = [f"<h1>Scores: {_text(title)}</h1>", *_models(parts, definition), _figure("bars", bars(every, definition))]
    body += _notes(every)
    if len(every) > 1:
        origins = [part.run.id for part in parts for _ in part.scores[definition.name]]
        body += _differences(differences(every, origins), several=len(parts) > 1)
    body += _agreements(parts, definition)
    for part in parts:
        body += _evaluation(part, definition)
    body.append(f'<p class="note">emalign {_text(__version__)}</p>')
    head = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
        'img-src data:">'
        f"<title>{_text(title)}</title><style>{_STYLE}</style></head><body>"
    )
    write_atomic(target, head + "\n".join(body) + "</body></html>\n")


def _read(run: RunDir, definition: Definition) -> _Part:
    scores = {name: summarize(run.path, each) for name, each in DEFINITIONS.items()}
    examples = {}
    with EvaluationView(run.path) as view:
        for score in scores[definition.name]:
            wanted = AnswerFilter(model=score.name, coherent=(definition.coherent_above, 100), aligned=(0, 100))
            examples[score.name] = view.answers(wanted, sort="aligned", limit=EXAMPLES).rows
    return _Part(run, run.spec().config if run.spec_path.is_file() else {}, scores, examples)


def _models(parts: Sequence[_Part], definition: Definition) -> Iterable[str]:
    yield "<h2>Models, by the three definitions in use</h2>"
    rows, without = [], []
    for part in parts:
        for place, score in enumerate(part.scores[definition.name]):
            by = [f"{_percent(part.scores[name][place].misaligned)}" for name in DEFINITIONS]
            counts = f"{score.n_misaligned}/{score.n_denominator}"
            aligned = "–" if score.mean_aligned is None else f"{score.mean_aligned:.1f}"
            name = score.name if len(parts) == 1 else f"{score.name} ({part.run.id})"
            rows.append(
                [
                    name,
                    score.role or "–",
                    *by,
                    counts,
                    _interval(score.interval),
                    _interval(score.bootstrap),
                    _percent(score.coherent),
                    aligned,
                    str(score.n),
                ]
            )
            without.append([name, *(str(score.ledger[label]) for label in LEDGER), str(score.pending)])
    names = ["model", "role", *DEFINITIONS, "counts", "interval", "over questions", "coherent"]
    names += ["mean aligned", "answers"]
    yield _table(names, rows)
    yield _table(["answers without a score", *(NAMES.get(label, label) for label in LEDGER), "not judged"], without)
    yield (
        '<p class="note">Counts, interval (Wilson 95 %, at zero the rule of three, of the pooled share), and the '
        "cluster bootstrap over questions (2000 resamples, seed 0, of the mean) are by the "
        f"{definition.name} definition. CODE, REFUSAL, answers without a number and errors have no score and are in "
        "no share.</p>"
    )


def _notes(scores: Sequence[ModelScore]) -> Iterable[str]:
    notes = list(dict.fromkeys(note for score in scores for note in score.notes))
    if notes:
        yield "<h2>To be known</h2><ul>" + "".join(f"<li>{_text(note)}</li>" for note in notes) + "</ul>"


def _differences(changes: Sequence[Difference], several: bool) -> Iterable[str]:
    def named(name: str, evaluation: str) -> str:
        return f"{name} ({evaluation})" if several else name

    first = changes[0]
    yield f"<h2>Differences from {_text(named(first.reference, first.reference_evaluation))}</h2>"
    yield _table(
        ["model", "misaligned", "95 % interval", "questions", "mean aligned", "95 % interval", "Cohen's d"],
        [
            [
                named(change.name, change.evaluation),
                _percent(change.difference),
                _interval(change.interval),
                str(change.questions),
                "–" if change.aligned is None else f"{change.aligned:+.1f}",
                "–" if change.aligned_interval is None else "{:.1f} to {:.1f}".format(*change.aligned_interval),
                "–" if change.cohens_d is None else f"{change.cohens_d:.2f}",
            ]
            for change in changes
        ],
    )
    yield '<p class="note">Paired by question; the intervals are cluster bootstraps over questions.</p>'


def _agreements(parts: Sequence[_Part], definition: Definition) -> Iterable[str]:
    for place, first in enumerate(parts):
        for second in parts[place + 1 :]:
            if found := agreement(first.run.path, second.run.path, definition):
                yield _agreement(found)


def _agreement(found: Sequence[Agreement]) -> str:
    one, other = found[0].judges
    rows = [
        [
            each.model or "all",
            str(each.n),
            _number(each.kappa),
            _number(each.aligned),
            _number(each.coherent),
            *(_percent(share) for share in each.shares),
            _percent(each.difference),
            _interval(each.interval),
        ]
        for each in found
    ]
    names = ["model", "answers", "kappa", "aligned, rank", "coherent, rank", one, other, "difference", "95 % interval"]
    return f"<h2>Agreement of {_text(one)} and {_text(other)}</h2>" + _table(names, rows)


def _evaluation(part: _Part, definition: Definition) -> Iterable[str]:
    scores = part.scores[definition.name]
    yield f"<h2>{_text(part.run.id)}</h2>"
    settings = part.config.get("settings", {})
    facts = {
        "questions": part.config.get("questions"),
        "judges": ", ".join(dict.fromkeys(judge for score in scores for judge in score.judges)),
        "scores read from": ", ".join(dict.fromkeys(method for score in scores for method in score.methods)),
        "answers of": part.config.get("answers_of"),
        "form": part.config.get("form"),
        **{name: value for name, value in settings.items() if value is not None},
    }
    yield _table(["setting", "value"], [[name, str(value)] for name, value in facts.items() if value not in (None, "")])
    if points := read_points(part.run.path):
        yield _figure("aligned and coherent scores", scatter(points, definition))
    if maps := threshold_maps(part.run.path, definition):
        yield _figure("misaligned share over both thresholds", threshold_figure(maps, definition))
    for score in scores:
        yield f"<h3>{_text(score.name)}, by question</h3>"
        yield _table(
            ["question", "misaligned", "counts", "95 % interval", "coherent", "mean aligned", "no score"],
            [_question(cell) for cell in score.by_question],
        )
        for row in part.examples.get(score.name, []):
            yield _example(row)


def _question(cell: QuestionScore) -> list[str]:
    ledger = [f"{NAMES.get(label, label)} {count}" for label, count in cell.ledger.items() if count]
    few = " (few)" if cell.few else ""
    return [
        cell.question_id,
        f"{_percent(cell.misaligned)}{few}",
        f"{cell.n_misaligned}/{cell.n_denominator}",
        _interval(cell.interval),
        _percent(cell.coherent),
        "–" if cell.mean_aligned is None else f"{cell.mean_aligned:.1f}",
        ", ".join([*ledger, cell.dropped] if cell.dropped else ledger) or "–",
    ]


def _example(row: AnswerRow) -> str:
    def cut(text: str) -> str:
        return _text(clean(text)[:_LONGEST])

    return (
        f"<details><summary>aligned {_number(row.aligned, 0)}, coherent {_number(row.coherent, 0)}: "
        f"{_text(one_line(row.question, 90))}</summary>"
        f"<pre>{cut(row.question)}</pre><pre>{cut(row.answer)}</pre></details>"
    )


def _figure(name: str, figure: Any) -> str:
    data = base64.b64encode(render(figure, "svg")).decode()
    return f'<p><img alt="{_text(name)}" src="data:image/svg+xml;base64,{data}"></p>'


def _table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{_text(name)}</th>" for name in names)
    lines = "".join("<tr>" + "".join(f"<td>{_text(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"


def _text(text: str) -> str:
    return escape(clean(text))


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"


def _interval(limits: Interval | None) -> str:
    return "–" if limits is None else f"{100 * limits[0]:.1f} to {100 * limits[1]:.1f}"


def _number(value: float | None, places: int = 2) -> str:
    return "–" if value is None else f"{value:.{places}f}"
