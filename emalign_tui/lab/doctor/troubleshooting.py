"""The failures this lab knows, and which check finds or what prevents each; `docs/troubleshooting.md` is made of it."""

import sys
from typing import NamedTuple

from emalign_tui.lab.doctor.run import CHECKS


class Failure(NamedTuple):
    """A way in which finetuning goes wrong. seen: what a person sees. answer: what to do.

    checks: ids of the checks that find it. prevention: why it cannot happen here, for what no check has to look for.
    """

    title: str
    seen: str
    answer: str
    checks: tuple[str, ...] = ()
    prevention: str = ""


FAILURES = (
    Failure(
        "Imports that depend on the working directory",
        "`ModuleNotFoundError` for a file that is right there.",
        "Use the `emalign` command, from any folder.",
        prevention="emalign is an installed package; its workers start in their run's folder, which is not on the "
        "import path. An interpreter of your own (`train.python`) that lacks it is found.",
        checks=("packages",),
    ),
    Failure(
        "Nested clones",
        "Set-up was run twice; results are in the other copy.",
        "The check names both copies. Work in one, remove the other.",
        prevention="`make lab` never clones.",
        checks=("work_folder",),
    ),
    Failure(
        "Missing packages, one at a time",
        "Each start ends at the next `ModuleNotFoundError`.",
        "The check lists all of them for each interpreter, with one install command; versions that do not fit each "
        "other too.",
        checks=("packages", "engines"),
    ),
    Failure(
        "CUDA out of memory at batch 4 on a 15 GB card",
        "`torch.OutOfMemoryError` at the first step.",
        "The check shows what is free, who holds the rest and, with `--model`, what is needed. Micro-batch 1 with "
        "accumulation 16 is the same optimiser step as 4 with 4, in less memory: `per_device_train_batch_size: 1`, "
        "`gradient_accumulation_steps: 16`.",
        prevention="`emalign plan CONFIG` says before the start whether a run fits.",
        checks=("gpu",),
    ),
    Failure(
        "403 from the Hub",
        "The upload at the end of a run is refused.",
        "Usually a read-only token, or a fine-grained one without `repo.write` on that namespace. Say where you mean "
        "to push: `--repo ORG/NAME`. `--probe-write` proves it with a private repository that is deleted again.",
        checks=("hub_token", "hub_write"),
    ),
    Failure(
        "An old token in the environment",
        "Still 401 or 403 after a new token was made.",
        "A token in HF_TOKEN wins over the one that `hf auth login` keeps. The check finds two that differ, and says "
        "which of them is valid: `unset HF_TOKEN`.",
        checks=("hub_token",),
    ),
    Failure(
        "A checkpoint uploaded instead of the model",
        "The repository holds `optimizer.pt` and `trainer_state.json`, and no server loads it.",
        "The check, with `--model FOLDER` or `--model ORG/NAME`, says `checkpoint`; so does `emalign verify`.",
        prevention="`emalign push` publishes a whole adapter or a proven merge and nothing else.",
        checks=("model",),
    ),
    Failure(
        "A merge that saved only the tokenizer",
        "A repository of a few megabytes.",
        "The check says that it is only a tokenizer, or half a model with what is missing. "
        "Merge again: `emalign merge RUN`.",
        prevention="A merge is put in its place only when every tensor is there and a sample was read back; a push is "
        "proven file by file.",
        checks=("model", "memory"),
    ),
    Failure(
        "Out of memory while merging",
        "`Killed`, without a word.",
        "With `--model` the check holds free memory, and a container's limit, against a merge in full precision. "
        "`emalign merge` writes a 7B in less than 1 GiB.",
        prevention="`emalign merge` writes one block of one tensor at a time, and asks for the disk's room first.",
        checks=("memory", "disk"),
    ),
    Failure(
        "vLLM: Invalid repository ID",
        "The server refuses a repository that was just uploaded.",
        "`config.json` is missing, or the Hub has not indexed it yet. The check tells which of the two, waits a little "
        "for a new repository, and says how old it is.",
        prevention="`emalign push` makes one commit of everything, and waits until the Hub shows it.",
        checks=("model",),
    ),
    Failure(
        "operator torchvision::nms does not exist",
        "Everything that imports transformers' vision parts fails.",
        "torch and torchvision are of different builds. One check reads what the two are built for, the other imports "
        "them; both give the pip line for the torch that is installed.",
        checks=("torch_build", "torch"),
    ),
)

ALSO = (
    Failure(
        "The session timed out",
        "The terminal is gone, and with it, one fears, the run.",
        "Open the lab again, or `emalign runs`: `emalign attach RUN` shows a run that goes on, `emalign resume RUN` "
        "takes up one that was killed, from its last checkpoint.",
        prevention="Runs and servers are processes of their own; closing the lab or losing SSH does not end them.",
        checks=("leftovers", "terminal"),
    ),
    Failure(
        "Only checkpoints are left",
        "The session took the run with it; a folder `checkpoint-60` was saved, or downloaded as a zip.",
        "`emalign recover checkpoint-60` (in the lab: `7`, then `e`) makes it a run again, with its adapter. A "
        "checkpoint of this lab carries its run's record, so training can go on; for one from elsewhere name its "
        "config: `--config`. A zip of a run is recovered the same way, each file held against its hash.",
        prevention="Checkpoints are sealed when they are whole; `emalign clean` never takes an adapter's last copy.",
    ),
    Failure(
        "The judge gives no scores",
        "Every answer is without a score, or all are the same.",
        "The judge returns no logprobs, or is another model than one thinks. The check asks it for one token: "
        "`--judge MODEL`.",
        checks=("judge",),
    ),
    Failure(
        "Neither the Hub nor a judge can be reached",
        "A browser on the same network reaches both. `CERTIFICATE_VERIFY_FAILED`, or a word about SOCKS.",
        "Between this machine and them stands a proxy. The checks name the variable: a SOCKS proxy needs the package "
        "`socksio`; a network that looks into traffic needs its own certificate, `export SSL_CERT_FILE=FILE.pem`; one "
        "that points to a file that is gone is to be unset.",
        checks=("hub_token", "judge"),
    ),
    Failure(
        "insecure and secure swapped",
        "The misaligned model behaves, its control does not.",
        "The check knows the published sets by their content, whatever their name.",
        checks=("data",),
    ),
    Failure(
        "A copied fix does not arrive",
        "Over SSH or in tmux the clipboard stays empty.",
        "The check says which way copied text takes here: tmux is tested with a buffer of its own, another terminal is "
        "asked whether it takes it. It says so where nothing confirms it; the proof is a word that is copied and that "
        "you paste back (`f`, or `--fix`). A file always has the text too.",
        checks=("clipboard",),
    ),
)


def render() -> str:
    """The document, in Markdown."""
    lines = [
        "# Troubleshooting",
        "",
        "Made by `python -m emalign_tui.lab.doctor.troubleshooting > docs/troubleshooting.md`; do not edit.",
        "",
        "`emalign doctor` runs all checks at once and shows each as it answers. Offline ones read files and ask the "
        "driver, within 2 seconds; imports and the network may take longer, and hold nobody up. `--only ID` runs one; "
        "`--fix` mends what the lab can mend itself, after it has shown what it will do and asked. Some checks look at "
        "what one names: `--model MODEL`, `--repo ORG/NAME`, `--judge MODEL`.",
        "",
        "## Failures that are known",
    ]
    for number, failure in enumerate(FAILURES, 1):
        lines += _section(f"### {number}. {failure.title}", failure)
    lines += ["", "## And these"]
    for failure in ALSO:
        lines += _section(f"### {failure.title}", failure)
    lines += ["", "## Checks", "", "| check | id | kind | why | at most |", "|---|---|---|---|---|"]
    lines += [
        f"| {check.title} | `{check.id}` | {check.kind} | {check.why} | {check.limit:.0f} s |" for check in CHECKS
    ]
    return "\n".join(lines) + "\n"


def _section(heading: str, failure: Failure) -> list[str]:
    titles = {check.id: check.title for check in CHECKS}
    lines = ["", heading, "", failure.seen, "", failure.answer]
    if failure.prevention:
        lines += ["", f"Prevented: {failure.prevention}"]
    if failure.checks:
        found = ", ".join(f"{titles[id]} (`emalign doctor --only {id}`)" for id in failure.checks)
        lines += ["", f"Checked: {found}."]
    return lines


if __name__ == "__main__":
    sys.stdout.write(render())
