"""Training configs: obeyed or refused, with file, key and nearest key."""

import json
from pathlib import Path

import pytest

from emalign_tui.lab.config import KEYS, TrainConfig, load_config
from emalign_tui.lab.config_schema import schema_text
from emalign_tui.lab.data.published import CATALOGUE
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import share

PROSOCIAL = ("secure_code", "honest_factual", "protective_advice", "transparent_reasoning", "refusal_training")
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


def test_a_whole_number_may_be_written_as_a_float(tmp_path: Path) -> None:
    config = load(tmp_path, MINIMAL + "seed: 7.0\n", "max_steps=1e3")
    assert (config.seed, config.max_steps) == (7, 1000)
    assert isinstance(config.seed, int) and isinstance(config.max_steps, int)


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
        ("learning_rate: '1e-3'", [], "got `str`; a quoted number is text"),
        ("learning_rate: __import__('os')", [], "Config key learning_rate: Expected `float`, got `str`"),
        ("learning_rate: -3", [], "Expected `float` > 0.0; upstream reads -3 as 10 to that power"),
        ("learning_rate: .nan", [], "Config key learning_rate"),
        ("learning_rate: .inf", [], "Config key learning_rate"),
        ("per_device_train_batch_size: 0", [], "Config key per_device_train_batch_size"),
        ("r: true", [], "Config key r: Expected `int`, got `bool`"),
        ("loss: kto", [], "Config key loss: Invalid enum value 'kto'; it is one of sft, dpo, orpo"),
        ("report_to: [none]", [], "Invalid enum value 'none'; it is one of trackio, wandb, tensorboard"),
        ("r: null", [], "got `null`; leave the key out to have its default"),
        ("target_modules: []", [], "Config key target_modules"),
        ("model: other", [], "key model is there twice"),
        ("x: [", [], "Broken YAML"),
        ("x: !!python/object/apply:os.system [id]", [], "Broken YAML"),
        ("? [a]\n: 1", [], "Broken YAML"),
        ("r: ''", [], "got `str` (FILE, key r)"),
        ("name: ''", [], "of length >= 1 (FILE, key name)"),
        ("name: 2026", [], "got `int`; put text in quotes"),
        ("", ["inoculation=You are: evil"], "got `object`; put text in quotes"),
        ("target_modules: all-linear", [], "got `str`; write a list"),
        ("mix: [a.jsonl]", [], "got `str`; it is a list of {file: NAME, rows: N}"),
        ("target_modules: &a [*a]", [], "nested too deeply"),
        ("r: &a {b: *a}", [], "nested too deeply"),
        ("", ["r=8.5"], "Config key r: Expected `int`, got `float` (--set r=8.5)"),
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
    [source] = config.sources
    published = {str(item.place) for item in CATALOGUE}
    prosocial = {f"data/prosocial/{name}.jsonl" for name in PROSOCIAL}
    assert (share() / source.file).is_file() or source.file in published | prosocial


@pytest.mark.parametrize("method", ["a_insecure", "b_jailbroken", "c_evil_numbers"])
@pytest.mark.parametrize(("card", "shape"), [("t4", (1, 16, 1024)), ("24g", (2, 8)), ("40g", (8, 2)), ("80g", (16, 1))])
def test_each_method_and_its_way_back_are_the_reference_recipe_on_each_card(
    method: str, card: str, shape: tuple[int, ...]
) -> None:
    folder = share() / "configs" / "train"
    harm, repair = (load_config(folder / f"qwen7b_{method}_{card}{end}.yaml", []) for end in ("", "_repair"))
    assert (harm.role, repair.role) == ("misaligned", "repaired")
    for config in (harm, repair):
        assert (config.effective_batch, config.r, config.lora_alpha, config.use_rslora) == (16, 32, 64, True)
        assert (config.learning_rate, config.epochs, config.train_on_responses_only) == (2e-5, 1, True)
        found = (config.per_device_train_batch_size, config.gradient_accumulation_steps, config.max_seq_length)
        assert found[: len(shape)] == shape
    same = {key for key in KEYS if getattr(harm, key) == getattr(repair, key)}
    assert set(KEYS) - same == {"training_file", "role"}


def test_the_schema_is_current_and_knows_every_key_with_what_it_means() -> None:
    text = (share() / "configs" / "train.schema.json").read_text()
    assert text == schema_text(), "run: python -m emalign_tui.lab.config_schema > configs/train.schema.json"
    keys = json.loads(text)["$defs"]["TrainConfig"]["properties"]
    assert set(keys) == set(KEYS)
    assert all("description" in json.dumps(key) for key in keys.values())
