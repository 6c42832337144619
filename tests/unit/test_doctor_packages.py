"""Interpreters: what is in them, what is missing or does not fit, and torch beside a really broken torchvision."""

import os
import subprocess
import sys
import threading
import venv
from importlib import metadata
from pathlib import Path

import msgspec
import pytest

from emalign_tui.lab.doctor import packages, torch_build, torch_import
from emalign_tui.lab.doctor.check import CheckResult, Subject
from emalign_tui.lab.doctor.inside import CPU_INDEX, Inside, NoPython, look_inside
from emalign_tui.lab.doctor.run import CHECKS, run_checks
from emalign_tui.lab.paths import Home
from tests.packages import SLOW_TORCH, TORCHVISION_WITHOUT_OPERATORS, install

ROOT = Path(__file__).parents[2]

WHOLE = {
    "torch": "2.11.0",
    "unsloth": "2026.10.7",
    "transformers": "5.17.0",
    "trl": "1.15.0",
    "datasets": "4.8.5",
    "peft": "0.21.2",
    "accelerate": "1.15.0",
    "bitsandbytes": "0.50.2",
    "vllm": "0.26.0",
}


def one(home: Home, name: str, **subject: str) -> CheckResult:
    (result,) = run_checks(home, [name], subject=Subject(**subject))
    return result


def gpu_packages(**changes: str):
    versions = {name: version for name, version in {**WHOLE, **changes}.items() if version}
    wanted = [*packages.TRAIN_GPU, *packages.SERVE_GPU]
    return packages.judge("/opt/py", wanted, Inside(python="3.12.3", versions=versions), gpu=True)


def test_all_missing_base_packages_come_in_one_command() -> None:
    wanted = packages.base_requirements(["textual==8.2.8", "PyYAML>=6", "trl>=1.10; extra == 'cpu'"])
    assert wanted == ["textual==8.2.8", "PyYAML>=6"]
    good = {"textual": "8.2.8", "pyyaml": "6.0.3"}
    assert packages.judge(sys.executable, wanted, Inside(python="3.11", versions=good), gpu=False).status == "ok"
    found = packages.judge(sys.executable, wanted, Inside(python="3.11", versions={"pyyaml": "5.4"}), gpu=False)
    assert found.status == "fail"
    assert found.fix == f'{sys.executable} -m pip install "textual==8.2.8" "PyYAML>=6"'
    assert "textual is missing" in found.evidence and "PyYAML 5.4 does not fit >=6" in found.evidence


def test_a_gpu_environment_that_fits() -> None:
    assert gpu_packages().status == "ok"


@pytest.mark.parametrize(
    ("name", "version", "says"),
    [
        ("transformers", "5.23.0", '"transformers<=5.17.0,>=5.5"'),
        ("trl", "1.16.0", '"trl<=1.15.0,>=1.10"'),
        ("datasets", "5.2.0", '"datasets<5,>=4.5"'),
        ("unsloth", "2025.1", '"unsloth>=2026.10"'),
        ("vllm", "0.9.0", '"vllm>=0.26"'),
    ],
)
def test_a_version_outside_its_window(name: str, version: str, says: str) -> None:
    found = gpu_packages(**{name: version})
    assert found.status == "fail" and f"{name} {version} does not fit" in found.evidence
    assert found.fix == f"/opt/py -m pip install {says}"


def test_engines_that_are_missing_are_a_warning() -> None:
    found = gpu_packages(unsloth="", vllm="", bitsandbytes="")
    assert found.status == "warn"
    assert found.evidence.startswith("/opt/py (Python 3.12.3): unsloth, bitsandbytes, vllm are missing. Without them")
    assert found.fix == '/opt/py -m pip install "unsloth>=2026.10" "bitsandbytes>=0.50" "vllm>=0.26"'


def test_what_engines_ask_for_themselves() -> None:
    requires = {
        "vllm": ["torch==2.11.0", "nothing-here>9", 'odd; extra == "audio"', "not a ( requirement"],
        "peft": ["Accelerate>=0.21", "torch>=1.13"],
    }
    wanted = ["torch>=2.9", "vllm>=0.26"]
    inside = Inside(python="3.12", versions=WHOLE, requires=requires)
    assert packages.judge("/opt/py", wanted, inside, gpu=True).status == "ok"
    moved = Inside(python="3.12", versions={**WHOLE, "torch": "2.13.0"}, requires=requires)
    found = packages.judge("/opt/py", wanted, moved, gpu=True)
    assert found.status == "warn" and found.evidence.endswith("vllm 0.26.0 wants torch==2.11.0, here is 2.13.0")
    assert found.fix == '/opt/py -m pip install "torch==2.11.0"'


def test_other_interpreters_are_looked_into(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bare environment, and a Python that is not there, beside the good one."""
    monkeypatch.delenv("PYTHONPATH", raising=False)
    venv.create(tmp_path / "bare", with_pip=False)
    bare = str(tmp_path / "bare" / "bin" / "python")
    inside = look_inside(bare)
    assert (inside.versions, inside.pip, inside.emalign) == ({}, False, False)
    assert inside.python == ".".join(map(str, sys.version_info[:3]))
    result = one(home, "packages", train_python=bare)
    assert (
        result.status == "fail"
        and f"{bare} (Python {inside.python}): emalign is not installed there" in result.evidence
    )
    assert result.fix == f"uv pip install --python {bare} emalign-tui"
    assert one(home, "torch_build", train_python=bare).fix == f"uv pip install --python {bare} torch {CPU_INDEX}"
    skipped = one(home, "torch", train_python=bare, serve_python=bare)
    assert (skipped.status, skipped.evidence) == ("skipped", f"torch is not installed in {bare}")
    both = one(home, "torch_build", serve_python=bare)
    assert both.evidence.startswith(f"{bare}: torch is not installed"), "of two, each is named"
    gone = one(home, "packages", serve_python="/no/such/python")
    assert gone.status == "fail" and "/no/such/python does not start" in gone.evidence and "serve.python" in gone.fix
    with pytest.raises(NoPython, match="no usable Python"):
        look_inside("/bin/true")


def test_this_interpreter(home: Home) -> None:
    inside = look_inside()
    assert inside.versions["torch"] == metadata.version("torch") and inside.emalign
    assert any(line.startswith("torch") for line in inside.requires["peft"])
    assert inside.torch_cuda == ("" if "+cpu" in inside.versions["torch"] else inside.torch_cuda)
    assert one(home, "packages").status == "ok"
    assert one(home, "torch_build").status == one(home, "torch").status == "ok"
    assert one(home, "engines").status in ("ok", "skipped")


@pytest.mark.parametrize(
    ("torch", "line"),
    [
        ("2.13.0", '"torchvision==0.28.*"'),
        ("2.13.0+cpu", '"torchvision==0.28.*" --index-url https://download.pytorch.org/whl/cpu'),
        ("2.11.0+cu130", '"torchvision==0.26.*" --index-url https://download.pytorch.org/whl/cu130'),
        ("2.9.1+git123", '"torchvision==0.24.*"'),
        ("3.0.0", "torchvision"),
    ],
)
def test_the_torchvision_of_each_torch(torch: str, line: str) -> None:
    assert torch_build.torchvision_for(torch) == line


def broken_torchvision(home: Home, minor: int) -> None:
    """Both checks find it, and both give the line for the torch that is installed."""
    torch = metadata.version("torch")
    built, imported = one(home, "torch_build"), one(home, "torch")
    assert built.status == imported.status == "fail"
    assert torch_build.NMS in built.evidence and torch_build.NMS in imported.evidence
    assert f"torch {torch}" in built.evidence and f"torch {torch}" in imported.evidence
    line = f"{sys.executable} -m pip install --force-reinstall --no-deps {torch_build.torchvision_for(torch)}"
    assert built.fix == imported.fix == line and f"torchvision==0.{minor + 15}.*" in line


def torch_minor() -> int:
    return int(metadata.version("torch").split(".")[1])


def test_a_torchvision_without_operators(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The start of torchvision as it is without its operators; the error is the installed torch's own."""
    install(tmp_path, "torchvision", f"0.{torch_minor() + 15}.0", TORCHVISION_WITHOUT_OPERATORS)
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{ROOT}")
    broken_torchvision(home, torch_minor())


def test_a_really_broken_torchvision(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PyPI's torchvision beside PyTorch's own CPU build of torch: its C++ operators cannot be loaded."""
    if "+cpu" not in metadata.version("torch"):
        pytest.skip("PyPI's torchvision may fit this torch")
    words = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(tmp_path)]
    done = subprocess.run(
        [*words, f"torchvision==0.{torch_minor() + 15}.0"], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip(f"pip cannot fetch torchvision: {done.stderr.strip().splitlines()[-1]}")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{ROOT}")
    assert "libtorch_cuda.so" in one(home, "torch_build").evidence
    broken_torchvision(home, torch_minor())


def test_slow_imports_hold_nobody_up(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each library's import ends only when every other check has answered; were one to wait for it, none would end."""
    pipes = [tmp_path / f"{name}.pipe" for name in ("torch", "unsloth", "vllm")]
    for pipe in pipes:
        os.mkfifo(pipe)
        install(tmp_path, pipe.stem, "2.13.0", SLOW_TORCH.format(pipe=str(pipe)))
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{ROOT}")
    monkeypatch.syspath_prepend(tmp_path)
    others = {check.id for check in CHECKS if check.kind != "import"}
    came: list[CheckResult] = []

    def on_result(result: CheckResult) -> None:
        came.append(result)
        if {each.id for each in came} == others:
            for pipe in pipes:
                threading.Thread(target=pipe.write_text, args=("go on",), daemon=True).start()

    patient = [msgspec.structs.replace(check, limit=300) for check in CHECKS]
    results = run_checks(home, checks=patient, on_result=on_result)
    assert {each.id for each in came[-2:]} == {"torch", "engines"}
    assert [each.seconds for each in came] == sorted(each.seconds for each in came)
    found = {each.id: each for each in results}
    assert found["torch"].status == "ok" and found["torch"].evidence.startswith("torch 2.13.0 imports in")
    assert found["engines"].evidence == "unsloth 2.13.0 imports; vllm 2.13.0 imports"
    assert "No answer" not in "".join(each.evidence for each in results)


@pytest.mark.parametrize("body", ["raise ImportError('libcudart.so.13: cannot open')", "import os; os._exit(9)"])
def test_a_torch_that_does_not_import(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    (tmp_path / "torch.py").write_text(body)
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{ROOT}")
    result = one(home, "torch")
    assert result.status == "fail" and ("libcudart" in result.evidence or "exit code 9" in result.evidence)
    assert result.fix == f"{sys.executable} -m pip install --force-reinstall torch"


def test_torch_beside_a_card() -> None:
    def seen(cards: int, cuda: str, usable: str):
        facts = f'{{"version": "2.13.0", "cuda": {cuda}, "usable": {usable}, "threads": 2, "seconds": 1.5}}\n'
        return torch_import.judge(0, f"a banner\n{facts}", "", "pip", Inside(python="3.12"), cards)

    for facts in ((0, "null", "false"), (1, '"13.0"', "true"), (0, '"13.0"', "false")):
        assert seen(*facts).status == "ok"
    assert seen(1, '"13.0"', "false").status == "fail"


def build(driver: int = 0, torch: str = "2.13.0+cu130", cuda: str = "13.0", **files: object):
    """What the files of torch, and of the torchvision of 2.13.0, say."""
    inside = Inside(
        python="3.12",
        versions={"torch": torch, "torchvision": "0.28.0"},
        requires={"torchvision": ["numpy", "torch (==2.13.0)"]},
        torch_cuda=cuda,
    )
    libraries = ["libc10.so", "libtorch_cpu.so", *(["libtorch_cuda.so"] if cuda else [])]
    there = {"torch": "/lib/torch", "libraries": libraries, "torchvision": "/lib/torchvision", "operators": ["_C.so"]}
    return torch_build.judge(inside, torch_build.Files(**{**there, **files}), "pip install", driver)


def test_what_the_files_of_torch_tell() -> None:
    fits = ["libc10.so", "libtorch_cpu.so", "libtorch_cuda.so", "libcudart.so.13"]
    assert build(driver=13, links=fits).status == "ok" and build(links=fits, libraries=[]).status == "ok"
    alone = build(torchvision="", operators=[])
    assert (alone.status, alone.evidence) == ("ok", "torch 2.13.0+cu130, CUDA 13.0; no torchvision")
    idle = build(driver=12, torch="2.13.0+cpu", cuda="", links=fits[:2])
    assert idle.status == "warn" and "will not use it" in idle.evidence and idle.fix.endswith("whl/cu126")
    for broken, says in (
        (build(torch="2.13.0+cpu", cuda="", links=fits), "libtorch_cuda.so, libcudart.so.13 is not this one's"),
        (build(links=["libcudart.so.12"]), "libcudart.so.12"),
        (build(operators=[]), "no compiled operators"),
    ):
        assert broken.status == "fail" and says in broken.evidence and torch_build.NMS in broken.evidence
        assert '--force-reinstall --no-deps "torchvision==0.28.*"' in broken.fix
    other = build(torch="2.12.1", links=fits)
    assert other.status == "warn" and other.fix.endswith('"torchvision==0.27.*"')
    assert "made for torch 2.13.0" in other.evidence and build(torch="2.13.1", links=fits).status == "ok"
    gone = torch_build.judge(Inside(python="3.12", versions={"torch": "2.13.0"}), torch_build.Files(), "pip install", 0)
    assert gone.status == "fail" and gone.fix == "pip install --force-reinstall torch"


def test_engines_that_do_not_import(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, "unsloth", "1.0", "")
    install(tmp_path, "vllm", "1.0", "raise ImportError('libtorch.so: undefined symbol')")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{ROOT}")
    monkeypatch.syspath_prepend(tmp_path)
    result = one(home, "engines")
    assert result.status == "fail" and "vllm 1.0 does not import: ImportError: libtorch.so" in result.evidence
    assert "unsloth" not in result.evidence and result.fix.endswith("vllm")
    (tmp_path / "vllm" / "__init__.py").write_text("")
    assert one(home, "engines").evidence == "unsloth 1.0 imports; vllm 1.0 imports"
