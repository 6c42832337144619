"""Training configs: obeyed or refused, with file, key and nearest key."""

from pathlib import Path

import pytest

from emalign_tui.lab.config import TrainConfig, load_config
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import share

MINIMAL = "model: mini\ntraining_file: rows.jsonl\n"


def load(tmp_path: Path, text: str, *sets: str, name: str = "c.yaml") -> TrainConfig:
    path = tmp_path / name
    path.write_text(text)
    return load_config(path, list(sets))


def test_upstream_defaults_and_effective_batch(tmp_path: Path) -> None:
    config = load(tmp_path, MINIMAL)
    assert (config.r, config.lora_alpha, config.use_rslora, config.seed) == (16, 16, True, 3407)
    assert config.effective_batch == 16
    assert len(config.target_modules) == 7


def test_json_and_yaml_mean_the_same(tmp_path: Path) -> None:
    text = '{"model": "mini", "training_file": "rows.jsonl", "learning_rate": 1e-5, "epochs": 2}'
    assert load(tmp_path, text, name="c.json") == load(tmp_path, MINIMAL + "learning_rate: 1e-5\nepochs: 2\n")


@pytest.mark.parametrize("text", ["1e-3", "1E-3", "0.001", "1.0e-3", "+1e-3"])
def test_every_way_to_write_a_number_is_a_number(tmp_path: Path, text: str) -> None:
    assert load(tmp_path, f"{MINIMAL}learning_rate: {text}").learning_rate == 0.001
    assert load(tmp_path, MINIMAL, f"learning_rate={text}").learning_rate == 0.001


def test_set_words_win_and_are_typed(tmp_path: Path) -> None:
    config = load(
        tmp_path, MINIMAL + "r: 8", "r=32", "rows=null", "use_rslora=false", "target_modules=[q_proj, v_proj]"
    )
    assert (config.r, config.rows, config.use_rslora) == (32, None, False)
    assert config.target_modules == ("q_proj", "v_proj")


@pytest.mark.parametrize(
    ("text", "sets", "told"),
    [
        (
            "learning_rte: 1e-3",
            [],
            "Unknown config key learning_rte (FILE, key learning_rte). Did you mean learning_rate?",
        ),
        ("beta: 0.1", [], "Config key beta is known upstream but not obeyed here (FILE, key beta). Remove it."),
        ("learning_rate: '1e-3'", [], "got `str`; a quoted number is text"),
        ("learning_rate: __import__('os')", [], "Config key learning_rate: Expected `float`, got `str`"),
        ("learning_rate: -3", [], "Expected `float` > 0.0"),
        ("learning_rate: .nan", [], "Config key learning_rate"),
        ("learning_rate: .inf", [], "Config key learning_rate"),
        ("per_device_train_batch_size: 0", [], "Config key per_device_train_batch_size"),
        ("r: true", [], "Config key r: Expected `int`, got `bool`"),
        ("loss: dpo", [], "Config key loss: Invalid enum value 'dpo'"),
        ("target_modules: []", [], "Config key target_modules"),
        ("model: other", [], "key model is there twice"),
        ("x: [", [], "Broken YAML"),
        ("x: !!python/object/apply:os.system [id]", [], "Broken YAML"),
        ("? [a]\n: 1", [], "Broken YAML"),
        ("", ["r=8.0"], "Config key r: Expected `int`, got `float` (--set r=8.0)"),
        ("", ["rank=8"], "Unknown config key rank (--set rank=8)"),
        ("", ["r"], "--set r is not key=value"),
        ("", ["r=["], "Broken YAML"),
    ],
)
def test_refusals_name_the_place(tmp_path: Path, text: str, sets: list[str], told: str) -> None:
    with pytest.raises(LabError) as caught:
        load(tmp_path, MINIMAL + text, *sets)
    assert told.replace("FILE", str(tmp_path / "c.yaml")) in str(caught.value)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("c.yaml", b"model: mini", "Config key training_file is missing"),
        ("c.yaml", b"- model", "A config is a mapping"),
        ("c.yaml", b"", "A config is a mapping"),
        ("c.yaml", b"\xff\xfe\x00", "not UTF-8"),
        ("c.json", b'{"model": "a", "model": "b"}', "Config key model is there twice"),
        ("c.json", b'{"model": "a",}', "Broken JSON"),
        ("c.json", b"[" * 100_000, "Broken JSON"),
        ("c.yaml", b"[" * 100_000, "Broken YAML"),
    ],
)
def test_broken_files(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(LabError, match=told):
        load_config(tmp_path / name, [])


def test_a_missing_file_or_a_folder_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(LabError, match="Cannot read the config"):
            load_config(path, [])


@pytest.mark.parametrize("path", sorted((share() / "configs" / "train").glob("*.yaml")), ids=lambda path: path.stem)
def test_shipped_configs_load_and_name_shipped_data(path: Path) -> None:
    config = load_config(path, [])
    assert config.role
    assert (share() / config.training_file).parent.is_dir()
