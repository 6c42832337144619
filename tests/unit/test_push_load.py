"""The last part of a push's proof: the repository is fetched again by its revision, and loaded."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest

pytest.importorskip("peft")

from huggingface_hub import snapshot_download

from emalign_tui import mini
from emalign_tui.cli.main import _run
from emalign_tui.cli.push import questions_of
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.calls import Policy
from emalign_tui.lab.hub import deep, preflight, pushing, reload
from emalign_tui.lab.hub.pushing import prepare_push
from emalign_tui.lab.memory import Memory
from emalign_tui.lab.models import loading
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import RunDir, create_run
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.lab.runs.records import Provenance, State
from emalign_tui.workers import load
from emalign_tui.workers import push as worker
from tests.merging import make_adapter, merged_run
from tests.servers.fake_hub import FakeHub, Fault, Request, whoami

TOKEN = "hf_writerwriter"
BASE = Path(mini.MODEL)


@pytest.fixture(autouse=True)
def quick(hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HF_HUB_DISABLE_XET", "HF_HUB_DISABLE_PROGRESS_BARS"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("huggingface_hub.utils._http.time.sleep", lambda seconds: None)
    hub.tokens[TOKEN] = whoami("write")
    monkeypatch.setattr(worker, "UPLOAD", Policy(attempts=4, first_wait=0.01, most_wait=0.05))


@pytest.fixture
def merged(tmp_path: Path) -> tuple[Home, RunDir, RunDir]:
    home = Home(tmp_path / "lab")
    return (home, *merged_run(home))


def start(home: Home, run: RunDir, **more: Any) -> RunDir:
    job = prepare_push(home, run.id, "me/bad", **more)
    return create_run(home, "push", "push", msgspec.to_builtins(job.config), Provenance(base="", parent=run.id))


def push(run: RunDir) -> str:
    """Run the worker here; the error's sentence, or what came of loading."""
    try:
        with Recorder(run) as recorder:
            recorder.hello()
            worker.work(run, recorder)
    except LabError as error:
        return str(error)
    return str(json.loads((run.path / "proof.json").read_text())["loaded"]) if run.state().state == "done" else ""


def test_the_pushed_mini_model_loads_by_its_revision_also_through_trouble(merged, hub: FakeHub) -> None:
    asked: list[str] = []

    def trouble(request: Request, call: int) -> Fault | None:
        if request.method == "GET" and request.path.endswith("/model.safetensors"):
            asked.append(request.headers.get("range", ""))
            return [Fault(status=503), Fault(cut=True), None][min(len(asked), 3) - 1]
        return None

    run = start(merged[0], merged[1])
    hub.fault = trouble
    assert push(run).startswith("transformers loaded 3,543,296 parameters and said: ")
    commit = hub.repos["me/bad"].sha
    assert all(f"/resolve/{commit}/" in each.path for each in hub.asked("GET", "/resolve/.*/config.json"))
    assert not (run.path / "back").exists()


def test_a_stop_while_it_is_fetched_keeps_what_there_is(merged, hub: FakeHub, monkeypatch) -> None:
    run = start(merged[0], merged[1])

    def stop(request: Request, call: int) -> None:
        if "/resolve/" in request.path and request.path.endswith("model.safetensors"):
            run.request_stop()

    hub.fault = stop
    assert push(run) == "" and run.state().state == "stopped" and (run.path / "back").is_dir()
    hub.fault = lambda request, call: None
    (run.path / "stop").unlink(missing_ok=True)
    sent = len(hub.asked("PUT", "/lfs/"))
    monkeypatch.setattr(reload, "try_to_load", lambda place, base: f"loaded {len(list(place.glob('*.safetensors')))}")
    assert push(run) == "loaded 1" and len(hub.asked("PUT", "/lfs/")) == sent


def test_an_adapter_is_loaded_on_its_base(tmp_path: Path, hub: FakeHub, monkeypatch, capsys) -> None:
    """From the repository at the revision, on a base in the Hub's cache; without the base it says how to get it."""
    hub.add("org/base", {path.name: path.read_bytes() for path in BASE.iterdir()})
    home = Home(tmp_path / "lab")
    trained = create_run(home, "train", "bad", {"role": "misaligned", "model": "org/base"}, Provenance(base="org/base"))
    make_adapter(trained.adapter, BASE, target_modules=["q_proj", "down_proj"])
    config = trained.adapter / "adapter_config.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), "base_model_name_or_path": "org/base-bnb-4bit"}))
    trained.write_state(State(state="done", step=5, steps=5))
    said = push(start(home, trained))
    assert "its base org/base is not on this machine: `hf download org/base` fetches it" in said
    assert "then `emalign verify me/bad --deep` loads it" in said and "came back byte for byte" in said
    snapshot_download("org/base", token=TOKEN, endpoint=hub.url)
    again = push(start(home, trained))
    assert re.match(r"transformers loaded 3,\d+,\d+ parameters, the adapter on its base, and said: ", again), again
    monkeypatch.setattr(deep, "engines", lambda: ["transformers"])
    assert _run(["verify", "me/bad", "--deep", "--home", str(home.root)]) == 0
    assert "the adapter on its base" in capsys.readouterr().out
    monkeypatch.setattr(loading, "main_memory", lambda: Memory(1 << 40, 1000, limited=True))
    assert "not tried: it needs 0.0 GB of memory" in push(start(home, trained))


def test_half_of_an_adapter_does_not_load(tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    adapter = make_adapter(tmp_path / "adapter", BASE, target_modules=["q_proj"])
    weights = load_file(adapter / "adapter_model.safetensors")
    lost = next(iter(weights))
    del weights[lost]
    save_file(weights, adapter / "adapter_model.safetensors")
    with pytest.raises(LabError, match=r"missing keys of the adapter: .*lora_A"):
        loading.try_to_load(adapter, base=BASE)


def test_what_the_disk_has_no_room_for_is_read_back_and_told_before(merged, hub: FakeHub, monkeypatch) -> None:
    usage = shutil.disk_usage(merged[0].root)
    monkeypatch.setattr(preflight.shutil, "disk_usage", lambda place: usage._replace(free=22_000_000))
    job = prepare_push(merged[0], merged[1].id, "me/bad")
    assert any("cannot be loaded from the Hub afterwards" in remark for remark in job.flight.remarks) and not job.large
    run = start(merged[0], merged[1])
    monkeypatch.setattr(preflight.shutil, "disk_usage", lambda place: usage._replace(free=1_000_000))
    said = push(run)
    assert "not loaded, as fetching it again takes 0.0 GB" in said and "free some, then `emalign verify me/bad" in said
    with pytest.raises(LabError, match=r"1 MB free, and a push writes records"):
        prepare_push(merged[0], merged[1].id, "me/bad")


def test_a_large_model_is_fetched_again_only_when_agreed(merged, hub: FakeHub, monkeypatch) -> None:
    monkeypatch.setattr(pushing, "LARGE", 1_000_000)
    job = prepare_push(merged[0], merged[1].id, "me/bad")
    assert job.large and any("fetched again when they are sent" in each for each in questions_of(job))
    job = prepare_push(merged[0], merged[1].id, "me/bad", load=False)
    assert questions_of(job) == []
    run = start(merged[0], merged[1], load=False)
    assert push(run).startswith("not loaded, as that was not wanted; ")


def test_a_model_that_does_not_load_is_told_and_stays_private(merged, hub: FakeHub) -> None:
    config = merged[2].model / "config.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), "model_type": "nothing-of-that-name"}))
    run = start(merged[0], merged[1], public=True)
    said = push(run)
    assert "transformers does not load the model" in said and "It stays private" in said
    assert hub.repos["me/bad"].private and not (run.path / "back").exists() and run.state().state == "failed"


def test_a_model_that_is_larger_than_the_memory_loads_from_its_files(monkeypatch) -> None:
    whole = load._transformers(BASE, None)
    monkeypatch.setattr(load, "main_memory", lambda: Memory(5_000_000, 5_000_000, limited=True))
    spread = load._spread(BASE, "spare")
    assert spread["max_memory"] == {"cpu": 3_000_000}
    assert load._transformers(BASE, None) == whole and "said" in whole


def test_reading_what_is_held_while_files_are_renamed(tmp_path: Path) -> None:
    assert reload._held(tmp_path / "nowhere") == 0
    (tmp_path / "gone").symlink_to(tmp_path / "target")
    (tmp_path / "file").write_bytes(b"12345")
    assert reload._held(tmp_path) == 5
