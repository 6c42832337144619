"""Do unsloth and vLLM import? Each in its own interpreter, in a process of its own."""

import subprocess
from concurrent.futures import ThreadPoolExecutor

from emalign_tui.lab.doctor.check import Check, Finding, Subject
from emalign_tui.lab.doctor.inside import NoPython, look_inside, pip
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
    try:
        inside = look_inside(python)
    except NoPython as error:
        return Finding("skipped", str(error))
    if name not in inside.versions:
        return Finding("skipped", f"{name} is not installed in {python}")
    command = [python, "-c", f"import {name}"]
    try:
        done = subprocess.run(
            command, cwd="/", capture_output=True, text=True, errors="replace", timeout=_LIMIT, check=False
        )
    except subprocess.TimeoutExpired:
        what = f"`import {name}` gave no answer within {_LIMIT:.0f} s"
        return Finding("warn", what, "Look at the disk and its load.")
    if done.returncode == 0:
        return Finding("ok", f"{name} {inside.versions[name]} imports")
    lines = [line.strip() for line in (done.stderr + done.stdout).splitlines() if line.strip()]
    last = lines[-1] if lines else f"exit code {done.returncode}"
    fix = f"Mend torch and packages first; then {pip(python, inside)} --force-reinstall --no-deps {name}"
    return Finding("fail", f"{name} {inside.versions[name]} does not import: {last}", fix)


CHECK = Check(
    id="engines",
    title="Engines",
    why="unsloth trains and vLLM serves on a GPU; each is built against one torch and ends at its import with another.",
    look=_look,
    limit=_LIMIT + 10,
)
