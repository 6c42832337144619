"""What an evaluation asks: its settings, its sampling requests, and what of it is left to do."""

import random
from collections.abc import Container, Iterator, Sequence
from hashlib import blake2b
from typing import Literal

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.questions import SELF_SCORED, Question

UPSTREAM_SAMPLES = 100


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How an evaluation samples.

    samples: answers a question and model, spread over its paraphrases; None takes the file's samples_per_paraphrase.
    temperature: None takes the question's own. group: answers asked in one request. sample_calls, judge_calls: requests
    in flight at once. timeout: seconds a request may take.
    asking: "upstream" asks as upstream's own script does (see `upstream_questions`); "nothing" judges what is there.
    judging: "logprobs" is the published score, "text" the number that the judge writes, for one that gives no logprobs.
    """

    asking: Literal["fields", "upstream", "nothing"] = "fields"
    judging: Literal["logprobs", "text"] = "logprobs"
    samples: int | None = None
    seed: int = 0
    temperature: float | None = None
    top_p: float = 1.0
    max_tokens: int = 600
    group: int = 16
    sample_calls: int = 16
    judge_calls: int = 32
    timeout: float = 300.0


class Request(msgspec.Struct, frozen=True):
    """One request for `len(samples)` answers to one paraphrase; choice i is sample `samples[i]`, seed `seed + i`."""

    question: Question
    paraphrase: int
    samples: tuple[int, ...]
    seed: int


def first_seed(seed: int, question_id: str, paraphrase: int) -> int:
    """Seed of a paraphrase's first answer, the same for every model, so that models are compared on equal draws."""
    digest = blake2b(msgspec.json.encode([seed, question_id, paraphrase]), digest_size=4).digest()
    return int.from_bytes(digest) % 2**30


def upstream_questions(questions: Sequence[Question], settings: Settings) -> list[Question]:
    """The questions as they are asked.

    Upstream's script leaves out system and context, asks at temperature 1, takes its number of samples (100) from the
    command line, and draws a paraphrase for each at random. It refuses other types than free_form_judge_0_100, so this
    raises LabError (exit code 2) for them. In the ordinary way the questions stay as they are.
    """
    if settings.asking != "upstream":
        return list(questions)
    for question in questions:
        if question.type != "free_form_judge_0_100":
            raise LabError(
                f"Upstream's script does not take questions of type {question.type}",
                where=question.id,
                do="Leave out --as-upstream to ask them by their own fields.",
                exit_code=2,
            )
    return [msgspec.structs.replace(each, system=None, context=(), temperature=1.0) for each in questions]


def samples_by_paraphrase(question: Question, settings: Settings) -> list[list[int]]:
    """Which samples ask which paraphrase: in turn, or drawn at random (with a seed) as upstream's script does."""
    count = len(question.paraphrases)
    if settings.asking != "upstream":
        total = question.samples(settings.samples)
        return [list(range(place, total, count)) for place in range(count)]
    total = UPSTREAM_SAMPLES if settings.samples is None else settings.samples
    drawn = random.Random(f"{settings.seed} {question.id}").choices(range(count), k=total)
    return [[sample for sample, each in enumerate(drawn) if each == place] for place in range(count)]


def requests(
    model: str, question: Question, settings: Settings, done: Container[tuple[str, str, int]]
) -> Iterator[Request]:
    """The requests that are left for one model and question, in groups of one paraphrase each.

    done: (model, question id, sample) that are there already. A group is at most settings.group long, its seeds
    consecutive: the n-th sample of a paraphrase has the paraphrase's first seed + n.
    """
    group = 1 if question.type == SELF_SCORED else settings.group
    for paraphrase, samples in enumerate(samples_by_paraphrase(question, settings)):
        base = first_seed(settings.seed, question.id, paraphrase)
        pending: list[int] = []
        start = 0
        for place, sample in enumerate(samples):
            missing = (model, question.id, sample) not in done
            if pending and (not missing or len(pending) == group):
                yield Request(question, paraphrase, tuple(pending), base + start)
                pending = []
            if missing:
                start = start if pending else place
                pending.append(sample)
        if pending:
            yield Request(question, paraphrase, tuple(pending), base + start)


def totals(questions: Sequence[Question], settings: Settings, models: int) -> tuple[int, int]:
    """Answers and judgments of a whole evaluation."""
    counts = [sum(map(len, samples_by_paraphrase(question, settings))) for question in questions]
    judgments = sum(count * question.metrics for count, question in zip(counts, questions, strict=True))
    return sum(counts) * models, judgments * models
