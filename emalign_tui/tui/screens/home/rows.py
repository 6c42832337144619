"""Home as rows: pure functions from the snapshot to what is drawn."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content

from emalign_tui.lab.sanitize import one_line
from emalign_tui.tui.services.snapshot import Snapshot
from emalign_tui.tui.widgets.marks import OTHER, STATES, bar, role_mark, role_style, state_mark
from emalign_tui.tui.widgets.row_list import Row
from emalign_tui.tui.widgets.safe import fit, line, safe

if TYPE_CHECKING:
    from emalign_tui.lab.models.lineage import Node
    from emalign_tui.lab.runs.records import RunInfo

EMPTY = Content.assemble(
    ("Nothing trained yet. ", "bold $text"), "Press ", ("t", "bold $text-primary"),
    " for the tour: break a model, then repair it.\n",
    "Or: ", ("3", "bold $text-primary"), " train, ", ("4", "bold $text-primary"),
    " chat, ", ("2", "bold $text-primary"), " check this machine, ",
    ("s", "bold $text-primary"), " set the lab up.",
)  # fmt: skip


_STAMP = re.compile(r"-\d{6}-\d{6}-([0-9a-f]{4})$")


def short_name(run: RunInfo) -> str:
    """A run's name and the random end of its id: short, and still one run."""
    return short_id(run.id)


def short_id(id: str) -> str:
    """A run's id without its date: `mini_insecure 9f3a`. Other names stay as they are."""
    return _STAMP.sub(r" \1", id)


def model_rows(tree: tuple[Node, ...], width: int) -> list[Row]:
    """One row a model, indented by descent. width: terminal cells of a row."""
    rows: list[Row] = []
    for node in tree:
        rows.append(_model_row(node, "", width))
        rows += _children(node, "", width)
    return rows


def _children(node: Node, indent: str, width: int) -> list[Row]:
    rows: list[Row] = []
    for place, child in enumerate(node.children):
        last = place == len(node.children) - 1
        rows.append(_model_row(child, indent + ("└─" if last else "├─"), width))
        rows += _children(child, indent + ("  " if last else "│ "), width)
    return rows


def _model_row(node: Node, branch: str, width: int) -> Row:
    run = node.run
    name = short_name(run) if run else Path(node.name).name if node.name.startswith("/") else node.name
    role = node.role or "other"
    tail = " " + state_mark(run.state, 7) if run and run.state != "done" else Content("")
    room = max(width - len(branch) - 2 - 11 - tail.cell_length - 1, 8)
    key = f"run:{run.id}" if run else f"base:{node.name}"
    return key, Content.assemble(
        (branch, "$text-disabled"), role_mark(node.role), " ", line(name, room),
        (" " + fit(role, 10), role_style(node.role)), tail,
    )  # fmt: skip


def alive_rows(snapshot: Snapshot, width: int) -> list[Row]:
    """Runs that work now, newest first: state, name, how far."""
    rows: list[Row] = []
    for run in reversed(snapshot.alive):
        share = run.step / run.steps if run.steps else 0.0
        glyph, style = STATES.get(run.state, OTHER)
        how_far = f"{bar(share, 8)} {share:4.0%}" if run.steps else ""
        first = Content.assemble((glyph, style), " ", line(short_name(run), width - 2))
        rows.append((run.id, Content.assemble(first, "\n  ", (fit(run.state, 8), style), (how_far, "$text-muted"))))
    return rows or [(None, Content.styled("nothing runs right now", "$text-disabled not bold"))]


def server_rows(snapshot: Snapshot, width: int) -> list[Row]:
    """Servers that answer: base, port (and host, if another), adapters; those that start, with the time they need;
    those that failed last; remotes."""
    rows: list[Row] = [_starting_row(run, width) for run in snapshot.starting]
    for server in snapshot.servers:
        place = server.url.removeprefix("http://").removesuffix("/v1").removeprefix("127.0.0.1")
        on_it = f"  {len(server.adapters)} adapter{'' if len(server.adapters) == 1 else 's'}" if server.adapters else ""
        name = line(server.name, max(width - len(place) - len(on_it) - 3, 4))
        rows.append((server.run, Content.assemble(("◉ ", "$text-success"), name, f" {place}", (on_it, "$text-muted"))))
    for run in snapshot.failed_servers:
        name = line(run.name, max(width - 9, 4))
        rows.append((run.id, Content.assemble(("✖ ", "$text-error"), name, " ", ("failed", "$text-error"))))
    rows += [(None, Content.assemble(("○ ", "$text-muted"), line(each.name, width - 2))) for each in snapshot.remotes]
    return rows or [(None, Content.styled("none; chat starts one", "$text-disabled not bold"))]


def _starting_row(run: RunInfo, width: int) -> Row:
    """A server's steps are seconds."""
    left = f"starting, {run.steps - run.step} s left" if run.steps > run.step else "starting"
    return run.id, Content.assemble(
        ("◌ ", "$text-warning"), line(run.name, max(width - len(left) - 4, 4)), " ", (left, "$text-muted")
    )


def about_server(snapshot: Snapshot, key: str | None) -> Content | None:
    """The server under the cursor in two lines: where it is and what is on it, or why it failed and what to do."""
    server = next((each for each in snapshot.servers if each.run == key), None)
    if server is not None:
        names = ", ".join(server.adapters) or "no adapters yet"
        return Content.assemble(
            safe(one_line(server.name, 60), "bold"), f"  {server.engine} server at {server.url}", "\n",
            safe(one_line(names, 200), "$text-muted"),
        )  # fmt: skip
    run = next((each for each in snapshot.failed_servers if each.id == key), None)
    return _failure(run) if run is not None else None


def _failure(run: RunInfo) -> Content:
    what, do = ((run.error or {}).get(key, "") for key in ("what", "do"))
    return Content.assemble(safe(one_line(what, 200), "$text-error"), "\n", safe(one_line(do, 200), "$text"))


def next_step(snapshot: Snapshot, run: RunInfo | None) -> Content:
    """What to do next, in two lines, for the model under the cursor."""
    if not any(node.children for node in snapshot.tree):
        return EMPTY
    if run is None:
        return Content.assemble(
            ("A base model. ", "bold $text"), ("c", "bold $text-primary"), " chat with it, ",
            ("e", "bold $text-primary"), " evaluate it, ", ("r", "bold $text-primary"), " train from it.\n",
            ("Enter", "bold $text-primary"), " chats too; ", ("t", "bold $text-primary"), " opens the tour.",
        )  # fmt: skip
    if run.state == "failed" and run.error:
        return _failure(run)
    head = Content.assemble((line(run.id, len(run.id), "bold $text")), (f"  {run.state}", "$text-muted"))
    if run.loss is not None:
        head += Content.styled(f"  loss {run.loss:.3f}", "$text-muted")
    return Content("\n").join(
        [
            head,
            Content.assemble(
                ("Enter", "bold $text-primary"), " watch it  ", ("c", "bold $text-primary"), " chat beside its base  ",
                ("e", "bold $text-primary"), " evaluate  ", ("r", "bold $text-primary"), " train on from it",
            ),
        ]
    )  # fmt: skip
