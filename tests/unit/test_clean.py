"""Cleaning takes what can be made again, and never the last copy of an adapter."""

import json
import shutil
from pathlib import Path

import pytest

pytest.importorskip("peft")

from emalign_tui.cli.main import _run
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs import cleaning
from emalign_tui.lab.runs.checkpoints import seal
from emalign_tui.lab.runs.cleaning import Item, remove, what_takes_space
from emalign_tui.lab.runs.layout import RunDir, create_run
from emalign_tui.lab.runs.records import Provenance, State
from tests.merging import merged_run


@pytest.fixture(autouse=True)
def no_cache(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "cache"))


def with_checkpoints(run: RunDir, *steps: int) -> None:
    for step in steps:
        path = run.checkpoints / f"checkpoint-{step}"
        shutil.copytree(run.adapter, path)
        seal(path)


def may_go(home: Home) -> set[str]:
    return {item.path.name for item in what_takes_space(home) if not item.kept}


def reason(home: Home, name: str) -> str:
    return next(item.kept for item in what_takes_space(home) if item.path.name == name)


def test_what_may_go_and_what_stays(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    trained, merge = merged_run(home)
    with_checkpoints(trained, 5, 10)
    assert may_go(home) == {"checkpoint-5", "checkpoint-10", "model"}, "all of it can be made again from the adapter"
    trained.write_state(State(state="stopped", step=10, steps=20))
    assert may_go(home) == {"checkpoint-5", "model"} and "resume" in reason(home, "checkpoint-10")
    weights = trained.adapter / "adapter_model.safetensors"
    whole = weights.read_bytes()
    weights.write_bytes(whole[:100])
    trained.write_state(State(state="done", step=20, steps=20))
    assert may_go(home) == {"checkpoint-5"}
    assert "only copy of its adapter" in reason(home, "checkpoint-10") and "only copy" in reason(home, "model")
    (trained.checkpoints / "checkpoint-10" / "adapter_model.safetensors").unlink()
    (trained.checkpoints / "checkpoint-5" / "whole.json").unlink()
    assert may_go(home) == set(), "what is torn is kept while nothing else is whole"
    weights.write_bytes(whole)
    child = create_run(home, "train", "child", {"model": str(merge.path / "model")}, Provenance(base="mini"))
    child.write_state(State(state="done"))
    assert f"{child.id} uses it" in reason(home, "model")
    before = sorted(path for path in home.root.rglob("*") if path.is_file())
    assert _run(["clean"]) == 0
    said = capsys.readouterr()
    assert "Nothing was deleted" in said.err and "delete" in said.out and "keep" in said.out
    assert sorted(path for path in home.root.rglob("*") if path.is_file()) == before
    assert _run(["clean", "--yes", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["freed"] > 0 and not list(trained.checkpoints.glob("*"))
    assert weights.read_bytes() == whole and (merge.path / "model" / "model.safetensors").is_file()


def test_what_is_reached_by_links_and_what_merges_were_made_from_stays(home: Home, tmp_path: Path) -> None:
    """Nobody means to lose what lies behind a link, or both a merge and the checkpoint that it came from."""
    trained, merge = merged_run(home)
    with_checkpoints(trained, 5, 10)
    elsewhere = shutil.move(merge.model, tmp_path / "large-disk")
    merge.model.symlink_to(elsewhere)
    assert may_go(home) == {"checkpoint-5", "checkpoint-10"}, "a link takes no space"
    config = {"models": [{"name": "five", "adapter": str(trained.checkpoints / "checkpoint-5")}], "base": "mini"}
    create_run(home, "merge", "five", config, Provenance(base="mini")).write_state(State(state="done"))
    assert may_go(home) == {"checkpoint-10"}
    shutil.rmtree(trained.adapter)
    trained.adapter.symlink_to(trained.checkpoints / "checkpoint-10")
    assert may_go(home) == set() and "has a link into it" in reason(home, "checkpoint-10")
    trained.adapter.unlink()
    trained.adapter.mkdir()
    for file in (trained.checkpoints / "checkpoint-10").iterdir():
        (trained.adapter / file.name).symlink_to(file)
    assert may_go(home) == set()


def test_a_merged_model_of_an_adapter_that_changed_since_stays(home: Home) -> None:
    trained, _ = merged_run(home)
    assert may_go(home) == {"model"}
    weights = trained.adapter / "adapter_model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    assert may_go(home) == set() and "is gone or changed" in reason(home, "model")


def test_a_checkpoint_of_the_right_size_and_no_content_is_no_copy(home: Home) -> None:
    """What a file system leaves after a power cut."""
    trained, _ = merged_run(home)
    with_checkpoints(trained, 5, 10)
    shutil.rmtree(trained.adapter)
    weights = trained.checkpoints / "checkpoint-10" / "adapter_model.safetensors"
    weights.write_bytes(bytes(weights.stat().st_size))
    assert may_go(home) == {"checkpoint-10"} and "only copy" in reason(home, "checkpoint-5")


def test_it_looks_again_before_it_deletes(home: Home) -> None:
    trained, _ = merged_run(home)
    with_checkpoints(trained, 5)
    before: list[Item] = [item for item in what_takes_space(home) if not item.kept]
    shutil.rmtree(trained.adapter)
    assert remove(home, before) == 0, "the adapter went meanwhile: nothing else may"
    assert (trained.checkpoints / "checkpoint-5").is_dir()


def test_a_working_run_is_left_alone(home: Home) -> None:
    trained, merge = merged_run(home)
    with_checkpoints(trained, 5, 10)
    (merge.path / "model.part").mkdir()
    for run in (trained, merge):
        run.write_state(State(state="queued"))
    assert may_go(home) == {"model"}
    merge.write_state(State(state="stopped"))
    assert may_go(home) == {"model", "model.part"}


def test_what_interrupted_work_left_may_go(home: Home) -> None:
    trained, _ = merged_run(home)
    push = create_run(home, "push", "pushed", {}, Provenance(base="mini"))
    (push.path / "back").mkdir()
    with_checkpoints(trained, 5)
    (trained.checkpoints / "checkpoint-5").rename(trained.checkpoints / ".deleted-checkpoint-5")
    push.write_state(State(state="running"))
    assert {".deleted-checkpoint-5"} <= may_go(home)
    push.write_state(State(state="stopped"))
    assert may_go(home) == {".deleted-checkpoint-5", "back", "model"}
    assert remove(home, [item for item in what_takes_space(home) if item.kind == "unfinished"]) > 0
    assert not list(trained.checkpoints.iterdir()) and not (push.path / "back").exists()


def test_what_a_killed_recovery_had_copied_may_go(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    part = home.kind("train") / ".bad-261128-120000-abcd.part"
    (part / "adapter").mkdir(parents=True)
    (part / "adapter" / "adapter_model.safetensors").write_bytes(b"x" * 1000)
    assert may_go(home) == set() and reason(home, part.name) == "it is being written"
    monkeypatch.setattr(cleaning, "_FRESH", -1.0)
    (item,) = what_takes_space(home)
    assert (item.kind, item.run, item.bytes) == ("unfinished", "bad-261128-120000-abcd", 1000)
    assert remove(home, [item]) == 1000 and list(home.kind("train").iterdir()) == []
