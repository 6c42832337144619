"""Which GPUs are here, in what state, and how much of their memory is free?"""

import os
from pathlib import Path

from emalign_tui.lab.doctor.check import Action, Check, Finding, Subject
from emalign_tui.lab.doctor.gpu_facts import (
    GIB,
    TORCH_BUILDS,
    WHEELS,
    Card,
    DriverSilent,
    Holder,
    Machine,
    NoDriver,
    read_machine,
)
from emalign_tui.lab.doctor.inside import pip, torch_cuda
from emalign_tui.lab.doctor.needs import Size, model_size
from emalign_tui.lab.paths import Home
from emalign_tui.lab.serving.servers import list_servers, stop_server

_DEVICE = Path("/dev/nvidiactl")
_CPU_MODE = "CPU mode: the mini kit and remote endpoints work"


def _look(home: Home, subject: Subject) -> Finding:
    try:
        machine = read_machine()
    except NoDriver:
        if not _DEVICE.exists():
            return Finding("ok", f"No NVIDIA driver. {_CPU_MODE}")
        what = f"An NVIDIA device is here, and no libnvidia-ml that tells about it. {_CPU_MODE}"
        fix = "Start the container with NVIDIA_DRIVER_CAPABILITIES=compute,utility, or install the driver's utilities."
        return Finding("warn", what, fix)
    except DriverSilent as error:
        return Finding("warn", f"The NVIDIA driver does not answer: {error}. {_CPU_MODE}", _silent(str(error)))
    builds = {python: torch_cuda(python) for python in dict.fromkeys((subject.train_python, subject.serve_python))}
    size = model_size(home, subject.model)
    finding = judge(machine, builds, os.environ.get("CUDA_VISIBLE_DEVICES"), size)
    if finding.status == "ok":
        return finding
    return Finding(finding.status, finding.evidence, finding.fix, _stop_servers(home, machine.cards))


def _silent(said: str) -> str:
    """What to do about a driver that says why it does not answer."""
    if "Permission" in said:
        return "Ask who runs the machine for access to its devices: ls -l /dev/nvidia*"
    if "Unknown" in said:  # a container loses its cards when the machine around it reloads systemd
        return "Run nvidia-smi. In a container, start it again; else the machine needs a restart."
    return "Run nvidia-smi; after a driver update the machine needs a restart."


def _stop_servers(home: Home, cards: list[Card]) -> Action | None:
    """Free what this home's own servers hold: they are started again when they are needed."""
    holding = {holder.run for card in cards for holder in card.holders}
    servers = [server for server in list_servers(home) if server.alive and server.run in holding]
    if not servers:
        return None

    def run(home: Home, _: str) -> str:
        ended = [each for server in servers for each in stop_server(home, server.run)]
        for each in ended:
            each.check()
        return f"Stopped {len(ended)} model servers"

    names = ", ".join(server.name for server in servers)
    return Action(
        what=f"Stop the model servers of {names}, which hold memory. Chats with them end; no file goes.", run=run
    )


def judge(machine: Machine, builds: dict[str, str], visible: str | None, size: Size | None) -> Finding:
    """The finding for a machine. builds: interpreter to the CUDA version of its torch, "" without one.

    visible: CUDA_VISIBLE_DEVICES. What ends a run comes first, what slows it down last.
    """
    if not machine.cards:
        return Finding("ok", f"NVIDIA driver {machine.driver} but no GPU. {_CPU_MODE}")
    cuda = ".".join(map(str, machine.cuda))
    evidence = f"{_all(machine.cards)}; driver {machine.driver} (CUDA {cuda})"
    if visible is not None and visible.strip() in ("", "-1"):
        return Finding("warn", f"{evidence}; hidden by CUDA_VISIBLE_DEVICES={visible}", "unset CUDA_VISIBLE_DEVICES")
    if visible:
        evidence += f"; of these CUDA_VISIBLE_DEVICES={visible} are used"
    used = _used(machine.cards, visible or "")
    finding = _old_driver(machine, builds) or _too_small(used, size)
    finding = finding or _sick(machine.cards) or _mig(machine.cards) or _held(used, size)
    if finding is None:
        return Finding("ok", evidence + (f"; room for {size}" if size else ""))
    return Finding(finding.status, f"{evidence}. {finding.evidence}", finding.fix)


def _used(cards: list[Card], visible: str) -> list[Card]:
    """The cards that CUDA_VISIBLE_DEVICES leaves to a process; all of them where it names none by its number."""
    numbers = [int(word) for word in visible.split(",") if word.strip().isdigit()]
    return [cards[number] for number in numbers if number < len(cards)] or cards


def _old_driver(machine: Machine, builds: dict[str, str]) -> Finding | None:
    """Within one major version of CUDA an older driver will do; across two it will not."""
    for python, build in builds.items():
        major, _, _ = build.partition(".")
        if major.isdigit() and int(major) > machine.cuda[0]:
            what = f"torch of {python} is built for CUDA {build}, newer than the driver"
            if machine.cuda[0] not in TORCH_BUILDS:
                return Finding("fail", what, "Update the NVIDIA driver: no torch of today is built for this one.")
            fix = f"Update the NVIDIA driver, or: {pip(python)} --force-reinstall torch torchvision "
            return Finding("fail", what, f"{fix}--index-url {WHEELS}/{TORCH_BUILDS[machine.cuda[0]]}")
    return None


def _too_small(cards: list[Card], size: Size | None) -> Finding | None:
    largest = max(part.total for card in cards for part in (card.slices or [card]))
    if size is None or size.train_gpu <= largest:
        return None
    what = f"{size} needs about {size.train_gpu / GIB:.0f} GiB to train in 4-bit; the largest has {largest / GIB:.0f}"
    return Finding("fail", what, "Choose a smaller base, or a larger card.")


def _sick(cards: list[Card]) -> Finding | None:
    for number, card in enumerate(cards):
        if card.ecc_errors or card.bad_rows:
            what = f"GPU {number} has {card.ecc_errors} uncorrected memory errors since its start"
            what += ", and rows that wait to be replaced" if card.bad_rows else ""
            fix = f"Ask who runs the machine: nvidia-smi -i {number} -q -d ECC,ROW_REMAPPER. Results may be wrong."
            return Finding("fail" if card.bad_rows else "warn", what, fix)
        if card.hot or card.power_brake:
            why = f"too hot ({card.temperature} C)" if card.hot else "short of power"
            fix = f"Runs go on, slower: nvidia-smi -i {number} -q -d TEMPERATURE,PERFORMANCE"
            return Finding("warn", f"GPU {number} has slowed itself down: {why}", fix)
    return None


def _mig(cards: list[Card]) -> Finding | None:
    """A card in MIG mode gives a process one slice of itself, and without slices nothing."""
    for number, card in enumerate(cards):
        if card.mig and not card.slices:
            what = f"GPU {number} is in MIG mode and has no slices: no process can use it"
            return Finding("fail", what, "Ask who runs the machine for a slice, or to switch MIG off.")
    return None


def _held(cards: list[Card], size: Size | None) -> Finding | None:
    """Less than half of every card is free, or less than the chosen model needs; or somebody's dead hold memory."""
    parts = [part for card in cards for part in (card.slices or [card])]
    most = max(part.free for part in parts)
    need = size.train_gpu if size else 0.0
    who = [holder for card in cards for holder in card.holders]
    left = [holder for holder in who if holder.state != "alive"]
    short = most < need or max(part.free / part.total for part in parts) < 0.5
    if not short and not left:
        return None
    what = f"{size} needs about {need / GIB:.0f} GiB, {most / GIB:.1f} are free" if most < need else "Memory is held"
    names = "; ".join(map(_who, who)) or "a process that cannot be seen from here (another container or user)"
    return Finding("warn", f"{what}: {names}", _free(who))


def _free(who: list[Holder]) -> str:
    if any(holder.run for holder in who):
        return "Stop the lab's own first: emalign unserve --all, emalign stop RUN."
    if orphans := [holder.pid for holder in who if holder.state == "orphan"]:
        return f"Left over from a dead session; look, then end them: kill {' '.join(map(str, orphans))}"
    if any(holder.state == "gone" for holder in who):
        return "A dead process holds it, or one of another container: nvidia-smi; at worst the machine needs a restart."
    return "Ask its owner, wait, or choose another card: export CUDA_VISIBLE_DEVICES=N"


def _who(holder: Holder) -> str:
    held = f" {holder.memory / GIB:.1f} GiB" if holder.memory else ""
    if holder.run:
        return f"the lab's own run {holder.run} (pid {holder.pid}){held}"
    state = {"orphan": ", its parent is gone", "gone": ", no longer there", "alive": ""}[holder.state]
    return f"pid {holder.pid} {holder.name} of {holder.user}{state}{held}"


def _all(cards: list[Card]) -> str:
    """Equal cards with equal memory are counted, so that eight of them fit on a line."""
    lines: dict[str, int] = {}
    for card in cards:
        lines[_describe(card)] = lines.get(_describe(card), 0) + 1
    return "; ".join(f"{count} x {line}" if count > 1 else line for line, count in lines.items())


def _describe(card: Card) -> str:
    memory = f"{card.free / GIB:.1f} of {card.total / GIB:.1f} GiB free"
    heat = f", {card.temperature} C" if card.temperature is not None else ""
    numbers = "bf16" if card.bf16 else "no bf16, trains in fp16"
    slices = f", MIG with {len(card.slices)} slices: " + ", ".join(map(_slice, card.slices)) if card.mig else ""
    return f"{card.name} (compute {card.capability[0]}.{card.capability[1]}, {numbers}), {memory}{heat}{slices}"


def _slice(part: Card) -> str:
    return f"{part.free / GIB:.1f} of {part.total / GIB:.1f} GiB"


CHECK = Check(
    id="gpu",
    title="GPU",
    why="A 7B model needs about 8 GiB of free GPU memory to train in 4-bit and 17 GiB to serve in 16-bit; memory that "
    "an old process holds ends a run with CUDA out of memory.",
    look=_look,
)
