"""Which models a pane can have: those of the family tree, and any other by its reference."""

from pathlib import Path
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.lineage import Node, ancestors, flatten
from emalign_tui.lab.models.reference import MINI, resolve_model
from emalign_tui.lab.paths import Home
from emalign_tui.lab.sanitize import clean
from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.dialogs.choose import Choose
from emalign_tui.tui.screens.dialogs.closing import close
from emalign_tui.tui.screens.home.rows import model_rows, short_name
from emalign_tui.tui.services.snapshot import Snapshot
from emalign_tui.tui.widgets.note import Note
from emalign_tui.tui.widgets.safe import safe

OTHER = "other:"


class Named(NamedTuple):
    """A model as a pane shows it."""

    model: str
    label: str
    role: str | None
    lineage: tuple[str, ...]


def named(snapshot: Snapshot, model: str) -> Named:
    """What is known of a model reference."""
    node = _node(snapshot, model)
    if node is None:
        address, _, name = model.partition("#")
        remote = address.startswith(("http://", "https://"))
        return Named(model, f"{name}@{address.split('/')[2]}" if remote else Path(model).name, None, ())
    label = short_name(node.run) if node.run else Path(node.name).name
    return Named(model, label, node.role, ancestors(list(snapshot.tree), node.name))


def first_pair(snapshot: Snapshot, base: str) -> tuple[str, str]:
    """What two panes show before anybody chose: the newest repaired model beside the one it was made from, else the
    newest misaligned one beside its base, else the base of the settings twice.
    """
    nodes = flatten(list(snapshot.tree))
    for role in ("repaired", "misaligned"):
        made = [node for node in nodes if node.role == role and node.ref and node.run]
        if made:
            newest = max(made, key=lambda node: node.run.created if node.run else 0.0)
            parent = next(node for node in nodes if newest in node.children)
            return _reference(parent), _reference(newest)
    return base, base


def is_mini(snapshot: Snapshot, model: str) -> bool:
    """Whether a model is the mini base, or was made from it."""
    return model == MINI or any(
        _reference(root) == MINI and any(_reference(node) == model for node in flatten([root]))
        for root in snapshot.tree
    )


def choice_of_model(snapshot: Snapshot, title: str, now: str) -> Choose:
    """The window that asks for one; its answer goes to `chosen`."""
    usable = {node.name for node in flatten(list(snapshot.tree)) if node.ref}
    rows = [row for row in model_rows(snapshot.tree, 66) if row[0] and row[0].partition(":")[2] in usable]
    node = _node(snapshot, now)
    at = next((row[0] for row in rows if node and row[0] and row[0].partition(":")[2] == node.name), None)
    rows += [(f"remote:{each.reference}", safe(f"○ {each.name}")) for each in snapshot.remotes]
    rows.append((OTHER, Content.styled("another: a folder, a Hub id, or an address…", "$text-muted")))
    return Choose(title, rows, "A model that was trained appears here when its run is done.", at)


def chosen(snapshot: Snapshot, key: str) -> str:
    """The model reference behind a row of that window."""
    name = key.partition(":")[2]
    node = next((node for node in flatten(list(snapshot.tree)) if node.name == name), None)
    return _reference(node) if node else name


class TypeModel(ModalScreen[str | None]):
    """A line for a model reference. What means nothing is told in the window."""

    BINDINGS = bindings("dialog")[:1]

    def __init__(self, home: Home) -> None:
        super().__init__()
        self._home = home

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "Another model"
            yield Static(Content("A model folder, a Hub id (org/name), openai:MODEL, or http://HOST:PORT/v1#MODEL."))
            field = Input(placeholder="http://127.0.0.1:8000/v1#model-name", id="reference", max_length=4096)
            field.cursor_blink = False
            yield field
            yield Note(id="wrong")
            keys = (("Enter", "bold $text-primary"), " takes it   ", ("Esc", "bold $text-primary"), " cancel")
            yield Static(Content.assemble(*keys), classes="keys")

    @on(Input.Submitted)
    def take(self, message: Input.Submitted) -> None:
        reference = clean(message.value).strip()
        try:
            resolve_model(self._home, reference)
        except LabError as error:
            self.query_one("#wrong", Note).show(safe(str(error), "$text-error"))
            return
        close(self, reference)

    def action_cancel(self) -> None:
        close(self, None)


def _node(snapshot: Snapshot, model: str) -> Node | None:
    nodes = flatten(list(snapshot.tree))
    return next((node for node in nodes if model in (node.name, _reference(node))), None)


def _reference(node: Node) -> str:
    """What `resolve_model` takes for a node: a run's id, or a base as it is written."""
    if node.run or node.name == MINI or node.ref is None:
        return node.name
    return node.ref.base
