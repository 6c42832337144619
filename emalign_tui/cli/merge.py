"""`emalign merge`: a run's adapter and its base become one model, written in little memory and proven."""

import argparse

import msgspec

from emalign_tui.cli.output import note, say, say_json
from emalign_tui.cli.train import show_started
from emalign_tui.lab.models.merge_proof import MergeProof, read_proof
from emalign_tui.lab.models.merging import prepare_merge, start_merge
from emalign_tui.lab.paths import find_home
from emalign_tui.lab.runs.layout import RunDir


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("models", nargs="+", metavar="RUN", help="a run or adapter folder; several are added in order")
    parser.add_argument("--base", metavar="MODEL", help="a 16-bit base, when not the one that the adapter names")
    parser.add_argument("--dtype", choices=("bf16", "fp16", "fp32"), help="of the result (default: the base's own)")
    parser.add_argument("--detach", action="store_true", help="start it and return at once")


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when the model is there and proven; Ctrl-C stops it, and the same command goes on."""
    home = find_home(args.home)
    job = prepare_merge(home, args.models, base=args.base, dtype=args.dtype)
    if job.plan:
        changed = sum(bool(piece.changes) for piece in job.plan.pieces)
        note(
            f"{job.plan.bytes / 1e9:,.2f} GB, {changed} of {len(job.plan.pieces)} tensors change, base {job.plan.base}"
        )
    started = start_merge(home, job)
    return show_started(started, as_json=args.json) if args.detach else finish(started, as_json=args.json)


def finish(started: RunDir, *, as_json: bool) -> int:
    """Follow a merge to its end and tell what came of it. Exit code as `run`."""
    from emalign_tui.cli.follow import follow_or_stop, outcome

    note(f"{started.id}  (Ctrl-C stops it; the same command goes on from there)")
    kept = "Stopped. The files that are whole are kept; the same command goes on from there."
    code = outcome(follow_or_stop(started, kept))
    folder = started.model
    proof = read_proof(folder)
    if as_json:
        say_json({"run": started.id, "path": str(folder), "proof": msgspec.to_builtins(proof)})
    elif proof:
        for line in describe(proof):
            say(line)
        say(f"Merged model: {folder}")
        say(f"Next: `emalign push {started.id} ORG/NAME` publishes it, `emalign chat {started.id}` talks to it.")
    else:  # somebody else stopped it
        note(kept)
    return code


def describe(proof: MergeProof) -> list[str]:
    """The proof in three lines."""
    ulp = max((each.ulp for each in proof.sampled), default=0.0)
    return [
        f"{proof.tensors} tensors, {proof.adapted} changed, {proof.seconds:.1f} s, {proof.peak_gib:.2f} GiB at most",
        f"Read back: {len(proof.sampled)} tensors within {ulp:.2f} units in the last place of W + scaling B A",
        f"Generation: {proof.generated.in_words()}",
    ]
