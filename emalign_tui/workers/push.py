"""The push worker: `python -m emalign_tui.workers.push RUN_DIR`. Imports no torch; goes on where it was cut off."""

import os
import time
from typing import TYPE_CHECKING

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import write_atomic
from emalign_tui.lab.hub import client, reload, repo
from emalign_tui.lab.hub.patience import UPLOAD, Patience
from emalign_tui.lab.hub.push_proof import PushProof, check_proof, prove_push
from emalign_tui.lab.hub.pushing import PushConfig, agree, agreed, bases_of, laid_out, lay_out, read_push
from emalign_tui.lab.hub.read_back import read_back
from emalign_tui.lab.hub.token import token_in_use
from emalign_tui.lab.hub.upload import publish, upload
from emalign_tui.lab.models.merging import eta
from emalign_tui.lab.runs.layout import RunDir
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.workers.process import run_worker

if TYPE_CHECKING:
    from huggingface_hub import HfApi

INDEXING = 120.0  # seconds that the Hub gets to show what was committed
_MB = 1_000_000


def work(run: RunDir, recorder: Recorder) -> None:
    """Upload, prove, load; and only then make public what is meant to be."""
    os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
    os.environ["HF_HUB_DISABLE_XET"] = "1"  # one protocol everywhere, and one that tells how far a file is
    client.READ = max(client.READ, client.PATIENT)
    config, home = read_push(run), run.home
    files = lay_out(home, run)
    folder = laid_out(run)
    token = token_in_use()
    if token is None:
        raise LabError("There is no Hub token", where=client.endpoint(), do=f"Run `{client.LOGIN}`, then push again.")
    api = client.hub_api(token.value)
    patience = Patience(UPLOAD, lambda text: recorder.say(text, "warning"), recorder.stop_requested)
    sizes = {name: (folder / name).stat().st_size for name in files}
    recorder.say(
        f"Sending {len(files)} files, {sum(sizes.values()) / 1e6:,.1f} MB, to {config.repo}; they are hashed first"
    )
    try:
        message = f"{config.form.title()} model of {config.source}, by emalign"
        ticker = _Ticker(recorder, sizes)
        commit = upload(api, config.repo, folder, files, patience, ticker, message, agreed=agreed(run))
    except _Stopped:
        recorder.stopped()
        return
    agree(run, files)
    recorder.say(f"Committed {commit[:12]}; comparing every file with what lies there")
    proof = prove_push(api, config.repo, commit, folder, files, wait=INDEXING, stopping=recorder.stop_requested)
    check_proof(proof, run.id)
    report = patience.call(lambda: repo.inspect_repo(config.repo, token.value, wait=INDEXING))
    _check_kind(report, config, proof, run)
    try:
        loaded = _load(run, recorder, api, patience, proof, sizes)
    except reload.Stopped:
        recorder.stopped()
        return
    proof = msgspec.structs.replace(proof, kind=report.folder.kind, loaded=loaded)
    if config.public:
        publish(api, config.repo, patience)
        proof = msgspec.structs.replace(proof, private=False)
    write_atomic(run.path / "proof.json", msgspec.json.format(msgspec.json.encode(proof)) + b"\n")
    recorder.done(repo=config.repo, commit=commit, files=len(files), loaded=proof.loaded)


class _Stopped(Exception):
    """A stop was asked for between two pieces of a file."""


class _Ticker:
    """Bytes sent of each file, as progress records of megabytes, a few a second at most."""

    def __init__(self, recorder: Recorder, sizes: dict[str, int]) -> None:
        self.recorder, self.sizes = recorder, sizes
        self.sent: dict[str, int] = {}
        self.began, self.told = time.monotonic(), 0.0

    def __call__(self, name: str, sent: int) -> None:
        if self.recorder.stop_requested():
            raise _Stopped
        self.sent[name] = sent
        now, done, total = time.monotonic(), sum(self.sent.values()), sum(self.sizes.values())
        if now - self.told >= 0.5 or done >= total:
            self.told = now
            part = f"{name} {sent / max(self.sizes[name], 1):.0%}, {eta(done, total, self.began)}"
            self.recorder.count(done // _MB, total // _MB, f"MB sent: {part}")


def _check_kind(report: repo.RepoReport, config: PushConfig, proof: PushProof, run: RunDir) -> None:
    """What the Hub itself shows has to be what was pushed."""
    if report.folder.kind != config.form:
        raise LabError(
            f"The Hub shows {config.repo} as {report.folder.kind}, not as {config.form}",
            where=f"{config.repo} at {proof.commit[:12]}",
            do=f"Look again later: `emalign verify {config.repo}`. Or send it again: `emalign resume {run.id}`.",
        )


def _load(
    run: RunDir, recorder: Recorder, api: "HfApi", patience: Patience, proof: PushProof, sizes: dict[str, int]
) -> str:
    """What came of loading the repository by revision; pieces of it are read back where that cannot be."""
    config = read_push(run)
    why = "not loaded, as that was not wanted"
    if config.load:
        recorder.say("Fetching it again by its revision, to load it")
        total, began = sum(sizes.values()), time.monotonic()

        def tell(held: int) -> None:
            held = min(held, total)
            rest = eta(held, total, began) if held < total else "it is being loaded"
            recorder.count(held // _MB, total // _MB, f"MB fetched again: {rest}")

        loaded, why = reload.load_back(
            api, config.repo, proof.commit, sizes, run.path / "back", bases_of(run), patience, tell
        )
        if loaded:
            return loaded
    pieces = read_back(api, config.repo, proof.commit, laid_out(run), list(sizes), patience)
    return f"{why}; {pieces}"


if __name__ == "__main__":
    run_worker(work)
