"""Are the packages there, in versions that fit each other, in each interpreter, and if not, what is the one command?"""

import re
import sys
from importlib import metadata

from packaging.requirements import InvalidRequirement, Requirement

from emalign_tui.lab.doctor.check import Check, Finding, Subject
from emalign_tui.lab.doctor.gpu_facts import count_cards
from emalign_tui.lab.doctor.inside import CPU_INDEX, Inside, NoPython, look_inside, pip
from emalign_tui.lab.doctor.joining import joined, unusable
from emalign_tui.lab.paths import Home

_SHOWN = ("torch", "transformers", "peft", "trl", "unsloth", "vllm", "textual", "openai", "huggingface-hub")
_INSTALLER = "emalign-tui"
_WORKERS = ("msgspec", "pyyaml", "platformdirs", "psutil")  # what a worker needs of emalign's own, wherever it runs
# What was seen to work together; upper bounds are unsloth's own. Checked 2026-11-22, look again when one moves.
TRAIN_GPU = (
    "torch>=2.9",
    "unsloth>=2026.10",
    "transformers>=5.5,<=5.17.0",
    "trl>=1.10,<=1.15.0",
    "datasets>=4.5,<5",
    "peft>=0.19",
    "accelerate>=1.10",
    "bitsandbytes>=0.50",
)
SERVE_GPU = ("torch>=2.9", "vllm>=0.26")
TRAIN_CPU = ("torch>=2.9", "transformers>=5.5", "peft>=0.19", "trl>=1.10", "datasets>=4.5", "accelerate>=1.10")
SERVE_CPU = ("torch>=2.9", "transformers>=5.5", "peft>=0.19", "starlette>=0.50", "uvicorn>=0.38")


def _look(home: Home, subject: Subject) -> Finding:
    try:
        declared = metadata.requires(_INSTALLER) or []
    except metadata.PackageNotFoundError:  # it runs from a checkout that is on the path, so its packages are there
        declared = []
    gpu = count_cards() > 0
    base = base_requirements(declared)
    jobs: dict[str, list[str]] = {sys.executable: base}
    shared = [line for line in base if plain(Requirement(line).name) in _WORKERS]
    for python, wanted in (
        (subject.train_python, TRAIN_GPU if gpu else TRAIN_CPU),
        (subject.serve_python, SERVE_GPU if gpu else SERVE_CPU),
    ):
        jobs[python] = [*jobs.get(python, shared), *wanted]
    findings = [_one(python, jobs[python], gpu=gpu) for python in jobs]
    return joined(findings)


def base_requirements(declared: list[str]) -> list[str]:
    """Those that emalign itself always needs, of everything that it declares."""
    requirements = map(Requirement, declared)
    return [str(item) for item in requirements if item.marker is None or item.marker.evaluate({"extra": ""})]


def _one(python: str, wanted: list[str], *, gpu: bool) -> Finding:
    try:
        inside = look_inside(python)
    except NoPython as error:
        return unusable(error)
    return judge(python, wanted, inside, gpu=gpu)


def judge(python: str, wanted: list[str], inside: Inside, *, gpu: bool) -> Finding:
    """The finding for one interpreter.

    wanted: requirements, one for a package. A base package of emalign must be there in the interpreter that runs it,
    and emalign must be importable in every other. On a GPU a version outside its window is a failure too: training
    stops with it. Libraries that are merely missing are a warning: remote endpoints work without them. So is a version
    that an installed engine does not allow: what it declares is not always what it needs.
    """
    bad = unfit(wanted, inside.versions)
    conflicts = own_conflicts(inside)
    own = python == sys.executable
    local = {plain(Requirement(line).name) for line in (*TRAIN_GPU, *SERVE_GPU, *TRAIN_CPU, *SERVE_CPU)}
    base_bad = [item for item in bad if own and plain(item.name) not in local]
    wrong = [item for item in bad if plain(item.name) in inside.versions]
    where = "" if own else f"{python} (Python {inside.python}): "
    if not own and not inside.emalign:
        return Finding("fail", f"{where}emalign is not installed there", f"{pip(python, inside)} {_INSTALLER}")
    if not bad and not conflicts:
        shown = [f"{name} {inside.versions[name]}" for name in _SHOWN if name in inside.versions]
        return Finding("ok", f"{where}{len(wanted)} packages fit: {', '.join(shown)}")
    evidence = "; ".join([*_described(bad, inside.versions), *(why for _, why in conflicts)])
    needed = dict.fromkeys([f"{item.name}{item.specifier}" for item in bad] + [line for line, _ in conflicts])
    index = CPU_INDEX if not gpu and any(item.name == "torch" for item in bad) else ""
    fix = " ".join([pip(python, inside), *(f'"{line}"' for line in needed), index]).strip()
    if base_bad or (gpu and wrong):
        return Finding("fail", where + evidence, fix)
    if bad:
        evidence += ". Without them: no local training and serving; remote endpoints work"
    return Finding("warn", where + evidence, fix)


def unfit(wanted: list[str], versions: dict[str, str]) -> list[Requirement]:
    """The requirements that are missing or of another version, each package once."""
    found: dict[str, Requirement] = {}
    for item in map(Requirement, wanted):
        have = versions.get(plain(item.name))
        if have is None or not item.specifier.contains(have, prereleases=True):
            found.setdefault(plain(item.name), item)
    return list(found.values())


def own_conflicts(inside: Inside) -> list[tuple[str, str]]:
    """(requirement, sentence) for each installed version that an installed engine does not allow.

    This is how a new transformers under an old unsloth shows.
    """
    found: dict[str, tuple[str, str]] = {}
    there = {"extra": "", "python_version": inside.python.rpartition(".")[0], "python_full_version": inside.python}
    for engine, lines in inside.requires.items():
        for line in lines:
            try:
                item = Requirement(line)
            except InvalidRequirement:
                continue
            have = inside.versions.get(plain(item.name))
            if have is None or (item.marker is not None and not item.marker.evaluate(there)):
                continue
            if not item.specifier.contains(have, prereleases=True):
                name = f"{engine} {inside.versions[engine]}"
                sentence = f"{name} wants {item.name}{item.specifier}, here is {have}"
                found.setdefault(plain(item.name), (f"{item.name}{item.specifier}", sentence))
    return list(found.values())


def _described(bad: list[Requirement], versions: dict[str, str]) -> list[str]:
    """What is missing in one phrase, and each version that does not fit."""
    missing = [item.name for item in bad if plain(item.name) not in versions]
    phrases = [f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing"] if missing else []
    wrong = [(item, versions[plain(item.name)]) for item in bad if plain(item.name) in versions]
    return phrases + [f"{item.name} {have} does not fit {item.specifier}" for item, have in wrong]


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


CHECK = Check(
    id="packages",
    title="Packages",
    why="Missing packages otherwise show one at a time, each after the next start; and unsloth, TRL and transformers "
    "work together in a narrow window of versions only.",
    look=_look,
)
