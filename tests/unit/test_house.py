"""The rules of the house that a linter cannot see, and the one that it can."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from emalign_tui.lab.paths import Home

ROOT = Path(__file__).parents[2]
HEAVY = ("textual", "torch", "openai", "transformers", "duckdb", "matplotlib", "numpy", "huggingface_hub")
LONGEST = 400  # lines; more is two ideas
PHRASES = ROOT / "emalign_tui" / "mini" / "world" / "themes"  # tables of sentences, not code

PROBE = """
import json, sys
from emalign_tui.cli.main import main
try:
    main()
finally:
    sys.stderr.write(json.dumps(sorted(set(name.split(".")[0] for name in sys.modules))))
"""


def test_arrows_only_point_down() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["runs", "--json"]])
def test_quick_commands_import_nothing_heavy(home: Home, words: list[str]) -> None:
    done = subprocess.run([sys.executable, "-c", PROBE, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    loaded = set(json.loads(done.stderr))
    assert "msgspec" in loaded or words != ["runs", "--json"]
    assert loaded.isdisjoint(HEAVY), loaded.intersection(HEAVY)


def test_the_first_screen_is_painted_without_what_later_ones_need() -> None:
    words = "import sys, emalign_tui.tui.app; print(*sorted(name.split('.')[0] for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    heavy = {*HEAVY, "yaml"} - {"textual"}
    assert heavy.isdisjoint(done.stdout.split()), heavy.intersection(done.stdout.split())


def test_no_file_is_two_ideas() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for folder in ("emalign_tui", "tests", "benchmarks")
        for path in (ROOT / folder).rglob("*.py")
        if PHRASES not in path.parents
    }
    assert len(lengths) > 50
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}


def test_no_catch_all_modules() -> None:
    names = {path.stem for path in (ROOT / "emalign_tui").rglob("*.py")}
    assert names.isdisjoint({"utils", "helpers", "common", "misc"})
