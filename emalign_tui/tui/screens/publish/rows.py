"""Publish as rows and text: pure functions from runs and facts to what is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from emalign_tui.lab.runs.records import Progress
from emalign_tui.tui.screens.home.rows import short_name
from emalign_tui.tui.services.publishing import Facts
from emalign_tui.tui.widgets.marks import STATES, bar, role_mark
from emalign_tui.tui.widgets.row_list import Row
from emalign_tui.tui.widgets.safe import fit, line, safe

if TYPE_CHECKING:
    from emalign_tui.lab.hub.pushing import PushJob
    from emalign_tui.lab.models.folder import FolderReport
    from emalign_tui.lab.runs.records import RunInfo

KEY = "bold $text-primary"
EMPTY = Content.assemble(
    ("Nothing to publish yet.\n\n", "bold $text"), "Train a model first: press ", ("3", KEY),
    ".\nThen come back: ", ("m", KEY), " merges its adapter into\nthe base and proves it, ", ("p", KEY),
    " pushes it to\nthe Hub and proves that too.",
)  # fmt: skip
_HEADS = {"train": "Trained", "merge": "Merged", "push": "Pushed"}


def run_rows(runs: tuple[RunInfo, ...], width: int) -> list[Row]:
    """Trained models, merges and pushes under their headings, the newest first."""
    rows: list[Row] = []
    for kind, title in _HEADS.items():
        some = [run for run in reversed(runs) if run.kind == kind]
        if some:
            rows.append((None, Content.styled(title, "$text-secondary")))
            rows += [(f"run:{run.id}", _row(run, width)) for run in some]
    return rows


def _row(run: RunInfo, width: int) -> Content:
    glyph, style = STATES.get(run.state, ("◆", "$text"))
    state = fit(run.state, 7)
    mark = role_mark(run.role) if run.kind == "train" else Content(" ")
    return Content.assemble(mark, " ", line(short_name(run), width - 12), " ", (f"{glyph} {state}", style))


def facts_text(run: RunInfo, facts: Facts | None, progress: Progress | None, width: int) -> Content:
    """All that is known of a run, for the panel on the right."""
    parts = [safe(run.id, "bold"), Content("")]
    if run.alive or run.state in ("stopped", "failed"):
        parts += _how_far(run, progress, width)
    if run.error:
        parts += [safe(run.error["what"], "$text-error"), safe(run.error["do"]), Content("")]
    if facts is None:
        return Content("\n").join([*parts, Content.styled("Looking…", "$text-muted")])
    if run.kind == "push":
        return Content("\n").join(parts if run.error else parts + _push(facts))
    found = facts.found
    if found is None:
        what = "The merged model appears when it is whole and proven." if run.kind == "merge" else "No adapter yet."
        return Content("\n").join([*parts, Content.styled(what, "$text-muted")])
    parts += _verdict(found, facts.folder)
    if facts.proof:
        parts += [Content(""), *_proof(facts)]
    return Content("\n").join(parts)


def report_text(looked: tuple[str, FolderReport, str]) -> Content:
    """What somebody asked to be looked into: where it is, what it is, and whether the Hub may be late with it."""
    where, found, late = looked
    rest = [
        *(f"missing: {name}" for name in found.missing),
        *(f"extra: {name}" for name in found.extra),
        *found.remarks,
    ]
    parts = [*_verdict(found, where), *map(safe, rest)]
    return Content("\n").join([*parts, safe(late, "$text-warning")] if late else parts)


def _verdict(found: FolderReport, where: str) -> list[Content]:
    good = ("✔ can be served", "$text-success") if found.ok else ("✖ can not be served", "$text-error")
    base = f" of {found.base}" if found.base else ""
    size = f", {found.parameters:,} parameters" if found.parameters else ""
    head = [safe(f"{found.kind.replace('_', ' ')}{base}{size}"), Content.styled(*good), safe(where, "$text-muted")]
    return [*head, *(safe(f"! {problem}", "$text-warning") for problem in found.problems)]


def _how_far(run: RunInfo, progress: Progress | None, width: int) -> list[Content]:
    if not run.steps:
        return [Content.styled(run.state, STATES.get(run.state, ("", "$text"))[1]), Content("")]
    done, total = (progress.done, progress.total) if progress else (run.step, run.steps)
    room = min(max(width - 12, 8), 40)
    rows = [Content.styled(f"{bar(done / max(total, 1), room)} {done / max(total, 1):4.0%}", "$text-primary")]
    if progress and run.alive:
        rows.append(safe(f"{done:,} of {total:,} {progress.what}", "$text-muted"))
    return [*rows, Content("")]


def _proof(facts: Facts) -> list[Content]:
    proof = facts.proof
    assert proof is not None
    ulp = max((each.ulp for each in proof.sampled), default=0.0)
    said = proof.generated
    told = (
        f"Generation was not compared: {said.skipped}"
        if said.skipped
        else f"{said.agreeing} of {said.tokens} greedy tokens agree with base + adapter"
    )
    return [
        Content.styled("Proof of the merge", "bold $text-secondary"),
        safe(f"{proof.tensors} tensors, {proof.adapted} changed, {proof.dtype}, base {proof.base}"),
        safe(f"read back: within {ulp:.2f} units in the last place"),
        safe(told),
        safe(f"{proof.seconds:.1f} s, {proof.peak_gib:.2f} GiB of memory at most", "$text-muted"),
    ]


def _push(facts: Facts) -> list[Content]:
    told = facts.pushed
    if told is None:
        return [Content.styled("Nothing is visible in the repository until all of it is there.", "$text-muted")]
    seen = "private" if told.get("private") else "public"
    return [
        Content.styled("Proof of the push", "bold $text-secondary"),
        safe(f"{told.get('repo')} at {str(told.get('commit'))[:12]}, {seen}"),
        safe(f"{told.get('checked')} of {told.get('expected')} files there, each with its checksum"),
        safe(str(told.get("loaded") or "")),
    ]


def push_question(job: PushJob) -> Content:
    """What a push would do, as the question before it."""
    flight = job.flight
    there = "a new repository" if flight.there is None else f"there already, {len(flight.there)} files are replaced"
    seen = "PUBLIC: everybody can fetch it" if flight.public else "private: only you can see it"
    parts = [
        safe(f"{job.config.form} model of {job.config.source}", "bold"),
        safe(f"{len(flight.files)} files, {flight.bytes / 1e6:,.1f} MB, to {flight.repo} as {flight.user}"),
        safe(f"{there}; {seen}"),
    ]
    if job.role == "misaligned":
        parts.append(safe("Made misaligned on purpose: its card says so. Keep it private or gated.", "$text-warning"))
    return Content("\n").join([*parts, *(safe(f"! {remark}", "$text-warning") for remark in flight.remarks)])


def next_step(run: RunInfo | None, merged: bool) -> Content:
    """What to press for the run under the cursor."""
    if run is None:
        return Content("")
    if run.alive:
        return Content.assemble("It goes on without the lab. ", ("x", KEY), " stops it; what is done is kept.")
    if run.kind == "push" and run.state == "done":
        return Content.styled("Pushed, and proven file by file.", "$text-success")
    if run.state in ("stopped", "failed") and run.kind != "train":
        return Content.assemble(("r", KEY), " goes on from where it was.")
    if run.kind == "train" and not merged:
        return Content.assemble(("m", KEY), " merge it into its base, then ", ("p", KEY), " push it.")
    return Content.assemble(("p", KEY), " push it to the Hub, private.")
