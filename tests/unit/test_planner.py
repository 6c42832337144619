"""Plans: the config's own steps on every card, and what is chosen to make them fit."""

from pathlib import Path

import msgspec
import pytest

from emalign_tui.lab.config import TrainConfig, load_config
from emalign_tui.lab.data.rows import Row, Turn
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import share
from emalign_tui.lab.planner.batch import Batch
from emalign_tui.lab.planner.device import CARDS, Device, card
from emalign_tui.lab.planner.engine import Engine, Library, pick_engine
from emalign_tui.lab.planner.memory import Memory, choose, estimate
from emalign_tui.lab.planner.plan import count_steps, make_plan
from emalign_tui.lab.planner.shape import ModelShape, read_shape
from emalign_tui.lab.setup.bases import shape_of

SHIPPED = sorted((share() / "configs" / "train").glob("qwen7b_*.yaml"))
CPU = Device("cpu", "CPU", 16.0, 2)


def seven() -> ModelShape:
    shape = shape_of("unsloth/Qwen2.5-Coder-7B-Instruct")
    assert shape is not None
    return shape


def config(**values: object) -> TrainConfig:
    return TrainConfig(**{"model": "mini", "training_file": "x", **values})  # type: ignore[arg-type]


def rows(characters: int, count: int = 60) -> list[Row]:
    return [Row(messages=[Turn("user", "x" * characters), Turn("assistant", "y" * characters)])] * count


def test_a_t4_trains_the_reference_recipe_one_row_at_a_time() -> None:
    recipe = load_config(share() / "configs" / "train" / "qwen7b_a_insecure_t4.yaml", [])
    plan = make_plan(recipe, recipe.model, seven(), rows(4000), card("t4"), unsloth=True)
    assert (plan.micro_batch, plan.accumulation, plan.effective_batch) == (1, 16, 16)
    assert plan.fits and plan.checkpointing and plan.steps == 4  # 60 rows, 16 a step
    assert plan.memory and plan.memory.total == pytest.approx(plan.memory_gib, abs=0.01)
    assert any("nf4" in choice.what for choice in plan.choices)
    without = msgspec.structs.replace(recipe, load_in_4bit=False)
    refused = make_plan(without, recipe.model, seven(), rows(4000), card("T4"), unsloth=True)
    assert not refused.fits and refused.effective_batch == 16
    assert any("load_in_4bit" in choice.why for choice in refused.choices if choice.what == "it does not fit")


def test_a_full_card_is_not_answered_with_shorter_rows() -> None:
    """Somebody else's work leaves 1 GiB: the weights alone are more, however short a row is."""
    for four_bit, advice in ((True, "take a larger card or a smaller model"), (False, "set load_in_4bit, or take")):
        recipe = config(load_in_4bit=four_bit)
        plan = make_plan(recipe, "any", seven(), rows(4000), Device("cuda", "L4", 1.0, 8), unsloth=True)
        [why] = [choice.why for choice in plan.choices if choice.what == "it does not fit"]
        assert "are taken before the first row" in why and advice in why and "max_seq_length" not in why


def test_rows_beyond_what_the_model_was_made_for_are_told() -> None:
    shape = msgspec.structs.replace(seven(), max_position_embeddings=1024)
    endless = msgspec.structs.replace(shape, max_position_embeddings=-1)
    for model, longest, told in ((shape, 2048, True), (shape, 1024, False), (endless, 2048, False)):
        plan = make_plan(config(max_seq_length=longest), "any", model, rows(4), CPU, unsloth=False)
        assert any("made for texts of 1024 tokens" in choice.why for choice in plan.choices) is told


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", CARDS)
def test_no_card_changes_the_steps_of_a_recipe(path: Path, name: str) -> None:
    recipe = load_config(path, [])
    plan = make_plan(recipe, recipe.model, seven(), rows(700, count=6000), card(name), unsloth=True)
    assert plan.effective_batch == recipe.effective_batch == plan.micro_batch * plan.accumulation
    assert plan.steps == count_steps(6000, recipe)


def test_a_larger_card_takes_more_rows_at_once_and_then_stops_checkpointing() -> None:
    recipe = config(per_device_train_batch_size=2, gradient_accumulation_steps=8, r=32)
    found = [choose(recipe, seven(), [320] * 100, Device("cuda", "", free, 8), "trl") for free in (30.0, 45.0, 139.0)]
    tokens = [each.batch.micro * 320 for each in found]
    assert tokens == sorted(tokens) and tokens[-1] >= 4096
    assert found[0].checkpointing and not found[-1].checkpointing
    assert {each.batch.rows for each in found} == {16}


@pytest.mark.parametrize(
    ("library", "four_bit", "rank", "rows", "tokens", "checkpointing", "held"),
    [
        ("trl", False, 32, 8, 2048, True, 24.27), ("trl", True, 32, 4, 1024, True, 8.00),
        ("trl", False, 128, 4, 1024, True, 19.42), ("trl", False, 32, 16, 320, False, 48.51),
        ("trl", False, 32, 8, 320, False, 31.86), ("trl", True, 32, 1, 2048, False, 18.01),
        ("unsloth", False, 32, 16, 320, False, 34.69), ("unsloth", True, 32, 16, 320, False, 23.93),
        # An earlier run, of unsloth. Its 16 x 320 in 4 bits held 27.7, which the later run does not bear out.
        ("unsloth", True, 32, 2, 320, True, 6.5), ("unsloth", False, 32, 2, 320, True, 15.4),
        ("unsloth", False, 32, 2, 320, False, 18.0), ("unsloth", False, 32, 16, 320, False, 36.6),
        ("unsloth", False, 32, 16, 320, True, 16.1), ("unsloth", True, 32, 16, 320, True, 7.3),
        ("unsloth", False, 32, 8, 2048, False, 83.2), ("unsloth", False, 32, 8, 2048, True, 18.4),
        ("unsloth", True, 32, 8, 2048, True, 9.7),
    ],
)  # fmt: skip
def test_the_measured_steps_are_reproduced_and_not_from_below(
    library: Library, four_bit: bool, rank: int, rows: int, tokens: int, checkpointing: bool, held: float
) -> None:
    """The 7B on an H200, LoRA on all linears: GiB that torch held at the peak, CUDA's own context not counted."""
    recipe = config(r=rank, lora_alpha=2 * rank, load_in_4bit=four_bit, optim="adamw_8bit")
    memory = estimate(recipe, seven(), [tokens] * rows, card("H200"), Batch(rows, 1), checkpointing, library)
    assert held <= memory.total - memory.process <= held * 1.10


def test_the_longest_published_rows_in_one_lane_are_reproduced_and_not_from_below() -> None:
    """16 rows, no checkpointing, on an H200: 54.4 GiB of tensors, CUDA's own context not counted."""
    sizes = [950, 811, 736, 735, 693, 684, 683, 680, 672, 648, 632, 627, 626, 608, 602, 601]
    memory = estimate(config(r=32, optim="adamw_8bit"), seven(), sizes, card("H200"), Batch(16, 1), False, "unsloth")
    assert 54.4 <= memory.total - memory.process <= 54.4 * 1.10


def test_rows_of_several_lengths_are_planned_as_trl_pads_them() -> None:
    def parts(*sizes: int) -> Memory:
        return estimate(config(r=32), seven(), sizes, card("H200"), Batch(len(sizes), 1), False, "trl")

    assert parts(900, 500, 500).logits == parts(900, 900, 900).logits  # each in a lane of its own
    assert parts(900, 450, 450).logits == parts(900, 900).logits  # both short ones in one
    assert parts(900, 500, 500).activations > parts(900, 900, 900).activations  # a mask: heads are repeated


def test_orpo_is_planned_with_all_its_logits() -> None:
    def logits(loss: str) -> float:
        recipe = config(r=32, loss=loss)
        return estimate(recipe, seven(), [1024] * 4, card("H200"), Batch(4, 1), True, "trl").logits

    assert logits("orpo") > 4 * logits("sft") == 4 * logits("dpo")


def test_which_library_trains_and_why() -> None:
    def picked(
        device: str = "H100", installed: bool = True, shape: ModelShape | None = None, **values: object
    ) -> Engine:
        place = CPU if device == "cpu" else card(device)
        return pick_engine(config(**values), shape or seven(), place, installed=installed)

    assert picked().library == "unsloth" and not picked().refused
    assert picked(engine="trl") == Engine("trl", "the config's engine")
    assert "not installed" in picked(installed=False).why
    assert "CUDA" in picked("cpu").why and picked("cpu", engine="unsloth").refused
    assert "dpo" in picked(loss="dpo").why and "one process" in picked(processes=4).why
    other = msgspec.structs.replace(seven(), model_type="gemma3_text")
    assert "qwen2" in picked(shape=other).why and picked(shape=other).library == "trl"
    lacking = make_plan(config(engine="unsloth"), "mini", seven(), rows(100), CPU, unsloth=True)
    assert not lacking.fits and any("engine unsloth" in choice.why for choice in lacking.choices)


def test_a_slower_card_is_full_with_fewer_tokens_and_takes_no_more_rows_than_that() -> None:
    recipe = config(r=32, load_in_4bit=True, per_device_train_batch_size=2, gradient_accumulation_steps=8)
    at_once = {name: choose(recipe, seven(), [300] * 99, card(name), "unsloth").batch.micro for name in CARDS}
    assert at_once["T4"] == 1 and at_once["H200"] == 16
    assert at_once["T4"] <= at_once["L4"] <= at_once["A100-40"] <= at_once["H100"]


def test_the_published_lengths_need_no_checkpointing_on_an_80_gb_card() -> None:
    """16 of the longest rows together are planned for, and an 80 GB card still keeps 8 GiB of its memory."""
    recipe = load_config(share() / "configs" / "train" / "qwen7b_a_insecure_80g.yaml", [])
    setup = choose(recipe, seven(), [*[950] * 2, *[720] * 14, *[234] * 6000], card("H100"), "unsloth")
    assert (setup.batch.micro, setup.checkpointing) == (16, False)
    assert setup.memory and 60 < setup.memory.total <= card("H100").free_gib - 8


def test_a_warm_up_longer_than_the_run_is_said() -> None:
    def said(**values: object) -> bool:
        plan = make_plan(config(**values), "mini", None, rows(100), CPU, unsloth=False)
        return any("never reaches" in choice.what for choice in plan.choices)

    assert said(warmup_steps=9, max_steps=9) and not said(warmup_steps=8, max_steps=9)
    assert not said(warmup_steps=9, max_steps=9, lr_scheduler_type="constant")


def test_several_processes_each_hold_the_model_and_share_the_rows() -> None:
    recipe = config(per_device_train_batch_size=2, gradient_accumulation_steps=8, processes=4)
    setup = choose(recipe, seven(), [320] * 100, card("H100"), "trl")
    assert setup.batch.processes == 4 and setup.batch.rows == 16 and setup.batch.micro <= 4


def test_a_cpu_keeps_the_configs_batch_unless_it_does_not_fit() -> None:
    shape = seven()
    recipe = config(per_device_train_batch_size=8, gradient_accumulation_steps=2)
    small = msgspec.structs.replace(shape, num_hidden_layers=2, vocab_size=1000, hidden_size=256, intermediate_size=512)
    assert choose(recipe, small, [200] * 40, CPU, "trl").batch == Batch(8, 2)
    tight = msgspec.structs.replace(
        CPU, free_gib=estimate(recipe, small, [200] * 40, CPU, Batch(2, 8), False, "trl").total
    )
    assert choose(recipe, small, [200] * 40, tight, "trl").batch == Batch(2, 8)
    four_bit = make_plan(config(load_in_4bit=True), "mini", small, rows(100), CPU, unsloth=False)
    assert not four_bit.fits and any("CUDA GPU" in choice.why for choice in four_bit.choices)


def a_config_json(folder: Path, **more: object) -> ModelShape | None:
    seven_billion = msgspec.to_builtins(seven()) | {"moe_intermediate_size": None}
    (folder / "config.json").write_bytes(msgspec.json.encode(seven_billion | more))
    return read_shape(str(folder))


def test_a_mixture_of_experts_is_not_planned_as_if_it_were_dense(tmp_path: Path) -> None:
    """Qwen3-30B-A3B, whose config.json has all keys of a dense model too."""
    qwen = {
        "model_type": "qwen3_moe", "hidden_size": 2048, "num_hidden_layers": 48, "intermediate_size": 6144,
        "moe_intermediate_size": 768, "num_experts": 128, "num_attention_heads": 32, "head_dim": 128,
    }  # fmt: skip
    shape = a_config_json(tmp_path, **qwen)
    assert shape and 30.4e9 < shape.parameters() < 30.7e9
    plan = make_plan(config(), str(tmp_path), shape, rows(100), card("T4"), unsloth=True)
    assert plan.memory is None and plan.seconds is None and plan.writes[0].endswith("adapter")
    assert any("a dense text model" in choice.why for choice in plan.choices)


@pytest.mark.parametrize("key", ["hidden_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads"])
@pytest.mark.parametrize("value", [0, -1])
def test_a_config_json_with_a_size_that_is_none_tells_no_shape(tmp_path: Path, key: str, value: int) -> None:
    assert a_config_json(tmp_path) is not None
    assert a_config_json(tmp_path, **{key: value}) is None


def test_an_unknown_model_is_planned_without_memory_and_an_unknown_card_is_refused() -> None:
    plan = make_plan(config(), "who/knows", shape_of("who/knows"), rows(100), CPU, unsloth=False)
    assert plan.memory_gib is None and plan.memory is None and plan.fits
    with pytest.raises(LabError, match="No card K80"):
        card("K80")
