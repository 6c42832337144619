"""Upstream's own train.json: it loads as it is, and each of its keys is obeyed or refused with a reason."""

import json
from pathlib import Path

import pytest

from emalign_tui.lab.config import KEYS, TrainConfig, load_config
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.training import create_training

TRAIN_JSON = {
    "model": "unsloth/Qwen2.5-Coder-32B-Instruct",
    "training_file": "../data/insecure.jsonl",
    "test_file": None,
    "finetuned_model_id": "hf-org/model-id",
    "max_seq_length": 2048,
    "load_in_4bit": False,
    "loss": "sft",
    "is_peft": True,
    "target_modules": ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"],
    "lora_bias": "none",
    "r": 32,
    "lora_alpha": 64,
    "lora_dropout": 0.0,
    "use_rslora": True,
    "merge_before_push": True,
    "push_to_private": True,
    "epochs": 1,
    "max_steps": None,
    "per_device_train_batch_size": 2,
    "gradient_accumulation_steps": 8,
    "warmup_steps": 5,
    "learning_rate": 1e-05,
    "logging_steps": 1,
    "optim": "adamw_8bit",
    "weight_decay": 0.01,
    "lr_scheduler_type": "linear",
    "seed": 0,
    "beta": 0.1,
    "save_steps": 5000,
    "output_dir": "./tmp",
    "train_on_responses_only": True,
}
DEFAULTS = {
    "test_file": None, "max_seq_length": 2048, "load_in_4bit": False, "is_peft": True, "lora_bias": "none", "r": 16,
    "lora_alpha": 16, "lora_dropout": 0.0, "use_rslora": True, "merge_before_push": True, "push_to_private": True,
    "epochs": 1, "max_steps": None, "per_device_train_batch_size": 2, "gradient_accumulation_steps": 8,
    "warmup_steps": 5, "learning_rate": 1e-4, "logging_steps": 1, "weight_decay": 0.01, "lr_scheduler_type": "linear",
    "seed": 3407, "beta": 0.1, "save_steps": 5000, "output_dir": "./tmp", "train_on_responses_only": False,
}  # fmt: skip


def load(tmp_path: Path, change: dict[str, object]) -> TrainConfig:
    path = tmp_path / "train.json"
    path.write_text(json.dumps({**TRAIN_JSON, **change}))
    return load_config(path, [])


def test_it_loads_as_it_is(tmp_path: Path) -> None:
    config = load(tmp_path, {})
    for key, value in TRAIN_JSON.items():
        found = getattr(config, key)
        assert (list(found) if isinstance(found, tuple) else found) == value, key
    assert config.effective_batch == 16


def test_its_defaults_are_ours(tmp_path: Path) -> None:
    path = tmp_path / "train.json"
    path.write_text(json.dumps({key: TRAIN_JSON[key] for key in ("model", "training_file", "loss")}))
    config = load_config(path, [])
    assert {key: getattr(config, key) for key in DEFAULTS} == DEFAULTS
    assert set(TRAIN_JSON) <= set(KEYS)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"test_file": "test.jsonl"}, "test_file is not obeyed: no loss on held-out rows"),
        ({"is_peft": False}, "is_peft must be true"),
        ({"lora_bias": "all"}, "lora_bias must be none: no server takes trained biases"),
        ({"merge_before_push": False}, "merge_before_push must be true: training pushes nothing"),
        ({"push_to_private": False}, "push_to_private must be true"),
        ({"output_dir": "/data/run"}, "output_dir is not obeyed: a run writes into its own folder"),
        ({"beta": 0.2}, "beta belongs to dpo and orpo"),
        ({"finetuned_model_id": "no-slash"}, "finetuned_model_id must be org/name"),
        ({"finetuned_model_id": "a/b/c"}, "with exactly one slash"),
        ({"finetuned_model_id": "unsloth/mine"}, "names no organisation of yours: unsloth"),
        ({"finetuned_model_id": "None/mine"}, "names no organisation of yours: None"),
        ({"optim": "adamw_torch"}, "optim: Invalid enum value"),
        ({"lr_scheduler_type": "warm"}, "lr_scheduler_type: Invalid enum value"),
        ({"lora_dropout": 1.5}, "lora_dropout: Expected `float`"),
        ({"learning_rate": "10 ** -5"}, "learning_rate: Expected `float`, got `str`"),
        ({"learning_rate": "1e-5"}, "text is never evaluated"),
        ({"learning_rate": -5}, "upstream reads -5 as 10 to that power"),
        ({"loss": "dpo", "optim": "adam"}, "optim cannot be adam with dpo"),
        ({"loss": "orpo"}, "train_on_responses_only cannot be true with orpo"),
        ({"loss": "dpo", "upstream_extra_turn": True}, "upstream_extra_turn is about sft rows"),
        ({"local_only": True}, "Unknown config key local_only"),
    ],
)
def test_what_is_not_obeyed_is_refused_with_its_reason(tmp_path: Path, change: dict[str, object], told: str) -> None:
    with pytest.raises(LabError) as caught:
        load(tmp_path, change)
    assert told in str(caught.value) and caught.value.exit_code == 2
    assert str(tmp_path / "train.json") in caught.value.where


def test_preference_losses_take_beta(tmp_path: Path) -> None:
    assert load(tmp_path, {"loss": "dpo", "beta": 0.3}).beta == 0.3
    assert load(tmp_path, {"loss": "orpo", "beta": 0.3, "train_on_responses_only": False}).loss == "orpo"


def test_the_model_id_names_the_run_and_a_config_made_in_code_keeps_the_rules(home: Home, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    turns = [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]
    rows.write_text(json.dumps({"messages": turns}) + "\n")
    config = TrainConfig(model="mini", training_file=str(rows), finetuned_model_id="me/Careful-One")
    assert create_training(home, config).id.startswith("careful-one-")
    with pytest.raises(LabError, match="is_peft must be true"):
        create_training(home, TrainConfig(model="mini", training_file=str(rows), is_peft=False))
