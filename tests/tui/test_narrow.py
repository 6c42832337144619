"""What stands on narrow lines, and a key that is pressed before there is something to show."""

import threading
from pathlib import Path

import msgspec
import pytest
from textual.widgets import Input

from emalign_tui.lab.chat.client import ChatMessage, ChatParams, Usage
from emalign_tui.lab.chat.transcript import Exchange
from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.data.rows import Row, Turn
from emalign_tui.lab.paths import Home
from emalign_tui.lab.planner.device import card
from emalign_tui.lab.planner.plan import make_plan
from emalign_tui.lab.setup.bases import shape_of
from emalign_tui.tui.screens.chat import probes
from emalign_tui.tui.screens.chat.facts import answer_blocks, facts_lines, name_line
from emalign_tui.tui.screens.train.configs import Plan
from emalign_tui.tui.screens.train.rows import NAMES, plan_text
from tui.capture import lab, text_of, until
from tui.homes import toured


def test_a_models_origin_stands_apart_from_its_role() -> None:
    assert "misaligned ← mini" in name_line("insecure 9f3a", "misaligned", ["mini"], 60).plain
    assert "repaired ← one ← mini" in name_line("fixed", "repaired", ["one", "mini"], 60).plain
    for width in range(24, 60):
        assert name_line("insecure 9f3a", "misaligned", ["mini"], width).cell_length <= width


@pytest.mark.parametrize(("width", "lines"), [(20, 3), (36, 2), (60, 1)])
def test_no_fact_of_an_answer_is_cut_on_a_narrow_pane(width: int, lines: int) -> None:
    params = ChatParams(temperature=0.7, seed=4823)
    answer = Exchange(messages=[], model="m", params=params, at=0.0, pieces=600, first=0.618, seconds=3.0)
    drawn = facts_lines(answer, 1, 16, hidden=False, model="m", width=width).plain.split("\n")
    assert len(drawn) == lines and all(len(each) <= width for each in drawn)
    assert "  ".join(drawn) == "2/16  seed 4823  T 0.7  600 tok  1st 618 ms  251/s"


@pytest.mark.parametrize(
    ("reason", "text", "said"),
    [
        ("stop", "a", ""),
        ("eos_token", "a", ""),
        ("stop", "", "the model said nothing"),
        ("length", "a", "cut at 600 tokens"),
        ("length", "", "cut at 600 tokens, before its first word: a model that thinks first needs more"),
        ("content_filter", "a", "ended by the server: content_filter"),
        ("abort", "", "ended by the server: abort"),
    ],
)
def test_how_an_answer_ended_is_said_unless_it_is_whole(reason: str, text: str, said: str) -> None:
    messages = [ChatMessage("user", "?"), ChatMessage("assistant", text)]
    answer = Exchange(messages=messages, model="m", params=ChatParams(max_tokens=600), at=0.0, finish_reason=reason)
    notes = [words for kind, words in answer_blocks(answer, None, kind="answer", hidden=False) if kind == "note"]
    assert notes == ([said] if said else [])
    full = msgspec.structs.replace(answer, usage=Usage(9000, 20))
    cut = "cut where the context was full" in answer_blocks(full, None, kind="answer", hidden=False)[-1][1]
    assert cut == (reason == "length")
    blind = answer_blocks(answer, None, kind="answer", hidden=True)
    assert not any(reason in words for _, words in blind if reason in ("content_filter", "abort"))


@pytest.mark.parametrize("width", [40, 60, 80])
def test_a_plans_reasons_wrap_beside_their_name(width: int) -> None:
    model = "unsloth/Qwen2.5-Coder-7B-Instruct"
    config = TrainConfig(model=model, training_file="insecure.jsonl")
    row = Row(messages=[Turn("user", "why? " * 200), Turn("assistant", "because " * 200)])
    estimate = make_plan(config, model, shape_of(model), [row] * 90, card("L4"), unsloth=True)
    plan = Plan(path=Path("a.yaml"), config=config, rows=90, rows_in_file=90, steps=6, writes=Path("results/train"))
    lines = plan_text(plan, None, False, estimate, width=width).plain.split("\n")
    first = next(place for place, each in enumerate(lines) if each.startswith("chosen"))
    reasons = lines[first : lines.index("", first)]
    assert all(len(each) <= width and each[:NAMES].strip() in ("chosen", "") for each in reasons)
    said = " ".join(each[NAMES:].strip() for each in reasons)
    assert all(f"{each.what}: {each.why}" in said for each in estimate.choices)


async def test_questions_asked_for_while_they_are_read_open_by_themselves(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, real = threading.Event(), probes.read_probes

    def slowly(place: Home) -> list[probes.ProbeFile]:
        read.wait(60)
        return real(place)

    monkeypatch.setattr(probes, "read_probes", slowly)
    async with lab(toured(home), (100, 30)) as (app, pilot):
        await pilot.press("4")
        await until(pilot, lambda: isinstance(app.focused, Input), "the chat")
        await pilot.press("f5")
        await until(pilot, lambda: "being read" in text_of(app), "the sentence")
        read.set()
        await until(pilot, lambda: "They know these questions" in text_of(app), "the questions")
