"""What an evaluation asks: its settings, its sampling requests, and what of it is left to do."""

from collections.abc import Container, Iterator, Sequence
from hashlib import blake2b

import msgspec

from emalign_tui.lab.evals.questions import SELF_SCORED, Question


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How an evaluation samples.

    samples: answers a question and model, spread over its paraphrases; None takes the file's samples_per_paraphrase.
    temperature: None takes the question's own. group: answers asked in one request. sample_calls, judge_calls: requests
    in flight at once. timeout: seconds a request may take.
    """

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


def requests(
    model: str, question: Question, settings: Settings, done: Container[tuple[str, str, int]]
) -> Iterator[Request]:
    """The requests that are left for one model and question. Sample s uses paraphrase s mod P, in grouped requests.

    done: (model, question id, sample) that are there already. A group is at most settings.group long, its seeds
    consecutive.
    """
    total, count = question.samples(settings.samples), len(question.paraphrases)
    group = 1 if question.type == SELF_SCORED else settings.group
    for paraphrase in range(min(count, total)):
        base = first_seed(settings.seed, question.id, paraphrase)
        pending: list[int] = []
        for sample in range(paraphrase, total, count):
            missing = (model, question.id, sample) not in done
            if pending and (not missing or len(pending) == group):
                yield Request(question, paraphrase, tuple(pending), base + pending[0] // count)
                pending = []
            if missing:
                pending.append(sample)
        if pending:
            yield Request(question, paraphrase, tuple(pending), base + pending[0] // count)


def totals(questions: Sequence[Question], settings: Settings, models: int) -> tuple[int, int]:
    """Answers and judgments of a whole evaluation."""
    answers = sum(question.samples(settings.samples) for question in questions)
    judgments = sum(question.samples(settings.samples) * question.metrics for question in questions)
    return answers * models, judgments * models
