"""Which server a base gets: vLLM on a GPU, else the CPU server; and why."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import msgspec

from emalign_tui.lab.doctor.gpu_facts import GIB, Card, DriverSilent, NoDriver, read_machine
from emalign_tui.lab.doctor.inside import NoPython, look_inside, pip
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.hub.client import told
from emalign_tui.lab.models.headers import read_object
from emalign_tui.lab.planner.device import find_devices
from emalign_tui.lab.planner.shape import ModelShape, read_shape
from emalign_tui.lab.serving.sizing import LONGEST, SMALL, Layout, lay_out
from emalign_tui.lab.setup.bases import shape_of

Engine = Literal["vllm", "cpu"]


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """engine, and why as a sentence. device: of CUDA_VISIBLE_DEVICES. layout: of a vLLM server."""

    engine: Engine
    why: str
    device: str = ""
    layout: Layout | None = None


def choose_engine(base: str, python: str, ranks: Iterable[int], asked: Engine | None = None) -> Choice:
    """The server for a base. python: of the setting serve.python. ranks: of the adapters on this base.

    asked: only this one will do. Raises LabError when it cannot be had, or the base does not fit the card.
    """
    if asked == "cpu":
        return Choice(engine="cpu", why="The CPU server, as asked")
    shape = shape_of(base)
    cards = _cards()
    reason = _no_gpu(cards) or ("" if asked else _small(shape)) or _no_vllm(python)
    if reason and asked:
        raise LabError(f"vLLM cannot serve here: {reason}", do="See `emalign doctor --only gpu,engines,packages`.")
    if reason:
        return Choice(engine="cpu", why=f"The CPU server: {reason}")
    device, card = _freest(cards)
    layout = lay_out(shape or _fetched(base), card, ranks, context_of(base))
    return Choice(engine="vllm", why=f"vLLM on {card.name}: {'; '.join(layout.why)}", device=device, layout=layout)


def context_of(base: str) -> int:
    """Tokens that a base was made for, by its config.json; what is usual where that is not on this disk."""
    folder = Path(base)
    if not folder.is_dir():
        from huggingface_hub import try_to_load_from_cache

        cached = try_to_load_from_cache(base, "config.json")
        if not isinstance(cached, str):
            return LONGEST
        folder = Path(cached).parent
    found = read_object(folder / "config.json").get("max_position_embeddings")
    return found if isinstance(found, int) and found > 0 else LONGEST


def _no_gpu(cards: list[Card]) -> str:
    return "" if cards else "there is no NVIDIA GPU that may be used"


def _small(shape: ModelShape | None) -> str:
    parameters = shape.parameters() if shape else SMALL
    return f"so small a model ({parameters / 1e6:.0f} M) starts there in seconds" if parameters < SMALL else ""


def _no_vllm(python: str) -> str:
    try:
        inside = look_inside(python)
    except NoPython as error:
        return str(error)
    return "" if "vllm" in inside.versions else f"vLLM is not in {python}; {pip(python, inside)} vllm"


def _fetched(base: str) -> ModelShape:
    """The shape of a Hub model by its config.json, which is downloaded. Raises LabError when there is none."""
    from huggingface_hub import hf_hub_download

    with told(base):
        folder = Path(hf_hub_download(base, "config.json")).parent
    if (shape := read_shape(str(folder))) is None:
        raise LabError("Not the config.json of a model with layers and heads", where=base, do="Serve another base.")
    return shape


def _cards() -> list[Card]:
    if os.environ.get("CUDA_VISIBLE_DEVICES", "0").strip() in ("", "-1"):
        return []
    try:
        return read_machine().cards
    except (NoDriver, DriverSilent):
        return []


def _freest(cards: list[Card]) -> tuple[str, Card]:
    """The visible card with most free memory; among equals the last, because training starts on the first."""
    named = [device for device in find_devices() if device.isdigit() and int(device) < len(cards)]
    if not named:  # by UUID, or a slice of a card: the process sees that one alone
        parts = [part for card in cards for part in (card.slices or [card])]
        return "", max(parts, key=lambda part: part.free)
    most = max(cards[int(device)].free for device in named)
    device = [each for each in named if cards[int(each)].free > most - GIB][-1]
    return device, cards[int(device)]
