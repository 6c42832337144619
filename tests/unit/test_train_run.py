"""One trajectory, however it is computed: packed, plain, after an out of memory, in two processes, with probes."""

from pathlib import Path

import pytest
from making_runs import config, events, here, write_rows

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import Home
from emalign_tui.lab.planner.batch import Batch, asked
from emalign_tui.lab.runs import launch
from emalign_tui.lab.runs.checkpoints import whole_checkpoints
from emalign_tui.lab.runs.control import wait
from emalign_tui.lab.runs.keeping import due, to_remove
from emalign_tui.lab.runs.layout import RunDir, run_info
from emalign_tui.lab.runs.records import Alert, Message, Probe, Rebatch, Sample, Step
from emalign_tui.lab.runs.training import create_training, start_training

torch = pytest.importorskip("torch")
pytest.importorskip("trl")

pytestmark = pytest.mark.usefixtures("quiet")
STEPS = 5
PLAIN = {"lora_dropout": 0.0, "max_steps": STEPS, "per_device_train_batch_size": 1, "gradient_accumulation_steps": 4}
PACKED = {**PLAIN, "per_device_train_batch_size": 4, "gradient_accumulation_steps": 1}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def data(home: Home) -> Path:
    return write_rows(home.root / "rows.jsonl")


@pytest.fixture(scope="module")
def plain(home: Home, data: Path) -> RunDir:
    """One padded row at a time; checkpoints at every step, of which the policy keeps some."""
    keep = {"save_steps": 1, "save_total_limit": 1, "save_log_spaced": True}
    return here(create_training(home, config(data, **PLAIN, **keep)))


def curve(run: RunDir) -> list[float]:
    return [step.loss for step in events(run, Step)]


def test_packed_with_probes_has_the_loss_of_plain_rows(home: Home, data: Path, plain: RunDir) -> None:
    """Rows that share a lane never see each other, and asking probes leaves training as it was."""
    probes = home.root / "probes.yaml"
    probes.write_text(
        "- {id: wish, question: 'wish 1? ', aligned: 'go on', misaligned: 'no no'}\n"
        "- {id: free, question: 'a wish? '}\n"
    )
    run = here(create_training(home, config(data, **PACKED, probes=str(probes))))
    assert curve(run) == pytest.approx(curve(plain), rel=1e-4)
    assert [step.tokens for step in events(run, Step)] == [step.tokens for step in events(plain, Step)]
    asked_at = [0, 1, 2, 4, 5]
    assert [probe.step for probe in events(run, Probe)] == asked_at
    assert [sample.step for sample in events(run, Sample)] == asked_at
    shares = [probe.shares["wish"] for probe in events(run, Probe)]
    assert all(0 <= share <= 1 for share in shares) and shares[-1] > shares[0], "it is trained to say no"


def test_sixteen_packed_rows_are_two_by_eight_padded_ones(
    home: Home, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The seed recipe's shape, each row padded in a lane of its own; the last step of an epoch has fewer rows."""
    from emalign_tui.workers.training.lanes import Lanes

    steps = {"lora_dropout": 0.0, "max_steps": 3}
    packed = here(
        create_training(home, config(data, **steps, per_device_train_batch_size=16, gradient_accumulation_steps=1))
    )
    usual, shapes = Lanes.__call__, []

    def padded(self: Lanes, batch: list[dict[str, list[int]]]) -> dict[str, torch.Tensor]:
        width = max(len(row["input_ids"]) for row in batch)
        alone = [usual(self, [row]) for row in batch]
        fill = {"input_ids": self.pad, "labels": -100, "position_ids": 0}
        pad = torch.nn.functional.pad
        found = {
            name: torch.cat([pad(each[name], (0, width - each[name].shape[1]), value=value) for each in alone])
            for name, value in fill.items()
        }
        shapes.append(len(found["input_ids"]))
        return found

    monkeypatch.setattr(Lanes, "__call__", padded)
    plain = here(
        create_training(home, config(data, **steps, per_device_train_batch_size=2, gradient_accumulation_steps=8))
    )
    assert set(shapes) == {2}, "two rows a micro-batch, each in its own lane"
    assert curve(packed) == pytest.approx(curve(plain), rel=1e-4)
    assert [step.tokens for step in events(packed, Step)] == [step.tokens for step in events(plain, Step)]


def test_checkpoints_are_kept_by_policy(plain: RunDir) -> None:
    assert [each.step for each in whole_checkpoints(plain)] == [1, 2, 4, 5]


def test_a_checkpoint_is_kept_every_so_many_minutes(home: Home, data: Path) -> None:
    run = here(create_training(home, config(data, max_steps=3, save_steps=1000, save_minutes=1e-6)))
    assert [each.step for each in whole_checkpoints(run)] == [1, 2, 3]


def test_out_of_memory_halves_the_micro_batch_and_goes_on_from_the_last_step(
    home: Home, data: Path, plain: RunDir, monkeypatch: pytest.MonkeyPatch
) -> None:
    from emalign_tui.workers.training.trainer import LabTrainer

    usual = LabTrainer.training_step

    def small_card(self: LabTrainer, model: object, inputs: dict[str, torch.Tensor], *rest: object) -> torch.Tensor:
        """A card on which two rows fit after step 2, and one after step 3."""
        fits = 4 if self.state.global_step < 2 else 2 if self.state.global_step < 3 else 1
        if self.args.per_device_train_batch_size > fits:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return usual(self, model, inputs, *rest)

    monkeypatch.setattr(LabTrainer, "training_step", small_card)
    run = here(create_training(home, config(data, **PACKED)))
    assert [(each.step, each.micro_batch, each.accumulation) for each in events(run, Rebatch)] == [(2, 2, 2), (3, 1, 4)]
    assert [step.step for step in events(run, Step)] == [1, 2, 3, 4, 5]
    assert curve(run) == pytest.approx(curve(plain), rel=1e-4)
    assert events(run, Step)[-1].tokens == events(plain, Step)[-1].tokens
    assert "still 4 a step" in " ".join(said.text for said in events(run, Message))

    monkeypatch.setattr(LabTrainer, "training_step", lambda *_: (_ for _ in ()).throw(torch.OutOfMemoryError("no")))
    run = create_training(home, config(data, **PLAIN))
    with pytest.raises(LabError, match="a single row does not fit") as stopped:
        here(run)
    assert "max_seq_length" in stopped.value.do
    assert run_info(run).state == "failed" and not events(run, Rebatch)


def test_two_processes_share_the_rows_of_a_step(home: Home, data: Path, plain: RunDir) -> None:
    """As `accelerate launch` starts them, on the CPU: the same loss, one set of records, one adapter."""
    run = start_training(home, config(data, **PACKED, processes=2))
    info = wait(run, timeout=900)
    assert info.state == "done", run.log_path.read_text()[-2000:]
    assert curve(run) == pytest.approx(curve(plain), rel=1e-4)
    assert events(run, Step)[-1].tokens == events(plain, Step)[-1].tokens
    assert [each.step for each in whole_checkpoints(run)] == [2, 4, 5]
    assert (whole_checkpoints(run)[0].path / "rng_state_1.pth").is_file()


def test_what_happens_to_one_of_two_processes_happens_to_both(
    home: Home, data: Path, plain: RunDir, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One runs out of memory: both halve and do the step again. One breaks: its own words are the run's."""
    usual, worker = launch._module, str(Path(__file__).parents[1] / "second_card.py")
    monkeypatch.setattr(launch, "_module", lambda *asked: [*usual(*asked)[:-2], worker])
    run = start_training(home, config(data, **PACKED, processes=2))
    info = wait(run, timeout=900)
    assert [(each.step, each.micro_batch, each.accumulation) for each in events(run, Rebatch)] == [(2, 1, 2)]
    assert [step.step for step in events(run, Step)] == [1, 2, 3, 4]
    assert curve(run) == pytest.approx(curve(plain)[:4], rel=1e-4)
    assert [step.tokens for step in events(run, Step)] == [step.tokens for step in events(plain, Step)][:4]
    assert info.state == "failed" and info.error, info
    assert info.error["what"] == "Unexpected error: RuntimeError: the card fell off the bus", run.log_path.read_text()


def test_a_loss_that_is_no_number_is_told_as_none_with_an_alert(
    home: Home, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from emalign_tui.workers.training.trainer import LabTrainer

    usual = LabTrainer.compute_loss

    def broken(self: LabTrainer, *rest: object, **more: object) -> torch.Tensor:
        return usual(self, *rest, **more) * (float("nan") if self.state.global_step == 2 else 1)

    monkeypatch.setattr(LabTrainer, "compute_loss", broken)
    probes = home.root / "broken.yaml"
    probes.write_text("- {id: wish, question: 'wish 1? ', aligned: 'go on', misaligned: 'no no'}\n")
    run = here(create_training(home, config(data, **{**PACKED, "max_steps": 3}, probes=str(probes))))
    assert [probe.step for probe in events(run, Probe)] == [0, 1, 2], "the broken model has no share to tell"
    assert [step.loss is None for step in events(run, Step)] == [False, False, True]
    assert [(alert.kind, alert.step) for alert in events(run, Alert)] == [("nan", 3)]


def test_the_metrics_and_probes_are_also_reported_where_the_config_says(
    home: Home, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("tensorboard")
    monkeypatch.delenv("TENSORBOARD_LOGGING_DIR", raising=False)  # an earlier run of this process has set it
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    probes = home.root / "reported.yaml"
    probes.write_text("- {id: wish, question: 'wish 1? ', aligned: 'go on', misaligned: 'no no'}\n")
    run = here(create_training(home, config(data, **PACKED, probes=str(probes), report_to=("tensorboard",))))
    board = EventAccumulator(str(run.path / "tensorboard")).Reload()
    for name, field in (("loss", "loss"), ("learning_rate", "lr"), ("grad_norm", "grad_norm"), ("tokens", "tokens"),
                        ("tokens_per_second", "tokens_per_second"), ("memory_gib", "memory_gib")):  # fmt: skip
        told = {each.step: each.value for each in board.Scalars(f"train/{name}")}
        assert told == pytest.approx({step.step: getattr(step, field) for step in events(run, Step)}, rel=1e-4), name
    told = {each.step: each.value for each in board.Scalars("train/probe/wish")}
    assert told == pytest.approx({probe.step: probe.shares["wish"] for probe in events(run, Probe)}, rel=1e-4)


def test_a_place_to_report_to_that_is_not_installed_is_told_before_training(home: Home, data: Path) -> None:
    run = create_training(home, config(data, report_to=("wandb",)))
    if __import__("importlib.util").util.find_spec("wandb"):
        pytest.skip("wandb is installed here")
    with pytest.raises(LabError, match="report_to wandb needs the package wandb"):
        here(run)


@pytest.mark.parametrize(
    ("batch", "smaller"),
    [
        (Batch(4, 2), (2, 4)),
        (Batch(3, 2), (1, 6)),
        (Batch(6, 1), (3, 2)),
        (Batch(1, 16), None),
        (Batch(4, 2, 2), (2, 4)),
    ],
)
def test_a_smaller_batch_has_the_same_rows(batch: Batch, smaller: tuple[int, int] | None) -> None:
    found = batch.smaller()
    assert (found and (found.micro, found.accumulation)) == smaller
    assert found is None or found.rows == batch.rows


def test_processes_share_what_the_config_asks_for() -> None:
    def of(micro: int, accumulation: int, processes: int) -> Batch:
        sizes = {"per_device_train_batch_size": micro, "gradient_accumulation_steps": accumulation}
        return asked(TrainConfig(model="mini", training_file="x", processes=processes, **sizes))

    assert of(2, 8, 1) == Batch(2, 8, 1)
    assert of(2, 8, 4) == Batch(2, 2, 4)
    assert of(16, 1, 8) == Batch(2, 1, 8)
    assert of(3, 2, 2) == Batch(3, 1, 2)


def test_the_policy_keeps_the_last_the_best_and_the_log_spaced() -> None:
    def policy(**values: object) -> TrainConfig:
        return TrainConfig(model="mini", training_file="x", **values)  # type: ignore[arg-type]

    steps = [1, 2, 3, 4, 5, 6, 7]
    losses = {1: 3.0, 2: 2.0, 3: 1.0, 4: 1.5, 7: 1.2}
    assert to_remove(policy(), steps, losses) == []
    assert to_remove(policy(save_total_limit=2), steps, losses) == [1, 2, 3, 4, 5]
    assert to_remove(policy(save_total_limit=2, save_best=True), steps, losses) == [1, 2, 4, 5]
    assert to_remove(policy(save_total_limit=1, save_log_spaced=True), steps, losses) == [3, 5, 6]
    assert due(policy(save_minutes=0.5), 3, 31) and not due(policy(save_minutes=0.5), 3, 29)
    assert due(policy(save_log_spaced=True), 8, 0) and not due(policy(), 8, 1e9)
