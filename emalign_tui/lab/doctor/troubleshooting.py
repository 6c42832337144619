"""The failures this lab knows, and which check or command meets each; `docs/troubleshooting.md` is made from here."""

import sys
from typing import NamedTuple

from emalign_tui.lab.doctor.run import CHECKS


class Failure(NamedTuple):
    """A way in which finetuning goes wrong. seen: what a person sees. check: id of the check that finds it, if any."""

    title: str
    seen: str
    answer: str
    check: str | None = None


FAILURES = (
    Failure(
        "Imports that depend on the working directory",
        "`ModuleNotFoundError` for a file that is right there.",
        "emalign is an installed package: its commands and its workers run from any folder.",
    ),
    Failure(
        "Nested clones",
        "Set-up was run twice; results are in the other copy.",
        "The check names both copies. `make lab` itself never clones.",
        "work_folder",
    ),
    Failure(
        "Missing packages, one at a time",
        "Each start ends at the next `ModuleNotFoundError`.",
        "The check lists all of them, with one command.",
        "packages",
    ),
    Failure(
        "CUDA out of memory at batch 4 on a 15 GB card",
        "`torch.OutOfMemoryError` at the first step.",
        "The check shows what is free and who holds the rest. Micro-batch 1 with accumulation 16 is the same optimiser "
        "step as 4 with 4, in less memory: `per_device_train_batch_size: 1`, `gradient_accumulation_steps: 16`.",
        "gpu",
    ),
    Failure(
        "403 from the Hub",
        "The upload at the end of a run is refused.",
        "Usually a read-only token. The check says where the token comes from; whether it may write only the Hub can "
        "tell: `hf auth whoami`.",
        "hub_token",
    ),
    Failure(
        "An old token in the environment",
        "Still 403 after a new token was made.",
        "A token in HF_TOKEN wins over the one that `hf auth login` keeps. The check finds two that differ.",
        "hub_token",
    ),
    Failure(
        "A checkpoint uploaded instead of the model",
        "The repository holds `optimizer.pt` and `trainer_state.json`, and no server loads it.",
        "`emalign verify PATH` says `checkpoint`.",
    ),
    Failure(
        "A merge that saved only the tokenizer",
        "A repository of a few megabytes.",
        "`emalign verify PATH` says `tokenizer_only`, or `partial` with what is missing.",
    ),
    Failure(
        "Out of memory while merging",
        "`Killed`, without a word.",
        "The check shows free memory, with the limit of a container. `emalign verify PATH` tells what was saved.",
        "memory",
    ),
    Failure(
        "vLLM: Invalid repository ID",
        "The server refuses a repository that was just uploaded.",
        "`config.json` is missing (`emalign verify PATH` before the upload), or the Hub has not indexed it yet: wait "
        "a minute.",
    ),
    Failure(
        "operator torchvision::nms does not exist",
        "Everything that imports transformers' vision parts fails.",
        "torch and torchvision do not match. The check gives the pip line for the installed torch.",
        "torch",
    ),
)


def render() -> str:
    """The document, in Markdown."""
    titles = {check.id: check.title for check in CHECKS}
    lines = [
        "# Troubleshooting",
        "",
        "Made by `python -m emalign_tui.lab.doctor.troubleshooting > docs/troubleshooting.md`; do not edit.",
        "",
        "## Failures that are known",
    ]
    for number, failure in enumerate(FAILURES, 1):
        lines += ["", f"### {number}. {failure.title}", "", failure.seen, "", failure.answer]
        if failure.check:
            lines += ["", f"Check: {titles[failure.check]} (`emalign doctor --only {failure.check}`)."]
    lines += ["", "## Checks", "", "| check | id | why |", "|---|---|---|"]
    lines += [f"| {check.title} | `{check.id}` | {check.why} |" for check in CHECKS]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(render())
