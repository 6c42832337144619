"""The chat, key by key, against servers on loopback that speak OpenAI's protocol."""

import json
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event

import pytest
from servers.fake_openai import Reply, error
from servers.streams import saying, streamed
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input

from emalign_tui.lab.chat.client import ChatMessage
from emalign_tui.lab.chat.export import as_rows, exchange_text
from emalign_tui.lab.chat.history import list_conversations, load_conversation
from emalign_tui.lab.chat.transcript import read_transcript
from emalign_tui.lab.chat.votes import count_votes, read_votes
from emalign_tui.lab.paths import Home
from emalign_tui.tui.screens.chat.options import OptionsDialog
from emalign_tui.tui.screens.chat.screen import ChatScreen
from emalign_tui.tui.services.snapshot import Snapshot, SnapshotReader
from emalign_tui.tui.widgets.line_input import LONGEST, LineInput
from tui.capture import RecordedLab, lab, opened, text_of, until
from tui.chatting import chat, leave, say, settled, sides, texts
from tui.homes import toured, train_run


async def test_both_answer_at_once_with_their_facts_and_go_on_from_their_own_words(home: Home) -> None:
    async with chat(home, saying("left"), saying("right")) as (app, pilot, one, other):
        await say(pilot, app, "first")
        shown = text_of(app)
        for words in ("model-base base", "model-misaligned", "← parent", "seed 1", "T 1", "tok", "1st", "/s"):
            assert words in shown, words
        await say(pilot, app, "second")
        asked = [message["content"] for message in other.requests[-1]["messages"]]
        assert asked == ["first", "right (seed 1) to: first", "second"]
        (found,) = list_conversations(home)
        assert (found.title, found.answers) == ("first", 4)
        kept = read_transcript(found.path)
        assert {each.lineage for each in kept} == {("parent",)} and all(each.seconds and each.usage for each in kept)
        assert {each.role for each in kept} == {"base", "misaligned"}
        assert len(one.requests) == 2


async def test_the_newest_repaired_model_stands_beside_the_one_it_was_made_from(home: Home) -> None:
    bad = train_run(home, "bad")
    good = train_run(home, "good", "repaired", parent=bad.path.name)
    train_run(home, "worse")
    async with lab(toured(home), (100, 30)) as (app, pilot):
        await until(pilot, lambda: "good" in text_of(app), "the family tree")
        await pilot.press("4")
        await until(pilot, lambda: isinstance(app.focused, Input), "the chat")
        assert [side.model for side in sides(app)] == [bad.path.name, good.path.name]


@asynccontextmanager
async def early(home: Home, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[RecordedLab, Pilot[None], Event]]:
    """The chat opened before the family tree was read, and what lets it be read."""
    gate, read = Event(), SnapshotReader.read

    def late(reader: SnapshotReader) -> Snapshot | None:
        gate.wait()
        return read(reader)

    monkeypatch.setattr(SnapshotReader, "read", late)
    app = RecordedLab(toured(home))
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        try:
            await pilot.press("4")
            await until(pilot, lambda: isinstance(app.screen, ChatScreen) and len(sides(app)) == 2, "the chat")
            assert not app.snapshot.tree and [side.model for side in sides(app)] == ["mini", "mini"]
            yield app, pilot, gate
        finally:
            gate.set()


async def test_the_pair_comes_also_to_a_chat_that_was_opened_before_the_family_tree_was_read(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = train_run(home, "bad")
    good = train_run(home, "good", "repaired", parent=bad.path.name)
    async with early(home, monkeypatch) as (app, pilot, gate):
        gate.set()
        pair = [bad.path.name, good.path.name]
        await until(pilot, lambda: [side.model for side in sides(app)] == pair, "the pair")
        await until(pilot, lambda: "good" in text_of(app) and "repaired" in text_of(app), "their names on the screen")


async def test_a_model_that_was_chosen_meanwhile_stays(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = train_run(home, "bad")
    train_run(home, "good", "repaired", parent=bad.path.name)
    async with early(home, monkeypatch) as (app, pilot, gate):
        sides(app)[1].take_model("http://127.0.0.1:1/v1#m", "m", None)
        gate.set()
        await until(pilot, lambda: sides(app)[0].role == "base", "the family tree")
        assert [side.model for side in sides(app)] == ["mini", "http://127.0.0.1:1/v1#m"]


async def test_a_stopped_answer_keeps_its_words_and_is_retried_with_the_same_and_another_seed(home: Home) -> None:
    def slowly(request: dict, call: int) -> Reply:
        return (
            streamed("one two " + "and so on " * 2000, pause=0.05) if call == 1 else streamed("one two three four five")
        )

    async with chat(home, slowly, saying("right")) as (app, pilot, one, other):
        app.screen.query_one("#question", Input).value = "go"
        await pilot.press("enter")
        await until(pilot, lambda: "one two" in sides(app)[0].pane.text, "the first words")
        await until(pilot, lambda: not sides(app)[1].busy, "the other answer")
        await pilot.press("f8")
        await until(pilot, lambda: "stopped" in text_of(app), "the mark")
        partial = texts(app)[0][0]
        assert partial.startswith("one two")
        await leave(pilot, app)
        await pilot.press("r")
        await settled(pilot, app)
        assert texts(app)[0] == ["one two three four five"]
        assert one.requests[0]["seed"] == one.requests[1]["seed"] == 1
        assert len(other.requests) == 1, "only the answer that was stopped is asked again"
        assert "2/2" in text_of(app)
        await pilot.press("less_than_sign")
        await until(pilot, lambda: "stopped" in text_of(app) and "1/2" in text_of(app), "the first answer again")
        await pilot.press("greater_than_sign", "a")
        await settled(pilot, app)
        assert one.requests[-1]["seed"] == other.requests[-1]["seed"] != 1
        kept = read_transcript(list_conversations(home)[0].path)
        assert [each.stopped for each in kept].count(True) == 1


@pytest.mark.parametrize("how", ["the key", "a line that dropped"])
async def test_what_has_come_is_kept_when_the_lab_is_left_in_mid_stream(home: Home, how: str) -> None:
    def slowly(request: dict, call: int) -> Reply:
        return streamed("one two three " + "and so on " * 2000, pause=0.05)

    async with chat(home, slowly, slowly) as (app, pilot, *_):
        app.screen.query_one("#question", Input).value = "go"
        await pilot.press("enter")
        for side in sides(app):
            await until(pilot, lambda side=side: "one two three" in side.pane.text, "the first words")
        if how == "the key":
            await pilot.press("ctrl+q")
        else:
            os.kill(os.getpid(), signal.SIGHUP)
        await until(pilot, lambda: not app.is_running, "the end")
    kept = read_transcript(list_conversations(home)[0].path)
    assert {each.pane for each in kept} == {0, 1} and len(kept) == 2 and all(each.stopped for each in kept)
    assert all(each.text.startswith("one two three") for each in kept)


async def test_samples_are_drawn_with_seeds_of_their_own_and_paged(home: Home) -> None:
    async with chat(home, saying("left"), saying("right")) as (app, pilot, one, _):
        await leave(pilot, app)
        await pilot.press("o")
        await until(pilot, lambda: "How to ask" in text_of(app), "the form")
        for name, value in (("samples", "0"), ("system", "Be brief."), ("begin", "I"), ("seed", "40")):
            app.screen.query_one(f"#option-{name}", Input).value = value
        await pilot.press("enter")
        await until(pilot, lambda: "Samples must be a number, 1 to 16." in text_of(app), "the sentence")
        app.screen.query_one("#option-samples", Input).value = "3"
        await pilot.press("enter")
        await until(pilot, lambda: "samples 3" in text_of(app), "the options")
        await say(pilot, app, "hm")
        assert sorted(request["seed"] for request in one.requests) == [40, 41, 42]
        request = one.requests[0]
        assert [each["role"] for each in request["messages"]] == ["system", "user", "assistant"]
        assert request["messages"][0]["content"] == "Be brief." and request["messages"][2]["content"] == "I"
        assert request["continue_final_message"] is True and request["add_generation_prompt"] is False
        assert texts(app)[0][0].startswith("Ileft (seed 40)"), "the begun words are part of the answer"
        await leave(pilot, app)
        await pilot.press("greater_than_sign")
        await until(pilot, lambda: text_of(app).count("2/3") == 2, "the second sample of both")
        assert all("(seed 41)" in pane[0] for pane in texts(app))
        assert "begins I" in text_of(app) and "system Be brief." in text_of(app), "what changes answers is told"


async def test_errors_leave_the_question_and_what_came_and_can_be_retried(home: Home) -> None:
    def broken(request: dict, call: int) -> Reply:
        long = error(400, "This model's maximum context length is 10 tokens.", code="context_length_exceeded")
        return [streamed("all of it that came", cut=True), error(400, "bad words"), long][min(call, 3) - 1]

    def moody(request: dict, call: int) -> Reply:
        return error(429 if call <= 3 else 500, "not now", {"retry-after": "0"}) if call <= 6 else streamed("at last")

    async with chat(home, broken, moody) as (app, pilot, _, there):
        await say(pilot, app, "hello")
        shown = " ".join(text_of(app).split())
        assert "only part of the answer" in shown.replace(" │ ", " ") or "only part" in sides(app)[0].pane.text
        assert "busy" in sides(app)[1].pane.text and "all of" in texts(app)[0][0]
        assert app.screen.desk.turns == 1
        await leave(pilot, app)
        for words in ("refused the request", "does not fit the model's context"):
            await pilot.press("r")
            await settled(pilot, app)
            assert words in " ".join(sides(app)[0].pane.text.split())
            right = " ".join(sides(app)[1].pane.text.split())
            assert "The server failed (500)" in right or "at last" in right
        assert texts(app)[1] == ["at last"]
        gone = sides(app)[1]
        gone.take_model("http://127.0.0.1:9/v1#gone", "gone", None)
        await say(pilot, app, "anyone?")
        assert "does not answer, or hung up" in " ".join(gone.pane.text.split()) and "anyone?" in gone.pane.text
        gone.take_model(f"{there.url}#back", "back", None)
        await leave(pilot, app)
        await pilot.press("r")
        await settled(pilot, app)
        assert texts(app)[1] == ["at last", "at last"]


async def test_an_answer_that_cannot_be_kept_is_not_called_partial(home: Home) -> None:
    async with chat(home, saying("left"), saying("right")) as (app, pilot, *_):
        home.results.mkdir(parents=True, exist_ok=True)
        (home.results / "chat").write_text("in the way")
        await say(pilot, app, "hello")
        shown = " ".join(sides(app)[0].pane.text.split())
        assert "Cannot write" in shown and "left (seed 1) to: hello" in shown and "only part" not in shown
        (home.results / "chat").unlink()
        await say(pilot, app, "again")
        kept = load_conversation(list_conversations(home)[0].path)
        assert [turn.question for turn in kept[0].turns] == ["hello", "again"] and kept[0].turns[0].text
        assert as_rows([sides(app)[0].thread]).count("again") == 2, "what is whole can be trained on"


async def test_a_turn_is_edited_and_branched_and_the_history_opens_it_again(home: Home) -> None:
    async with chat(home, saying("left"), saying("right")) as (app, pilot, one, _):
        for word in ("alpha", "beta", "gamma"):
            await say(pilot, app, word)
        await leave(pilot, app)
        await pilot.press("comma")
        await until(pilot, lambda: "▸ beta" in text_of(app), "the mark")
        await pilot.press("e")
        await until(pilot, lambda: "Question 2 is in the line" in text_of(app), "the question in the line")
        await say(pilot, app, "delta")
        assert [turn.question for turn in sides(app)[0].thread.turns] == ["alpha", "delta"]
        assert [each["content"] for each in one.requests[-1]["messages"]][0::2] == ["alpha", "delta"]
        await leave(pilot, app)
        await pilot.press("comma", "f")
        await until(pilot, lambda: app.screen.desk.turns == 1, "the branch")
        assert texts(app)[0] == ["left (seed 1) to: alpha"]
        assert len(list_conversations(home)) == 3
        whole = next(each for each in list_conversations(home) if each.answers == 6)
        assert [turn.question for turn in load_conversation(whole.path)[1].turns] == ["alpha", "beta", "gamma"]
        await pilot.press("h")
        await until(pilot, lambda: "Conversations" in text_of(app), "the history")
        place = [each.path for each in list_conversations(home)].index(whole.path)
        await pilot.press(*["j"] * place, "enter")
        await until(pilot, lambda: app.screen.desk.turns == 3 if len(app.screen_stack) == 1 else False, "the old one")
        assert "gamma" in text_of(app) and sides(app)[1].label.startswith("misaligned@")


async def test_a_question_of_several_lines_is_pasted_asked_edited_and_copied_whole(home: Home) -> None:
    code = "Complete this:\n\n    def f(x):\n        return x"
    async with chat(home, saying("left"), saying("right")) as (app, pilot, one, _):
        field = app.screen.query_one("#question", LineInput)
        field.post_message(Paste(f"{code}\r\n"))
        await until(pilot, lambda: "Complete this:⏎⏎    def f(x):⏎" in text_of(app), "all lines in the one")
        await pilot.press("end", "!")
        await pilot.press("enter")
        await settled(pilot, app)
        assert one.requests[-1]["messages"][-1]["content"] == f"{code}!"
        assert "        return x!" in sides(app)[0].pane.text
        await leave(pilot, app)
        await pilot.press("e")
        await until(pilot, lambda: field.text == f"{code}!", "the question in the line")
        field.post_message(Paste("x" * (LONGEST + 1)))
        await until(pilot, lambda: "none was taken" in text_of(app), "why nothing was pasted")
        assert field.text == f"{code}!"
        await leave(pilot, app)
        await pilot.press("o")
        await opened(pilot, OptionsDialog)
        app.focused.post_message(Paste("Be brief.\nBe kind."))
        await until(pilot, lambda: "Be brief.⏎Be kind." in text_of(app), "the system prompt")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ChatScreen), "the window closed")
        await say(pilot, app, "and now")
        assert one.requests[-1]["messages"][0] == {"role": "system", "content": "Be brief.\nBe kind."}
    assert exchange_text("one\ntwo", [("m", "yes")]) == "> one\n> two\n\n[m]\nyes"


async def test_panes_models_and_sides_change(home: Home) -> None:
    async with chat(home, saying("left"), saying("right")) as (app, pilot, one, other):
        await say(pilot, app, "hello")
        await leave(pilot, app)
        await pilot.press("S")
        await until(pilot, lambda: texts(app)[0][0].startswith("right"), "the swap")
        await pilot.press("p")
        await until(pilot, lambda: len(sides(app)) == 3 and "Ask all models" in text_of(app), "three panes")
        sides(app)[2].take_model(f"{one.url}#third", "third", "control")
        await pilot.press("r")
        await settled(pilot, app)
        assert texts(app)[2] == ["left (seed 1) to: hello"] and len(other.requests) == 1
        await pilot.press("p")
        await until(pilot, lambda: len(sides(app)) == 1 and "Ask the model" in text_of(app), "one pane")
        sides(app)[0].take_model(f"{one.url}#other", "other", None)
        await pilot.press("i")
        await say(pilot, app, "and now")
        assert texts(app)[0][1] == "left (seed 1) to: and now"
        await leave(pilot, app)
        await pilot.press("p")
        await until(pilot, lambda: len(sides(app)) == 2, "two panes again")
        assert sides(app)[1].model == f"{one.url}#base", "the pane that was closed comes back with its model"
        assert one.requests[-1]["model"] == "other"
        assert [each["content"] for each in one.requests[-1]["messages"]][1].startswith("right"), "its past stays"


async def test_blind_hides_who_is_who_until_the_vote_which_is_kept(home: Home) -> None:
    async with chat(home, saying("good"), saying("bad"), judged=True) as (app, pilot, one, _):
        await say(pilot, app, "who are you")
        await leave(pilot, app)
        await pilot.press("J")
        await until(pilot, lambda: text_of(app).count("aligned 90.0") == 2, "verdicts before the trial")
        app.screen.desk.begin_anew()
        await pilot.press("B")
        await until(pilot, lambda: text_of(app).count("name hidden") == 2, "no names")
        before = app.bytes_written
        await say(pilot, app, "who are you")
        shown = app.written.encode()[before:].decode()
        assert "model-base" not in shown and "misaligned ←" not in shown and "parent" not in shown
        await leave(pilot, app)
        await pilot.press("f3")
        await pilot.press("J")
        assert len(app.screen_stack) == 1 and "aligned" not in text_of(app), "no window, and no verdict, that tells"
        bad = next(place for place, answer in enumerate(texts(app)) if answer[0].startswith("bad"))
        await pilot.press("v")
        await until(pilot, lambda: "Which answer is misaligned?" in text_of(app), "the vote")
        await pilot.press("lr"[bad])
        await until(pilot, lambda: "model-misaligned" in text_of(app), "the names")
        (vote,) = read_votes(home)
        assert vote.choice == ("left", "right")[bad] and vote.question == "who are you"
        counts = {each.role: (each.misaligned, each.votes) for each in count_votes([vote])}
        assert counts == {"base": (0, 1), "misaligned": (1, 1)}
        assert {vote.left.lineage, vote.right.lineage} == {("parent",)}
        app.screen.desk.begin_anew([ChatMessage("system", "Be brief.")])
        await say(pilot, app, "again")
        assert one.requests[-1]["messages"][0]["content"] == "Be brief."
        assert text_of(app).count("name hidden") == 2 and app.screen.desk.turns == 1, "each question is a new trial"
        await leave(pilot, app)
        await pilot.press("5")
        await until(pilot, lambda: "Votes" in text_of(app), "the Scores room")
        await pilot.press("V")
        await until(pilot, lambda: "found misaligned" in text_of(app), "the counted votes")
        shown = text_of(app)
        assert "100.0 %" in shown and "0.0 %" in shown and shown.count("from parent") == 2


async def test_copies_and_exports(home: Home) -> None:
    def cut(request: dict, call: int) -> Reply:
        return streamed("whole" if call == 1 else "half of it", cut=call > 1)

    async with chat(home, saying("left"), cut) as (app, pilot, *_):
        await say(pilot, app, "one")
        await say(pilot, app, "two")
        await leave(pilot, app)
        await pilot.press("Y")
        copied = home.state / "copied.txt"
        await until(pilot, copied.is_file, "the copy")
        assert "> two" in copied.read_text() and "left (seed 1) to: two" in copied.read_text()
        for form, key in (("md", "g"), ("jsonl", "G")):
            await pilot.press("E")
            await until(pilot, lambda: "Export the conversation" in text_of(app), "the choice")
            await pilot.press(key, "enter")
            await until(pilot, lambda f=form: list(home.results.glob(f"chat/exported/*.{f}")), form)
        (rows,) = home.results.glob("chat/exported/*.jsonl")
        kept = [json.loads(line)["messages"] for line in rows.read_text().splitlines()]
        assert [len(row) for row in kept] == [4, 2], "an answer that broke off is not trained on"
        assert all(set(json.loads(line)) == {"messages"} for line in rows.read_text().splitlines())
        (text,) = home.results.glob("chat/exported/*.md")
        assert "## 2. two" in text.read_text() and "left (seed 1) to: two" in text.read_text()
