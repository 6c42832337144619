"""GPUs: what the driver may say, and what is made of it. Real cards: tests/gpu/doctor.py."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from emalign_tui.lab.doctor import gpu, gpu_facts
from emalign_tui.lab.doctor.check import Subject
from emalign_tui.lab.doctor.gpu_facts import GIB, Card, Holder, Machine, holders
from emalign_tui.lab.doctor.inside import torch_cuda
from emalign_tui.lab.doctor.needs import Size
from emalign_tui.lab.models.reference import resolve_model
from emalign_tui.lab.paths import Home
from emalign_tui.lab.serving.servers import list_servers, serve, stop_all
from tests.servers.nvml import nvml_driver
from tests.waiting import wait_until

H100 = Card(name="NVIDIA H100", capability=(9, 0), total=80 * GIB, free=79 * GIB, temperature=30)
T4 = Card(name="Tesla T4", capability=(7, 5), total=15 * GIB, free=15 * GIB)
SEVEN = Size("a-7B", 7.6e9, "by its name", False)


def change(card: Card, **changes: object) -> Card:
    import msgspec

    return msgspec.structs.replace(card, **changes)


def look(*cards: Card, builds: dict[str, str] | None = None, visible: str | None = None, size: Size | None = None):
    machine = Machine(driver="580.95", cuda=(13, 0), cards=list(cards))
    return gpu.judge(machine, builds or {}, visible, size)


def test_a_healthy_card() -> None:
    found = look(H100, builds={"python": "13.0"}, size=SEVEN)
    assert (found.status, found.fix) == ("ok", "")
    for fact in ("H100", "compute 9.0", "bf16", "79.0 of 80.0 GiB", "30 C", "580.95", "CUDA 13.0", "room for a-7B"):
        assert fact in found.evidence
    assert "no bf16" in look(T4).evidence
    assert "8 x NVIDIA H100" in look(*[H100] * 8).evidence
    assert "CPU mode" in look().evidence


def test_no_driver_here(home: Home) -> None:
    found = gpu.CHECK.look(home, Subject())
    assert found.status in ("ok", "warn"), "never a failure of the check itself"


def test_a_card_in_a_container_that_was_not_given_the_drivers_library(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without() -> Machine:
        raise gpu_facts.NoDriver

    monkeypatch.setattr(gpu, "read_machine", without)
    monkeypatch.setattr(gpu, "_DEVICE", tmp_path / "nvidiactl")
    assert gpu.CHECK.look(home, Subject()).status == "ok"
    (tmp_path / "nvidiactl").touch()
    found = gpu.CHECK.look(home, Subject())
    assert found.status == "warn" and "NVIDIA_DRIVER_CAPABILITIES=compute,utility" in found.fix


@pytest.mark.parametrize(("build", "status"), [("12.8", "ok"), ("13.1", "ok"), ("14.0", "fail"), ("", "ok")])
def test_a_driver_too_old_for_torch(build: str, status: str) -> None:
    found = look(H100, builds={"/opt/py": build})
    assert found.status == status
    if status == "fail":
        assert "/opt/py -m pip install" in found.fix and found.fix.endswith("whl/cu130")


def test_a_torch_for_the_driver_that_is_there() -> None:
    """Of CUDA 12.4 there is no build of a torch that the lab can use; that of 12.6 runs with each driver of 12."""
    for cuda, ends in (((12, 4), "whl/cu126"), ((11, 8), "no torch of today is built for this one.")):
        machine = Machine(driver="550.54", cuda=cuda, cards=[H100])
        assert gpu.judge(machine, {"/opt/py": "13.0"}, None, None).fix.endswith(ends)


def test_hidden_cards() -> None:
    for value in ("", "-1"):
        assert look(H100, visible=value).fix == "unset CUDA_VISIBLE_DEVICES"
    assert "CUDA_VISIBLE_DEVICES=1" in look(H100, H100, visible="1").evidence


def test_of_several_cards_only_those_that_may_be_used_count_for_memory() -> None:
    full = change(H100, free=2 * GIB)
    assert look(full, H100, visible="1", size=SEVEN).status == "ok"
    assert look(full, H100, visible="0", size=SEVEN).status == "warn"
    assert look(full, H100, size=SEVEN).status == look(full, H100, visible="GPU-8932f9", size=SEVEN).status == "ok"
    assert look(H100, T4, visible="1", size=Size("a-70B", 70e9, "by its name", False)).status == "fail"


def test_a_sick_card() -> None:
    worn = look(change(H100, ecc_errors=3))
    assert worn.status == "warn" and "3 uncorrected" in worn.evidence and "ECC" in worn.fix
    assert look(H100, change(H100, bad_rows=True)).status == "fail"
    hot = look(change(H100, hot=True, temperature=91))
    assert hot.status == "warn" and "91 C" in hot.evidence
    assert "power" in look(change(H100, power_brake=True)).evidence


def test_slices_of_a_card() -> None:
    part = Card(name="MIG 1g.10gb", capability=(9, 0), total=10 * GIB, free=10 * GIB)
    assert look(change(H100, mig=True)).status == "fail"
    split = look(change(H100, mig=True, slices=[part, part]))
    assert split.status == "ok" and "MIG with 2 slices: 10.0 of 10.0 GiB" in split.evidence
    assert look(change(H100, mig=True, slices=[part]), size=Size("a-32B", 32e9, "", False)).status == "fail"


def test_a_model_that_does_not_fit() -> None:
    small = look(T4, size=Size("a-32B", 32e9, "by its name", False))
    assert small.status == "fail" and "a-32B" in small.evidence and "smaller base" in small.fix
    assert look(T4, size=SEVEN).status == "ok", "a 7B in 4 bit is the T4 recipe"
    busy = look(change(T4, free=4 * GIB), size=SEVEN)
    assert busy.status == "warn" and "8 GiB, 4.0 are free" in busy.evidence


def test_who_holds_the_memory_and_what_to_do() -> None:
    def held(**facts: object):
        holder = Holder(**{"pid": 4242, "name": "python", "user": "ann", "memory": 70 * GIB, **facts})
        return look(change(H100, free=9 * GIB, holders=[holder]))

    other = held()
    assert other.status == "warn" and "pid 4242 python of ann 70.0 GiB" in other.evidence
    assert "CUDA_VISIBLE_DEVICES" in other.fix
    orphan = held(state="orphan", name="VLLM::EngineCore")
    assert "its parent is gone" in orphan.evidence and orphan.fix.endswith("kill 4242")
    assert "restart" in held(state="gone").fix
    own = held(run="mini-1")
    assert "the lab's own run mini-1" in own.evidence and "emalign unserve" in own.fix
    unseen = look(change(H100, free=9 * GIB))
    assert "cannot be seen from here" in unseen.evidence
    assert look(change(H100, free=9 * GIB), H100).status == "ok", "one of the two is free"
    idle = Holder(pid=1, name="x", user="y", memory=GIB, state="orphan")
    assert look(change(H100, holders=[idle])).status == "warn", "an orphan is named also when there is room"


def test_processes_are_named_by_what_they_are() -> None:
    code = "import sys; print('up', flush=True); sys.stdin.read()"
    words = [sys.executable, "-P", "-c", code, "emalign_tui.workers.train", "/somewhere/results/train/run-7/"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as worker:
        assert worker.stdin is not None and worker.stdout is not None
        worker.stdout.readline()  # a process just started may not have its command line yet
        mine, gone = holders(
            [
                SimpleNamespace(pid=worker.pid, usedGpuMemory=5),
                SimpleNamespace(pid=2**22 + 1, usedGpuMemory=None),
            ]
        )
        worker.stdin.close()
    assert (mine.run, mine.state, mine.memory) == ("run-7", "alive", 5)
    assert (gone.state, gone.memory) == ("gone", None)


@pytest.mark.parametrize("init", [True, False])
def test_an_orphan_is_a_process_whose_parent_is_the_first(init: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its parent starts it and dies, as a killed server leaves its engine behind; also where no init is the first."""
    monkeypatch.setattr(gpu_facts, "_INITS", (psutil.Process(1).name(),) if init else ())
    code = (
        "from subprocess import DEVNULL, Popen\n"
        f"print(Popen(['sleep', '60'], start_new_session={init}, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL).pid)"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, start_new_session=True)
    pid = int(done.stdout)
    try:
        wait_until(lambda: psutil.Process(pid).ppid() != os.getpid())
        if psutil.Process(pid).ppid() != 1:
            pytest.skip("another process than the first collects orphans here")
        (orphan,) = holders([SimpleNamespace(pid=pid, usedGpuMemory=1)])
        assert (orphan.state, orphan.name) == ("orphan", "sleep")
        (mine,) = holders([SimpleNamespace(pid=os.getpid(), usedGpuMemory=1)])
        assert mine.state == "alive"
    finally:
        os.kill(pid, 9)


def test_an_orphan_that_another_process_than_the_first_took_in() -> None:
    """As a user's own systemd does, or a container's supervisor."""
    leave = "import subprocess; print(subprocess.Popen(['sleep', '60'], stdout=subprocess.DEVNULL).pid)"
    supervise = (
        "import ctypes, subprocess, sys\n"
        "ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)\n"  # PR_SET_CHILD_SUBREAPER
        f"subprocess.run([sys.executable, '-c', {leave!r}], start_new_session=True)\n"
        "sys.stdin.read()"
    )
    words = [sys.executable, "-c", supervise]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as supervisor:
        assert supervisor.stdout is not None and supervisor.stdin is not None
        pid = int(supervisor.stdout.readline())
        try:
            wait_until(lambda: psutil.Process(pid).ppid() == supervisor.pid)
            orphan, alive = holders([SimpleNamespace(pid=each, usedGpuMemory=1) for each in (pid, supervisor.pid)])
            assert (orphan.state, alive.state) == ("orphan", "alive")
        finally:
            os.kill(pid, 9)
            supervisor.stdin.close()


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return nvml_driver(tmp_path_factory.mktemp("driver"))


def ask(driver: Path, gpus: str, *words: str, **variables: str) -> dict[str, dict]:
    """The results of `emalign doctor` beside that driver, by check."""
    env = {**os.environ, "LD_LIBRARY_PATH": str(driver), "FAKE_GPUS": gpus, **variables}
    env.pop("CUDA_VISIBLE_DEVICES", None)
    command = [sys.executable, "-m", "emalign_tui", "doctor", "--json", *words]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return {each["id"]: each for each in json.loads(done.stdout)["checks"]}


def test_through_nvidia_ml_py(home: Home, driver: Path) -> None:
    found = ask(
        driver, "NVIDIA H100 80GB HBM3,9,0,81559,81079,0,0,0,0,0,0,31;Tesla T4,7,5,15360,15000", "--only", "gpu"
    )
    assert found["gpu"]["status"] == "ok"
    assert found["gpu"]["evidence"] == (
        "NVIDIA H100 80GB HBM3 (compute 9.0, bf16), 79.2 of 79.6 GiB free, 31 C; "
        "Tesla T4 (compute 7.5, no bf16, trains in fp16), 14.6 of 15.0 GiB free; driver 580.95.05 (CUDA 13.0)"
    )


@pytest.mark.parametrize(
    ("card", "status", "words"),
    [
        ("H100,9,0,80000,2000,{pid}", "warn", "python"),
        ("H100,9,0,80000,2000,4194305", "warn", "no longer there"),
        ("H100,9,0,80000,2000", "warn", "cannot be seen"),
        ("H100,9,0,80000,79000,0,64", "warn", "too hot"),
        ("H100,9,0,80000,79000,0,0,2", "warn", "2 uncorrected memory errors"),
        ("H100,9,0,80000,79000,0,0,0,1", "fail", "rows that wait"),
        ("H100,9,0,80000,79000,0,0,0,0,1,0", "fail", "no slices"),
        ("H100,9,0,80000,79000,0,0,0,0,1,3", "ok", "MIG with 3 slices"),
        ("", "ok", "no GPU"),
    ],
)
def test_faults_through_nvidia_ml_py(home: Home, driver: Path, card: str, status: str, words: str) -> None:
    found = ask(driver, card.format(pid=os.getpid()), "--only", "gpu")["gpu"]
    assert (found["status"], words in found["evidence"]) == (status, True), found
    assert bool(found["fix"]) == (status != "ok")


def test_memory_that_the_driver_does_not_tell(home: Home, driver: Path) -> None:
    """As in a container with a slice of a card (its code 4), and on a chip that shares main memory (3)."""
    slices = ask(driver, "NVIDIA H100,9,0,0,0,0,0,0,0,1,2", "--only", "gpu", FAKE_NVML_MEMORY="4")["gpu"]
    assert slices["status"] == "ok" and "19.5 of 20.0 GiB free, MIG with 2 slices" in slices["evidence"]
    shared = ask(driver, "NVIDIA GB10,12,1,0,0", "--only", "gpu", FAKE_NVML_MEMORY="3")["gpu"]
    assert f"of {psutil.virtual_memory().total / 2**30:.1f} GiB free" in shared["evidence"]
    shut = ask(driver, "NVIDIA H100,9,0,0,0", "--only", "gpu", FAKE_NVML_MEMORY="4")["gpu"]
    assert shut["status"] == "warn" and "Insufficient Permissions" in shut["evidence"] and "/dev/nvidia" in shut["fix"]


@pytest.mark.parametrize("told", ["0", "4"], ids=["all", "slices"])
def test_a_plan_is_made_for_the_slice_that_a_process_gets(driver: Path, told: str) -> None:
    code = "from emalign_tui.lab.planner.device import find_device as f; print(f().name, f().free_gib)"
    env = {"LD_LIBRARY_PATH": str(driver), "FAKE_GPUS": "NVIDIA H100,9,0,81559,81079,0,0,0,0,1,2"}
    env = {**os.environ, **env, "CUDA_VISIBLE_DEVICES": "", "FAKE_NVML_MEMORY": told}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout == f"MIG 1g.10gb {10_000 / 1024}\n"


def test_servers_of_this_home_can_be_stopped_for_their_memory(home: Home, driver: Path) -> None:
    serve(home, resolve_model(home, "mini"))
    try:
        (server,) = list_servers(home)
        card = f"H100,9,0,80000,2000,{server.pid}"
        found = ask(driver, card, "--only", "gpu")["gpu"]
        assert f"the lab's own run {server.run}" in found["evidence"] and "model servers of mini" in found["action"]
        ask(driver, card, "--only", "gpu", "--fix", "--yes")
        assert list_servers(home) == []
    finally:
        stop_all(home)


@pytest.mark.parametrize(("code", "fix"), [("9", "a restart"), ("4", "/dev/nvidia"), ("999", "In a container")])
def test_a_driver_that_does_not_answer(home: Home, driver: Path, code: str, fix: str) -> None:
    """Not loaded, not allowed, and one that a container has lost."""
    found = ask(driver, "", "--only", "gpu", FAKE_NVML_INIT=code)["gpu"]
    assert found["status"] == "warn" and "does not answer" in found["evidence"] and "CPU mode" in found["evidence"]
    assert fix in found["fix"]


def test_other_checks_know_that_there_is_a_card(home: Home, driver: Path) -> None:
    """A CPU build of torch, and packages outside unsloth's window, matter only beside a GPU."""
    found = ask(driver, "H100,9,0,80000,79000", "--only", "torch_build", "--only", "packages")
    assert "unsloth" in found["packages"]["evidence"] and "vllm" in found["packages"]["fix"]
    build = found["torch_build"]
    for_cuda = bool(torch_cuda(sys.executable))  # whichever build is installed here
    assert (build["status"] == "ok", "will not use it" in build["evidence"]) == (for_cuda, not for_cuda)
