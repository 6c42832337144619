"""Is the built-in model whole, and is it the one that was shipped?"""

from emalign_tui.lab.doctor.check import Check, Finding, Subject
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.folder import inspect_folder
from emalign_tui.lab.models.kit import MODELS, changed_files, kit_folder
from emalign_tui.lab.paths import Home

_FIX = "Install emalign again, or rebuild the kit: emalign mini build"


def _look(home: Home, subject: Subject) -> Finding:
    folder = kit_folder()
    sizes = []
    for name in MODELS:
        try:
            report = inspect_folder(folder / name)
        except LabError as error:
            return Finding("fail", str(error), _FIX)
        if not report.ok:
            return Finding("fail", f"{folder / name}: {'; '.join(report.problems)}", _FIX)
        sizes.append(f"{name} {(report.parameters or 0) / 1e6:.1f} M parameters")
    try:
        changed = changed_files(folder)
    except LabError as error:
        return Finding("warn", str(error), _FIX)
    if changed:
        return Finding("warn", f"Not as recorded in {folder / 'SHA256SUMS'}: {', '.join(changed)}", _FIX)
    return Finding("ok", f"{', '.join(sizes)}; all files as recorded")


CHECK = Check(
    id="mini_kit",
    title="Mini kit",
    why="The demo, the tour and the tests stand on it; a damaged weight file gives nonsense, not an error.",
    look=_look,
)
