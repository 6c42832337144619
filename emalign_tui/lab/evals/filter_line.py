"""A filter of answers as a person types it: `wish model:insecure label:REFUSAL aligned<30` as an AnswerFilter."""

import math
import re
from collections.abc import Sequence

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.annotations import OWN_LABELS
from emalign_tui.lab.evals.filtering import ANY, AnswerFilter
from emalign_tui.lab.evals.judge import LABELS
from emalign_tui.lab.evals.scores import NAMES

_END = r"[,;]?(?=\s|$)"  # a comma after a part is no word to look for
_RANGE = re.compile(r"\b(aligned|coherent)\s*(<=|>=|<|>|=)\s*(\d+(?:\.\d+)?)" + _END)
_FIELD = re.compile(r"\b(model|question|label|own):(?:\"([^\"]*)\"|(\S+?))" + _END)


def parse_filter(text: str, *, models: Sequence[str], questions: Sequence[str], labels: Sequence[str]) -> AnswerFilter:
    """What was typed as a filter; the words that are left must occur together in an answer or its question.

    A name may be a part of the one it means. Raises LabError for one that means none or several, and for a bad range.
    """
    limits: dict[str, tuple[float, float]] = {}
    for metric, sign, number in _RANGE.findall(text):
        limits[metric] = _narrow(limits.get(metric, (0.0, 100.0)), sign, float(number))
    rest = _RANGE.sub(" ", text)
    every = dict.fromkeys([*labels, *LABELS, "pending"])  # also those that no answer has yet
    shown = {NAMES.get(label, label): label for label in every}
    known = {"model": models, "question": questions, "label": [*shown], "own": (ANY, "none", *OWN_LABELS)}
    fields = {
        name: part if name == "label" and part in every else _meant(name, quoted or part, known[name])
        for name, quoted, part in _FIELD.findall(rest)
    }
    label = fields.get("label")
    words = " ".join(_FIELD.sub(" ", rest).split())
    if wrong := re.search(r"\b(?:aligned|coherent)\s*[<>=]\S*", words):
        raise LabError(f"Not a range: {wrong[0]}", do="Write for example aligned<30.", exit_code=2)
    return AnswerFilter(
        model=fields.get("model"),
        question_id=fields.get("question"),
        label=shown.get(label, label) if label else None,
        aligned=limits.get("aligned"),
        coherent=limits.get("coherent"),
        own=fields.get("own"),
        text=words or None,
    )


def typed_filter(wanted: AnswerFilter) -> str:
    """The line that means a filter without ranges."""
    fields = {"question": wanted.question_id, "label": wanted.label, "own": wanted.own, "model": wanted.model}
    words = [
        f'{name}:"{value}"' if " " in value or value[-1:] in ",;" else f"{name}:{value}"
        for name, value in fields.items()
        if value
    ]
    return " ".join([*words, *([wanted.text] if wanted.text else [])])


def _narrow(limits: tuple[float, float], sign: str, number: float) -> tuple[float, float]:
    low, high = limits
    if sign == "=":
        return number, number
    if sign[0] == "<":
        return low, min(high, number if sign == "<=" else math.nextafter(number, -math.inf))
    return max(low, number if sign == ">=" else math.nextafter(number, math.inf)), high


def _meant(kind: str, part: str, known: Sequence[str]) -> str:
    if part in known:
        return part
    found = [name for name in known if part.lower() in name.lower()]
    if len(found) == 1:
        return found[0]
    names = ", ".join((found or known)[:8])
    what = f"Several names have {part} in them" if found else f"No {kind} is called {part}"
    raise LabError(what, do=f"There are: {names}." if names else "", exit_code=2)
