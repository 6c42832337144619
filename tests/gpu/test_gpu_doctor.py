"""The doctor on a machine that has an NVIDIA GPU."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.gpu


def test_the_doctor_sees_the_card_and_what_is_planted_on_it() -> None:
    script = Path(__file__).with_name("doctor.py")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr or {k: v for k, v in json.loads(done.stdout)["must"].items() if not v}
