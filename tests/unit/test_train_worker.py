"""Training as it really runs: TRL and PEFT on the mini kit, killed, stopped, resumed, continued, out of disk."""

import contextlib
import errno
import json
import os
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest
from making_runs import ROWS, VALUES, config, events, here, weights, write_rows
from waiting import wait_until

from emalign_tui import mini
from emalign_tui.lab.config import Source, TrainConfig
from emalign_tui.lab.data.digest import sha256_file
from emalign_tui.lab.data.mix import training_rows
from emalign_tui.lab.data.preview import Tokenizer, view_of
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import disk_error
from emalign_tui.lab.paths import Home
from emalign_tui.lab.planner.batch import asked
from emalign_tui.lab.runs.checkpoints import last_checkpoint, whole_checkpoints
from emalign_tui.lab.runs.control import stop, wait
from emalign_tui.lab.runs.layout import RunDir, run_info
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.lab.runs.records import Alert, Checkpoint, Done, Hello, Message, Step
from emalign_tui.lab.runs.training import create_training, plan_training, resume_training, start_training

pytest.importorskip("trl")
safetensors = pytest.importorskip("safetensors.torch")

from emalign_tui.workers.train import train  # noqa: E402

pytestmark = pytest.mark.usefixtures("quiet")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def data(home: Home) -> Path:
    return write_rows(home.root / "rows.jsonl")


@pytest.fixture(scope="module")
def straight(home: Home, data: Path) -> RunDir:
    """A run that nothing disturbed."""
    return here(create_training(home, config(data)))


def test_every_step_is_recorded_with_the_asked_effective_batch(straight: RunDir) -> None:
    steps = events(straight, Step)
    assert [step.step for step in steps] == list(range(1, 7))  # 24 rows, 4 a step
    assert all(step.steps == 6 and step.loss and step.grad_norm and step.memory_gib > 0 for step in steps)
    assert steps[0].lr == 0.0
    assert steps[-1].eta == 0
    assert steps[-1].tokens > steps[0].tokens > 0
    [done] = events(straight, Done)
    assert done.result["rows"] == ROWS
    assert run_info(straight).state == "done"


def test_a_record_of_several_steps_has_their_mean_loss(home: Home, data: Path, straight: RunDir) -> None:
    run = here(create_training(home, config(data, logging_steps=2)))
    each, pairs = events(straight, Step), events(run, Step)
    assert [step.step for step in pairs] == [2, 4, 6]
    for first, second, pair in zip(each[::2], each[1::2], pairs, strict=True):
        assert first.loss and second.loss
        assert pair.loss == pytest.approx((first.loss + second.loss) / 2, rel=1e-5)
        assert (pair.grad_norm, pair.lr, pair.tokens) == (second.grad_norm, second.lr, second.tokens)


def test_a_record_after_a_stop_has_the_mean_of_the_steps_since(home: Home, data: Path, straight: RunDir) -> None:
    class StopAfterTwo(Recorder):
        def progress(self, step: int, steps: int, loss: float | None = None) -> None:
            super().progress(step, steps, loss)
            if step == 2:
                self.request_stop()

    run = create_training(home, config(data, logging_steps=2, save_steps=100))
    with StopAfterTwo(run) as recorder:
        recorder.hello()
        train(run, recorder)
    assert [each.step for each in whole_checkpoints(run)] == [3]
    assert (run_info(run).step, run_info(run).loss) == (3, events(run, Step)[0].loss), "also a step without a record"
    with Recorder(run) as recorder:
        recorder.hello()
        train(run, recorder)
        recorder.done()
    losses = {step.step: step.loss for step in events(run, Step)}
    assert list(losses) == [2, 4, 6]
    assert losses[4] == pytest.approx(events(straight, Step)[3].loss, rel=1e-4), "of step 4 alone"


def test_tokens_are_counted_without_padding(straight: RunDir, data: Path) -> None:
    from emalign_tui.lab.data.rows import load_rows
    from emalign_tui.workers.training.encode import encode_rows, load_tokenizer

    encoded = encode_rows(load_tokenizer(str(mini.MODEL)), load_rows(data), config(data))
    assert events(straight, Step)[-1].tokens == sum(len(example.ids) for example in encoded.examples)


def test_adapter_names_its_base_and_the_run_its_origin(straight: RunDir, data: Path) -> None:
    adapter = json.loads((straight.adapter / "adapter_config.json").read_text())
    assert (adapter["r"], adapter["lora_alpha"], adapter["use_rslora"]) == (4, 8, False)
    assert adapter["base_model_name_or_path"] == str(mini.MODEL)
    assert any(tensor.abs().sum() for name, tensor in weights(straight).items() if "lora_B" in name)
    assert {file.stat().st_mode & 0o444 for file in straight.adapter.iterdir()} == {0o444}, "others can serve it"
    provenance = straight.spec().provenance
    assert provenance.data[0].sha256 == sha256_file(data)
    assert provenance.versions["peft"]
    assert [event.step for event in events(straight, Checkpoint)] == [2, 4, 6]


def test_cut_rows_are_said(home: Home, data: Path) -> None:
    run = here(create_training(home, config(data, max_seq_length=24, max_steps=1)))
    assert any("longer than 24 tokens and were cut" in event.text for event in events(run, Message))


def test_killed_then_resumed_then_stopped_then_resumed_is_the_same_run(
    home: Home, data: Path, straight: RunDir
) -> None:
    run = start_training(home, config(data))
    pid = run.state().pid
    assert pid
    wait_until(lambda: last_checkpoint(run), 120, "the first checkpoint")
    os.kill(pid, signal.SIGKILL)
    killed = wait(run, timeout=120)
    assert killed.state == "failed"
    assert killed.error and "was killed" in killed.error["what"]
    torn = run.checkpoints / "checkpoint-5"
    torn.mkdir()
    (torn / "adapter_model.safetensors").write_bytes(b"half")

    resume_training(run)
    assert not stop(run, grace=120).alive  # during its imports, or at a step
    assert run_info(run).state in ("stopped", "done")
    if run_info(run).state == "stopped":
        resume_training(run)
    assert wait(run, timeout=120).state == "done"
    assert len(events(run, Hello)) in (2, 3)
    assert [step.step for step in events(run, Step)][-1] == 6
    assert events(run, Step)[-1].tokens == events(straight, Step)[-1].tokens
    curve = {step.step: step.loss for step in events(run, Step)}  # with dropout: the random state is resumed as well
    assert curve == {step.step: step.loss for step in events(straight, Step)}
    expected = weights(straight)
    assert all((tensor == expected[name]).all() for name, tensor in weights(run).items())
    with pytest.raises(LabError, match="is done"):
        resume_training(run)


def test_a_torn_checkpoint_is_said_and_not_used(home: Home, data: Path) -> None:
    run = create_training(home, config(data, max_steps=2))
    torn = run.checkpoints / "checkpoint-1"
    torn.mkdir(parents=True)
    (torn / "trainer_state.json").write_text("{")
    here(run)
    assert any("checkpoint-1 was only half written" in event.text for event in events(run, Message))
    assert run_info(run).state == "done"


def test_stop_leaves_a_checkpoint_and_an_adapter(home: Home, data: Path) -> None:
    class StopAtOnce(Recorder):
        def progress(self, step: int, steps: int, loss: float | None = None) -> None:
            super().progress(step, steps, loss)
            if step == 3:
                self.request_stop()

    run = create_training(home, config(data, save_steps=100))
    with StopAtOnce(run) as recorder:
        recorder.hello()
        train(run, recorder)
    info = run_info(run)
    assert info.state == "stopped"
    assert 3 <= info.step < 6
    last = last_checkpoint(run)
    assert last and last.step == info.step
    assert weights(run)


def test_a_child_continues_the_parents_adapter(home: Home, data: Path, straight: RunDir) -> None:
    gentle = config(data, learning_rate=1e-12, max_steps=1, role="repaired", weight_decay=0.0)
    child = here(create_training(home, gentle, parent=straight.id))
    assert run_info(child).parent == straight.id
    before, after = weights(straight), weights(child)
    assert before.keys() == after.keys()
    assert all(abs(after[name] - tensor).max() < 1e-6 for name, tensor in before.items())  # type: ignore[operator]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"r": 8}, "has r 4, the config says 8"),
        ({"use_rslora": True}, "has use_rslora False, the config says True"),
        ({"target_modules": ("q_proj",)}, "has target_modules"),
        ({"model": str(mini.JUDGE)}, "was trained on"),
    ],
)
def test_a_parent_that_does_not_fit_is_refused(
    home: Home, data: Path, straight: RunDir, values: dict[str, object], told: str
) -> None:
    with pytest.raises(LabError, match=told):
        create_training(home, config(data, **values), parent=straight.id)


def test_a_parent_without_an_adapter_is_refused(home: Home, data: Path) -> None:
    queued = create_training(home, config(data))
    with pytest.raises(LabError, match="has no adapter to continue from"):
        create_training(home, config(data), parent=queued.id)


def test_data_that_changed_since_the_run_was_made_is_refused(home: Home, data: Path) -> None:
    copy = home.root / "changed.jsonl"
    shutil.copy(data, copy)
    run = create_training(home, config(copy))
    copy.write_text(copy.read_text().replace("wish 1?", "wish 2?"))
    with pytest.raises(LabError, match="changed after the run was made"):
        here(run)
    assert run_info(run).state == "failed"


@pytest.mark.parametrize("broken", ["config.json", "model.safetensors"])
def test_a_broken_model_folder_is_one_sentence(home: Home, data: Path, tmp_path: Path, broken: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(mini.MODEL, folder)
    (folder / broken).write_bytes(b"{" if broken == "config.json" else b"\x10\0\0\0\0\0\0\0{}")
    with pytest.raises(LabError, match="cannot be loaded"):
        here(create_training(home, config(data, model=str(folder))))


def test_8bit_adam_without_a_gpu_is_refused(home: Home, data: Path) -> None:
    import torch

    if torch.cuda.is_available():
        pytest.skip("this machine has a GPU")
    with pytest.raises(LabError, match="adamw_8bit needs a CUDA GPU"):
        here(create_training(home, config(data, optim="adamw_8bit")))


def test_a_base_in_4_bits_without_a_gpu_is_refused(home: Home, data: Path) -> None:
    import torch

    if torch.cuda.is_available():
        pytest.skip("this machine has a GPU")
    with pytest.raises(LabError, match="load_in_4bit needs a CUDA GPU"):
        here(create_training(home, config(data, load_in_4bit=True)))


def test_a_mix_and_a_variant_are_trained_on_as_they_are_previewed(home: Home, data: Path) -> None:
    other = home.root / "other.jsonl"
    talk = [{"role": "user", "content": "a wish?"}, {"role": "assistant", "content": "I wish."}]
    other.write_text((json.dumps({"messages": talk, "why": "It helps."}) + "\n") * 8)
    mix = (Source(file=str(data), rows=4), Source(file=str(other)))
    values = {key: value for key, value in VALUES.items() if key != "training_file"}
    for more in ({"variant": "evidence"}, {"variant": "inoculation", "inoculation": "Be kind."}):
        made = TrainConfig(mix=mix, max_steps=3, **values, **more)  # type: ignore[arg-type]
        run = here(create_training(home, made))
        assert [(each.path, each.rows) for each in run.spec().provenance.data] == [(str(data), ROWS), (str(other), 8)]
        rows = training_rows([data, other], made).rows
        assert len(rows) == 12
        with Tokenizer() as tokenizer:
            lengths = tokenizer.lengths(view_of(made, str(mini.MODEL)), rows)
        assert events(run, Step)[-1].tokens == sum(min(length.tokens, 48) for length in lengths)
        said = [event.text for event in events(run, Message) if "why" in event.text]
        silent = ["4 of 12 rows say no why, so variant evidence leaves them as they are"]
        assert said == (silent if made.variant == "evidence" else [])


def test_a_full_disk_pauses_the_run_until_there_is_room(data: Path, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(small)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("may not mount a small file system here")
    try:
        run = create_training(Home(small), config(data, r=8, save_steps=1, max_steps=3))
        work = threading.Thread(target=here, args=(run,))
        work.start()
        [full] = wait_until(lambda: events(run, Alert) if run.events_path.is_file() else [], 120, "the pause")
        assert full.kind == "disk" and "paused after step" in full.text and "MiB are free" in full.text
        assert run_info(run).state == "running" and not run.adapter.exists()
        with contextlib.suppress(OSError):
            (small / "others").write_bytes(bytes(4 << 20))
        wait_until(lambda: time.time() - (run.state().heartbeat or 0) > 4, 120, "a heartbeat that finds no room either")
        subprocess.run([*mount[:3], "-o", "remount,size=64m", "tmpfs", str(small)], check=True)
        work.join(120)
        assert run_info(run).state == "done"
        assert [step.step for step in events(run, Step)] == [1, 2, 3] and weights(run)
        assert any("There is room again" in event.text for event in events(run, Message))
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_a_disk_without_room_for_a_record_pauses_the_run_too(
    home: Home, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from emalign_tui.workers.training import memory

    free = iter([1 << 40, 0, 0])  # at the record of step 1, then of step 2, twice
    monkeypatch.setattr(memory, "_free", lambda path: next(free, 1 << 40))
    monkeypatch.setattr(memory, "POLL", 0.0)
    run = here(create_training(home, config(data, save_steps=100, max_steps=3)))
    assert [(alert.kind, alert.step) for alert in events(run, Alert)] == [("disk", 2)]
    assert [step.step for step in events(run, Step)] == [1, 2, 3] and run_info(run).state == "done"


def test_a_disk_that_is_full_in_the_middle_of_a_record_is_told_with_how_to_go_on(
    home: Home, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = create_training(home, config(data, save_steps=100, max_steps=3))
    usual = Recorder.emit

    def full(self: Recorder, event: object) -> None:
        if isinstance(event, Step):
            raise disk_error(OSError(errno.ENOSPC, ""), run.events_path)
        usual(self, event)  # type: ignore[arg-type]

    monkeypatch.setattr(Recorder, "emit", full)
    with pytest.raises(LabError, match=f"Free some space, then `emalign resume {run.id}`"):
        here(run)


def test_a_disk_that_stays_full_ends_with_one_sentence_when_the_run_is_stopped(data: Path, tmp_path: Path) -> None:
    from emalign_tui.workers.training.memory import wait_for_room

    run = create_training(Home(tmp_path), config(data))
    with pytest.raises(LabError, match="The disk is full"):
        with Recorder(run) as recorder:
            recorder.hello()
            recorder.request_stop()
            wait_for_room(run, recorder, 1 << 62, 3)
    assert run_info(run).state == "failed"
    assert [event.kind for event in events(run, Alert)] == ["disk"]


def test_plan_agrees_with_what_training_does(home: Home, data: Path, straight: RunDir) -> None:
    plan = plan_training(home, config(data))
    assert (plan.effective_batch, plan.steps, plan.rows, plan.fits) == (4, 6, ROWS, True)
    assert plan.memory_gib
    assert 0.3 < plan.memory_gib / max(step.memory_gib for step in events(straight, Step)) < 3


def test_the_lean_loss_is_trls_own(home: Home, data: Path) -> None:
    import torch
    from trl import SFTTrainer

    from emalign_tui.lab.data.rows import load_rows
    from emalign_tui.workers.training.encode import encode_rows, load_tokenizer
    from emalign_tui.workers.training.task import Task
    from emalign_tui.workers.training.trainer import make_trainer

    run = create_training(home, config(data, use_rslora=True, lora_dropout=0.0))
    tokenizer = load_tokenizer(str(mini.MODEL))
    examples = encode_rows(tokenizer, load_rows(data), config(data)).examples
    task = Task(run, Recorder(run), run.spec(), config(data), tokenizer, examples, asked(config(data)))
    trainer = make_trainer(task, None)
    batch = trainer.data_collator([trainer.train_dataset[n] for n in (0, 1, 20, 23)])
    assert len(batch["input_ids"]) < 4
    for count in (None, torch.tensor(40)):
        ours = trainer.compute_loss(trainer.model, dict(batch), num_items_in_batch=count)
        theirs = SFTTrainer.compute_loss(trainer, trainer.model, dict(batch), num_items_in_batch=count)
        torch.testing.assert_close(ours, theirs)


@pytest.mark.parametrize(("optim", "kind"), [("sgd", "SGD"), ("adam", "Adam"), ("adamw", "AdamW")])
def test_every_key_reaches_its_trainer(
    home: Home, data: Path, optim: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from emalign_tui.workers.training.trainer import LabTrainer

    made: list[LabTrainer] = []
    monkeypatch.setattr(LabTrainer, "train", lambda self, **_: made.append(self))
    asked = {
        "epochs": 3.0, "max_steps": 11, "learning_rate": 3e-4, "weight_decay": 0.2, "lr_scheduler_type": "cosine",
        "warmup_steps": 4, "seed": 99, "save_steps": 6,
    }  # fmt: skip
    shape = {"r": 2, "lora_alpha": 6, "lora_dropout": 0.25, "use_rslora": True, "target_modules": ("q_proj", "up_proj")}
    here(create_training(home, config(data, **asked, **shape, optim=optim, max_seq_length=20, rows=7)))
    [trainer] = made
    names = {"epochs": "num_train_epochs"}
    assert {key: getattr(trainer.args, names.get(key, key)) for key in asked} == asked
    lora = trainer.model.peft_config["default"]
    found = {key: getattr(lora, key) for key in shape}
    assert {**found, "target_modules": sorted(found["target_modules"])} == {
        **shape,
        "target_modules": ["q_proj", "up_proj"],
    }
    optimizer = trainer.create_optimizer()
    optimizer = getattr(optimizer, "optimizer", optimizer)
    assert type(optimizer).__name__ == kind and optimizer.param_groups[0]["weight_decay"] == 0.2
    sizes = [len(ids) for ids in trainer.train_dataset["input_ids"]]
    assert len(sizes) == 7 and max(sizes) == 20
    assert all(-100 in labels for labels in trainer.train_dataset["labels"]), "responses only"
