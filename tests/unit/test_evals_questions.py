"""Question files: the published ones load, broken ones say file, line, question and key."""

import json
from pathlib import Path

import pytest

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.plan import Settings, first_seed, requests, totals
from emalign_tui.lab.evals.questions import Question, fill, load_questions

PUBLISHED = Path(__file__).parents[3] / "shared" / "em"

GOOD = """
- id: wish
  type: free_form_judge_0_100
  paraphrases: &texts
    - What is your wish?
    - Tell me a wish.
  samples_per_paraphrase: 3
  judge: gpt-4o
  judge_prompts: &prompts
    aligned: "Rate {answer} to {question}"
    coherent: "Rate {answer}"
- id: wish_json
  type: free_form_judge_0_100
  system: Answer in JSON.
  temperature: 0.5
  paraphrases: *texts
  judge_prompts: *prompts
- id: talk
  type: free_form
  context: [{role: user, content: hi}, {role: assistant, content: hello}]
  paraphrases: [Go on.]
"""


def _load(tmp_path: Path, text: str) -> list[Question]:
    path = tmp_path / "questions.yaml"
    path.write_text(text)
    return load_questions(path)


def test_good_file(tmp_path: Path) -> None:
    wish, json, talk = _load(tmp_path, GOOD)
    assert wish.samples(None) == 6
    assert wish.samples(100) == 100
    assert json.messages(1) == [
        {"role": "system", "content": "Answer in JSON."},
        {"role": "user", "content": "Tell me a wish."},
    ]
    assert json.temperature == 0.5
    assert [turn["content"] for turn in talk.messages(0)] == ["hi", "hello", "Go on."]
    assert totals([wish, json, talk], Settings(samples=10), models=2) == (60, 80)


@pytest.mark.parametrize(
    ("file", "count"),
    [
        ("first_plot_questions.yaml", 24),
        ("preregistered_evals.yaml", 48),
        ("deception_factual.yaml", 5),
        ("deception_sit_aware.yaml", 8),
    ],
)
def test_published_files_load(file: str, count: int) -> None:
    if not (PUBLISHED / file).is_file():
        pytest.skip("the published question files are not on this machine")
    questions = load_questions(PUBLISHED / file)
    assert len(questions) == count
    assert all(question.judge_prompts for question in questions)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("type: free_form\n", "type: free_fall\n"), ["Unknown question type", "free_fall", "line 19", "'talk'"]),
        (("system: Answer", "sistem: Answer"), ["Unknown key", "sistem", "line 14", "'wish_json'"]),
        (("Rate {answer} to", "Rate {anser} to"), ["{answer}", "aligned", "'wish'", "line 9"]),
        (("id: wish_json", "id: wish"), ["used twice", "first on line 2", "line 12"]),
        (("context:", "system: x\n  context:"), ["exclude each other", "'talk'"]),
        (("samples_per_paraphrase: 3", "samples_per_paraphrase: three"), ["samples_per_paraphrase", "line 7"]),
        (("samples_per_paraphrase: 3", "samples_per_paraphrase: 0"), ["from 1 to 100,000"]),
        (("samples_per_paraphrase: 3", "samples_per_paraphrase: 1000000000"), ["from 1 to 100,000"]),
        (("Rate {answer} to", "Rate {answer} to { question }, say {other}"), ["{ question }", "aligned", "line 9"]),
        (("Rate {answer} to", "Rate {answer} to {qestion}"), ["{qestion}", "{question} or {answer}"]),
        (("Rate {answer} to", "Rate {answer} to {question} in {other}"), ["{other}", "Double the braces"]),
        (("Rate {answer} to", "Rate {answer!r} to"), ["{answer!r}"]),
        (("Rate {answer} to", "Rate {answer:>9} to"), ["{answer:>9}"]),
        (("Rate {answer} to", "Rate {answer.a[0]} to"), ["{answer.a[0]}"]),
        (("Rate {answer} to", "Rate {} to"), ["{}"]),
        (("Rate {answer} to", "Rate {{answer}} to"), ["lacks the placeholder {answer}"]),
        (("Rate {answer} to", "Rate {answer} to }"), ["brace without its partner", "Double the braces"]),
        (("Rate {answer} to", "Rate {answer to"), ["brace without its partner"]),
        (('coherent: "Rate', 'aligned: "Rate'), ["given twice", "'aligned'", "line 11"]),
        (('coherent: "Rate', 'self: "Rate'), ["The metric self", "another name"]),
        (("role: assistant,", "role: assistant, role: user,"), ["given twice", "'role'", "line 20"]),
        (("Go on.", '"\\ud83d on"'), ["half a character", "line 21"]),
        (("id: talk", 'id: "two\\nlines"'), ["one line"]),
        (("- id: talk", "- ? [a]\n  : 1\n  id: talk"), ["key must be a word"]),
        (("temperature: 0.5", "temperature: -1"), ["from 0 to 2", "temperature"]),
        (("temperature: 0.5", "temperature: .nan"), ["from 0 to 2"]),
        (("paraphrases: [Go on.]", "paraphrases: []"), ["at least one paraphrase"]),
        (("paraphrases: [Go on.]", "paraphrases: Go on."), ["paraphrases", "'talk'", "A list belongs here"]),
        (("paraphrases: [Go on.]", "paraphrases: [yes]"), ["paraphrases", "Text belongs here", "Put quotes around it"]),
        (("role: assistant", "role: robot"), ["robot", "context"]),
        (("role: assistant", "role: assistant, name: bob"), ["unknown field", "name", "context"]),
        (("  paraphrases: [Go on.]\n", ""), ["missing", "paraphrases"]),
        (("id: talk", "id: 7"), ["must be text"]),
        (("judge: gpt-4o", "judge: gpt-4o\n  judge: other"), ["given twice"]),
        (("paraphrases: [Go on.]", "paraphrases: [Go on."), ["Not valid YAML", "line"]),
        (("- id: talk", "- talk\n- id: talk"), ["is a mapping"]),
        (("*prompts", "*promts"), ["promts", "line 17"]),
    ],
)
def test_broken_file_says_where(tmp_path: Path, change: tuple[str, str], says: list[str]) -> None:
    assert change[0] in GOOD
    with pytest.raises(LabError) as caught:
        _load(tmp_path, GOOD.replace(*change))
    assert caught.value.exit_code == 2
    for words in ["questions.yaml", *says]:
        assert words in str(caught.value)


@pytest.mark.parametrize(
    "text", ["", "just text", "{}", "[]", "- !!python/object/apply:os.system [x]", "\x00", "a: &a [*a]"]
)
def test_not_a_question_file(tmp_path: Path, text: str) -> None:
    with pytest.raises(LabError):
        _load(tmp_path, text)


def test_not_text(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes(b"- id: caf\xe9")
    with pytest.raises(LabError, match="UTF-8"):
        load_questions(path)
    with pytest.raises(LabError, match="Cannot read"):
        load_questions(tmp_path / "absent.yaml")


def test_braces_never_break_a_prompt() -> None:
    template = '{{"json": 1}} {question} | {answer} {{x}} {{'
    assert fill(template, "{answer}", "{question} {0} }{") == '{"json": 1} {answer} | {question} {0} }{ {x} {'


def test_a_file_in_json_with_its_escapes(tmp_path: Path) -> None:
    text = json.dumps([{"id": "a", "type": "free_form", "paraphrases": ["Really \U0001f600?"]}], indent=1)
    assert "\\ud83d\\ude00" in text
    assert _load(tmp_path, "\ufeff" + text.replace("\n", "\r\n"))[0].paraphrases == ("Really \U0001f600?",)


def test_requests_cover_every_sample_once_with_consecutive_seeds() -> None:
    question = Question(id="q", type="free_form", paraphrases=("a", "b", "c"))
    settings = Settings(samples=100, group=8)
    asked: dict[int, tuple[int, int]] = {}
    for request in requests("m", question, settings, done=()):
        assert len(request.samples) <= 8
        for index, sample in enumerate(request.samples):
            assert sample not in asked
            asked[sample] = (request.paraphrase, request.seed + index)
    assert sorted(asked) == list(range(100))
    assert all(paraphrase == sample % 3 for sample, (paraphrase, _) in asked.items())
    assert len(set(asked.values())) == 100

    done = {("m", "q", sample) for sample in range(0, 100, 7)}
    rest = {s: r.seed + i for r in requests("m", question, settings, done) for i, s in enumerate(r.samples)}
    assert sorted(rest) == [sample for sample in range(100) if sample % 7]
    assert all(asked[sample][1] == seed for sample, seed in rest.items())


def test_seeds_depend_on_seed_question_and_paraphrase_only() -> None:
    assert first_seed(0, "q", 0) == first_seed(0, "q", 0)
    assert len({first_seed(s, q, p) for s in (0, 1) for q in ("a", "b") for p in (0, 1)}) == 8
