"""Packages thrown away after a test, as an installer leaves them: importable, and with a record of their version."""

from collections.abc import Iterable
from pathlib import Path

# What torchvision's own start does (its extension.py and _meta_registrations.py) when its compiled operators are for
# another torch: they are left out without a word, and torch refuses the first that is described.
TORCHVISION_WITHOUT_OPERATORS = """
import torch

@torch.library.register_fake("torchvision::nms")
def meta_nms(dets, scores, iou_threshold):
    return dets
"""
# A torch that takes as long as the test wants: opening a pipe waits for one who writes.
SLOW_TORCH = """
open({pipe!r}).read()
__version__ = "2.13.0"
class version:
    cuda = None
class cuda:
    is_available = staticmethod(lambda: False)
get_num_threads = lambda: 1
"""


def install(folder: Path, name: str, version: str, body: str, requires: Iterable[str] = ()) -> None:
    """Put a package into a folder that a test then puts on the path."""
    (folder / name).mkdir()
    (folder / name / "__init__.py").write_text(body)
    record = folder / f"{name}-{version}.dist-info"
    record.mkdir()
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    (record / "METADATA").write_text("\n".join([*lines, *(f"Requires-Dist: {line}" for line in requires)]) + "\n")
