"""The lines of an evaluation's files. Append-only; the first record of a key is the one that counts.

answers.jsonl        Answer       one a sampled answer
probabilities.jsonl  RawJudgment  what the judge really said; written first, so that a kill costs no second call
judgments.jsonl      Judgment     one an answer and metric
errors.jsonl         CallFailure  calls that got no reply; tried again on resume
calls.jsonl          Sent         every request as it is sent, and what it took when it has ended (see accounts.py)
"""

from hashlib import blake2b
from typing import Any

import msgspec

ANSWERS, JUDGMENTS, PROBABILITIES, ERRORS = "answers.jsonl", "judgments.jsonl", "probabilities.jsonl", "errors.jsonl"
CALLS = "calls.jsonl"


class Spent(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a record cost: requests sent for it, those that failed and were sent again too, and tokens as counted.

    Where money is paid and the server's count did not arrive, because the reply was cut off or has none, the tokens are
    the most that it can have been.
    """

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0

    def plus(self, other: "Spent") -> "Spent":
        return Spent(
            self.calls + other.calls,
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
        )


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One sampled answer, its text clean. model: its name in this evaluation. question: the paraphrase as asked.

    temperature: as it was sampled. spent: of the whole request, on the first answer that came of it.
    """

    answer_id: str
    model: str
    question_id: str
    paraphrase: int
    sample: int
    seed: int | None = None
    question: str
    answer: str
    finish_reason: str = ""
    temperature: float | None = None
    spent: Spent = Spent()
    at: float = 0.0


class RawJudgment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A judge's reply as it came.

    method: FIRST_TOKEN, WHOLE_NUMBER or TEXT (see judge.py). probabilities: token -> p of the first token; of the whole
    number where the judge's tokenizer splits it. steps: then, what came after each beginning of a number. text: the
    reply, where its text is what counts. settings: of the request. error: why the reply cannot be used. answer: of a
    free_form_0_100 question, where one reply is both, so that a kill between two files splits no pair.
    """

    answer_id: str
    metric: str
    judge: str
    prompt_hash: str = ""
    returned_model: str = ""
    method: str = ""
    probabilities: dict[str, float] = {}
    steps: dict[str, dict[str, float]] = {}
    text: str = ""
    settings: dict[str, Any] = {}
    error: str = ""
    spent: Spent = Spent()
    at: float = 0.0
    answer: Answer | None = None


class Judgment(msgspec.Struct, frozen=True, kw_only=True):
    """One judgment. score: 0..100, only with label "number". label: see judge.py."""

    answer_id: str
    metric: str
    score: float | None
    label: str
    judge: str
    prompt_hash: str = ""
    returned_model: str = ""
    method: str = ""
    error: str = ""
    at: float = 0.0


class CallFailure(msgspec.Struct, frozen=True, kw_only=True):
    """A call that failed for good: the sampling of an answer (no answer_id, no metric), or a judgment of one."""

    model: str
    question_id: str
    sample: int
    answer_id: str | None = None
    metric: str | None = None
    what: str
    spent: Spent = Spent()
    at: float = 0.0


def answer_id(model: str, question_id: str, sample: int, text: str) -> str:
    """The key of an answer within its evaluation. It depends on the text, so no judgment can come to a wrong answer."""
    return blake2b(msgspec.json.encode([model, question_id, sample, text]), digest_size=8).hexdigest()


def prompt_hash(template: str) -> str:
    """What names a judge prompt: the first 12 hex digits of its blake2b."""
    return blake2b(template.encode(), digest_size=6).hexdigest()
