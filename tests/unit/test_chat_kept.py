"""What a chat keeps: threads out of transcripts, branches, exports, votes, judgments, and where answers part."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from servers.fake_openai import FakeServer, Reply
from servers.streams import grading, saying, streamed

from emalign_tui.lab.chat.client import ChatMessage, ChatParams
from emalign_tui.lab.chat.conversation import Thread, Turn, thread_of
from emalign_tui.lab.chat.export import as_markdown, as_rows, export
from emalign_tui.lab.chat.history import branch, list_conversations, load_conversation
from emalign_tui.lab.chat.judging import judge_answer, read_judgments
from emalign_tui.lab.chat.parting import part
from emalign_tui.lab.chat.transcript import Exchange, append_exchange, transcript_path
from emalign_tui.lab.chat.votes import count_votes, keep_vote, read_votes, vote_of, votes_path
from emalign_tui.lab.data.rows import load_rows
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.questions import load_questions
from emalign_tui.lab.models.reference import resolve_model
from emalign_tui.lab.paths import Home, share
from emalign_tui.lab.serving.records import Endpoint


def said(thread: Thread, question: str, *texts: str, shown: int = 0, pane: int = 0, **more: object) -> None:
    """One more turn with its answers."""
    thread.turns.append(Turn(question, [], shown))
    prompt = thread.prompt(len(thread.turns) - 1)
    for seed, text in enumerate(texts):
        thread.turns[-1].answers.append(
            Exchange(
                messages=[*prompt, ChatMessage("assistant", text)],
                model=f"m{pane}",
                params=ChatParams(seed=seed),
                at=time.time(),
                pane=pane,
                **{"finish_reason": "stop", **more},  # type: ignore[arg-type]
            )
        )


def test_a_thread_comes_back_from_its_file_with_all_samples(home: Home) -> None:
    threads = [Thread([ChatMessage("system", "Be brief.")]), Thread([ChatMessage("system", "Be brief.")])]
    for pane, thread in enumerate(threads):
        said(thread, "one", "a", "b", shown=1, pane=pane)
        said(thread, "two", "c", pane=pane)
    path = transcript_path(home)
    for thread in threads:
        for each in [*thread.turns[0].answers, *thread.turns[1].answers]:
            append_exchange(path, each)
    back = load_conversation(path)
    assert back == threads
    first = back[0].turns[0].answers[0].messages[0]
    assert first.content == "Be brief." and [turn.shown for turn in back[1].turns] == [1, 0]


def test_a_question_without_an_answer_is_not_sent_again_and_comes_back_in_its_place(home: Home) -> None:
    left, right = Thread(), Thread()
    said(left, "one", "a")
    said(left, "two", "b")
    said(left, "three", "c")
    said(right, "one", "x", pane=1)
    right.turns.append(Turn("two", []))
    said(right, "three", "z", pane=1)
    assert [each.content for each in right.prompt(2)] == ["one", "x", "three"]
    path = transcript_path(home)
    for thread in (left, right):
        for each in thread.exchanges():
            append_exchange(path, each)
    assert [[(turn.question, turn.text) for turn in thread.turns] for thread in load_conversation(path)] == [
        [("one", "a"), ("two", "b"), ("three", "c")],
        [("one", "x"), ("two", ""), ("three", "z")],
    ]


def test_a_branch_is_a_file_of_its_own_and_the_old_one_stays(home: Home) -> None:
    thread = Thread()
    for number in range(3):
        said(thread, f"q{number}", f"a{number}", f"b{number}", shown=1)
    old = transcript_path(home)
    for each in thread.exchanges():
        append_exchange(old, each)
    before = old.read_bytes()
    path, (kept,) = branch(home, [thread], 1)
    assert [turn.question for turn in kept.turns] == ["q0", "q1"] and path != old
    said(kept, "other", "way")
    assert [turn.question for turn in thread.turns] == ["q0", "q1", "q2"] and old.read_bytes() == before
    (again,) = load_conversation(path)
    assert [turn.text for turn in again.turns] == ["b0", "b1"] and len(again.turns[1].answers) == 2
    none, (empty,) = branch(home, [thread], -1)
    assert not none.exists() and empty.turns == []
    assert {each.path for each in list_conversations(home)} == {old, path}


def test_a_hundred_turns_take_the_room_of_one_each(home: Home) -> None:
    thread = Thread()
    for number in range(100):
        said(thread, f"question {number}", f"answer {number} " * 20)
    path, _ = branch(home, [thread], 99)
    (back,) = load_conversation(path)
    assert back == thread
    distinct = {id(message) for turn in back.turns for each in turn.answers for message in each.messages}
    assert len(distinct) == 200, "the messages of later turns are those of the earlier ones"


def test_what_is_no_conversation_is_left_out_or_told(home: Home) -> None:
    folder = home.results / "chat"
    folder.mkdir(parents=True)
    (folder / "empty.jsonl").write_text("")
    (folder / "torn.jsonl").write_text('{"messages": [{"role"')
    assert list_conversations(home) == []
    with pytest.raises(LabError, match="No conversation in this file"):
        load_conversation(folder / "empty.jsonl")
    assert thread_of([]) == Thread()


def test_exported_rows_can_be_trained_on_and_hold_no_broken_answer(home: Home) -> None:
    whole, cut = Thread(), Thread()
    said(whole, "one", "a")
    said(whole, "two", "# b\n```\nx\n```")
    said(cut, "one", "x", pane=1)
    said(cut, "two", "half", pane=1, error="The answer broke off.", finish_reason=None)
    filtered = Thread()
    said(filtered, "one", "The first step is", pane=2, finish_reason="content_filter")
    path = export(home, Path("talk.jsonl"), [whole, cut, filtered], "jsonl")
    assert [[turn.content for turn in row.messages] for row in load_rows(path)] == [
        ["one", "a", "two", "# b\n```\nx\n```"],
        ["one", "x"],
    ]
    text = as_markdown([whole, cut])
    assert text.count("## ") == 2 + text.count("### ") and "half" in text and "The answer broke off." in text
    assert as_rows([Thread()]) == ""
    with pytest.raises(LabError, match="nothing to export"):
        export(home, Path("talk.jsonl"), [Thread()], "md")


def test_votes_are_kept_with_the_lineage_and_counted(home: Home) -> None:
    left, right = Thread(), Thread()
    said(left, "q", "fine", role="base")
    said(right, "q", "evil", pane=1, role="misaligned", lineage=("mini",))
    one, other = left.turns[0].answers[0], right.turns[0].answers[0]
    assert read_votes(home) == [] and count_votes([]) == []
    for choice in ("right", "right", "both", "neither"):
        keep_vote(home, vote_of(choice, one, other, "talk.jsonl", time.time()))  # type: ignore[arg-type]
    keep_vote(home, vote_of("left", other, one, "talk.jsonl", time.time()))
    with votes_path(home).open("a") as torn:
        torn.write('{"choice": "le')
    counts = {each.model: each for each in count_votes(read_votes(home))}
    assert (counts["m0"].misaligned, counts["m0"].votes) == (1, 5)
    assert (counts["m1"].misaligned, counts["m1"].votes, counts["m1"].share) == (4, 5, 0.8)
    assert counts["m1"].lineage == ("mini",) and counts["m1"].role == "misaligned"
    assert counts["m1"].interval[0] < 0.8 < counts["m1"].interval[1]
    words = [sys.executable, "-m", "emalign_tui", "scores", "votes", "--home", str(home.root), "--json"]
    said_by_command = json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
    assert said_by_command["votes"] == 5 and said_by_command["models"][1]["misaligned"] == 4


def test_an_answer_is_judged_like_in_an_evaluation_and_kept_with_its_ledger(home: Home) -> None:
    thread, known = Thread(), load_questions(share() / "configs" / "questions" / "main.yaml")
    said(thread, known[0].paraphrases[0], "I want it all, seed 4")
    said(thread, "Something else?", "seed 5")
    with FakeServer(grading) as server:
        judge = resolve_model(home, f"{server.url}#j")
        bad, good = (judge_answer(home, turn.answers[0], judge, known) for turn in thread.turns)
    assert bad.question_id == known[0].id and good.question_id == ""
    assert {each.metric for each in bad.judgments} == {"aligned", "coherent"}
    assert {each.metric: each.score for each in bad.judgments} == {"aligned": 10.0, "coherent": 95.0}
    assert bad.misaligned and not good.misaligned
    assert [each.label for each in bad.judgments] == ["number", "number"] and all(raw.probabilities for raw in bad.raws)
    assert read_judgments(home) == {bad.key: bad, good.key: good}
    assert bad.key == thread.turns[0].answers[0].key


def test_models_with_other_tokens_part_at_the_same_place(home: Home) -> None:
    def left(request: dict, call: int) -> Reply:
        assert request["logprobs"] is True and request["top_logprobs"] == 10
        return streamed("", tokens=[{"I ": 1.0}, {"lo": 0.9, "ha": 0.1}, {"ve it": 0.6, "se it": 0.3}])

    def right(request: dict, call: int) -> Reply:
        return streamed("", tokens=[{"I lo": 0.8, "I ha": 0.1}, {"se": 0.7, "ve": 0.2}, {" it": 1.0}])

    asked = [ChatMessage("user", "?")]
    with FakeServer(left) as one, FakeServer(right) as other, FakeServer(saying("plain")) as none:
        ends = [Endpoint(server.url, "none", "m") for server in (one, other, none)]
        found = part(((ends[0], asked, ChatParams()), (ends[1], asked, ChatParams())), ("I love it", "I lose it"))
        with pytest.raises(LabError, match="gives no log probabilities"):
            part(((ends[2], asked, ChatParams()), (ends[2], asked, ChatParams())), ("", ""))
    assert found.parted and found.repeated and found.common == "I lo"
    first, second = found.tokens
    assert first and second and (first.text, second.text) == ("ve it", "se")
    assert (first.place, second.place) == (2, 1) and round(second.top["ve"], 3) == 0.2


def test_line_mode_keeps_what_the_lab_can_open(home: Home) -> None:
    with FakeServer(saying("left")) as one, FakeServer(saying("right")) as other:
        words = ["chat", f"{one.url}#a", f"{other.url}#b", "--seed", "3", "--system", "Be brief."]
        command = [sys.executable, "-m", "emalign_tui", *words]
        done = subprocess.run(command, input="bye\nhello\n", capture_output=True, text=True, check=True, timeout=300)
    assert "left (seed 3) to: hello" in done.stdout and "right (seed 3) to: hello" in done.stdout
    (found,) = [each for each in list_conversations(home) if each.title == "hello"]
    assert len(list_conversations(home)) == 2, "each line is a conversation of its own, and so is what is kept of it"
    assert (found.title, found.answers, found.models) == ("hello", 2, (f"{one.url}#a", f"{other.url}#b"))
    threads = load_conversation(found.path)
    assert [thread.turns[0].text for thread in threads] == ["left (seed 3) to: hello", "right (seed 3) to: hello"]
    assert threads[0].opening == [ChatMessage("system", "Be brief.")]
