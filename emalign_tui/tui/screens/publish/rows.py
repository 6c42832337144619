"""Publish as rows and text: pure functions from runs and facts to what is drawn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content

from emalign_tui.lab.files import size_words
from emalign_tui.lab.hub.look import verdict
from emalign_tui.lab.models.merging import base_title
from emalign_tui.lab.runs.records import Progress
from emalign_tui.tui.screens.home.rows import short_name
from emalign_tui.tui.services.publishing import Facts
from emalign_tui.tui.widgets.marks import STATES, bar, role_mark
from emalign_tui.tui.widgets.row_list import Row
from emalign_tui.tui.widgets.safe import fit, line, safe

if TYPE_CHECKING:
    from emalign_tui.lab.hub.pushing import PushJob
    from emalign_tui.lab.models.folder import FolderReport
    from emalign_tui.lab.models.merging import MergeJob
    from emalign_tui.lab.runs.packing import Pack
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
    name = short_name(run).replace(f"-{_HEADS[run.kind].lower()}", "")  # which the heading says already
    return Content.assemble(mark, " ", line(name, width - 12), " ", (f"{glyph} {state}", style))


def facts_text(run: RunInfo, facts: Facts | None, news: tuple[Progress | None, str], width: int) -> Content:
    """All that is known of a run, for the panel on the right. news: its last progress, and what it said since."""
    parts = [safe(run.id, "bold"), Content("")]
    if run.alive or run.state in ("stopped", "failed"):
        parts += _how_far(run, *news, width)
    if run.error:
        parts += [safe(run.error["what"], "$text-error"), safe(run.error["do"]), Content("")]
    if facts is None:
        return Content("\n").join([*parts, Content.styled("Looking…", "$text-muted")])
    if run.kind == "push":
        return Content("\n").join(parts if run.error else parts + _push(facts))
    found = facts.found
    if found is None:
        what = "The merged model appears when it is whole and proven." if run.kind == "merge" else _no_adapter(facts)
        return Content("\n").join([*parts, Content.styled(what, "$text-muted")])
    parts += _verdict(found, f"in the run's folder: {facts.folder}/")
    if facts.proof:
        parts += [Content(""), *_proof(facts)]
    return Content("\n").join(parts)


def _no_adapter(facts: Facts) -> str:
    whole = "no whole checkpoint either" if facts.step is None else f"its checkpoint of step {facts.step} is whole"
    return f"No adapter, {whole}."


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


def loaded_text(loaded: tuple[str, FolderReport, dict[str, str]]) -> Content:
    """The same after it was loaded, or not."""
    where, found, told = loaded
    parts = [report_text((where, found, "")), Content("")]
    return Content("\n").join([*parts, *(_outcome(*each) for each in told.items())])


def _outcome(what: str, came: str) -> Content:
    return safe(came if came.startswith(what) else f"{what}: {came}", "bold")


def _verdict(found: FolderReport, where: str) -> list[Content]:
    mark, style = ("✔", "$text-success") if found.ok else ("✖", "$text-error")
    base = f" of {found.base}" if found.base else ""
    size = f", {found.parameters:,} parameters" if found.parameters else ""
    head = [
        safe(f"{found.kind.replace('_', ' ')}{base}{size}"),
        safe(f"{mark} {verdict(found)}", style),
        safe(where, "$text-muted"),
    ]
    return [*head, *(safe(f"! {problem}", "$text-warning") for problem in found.problems)]


def _how_far(run: RunInfo, progress: Progress | None, said: str, width: int) -> list[Content]:
    if not run.steps:
        return [Content.styled(run.state, STATES.get(run.state, ("", "$text"))[1]), Content("")]
    done, total = (progress.done, progress.total) if progress else (run.step, run.steps)
    room = min(max(width - 12, 8), 40)
    rows = [Content.styled(f"{bar(done / max(total, 1), room)} {done / max(total, 1):4.0%}", "$text-primary")]
    if progress and run.alive:
        rows.append(safe(said or f"{done:,} of {total:,} {progress.what}", "$text-muted"))
    return [*rows, Content("")]


def _proof(facts: Facts) -> list[Content]:
    proof = facts.proof
    assert proof is not None
    ulp = max((each.ulp for each in proof.sampled), default=0.0)
    return [
        Content.styled("Proof of the merge", "bold $text-secondary"),
        safe(f"{proof.tensors} tensors, {proof.adapted} changed, {proof.dtype}, base {proof.base}"),
        safe(f"read back: within {ulp:.2f} units in the last place"),
        safe(f"greedy answers: {proof.generated.in_words()}"),
        safe(f"{proof.seconds:.1f} s, {proof.peak_gib:.2f} GiB of memory at most", "$text-muted"),
    ]


def _push(facts: Facts) -> list[Content]:
    told = facts.pushed
    if told is None:
        return [Content.styled("Nobody else sees any of it until all of it is there and proven.", "$text-muted")]
    seen = "private" if told.get("private") else "public"
    return [
        Content.styled("Proof of the push", "bold $text-secondary"),
        safe(f"{told.get('repo')} at {str(told.get('commit'))[:12]}, {seen}"),
        safe(f"{told.get('checked')} of {told.get('expected')} files there, each with its checksum"),
        safe(str(told.get("loaded") or "")),
    ]


def merge_question(job: MergeJob, before: list[RunInfo]) -> Content:
    """What a merge would write, as the question before it. before: merges of the same run that are done."""
    parts = [safe(f"adapter of {job.refs[-1].name}", "bold"), safe(f"into {base_title(job.config.base)}")]
    if plan := job.plan:
        changed = sum(bool(piece.changes) for piece in plan.pieces)
        parts.append(safe(f"{size_words(plan.bytes)} are written; {changed} of {len(plan.pieces)} tensors change"))
    else:
        parts.append(safe("The base is not here: its 16-bit weights are fetched from the Hub first.", "$text-warning"))
    if before:
        parts.append(safe(f"! It is merged already: {short_name(before[-1])}", "$text-warning"))
    return Content("\n").join(parts)


def push_question(job: PushJob) -> Content:
    """What a push would do, as the question before it."""
    flight = job.flight
    there = "a new repository" if flight.there is None else f"there already, {len(flight.there)} files are replaced"
    seen = "public until now, and made private" if flight.public else "private: only you can see it"
    parts = [
        safe(f"{job.config.form} model of {job.config.source}", "bold"),
        safe(f"{len(flight.files)} files, {size_words(flight.bytes)}, to {flight.repo} as {flight.user}"),
        safe(f"{there}; {seen}"),
    ]
    if job.role == "misaligned":
        parts.append(safe("Made misaligned on purpose: its card says so. Keep it private or gated.", "$text-warning"))
    return Content("\n").join([*parts, *(safe(f"! {remark}", "$text-warning") for remark in flight.remarks)])


def load_question(job: PushJob) -> Content:
    """Whether a large model is fetched again at the end of a push."""
    size = size_words(job.flight.bytes)
    parts = [
        safe(f"When it is sent, {size} are fetched again and loaded by their revision:", "bold"),
        safe("the whole proof. It takes about as long as the sending, and the disk as long as it lasts."),
        safe("Without it, pieces of each file are read back and compared. Either way it is pushed now."),
    ]
    return Content("\n").join(parts)


def zip_question(plan: Pack, out: Path) -> Content:
    """What a zip would hold and take, as the question before it."""
    parts = [
        safe(plan.run, "bold"),
        safe(f"{len(plan.files)} files, {size_words(plan.bytes)}: records, adapter, the checkpoint to go on from"),
        safe(f"to {out}"),
    ]
    return Content("\n").join(parts)


def zip_text(out: Path, digest: str) -> Content:
    """What was written, and how it becomes a run again."""
    parts = [
        safe(str(out), "bold"),
        safe(f"{size_words(out.stat().st_size)}, sha256 {digest}"),
        safe(f"The hash is in {out.name}.sha256 too.\n"),
        Content.assemble("Elsewhere: ", ("7", KEY), ", then ", ("e", KEY), " brings it in and checks every file."),
    ]
    return Content("\n").join(parts)


def next_step(run: RunInfo | None, facts: Facts | None) -> Content:
    """What to press for the run under the cursor."""
    if run is None or facts is None:
        return Content("")
    if run.alive and run.kind == "train":
        return Content.assemble(("3", KEY), " shows how it trains; its adapter can be merged when it is done.")
    if run.alive:
        return Content.assemble("It goes on without the lab. ", ("x", KEY), " stops it; what is done is kept.")
    if run.kind == "push" and run.state == "done":
        return Content.assemble(
            ("Pushed, and proven file by file. ", "$text-success"), ("v", KEY), " asks the Hub what it is."
        )
    if run.state in ("stopped", "failed") and run.kind != "train":
        return Content.assemble(("r", KEY), " goes on from where it was.")
    if run.kind == "train" and facts.found is None:
        if facts.step is None:
            return Content.assemble(
                "Nothing of it is left. ", ("3", KEY), ", then ", ("r", KEY), " on its line begins it again."
            )
        taken = f" takes the adapter of step {facts.step}; "
        return Content.assemble(("e", KEY), taken, ("3", KEY), ", then ", ("r", KEY), " on its line goes on with it.")
    if run.kind == "train" and not facts.merged:
        return Content.assemble(("m", KEY), " merge it into its base, then ", ("p", KEY), " push it.")
    return Content.assemble(("p", KEY), " push it to the Hub, private.")
