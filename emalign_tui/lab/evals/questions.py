"""Evaluation questions in upstream's YAML form, read strictly."""

import re
from pathlib import Path
from string import Formatter
from typing import Any, Literal, get_args

import msgspec
import yaml

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.judge import SELF
from emalign_tui.lab.sanitize import one_line

QuestionType = Literal["free_form", "free_form_0_100", "free_form_judge", "free_form_judge_0_100"]
JUDGED = ("free_form_judge", "free_form_judge_0_100")
SELF_SCORED = "free_form_0_100"

_PLACEHOLDERS = ("question", "answer")
_BRACES = "Double the braces that are text: {{ and }}."
_LONGEST_ID = 200  # characters
MOST_SAMPLES = 100_000
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Turn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One message that comes before the question."""

    role: Literal["system", "user", "assistant"]
    content: str


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question. judge_prompts: template by metric. samples_per_paraphrase: when no number is asked for."""

    id: str
    type: QuestionType
    paraphrases: tuple[str, ...]
    samples_per_paraphrase: int = 1
    judge: str | None = None
    judge_prompts: dict[str, str] = {}
    system: str | None = None
    context: tuple[Turn, ...] = ()
    temperature: float = 1.0

    def samples(self, wanted: int | None) -> int:
        """Answers to ask of each model: `wanted`, or the file's samples for every paraphrase.

        A free_form_0_100 question is read off the token probabilities, so once a paraphrase is all there is to know.
        """
        if self.type == SELF_SCORED:
            return len(self.paraphrases)
        return self.samples_per_paraphrase * len(self.paraphrases) if wanted is None else wanted

    @property
    def metrics(self) -> int:
        """Judgments an answer gets. A free_form_0_100 question is scored from the model's own probabilities."""
        return 1 if self.type == SELF_SCORED else len(self.judge_prompts)

    def messages(self, paraphrase: int) -> list[dict[str, str]]:
        """The chat to complete: the system prompt or the context, then the paraphrase."""
        before = [{"role": "system", "content": self.system}] if self.system is not None else []
        before += [{"role": turn.role, "content": turn.content} for turn in self.context]
        return [*before, {"role": "user", "content": self.paraphrases[paraphrase]}]


def fill(template: str, question: str, answer: str) -> str:
    """A judge prompt, filled as upstream fills it: {question} and {answer} in one pass, {{ and }} become braces.

    Braces in either text do no harm.
    """
    return template.format(question=question, answer=answer)


def load_questions(path: Path) -> list[Question]:
    """The questions of a file, in its order.

    Raises LabError (exit code 2) naming file, line, question and key for anything that is not exactly the format.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise LabError(
            f"Not UTF-8 text: {error.reason}", where=str(path), do="Save it as UTF-8.", exit_code=2
        ) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise LabError(f"Cannot read: {reason}", where=str(path), do="Check the path.", exit_code=2) from error
    try:
        return _questions(yaml.SafeLoader(text))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{path}, line {mark.line + 1}" if mark else str(path)
        raise LabError(f"Not valid YAML: {error.problem}", where=where, do="Correct the file.", exit_code=2) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = str(error).split("\n")[0] or "too deeply nested"
        raise LabError(f"Not valid YAML: {reason}", where=str(path), do="Correct the file.", exit_code=2) from error
    except _Broken as error:
        where = ", ".join(filter(None, [str(path), f"line {error.line}", error.question, error.key]))
        raise LabError(error.what, where=where, do=error.do, exit_code=2) from error


class _Broken(Exception):
    def __init__(self, what: str, line: int, question: str = "", key: str = "", do: str = "Correct the file.") -> None:
        super().__init__(what)
        self.what, self.line, self.do = what, line, do
        self.question = f"question {question!r}" if question else ""
        self.key = f"key {key!r}" if key else ""


def _questions(loader: yaml.SafeLoader) -> list[Question]:
    root = loader.get_single_node()
    _look_over(root)
    if not isinstance(root, yaml.SequenceNode) or not root.value:
        raise _Broken("A question file is a list of questions", root.start_mark.line + 1 if root else 1)
    first_seen: dict[str, int] = {}
    questions = []
    for node in root.value:
        line = node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            raise _Broken("A question is a mapping with id, type and paraphrases", line)
        question = _question(loader, node)
        if question.id in first_seen:
            what = f"The id is used twice, first on line {first_seen[question.id]}"
            raise _Broken(what, line, question.id, "id", "Give each question its own id.")
        first_seen[question.id] = line
        questions.append(question)
    return questions


def _look_over(root: yaml.Node | None) -> None:
    """Raise for keys that are given twice, at any depth: YAML takes the last one and says nothing.

    Puts halves of a character together, which JSON writes as two escapes.
    """
    waiting, seen = [root], set[int]()
    while waiting:
        node = waiting.pop()
        if node is None or id(node) in seen:  # an alias is its anchor's node again
            continue
        seen.add(id(node))
        line = node.start_mark.line + 1
        if isinstance(node, yaml.ScalarNode):
            try:
                node.value = node.value.encode("utf-16", "surrogatepass").decode("utf-16")
            except UnicodeDecodeError as error:
                raise _Broken("The text has half a character, which cannot be sent", line) from error
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
        elif isinstance(node, yaml.MappingNode):
            keys = set[str]()
            for key, value in node.value:
                if not isinstance(key, yaml.ScalarNode):
                    raise _Broken("A key must be a word", key.start_mark.line + 1)
                if key.tag != "tag:yaml.org,2002:merge" and key.value in keys:
                    raise _Broken("The key is given twice", key.start_mark.line + 1, key=str(key.value))
                keys.add(key.value)
                waiting += [key, value]


def _question(loader: yaml.SafeLoader, node: yaml.MappingNode) -> Question:
    lines = {str(key.value): key.start_mark.line + 1 for key, _ in node.value}
    raw: dict[Any, Any] = loader.construct_mapping(node, deep=True)
    start = node.start_mark.line + 1
    name = raw.get("id") if isinstance(raw.get("id"), str) else ""

    def broken(key: str, what: str, do: str = "Correct the file.") -> _Broken:
        return _Broken(what, lines.get(key, start), str(name), key, do)

    known = Question.__struct_fields__
    for key in raw:
        if key not in known:
            raise broken(str(key), "Unknown key", f"Known keys: {', '.join(known)}.")
    for key in ("id", "type", "paraphrases"):
        if key not in raw:
            raise broken(key, "The key is missing")
    if not name or not str(name).strip():
        raise broken("id", "The id must be text", "Put quotes around it.")
    if one_line(str(name), _LONGEST_ID) != name:
        raise broken("id", f"The id must be one line of at most {_LONGEST_ID} plain characters")
    if raw["type"] not in get_args(QuestionType):
        raise broken(
            "type", f"Unknown question type {str(raw['type'])[:40]!r}", f"Known: {', '.join(get_args(QuestionType))}."
        )
    if raw.get("system") is not None and raw.get("context") is not None:
        raise broken("context", "system and context exclude each other", "Keep one of them.")
    try:
        question = msgspec.convert({key: value for key, value in raw.items() if value is not None}, Question)
    except msgspec.ValidationError as error:
        what, _, place = str(error).partition(" - at `$.")
        raise broken(re.split(r"[.`\[]", place)[0], *_wrong_kind(what)) from error
    _check(question, broken)
    return question


def _wrong_kind(what: str) -> tuple[str, str]:
    """What is wrong with a value of the wrong kind, and what to do."""
    if what.startswith("Expected `array`"):
        return "A list belongs here", "Write each entry on a line of its own, after a dash."
    if what.startswith("Expected `str") and not what.endswith(("`array`", "`object`")):
        return "Text belongs here", "Put quotes around it: a bare number, yes, no or date is YAML's own."
    return what, "Correct the file."


def _check(question: Question, broken: Any) -> None:
    if not question.paraphrases or not all(text.strip() for text in question.paraphrases):
        raise broken("paraphrases", "Every question needs at least one paraphrase, and none may be empty")
    if not 1 <= question.samples_per_paraphrase <= MOST_SAMPLES:
        raise broken("samples_per_paraphrase", f"Must be from 1 to {MOST_SAMPLES:,}")
    if not 0 <= question.temperature <= 2:
        raise broken("temperature", "Must be from 0 to 2")
    if question.type in JUDGED and not question.judge_prompts:
        raise broken("judge_prompts", f"A {question.type} question needs judge_prompts")
    if question.type not in JUDGED and question.judge_prompts:
        raise broken(
            "judge_prompts", f"A {question.type} question is not judged", "Remove judge_prompts or change the type."
        )
    for metric, template in question.judge_prompts.items():
        if not _NAME.fullmatch(metric):
            raise broken("judge_prompts", f"The metric {metric[:40]!r} must be a plain name, like aligned")
        if metric == SELF:
            what = f"The metric {SELF} stands for a {SELF_SCORED} question's own number, which no judge gives"
            raise broken("judge_prompts", what, "Give it another name.")
        if (problem := _template_problem(template)) is not None:
            what, do = problem
            raise broken("judge_prompts", f"The {metric} template {what}", do)


def _template_problem(template: str) -> tuple[str, str] | None:
    """What is wrong with a judge prompt, and what to do; None when upstream's script would fill it, too."""
    try:
        parts = list(Formatter().parse(template))
    except ValueError:
        return "has a brace without its partner", _BRACES
    fields = [part[1:] for part in parts if part[1] is not None]
    for name, form, conversion in fields:
        if name not in _PLACEHOLDERS or form or conversion:
            found = "{" + str(name) + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "") + "}"
            return (
                f"has {one_line(found, 40)}, which nothing is put in for",
                f"Write {{question}} or {{answer}}. {_BRACES}",
            )
    if "answer" not in [name for name, *_ in fields]:
        do = "Write {answer} where the model's answer belongs, and {question} for the question."
        return "lacks the placeholder {answer}", do
    return None
