"""Why a vLLM server ended, or refused an adapter, from the words it left: cause and fix in one sentence each.

Phrases as vLLM 0.26 to 0.32, torch 2.13, transformers 5 and huggingface_hub 1 write them.
"""

import re
import signal
from typing import NamedTuple

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.sanitize import one_line

_LONGEST = 300  # characters of vLLM's own words


class Cause(NamedTuple):
    """said: the words that give it away; its groups fill what and do, as {1}, {2} and so on."""

    said: re.Pattern[str]
    what: str
    do: str


def _cause(said: str, what: str, do: str) -> Cause:
    return Cause(re.compile(said, re.DOTALL), what, do)


_FREE = "`emalign doctor --only gpu` says who holds the card. Free it, or serve a smaller base."
_UNSERVE = "Stop the server (`emalign unserve`) and serve again: it is laid out for the adapters that are here then."

CAUSES = (
    _cause(
        r"LoRA rank (\d+) is greater than max_lora_rank (\d+)",
        "The adapter has rank {1}, and the server was started for rank {2} at most",
        _UNSERVE,
    ),
    _cause(
        r"Free memory on device \S+ \(([\d.]+)/([\d.]+) GiB\) on startup is less than desired GPU memory utilization "
        r"\([\d.]+, ([\d.]+) GiB\)",
        "Out of GPU memory: {1} of {2} GiB are free, and the server was to take {3}",
        "Something took the card meanwhile. " + _FREE,
    ),
    _cause(
        r"No available memory for the cache blocks",
        "Out of GPU memory: the weights leave no room for answers",
        _FREE,
    ),
    _cause(
        r"model's max seq len \((\d+)\), \(([\d.]+) GiB KV cache is needed, which is larger than the available KV "
        r"cache memory \(([\d.]+) GiB\)",
        "Out of GPU memory: a conversation of {1} tokens takes {2} GiB, and {3} are left",
        _FREE,
    ),
    _cause(
        r"CUDA out of memory|CUDA error: out of memory",
        "Out of GPU memory",
        _FREE,
    ),
    _cause(
        r"Invalid repository ID or local directory specified: '([^']*)'",
        "{1} has no config.json, or is not a repository that can be read",
        "`emalign verify {1}` tells which. A new repository may need a minute until the Hub shows it.",
    ),
    _cause(
        r"(?:Errno 98\] [Aa]ddress already in use|error while attempting to bind on address)",
        "The port is in use",
        "Choose another --port, or none.",
    ),
    _cause(
        r"Cannot access gated repo for url (\S+?)\.?\s",
        "The base is gated on the Hub, and this token may not read it",
        "Accept its terms on the Hub, then `emalign doctor --only hub_token`.",
    ),
    _cause(
        r"(?:401 Client Error|Repository Not Found for url)",
        "The Hub does not show this base to this token",
        "Check its name, and the token: `emalign doctor --only hub_token`.",
    ),
    _cause(
        r"(?:LocalEntryNotFoundError|We couldn't connect to 'https://huggingface\.co'|OfflineModeIsEnabled)",
        "The base is not on this machine, and the Hub cannot be reached",
        "Check the network and HF_HUB_OFFLINE, or serve a folder that is here.",
    ),
    _cause(r"No space left on device", "The disk is full", "Free some space: `emalign doctor --only disk`."),
    _cause(
        r"expected target modules in .{0,2000}? but received (.{0,200}?)\. Please verify",
        "The adapter is for another base: this one has no {1}",
        "Serve it on the base it was trained on.",
    ),
    _cause(
        r"(?:The size of tensor a \(\d+\) must match|shape mismatch|The expanded size of the tensor)",
        "The adapter is for another base: its matrices do not fit",
        "Serve it on the base it was trained on.",
    ),
    _cause(
        r"(vLLM does not yet support DoRA|vLLM does not support LoRA bias|Adapter bias is not supported"
        r"|vLLM only supports modules_to_save|vLLM does not support [^.\n]{0,80})",
        "vLLM cannot serve this adapter: {1}",
        "Merge it into its base and serve the merged model.",
    ),
    _cause(
        r"No adapter found for (\S+)",
        "The server found no adapter in that folder",
        "Check the path, or train the run again.",
    ),
    _cause(
        r"Bfloat16 is only supported on GPUs",
        "This card has no bfloat16",
        "Report this: the lab should have asked for float16.",
    ),
    _cause(
        r"(?:NVIDIA driver on your system is too old|CUDA driver version is insufficient|no kernel image is available)",
        "The GPU's driver and vLLM's torch do not fit each other",
        "`emalign doctor --only gpu,torch` says which to change.",
    ),
    _cause(
        r"operator torchvision::nms does not exist",
        "torch and torchvision of the serving Python are of different builds",
        "`emalign doctor --only torch` gives the pip line.",
    ),
    _cause(
        r"(?:ModuleNotFoundError|ImportError): ([^\n]{1,200})",
        "vLLM does not import: {1}",
        "`emalign doctor --only engines,packages` gives the pip line.",
    ),
    _cause(
        r"Model architectures (\[[^\]]*\]) (?:are not supported|failed to be inspected|has no vLLM implementation)",
        "vLLM does not know this kind of model: {1}",
        "Serve it on the CPU: `emalign serve MODEL --engine cpu`.",
    ),
    _cause(
        r"(?:SafetensorError|Error while deserializing header|There is no module or parameter named|"
        r"Cannot find any model weights)",
        "The base's weights are not whole, or not of this model",
        "`emalign verify` on the base tells what is missing.",
    ),
)  # fmt: skip
_LAST = re.compile(r"^(?:\([^)]*pid=\d+\) )?(?:ERROR [\d:. -]+\[[^\]]*\] )?(\w+(?:Error|Exception|Interrupt)\b.*)$")


def explain(text: str) -> LabError | None:
    """The known cause in vLLM's words, or None. The first of CAUSES counts: later errors follow from earlier ones."""
    for cause in CAUSES:
        if found := cause.said.search(text):
            words = [found[0], *(group or "" for group in found.groups())]
            filled = [one_line(word, _LONGEST) for word in words]
            return LabError(_fill(cause.what, filled), do=_fill(cause.do, filled))
    return None


def why_ended(text: str, code: int | None, where: str) -> LabError:
    """The cause of an end. text: the log of this start. code: as `Popen.returncode`. where: the log's path."""
    if known := explain(text):
        return LabError(known.what, where=where, do=known.do)
    if code is not None and -code in (signal.SIGKILL, signal.SIGTERM):
        how = signal.Signals(-code).name
        do = "Out of main memory, or ended by somebody: `emalign doctor --only memory`, then serve again."
        return LabError(f"The server was ended from outside ({how})", where=where, do=do)
    errors = [found[1] for line in text.splitlines() if (found := _LAST.match(line.strip()))]
    told = [line for line in errors if "See root cause above" not in line] or errors
    said = f": {one_line(told[0], _LONGEST)}" if told else f" with code {code}"
    return LabError(f"vLLM ended{said}", where=where, do="The log tells more.")


def refused(body: str, where: str) -> LabError:
    """Why an adapter was not loaded, from the message of the answer."""
    known = explain(body)
    if known is None:
        return LabError(one_line(body, _LONGEST), where=where, do="See `emalign servers`.")
    return LabError(known.what, where=where, do=known.do)


def _fill(text: str, words: list[str]) -> str:
    return re.sub(r"\{(\d)\}", lambda found: words[int(found[1])], text)
