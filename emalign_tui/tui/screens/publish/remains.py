"""What is left of a run, and what became of it, as text: pure functions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content

from emalign_tui.lab.files import size_words
from emalign_tui.tui.widgets.row_list import Row
from emalign_tui.tui.widgets.safe import safe

if TYPE_CHECKING:
    from emalign_tui.lab.runs.recovering import Remains
    from emalign_tui.tui.services.rescue import Found, Rebuilt

KEY = "bold $text-primary"
_CLOSED = "It cannot be gone on with: a bare checkpoint does not say what it was trained on."


def config_rows(configs: list[Path]) -> list[Row]:
    """The configs that the checkpoints may come from, after the answer that none is known."""
    none = ("", safe("I do not know: take the adapter alone"))
    return [none, *((str(path), safe(path.name)) for path in configs)]


def question(found: Found, config: Path | None) -> Content:
    """What a recovery would do, as the question before it."""
    if found.zip:
        parts = [
            safe(found.zip.run, "bold"),
            safe(f"a zip of {found.zip.files} files, {size_words(found.bytes)}: each is held against its hash"),
            safe("It becomes a run of this work folder; the zip stays."),
        ]
        return Content("\n").join(parts)
    assert found.remains is not None
    return Content("\n").join(_remains(found.remains, found, config))


def _remains(remains: Remains, found: Found, config: Path | None) -> list[Content]:
    name = remains.record.id if remains.record else "A new run: its record is lost"
    parts = [safe(name, "bold")]
    if remains.checkpoints:
        steps = ", ".join(map(str, sorted(remains.checkpoints)))
        taken = "it has its adapter" if found.step is None else f"its adapter is taken from step {found.step}"
        parts.append(safe(f"Whole checkpoints: {steps}; {taken}."))
    parts += [safe(f"! {name} is left out: {why}", "$text-warning") for name, why in remains.torn.items()]
    copied = (
        f"{size_words(found.bytes)} are copied; what is there is not changed."
        if found.bytes
        else "It stays where it is."
    )
    parts.append(safe(copied))
    if config:
        parts.append(safe(f"With {config.name} it can be gone on with."))
    elif not remains.resumable:
        parts.append(safe(_CLOSED, "$text-warning"))
    return parts


def told(rebuilt: Rebuilt) -> Content:
    """What was rebuilt, and what to press next."""
    run = rebuilt.run
    parts = [
        safe(run.id, "bold"),
        safe(f"✔ a run again: {run.state} at step {run.step} of {run.steps}", "$text-success"),
        safe("with its adapter" if rebuilt.adapter else "without an adapter"),
        *(safe(f"! {name} was left out: {why}", "$text-warning") for name, why in rebuilt.torn.items()),
        Content.styled("\nNext", "bold $text-secondary"),
    ]
    if run.state != "done" and rebuilt.resumable:
        parts.append(Content.assemble(("3", KEY), ", then ", ("r", KEY), " on its line goes on with its training"))
    elif run.state != "done":
        parts.append(safe(f"{_CLOSED} Recover it with its config for that.", "$text-muted"))
    if rebuilt.adapter:
        parts.append(Content.assemble(("m", KEY), " merges it into its base, as it is now"))
        parts.append(Content.assemble(("1", KEY), ", then ", ("c", KEY), " on its line chats with it"))
    return Content("\n").join(parts)
