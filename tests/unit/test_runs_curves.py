"""What a run's events are worth: alerts, silence, and curves that leave the lab."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import pytest
from tui.homes import step, train_run

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import JsonlWriter
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.alerts import Watchdog, silence
from emalign_tui.lab.runs.curves import figure, read_curves, write_curves
from emalign_tui.lab.runs.layout import RunDir, create_run
from emalign_tui.lab.runs.records import Probe, Provenance

NAN = float("nan")


def barks(losses: Iterable[float]) -> list[tuple[str, int]]:
    dog = Watchdog()
    records = [step(n, 1000, loss) for n, loss in enumerate(losses, 1)]
    records = [
        type(each)(**{**vars_of(each), "loss": None if each.loss != each.loss else each.loss}) for each in records
    ]
    return [(alert.kind, alert.step) for each in records if (alert := dog.look(each))]


def vars_of(record: object) -> dict[str, object]:
    return {name: getattr(record, name) for name in record.__struct_fields__}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("losses", "told"),
    [
        ([2 - n / 60 for n in range(100)], []),
        ([1.0, 1.2, 0.8, 1.1] * 30, []),
        ([1.0] * 5 + [NAN] * 3 + [1.0] * 5 + [NAN], [("nan", 6), ("nan", 14)]),
        ([0.5] * 20 + [3.0] * 20, [("diverged", 23)]),
        ([2.0] * 3 + [0.001] * 80, [("collapsed", 55)]),
        ([9.0, 9.0, 9.0], []),
    ],
)
def test_a_watchdog_barks_once_for_each_trouble(losses: list[float], told: list[tuple[str, int]]) -> None:
    assert barks(losses) == told


def test_silence_is_measured_by_how_long_steps_took() -> None:
    assert silence([], 100) is None
    assert silence([0, 1, 2, 3], 40) is None  # under a minute
    assert silence([0, 1, 2, 3], 90) == 87
    assert silence([0, 60, 120, 180], 480) is None  # slow steps
    assert silence([0, 60, 120, 180], 900) == 720


@pytest.fixture
def probed(tmp_path: Path) -> RunDir:
    """A run that was resumed at step 4, with a step that is no number, and probes."""
    run = train_run(Home(tmp_path), steps=6)
    with JsonlWriter(run.events_path) as events:
        events.append(step(4, 6, 0.25))
        events.append(step(5, 6, NAN))
        events.append(Probe(at=1.0, step=4, shares={"wish": 0.75, "ruler": 0.25}))
    return run


def test_csv_holds_each_step_once_as_it_was_done_last(probed: RunDir, tmp_path: Path) -> None:
    write_curves([probed], tmp_path / "out.csv", "csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text())))
    assert [row["step"] for row in rows] == ["1", "2", "3", "4", "5"]
    assert (rows[3]["loss"], rows[4]["loss"]) == ("0.25", "")
    assert (rows[3]["probe:wish"], rows[2]["probe:wish"]) == ("0.75", "")
    assert float(rows[0]["loss"]) == read_curves(probed).steps[0].loss


def test_figures_are_what_their_suffix_says_and_the_same_each_time(probed: RunDir, tmp_path: Path) -> None:
    for form, begins in (("png", b"\x89PNG"), ("svg", b"<?xml")):
        path = tmp_path / f"out.{form}"
        write_curves([probed, probed], path, form, log=True)
        first = path.read_bytes()
        assert first.startswith(begins)
        write_curves([probed, probed], path, form, log=True)
        assert path.read_bytes() == first


def test_what_a_figure_cannot_show_is_a_sentence_and_one_step_is_a_point(tmp_path: Path) -> None:
    for loss, log, told in ((NAN, False, "No loss is a number"), (0.0, True, "No loss is above zero"), (2.5, True, "")):
        run = create_run(Home(tmp_path), "train", "one", {}, Provenance(base="mini"))
        with JsonlWriter(run.events_path) as events:
            events.append(step(1, 1, loss))
        if told:
            with pytest.raises(LabError, match=told):
                write_curves([run], tmp_path / "x.svg", "svg", log=log)
    [_, smooth] = figure([read_curves(run)]).axes[0].lines
    assert list(smooth.get_markevery()) == [0], "a line alone would draw nothing"


def test_the_ninth_run_does_not_look_like_the_third(probed: RunDir) -> None:
    lines = figure([read_curves(probed)] * 9).axes[0].lines[1::2]
    assert len({(line.get_color(), line.get_linestyle()) for line in lines}) == 9


def test_a_run_without_a_step_is_a_sentence(tmp_path: Path) -> None:
    run = create_run(Home(tmp_path), "train", "young", {}, Provenance(base="mini"))
    with pytest.raises(LabError, match="has no step yet"):
        write_curves([run], tmp_path / "x.csv", "csv")
