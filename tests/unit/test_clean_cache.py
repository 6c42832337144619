"""The Hub's cache: a revision goes when it is chosen, and never while it is used, fetched, or holds an adapter."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from huggingface_hub import scan_cache_dir, snapshot_download

from emalign_tui.cli.main import _run
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.cleaning import Item, remove, what_takes_space
from emalign_tui.lab.runs.layout import create_run
from emalign_tui.lab.runs.records import Provenance, State
from tests.servers.fake_hub import FakeHub, whoami

WEIGHTS, LARGER = b"w" * 300_000, b"v" * 400_000


@pytest.fixture
def cache(hub: FakeHub, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two revisions of one model that share their config, another model, and an adapter."""
    place = tmp_path / "cache"
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(place))
    monkeypatch.setenv("HF_HUB_OFFLINE", "")
    hub.tokens["hf_me"] = whoami("write")
    repo = hub.add("org/base", {"config.json": b"{}" * 50_000, "model.safetensors": WEIGHTS})
    fetch(hub, "org/base")
    repo.commits.append("1" * 40)
    repo.files["model.safetensors"] = LARGER
    fetch(hub, "org/base")
    hub.add("org/other", {"model.safetensors": WEIGHTS + b"o"}, commits=["2" * 40])
    fetch(hub, "org/other")
    adapter = {"adapter_config.json": b"{}", "adapter_model.safetensors": WEIGHTS + b"a"}
    hub.add("org/adapter", adapter, commits=["3" * 40])
    fetch(hub, "org/adapter")
    return place


def fetch(hub: FakeHub, repo: str) -> None:
    snapshot_download(repo, token="hf_me", endpoint=hub.url)


def named(home: Home) -> dict[str, Item]:
    return {item.name: item for item in what_takes_space(home)}


def held(cache: Path) -> set[tuple[str, str]]:
    return {(repo.repo_id, each.commit_hash[:8]) for repo in scan_cache_dir(cache).repos for each in repo.revisions}


def test_each_revision_is_shown_and_goes_only_when_it_is_chosen(home: Home, cache: Path, capsys) -> None:
    items = named(home)
    old, new, adapter = items["org/base@00000000"], items["org/base@11111111"], items["org/adapter@33333333"]
    assert (old.bytes, new.bytes) == (300_000, 400_000), "the config that both need goes with neither"
    assert "main" in new.why and "no branch points to it" in old.why and "last read today" in new.why
    assert "perhaps the only copy" in adapter.kept and not old.kept
    before = held(cache)
    assert _run(["clean", "--yes"]) == 0
    said = capsys.readouterr().out
    assert "may go" in said and "--only cache, or --repo ORG/NAME, deletes it" in said and held(cache) == before
    assert _run(["clean", "--repo", "org/base"]) == 0
    said = capsys.readouterr()
    assert "2 folders may go: 700 kB" in said.out and "Nothing was deleted" in said.err and held(cache) == before
    assert remove(home, [old]) == 300_000
    assert held(cache) == before - {("org/base", "00000000")}
    kept = next(each for repo in scan_cache_dir(cache).repos if repo.repo_id == "org/base" for each in repo.revisions)
    assert (kept.snapshot_path / "model.safetensors").read_bytes() == LARGER
    assert (kept.snapshot_path / "config.json").is_file(), "what the other revision needs is still there"
    assert _run(["clean", "--only", "cache", "--yes", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["freed"] > 700_000 and {item["repo"] for item in told["items"]} == {
        "org/base",
        "org/other",
        "org/adapter",
    }
    assert held(cache) == {("org/adapter", "33333333")}


def test_what_a_running_server_or_training_uses_stays(home: Home, cache: Path) -> None:
    serve = create_run(home, "serve", "served", {"base": "org/base", "name": "base"}, Provenance(base="org/base"))
    train = create_run(home, "train", "trained", {"model": "org/other-bnb-4bit"}, Provenance(base="org/other"))
    for run in (serve, train):
        run.write_state(State(state="queued"))
    items = named(home)
    assert items["org/base@11111111"].kept == f"{serve.id} uses it" == items["org/base@00000000"].kept
    assert items["org/other@22222222"].kept == f"{train.id} uses it"
    before = held(cache)
    assert remove(home, list(items.values())) == 0 and held(cache) == before
    for run in (serve, train):
        run.write_state(State(state="done"))
    assert not named(home)["org/other@22222222"].kept


def test_what_another_program_has_open_stays(home: Home, cache: Path) -> None:
    weights = next(cache.glob("models--org--other/snapshots/*/model.safetensors"))
    words = "import mmap, sys; f = open(sys.argv[1], 'rb'); m = mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ); "
    words += "f.close(); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", words, str(weights)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as reader:
        assert reader.stdout and reader.stdout.readline()
        items = named(home)
        assert (
            items["org/other@22222222"].kept == "a process has its files open" and not items["org/base@00000000"].kept
        )
        assert remove(home, list(items.values())) == 800_000 and ("org/other", "22222222") in held(cache)
        reader.communicate()
    assert not named(home)["org/other@22222222"].kept


def test_what_a_running_command_names_stays(home: Home, cache: Path) -> None:
    """vllm serve org/other: it has read its weights, and no file is open."""
    words = [sys.executable, "-c", "import sys; print('up', flush=True); sys.stdin.read()", "org/other"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdout and server.stdout.readline()
        assert named(home)["org/other@22222222"].kept == "a running command names it"
        server.communicate()
    assert not named(home)["org/other@22222222"].kept


def test_what_is_being_fetched_or_could_not_be_fetched_again_stays(home: Home, cache: Path, monkeypatch) -> None:
    (cache / "models--org--other" / "blobs" / "abc.incomplete").write_bytes(b"x")
    assert named(home)["org/other@22222222"].kept == "it is being fetched"
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert all(item.kept for item in what_takes_space(home))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(cache / "nowhere"))
    assert what_takes_space(home) == []
