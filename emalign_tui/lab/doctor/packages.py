"""Are the packages there, in versions that fit, and if not, what is the one command?"""

import sys
from importlib import metadata

from packaging.requirements import Requirement

from emalign_tui.lab.doctor.check import Check, Finding, Subject
from emalign_tui.lab.paths import Home

_SHOWN = ("torch", "transformers", "peft", "trl", "textual", "openai", "huggingface_hub")
_INSTALLER = "emalign-tui"


def _look(home: Home, subject: Subject) -> Finding:
    try:
        declared = metadata.requires(_INSTALLER) or []
    except metadata.PackageNotFoundError:
        return Finding("fail", "emalign is not installed in this Python", "make lab")
    return judge(declared, installed())


def installed() -> dict[str, str]:
    """Name to version of every installed distribution; names lower case with dashes."""
    versions: dict[str, str] = {}
    for distribution in metadata.distributions():
        name = distribution.metadata["Name"]
        if name:  # a half-removed package has metadata without a name
            versions.setdefault(_plain(name), distribution.version)
    return versions


def judge(declared: list[str], versions: dict[str, str]) -> Finding:
    """Declared requirements (with extras) held against what is installed.

    The base packages must fit. Those of the extra `cpu` train and serve locally: without them it is a warning.
    """
    requirements = [Requirement(line) for line in declared]
    base = [item for item in requirements if item.marker is None or item.marker.evaluate({"extra": ""})]
    local = [
        item for item in requirements if item not in base and item.marker and item.marker.evaluate({"extra": "cpu"})
    ]
    bad, bad_local = _unfit(base, versions), _unfit(local, versions)
    if not bad and not bad_local:
        shown = [f"{name} {versions[_plain(name)]}" for name in _SHOWN if _plain(name) in versions]
        return Finding("ok", f"{len(base) + len(local)} packages fit: {', '.join(shown)}")
    names = " ".join(f'"{item.name}{item.specifier}"' for item in bad + bad_local)
    evidence = "; ".join(_describe(item, versions) for item in bad + bad_local)
    if not bad:
        evidence += ". Without them: no local training and serving; remote endpoints work"
    return Finding("fail" if bad else "warn", evidence, f"{sys.executable} -m pip install {names}")


def _unfit(requirements: list[Requirement], versions: dict[str, str]) -> list[Requirement]:
    return [
        item
        for item in requirements
        if _plain(item.name) not in versions
        or not item.specifier.contains(versions[_plain(item.name)], prereleases=True)
    ]


def _describe(item: Requirement, versions: dict[str, str]) -> str:
    have = versions.get(_plain(item.name))
    return f"{item.name} {have} does not fit {item.specifier}" if have else f"{item.name} is missing"


def _plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


CHECK = Check(
    id="packages",
    title="Packages",
    why="Missing packages otherwise show one at a time, each after the next start.",
    look=_look,
)
