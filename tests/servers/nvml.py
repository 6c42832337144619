"""A stand-in for NVIDIA's driver library."""

import shutil
import subprocess
from pathlib import Path

import pytest


def nvml_driver(folder: Path) -> Path:
    """The folder, with a libnvidia-ml that answers from FAKE_GPUS (LD_LIBRARY_PATH); nvidia-ml-py is the real one."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("there is no C compiler")
    source = Path(__file__).with_name("nvml.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-o", folder / "libnvidia-ml.so.1", source], check=True)
    return folder
