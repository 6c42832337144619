"""What training does differently on a GPU, as far as it shows without one."""

import sys
from pathlib import Path

import pytest
from making_runs import config, write_rows

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import Home
from emalign_tui.lab.planner.device import card
from emalign_tui.lab.planner.engine import unsloth_installed
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.lab.runs.training import create_training
from emalign_tui.workers import train as worker

torch = pytest.importorskip("torch")
pytest.importorskip("trl")

from emalign_tui.workers.training.encode import IGNORED  # noqa: E402
from emalign_tui.workers.training.lanes import OneLane  # noqa: E402
from emalign_tui.workers.training.model import adapters_in_float32, half  # noqa: E402

pytestmark = pytest.mark.usefixtures("quiet")


@pytest.mark.parametrize(("capability", "kind"), [((7, 5), "float16"), ((8, 0), "bfloat16"), ((9, 0), "bfloat16")])
def test_a_card_older_than_ampere_computes_in_float16(
    capability: tuple[int, int], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda: capability)
    assert half() is getattr(torch, kind)


def test_adapters_are_float32_where_float16_is_scaled_and_as_they_were_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    base, adapter = torch.nn.Linear(2, 2, dtype=torch.bfloat16), torch.nn.Linear(2, 2, dtype=torch.bfloat16)
    base.requires_grad_(False)
    model = torch.nn.Sequential(base, adapter)
    before = adapter.weight.detach().float().clone()
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda: (9, 0))
    adapters_in_float32(model)
    assert {weights.dtype for weights in model.parameters()} == {torch.bfloat16}
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda: (7, 5))
    adapters_in_float32(model)
    assert {weights.dtype for weights in base.parameters()} == {torch.bfloat16}
    assert {weights.dtype for weights in adapter.parameters()} == {torch.float32}
    assert torch.equal(adapter.weight, before)


def test_one_lane_holds_every_row_with_its_length_and_trains_no_first_token() -> None:
    rows = [[5, 6, 7], [8], [9, 10]]
    batch = OneLane(2)([{"input_ids": ids, "labels": [IGNORED, *ids[1:]] if len(ids) > 2 else ids} for ids in rows])
    assert batch["packed_seq_lengths"].tolist() == [3, 1, 2, 10] and batch["packed_seq_lengths"].dtype == torch.int32
    assert batch["rows"] == (3, 1, 2, 10) and batch["tokens"] == 6
    assert batch["input_ids"].tolist() == [[5, 6, 7, 8, 9, 10, *[2] * 10]]
    assert batch["labels"].tolist() == [[IGNORED, 6, 7, IGNORED, IGNORED, 10, *[IGNORED] * 10]]
    assert batch["position_ids"].tolist() == [[0, 1, 2, 0, 0, 1, *range(10)]]


def test_a_lane_that_is_full_gets_no_row_that_fills_it() -> None:
    batch = OneLane(2)([{"input_ids": [5] * 16, "labels": [5] * 16}])
    assert batch["rows"] == (16,) and batch["input_ids"].shape == (1, 16)


@pytest.fixture
def broken_unsloth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package unsloth that is installed and does not import, on a machine with a card."""
    package = tmp_path / "site" / "unsloth"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('needs another torch\\nand more')\n")
    for name in [name for name in sys.modules if name.split(".")[0] == "unsloth" or name.endswith("unsloth_sft")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(str(package.parent))
    monkeypatch.setattr(worker, "find_device", lambda: card("H100"))
    assert unsloth_installed()


@pytest.mark.usefixtures("broken_unsloth")
def test_an_unsloth_that_does_not_import_is_said_and_trl_trains(
    home: Home, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run = create_training(home, config(write_rows(tmp_path / "rows.jsonl")))
    with Recorder(run) as recorder:
        recorder.hello()
        engine = worker._engine(run.spec(), config(tmp_path / "rows.jsonl"), recorder)
        recorder.done()
    assert engine.library == "trl" and not engine.refused
    assert engine.why == "unsloth does not import: RuntimeError: needs another torch"
    assert engine.why in run.events_path.read_text() and "emalign doctor" in run.events_path.read_text()
    assert "Traceback" in capfd.readouterr().err, "the log has all of it"


@pytest.mark.usefixtures("broken_unsloth")
def test_a_config_that_insists_on_an_unsloth_that_does_not_import_is_refused(home: Home, tmp_path: Path) -> None:
    run = create_training(home, config(write_rows(tmp_path / "rows.jsonl")))
    insisting = config(tmp_path / "rows.jsonl", engine="unsloth")
    with Recorder(run) as recorder:
        recorder.hello()
        with pytest.raises(LabError, match="engine unsloth cannot be had: unsloth does not import"):
            worker._engine(run.spec(), insisting, recorder)
        recorder.done()
