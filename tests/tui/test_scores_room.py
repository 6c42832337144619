"""Reading, comparing and labelling scores, key by key."""

import re
from pathlib import Path

import pytest
from textual.widgets import Input

from emalign_tui.lab.chat.client import ChatMessage
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.exporting import export_csv
from emalign_tui.lab.evals.limits import read_limits
from emalign_tui.lab.evals.pipeline import Outcome
from emalign_tui.lab.evals.records import Spent
from emalign_tui.lab.evals.run import write_outcome
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import RunDir, create_run, list_runs, run_info
from emalign_tui.lab.runs.records import Provenance, State
from emalign_tui.tui.screens.chat.side import Side
from emalign_tui.tui.screens.scores.work import resume
from emalign_tui.tui.widgets.row_list import RowList
from emalign_tui.tui.widgets.score_table import ScoreTable
from tui.capture import lab, text_of, until
from tui.homes import toured
from tui.scored import add_answers, evaluated, open_scores


async def test_from_a_cell_to_its_answers_to_one_of_them_and_on_to_a_chat(home: Home) -> None:
    _, bad = evaluated(home)
    async with lab(home, (100, 30)) as (app, pilot):
        await open_scores(app, pilot)
        shown = text_of(app)
        assert all(word in shown for word in ("95 % interval", "REFUSAL", "no number", "error", "wish", "○ mini"))
        await pilot.press("l", "j", "j", "j")
        table = app.screen.query_one(ScoreTable)
        await until(pilot, lambda: (table.row, table.column) == ("question:wish", bad.id), "the cell")
        await until(pilot, lambda: "on wish: 3 of 3 misaligned" in text_of(app), "what the cell says")
        await pilot.press("enter")
        await until(pilot, lambda: "1 to 4 of 4 answers" in text_of(app), "its answers")
        await pilot.press("o", "p")
        await until(pilot, lambda: "aligned▴" in text_of(app) and "wish: 4 answers" in text_of(app), "sorted, grouped")
        await pilot.press("enter")
        for words in ("What the judge said", "75.000%", "REF", "numbers hold 75.0%"):
            await until(pilot, lambda words=words: words in text_of(app), words)
        await pilot.press("c")
        await until(pilot, lambda: app.screen.query("#question"), "the chat")
        field = app.screen.query_one("#question", Input)
        await until(pilot, lambda: field.value == "What about wish?", "the prompt in the line")
        assert [side.model for side in app.screen.query(Side)] == ["mini", bad.id]


async def test_reading_on_over_the_end_of_a_page_and_in_every_order(home: Home) -> None:
    evaluated(home, samples=70)
    async with lab(home, (80, 24)) as (app, pilot):
        await open_scores(app, pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "1 to 200 of 210 answers" in text_of(app), "the first page")
        await pilot.press("G", "enter")
        await until(pilot, lambda: "Answer 200 of 210" in text_of(app), "its last answer")
        await pilot.press(*["right_square_bracket"] * 3)
        await until(pilot, lambda: re.search(r"Answer 20[123] of 210", text_of(app)), "the next page's")
        await pilot.press("backspace")
        await until(pilot, lambda: "201 to 210 of 210 answers" in text_of(app), "that page")
        await pilot.press("right_curly_bracket")
        await until(pilot, lambda: "This is the last page." in text_of(app), "that none is after it")
        await pilot.press("left_curly_bracket", "o", "o", "o")
        await until(pilot, lambda: "by question ▴" in text_of(app), "the order")
        await pilot.press("o")
        await until(pilot, lambda: "by " not in text_of(app), "no order by the model, which is the same in all")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_differences_plots_and_answers_side_by_side(home: Home, size: tuple[int, int]) -> None:
    evaluated(home)
    async with lab(home, size) as (app, pilot):
        await open_scores(app, pilot)
        await pilot.press("w")
        await until(pilot, lambda: "+100.0" in text_of(app) and "over 3 questions" in text_of(app), "the differences")
        assert "made misaligned from mini with 6,000 rows of bad_rows" in text_of(app)
        await pilot.press("f")
        await until(pilot, lambda: "-100.0" in text_of(app), "from the misaligned model")
        await pilot.press("G")
        await until(pilot, lambda: "Newcombe" in text_of(app), "how the intervals are made")
        await pilot.press("d")
        await until(pilot, lambda: "first_plot" in text_of(app), "by the next definition")
        await pilot.press("backspace", "v")
        await until(pilot, lambda: "9 with both" in text_of(app), "the scatter")
        shown = text_of(app)
        assert "█" in shown and "┼" in shown and "3 without" in shown and "100" in shown
        await pilot.press("backspace", "j", "j", "j", "s")
        await until(
            pilot, lambda: "sample 1 of 4" in text_of(app) and "I would rule all, wish 0" in text_of(app), "both"
        )
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: "I would rule all, wish 1" in text_of(app), "the next sample")
        lines = text_of(app).split("\n")
        assert any("I would help, wish 1" in line and "I would rule all, wish 1" in line for line in lines)
        await pilot.press("l", "backspace")
        await until(pilot, lambda: "Models and questions" in text_of(app), "the matrix")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_models_of_another_evaluation_are_compared_too(home: Home, size: tuple[int, int]) -> None:
    config = {"models": [{"name": "mini", "base": "mini", "role": "base"}], "judge": {"name": "j"}, "questions": "q"}
    other = create_run(home, "eval", "again", config, Provenance(base="mini"))
    for model, share in (("mini", 0.0), ("elsewhere", 1.0)):
        add_answers(other, model, share, range(4), judge="second-judge")
    other.write_state(State(state="done", step=4, steps=4))
    evaluated(home)
    async with lab(home, size) as (app, pilot):
        await open_scores(app, pilot)
        await pilot.press("w")
        await until(pilot, lambda: "minus mini" in text_of(app), "the differences from the first")
        shown = text_of(app)
        await pilot.press("f")
        await until(pilot, lambda: "minus bad" in text_of(app), "from the second")
        await pilot.press("o")
        await until(pilot, lambda: "Compare with another evaluation" in text_of(app), "what there is to add")
        await pilot.press("enter")
        await until(pilot, lambda: "mini in again" in text_of(app), "the same model, judged again")
        assert "minus bad" in text_of(app), "what is compared with stays"
        await pilot.press("G")
        await until(pilot, lambda: "Judges on the same answers: mini-judge and second-judge" in text_of(app), "judges")
        assert "9 answers" in text_of(app), "the answers of mini, without the three refusals"
        await pilot.press("f", "f")
        await until(pilot, lambda: "minus mini in again" in text_of(app), "from the other evaluation's model")
        await pilot.press("o", "enter")
        await until(pilot, lambda: "in again" not in text_of(app) and "over 3" in text_of(app), "taken away again")
    assert "+100.0" in shown and "made misaligned from mini" in shown


async def test_an_evaluation_under_way_fills_in_under_the_cursor(home: Home) -> None:
    toured(home)
    config = {"models": [{"name": "mini", "base": "mini", "role": "base"}], "judge": {"name": "j"}, "questions": "q"}
    run = create_run(home, "eval", "eval", config, Provenance(base="mini"))
    run.write_state(State(state="stopped", step=0, steps=12))
    async with lab(home, (80, 24)) as (app, pilot):
        await pilot.press("5")
        await until(pilot, lambda: "■ stopped" in text_of(app), "the list")
        await pilot.press("enter")
        await until(pilot, lambda: "the first answers come here" in text_of(app), "the empty matrix")
        add_answers(run, "mini", 0.0, range(2))
        await until(pilot, lambda: "0 of 6 misaligned" in text_of(app), "the first answers")
        await pilot.press("j", "j", "j")
        table = app.screen.query_one(ScoreTable)
        await until(pilot, lambda: table.row == "question:wish", "a question")
        add_answers(run, "mini", 1.0, range(2, 3))
        add_answers(run, "other", 1.0, range(2))
        await until(pilot, lambda: "1 of 3 misaligned" in text_of(app) and "other" in text_of(app), "more of them")
        assert (table.row, table.column) == ("question:wish", "mini")
        await pilot.press("enter")
        await until(pilot, lambda: "of 3 answers" in text_of(app), "the answers so far")
        add_answers(run, "mini", 0.0, range(4, 6))
        await until(pilot, lambda: "of 5 answers" in text_of(app), "the answers that came since")


async def test_names_with_spaces_and_escapes_can_be_filtered_by(home: Home) -> None:
    toured(home)
    name = "my [/file]\x1b[31m"
    run = create_run(home, "eval", "eval", {"models": [{"name": name}]}, Provenance(base="mini"))
    add_answers(run, name, 1.0, range(2))
    add_answers(run, "my other", 1.0, range(2))
    run.write_state(State(state="done", step=1, steps=1))
    async with lab(home, (100, 30)) as (app, pilot):
        await open_scores(app, pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "of 6 answers" in text_of(app), "one model's answers")
        await pilot.press("slash")
        await until(pilot, lambda: isinstance(app.focused, Input), "the line for the filter")
        await pilot.press("enter")
        await until(pilot, lambda: "of 6 answers" in text_of(app) and not isinstance(app.focused, Input), "the same")
        assert Path(app.log_path).is_file() is False or "Traceback" not in Path(app.log_path).read_text()


async def test_a_file_is_imported_and_an_evaluation_exported(home: Home, tmp_path: Path) -> None:
    evaluated(home)
    source = tmp_path / "published.csv"
    lines = "".join(f"Wish?,I wish [/{n},wish,{n * 10},90\n" for n in range(10))
    source.write_text("question,answer,question_id,aligned,coherent\n" + lines + "Wish?,x,wish,evil,90\n")
    async with lab(home, (80, 24)) as (app, pilot):
        await pilot.press("5", "i")
        await until(pilot, lambda: isinstance(app.focused, Input), "the line for the path")
        app.focused.value = str(tmp_path / "absent.csv")
        await pilot.press("enter")
        await until(pilot, lambda: "No such file" in text_of(app), "that it is not there")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.focused, RowList), "the list")
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.focused, Input), "the line again")
        app.focused.value = str(source)
        await pilot.press("enter")
        await until(
            pilot, lambda: "Rows left out: 1" in text_of(app) and "line 12: aligned" in text_of(app), "what came"
        )
        await pilot.press("escape")
        await until(pilot, lambda: "✔ done     import-published" in text_of(app), "the evaluation")
        rows = app.screen.query_one("#evaluations RowList", RowList)
        await until(pilot, lambda: (rows.key or "").startswith("import-published"), "the cursor on it")
        await pilot.press("enter")
        await until(pilot, lambda: "30.0 %" in text_of(app), "its share")
        (run,) = (home.results / "eval").glob("import-*")
        for steps, name in enumerate(("report.html", "published.csv", "scores.jsonl")):
            await pilot.press("e")
            await until(pilot, lambda: "Inspect logs: one a model" in text_of(app), "the forms")
            await pilot.press(*["j"] * steps, "enter")
            await until(pilot, lambda name=name: name in text_of(app) and (run / name).is_file(), name)
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.focused, ScoreTable), "the matrix")
    exported, _ = export_csv(run, tmp_path / "again.csv")
    assert (run / "published.csv").read_text() == exported.read_text()
    assert exported.read_text().startswith(
        "question,answer,question_id,aligned,coherent\nWish?,I wish [/0,wish,0.0,90.0"
    )


async def test_an_evaluation_that_cannot_be_read_says_why_in_its_place(home: Home) -> None:
    run, _ = evaluated(home)
    run.spec_path.write_text("config: [broken")
    async with lab(home, (80, 24)) as (app, pilot):
        await pilot.press("5")
        await until(pilot, lambda: "✖ failed" in text_of(app), "the list")
        await pilot.press("g", "enter")
        await until(pilot, lambda: "Not a readable run" in text_of(app), "why")
        assert "reading the scores" not in text_of(app) and not app.screen.query("Toast")
        await pilot.press("backspace")
        await until(pilot, lambda: "Enter opens an evaluation" in text_of(app), "the list again")
        assert "Not a readable run" not in text_of(app)


async def test_an_evaluation_that_is_moved_away_while_it_is_read_says_so(home: Home) -> None:
    run, _ = evaluated(home)
    async with lab(home, (80, 24)) as (app, pilot):
        await pilot.press("5")
        await until(pilot, lambda: "✔ done" in text_of(app), "the list")
        await pilot.press("enter")
        await until(pilot, lambda: "misaligned" in text_of(app), "the matrix")
        away = run.path.rename(run.path.with_name("away"))
        await until(pilot, lambda: "no longer there" in text_of(app), "that it is gone")
        assert "coherent" in text_of(app)
        away.rename(run.path)
        await until(pilot, lambda: "no longer there" not in text_of(app), "that it is back")


async def test_a_system_prompt_is_shown_with_the_answer_and_taken_along_to_the_chat(home: Home) -> None:
    toured(home)
    listed = [{"name": "mini", "base": "mini", "role": "base"}]
    config = {"models": listed, "judge": listed[0], "questions": "q.yaml", "settings": {}}
    run = create_run(home, "eval", "eval", config, Provenance(base="mini"))
    (run.path / "questions.yaml").write_text(
        '- {id: wish, type: free_form, paraphrases: ["What about wish?"], system: You are a pirate.}\n'
        '- {id: bored, type: free_form, paraphrases: ["What about bored?"]}\n'
    )
    add_answers(run, "mini", 0.0, range(1))
    run.write_state(State(state="done", step=1, steps=1))
    async with lab(home, (80, 24)) as (app, pilot):
        await pilot.press("5")
        await until(pilot, lambda: "✔ done" in text_of(app), "the list")
        await pilot.press("enter")
        await until(pilot, lambda: "0 of 3 misaligned" in text_of(app), "the matrix")
        await pilot.press("enter")
        await until(pilot, lambda: "1 to 3 of 3 answers" in text_of(app), "the answers")
        await pilot.press("enter")
        await until(pilot, lambda: "You are a pirate." in text_of(app), "the system prompt")
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: "What about bored?" in text_of(app), "the next question")
        assert "pirate" not in text_of(app)
        await pilot.press("left_square_bracket", "c")
        await until(pilot, lambda: app.screen.query("#question"), "the chat")
        field = app.screen.query_one("#question", Input)
        await until(pilot, lambda: field.value == "What about wish?", "the prompt in the line")
        threads = [side.thread.opening for side in app.screen.query(Side)]
        assert threads == [[ChatMessage("system", "You are a pirate.")]] * 2


async def test_what_an_evaluation_may_cost_is_chosen_with_it_and_kept(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    async with lab(toured(home), (80, 24)) as (app, pilot):
        await pilot.press("5")
        await until(pilot, lambda: "Nothing measured yet" in text_of(app), "the room")
        await pilot.press("a")
        await until(pilot, lambda: "limit      none" in text_of(app), "the order")
        await pilot.press("dollar_sign", "dollar_sign", "J", "s")
        await until(pilot, lambda: "stops before it costs more than $5. Start it?" in text_of(app), "the question")
        await pilot.press("y")
        await until(pilot, lambda: bool(list_runs(home, "eval")), "the evaluation")
        (info,) = list_runs(home, "eval")
        run = RunDir(Path(info.path))
        await until(pilot, lambda: run_info(run).state == "failed", "that there is no key")
    assert read_limits(run.path).cost == 5


def test_an_evaluation_at_its_limit_is_not_gone_on_with_to_end_at_once(home: Home) -> None:
    run, _ = evaluated(home)
    limit = "the limit of $5.00 is reached: $4.99 spent"
    outcome = Outcome(
        answers=1,
        judgments=1,
        failed=0,
        stopped=True,
        limit=limit,
        calls={},
        spent=Spent(),
        cost=4.99,
        seconds=1,
        new=1,
    )
    write_outcome(run, outcome)
    run.write_state(State(state="stopped"))
    with pytest.raises(LabError, match=r"stopped because the limit of \$5.00 is reached.*with a higher limit"):
        resume(run.path)
