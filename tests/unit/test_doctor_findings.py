"""Each check by itself: the facts it may meet, and what it says of them."""

import shutil
import socket
from pathlib import Path
from types import SimpleNamespace

import pytest

from emalign_tui import mini
from emalign_tui.lab.doctor import clipboard, disk, memory, ports, python, terminal, work_folder
from emalign_tui.lab.doctor.check import Finding, Subject
from emalign_tui.lab.doctor.needs import Size, model_size
from emalign_tui.lab.doctor.run import run_checks
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.memory import container_limit
from emalign_tui.lab.models.kit import changed_files, write_sums
from emalign_tui.lab.paths import Home
from emalign_tui.lab.redaction import redact
from emalign_tui.lab.settings import change_settings
from emalign_tui.lab.setup.values import checked
from emalign_tui.lab.tmux import Kept
from tests.denied import modes_count

GIB = 2**30


def one(home: Home, name: str, **subject: str):
    (result,) = run_checks(home, [name], subject=Subject(**subject))
    return result


def test_python_versions() -> None:
    for version, status in [((3, 10), "fail"), ((3, 11), "ok"), ((3, 13), "ok"), ((3, 14), "fail")]:
        assert python.judge(version, True).status == status, version
    assert "not in a virtual environment" in python.judge((3, 12), False).evidence


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the mini kit in the package's place, with its checksums."""
    folder = tmp_path / "kit"
    shutil.copytree(mini.MODEL, folder / "base")
    shutil.copytree(mini.JUDGE, folder / "judge")
    write_sums(folder)
    monkeypatch.setattr(mini, "MODEL", folder / "base")
    return folder


def test_a_damaged_mini_kit_is_found(home: Home, kit: Path) -> None:
    assert one(home, "mini_kit").status == "ok"
    weights = kit / "base" / "model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    result = one(home, "mini_kit")
    assert result.status == "warn" and "base/model.safetensors" in result.evidence
    weights.write_bytes(content[:-1])
    assert one(home, "mini_kit").status == "fail"
    shutil.rmtree(kit / "judge")
    assert changed_files(kit)
    assert one(home, "mini_kit").status == "fail"


def test_a_kit_without_its_record(home: Home, kit: Path) -> None:
    (kit / "judge" / "stowaway.txt").write_text("")
    assert changed_files(kit) == ["judge/stowaway.txt"]
    (kit / "SHA256SUMS").unlink()
    assert one(home, "mini_kit").status == "warn"


def test_redaction(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_API_KEY", "plainlookingkey")
    text = "plainlookingkey hf_abcdefgh12 sk-proj-abc_def-1 Bearer eyJhbGciOi https://me:sesame@host/x kept hf_hub"
    hidden = redact(text)
    assert hidden == "[hidden] [hidden] [hidden] Bearer [hidden] https://[hidden]@host/x kept hf_hub"
    assert redact(hidden) == hidden


def place(what: str, path: Path, free: float, need: float = 0.0, device: int = 1) -> disk.Place:
    return disk.Place(what=what, path=path, device=device, free=int(free), need=need)


def test_disk_space(tmp_path: Path) -> None:
    for free, status in [(0, "fail"), (GIB, "warn"), (10 * GIB, "ok"), (100 * GIB, "ok")]:
        places = [place("results", tmp_path, 500 * GIB), place("model cache", tmp_path, free, device=2)]
        assert disk.judge(places, None).status == status
    assert "room for a 7B" in disk.judge([place("results", tmp_path, 100 * GIB)], None).evidence
    assert disk.existing(tmp_path / "not" / "yet") == tmp_path


def test_disk_space_for_a_chosen_model(tmp_path: Path) -> None:
    def both(free: float, device: int) -> Finding:
        needs = (seven.weights + seven.checkpoints, seven.weights)
        return disk.judge(
            [place("results", tmp_path, free, needs[0]), place("cache", tmp_path, free, needs[1], device=device)], seven
        )

    seven = Size("a-7B", 7.6e9, "by its name", False)
    assert both(25 * GIB, device=2).status == "ok", "each disk has room for its part"
    short = both(25 * GIB, device=1)
    assert short.status == "fail" and "for results and 14 GiB for cache" in short.evidence
    assert "--home" in short.fix and "HF_HOME" in short.fix


def test_a_model_too_large_for_this_disk(home: Home) -> None:
    result = one(home, "disk", model="some/Model-9000B")
    assert result.status == "fail" and "some/Model-9000B (9000.0 B parameters by its name)" in result.evidence
    assert one(home, "disk", model="mini").status == "ok"


def test_memory_and_the_limit_of_a_container(tmp_path: Path) -> None:
    own = tmp_path / "own"
    assert container_limit(tmp_path, own) is None
    (tmp_path / "memory.max").write_text("max\n")
    (tmp_path / "memory.current").write_text("5\n")
    assert container_limit(tmp_path, own) is None
    (tmp_path / "memory.max").write_text(f"{4 * GIB}\n")
    assert container_limit(tmp_path, own) == (4 * GIB, 4 * GIB - 5)
    (tmp_path / "memory.current").write_text(f"{9 * GIB}\n")
    assert container_limit(tmp_path, own) == (4 * GIB, 0)
    # A base that was just copied fills the rest with cached files: nothing is short because of that.
    (tmp_path / "memory.current").write_text(f"{4 * GIB}\n")
    (tmp_path / "memory.stat").write_text(f"anon {GIB}\ninactive_file {2 * GIB}\nactive_file {GIB}\n")
    assert container_limit(tmp_path, own) == (4 * GIB, 3 * GIB)
    for free, status in [(GIB // 2, "fail"), (2 * GIB, "warn"), (8 * GIB, "ok")]:
        assert memory.judge(16 * GIB, free, in_container=False).status == status


@pytest.mark.parametrize(
    ("line", "place", "names"),
    [
        ("0::/slurm/job_7/step_0", "slurm/job_7", ("memory.max", "memory.current")),
        ("4:memory:/slurm/job_7/step_0", "memory/slurm/job_7", ("memory.limit_in_bytes", "memory.usage_in_bytes")),
    ],
)
def test_the_limit_of_a_job(tmp_path: Path, line: str, place: str, names: tuple[str, str]) -> None:
    """A scheduler limits a job's group, which lies deep; the outermost has no limit, or one that is no limit."""
    own = tmp_path / "own"
    own.write_text(f"9:cpu:/elsewhere\n{line}\nodd\n")
    (tmp_path / place).mkdir(parents=True)
    for name, value in zip(names, (2 * GIB, GIB), strict=True):
        (tmp_path / place / name).write_text(f"{value}\n")
    (tmp_path / "memory.max").write_text(f"{2**63 - 4096}\n")
    (tmp_path / "memory.current").write_text("1\n")
    assert container_limit(tmp_path, own) == (2 * GIB, GIB)


def test_memory_for_a_chosen_model() -> None:
    seven = Size("a-7B", 7.6e9, "by its name", False)
    without = memory.judge(16 * GIB, 12 * GIB, in_container=False, size=seven, on_gpu=False)
    assert without.status == "fail" and "without a GPU" in without.evidence and "mini" in without.fix
    beside = memory.judge(16 * GIB, 12 * GIB, in_container=False, size=seven, on_gpu=True)
    assert beside.status == "warn" and "merged in full precision" in beside.evidence
    assert memory.judge(64 * GIB, 60 * GIB, in_container=False, size=seven, on_gpu=True).status == "ok"
    other = memory.judge(64 * GIB, 12 * GIB, in_container=False, size=seven, on_gpu=False)
    assert other.fix == "Close other programs."


def test_sizes_of_models(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def billions(name: str) -> float | None:
        size = model_size(home, name)
        return size and round(size.parameters / 1e9, 4)

    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    assert billions("unsloth/Qwen2.5-Coder-7B-Instruct") == 7
    assert billions("unsloth/Qwen2.5-0.5B-bnb-4bit") == 0.5
    assert billions("me/tiny-270M") == 0.27
    assert billions("mistral/Mixtral-8x7B") is None and billions("me/model") is None and billions("no such") is None
    assert billions("openai:gpt-4o") is None
    assert billions("mini") == 0.0035
    snapshot = tmp_path / "hf" / "hub" / "models--me--model" / "snapshots" / "abc"
    snapshot.mkdir(parents=True)
    shutil.copy(mini.MODEL / "config.json", snapshot)
    cached = model_size(home, "me/model")
    assert cached is not None and (cached.how, cached.here) == ("by its config.json", False)
    shutil.copy(mini.MODEL / "model.safetensors", snapshot)
    assert model_size(home, "me/model").here, "what was downloaded needs no room for a download"


def checkout(folder: Path) -> Home:
    (folder / "emalign_tui").mkdir(parents=True)
    (folder / "emalign_tui" / "__init__.py").touch()
    (folder / "pyproject.toml").touch()
    return Home(folder)


def test_work_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EMALIGN_HOME", raising=False)
    outer, inner = checkout(tmp_path / "emalign"), checkout(tmp_path / "emalign" / "emalign")
    assert "holds another checkout" in one(outer, "work_folder").evidence
    assert "inside another checkout" in one(inner, "work_folder").evidence
    assert one(Home(tmp_path / "new" / "folder"), "work_folder").status == "ok"
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "results").write_text("a file")
    assert one(Home(tmp_path / "taken"), "work_folder").status == "fail"
    unwritable = one(Home(Path("/proc/emalign")), "work_folder")
    assert unwritable.status == "fail", "nobody can write there, not even root"
    assert "EMALIGN_HOME" in unwritable.fix


def test_folders_that_are_not_ones_own(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when another user's folder is named, or runs were made as root in a container before."""
    shut, theirs = home.root / "shut", home.root / "mine" / "results" / "train"
    shut.mkdir()
    theirs.mkdir(parents=True)
    shut.chmod(0)
    theirs.chmod(0o555)
    monkeypatch.setenv("HF_HUB_CACHE", str(shut / "hub"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(theirs))
    monkeypatch.delenv("HF_HUB_OFFLINE")
    try:
        with modes_count():
            inside = {name: one(Home(shut / "lab"), name) for name in ("work_folder", "leftovers", "data", "disk")}
            other = one(Home(theirs.parent.parent), "work_folder")
            remote = one(home, "disk", model="some/Model-1B")
            settings = one(home, "settings")
            with pytest.raises(LabError, match="Cannot write there: Permission denied"):
                checked(home, "home", str(shut / "lab"))
    finally:
        shut.chmod(0o755)
    assert inside["work_folder"].status == "fail" and "Permission denied" in inside["work_folder"].evidence
    assert [each.evidence for each in inside.values() if "broke" in each.evidence] == []
    assert "The system refused: Permission denied" in inside["leftovers"].evidence
    assert f"Cannot write to {theirs}: Permission denied" in other.evidence
    assert settings.status == "warn" and "no setting can be kept: Permission denied" in settings.evidence
    assert "No model can be downloaded to" in inside["disk"].evidence and remote.status == "warn"
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert one(home, "disk").status == "ok", "nothing is to be downloaded"


@pytest.mark.parametrize("target", ["not/mounted", "link"], ids=["gone", "loop"])
def test_a_link_that_leads_nowhere(home: Home, target: str) -> None:
    link = home.root / "link"
    link.symlink_to(home.root / target)
    found = one(Home(link), "work_folder")
    assert found.status == "fail" and f"{link} is a link to {home.root / target}, which is not there" in found.evidence
    with pytest.raises(LabError, match="is a link to"):
        checked(home, "home", str(link))


def test_a_relative_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMALIGN_HOME", "runs")
    result = one(Home(tmp_path), "work_folder")
    assert result.status == "warn" and result.fix == f"export EMALIGN_HOME={tmp_path}"
    spaced = tmp_path / "my runs"  # a command is copied, so a path in it has to be one word
    assert one(Home(spaced), "work_folder").fix == f"export EMALIGN_HOME='{spaced}'"
    for fine in ("", "~/runs", str(tmp_path)):
        assert work_folder.relative(fine, Home(tmp_path)) is None


def test_network_file_systems() -> None:
    def mount(point: str, kind: str) -> SimpleNamespace:
        return SimpleNamespace(mountpoint=point, fstype=kind)

    mounts = [mount("/", "ext4"), mount("/home", "nfs4"), mount("/home/me/fast", "xfs"), mount("/mnt/s", "fuse.sshfs")]
    for path, network in [("/home/me/runs", True), ("/home/me/fast/x", False), ("/homes", False), ("/mnt/s/a", True)]:
        assert work_folder.is_network(work_folder.file_system(Path(path), mounts)) == network, path
    assert not work_folder.is_network("fuse.portal") and work_folder.file_system(Path("/x"), []) == ""


def test_ports(tmp_path: Path) -> None:
    assert ports.loopback()
    assert ports.judge(True, 28_000, {}).status == "ok"
    assert ports.judge(False, 28_000, {}).status == "fail"
    assert "sysctl" in ports.judge(True, 100, {}).fix
    assert "NO_PROXY" in ports.judge(True, 28_000, {"http_proxy": "http://p"}).evidence
    assert "NO_PROXY" not in ports.judge(True, 28_000, {"http_proxy": "http://p", "NO_PROXY": "localhost"}).evidence
    (tmp_path / "range").write_text("1024\t2000\n")
    assert ports.port_range(tmp_path / "range") == (1024, 2000)
    assert ports.port_range(tmp_path / "none") == (49152, 65535)


def test_a_range_of_ports_that_is_full(home: Home) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        change_settings({"serve.ports": str(port)})
        result = one(home, "ports")
        assert (
            result.status == "fail" and result.fix == f"emalign setup --set serve.ports={port}-{min(port + 20, 65535)}"
        )
    assert one(home, "ports").status == "ok"


def test_terminals() -> None:
    utf8 = {"LANG": "en_GB.UTF-8", "TERM": "xterm-256color"}
    assert terminal.judge(None, utf8).status == "skipped"
    assert terminal.judge((80, 24), utf8).status == "ok"
    assert terminal.judge((80, 23), {**utf8, "TMUX": "/tmp/tmux,1,0"}).status == "ok", "in a window of 80x24"
    assert terminal.judge((79, 24), utf8).status == "warn"
    assert terminal.judge((80, 24), {**utf8, "TERM": "dumb"}).status == "fail"
    assert terminal.judge((80, 24), {"TERM": "xterm"}).fix == "export LC_ALL=C.UTF-8"
    assert terminal.judge((80, 24), {**utf8, "LC_ALL": "C"}).status == "warn", "LC_ALL wins over LANG"
    remote = {**utf8, "SSH_CONNECTION": "a b", "COLORTERM": "truecolor"}
    inside = terminal.judge((200, 50), {**remote, "TMUX": "/tmp/x"})
    assert inside.evidence.startswith("200x50, 16 million colours, tmux, SSH, UTF-8; the lab stays in tmux")
    assert "runs and servers go on, open it again" in terminal.judge((200, 50), remote).evidence


def test_ways_to_the_clipboard() -> None:
    handed = clipboard.in_tmux("tmux 3.3a", True, None, "xterm-256color")
    assert handed.status == "ok" and "which does not confirm it" in handed.evidence
    nested = clipboard.in_tmux("tmux 3.3a", True, None, "tmux-256color")
    assert nested.status == "warn" and "set-clipboard on" in nested.fix
    kept = clipboard.in_tmux("tmux 2.8", True, Kept("too old", "a newer one"), "xterm")
    assert (kept.status, kept.fix) == ("warn", "a newer one") and "prefix ]" in kept.evidence
    assert clipboard.in_tmux("tmux 3.3a", False, None, "xterm").status == "warn"
    for answer, status, says in (
        (True, "ok", "says that it takes"),
        (False, "skipped", "not confirmed by the terminal"),
    ):
        found = clipboard.outside({"SSH_CONNECTION": "a"}, answer)
        assert found.status == status and says in found.evidence and "over SSH" in found.evidence
    assert "it was not asked" in clipboard.outside({}, None).evidence
    assert clipboard.outside({"VTE_VERSION": "9999"}, True).status == "ok", "what it says itself counts"
    for deaf in ({"STY": "1.pts"}, {"TERM_PROGRAM": "Apple_Terminal"}, {"VTE_VERSION": "7200"}):
        found = clipboard.outside(deaf, None)
        assert found.status == "warn" and found.fix and "copied.txt" in found.evidence
