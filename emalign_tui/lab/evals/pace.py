"""How long an evaluation takes when none like it was run here: measured paces, scaled to the models' sizes. Rough."""

from collections.abc import Sequence

from emalign_tui.lab.evals.plan import Settings
from emalign_tui.lab.evals.records import Spent
from emalign_tui.lab.models.reference import ModelRef
from emalign_tui.lab.planner.device import RATES, Device, find_device
from emalign_tui.lab.serving.sizing import SMALL
from emalign_tui.lab.setup.bases import shape_of

JUDGE_SECONDS = 0.7  # a usual judge call at an address
SAMPLE_SECONDS = 5.0  # a usual request for answers there: 250 tokens each, side by side, at 50 a second
_CPU = 3_866 * 3.5e6  # weights x tokens of answers in a second: the mini kit, docs/performance.md
_GPU = 10_000 * 7.6e9  # a 7B with an adapter on an H200, docs/serving.md
_PROMPTS = 13.0  # so many times faster a prompt is read than an answer is written: the mini judge, likewise
_START = {"cpu": 10.0, "cuda": 170.0}  # seconds until a server answers


def rough_seconds(
    samplings: Sequence[tuple[ModelRef, Spent]], judge: ModelRef, judging: Spent, settings: Settings
) -> tuple[float | None, str]:
    """Seconds and what they go by; None when a model's size is not known.

    What is served here adds up, because it shares this machine; what is asked at addresses goes on meanwhile.
    """
    asked = [spent.calls for ref, spent in samplings if ref.url]
    far = [SAMPLE_SECONDS * sum(asked) / settings.sample_calls]
    far.append(JUDGE_SECONDS * judging.calls / settings.judge_calls if judge.url else 0.0)
    device = find_device()
    here, bases, paces = 0.0, set[str](), set[str]()
    for ref, spent in (*samplings, (judge, judging)):
        if ref.url or not spent.calls:
            continue
        shape = shape_of(ref.base)
        if shape is None:
            return None, ""
        size = shape.parameters()
        kind = device.kind if size >= SMALL else "cpu"
        here += (spent.completion_tokens + spent.prompt_tokens / _PROMPTS) * size / _work(kind, device)
        here += _START[kind] * (ref.base not in bases)
        bases.add(ref.base)
        paces.add("a 7B on an H200" if kind == "cuda" else "the mini kit on a CPU")
    words = [f"the pace of {' and '.join(sorted(paces))}, scaled to these models"] if paces else []
    words += [f"{JUDGE_SECONDS:g} s a judge call"] if far[1] else []
    words += [f"{SAMPLE_SECONDS:g} s a request for answers"] if asked else []
    return max(here, *far), ", ".join(words)


def _work(kind: str, device: Device) -> float:
    return _GPU * (device.rate or RATES["H200"]) / RATES["H200"] if kind == "cuda" else _CPU
