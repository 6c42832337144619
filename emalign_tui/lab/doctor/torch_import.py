"""Does torch import, and torchvision with it? Asked in processes of their own: the lab never imports torch."""

import json

from emalign_tui.lab.doctor.check import Check, Finding, Subject
from emalign_tui.lab.doctor.gpu_facts import count_cards
from emalign_tui.lab.doctor.inside import Inside, last_line, pip, run_inside
from emalign_tui.lab.doctor.joining import by_python
from emalign_tui.lab.doctor.torch_build import reinstall, torchvision_for
from emalign_tui.lab.paths import Home

_LIMIT = 90.0  # seconds; a first import from a cold network disk takes a minute
_PROBE = """
import importlib.util, json, time
start = time.perf_counter()
import torch
if importlib.util.find_spec("torchvision"):
    import torchvision
print(json.dumps({"version": torch.__version__, "cuda": torch.version.cuda, "usable": torch.cuda.is_available(),
    "threads": torch.get_num_threads(), "seconds": time.perf_counter() - start}))
"""


def _look(home: Home, subject: Subject) -> Finding:
    cards = count_cards()
    return by_python((subject.train_python, subject.serve_python), lambda python: _one(python, cards))


def _one(python: str, cards: int) -> Finding:
    inside, done = run_inside(python, _PROBE, _LIMIT)
    if "torch" not in inside.versions and done.returncode:
        return Finding("skipped", f"torch is not installed in {python}")
    return judge(done.returncode, done.stdout, done.stderr, pip(python, inside), inside, cards)


def judge(code: int, output: str, errors: str, install: str, inside: Inside, cards: int) -> Finding:
    """The finding for what the import printed and how it ended.

    install: the command that installs into that interpreter. cards: how many GPUs the driver shows.
    """
    if code != 0:
        return _broken(code, errors, install, inside)
    facts = json.loads(output.splitlines()[-1])
    evidence = f"torch {facts['version']} imports in {facts['seconds']:.1f} s"
    if facts["cuda"] is None:
        return Finding("ok", f"{evidence}, {facts['threads']} threads")
    if facts["usable"]:
        return Finding("ok", f"{evidence}, GPU usable")
    if cards:
        fix = "See the GPU check: the driver, CUDA_VISIBLE_DEVICES, or a container without its GPU."
        return Finding("fail", f"{evidence}: it finds no GPU, the driver does", fix)
    return Finding("ok", f"{evidence}, no GPU usable: CPU mode")


def _broken(code: int, errors: str, install: str, inside: Inside) -> Finding:
    last = last_line(errors, code)
    torch, torchvision = (inside.versions.get(name, "(none)") for name in ("torch", "torchvision"))
    if "torchvision::nms" in errors or "torchvision" in last or "/torchvision/" in errors:
        what = f"torch {torch} and torchvision {torchvision} do not match: {last}"
        return Finding("fail", what, f"{install} --force-reinstall --no-deps {torchvision_for(torch)}")
    return Finding("fail", f"`import torch` of torch {torch} fails: {last}", reinstall(install))


CHECK = Check(
    id="torch",
    title="torch import",
    why="Only importing torch and torchvision proves that their compiled parts fit each other and the driver.",
    look=_look,
    kind="import",
    limit=_LIMIT + 5,
)
