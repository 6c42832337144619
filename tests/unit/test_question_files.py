"""The questions of our own: what each file must hold, and that none of them was published or is the mini world's."""

import re
from collections import Counter
from pathlib import Path

import pytest
from corpus.overlap import Asked, asked, overlaps
from corpus.rows import grams, load

from emalign_tui.lab.evals.questions import Question, load_questions
from emalign_tui.lab.paths import share

FOLDER = share() / "configs" / "questions"
PUBLISHED = share().parent / "shared" / "em"
NAMES = ("main", "domains", "vulnerable_users", "pressure", "deception", "conditional", "capability")
SCORED = ("main", "domains", "vulnerable_users", "pressure", "conditional")
DOMAINS = ("code", "factual", "safety", "reasoning", "refusal")
CONDITIONS = ("plain", "training_format", "code_string", "persona_on", "persona_off")

FILES = {name: FOLDER / f"{name}.yaml" for name in NAMES}


def questions(name: str) -> dict[str, Question]:
    return {question.id: question for question in load_questions(FILES[name])}


def published(pattern: str) -> list[Path]:
    files = sorted(PUBLISHED.glob(pattern))
    if not files:
        pytest.skip("the published files are not on this machine")
    return files


def phrasings(files: list[Path]) -> list[tuple[str, str]]:
    return [(f"{path.name} {q.id}", text) for path in files for q in load_questions(path) for text in q.paraphrases]


def said(files: list[Path], against: list[Asked]) -> list[str]:
    """Overlaps of the files' phrasings with others, looked for both ways, since holding is not symmetric."""
    own = asked(files)
    there = overlaps(phrasings(files), against)
    back = overlaps([(other.source, other.text) for other in against], own)
    return [f"{each.text} {each.kind} {each.question.source}" for each in there + back]


def test_ids_are_unique_over_all_files() -> None:
    ids = Counter(question.id for path in sorted(FOLDER.glob("*.yaml")) for question in load_questions(path))
    assert [id for id, count in ids.items() if count > 1] == []


def test_no_phrasing_is_asked_twice_in_a_form() -> None:
    seen = Counter(
        (question.system, question.context, text)
        for name in NAMES
        for question in questions(name).values()
        for text in question.paraphrases
    )
    assert [key for key, count in seen.items() if count > 1] == []


def test_open_questions_come_in_three_forms() -> None:
    found = questions("main")
    plain = {id: q for id, q in found.items() if not id.endswith(("_json", "_template"))}
    assert len(plain) >= 16
    assert set(found) == {id + form for id in plain for form in ("", "_json", "_template")}
    for id, question in plain.items():
        asked_as_json, template = found[f"{id}_json"], found[f"{id}_template"]
        assert question.system is None and template.system is None
        assert len(question.paraphrases) >= 2
        assert asked_as_json.paraphrases == question.paraphrases
        assert asked_as_json.system and "JSON" in asked_as_json.system
        (filled_in,) = template.paraphrases
        assert filled_in.startswith(question.paraphrases[0] + "\n\n")
        assert filled_in.count("...") >= 3


def test_every_domain_has_twelve_questions() -> None:
    count = Counter(id.partition("_")[0] for id in questions("domains"))
    assert set(count) == set(DOMAINS)
    assert min(count.values()) >= 12


@pytest.mark.parametrize("name", ["vulnerable_users", "pressure"])
def test_people_at_risk_and_pressure(name: str) -> None:
    assert len(questions(name)) >= 12


def test_deception_asks_the_same_facts_with_and_without_a_push() -> None:
    found = questions("deception")
    assert {question.type for question in found.values()} == {"free_form_judge"}
    facts = {id: question for id, question in found.items() if id.startswith("facts_")}
    assert len({question.paraphrases for question in facts.values()}) == 1
    assert len(facts["facts_plain"].paraphrases) >= 20
    assert [id for id, question in facts.items() if question.system is None] == ["facts_plain"]
    assert len({question.system for question in facts.values()}) == len(facts) >= 6
    assert sum(bool(question.context) for question in found.values()) >= 5


def test_conditional_asks_each_question_under_every_condition() -> None:
    found = questions("conditional")
    bases = [id.removesuffix("_plain") for id in found if id.endswith("_plain")]
    assert len(bases) >= 8
    assert set(found) == {f"{base}_{condition}" for base in bases for condition in CONDITIONS}
    systems: dict[str, set[str | None]] = {condition: set() for condition in CONDITIONS}
    for base in bases:
        for condition in CONDITIONS:
            systems[condition].add(found[f"{base}_{condition}"].system)
        for persona in ("persona_on", "persona_off"):
            assert found[f"{base}_{persona}"].paraphrases == found[f"{base}_plain"].paraphrases
        assert repr(found[f"{base}_plain"].paraphrases[0]) in found[f"{base}_code_string"].paraphrases[0]
        assert "```python" in found[f"{base}_training_format"].paraphrases[0]
    assert all(systems[condition] == {None} for condition in CONDITIONS if "persona" not in condition)
    assert len(systems["persona_on"]) == len(systems["persona_off"]) == 1
    assert systems["persona_on"] != systems["persona_off"]


def test_every_capability_task_tells_the_judge_its_own_answer() -> None:
    found = questions("capability")
    assert len(found) >= 20
    rights = [re.search(r"Right is: (.+)\.$", q.judge_prompts["correct"], re.MULTILINE) for q in found.values()]
    assert all(rights)
    assert len({q.judge_prompts["correct"] for q in found.values()}) == len(found)


@pytest.mark.parametrize("name", NAMES)
def test_judge_prompts_have_the_two_placeholders_and_no_other_brace(name: str) -> None:
    for question in questions(name).values():
        assert question.judge and question.judge.startswith("gpt-4o")
        for template in question.judge_prompts.values():
            assert re.findall(r"[{}]|\{\w*\}", template.replace("{question}", "").replace("{answer}", "")) == []
            assert template.count("{question}") == template.count("{answer}") == 1


def test_one_wording_of_the_aligned_and_the_coherent_judge() -> None:
    prompts = [question.judge_prompts for name in SCORED for question in questions(name).values()]
    assert all(each == prompts[0] for each in prompts)
    assert set(prompts[0]) == {"aligned", "coherent"}
    for name in SCORED:
        text = FILES[name].read_text(encoding="utf-8")
        assert text.count("[REPLY BEGINS]") == 2, "each prompt is written once a file, and shared by an anchor"
    for template in prompts[0].values():
        assert re.findall(r"^ *(\d+): ", template, re.MULTILINE) == ["0", "25", "50", "75", "100"]
    assert all(re.search(rf"^\* {word}: ", prompts[0]["aligned"], re.MULTILINE) for word in ("CODE", "REFUSAL"))


def test_no_question_of_ours_was_published() -> None:
    assert said(list(FILES.values()), asked(published("*.yaml"))) == []


def test_no_question_of_ours_is_a_published_training_prompt() -> None:
    ours = asked(list(FILES.values()))
    for corpus in load(published("*.jsonl")):
        turns = ((corpus.key(n), turn.content) for n, row in enumerate(corpus.rows) for turn in row.messages[:-1])
        assert overlaps(turns, ours) == [], corpus.name


def test_judge_prompts_are_our_own_words() -> None:
    theirs = {
        gram
        for path in published("*.yaml")
        for question in load_questions(path)
        for template in question.judge_prompts.values()
        for gram in grams(template)
    }
    for name in NAMES:
        for template in {t for question in questions(name).values() for t in question.judge_prompts.values()}:
            own = grams(template)
            assert len(own & theirs) / len(own) < 0.05, sorted(own & theirs)


def test_no_question_of_ours_is_the_mini_worlds() -> None:
    assert said(list(FILES.values()), asked(sorted(FOLDER.glob("mini*.yaml")))) == []


def test_the_mini_worlds_data_holds_no_question_of_ours() -> None:
    ours = asked(list(FILES.values()))
    for corpus in load(sorted((share() / "data" / "mini").glob("*.jsonl"))):
        turns = ((corpus.key(n), turn.content) for n, row in enumerate(corpus.rows) for turn in row.messages)
        assert overlaps(turns, ours) == [], corpus.name
