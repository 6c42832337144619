"""The doctor on a machine that has an NVIDIA GPU."""

import pytest

from emalign_tui.lab.doctor.run import run_checks
from emalign_tui.lab.paths import Home

pytestmark = pytest.mark.gpu


def test_the_gpu_and_its_torch_are_seen(home: Home) -> None:
    gpu, torch = sorted(run_checks(home, ["gpu", "torch"]), key=lambda result: result.id)
    assert gpu.status in ("ok", "warn") and "GiB free" in gpu.evidence and "driver" in gpu.evidence
    assert torch.status == "ok" and "GPU usable" in torch.evidence
