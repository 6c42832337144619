"""The script that proves serving with vLLM on a GPU, against the CPU server: it needs no GPU."""

import subprocess
import sys
from pathlib import Path


def test_what_vllm_must_do_the_cpu_server_does_too() -> None:
    script = Path(__file__).with_name("serve_vllm.py")
    words = [sys.executable, script, "--engine", "cpu"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0 and "all passed" in done.stdout, done.stdout[-4000:] + done.stderr[-2000:]
