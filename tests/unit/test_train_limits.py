"""What a model or a machine does not have is said, and nothing is left out for it."""

import errno
import os

import pytest

from emalign_tui import mini
from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.planner.shape import read_shape

pytest.importorskip("trl")
transformers = pytest.importorskip("transformers")

from emalign_tui.workers.train import _beyond  # noqa: E402
from emalign_tui.workers.training.encode import Example, PairIds  # noqa: E402
from emalign_tui.workers.training.memory import out_of_memory  # noqa: E402
from emalign_tui.workers.training.model import lora  # noqa: E402


def test_a_linear_that_the_model_lacks_is_refused_and_not_left_out() -> None:
    """A Phi-3 has q, k and v in one; PEFT would train o and down, the two of the seven that it knows."""
    sizes = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "vocab_size": 32, "pad_token_id": 0}
    model = transformers.Phi3ForCausalLM(transformers.Phi3Config(**sizes, num_attention_heads=2, num_key_value_heads=1))
    with pytest.raises(LabError, match="no linear named q_proj") as raised:
        lora(TrainConfig(model="phi", training_file="x"), model)
    assert raised.value.do == "It has o_proj, qkv_proj, gate_up_proj, down_proj."
    known = ("qkv_proj", "mlp.down_proj")
    assert lora(TrainConfig(model="phi", training_file="x", target_modules=known), model).target_modules == set(known)


def test_rows_beyond_what_the_model_was_made_for_are_said() -> None:
    shape = read_shape(str(mini.MODEL))
    rows = [Example([1] * size, [1] * size) for size in (3000, 2048, 7)] + [PairIds([1] * 2000, [1] * 40, [1] * 49)]
    assert _beyond(shape, rows)[0].startswith("2 of 4 rows are longer than the 2048 tokens")
    assert _beyond(shape, rows[1:3]) == _beyond(None, rows) == []


def test_memory_that_the_system_does_not_give_is_known_for_what_it_is() -> None:
    """As under `ulimit -v`: safetensors, torch and numpy each say it in their own way."""
    mapped = RuntimeError("unable to mmap 9 bytes: Cannot allocate memory (12)")
    assert all(map(out_of_memory, (MemoryError("x"), mapped, OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)))))
    assert not out_of_memory(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
