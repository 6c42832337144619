"""What is chosen for a vLLM server, and what is read from its log: pure functions."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from emalign_tui import mini
from emalign_tui.lab.doctor.gpu_facts import GIB, Card
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.planner.shape import ModelShape, read_shape
from emalign_tui.lab.serving.adapter import check_adapter
from emalign_tui.lab.serving.engine import choose_engine, context_of
from emalign_tui.lab.serving.records import ServeConfig, server_url
from emalign_tui.lab.serving.sizing import RANKS, cap, lay_out, token_bytes
from emalign_tui.lab.serving.vllm_command import vllm_command, vllm_environment
from emalign_tui.lab.serving.vllm_errors import explain, refused, why_ended
from emalign_tui.lab.serving.vllm_start import STAGES, Download, StartLog, describe
from emalign_tui.lab.setup.bases import shape_of
from tests.servers.vllm_stand_in.vllm.entrypoints.cli.main import STEPS

H200 = Card(name="NVIDIA H200", capability=(9, 0), total=141 * GIB, free=140 * GIB)
T4 = Card(name="Tesla T4", capability=(7, 5), total=15 * GIB, free=int(14.6 * GIB))
SEVEN = "unsloth/Qwen2.5-Coder-7B-Instruct"


def shape(name: str = SEVEN) -> ModelShape:
    found = shape_of(name)
    assert found is not None
    return found


# Layout


def test_a_7b_takes_what_answers_need_and_leaves_the_rest() -> None:
    layout = lay_out(shape(), H200, [32, 32, 64], 32_768)
    assert (layout.rank, layout.adapters, layout.context, layout.half) == (64, 5, 32_768, False)
    held = layout.share * H200.total
    assert 14.2 * GIB + 512 * 1024 * 57_344 < held < 60 * GIB, "weights, half a million tokens, and not the whole card"
    assert token_bytes(shape()) == 2 * 28 * 4 * 128 * 2
    assert "the largest here has 64" in layout.why[0]


def test_a_busy_card_gets_a_smaller_server_and_at_last_a_sentence() -> None:
    def free(gib: float) -> Card:
        return Card(name="H200", capability=(9, 0), total=H200.total, free=int(gib * GIB))

    shares = [lay_out(shape(), free(gib), [32], 32_768).share for gib in (120, 40, 26)]
    assert shares == sorted(shares, reverse=True)
    for gib in (120, 40, 26, 22):
        layout = lay_out(shape(), free(gib), [32], 32_768)
        assert layout.share * H200.total <= gib * GIB, "never more than is free"
    tight = lay_out(shape(), free(20.5), [32], 32_768)
    assert tight.context < 32_768 and "more does not fit" in tight.why[2]
    with pytest.raises(LabError, match=r"takes .* GiB of GPU memory, 12.0 of 141.0 are free"):
        lay_out(shape(), free(12), [32], 32_768)
    with pytest.raises(LabError, match="smaller base"):
        lay_out(shape(), T4, [], 32_768)
    assert lay_out(shape("Qwen/Qwen2.5-Coder-1.5B-Instruct"), T4, [], 32_768).half, "a T4 has no bfloat16"


def test_the_mini_base_takes_little() -> None:
    found = read_shape(str(mini.MODEL))
    assert found is not None
    layout = lay_out(found, H200, [], context_of(str(mini.MODEL)))
    assert layout.context == 2048 and layout.share < 0.05 and layout.half


@pytest.mark.parametrize(("ranks", "expected"), [([], 32), ([4], 32), ([33], 64), ([32, 129], 256), ([320], 320)])
def test_the_cap_is_one_that_vllm_takes(ranks: list[int], expected: int) -> None:
    assert cap(ranks) == expected and expected in RANKS


def test_a_rank_above_all_caps_is_a_sentence() -> None:
    with pytest.raises(LabError, match="up to rank 512"):
        cap([513])


def test_without_a_card_the_cpu_server_is_chosen_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    choice = choose_engine(SEVEN, "python", [])
    assert (choice.engine, choice.layout) == ("cpu", None) and "no NVIDIA GPU" in choice.why
    assert "as asked" in choose_engine(SEVEN, "python", [], "cpu").why
    with pytest.raises(LabError, match="vLLM cannot serve here: there is no NVIDIA GPU"):
        choose_engine(SEVEN, "python", [], "vllm")


# The command


def test_the_key_is_in_the_environment_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/mine")
    layout = lay_out(shape(), H200, [], 32_768)
    config = ServeConfig(base=SEVEN, name="seven", port=8000, device="3", layout=layout)
    command, environment = vllm_command("/opt/python", config), vllm_environment(config, "s3cret-key", tmp_path)
    assert command[:6] == ["/opt/python", "-P", "-m", "vllm.entrypoints.cli.main", "serve", SEVEN]
    pairs = dict(pairwise(command))
    assert pairs["--host"] == "127.0.0.1" and pairs["--generation-config"] == "vllm" and pairs["--dtype"] == "auto"
    assert float(pairs["--gpu-memory-utilization"]) == pytest.approx(layout.share, abs=1e-3)
    assert "s3cret-key" not in " ".join(command)
    assert environment["VLLM_API_KEY"] == "s3cret-key" and environment["CUDA_VISIBLE_DEVICES"] == "3"
    assert environment["PYTHONPATH"] == f"{tmp_path}:/mine" and environment["VLLM_ALLOW_RUNTIME_LORA_UPDATING"] == "1"
    assert server_url("0.0.0.0", 80) == "http://127.0.0.1:80/v1"


# The log of a start


def test_stages_come_in_order_and_the_rest_of_the_time_shrinks() -> None:
    log, seen, left = StartLog(0.0), [], []
    text = STEPS.format(model="m", host="127.0.0.1", port=8000)
    for at, line in enumerate(text.splitlines(keepends=True)):
        log.read(line[:7], at)  # torn anywhere
        log.read(line[7:], at)
        seen.append(log.stage)
        left.append(log.left(at))
    assert list(dict.fromkeys(seen)) == list(STAGES)
    assert left[-1] < left[0] and all(each >= 0 for each in left)
    log.end(20.0)
    assert sum(log.took.values()) == 20.0


def test_a_share_in_the_log_makes_the_estimate() -> None:
    log = StartLog(0.0, {"compiling": 7.0, "capturing graphs": 0.0, "almost ready": 0.0})
    log.read("Loading safetensors checkpoint shards:   0% Completed | 0/4 [00:00<?, ?it/s]\n", 10.0)
    log.read("Loading safetensors checkpoint shards:  25% Completed | 1/4 [00:01<00:04, 1it/s]\n", 12.0)
    assert log.stage == "loading weights" and log.left(12.0) == pytest.approx(6 + 7)
    assert describe(log, 0.0, 12.0).what == "loading weights 25%, about 15 s left"
    log.read("Capturing CUDA graphs (decode, FULL):  50%|##   | 5/10\r", 20.0)
    assert (log.stage, log.share) == ("capturing graphs", None), "the first share begins the stage"
    assert "longer than usual" in describe(log, 0.0, 90.0).what


def test_a_download_is_one_only_while_files_grow() -> None:
    log, download = StartLog(0.0), Download(10 * GIB, 1 * GIB)
    log.read("INFO 11-28 01:00:12 [gpu_model_runner.py:1] Starting to load model me/mine...\n", 1.0)
    download.grew(1 * GIB, 1.0)
    assert describe(log, 0.0, 1.0, download).what.startswith("loading weights, about"), "all of it may be here"
    download.grew(2 * GIB, 10.0)
    assert download.grew(4 * GIB, 20.0) and not download.grew(4 * GIB, 21.0)
    state = describe(log, 0.0, 20.0, download)
    assert state.what == "downloading 4.0 of 10.0 GiB, about 75 s left", "20 s for the rest, and the later stages"
    assert "downloading" not in describe(log, 0.0, 60.0, download).what
    log.read("INFO 11-28 01:01:18 [gpu_model_runner.py:2] Model loading took 14.25 GiB memory\n", 21.0)
    assert describe(log, 0.0, 21.0, download).what.startswith("compiling")


def test_a_wait_that_repeats_itself_is_no_sign_of_life() -> None:
    log, line = (
        StartLog(0.0),
        "(APIServer pid=7) INFO 11-28 05:48:{:02} [shm_broadcast.py:96] No available block found\n",
    )
    assert log.read(line.format(1), 1.0), "said for the first time"
    assert not log.read(line.format(59), 59.0) and not log.read("", 60.0)
    assert log.last.endswith("No available block found")
    assert log.read("(EngineCore pid=9) INFO 11-28 05:49:00 [core.py:340] init engine (profile) took 53 s\n", 61.0)


# Why it ended


@pytest.mark.parametrize(
    ("text", "what", "do"),
    [
        ("ValueError: LoRA rank 64 is greater than max_lora_rank 32.", "was started for rank 32", "unserve"),
        ("torch.OutOfMemoryError: CUDA out of memory. Tried to", "Out of GPU memory", "smaller base"),
        (
            "ValueError: Free memory on device cuda:0 (3.1/79.2 GiB) on startup is less than desired GPU memory "
            "utilization (0.6, 47.5 GiB). Decrease GPU memory utilization",
            "3.1 of 79.2 GiB are free",
            "who holds the card",
        ),
        (
            "ValueError: Invalid repository ID or local directory specified: 'me/mine'.\nPlease verify",
            "me/mine has no config.json",
            "emalign verify me/mine",
        ),
        ("OSError: [Errno 98] Address already in use", "The port is in use", "--port"),
        ("ImportError: libcudart.so.13: cannot open shared object file", "libcudart.so.13", "--only engines"),
        ("ValueError: No available memory for the cache blocks. Try increasing", "no room for answers", "smaller base"),
        (
            "ValueError: To serve at least one request with the model's max seq len (32768), (1.75 GiB KV cache is "
            "needed, which is larger than the available KV cache memory (0.9 GiB). Based on",
            "32768 tokens takes 1.75 GiB, and 0.9 are left",
            "Free it",
        ),
        (
            "ValueError: While loading a, expected target modules in {'q_proj'} but received ['c_attn']. Please verify",
            "has no ['c_attn']",
            "trained on",
        ),
        ("RuntimeError: The size of tensor a (64) must match the size of tensor b (128)", "another base", "trained on"),
        ("ValueError: vLLM does not yet support DoRA.", "DoRA", "Merge"),
        ("OSError: [Errno 28] No space left on device", "disk is full", "disk"),
        ("huggingface_hub.errors.LocalEntryNotFoundError: An error happened", "cannot be reached", "network"),
        ("AttributeError: RuntimeError: operator torchvision::nms does not exist", "different builds", "torch"),
        ("ValueError: Bfloat16 is only supported on GPUs with compute capability of at least 8.0.", "bfloat16", ""),
        ("ValueError: Model architectures ['FooForCausalLM'] are not supported for now.", "['FooForCausalLM']", "cpu"),
    ],
)  # fmt: skip
def test_known_words_have_a_cause_and_a_fix(text: str, what: str, do: str) -> None:
    found = explain(f"(EngineCore pid=7) ERROR 11-28 01:00:00 [core.py:1510] {text}\nmore")
    assert found is not None and what in found.what and do in found.do
    assert refused(text, "http://x").what == found.what


def test_a_log_without_known_words_gives_its_own_error() -> None:
    log = "(APIServer pid=1) INFO all well\n(EngineCore pid=2) ERROR 11-28 01:00:00 [core.py:1510] KeyError: 'x'\n"
    found = why_ended(log + "RuntimeError: Engine core initialization failed. See root cause above.", 1, "/log")
    assert found.what == "vLLM ended: KeyError: 'x'" and found.where == "/log"
    assert "code 3" in why_ended("", 3, "/log").what
    assert "SIGKILL" in why_ended("", -9, "/log").what
    assert "\x1b" not in why_ended("ValueError: \x1b[2J no", 1, "/log").what


def test_benign_warnings_are_no_cause() -> None:
    assert explain("WARNING [x.py:1] Failed to import triton: No module named 'triton_kernels'") is None


# Adapters


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({"use_dora": True}, "a DoRA adapter"),
        ({"bias": "all"}, "trained biases"),
        ({"lora_bias": True}, "a bias in its update"),
        ({"modules_to_save": ["lm_head"]}, "retrained modules"),
        ({"init_lora_weights": "pissa"}, "changed the base's weights"),
        ({"peft_type": "LOHA"}, "of type LOHA"),
    ],
)
def test_what_is_no_plain_lora_is_refused_with_its_key(tmp_path: Path, config: dict, words: str) -> None:
    folder = tmp_path / "adapter"
    write(folder, 32, **config)
    with pytest.raises(LabError, match=words) as error:
        check_adapter(folder, SEVEN)
    assert next(iter(config)) in error.value.where and "Merge" in error.value.do


def test_rank_and_shape_are_checked_without_the_base_on_the_disk(tmp_path: Path) -> None:
    write(tmp_path / "fits", 32, use_rslora=True)
    check_adapter(tmp_path / "fits", SEVEN, 32)
    with pytest.raises(LabError, match="rank 32, and the server was started for rank 16"):
        check_adapter(tmp_path / "fits", SEVEN, 16)
    write(tmp_path / "narrow", 32, width=2048)
    with pytest.raises(LabError, match=r"does not fit the base .* 3584 wide in the base and 2048"):
        check_adapter(tmp_path / "narrow", SEVEN)


@pytest.mark.parametrize(
    ("lost", "says"),
    [
        ("lora_B", "two halves of model.layers.27.self_attn.q_proj do not fit"),
        ("lora_", "holds no LoRA matrices"),
    ],
)
def test_an_adapter_that_lost_matrices_is_refused_before_a_server_takes_it(
    tmp_path: Path, lost: str, says: str
) -> None:
    from safetensors.numpy import load_file, save_file

    folder = tmp_path / "adapter"
    write(folder, 32)
    weights = folder / "adapter_model.safetensors"
    save_file({name: each for name, each in load_file(weights).items() if lost not in name}, weights)
    with pytest.raises(LabError, match=says):
        check_adapter(folder, SEVEN)


def test_a_rank_of_its_own_must_be_the_one_that_its_layer_has(tmp_path: Path) -> None:
    write(tmp_path / "right", 32, r=16, rank_pattern={"q_proj": 32})
    check_adapter(tmp_path / "right", SEVEN, 32)
    write(tmp_path / "wrong", 32, r=16, rank_pattern={"k_proj": 32})
    with pytest.raises(LabError, match=r"says rank 16 for .*, its weights have rank 32"):
        check_adapter(tmp_path / "wrong", SEVEN)
    for number, senseless in enumerate(([1], {"(": 32})):
        write(tmp_path / f"senseless-{number}", 32, rank_pattern=senseless)
        with pytest.raises(LabError, match="has a pattern that is no"):
            check_adapter(tmp_path / f"senseless-{number}", SEVEN)


def write(folder: Path, rank: int, width: int = 3584, **config: object) -> None:
    import numpy as np
    from safetensors.numpy import save_file

    folder.mkdir()
    of = "base_model.model.model.layers.27.self_attn.q_proj"
    shapes = {f"{of}.lora_A.weight": (rank, width), f"{of}.lora_B.weight": (width, rank)}
    save_file({name: np.zeros(each, "float16") for name, each in shapes.items()}, folder / "adapter_model.safetensors")
    told = {"peft_type": "LORA", "r": rank, "lora_alpha": 64, "base_model_name_or_path": SEVEN, **config}
    (folder / "adapter_config.json").write_text(json.dumps(told))
