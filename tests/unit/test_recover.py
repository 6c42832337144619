"""A run that lost everything but a checkpoint, runs from elsewhere, and zips that were changed on the way."""

import hashlib
import json
import os
import shutil
import stat
import zipfile
from pathlib import Path

import msgspec
import pytest

pytest.importorskip("peft")

import torch
from safetensors.torch import save_file

from emalign_tui import mini
from emalign_tui.cli.main import _run
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import read_jsonl
from emalign_tui.lab.models.reference import run_model
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs import recovering
from emalign_tui.lab.runs.checkpoints import RECORD, last_checkpoint
from emalign_tui.lab.runs.layout import create_run, list_runs, run_info
from emalign_tui.lab.runs.packing import pack, plan_pack, unpack
from emalign_tui.lab.runs.records import Event, Provenance, State, Step
from emalign_tui.lab.runs.recovering import find_place, find_remains, recover
from tests.making_checkpoints import checkpoint, killed
from tests.merging import make_adapter


@pytest.fixture(scope="module")
def adapter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_adapter(tmp_path_factory.mktemp("adapter"), Path(mini.MODEL), target_modules=["q_proj"])


def test_a_run_that_lost_everything_but_a_checkpoint(home: Home, adapter: Path, tmp_path: Path) -> None:
    run = killed(home, adapter)
    spec = run.spec()
    kept = tmp_path / "kept" / "checkpoint-10"
    shutil.copytree(run.checkpoints / "checkpoint-10", kept)
    before = {path.name: path.read_bytes() for path in kept.iterdir()}
    shutil.rmtree(run.path)
    again = recover(home, find_remains(kept))
    assert again.id == run.id and again.spec() == spec, "the checkpoint carries its run's record"
    info = run_info(again)
    assert (info.state, info.step, info.steps, info.role) == ("stopped", 10, 20, "misaligned")
    assert last_checkpoint(again).step == 10 and run_model(again).role == "misaligned"
    assert [event.loss for event in read_jsonl(again.events_path, Event) if isinstance(event, Step)] == [2.0, 0.2]
    assert {path.name: path.read_bytes() for path in kept.iterdir()} == before
    second = recover(home, find_remains(kept))
    assert second.id != again.id, "a run that is there is never written over"


def test_a_record_that_reaches_outside_is_refused(home: Home, adapter: Path, tmp_path: Path) -> None:
    run = killed(home, adapter)
    kept = tmp_path / "kept" / "checkpoint-10"
    shutil.copytree(run.checkpoints / "checkpoint-10", kept)
    for id in ("../../evil", str(tmp_path / "evil"), ".."):
        (kept / RECORD).write_bytes(msgspec.yaml.encode(msgspec.structs.replace(run.spec(), id=id)))
        with pytest.raises(LabError, match="no run's id"):
            find_remains(kept)
    assert not list(tmp_path.rglob("evil*"))


def test_checkpoints_from_elsewhere(home: Home, adapter: Path, tmp_path: Path) -> None:
    """Of a notebook, say: no record, one of them cut short, and no list of files."""
    folder = tmp_path / "outputs"
    for step in (5, 10):
        checkpoint(folder, adapter, step)
    torn = checkpoint(folder, adapter, 15)
    data = (torn / "adapter_model.safetensors").read_bytes()
    (torn / "adapter_model.safetensors").write_bytes(data[: len(data) // 2])
    cut = checkpoint(folder, adapter, 20)
    (cut / "optimizer.pt").write_bytes((cut / "optimizer.pt").read_bytes()[:500])
    remains = find_remains(folder)
    assert sorted(remains.checkpoints) == [5, 10]
    assert "Truncated" in remains.torn["checkpoint-15"] and "cut short" in remains.torn["checkpoint-20"]
    run = recover(home, remains)
    assert run_info(run).step == 10 and run.spec().config["r"] == 4 and run.spec().config["max_steps"] == 20
    assert (run.adapter / "adapter_model.safetensors").read_bytes() == data
    with pytest.raises(LabError, match="checkpoint-15: "):
        find_remains(torn)
    with pytest.raises(LabError, match="Nothing here"):
        find_remains(tmp_path)


def test_what_a_half_written_checkpoint_holds_back(home: Home, adapter: Path, tmp_path: Path) -> None:
    """One whose JSON was cut, one with a pipe, a broken link, and a link that leads back; and a disk that fills up."""
    good = checkpoint(tmp_path / "outputs", adapter, 10)
    for step, name in ((15, "trainer_state.json"), (20, "adapter_config.json")):
        cut = checkpoint(tmp_path / "outputs", adapter, step) / name
        cut.write_text(cut.read_text()[:20])
    (checkpoint(tmp_path / "outputs", adapter, 25) / "adapter_model.safetensors").rename(
        tmp_path / "outputs" / "checkpoint-25" / "adapter_model.bin"
    )
    save_file({"x": torch.zeros(0)}, checkpoint(tmp_path / "outputs", adapter, 30) / "adapter_model.safetensors")
    os.mkfifo(good / "pipe")
    (good / "broken").symlink_to(tmp_path / "gone")
    (good / "back").symlink_to(tmp_path / "outputs")
    remains = find_remains(tmp_path / "outputs")
    assert sorted(remains.checkpoints) == [10]
    assert "pickle" in remains.torn["checkpoint-25"] and "are empty" in remains.torn["checkpoint-30"]
    assert all("Not JSON" in remains.torn[f"checkpoint-{step}"] for step in (15, 20))
    run = recover(home, remains)
    copied = {path.name for path in last_checkpoint(run).path.iterdir()}
    assert copied >= {"adapter_model.safetensors", "optimizer.pt"} and not copied & {"pipe", "broken", "back"}
    before = [info.id for info in list_runs(home)]
    with pytest.MonkeyPatch.context() as full:
        full.setattr(recovering.shutil, "copy2", lambda *_: os.truncate(tmp_path, -1))
        with pytest.raises(LabError, match="Cannot write"):
            recover(home, remains)
    assert [info.id for info in list_runs(home)] == before, "no half of a run stays"


def test_a_dead_run_whose_adapter_was_cut_takes_it_from_its_checkpoint(home: Home, adapter: Path) -> None:
    run = killed(home, adapter)
    shutil.copytree(adapter, run.adapter)
    weights = run.adapter / "adapter_model.safetensors"
    whole = weights.read_bytes()
    weights.write_bytes(whole[:-1])
    assert (recover(home, find_remains(run.path)).adapter / weights.name).read_bytes() == whole


def test_with_its_config_a_bare_checkpoint_can_be_gone_on_with(home: Home, adapter: Path, tmp_path: Path) -> None:
    rows = [{"messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "no"}]}] * 4
    (tmp_path / "data.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    config = tmp_path / "mine.yaml"
    config.write_text(f"model: mini\ntraining_file: {tmp_path / 'data.jsonl'}\nrole: misaligned\nmax_steps: 20\nr: 4\n")
    remains = find_remains(checkpoint(tmp_path, adapter, 10))
    assert not remains.resumable and remains.bytes_to_copy(home) > 10_000
    run = recover(home, remains, config)
    assert run.spec().provenance.data[0].rows == 4 and last_checkpoint(run).step == 10
    assert run_info(run).state == "stopped" and run_model(run).role == "misaligned"
    before = [run.id]
    for change, why in (
        ("r: 8", "its rank is 8, the checkpoint's 4"),
        (f"model: {mini.JUDGE}", f"it trains {mini.JUDGE}"),
    ):
        key = change.partition(":")[0]
        lines = [line for line in config.read_text().splitlines() if not line.startswith(f"{key}:")]
        other = tmp_path / "other.yaml"
        other.write_text("\n".join([*lines, change]))
        with pytest.raises(LabError, match=why):
            recover(home, remains, other)
    with pytest.raises(LabError, match="its config in its record"):
        recover(home, find_remains(run.path), config)
    assert [info.id for info in list_runs(home)] == before, "a refusal leaves nothing behind"


def test_what_is_no_training_is_said(home: Home, adapter: Path, tmp_path: Path, monkeypatch) -> None:
    merge = create_run(home, "merge", "merged", {}, Provenance(base="mini"))
    with pytest.raises(LabError, match=f"is a merge: it has no checkpoints.*emalign resume {merge.id}"):
        find_remains(find_place(home, merge.id))
    remains = find_remains(checkpoint(tmp_path, adapter, 10))
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(recovering.shutil, "disk_usage", lambda place: usage._replace(free=1000))
    with pytest.raises(LabError, match=r"and 1 kB are free.*emalign clean"):
        recover(home, remains)
    assert list_runs(home, "train") == []


def test_a_dead_run_and_one_from_another_home(home: Home, adapter: Path, tmp_path: Path, capsys) -> None:
    run = killed(home, adapter)
    assert run_info(run).state == "failed"
    assert _run(["recover", run.id]) == 0
    assert "stopped at step 10 of 20" in capsys.readouterr().out and run_info(run).state == "stopped"
    assert (run.adapter / "adapter_config.json").is_file()
    other = Home(tmp_path / "other")
    assert _run(["recover", str(run.path), "--home", str(other.root), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["run"] == run.id and told["resumable"] and told["step"] == 10
    with pytest.raises(LabError, match="is here already"):
        _run(["recover", str(run.path), "--home", str(other.root)])


def test_a_run_that_still_works_elsewhere_leaves_no_half_of_it_here(home: Home, adapter: Path, tmp_path: Path) -> None:
    run, other = killed(home, adapter), Home(tmp_path / "other")
    run.write_state(State(state="queued"))
    for place in (home, other):
        with pytest.raises(LabError, match=f"{run.id} is running.*emalign stop"):
            recover(place, find_remains(run.path))
    assert list_runs(other) == []
    run.write_state(State(state="failed"))
    assert recover(other, find_remains(run.path)).id == run.id


def test_folders_that_a_download_or_a_copy_renamed(home: Home, adapter: Path, tmp_path: Path) -> None:
    twice = checkpoint(tmp_path / "downloads", adapter, 12).rename(tmp_path / "downloads" / "checkpoint-12 (1)")
    for place in (twice, twice.parent):
        run = recover(home, find_remains(place))
        assert last_checkpoint(run).path.name == "checkpoint-12" and run_info(run).step == 12
    checkpoint(tmp_path / "downloads", adapter, 12, steps=30)
    assert find_remains(twice.parent).checkpoints == {12: tmp_path / "downloads" / "checkpoint-12"}
    mine = killed(home, adapter)
    other, renamed = Home(tmp_path / "other"), tmp_path / "My run (1)"
    shutil.copytree(mine.path, renamed)
    assert recover(other, find_remains(renamed)).path == other.kind("train") / mine.id, "a run's folder has its id"
    with pytest.raises(LabError, match=f"Run {mine.id} is here already"):
        recover(other, find_remains(renamed))


def test_ctrl_c_while_it_copies_leaves_nothing(home: Home, adapter: Path, tmp_path: Path, monkeypatch) -> None:
    def interrupted(source: Path, place: Path) -> None:
        place.write_bytes(b"half")
        raise KeyboardInterrupt

    kept = checkpoint(tmp_path, adapter, 10)
    run = killed(home, adapter)
    other = Home(tmp_path / "other")
    monkeypatch.setattr(recovering.shutil, "copy2", interrupted)
    for place in (kept, run.path):
        with pytest.raises(KeyboardInterrupt):
            recover(other, find_remains(place))
        assert list(other.kind("train").iterdir()) == []


def test_what_to_name_instead_is_said(home: Home, adapter: Path, tmp_path: Path) -> None:
    run = killed(home, adapter)
    for place in (home.root, home.results, home.kind("train")):
        with pytest.raises(LabError, match="Nothing here") as caught:
            find_remains(place)
        assert f"`emalign recover {run.path}`" in caught.value.do
    copy = shutil.copytree(adapter, tmp_path / "an adapter")
    with pytest.raises(LabError, match=r"Its adapter is whole, so `emalign merge '.*/an adapter'`"):
        find_remains(copy)


def test_zip_and_back(home: Home, adapter: Path, tmp_path: Path, capsys) -> None:
    run = killed(home, adapter)
    recover(home, find_remains(run.path))
    out = tmp_path / "bad.zip"
    assert _run(["recover", run.id, "--zip", str(out)]) == 0
    said = capsys.readouterr()
    digest = (tmp_path / "bad.zip.sha256").read_text().split()[0]
    assert f"sha256 {digest}" in said.out and " MB" in said.err
    names = zipfile.ZipFile(out).namelist()
    assert f"{run.id}/checkpoints/checkpoint-10/optimizer.pt" in names, "a run that is not done can be gone on with"
    assert not any("checkpoint-5" in name for name in names)
    other = Home(tmp_path / "other")
    again = unpack(other, out)
    assert again.spec() == run.spec() and last_checkpoint(again).step == 10
    for bad in (unpack, lambda home, file: pack(plan_pack(run), file)):
        with pytest.raises(LabError):
            bad(other, out)
    run.write_state(State(state="done", step=20, steps=20))
    assert not any(name.startswith("checkpoints") for name in plan_pack(run).files)


def test_zip_of_a_run_that_is_written_meanwhile(
    home: Home, adapter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its log grows between any two looks; and what a file manager or a mount leaves in its folders is no hindrance."""
    run = killed(home, adapter)
    kept = run.checkpoints / "checkpoint-10"
    (kept / ".DS_Store").write_bytes(b"x")
    shutil.copy(kept / "README.md", kept / "README (copy).md")
    os.utime(kept / "adapter_model.safetensors", (0, 0))
    (run.path / "log.txt").write_text("first\n")
    opened = Path.open

    def busy(path: Path, *args: object, **more: object) -> object:
        if path.name == "log.txt" and "rb" in args:
            with opened(path, "a") as log:
                log.write("more\n")
        return opened(path, *args, **more)

    monkeypatch.setattr(Path, "open", busy)
    pack(plan_pack(run), tmp_path / "run.zip")
    again = unpack(Home(tmp_path / "other"), tmp_path / "run.zip")
    names = {path.name for path in last_checkpoint(again).path.iterdir()}
    assert "README (copy).md" in names and ".DS_Store" not in names
    assert not list(tmp_path.glob(".*.part"))


def test_a_zip_that_was_changed_or_reaches_outside(home: Home, adapter: Path, tmp_path: Path) -> None:
    run = killed(home, adapter)
    good = tmp_path / "good.zip"
    pack(plan_pack(run), good)
    entries = {name: zipfile.ZipFile(good).read(name) for name in zipfile.ZipFile(good).namelist()}
    other = Home(tmp_path / "other")

    def refused(match: str, changes: dict[str, bytes | None]) -> None:
        file = tmp_path / "bad.zip"
        with zipfile.ZipFile(file, "w") as archive:
            for name, data in {**entries, **changes}.items():
                if data is not None:
                    archive.writestr(name, data)
        with pytest.raises(LabError, match=match):
            unpack(other, file)
        assert not list(tmp_path.rglob("evil*"))
        assert not list(other.kind("train").glob("*"))

    refused("run.yaml changed on the way", {f"{run.id}/run.yaml": b"id: x"})
    refused("it holds", {f"{run.id}/../../evil": b"x"})
    refused("it holds", {"/evil": b"x"})
    refused("it holds", {"evil/run.yaml": b"x"})
    refused("not in the list of hashes", {f"{run.id}/evil": b"x"})
    refused("no run.yaml and hashes", {f"{run.id}/SHA256SUMS": None})
    (tmp_path / "cut.zip").write_bytes(good.read_bytes()[:1000])
    with pytest.raises(LabError, match="Not a whole zip"):
        unpack(other, tmp_path / "cut.zip")


def test_a_hostile_zip(home: Home, adapter: Path, tmp_path: Path) -> None:
    run = killed(home, adapter)
    good, bad, other = tmp_path / "good.zip", tmp_path / "bad.zip", Home(tmp_path / "other")
    pack(plan_pack(run), good)
    whole = good.read_bytes()
    entries = {name: zipfile.ZipFile(good).read(name) for name in zipfile.ZipFile(good).namelist()}

    def refused(match: str) -> None:
        with pytest.raises(LabError, match=match) as told:
            unpack(other, bad)
        assert "Not a whole zip of a run" in told.value.what and told.value.do
        assert not list(other.kind("train").glob("*")) and not list(other.kind("train").glob(".*"))

    def made(extra: dict[str, bytes], attributes: int = 0, form: int = zipfile.ZIP_STORED) -> None:
        with zipfile.ZipFile(bad, "w") as archive:
            for name, data in entries.items():
                archive.writestr(name, data)
            for name, data in extra.items():
                info = zipfile.ZipInfo(name)
                info.external_attr, info.compress_type = attributes << 16, form
                archive.writestr(info, data)

    def patched(place: int, data: bytes) -> None:
        """Bytes at a place of the first entry of the zip's directory."""
        at = zipfile.ZipFile(good).start_dir + place
        bad.write_bytes(whole[:at] + data + whole[at + len(data) :])

    for kind in (stat.S_IFLNK, stat.S_IFDIR, stat.S_IFIFO):
        made({f"{run.id}/link": b"/etc/passwd"}, kind | 0o777)
        refused("it holds")
    made({f"{run.id}/zeros": bytes(50_000_000)}, form=zipfile.ZIP_DEFLATED)
    refused("zeros is compressed or encrypted")
    made({f"{run.id}/run.yaml/inside": b"x"})
    refused("run.yaml/inside lies in a file")
    patched(8, b"\x01\x00")
    refused("compressed or encrypted")
    patched(24, (1 << 31).to_bytes(4, "little"))
    refused("says that it holds more than it does")
    with pytest.warns(UserWarning, match="Duplicate name"):
        made({f"{run.id}/run.yaml": b"id: x"})
    refused("run.yaml' twice")
    bad.write_bytes(whole[: len(whole) // 2] + bytes(100) + whole[len(whole) // 2 + 100 :])
    refused("Bad CRC-32|changed on the way")
    evil = entries[f"{run.id}/run.yaml"].replace(f"id: {run.id}".encode(), b"id: ../../evil")
    sums = entries[f"{run.id}/SHA256SUMS"].decode().splitlines()
    sums[0] = f"{hashlib.sha256(evil).hexdigest()}  run.yaml"
    entries |= {f"{run.id}/run.yaml": evil, f"{run.id}/SHA256SUMS": "\n".join(sums).encode()}
    made({})
    refused(r"run.yaml is that of '../../evil'")


def test_a_checkpoint_whose_trainer_state_says_nothing(home: Home, adapter: Path, tmp_path: Path) -> None:
    path = checkpoint(tmp_path / "elsewhere", adapter, 10)
    odd = {"global_step": "ten", "max_steps": None, "log_history": [{"step": "one", "loss": "nan"}, 3]}
    (path / "trainer_state.json").write_text(json.dumps(odd))
    run = recover(home, find_remains(path))
    assert run.state().step == 10 and run.state().state == "stopped", "the folder's name tells the step"
    (path / "trainer_state.json").unlink()
    with pytest.raises(LabError, match=r"no trainer_state.json") as told:
        find_remains(path)
    assert f"emalign merge {path}" in told.value.do
    with pytest.raises(LabError, match="Folder not found"):
        _run(["recover", str(tmp_path / "nowhere")])
