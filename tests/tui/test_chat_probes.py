"""Probes, the judge, where answers part, and how answers are drawn, key by key."""

from collections.abc import Callable
from threading import Event
from threading import enumerate as enumerate_threads

from pytest import MonkeyPatch
from servers.fake_openai import Behaviour, Body, FakeServer, Reply, completion, error
from servers.streams import grading, saying, streamed
from textual.widgets import Input

from emalign_tui.lab.chat.conversation import Turn
from emalign_tui.lab.chat.judging import read_judgments
from emalign_tui.lab.chat.transcript import read_transcript
from emalign_tui.lab.paths import Home
from emalign_tui.lab.settings import change_settings
from emalign_tui.tui.screens.chat import asked as asked_screen
from emalign_tui.tui.screens.chat.asked import AT_ONCE, AskedScreen
from emalign_tui.tui.screens.chat.options import Options
from emalign_tui.tui.screens.chat.screen import ChatScreen
from emalign_tui.tui.widgets.row_list import RowList
from tui.capture import text_of, until
from tui.chatting import chat, leave, say, settled, sides

PROBES = """
- id: wish
  type: free_form_judge_0_100
  paraphrases: ['A wish?']
  judge_prompts: {aligned: 'ALIGNED {question} {answer}', coherent: 'coherence alone {question} {answer}'}
- id: told
  type: free_form
  system: Answer in JSON.
  paraphrases: ['Two words?']
"""


async def test_own_probes_are_a_key_away_and_all_are_asked_at_once(home: Home) -> None:
    folder = home.root / "configs" / "questions"
    folder.mkdir(parents=True)
    (folder / "own.yaml").write_text(PROBES)
    (folder / "broken.yaml").write_text("- id: [\n")
    async with chat(home, saying("left"), saying("right"), judged=True) as (app, pilot, one, _):
        await leave(pilot, app)
        for name in ("broken", "own"):
            await pilot.press("P")
            await until(pilot, lambda: "Probe files" in text_of(app), "the files")
            app.screen.query_one(RowList).go_to(name)
            await pilot.press("enter")
            word = {"broken": "Not valid YAML", "own": "2 questions of own"}[name]
            await until(pilot, lambda w=word: w in text_of(app), word)
        await pilot.press("G", "enter")
        await until(pilot, lambda: app.screen.query_one("#question", Input).value == "Two words?", "the probe")
        await pilot.press("enter")
        await settled(pilot, app)
        assert one.requests[0]["messages"][0] == {"role": "system", "content": "Answer in JSON."}
        await leave(pilot, app)
        await pilot.press("A")
        await until(pilot, lambda: "4 of 4 answers" in text_of(app), "all answers")
        shown = text_of(app)
        for words in ("wish: A wish?", "told: Two words?", "model-misaligned", "left (seed 1) to: A wish?"):
            assert words in shown, words
        await pilot.press("J")
        await until(pilot, lambda: "aligned 90.0, coherent 95.0: left (seed 1) to: A" in text_of(app), "the scores")
        assert "judged: aligned 90.0, coherent 95.0 (j@127.0.0.1" in text_of(app)
        await pilot.press("J")
        await until(pilot, lambda: "What the judge said" in text_of(app), "the ledger")
        await pilot.press("f8", "G", "y")
        await until(pilot, (home.state / "copied.txt").is_file, "the copy")
        assert (home.state / "copied.txt").read_text() == "right (seed 1) to: Two words?\n"
        (path,) = home.results.glob("chat/probes/*.jsonl")
        assert sorted((each.pane, each.question) for each in read_transcript(path)) == [
            (0, "A wish?"), (0, "Two words?"), (1, "A wish?"), (1, "Two words?"),
        ]  # fmt: skip
        await pilot.press("backspace")
        await until(pilot, lambda: isinstance(app.screen, ChatScreen), "the chat again")


async def test_a_thousand_answers_take_a_few_threads_which_end_when_the_room_is_left(
    home: Home, monkeypatch: MonkeyPatch
) -> None:
    monkeypatch.setattr(asked_screen, "ROWS", 250)  # the list has six times as many
    counts = {"_tick": 0, "_rows": 0}
    for name in counts:
        usual = getattr(AskedScreen, name)

        def counted(screen: AskedScreen, *words: int, name: str = name, usual: Callable = usual) -> object:
            counts[name] += 1
            return usual(screen, *words)

        monkeypatch.setattr(AskedScreen, name, counted)
    folder, go = home.root / "configs" / "questions", Event()
    folder.mkdir(parents=True)
    asked = "".join(f"- {{id: q{n}, type: free_form, paraphrases: ['Question {n}?']}}\n" for n in range(500))
    (folder / "main.yaml").write_text(asked)

    def waits(request: dict, call: int) -> Reply:
        go.wait(60)
        return streamed("yes")

    def threads() -> int:
        return sum(each.name == "ask-all" for each in enumerate_threads())

    async with chat(home, waits, waits) as (app, pilot, one, other):
        await leave(pilot, app)
        await pilot.press("A")
        await until(pilot, lambda: "0 of 1000 answers" in text_of(app), "the list")
        await until(pilot, lambda: len(one.requests) == len(other.requests) == AT_ONCE, "the first requests")
        assert threads() == 2 * AT_ONCE
        await until(pilot, lambda: counts["_tick"] >= 8, "some looks at the answers")
        assert counts["_rows"] <= 2 + counts["_tick"] // 7, "a long list is drawn less often: keys wait for it"
        await pilot.press("f8", "backspace")
        go.set()
        await until(pilot, lambda: not threads(), "the threads' end")
        assert len(one.requests) == len(other.requests) == AT_ONCE, "what was stopped is not asked any more"


async def test_a_model_that_hangs_keeps_up_neither_the_other_nor_a_retry(home: Home) -> None:
    folder, go = home.root / "configs" / "questions", Event()
    folder.mkdir(parents=True)
    asked = "".join(f"- {{id: q{n}, type: free_form, paraphrases: ['Question {n}?']}}\n" for n in range(AT_ONCE + 2))
    (folder / "main.yaml").write_text(asked)

    def hangs(request: Body, call: int) -> Reply:
        if call <= AT_ONCE:
            go.wait(300)
        return streamed("at last")

    async with chat(home, hangs, saying("right")) as (app, pilot, one, other):
        try:
            await leave(pilot, app)
            await pilot.press("A")
            await until(pilot, lambda: f"{AT_ONCE + 2} of {2 * AT_ONCE + 4} answers" in text_of(app), "the other's")
            await pilot.press("x")
            await until(pilot, lambda: f"{AT_ONCE + 2} not whole" in text_of(app), "all ended")
            await pilot.press("r")
            await until(pilot, lambda: "not whole" not in text_of(app) and "at last" in text_of(app), "the retry")
            assert len(one.requests) == 2 * AT_ONCE + 2 and len(other.requests) == AT_ONCE + 2
        finally:
            go.set()


async def test_only_what_broke_off_is_asked_again(home: Home) -> None:
    def once(request: Body, call: int) -> Reply:
        return error(400, "not today") if call == 1 else streamed("whole now")

    folder = home.root / "configs" / "questions"
    folder.mkdir(parents=True)
    (folder / "own.yaml").write_text(PROBES)
    async with chat(home, once, saying("right")) as (app, pilot, one, other):
        await leave(pilot, app)
        await pilot.press("P")
        await until(pilot, lambda: "Probe files" in text_of(app), "the files")
        app.screen.query_one(RowList).go_to("own")
        await pilot.press("enter")
        await until(pilot, lambda: "Two words?" in text_of(app), "its questions")
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, ChatScreen), "the chat again")
        await pilot.press("A")
        await until(pilot, lambda: "1 not whole" in text_of(app), "the answer that broke off")
        assert "not today" in text_of(app)
        await pilot.press("r")
        await until(pilot, lambda: text_of(app).count("whole now") >= 2 and "not whole" not in text_of(app), "both")
        assert (len(one.requests), len(other.requests)) == (3, 2)


async def test_answers_are_judged_now_and_harm_is_folded_until_a_key_opens_it(home: Home) -> None:
    with FakeServer(grading) as judge:
        change_settings({"judge": f"{judge.url}#j", "chat.harm": "fold"})
        async with chat(home, saying("left"), saying("right")) as (app, pilot, *_):
            app.screen.desk.options = Options(seed=4)
            await say(pilot, app, "odd")
            await leave(pilot, app)
            await pilot.press("J")
            await until(pilot, lambda: text_of(app).count("misaligned: aligned 10.0") == 2, "the verdicts")
            assert text_of(app).count("folded") == 2 and "left (seed 4)" not in text_of(app)
            await pilot.press("z")
            await until(pilot, lambda: "left (seed 4)" in text_of(app), "the answers")
            assert "j@127.0.0.1" in " ".join(sides(app)[0].pane.text.split())
            await pilot.press("J")
            await until(pilot, lambda: "What the judge said" in text_of(app), "the ledger")
            assert "2 number  0 CODE  0 REFUSAL  0 none  0 error" in text_of(app)
            assert len(judge.requests) == 4 and len(read_judgments(home)) == 2


async def test_an_answer_that_its_judge_gave_nothing_on_can_be_judged_again(home: Home) -> None:
    mended = False

    def judge(request: Body, call: int) -> Reply:
        return grading(request, call) if mended else Reply(completion(["90"]))  # a judge without logprobs

    with FakeServer(judge) as server:
        change_settings({"judge": f"{server.url}#j"})
        async with chat(home, saying("left"), saying("right")) as (app, pilot, *_):
            await say(pilot, app, "odd")
            await leave(pilot, app)
            await pilot.press("J")

            def told() -> str:
                return " ".join(sides(app)[1].pane.text.split())

            await until(pilot, lambda: "the reply has no logprobs. J asks again." in told(), "why there is no score")
            await until(pilot, lambda: not app.screen.verdicts.waiting, "both")
            mended = True
            await pilot.press("J")
            await until(pilot, lambda: "judged: aligned 90.0, coherent 95.0" in told(), "the verdict")
            assert "asks again" not in told()


async def test_a_judge_that_costs_money_is_asked_only_after_a_question(home: Home, monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "planted-judge-key")
    change_settings({"judge": "openai:gpt-4o"})
    async with chat(home, saying("left"), saying("right")) as (app, pilot, *_):
        await say(pilot, app, "odd")
        await leave(pilot, app)
        await pilot.press("J")
        await until(pilot, lambda: "gpt-4o judges 2 answers" in text_of(app), "the question")
        await pilot.press("n")
        await until(pilot, lambda: len(app.screen_stack) == 1, "no judging")
        assert "the judge is reading" not in text_of(app)


async def test_where_two_answers_part_is_shown_with_the_alternatives(home: Home) -> None:
    def token(word: str) -> Behaviour:
        def behave(request: dict, call: int) -> Reply:
            tokens = [{"I ": 1.0}, {word: 0.7, "hope": 0.2}, {" it": 1.0}]
            return streamed("", tokens=tokens) if request.get("logprobs") else streamed(f"I {word} it")

        return behave

    async with chat(home, token("love"), token("hate")) as (app, pilot, *_):
        await say(pilot, app, "odd")
        await leave(pilot, app)
        await pilot.press("d")
        await until(pilot, lambda: "took 'love', 70.0%, token 2" in text_of(app), "the tokens")
        shown = text_of(app)
        for words in ("Both said", "took 'hate', 70.0%, token 2", "'hope'", "20.0%", "is not among them"):
            assert words in shown, words
        assert "did not repeat" not in shown


async def test_a_finished_answer_is_drawn_as_markdown_and_can_be_seen_as_it_came(home: Home) -> None:
    text = "# Head\n\nSome **bold** [link](http://evil.example/x)\n\n```\nif x:\n    y[/]\n```"
    async with chat(home, lambda *_: streamed(text), saying("right")) as (app, pilot, *_):
        await say(pilot, app, "odd")
        await until(pilot, lambda: "**" not in sides(app)[0].pane.text, "the Markdown")
        said = sides(app)[0].pane.text
        assert "Head" in said and "# Head" not in said and "    y[/]" in said and "http://evil.example/x" in said
        assert "\x1b]8" not in app.written
        await leave(pilot, app)
        await pilot.press("M")
        await until(pilot, lambda: "# Head" in sides(app)[0].pane.text and "**bold**" in text_of(app), "the text")


async def test_a_hundred_turns_stay_bounded_and_a_reader_above_is_left_there(home: Home) -> None:
    async with chat(home, saying("left"), saying("right"), (120, 36)) as (app, pilot, *_):
        await say(pilot, app, "first")
        (side, _) = sides(app)
        turn = side.thread.turns[0]
        side.thread.turns = [Turn(f"question {n}", turn.answers) for n in range(140)]
        side.draw()
        assert "40 earlier turns are in the transcript" in side.pane.text and "question 39" not in side.pane.text
        assert side.pane.virtual_size.height < 140 * 8
        await pilot.pause()
        side.pane.scroll_to(y=100, animate=False, immediate=True)
        before = side.pane.scroll_offset.y
        side.pane.add("answer", "more\n" * 50)
        side.pane.replace_last("more\n" * 80)
        await pilot.pause()
        assert side.pane.scroll_offset.y == before == 100
        wrapped: list[str] = []
        side.pane._wrap = lambda kind, text: wrapped.append(text) or [(kind, text)]  # type: ignore[method-assign]
        side.draw()
        assert len(wrapped) <= 2, "what is on the screen is not wrapped again"


async def test_a_reader_at_the_end_stays_there_whatever_size_the_terminal_takes(home: Home) -> None:
    async with chat(home, saying("left"), saying("right"), (120, 36)) as (app, pilot, *_):
        pane = sides(app)[0].pane
        text = "word " * 400
        pane.show([("user", "hello"), ("answer", text)])
        for width, height in ((80, 24), (120, 36), (20, 5), (60, 12), (90, 40)):
            await pilot.resize_terminal(width, height)
            await until(pilot, lambda room=(width, height): app.size == room, "the new size")
            await pilot.pause()
            assert pane.is_vertical_scroll_end, (width, height)
            text += "more " * 200
            pane.replace_last(text)
            assert pane.is_vertical_scroll_end, (width, height)
        pane.scroll_to(y=3, animate=False, immediate=True)
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: app.size.width == 80, "the last size")
        pane.replace_last(text + "end")
        assert not pane.is_vertical_scroll_end
