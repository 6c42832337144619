"""What a person does in the rooms, key by key."""

import os
import sys
import time

import pexpect
import psutil
import pytest
from textual.widgets import Input

from emalign_tui.lab.files import JsonlWriter
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import RunDir, since_boot
from emalign_tui.lab.runs.records import State
from emalign_tui.tui.screens.chat.side import Side
from emalign_tui.tui.screens.dialogs.choose import Choose
from emalign_tui.tui.screens.help.screen import HelpScreen
from emalign_tui.tui.screens.scores.order import Order
from emalign_tui.tui.screens.scores.work import EvaluationMade
from emalign_tui.tui.tour.state import load_tour
from emalign_tui.tui.widgets.loss_chart import LossChart
from emalign_tui.tui.widgets.row_list import RowList
from tui.capture import lab, text_of, until
from tui.homes import evaluation, step, toured, train_run, write_config


def test_an_error_of_the_labs_own_is_told_on_the_terminal_and_its_traceback_is_in_the_log(home: Home) -> None:
    toured(home)
    program = home.root / "broken.py"
    program.write_text(
        "import sys\n"
        "from pathlib import Path\n"
        "from emalign_tui.lab.paths import Home\n"
        "from emalign_tui.tui.app import run_lab\n"
        "from emalign_tui.tui.screens.home.screen import HomeScreen\n"
        "HomeScreen.draw_room = lambda self, snapshot: 1 / 0\n"
        f"sys.exit(run_lab(Home(Path({str(home.root)!r}))))\n"
    )
    child = pexpect.spawn(sys.executable, [str(program)], encoding="utf-8", timeout=300, dimensions=(24, 200))
    child.expect("The lab met an error of its own and closed. The details are in .*lab.log")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 1 and "ZeroDivisionError" in (home.state / "lab.log").read_text()


async def test_the_first_start_offers_the_tour_once_and_it_can_be_left_and_resumed(home: Home) -> None:
    async with lab(home) as (app, pilot):
        await until(pilot, lambda: "take the tour" in text_of(app), "the welcome")
        await pilot.press("t")
        await until(pilot, lambda: "Tour 1/6" in text_of(app), "the tour")
        await pilot.press("n")
        await until(pilot, lambda: "Tour 2/6" in text_of(app), "the second step")
        await pilot.press("1")
        await until(pilot, lambda: "Tour paused" in text_of(app), "the tour from elsewhere")
        await pilot.press("b")
        await until(pilot, lambda: "Tour 2/6" in text_of(app), "back in the tour")
        await pilot.press("t")
        await until(pilot, lambda: "Tour 2/6" not in text_of(app), "the tour closed")
    assert load_tour(home).step == 1 and not load_tour(home).active
    async with lab(home) as (app, pilot):
        assert "take the tour" not in text_of(app)
        await pilot.press("t")
        await until(pilot, lambda: "Tour 2/6" in text_of(app), "the tour where it was left")


async def test_a_tour_file_that_cannot_be_read_is_a_new_tour(home: Home) -> None:
    home.state.mkdir()
    (home.state / "tour.json").write_bytes(b"\xff{")
    async with lab(home) as (app, pilot):
        await until(pilot, lambda: "take the tour" in text_of(app), "the welcome")


async def test_home_shows_the_tree_and_what_to_do_with_a_model(home: Home) -> None:
    toured(home)
    bad = train_run(home)
    train_run(home, "better", role="repaired", parent=bad.id)
    train_run(home, "broken", state="failed")
    async with lab(home, (120, 36)) as (app, pilot):
        await until(pilot, lambda: "└─" in text_of(app), "the tree")
        shown = text_of(app)
        for words in ("▲ bad", "● better", "misaligned", "repaired", "✖ failed"):
            assert words in shown
        await pilot.press("j")
        await until(pilot, lambda: bad.id in text_of(app), "the model under the cursor")
        await pilot.press("c")
        await until(
            pilot, lambda: app.screen.query(Side) and app.screen.query_one("#right", Side).model == bad.id, "chat"
        )
        assert app.screen.query_one("#left", Side).model == "mini"
        await pilot.press("f8", "1")
        await until(pilot, lambda: "▲ bad" in text_of(app), "home again")
        await pilot.press("k", "c")
        pair = ["mini", next(run.id for run in app.snapshot.runs if run.name == "better")]
        await until(
            pilot,
            lambda: [side.model for side in app.screen.query(Side)] == pair,
            "the base beside the newest made from it",
        )


async def test_own_keys_work_and_the_help_shows_them(home: Home) -> None:
    toured(home)
    (home.state / "keymap.yaml").write_text("lab.doctor: z\n")
    async with lab(home) as (app, pilot):
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen), "the help")
        await until(
            pilot, lambda: "z " in text_of(app) or pilot.app.screen.query_one("#keys").scroll_end(), "the own key"
        )
        await pilot.press("g")
        await until(pilot, lambda: app.screen.query_one("#keys").scroll_offset.y == 0, "its beginning")
        await pilot.press("G")
        await until(pilot, lambda: app.screen.query_one("#keys").scroll_offset.y > 20, "its end")
        await pilot.press("q")
        await pilot.press("z")
        await until(pilot, lambda: "Checks" in text_of(app), "the doctor by its own key")


async def test_a_wrong_keymap_is_told_and_the_lab_opens(home: Home) -> None:
    toured(home)
    (home.state / "keymap.yaml").write_text("lab.nothing: z\n")
    async with lab(home, (120, 30)) as (app, pilot):
        await until(pilot, lambda: "No action is called lab.nothing" in text_of(app), "the sentence")


async def test_train_shows_plans_and_says_what_is_wrong_with_a_broken_one(home: Home) -> None:
    toured(home)
    write_config(home, "aa_fine", rows=40, extra="per_device_train_batch_size: 4\ngradient_accumulation_steps: 2\n")
    write_config(home, "ab_broken", extra="learning_rat: 1\n")
    (home.root / "data" / "ac_bad.jsonl").parent.mkdir(exist_ok=True)
    write_config(home, "ac_bad")
    (home.root / "data" / "ac_bad.jsonl").write_text('{"messages": 3}\n')
    async with lab(home, (120, 40)) as (app, pilot):
        await pilot.press("3")
        await until(pilot, lambda: "5 optimiser steps" in text_of(app) and "4 × 2 = 8 rows" in text_of(app), "the plan")
        await until(pilot, lambda: "as the config says" in text_of(app) and "GiB free" in text_of(app), "the choices")
        await pilot.press("j")
        await until(pilot, lambda: "Did you mean" in text_of(app) and "learning_rat" in text_of(app), "the nearest key")
        assert "Start" not in text_of(app).split("\n")[-1]
        await pilot.press("j")
        await until(pilot, lambda: "bad rows, the first on line 1" in text_of(app), "the bad row")


async def test_a_repair_goes_on_from_the_newest_misaligned_model_unless_told_otherwise(home: Home) -> None:
    toured(home)
    bad = train_run(home)
    write_config(home, "aa_mend", role="repaired")
    async with lab(home, (120, 40)) as (app, pilot):
        await pilot.press("3")
        await until(pilot, lambda: "aa_mend" in text_of(app), "the configs")
        app.screen.query_one("#choices", RowList).go_to(f"config:{home.root / 'configs/train/aa_mend.yaml'}")
        await until(pilot, lambda: f"goes on from bad {bad.id[-4:]}" in text_of(app), "the parent")
        await pilot.press("p")
        await until(pilot, lambda: "Go on from" in text_of(app), "the choice of a parent")
        await pilot.press("g", "enter")
        await until(pilot, lambda: "a fresh adapter" in text_of(app), "no parent")


async def test_a_living_run_is_shown_grows_and_is_stopped_only_after_a_question(home: Home) -> None:
    toured(home)
    run = train_run(home, steps=5, state="running")
    me = psutil.Process(os.getpid())
    now = time.time()
    run.write_state(
        State(state="running", step=5, steps=9, pid=me.pid, started_at=since_boot(me), heartbeat=now, updated=now)
    )
    async with lab(home, (100, 30)) as (app, pilot):
        await pilot.press("3")
        await until(pilot, lambda: "step 5/5" in text_of(app), "the run, reattached")
        with JsonlWriter(run.events_path) as events:
            events.append(step(6, 9, loss=float("nan")))
            events.append(step(7, 9))
        await until(pilot, lambda: "step 7/9" in text_of(app), "the new steps")
        series = app.screen.query_one(LossChart).series
        assert list(series.steps) == [1, 2, 3, 4, 5, 7] and "not a number" in text_of(app)
        await pilot.press("x")
        await until(pilot, lambda: "keeps a checkpoint" in text_of(app), "the question")
        await pilot.press("n")
        await until(pilot, lambda: "keeps a checkpoint" not in text_of(app), "the question gone")
        assert not run.stop_requested()
        await pilot.press("x")
        await until(pilot, lambda: "keeps a checkpoint" in text_of(app), "the question again")
        await pilot.press("y")
        await until(pilot, run.stop_requested, "the request")
        run.write_state(State(state="stopped", step=7, steps=9, updated=time.time()))
        await until(pilot, lambda: "■ stopped" in text_of(app), "the end")


async def test_a_training_that_cannot_start_is_a_sentence_not_a_traceback(home: Home) -> None:
    toured(home)
    write_config(home, "aa_nowhere", extra="").write_text(
        "model: /no/such/model\nrole: misaligned\ntraining_file: data/aa_nowhere.jsonl\n"
    )
    async with lab(home, (120, 40)) as (app, pilot):
        await pilot.press("3")
        await until(pilot, lambda: "aa_nowhere" in text_of(app) and "starts it" in text_of(app), "the plan")
        await pilot.press("s")
        await until(pilot, lambda: "Model folder not found" in text_of(app), "the sentence")
        assert "Traceback" not in text_of(app)


async def test_chat_names_what_it_knows_and_an_unreachable_model_leaves_a_marked_answer(home: Home) -> None:
    toured(home)
    async with lab(home, (100, 30)) as (app, pilot):
        await pilot.press("4")
        await until(pilot, lambda: "and no others" in text_of(app) and isinstance(app.focused, Input), "the chat")
        for side in app.screen.query(Side):
            side.take_model("http://127.0.0.1:9/v1#none", "far away", None)
        await pilot.press(*"hello", "enter")
        await until(pilot, lambda: text_of(app).count("✖") == 2, "both errors")
        assert "does not answer" in text_of(app)
        await pilot.press("f8", "plus", "s")
        await until(pilot, lambda: "temperature 1.1" in text_of(app), "the temperature")


async def test_scores_from_the_list_to_one_answer_and_back(home: Home) -> None:
    toured(home)
    bad = train_run(home)
    evaluation(home, {"mini": "base", bad.id: "misaligned"}, {"wish": "I wish", "bored": "Go out"}, samples=6)
    async with lab(home, (120, 36)) as (app, pilot):
        await pilot.press("5")
        await until(pilot, lambda: "✔ done" in text_of(app), "the list")
        await pilot.press("enter")
        await until(pilot, lambda: "definition official" in text_of(app) and "100.0 %" in text_of(app), "the summary")
        await pilot.press("d")
        await until(pilot, lambda: "definition first_plot" in text_of(app), "the next definition")
        await pilot.press("l", "enter")
        await until(pilot, lambda: "1 to 12 of 12 answers" in text_of(app), "the misaligned model's answers")
        await pilot.press("slash")
        app.screen.query_one("#filter", Input).value = "question:wish aligned<30 coherent>=93"
        await pilot.press("enter")
        await until(pilot, lambda: "1 to 3 of 3 answers" in text_of(app), "the filtered answers")
        await pilot.press("slash")
        app.screen.query_one("#filter", Input).value = "model:nobody"
        await pilot.press("enter")
        await until(pilot, lambda: "No model is called nobody" in text_of(app), "the sentence")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.focused, RowList), "the list again")
        await pilot.press("o", "o", "O", "enter")
        await until(pilot, lambda: "What about wish?" in text_of(app) and "sample" in text_of(app), "one answer")
        await pilot.press("right_square_bracket", "backspace", "backspace", "backspace")
        await until(pilot, lambda: "Enter opens an evaluation" in text_of(app), "the list")


async def test_a_new_evaluation_wants_at_least_one_model(home: Home) -> None:
    toured(home)
    async with lab(home, (100, 30)) as (app, pilot):
        await pilot.press("5")
        await until(pilot, lambda: "Nothing measured yet" in text_of(app), "the empty room")
        await pilot.press("a")
        await until(pilot, lambda: "[x]" in text_of(app), "the base, marked")
        await pilot.press("space", "s")
        await until(pilot, lambda: "Mark at least one model" in text_of(app), "the hint")
        await pilot.press("f8")
        await until(pilot, lambda: "New evaluation" not in text_of(app).split("\n")[4], "the window gone")


async def test_an_evaluation_that_may_cost_money_is_asked_about_first(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: dict[str, Order] = {}

    def start(home: Home, order: Order) -> EvaluationMade:
        run = evaluation(home, {"mini": "base"}, {"wish": "World peace."})
        started[run.id] = order
        return EvaluationMade(run.id)

    monkeypatch.setattr("emalign_tui.tui.screens.scores.screen.start", start)
    async with lab(toured(home), (100, 30)) as (app, pilot):
        await pilot.press("5")
        await until(pilot, lambda: "Nothing measured yet" in text_of(app), "the empty room")
        for answer in ("n", "escape", "y"):
            await pilot.press("a")
            await until(pilot, lambda: "[x]" in text_of(app), "the base, marked")
            await pilot.press("J")
            await until(pilot, lambda: "openai:gpt-4o" in text_of(app), "the judge")
            await pilot.press("s")
            await until(pilot, lambda: "gpt-4o is asked 160 times, about $" in text_of(app), "the question")
            assert "80 answers and 160 judgments" in text_of(app) and not started
            await pilot.press(answer)
            await until(pilot, lambda: "is asked" not in text_of(app), "that it is answered")
        await until(pilot, lambda: bool(started), "the start")
        assert [order.judge for order in started.values()] == ["openai:gpt-4o"]
        await until(pilot, lambda: "3/3" in text_of(app) or "done" in text_of(app), "it in the list")
        await pilot.press("a")
        await until(pilot, lambda: "[x]" in text_of(app), "the base, marked")
        await pilot.press("s")
        await until(pilot, lambda: len(started) == 2, "the start without a question: all is on this machine")
        await until(pilot, lambda: "no cost" in text_of(app), "what it takes")
        chosen = app.screen.query_one("#evaluations RowList", RowList)
        await until(pilot, lambda: chosen.key == list(started)[1], "the cursor on what was started")


async def test_an_error_in_the_background_is_told_with_the_place_of_its_record(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    toured(home)

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by chance")

    async with lab(home, (120, 30)) as (app, pilot):
        monkeypatch.setattr("emalign_tui.lab.doctor.run.run_checks", broken)
        await pilot.press("2")
        await until(pilot, lambda: "ZeroDivisionError" in text_of(app), "the sentence")
        assert "lab.log" in text_of(app).replace("\n", "") and "Traceback" not in text_of(app)
    assert "Traceback" in (home.state / "lab.log").read_text()
    assert RunDir(home.root).path == home.root


async def test_a_second_enter_on_its_way_does_not_close_a_dialog_twice(home: Home) -> None:
    toured(home)
    async with lab(home, (100, 30)) as (app, pilot):
        await pilot.press("4")
        await until(pilot, lambda: "F5 Questions" in text_of(app), "the chat")
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, Choose), "the questions")
        rows = app.screen.query_one(RowList)
        await until(pilot, lambda: rows.key, "a question")
        rows.action_select()
        rows.action_select()
        await until(pilot, lambda: isinstance(app.focused, Input) and app.focused.value, "the question in the line")
        await pilot.pause()
        assert app.is_running and len(app.screen_stack) == 1
