"""Does torch import, and torchvision with it? Asked in processes of their own: the lab never imports torch."""

import json
import re
from concurrent.futures import ThreadPoolExecutor

from emalign_tui.lab.doctor.check import Check, Finding, Subject
from emalign_tui.lab.doctor.gpu_facts import count_cards
from emalign_tui.lab.doctor.inside import CPU_INDEX, Inside, NoPython, pip, run_inside
from emalign_tui.lab.doctor.joining import joined
from emalign_tui.lab.paths import Home

_LIMIT = 90.0  # seconds; a first import from a cold network disk takes a minute
_WHEELS = "https://download.pytorch.org/whl"
_PROBE = """
import importlib.util, json, torch
if importlib.util.find_spec("torchvision"):
    import torchvision
print(json.dumps({"version": torch.__version__, "cuda": torch.version.cuda, "usable": torch.cuda.is_available(),
    "threads": torch.get_num_threads()}))
"""


def _look(home: Home, subject: Subject) -> Finding:
    pythons = list(dict.fromkeys((subject.train_python, subject.serve_python)))
    cards = count_cards()
    with ThreadPoolExecutor(len(pythons)) as pool:
        findings = list(pool.map(lambda python: _one(python, cards), pythons))
    if len(pythons) > 1:
        told = zip(pythons, findings, strict=True)
        findings = [Finding(each.status, f"{python}: {each.evidence}", each.fix) for python, each in told]
    return joined(findings)


def _one(python: str, cards: int) -> Finding:
    try:
        inside, done = run_inside(python, _PROBE, _LIMIT)
    except NoPython as error:
        return Finding("fail", str(error), "Name another interpreter in the settings (train.python, serve.python).")
    if "torch" not in inside.versions and done.returncode:
        evidence = "torch is not installed: chat and scores against remote endpoints work, local models do not"
        return Finding("warn", evidence, f"{pip(python, inside)} torch" + ("" if cards else f" {CPU_INDEX}"))
    return judge(done.returncode, done.stdout, done.stderr, pip(python, inside), inside, cards)


def judge(code: int, output: str, errors: str, install: str, inside: Inside, cards: int) -> Finding:
    """The finding for what the import printed and how it ended.

    install: the command that installs into that interpreter. cards: how many GPUs the driver shows.
    """
    if code != 0:
        return _broken(code, errors, install, inside)
    facts = json.loads(output.splitlines()[-1])
    if facts["cuda"] is None and cards:
        evidence = f"torch {facts['version']} is a CPU build on a machine with a GPU: it will not use it"
        return Finding("warn", evidence, f"{install} --force-reinstall torch torchvision --index-url {_WHEELS}/cu130")
    if facts["cuda"] is None:
        return Finding("ok", f"torch {facts['version']}, CPU build, {facts['threads']} threads")
    if facts["usable"]:
        return Finding("ok", f"torch {facts['version']}, CUDA {facts['cuda']}, GPU usable")
    if cards:
        fix = "See the GPU check: the driver, CUDA_VISIBLE_DEVICES, or a container without its GPU."
        return Finding("fail", f"torch {facts['version']}, CUDA {facts['cuda']}: it finds no GPU, the driver does", fix)
    return Finding("ok", f"torch {facts['version']}, CUDA {facts['cuda']} build, no GPU usable: CPU mode")


def _broken(code: int, errors: str, install: str, inside: Inside) -> Finding:
    lines = [line.strip() for line in errors.splitlines() if line.strip()]
    last = lines[-1] if lines else f"exit code {code}"
    torch, torchvision = (inside.versions.get(name, "(none)") for name in ("torch", "torchvision"))
    if "torchvision::nms" in errors or "torchvision" in last or "/torchvision/" in errors:
        what = f"torch {torch} and torchvision {torchvision} do not match: {last}"
        return Finding("fail", what, f"{install} --force-reinstall --no-deps {torchvision_for(torch)}")
    return Finding("fail", f"`import torch` of torch {torch} fails: {last}", f"{install} --force-reinstall torch")


def torchvision_for(torch: str) -> str:
    """What to ask pip for: torch 2.x goes with torchvision 0.(x+15), of the same build.

    A local version such as 2.13.0+cpu or +cu130 came from PyTorch's own index, and so must its torchvision: the one on
    PyPI is of another build and fails with `operator torchvision::nms does not exist`.
    """
    match = re.match(r"2\.(\d+)", torch)
    wanted = f'"torchvision==0.{int(match[1]) + 15}.*"' if match else "torchvision"
    _, _, build = torch.partition("+")
    return f"{wanted} --index-url {_WHEELS}/{build}" if re.fullmatch(r"cpu|cu\d+|rocm[\d.]+", build) else wanted


CHECK = Check(
    id="torch",
    title="torch",
    why="A torch that does not import, or a torchvision of another torch (`operator torchvision::nms does not exist`), "
    "stops training and serving at their first line.",
    look=_look,
    limit=_LIMIT + 5,
)
