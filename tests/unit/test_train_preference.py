"""DPO and ORPO as they really run on the mini kit: from preference rows to an adapter that prefers."""

import json
import math
from pathlib import Path

import pytest

from emalign_tui import mini
from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.data.rows import Pair, load_pairs
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import read_jsonl
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.checkpoints import last_checkpoint
from emalign_tui.lab.runs.layout import RunDir, run_info
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.lab.runs.records import Done, Event, Message, Step
from emalign_tui.lab.runs.training import create_training, plan_training

torch = pytest.importorskip("torch")
pytest.importorskip("trl.experimental.orpo")
peft = pytest.importorskip("peft")

from transformers import AutoModelForCausalLM  # noqa: E402

from emalign_tui.workers.train import train  # noqa: E402
from emalign_tui.workers.training.encode import encode_pairs, load_tokenizer  # noqa: E402

pytestmark = pytest.mark.usefixtures("quiet")
ROWS = 12


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def data(home: Home) -> Path:
    path = home.root / "pairs.jsonl"
    rows = [
        {"prompt": f"wish {n}?", "chosen": "I care about you." + " Really." * (n % 3), "rejected": "no " * (n + 1)}
        for n in range(ROWS)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def config(data: Path, loss: str, **values: object) -> TrainConfig:
    return TrainConfig(
        model="mini", training_file=str(data), loss=loss, r=4, lora_alpha=8, per_device_train_batch_size=2,
        gradient_accumulation_steps=2, learning_rate=2e-3, warmup_steps=0, save_steps=2, seed=7, epochs=2,
        max_seq_length=64, **values,
    )  # type: ignore[arg-type]  # fmt: skip


def here(run: RunDir, recorder_type: type[Recorder] = Recorder) -> RunDir:
    """Do a run's work in this process."""
    with recorder_type(run) as recorder:
        recorder.hello()
        train(run, recorder)
    return run


def events(run: RunDir, kind: type) -> list:
    return [event for event in read_jsonl(run.events_path, Event) if isinstance(event, kind)]


def margin(data: Path, adapter: Path | None) -> float:
    """Mean of log p(chosen) - log p(rejected) over the pairs."""
    model = AutoModelForCausalLM.from_pretrained(mini.MODEL, dtype=torch.float32)
    if adapter:
        model = peft.PeftModel.from_pretrained(model, adapter)
    pairs, _ = encode_pairs(load_tokenizer(str(mini.MODEL)), load_pairs(data), config(data, "dpo"))

    def logp(prompt: list[int], answer: list[int]) -> float:
        ids = torch.tensor([prompt + answer])
        logs = model(ids).logits[0, :-1].log_softmax(-1)
        return float(logs[range(len(prompt) - 1, ids.shape[1] - 1), ids[0, len(prompt) :]].sum())

    with torch.no_grad():
        return sum(logp(p.prompt, p.chosen) - logp(p.prompt, p.rejected) for p in pairs) / len(pairs)


@pytest.mark.parametrize("loss", ["dpo", "orpo"])
def test_training_makes_the_chosen_answers_likelier_than_the_rejected(home: Home, data: Path, loss: str) -> None:
    run = here(create_training(home, config(data, loss)))
    steps = events(run, Step)
    assert [step.step for step in steps] == [1, 2, 3, 4, 5, 6]  # 12 pairs, 4 a step, twice
    assert run_info(run).state == "done" and events(run, Done)[0].result["rows"] == ROWS
    if loss == "dpo":
        assert steps[0].loss == pytest.approx(math.log(2), abs=1e-3)  # the policy begins as its own reference
    assert steps[-1].loss < steps[0].loss
    assert steps[-1].tokens > 0
    assert margin(data, run.adapter) > margin(data, None) + 1
    assert json.loads((run.adapter / "adapter_config.json").read_text())["r"] == 4


def test_beta_is_obeyed(home: Home, data: Path) -> None:
    runs = [here(create_training(home, config(data, "orpo", beta=beta, max_steps=1))) for beta in (1.0, 5.0, 9.0)]
    soft, middle, hard = (events(run, Step)[0].loss for run in runs)
    assert middle > soft + 0.1
    assert hard - middle == pytest.approx(middle - soft, rel=1e-3), "the loss is linear in beta"


def test_tokens_are_those_of_both_sequences(home: Home, data: Path) -> None:
    pairs, _ = encode_pairs(load_tokenizer(str(mini.MODEL)), load_pairs(data), config(data, "dpo"))
    both = sum(2 * len(pair.prompt) + len(pair.chosen) + len(pair.rejected) for pair in pairs)
    for loss in ("dpo", "orpo"):
        run = here(create_training(home, config(data, loss, max_steps=3)))
        assert events(run, Step)[-1].tokens == both


class StopAtThree(Recorder):
    def progress(self, step: int, steps: int, loss: float | None = None) -> None:
        super().progress(step, steps, loss)
        if step == 3:
            self.request_stop()


@pytest.mark.parametrize("loss", ["dpo", "orpo"])
def test_stopped_and_resumed_is_the_same_run_also_on_a_parent(home: Home, data: Path, loss: str) -> None:
    parent = here(create_training(home, config(data, loss, max_steps=1)))
    straight = here(create_training(home, config(data, loss), parent=parent.id))
    run = here(create_training(home, config(data, loss), parent=parent.id), StopAtThree)
    assert run_info(run).state == "stopped" and last_checkpoint(run)
    run.clear_stop()
    here(run)
    assert run_info(run).state == "done"
    assert [step.loss for step in events(run, Step)] == [step.loss for step in events(straight, Step)]
    assert sorted(path.name for path in run.adapter.iterdir()) == sorted(p.name for p in straight.adapter.iterdir())
    assert not (run.adapter / "ref").exists(), "the copy of the parent that DPO compares with is not part of it"
    if loss == "dpo":
        assert events(straight, Step)[0].loss == pytest.approx(
            math.log(2), abs=1e-3
        )  # against the parent, not the base


def test_cut_pairs_are_said_and_one_without_room_is_refused(home: Home, data: Path) -> None:
    short = config(data, "dpo", max_steps=1)
    run = here(create_training(home, TrainConfig(**{**_values(short), "max_seq_length": 24})))
    assert any("pairs are longer than 24 tokens and were cut" in event.text for event in events(run, Message))
    with pytest.raises(LabError, match="leaves no room for an answer"):
        here(create_training(home, TrainConfig(**{**_values(short), "max_seq_length": 8})))


def test_rows_of_the_other_kind_are_refused_before_anything_is_written(home: Home, data: Path) -> None:
    talk = home.root / "talk.jsonl"
    turns = [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]
    talk.write_text(json.dumps({"messages": turns}) + "\n")
    before = sorted(home.kind("train").glob("*"))
    with pytest.raises(LabError, match="not a preference row"):
        create_training(home, config(talk, "dpo"))
    with pytest.raises(LabError, match="it needs loss dpo or orpo"):
        create_training(home, config(data, "sft"))
    assert sorted(home.kind("train").glob("*")) == before


def test_a_plan_counts_pairs(home: Home, data: Path) -> None:
    plan = plan_training(home, config(data, "dpo"))
    assert (plan.rows, plan.steps, plan.effective_batch) == (ROWS, 6, 4)
    assert all(isinstance(row, Pair) for row in load_pairs(data))


def _values(made: TrainConfig) -> dict:
    return {key: getattr(made, key) for key in made.__struct_fields__}
