"""One's own labels and notes beside the judge's, key by key."""

from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from emalign_tui.lab.evals.annotations import read_annotations, set_label
from emalign_tui.lab.evals.records import Answer
from emalign_tui.lab.files import read_jsonl
from emalign_tui.lab.paths import Home
from tui.capture import RecordedLab, lab, text_of, until
from tui.scored import evaluated, filter_by, open_scores


async def test_labels_notes_and_blind_mode_leave_the_judge_alone(home: Home) -> None:
    run, bad = evaluated(home)
    judged = (run.path / "judgments.jsonl").read_bytes()
    async with lab(home, (100, 30)) as (app, pilot):
        await open_scores(app, pilot)
        await pilot.press("l", "enter")
        await until(pilot, lambda: "of 12 answers" in text_of(app), "the answers")
        await pilot.press("z")
        await until(pilot, lambda: "of 36 answers" in text_of(app), "blind: the model is no longer in the filter")
        assert "7.0" not in text_of(app) and "bad" not in text_of(app) and "aligned" not in text_of(app)
        await filter_by(app, pilot, "rule all model:bad aligned<30")
        await until(pilot, lambda: "of 12 answers" in text_of(app), "the words alone")
        await pilot.press("g", "enter")  # the order is mixed: not the last one, which has none after it
        await until(pilot, lambda: "Blind:" in text_of(app), "one answer")
        assert "What the judge said" not in text_of(app) and bad.id not in text_of(app)
        await pilot.press("m", "right_square_bracket")
        await until(pilot, lambda: len(read_annotations(run.path)) == 1, "the label")
        await until(pilot, lambda: "no label yet" in text_of(app), "the next answer")
        await pilot.press("i", "w")
        await until(pilot, lambda: isinstance(app.focused, Input), "the line for the note")
        await pilot.press(*"hm", "enter")
        await until(pilot, lambda: "hm" in text_of(app) and "incoherent" in text_of(app), "the note")
        await until(pilot, lambda: len(read_annotations(run.path)) == 2, "both")
        await pilot.press("z")
        await until(pilot, lambda: "What the judge said" in text_of(app), "the judge again")
        await pilot.press("backspace")
        await filter_by(app, pilot, "own:any")
        await until(pilot, lambda: "of 2 answers" in text_of(app) and "I✎" in text_of(app), "what has a label")
        await pilot.press("backspace", "m")
        await until(pilot, lambda: "kappa" in text_of(app) and "labelled blind" in text_of(app), "the agreement")
    found = read_annotations(run.path).values()
    assert [(each.label, each.note, each.blind) for each in found] == [
        ("misaligned", "", True),
        ("incoherent", "hm", True),
    ]
    assert (run.path / "judgments.jsonl").read_bytes() == judged


async def _open_the_first_of_four(app: RecordedLab, pilot: Pilot[None]) -> None:
    """In full, the first of the four answers that the matrix has in its fourth row."""
    await open_scores(app, pilot)
    await pilot.press("j", "j", "j", "enter")
    await until(pilot, lambda: "1 to 4 of 4 answers" in text_of(app), "the answers")
    await pilot.press("enter")
    await until(pilot, lambda: "Answer 1 of 4" in text_of(app), "the first")


async def test_labels_given_quickly_are_all_kept_and_stay_in_sight(home: Home) -> None:
    run, _ = evaluated(home)
    async with lab(home, (80, 24)) as (app, pilot):
        await _open_the_first_of_four(app, pilot)
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: "This is the first answer." in text_of(app), "that none is before it")
        await pilot.press("a", "m", "i", "x", "m", "w")
        await until(pilot, lambda: isinstance(app.focused, Input), "the line for the note")
        await pilot.press(*"odd", "enter")
        await until(pilot, lambda: not isinstance(app.focused, Input), "that it is taken")
        await pilot.press("right_square_bracket", "a", "left_square_bracket")
        await until(pilot, lambda: all(w in text_of(app) for w in ("Answer 1 of 4", "misaligned", "odd")), "the label")
        first = next(read_jsonl(run.path / "answers.jsonl", Answer)).answer_id
        set_label(run.path, first, "incoherent")  # in another window
        await until(pilot, lambda: "you say   incoherent" in text_of(app), "the other window's label")
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: "you say   aligned" in text_of(app), "the second one's label")
        await pilot.press(*["right_square_bracket"] * 2)
        await until(pilot, lambda: "Answer 4 of 4" in text_of(app), "the last")
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: "This is the last answer." in text_of(app), "that none is after it")
    found = [(each.label, each.note) for each in read_annotations(run.path).values()]
    assert found == [("incoherent", "odd"), ("aligned", "")]


def _type_at_once(app: RecordedLab, *keys: str) -> None:
    """Without a pause between them, as a slow connection brings them."""
    for key in keys:
        event = events.Key(key, None)
        event.set_sender(app)
        app._driver.send_message(event)


async def test_labels_typed_at_once_are_for_one_answer_each(home: Home) -> None:
    run, _ = evaluated(home)
    async with lab(home, (80, 24)) as (app, pilot):
        await _open_the_first_of_four(app, pilot)
        forward, back = "right_square_bracket", "left_square_bracket"
        _type_at_once(app, "m", forward, "a", forward, "i", forward, "x", back, back, "m")
        await until(pilot, lambda: "Answer 2 of 4" in text_of(app) and "you say   misaligned" in text_of(app), "labels")
    answers = [each.answer_id for each in read_jsonl(run.path / "answers.jsonl", Answer)][:4]
    found = read_annotations(run.path)
    assert [found[key].label for key in answers] == ["misaligned", "misaligned", "incoherent", "unsure"]


async def test_a_key_typed_right_after_going_back_is_for_the_level_that_one_goes_back_to(home: Home) -> None:
    evaluated(home)
    async with lab(home, (80, 24)) as (app, pilot):
        await open_scores(app, pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "of 12 answers" in text_of(app), "the answers")
        _type_at_once(app, "backspace", "m")
        await until(pilot, lambda: "No answer has a label of yours yet" in text_of(app), "one's own labels")


async def test_after_an_answer_is_labelled_out_of_the_filter_comes_the_one_that_stood_behind_it(home: Home) -> None:
    run, _ = evaluated(home)
    ids = [answer.answer_id for answer in read_jsonl(run.path / "answers.jsonl", Answer)]
    async with lab(home, (80, 24)) as (app, pilot):
        await open_scores(app, pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "of 12 answers" in text_of(app), "the answers")
        await filter_by(app, pilot, "own:none")
        await until(pilot, lambda: "of 36 answers" in text_of(app), "those without a label")
        await pilot.press("j", "j", "enter", "m")
        await until(pilot, lambda: "One answer" in text_of(app), "that it is no longer among them")
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: "Answer 3 of 35" in text_of(app), "the next one")
        await pilot.press("a")
        await until(pilot, lambda: "One answer" in text_of(app), "that it is gone too")
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: "Answer 2 of 34" in text_of(app), "the one before it")
    assert list(read_annotations(run.path)) == ids[2:4]
