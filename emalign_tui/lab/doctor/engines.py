"""Do unsloth and vLLM import? Each in its own interpreter, in a process of its own."""

import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import util

from emalign_tui.lab.doctor.check import Check, Finding, Subject
from emalign_tui.lab.doctor.inside import NoPython, last_line, pip, run_inside
from emalign_tui.lab.doctor.joining import joined
from emalign_tui.lab.paths import Home

_LIMIT = 240.0  # seconds; unsloth takes 25 at best, and minutes from a cold network disk


def _look(home: Home, subject: Subject) -> Finding:
    wanted = (("unsloth", subject.train_python), ("vllm", subject.serve_python))
    with ThreadPoolExecutor(len(wanted)) as pool:
        findings = list(pool.map(lambda pair: _imports(*pair), wanted))
    if all(finding.status == "skipped" for finding in findings):
        return Finding("skipped", "Neither unsloth nor vLLM is installed; without a GPU none is needed")
    return joined(findings)


def _imports(name: str, python: str) -> Finding:
    if python == sys.executable and util.find_spec(name) is None:
        return Finding("skipped", f"{name} is not installed in {python}")
    try:
        inside, done = run_inside(python, f"if {name!r} in versions: import {name}", _LIMIT)
    except NoPython as error:
        return Finding("warn", f"{name}: {error}", "Look at the disk and its load, or name another interpreter.")
    if name not in inside.versions:
        return Finding("skipped", f"{name} is not installed in {python}")
    if done.returncode == 0:
        return Finding("ok", f"{name} {inside.versions[name]} imports")
    last = last_line(done.stderr, done.returncode)
    fix = f"Mend torch and packages first; then {pip(python, inside)} --force-reinstall --no-deps {name}"
    return Finding("fail", f"{name} {inside.versions[name]} does not import: {last}", fix)


CHECK = Check(
    id="engines",
    title="Engine imports",
    why="unsloth trains and vLLM serves on a GPU; each is built against one torch and ends at its import with another.",
    look=_look,
    kind="import",
    limit=_LIMIT + 10,
)
