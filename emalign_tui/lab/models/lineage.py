"""The family tree of models: each base, what was trained on it, and what was repaired from that."""

from pathlib import Path

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.reference import MINI, ModelRef, canonical_base, resolve_model, run_model
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import RunDir, list_runs
from emalign_tui.lab.runs.records import RunInfo


class Node(msgspec.Struct, frozen=True):
    """One model of the tree.

    role: base, misaligned, repaired, control or None. ref: None while there is no model to use (a run without an
    adapter, a base that is gone). run: None for a base.
    """

    name: str
    role: str | None
    ref: ModelRef | None
    run: RunInfo | None
    children: list["Node"]


def lineage(home: Home, base: str = MINI) -> list[Node]:
    """One tree per base, the mini kit first, children oldest first. A run whose parent is gone hangs on its base.

    base: one that is listed also when nothing was trained on it.
    """
    infos = list_runs(home, "train")
    parents = {info.id: info.parent for info in infos}
    children: dict[str, list[RunInfo]] = {}
    bases = {canonical_base(MINI): MINI}
    bases.setdefault(canonical_base(base), base)
    for info in infos:
        base = canonical_base(info.base or "")
        bases.setdefault(base, base)
        children.setdefault(_owner(info.id, parents) or base, []).append(info)
    return [_base_node(home, name, base, children) for base, name in bases.items()]


def flatten(nodes: list[Node]) -> list[Node]:
    """Every node of the trees, parents before children."""
    return [found for node in nodes for found in (node, *flatten(node.children))]


def _owner(run: str, parents: dict[str, str | None]) -> str | None:
    """The parent to hang a run on: None when it is gone, or when the chain of parents comes back to the run."""
    seen = {run}
    ancestor = parents[run]
    while ancestor in parents:
        if ancestor in seen:
            return None
        seen.add(ancestor)
        ancestor = parents[ancestor]
    return parents[run] if parents[run] in parents else None


def _base_node(home: Home, name: str, base: str, children: dict[str, list[RunInfo]]) -> Node:
    try:
        ref = resolve_model(home, name) if name else None
    except LabError:  # the folder is gone; its runs still show
        ref = None
    nodes = [_run_node(info, children) for info in children.get(base, [])]
    return Node(ref.name if ref else name or "unknown base", "base", ref, None, nodes)


def _run_node(info: RunInfo, children: dict[str, list[RunInfo]]) -> Node:
    try:
        ref = run_model(RunDir(Path(info.path)))
    except LabError:  # no adapter yet, or a broken run.yaml: the run is listed with its own state and error
        ref = None
    return Node(info.id, info.role, ref, info, [_run_node(child, children) for child in children.get(info.id, [])])


def ancestors(nodes: list[Node], name: str) -> tuple[str, ...]:
    """The names of what a model was made from, its parent first and its base last. Empty for a base, or an unknown."""
    for node in nodes:
        if any(child.name == name for child in node.children):
            return (node.name,)
        if above := ancestors(node.children, name):
            return (*above, node.name)
    return ()
