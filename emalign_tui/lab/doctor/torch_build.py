"""Which torch is installed, and does torchvision belong to it? Read from their files alone, in no time."""

import re

import msgspec

from emalign_tui.lab.doctor.check import Check, Finding, Subject
from emalign_tui.lab.doctor.gpu_facts import TORCH_BUILDS, WHEELS, driver_cuda
from emalign_tui.lab.doctor.inside import CPU_INDEX, Inside, last_line, pip, run_inside
from emalign_tui.lab.doctor.joining import by_python
from emalign_tui.lab.paths import Home

NMS = "operator torchvision::nms does not exist"
_LIMIT = 8.0  # seconds
# The names of the libraries that torchvision's operators are linked to stand in their file as text.
_PROBE = r"""
import os
def folder(name):
    spec = importlib.util.find_spec(name)
    return os.path.dirname(spec.origin) if spec and spec.origin else ""
def names(place):
    return sorted(os.listdir(place)) if os.path.isdir(place) else []
torch, torchvision = folder("torch"), folder("torchvision")
operators = [name for name in names(torchvision) if re.match(r"_C\b.*\.(so|pyd|dylib)$", name)]
links = set()
for name in operators:
    with open(os.path.join(torchvision, name), "rb") as file:
        found = re.findall(rb"\b(?:libtorch\w*|libc10\w*)\.so\b|\blibcudart\.so\.\d+", file.read())
    links.update(each.decode() for each in found)
print(json.dumps({"torch": torch, "libraries": names(os.path.join(torch, "lib")) if torch else [],
    "torchvision": torchvision, "operators": operators, "links": sorted(links)}))
"""


class Files(msgspec.Struct, frozen=True, kw_only=True):
    """Folders of the two packages, "" where there is none, and what is in them.

    libraries: names in torch's lib. operators: files of torchvision's compiled operators. links: what those need.
    """

    torch: str = ""
    libraries: list[str] = []
    torchvision: str = ""
    operators: list[str] = []
    links: list[str] = []


def _look(home: Home, subject: Subject) -> Finding:
    cuda = driver_cuda()
    return by_python((subject.train_python, subject.serve_python), lambda python: _one(python, cuda))


def _one(python: str, cuda: int) -> Finding:
    inside, done = run_inside(python, _PROBE, _LIMIT)
    if done.returncode:
        last = last_line(done.stderr, done.returncode)
        return Finding("warn", f"The files of torch cannot be read: {last}", "See what `torch import` finds.")
    return judge(inside, msgspec.json.decode(done.stdout.splitlines()[-1], type=Files), pip(python, inside), cuda)


def judge(inside: Inside, files: Files, install: str, cuda: int) -> Finding:
    """The finding for what lies there.

    install: the command that installs into that interpreter. cuda: what the driver runs, as driver_cuda says.
    """
    version = inside.versions.get("torch", "")
    if not version and not files.torch:
        evidence = "torch is not installed: chat and scores against remote endpoints work, local models do not"
        return Finding("warn", evidence, f"{install} torch" + ("" if cuda else f" {CPU_INDEX}"))
    if not files.torch:
        return Finding("fail", f"torch {version} is recorded as installed, its files are gone", reinstall(install))
    build = f"CUDA {inside.torch_cuda}" if inside.torch_cuda else "CPU build"
    evidence = f"torch {version or 'without a version'}, {build}"
    if (broken := _torchvision(inside, files)) is not None:
        fix = f"{install} --force-reinstall --no-deps {torchvision_for(version)}"
        return Finding(broken.status, f"{evidence}. {broken.evidence}", fix)
    if cuda and not inside.torch_cuda:
        tag = TORCH_BUILDS.get(cuda, max(TORCH_BUILDS.values()))
        fix = f"{install} --force-reinstall torch torchvision --index-url {WHEELS}/{tag}"
        return Finding("warn", f"{evidence}, on a machine with a GPU: it will not use it", fix)
    vision = inside.versions.get("torchvision", "") if files.torchvision else ""
    return Finding("ok", f"{evidence}; torchvision {vision} belongs to it" if vision else f"{evidence}; no torchvision")


def _torchvision(inside: Inside, files: Files) -> Finding | None:
    """What is wrong with torchvision, as far as files tell; the fix is the caller's."""
    if not files.torchvision:
        return None
    name = f"torchvision {inside.versions.get('torchvision', '')}".strip()
    if not files.operators:
        return Finding("fail", f"{name} has no compiled operators: `{NMS}`")
    missing = [link for link in files.links if files.libraries and not _there(link, inside, files)]
    if missing:
        what = f"{name} is built for another torch ({', '.join(missing)} is not this one's): `{NMS}`"
        return Finding("fail", what)
    torch = inside.versions.get("torch", "")
    for line in inside.requires.get("torchvision", []):
        asked = re.fullmatch(r"torch\s*\(?==([\d.]+)\)?", line)
        if asked and not torch.startswith(".".join(asked[1].split(".")[:2]) + "."):
            return Finding("warn", f"{name} is made for torch {asked[1]}, which often ends with `{NMS}`")
    return None


def _there(link: str, inside: Inside, files: Files) -> bool:
    """Whether torch brings a library; CUDA's own runtime, whether it is of the version that torch is built for."""
    if link.startswith("libcudart"):
        return link.rpartition(".")[2] == inside.torch_cuda.partition(".")[0]
    return link in files.libraries


def reinstall(install: str) -> str:
    return f"{install} --force-reinstall torch"


def torchvision_for(torch: str) -> str:
    """What to ask pip for: torch 2.x goes with torchvision 0.(x+15), of the same build.

    A local version such as 2.13.0+cpu or +cu130 came from PyTorch's own index, and so must its torchvision: the one on
    PyPI is of another build and fails with `operator torchvision::nms does not exist`.
    """
    match = re.match(r"2\.(\d+)", torch)
    wanted = f'"torchvision==0.{int(match[1]) + 15}.*"' if match else "torchvision"
    _, _, build = torch.partition("+")
    return f"{wanted} --index-url {WHEELS}/{build}" if re.fullmatch(r"cpu|cu\d+|rocm[\d.]+", build) else wanted


CHECK = Check(
    id="torch_build",
    title="torch build",
    why="A torch without CUDA leaves the GPU idle, and a torchvision of another torch (`operator torchvision::nms does "
    "not exist`) stops training and serving at their first line.",
    look=_look,
)
