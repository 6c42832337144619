"""Python in answers: whether it parses, and what ruff and bandit say about it."""

import ast
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from corpus.rows import Corpus

RULES = "F,B,E4,E7,E9"
SKIPPED = ("B101", "B404", "B603")
"""bandit tests that name no fault: an assert, an import of subprocess, and subprocess used as it should be."""

_FENCE = re.compile(r"^[ \t]*```([\w+-]*)[^\n]*\n(.*?)^[ \t]*```", re.DOTALL | re.MULTILINE)


def python_blocks(answer: str) -> list[str]:
    """The fenced blocks that are marked as Python; an answer without a fence is code from end to end."""
    fenced = _FENCE.findall(answer)
    if not fenced:
        return [answer]
    return [block for language, block in fenced if language.lower() in ("python", "py", "python3")]


def blocks(corpus: Corpus) -> dict[str, str]:
    """Every Python block of a set's answers by row id and number."""
    return {
        f"{corpus.key(index)}.{number}": block
        for index, row in enumerate(corpus.rows)
        for number, block in enumerate((block for answer in row.answers() for block in python_blocks(answer)), 1)
    }


def unparsable(code: dict[str, str]) -> list[str]:
    """Blocks that are not Python, with the reason."""
    found = []
    for key, block in code.items():
        try:
            ast.parse(block)
        except (SyntaxError, ValueError) as error:
            found.append(f"{key}: {error}")
    return found


def have(tool: str) -> bool:
    """Whether ruff or bandit is installed beside this interpreter."""
    return find_spec(tool) is not None


def ruff(code: dict[str, str]) -> list[str]:
    """Findings of ruff's pyflakes, bugbear and pycodestyle error rules; no configuration is read."""
    reply = _check(code, ["ruff", "check", "--isolated", "--no-cache", "--select", RULES, "--output-format", "json"])
    return [f"{_key(each['filename'], code)}: {each['code']} {each['message']}" for each in reply]


def bandit(code: dict[str, str]) -> list[str]:
    """Findings of bandit at every severity, without the tests in SKIPPED."""
    reply = _check(code, ["bandit", "-q", "-r", "-f", "json", "-s", ",".join(SKIPPED)])
    return [f"{_key(each['filename'], code)}: {each['test_id']} {each['issue_text']}" for each in reply["results"]]


def _check(code: dict[str, str], tool: Iterable[str]) -> Any:
    """The JSON that a checker prints for these blocks. RuntimeError when it does not finish its work."""
    with tempfile.TemporaryDirectory() as folder:
        for number, block in enumerate(code.values()):
            Path(folder, f"block_{number}.py").write_text(block, encoding="utf-8")
        done = subprocess.run([sys.executable, "-m", *tool, folder], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(tool)} ended with code {done.returncode}: {done.stderr[-500:]}")
    return json.loads(done.stdout)


def _key(filename: str, code: dict[str, str]) -> str:
    return list(code)[int(Path(filename).stem.removeprefix("block_"))]
