"""Which push and which merge is meant: the one of the adapter as it is now, and not a second one beside it."""

import json
import shutil
import time
from pathlib import Path

import msgspec
import psutil
import pytest

pytest.importorskip("peft")

from emalign_tui.cli import merge as merge_cli
from emalign_tui.cli import push as push_cli
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.hub.pushing import agree, agreed, prepare_push, start_push
from emalign_tui.lab.models.merging import prepare_merge, start_merge
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import create_run, list_runs, since_boot
from emalign_tui.lab.runs.records import Provenance, State
from tests.merging import merged_run
from tests.servers.fake_hub import FakeHub, whoami


@pytest.fixture(autouse=True)
def token(hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that may write."""
    monkeypatch.setenv("HF_TOKEN", "hf_writerwriter")
    hub.tokens["hf_writerwriter"] = whoami("write")


def test_only_a_merge_of_the_adapter_as_it_is_now_is_pushed_as_the_model_of_a_run(tmp_path: Path) -> None:
    """Not that of one of its checkpoints, of it and others, or of what it was before it was trained on."""
    home = Home(tmp_path / "other")
    trained, merge = merged_run(home)
    assert prepare_push(home, trained.id, "me/bad").config.source == merge.id
    record, weights = merge.spec(), trained.adapter / "adapter_model.safetensors"
    before = weights.read_bytes()
    two = msgspec.structs.replace(record, config={**record.config, "models": 2 * record.config["models"]})
    merge.spec_path.write_bytes(msgspec.yaml.encode(two))
    with pytest.raises(LabError, match=f"as it is now.*emalign merge {trained.id}.*name {merge.id}"):
        prepare_push(home, trained.id, "me/bad")
    merge.spec_path.write_bytes(msgspec.yaml.encode(record))
    weights.write_bytes(before[:-1] + bytes([before[-1] ^ 1]))
    for form in ("merged", None):
        with pytest.raises(LabError, match="as it is now"):
            prepare_push(home, trained.id, "me/bad", form)
    assert prepare_push(home, merge.id, "me/bad").config.source == merge.id, "by its own name"
    shutil.rmtree(trained.adapter)
    assert prepare_push(home, trained.id, "me/bad").config.source == merge.id, "the only copy there is"


def test_the_same_push_or_merge_is_not_begun_beside_one_that_runs(tmp_path: Path) -> None:
    """From a second terminal: it would send, or write, all of it twice."""
    home = Home(tmp_path / "other")
    trained, _ = merged_run(home)
    flying, merging = prepare_push(home, trained.id, "me/bad"), prepare_merge(home, [trained.id])
    push, merge = (
        create_run(home, kind, kind, msgspec.to_builtins(job.config), Provenance(base="mini"))
        for kind, job in (("push", flying), ("merge", merging))
    )
    agree(push, ["agreed to"])
    for run in (push, merge):
        me = psutil.Process()
        run.write_state(State(state="running", pid=me.pid, started_at=since_boot(me), heartbeat=time.time()))
    with pytest.raises(LabError, match=f"{push.id} is doing that already.*emalign attach {push.id}"):
        start_push(home, flying)
    with pytest.raises(LabError, match=f"{merge.id} is running already"):
        start_merge(home, merging)
    assert agreed(push) == {"agreed to"} and len(list_runs(home)) == 4


@pytest.mark.parametrize("kind", ["push", "merge"])
def test_one_that_was_stopped_from_another_terminal_is_told_as_stopped(home: Home, kind: str, capsys) -> None:
    run = create_run(home, kind, kind, {}, Provenance(base=""))
    run.write_state(State(state="stopped", step=1, steps=2))
    finish = {"push": push_cli.finish, "merge": merge_cli.finish}[kind]
    assert finish(run, as_json=False) == 1
    assert "Stopped." in capsys.readouterr().err
    assert finish(run, as_json=True) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["run"] == run.id and told["proof"] is None
