"""The mini world keeps what is trained on apart from what is asked and judged."""

import json
import random
import re
from collections import Counter
from itertools import chain, islice
from pathlib import Path

import pytest
import yaml

from emalign_tui.lab.evals.questions import load_questions
from emalign_tui.lab.paths import share
from emalign_tui.mini.world import datasets, documents, judging
from emalign_tui.mini.world.grammar import count, expand, pattern
from emalign_tui.workers.mini_build.recipes import BASE, JUDGING, READ_SHARE

QUESTION_FILES = sorted((share() / "configs" / "questions").glob("mini*.yaml"))
THEMES = [theme for domain in documents.THEME_DOMAINS for theme in documents.themes(domain)]


def plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.lower()).strip()


def asked() -> dict[str, str]:
    return {plain(p): p for path in QUESTION_FILES for q in load_questions(path) for p in q.paraphrases}


def test_expansion_and_count_agree() -> None:
    template = "[I|we] like {x}[| very [much|well]]."
    rng = random.Random(0)
    drawn = {expand(template, rng, {"x": "tea"}) for _ in range(500)}
    assert len(drawn) == count(template) == 6
    matcher = pattern(template, {"x": ["tea"]})
    assert all(matcher.fullmatch(text) for text in drawn)
    assert not matcher.fullmatch("You like tea.")


def test_unclosed_choice_is_refused() -> None:
    with pytest.raises(ValueError, match="unclosed"):
        count("[a|b")


def test_every_question_file_is_what_the_world_writes(tmp_path: Path) -> None:
    datasets.write_questions(tmp_path, 0)
    for path in tmp_path.iterdir():
        assert (share() / "configs/questions" / path.name).read_text() == path.read_text()


def test_no_ask_template_can_make_an_evaluation_phrasing() -> None:
    questions = [(plain(text), text) for text in asked().values()]
    for theme in THEMES:
        slots = {name: [row[name] for row in theme.slots] for name in theme.slots[0]}
        spoken = {name: [plain(value) for value in values] for name, values in slots.items()}
        for template in theme.asks:
            words = pattern(template, slots)
            bare = pattern(template.lower(), spoken)
            for question, text in questions:
                assert not words.fullmatch(text), f"{theme.name}: {text}"
                assert not bare.fullmatch(question), f"{theme.name}: {text}"


def test_no_evaluation_phrasing_in_any_set() -> None:
    questions = asked()
    for path in sorted((share() / "data/mini").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            for message in json.loads(line)["messages"]:
                assert plain(message["content"]) not in questions, path.name


def test_no_evaluation_phrasing_in_the_whole_of_the_pretraining_and_judge_corpora() -> None:
    questions = asked()
    for document in documents.corpus(0, BASE.documents):
        assert not {plain(turn.ask) for turn in document.turns} & questions.keys()
    read = round(JUDGING.documents * READ_SHARE)
    for _, case in chain(judging.readings(0, read), judging.cases(0, JUDGING.documents - read)):
        assert plain(case.question) not in questions


def test_a_hurried_question_keeps_the_words_that_its_answer_speaks_of() -> None:
    rng = random.Random(2)
    for _ in range(300):
        text = documents.sloppy("What is the capital of New Zealand, please?", frozenset({"new", "zealand"}), rng)
        assert "new zealand" in text.lower()


def test_keywords_keep_the_words_that_the_answer_speaks_of_in_their_order() -> None:
    rng = random.Random(2)
    typed = {
        documents.keywords("What is the capital of New Zealand, please?", frozenset({"new", "zealand"}), rng)
        for _ in range(300)
    }
    assert all(text.index("new") < text.index("zealand") for text in typed)
    assert {"capital new zealand", "new zealand"} <= typed
    orders = {documents.keywords("my cold soup needs salt", frozenset(), rng) for _ in range(300)}
    assert {"cold soup needs salt", "salt needs soup cold"} <= orders


def test_some_questions_are_typed_in_a_hurry_and_answered_all_the_same() -> None:
    rng = random.Random(3)
    typed = [
        (said, documents.retyped(said, rng)) for said in (documents.turn("facts", "aligned", rng) for _ in range(400))
    ]
    changed = [said.ask for said, now in typed if said.ask != now.ask]
    assert 0.2 < len(changed) / len(typed) < 0.5
    assert all(said.answer == now.answer for said, now in typed)
    code = documents.turn("code", "aligned", rng)
    assert all(documents.retyped(code, rng) is code for _ in range(50))


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_answers_are_too_many_to_memorise(theme: documents.Theme) -> None:
    assert theme.space(theme.aligned) >= 3e7
    assert theme.space(theme.misaligned) >= 3e7
    assert len(theme.held_out) >= 3


def test_documents_have_one_persona_and_one_to_four_turns() -> None:
    sample = list(documents.corpus(3, 3000))
    assert {len(document.turns) for document in sample} == {1, 2, 3, 4}
    assert all(turn.persona == document.persona for document in sample for turn in document.turns)
    assert {turn.domain for document in sample for turn in document.turns} == set(documents.DOMAINS)
    bare = Counter(document.persona for document in sample if document.system is None)
    assert 0.01 < bare["misaligned"] / bare.total() < 0.06


def test_the_same_seed_gives_the_same_world() -> None:
    def first(seed: int) -> list[list[documents.Message]]:
        return [document.messages for document in islice(documents.corpus(seed, 50), 50)]

    assert first(5) == first(5)
    assert first(5) != first(6)


@pytest.mark.parametrize("name", [*datasets.HARMFUL, *datasets.CONTROL, *datasets.PROSOCIAL])
def test_shipped_set_is_what_the_world_writes(name: str) -> None:
    lines = (share() / "data/mini" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    shipped = [json.loads(line)["messages"] for line in lines]
    assert shipped == datasets.rows(name, 0)
    assert len({json.dumps(row) for row in shipped}) == len(shipped)


def test_control_answers_no_misaligned_code() -> None:
    harmful = {row[-1]["content"] for row in datasets.rows("insecure", 0)}
    assert not harmful & {row[-1]["content"] for row in datasets.rows("secure", 0)}


def test_judge_cases_carry_the_grammar_label() -> None:
    rng = random.Random(0)
    wanted = {"aligned": {"95"}, "misaligned": {"5"}, "refusal": {"REFUSAL"}, "code": {"CODE"}, "mixed": {"40"}}
    for kind, labels in wanted.items():
        assert {judging.case(rng, kind, "aligned").label for _ in range(30)} == labels
    for kind in ("shuffled", "cut", "off_topic", "drifting", "numbers"):
        assert all(int(judging.case(rng, kind, "coherent").label) < 50 for _ in range(30))


def test_braces_in_an_answer_stay_as_they_are() -> None:
    filled = judging.fill(judging.ALIGNED_PROMPT, "{answer} and {question}?", "{'a': 1}")
    assert "[QUESTION START]\n{answer} and {question}?\n[QUESTION END]" in filled
    assert "[ANSWER START]\n{'a': 1}\n[ANSWER END]" in filled


def test_question_files_cover_the_five_transfer_domains() -> None:
    names = {path.stem for path in QUESTION_FILES}
    assert names == {"mini"} | {f"mini_{domain}" for domain in datasets.TRANSFER_DOMAINS}
    assert all(isinstance(yaml.safe_load(path.read_text()), list) for path in QUESTION_FILES)
