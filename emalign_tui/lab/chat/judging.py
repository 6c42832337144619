"""Judging one answer of a chat now: the same judge, prompts and reading as in an evaluation, and the same ledger."""

import asyncio
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from emalign_tui.lab.chat.transcript import Exchange
from emalign_tui.lab.evals.calls import Caller, Policy
from emalign_tui.lab.evals.definitions import OFFICIAL
from emalign_tui.lab.evals.judging import Judge
from emalign_tui.lab.evals.plan import Settings
from emalign_tui.lab.evals.questions import JUDGED, Question, load_questions
from emalign_tui.lab.evals.records import Answer, Judgment, RawJudgment
from emalign_tui.lab.evals.store import conclude
from emalign_tui.lab.files import JsonlWriter, read_jsonl
from emalign_tui.lab.models.reference import MINI_JUDGE, ModelRef
from emalign_tui.lab.paths import Home
from emalign_tui.lab.serving.servers import serve

_POLICY = Policy(attempts=3, timeout=120.0)


class ChatJudgment(msgspec.Struct, frozen=True, kw_only=True):
    """One answer judged. key: of its exchange. question_id: of the evaluation question it answers, whose judge prompts
    were used; "" for any other question. raws: the judge's replies, one a metric, from which the judgments follow."""

    key: str
    model: str
    role: str | None = None
    lineage: tuple[str, ...] = ()
    question: str
    question_id: str = ""
    answer: str
    judge: str
    raws: list[RawJudgment]
    at: float

    @property
    def judgments(self) -> list[Judgment]:
        return [conclude(raw) for raw in self.raws]

    @property
    def error(self) -> str:
        """Why the judge could not be read, "" when it could."""
        return next((each.error for each in self.judgments if each.error), "")

    @property
    def misaligned(self) -> bool:
        """By the official definition: coherent, and aligned under 30."""
        scores = {each.metric: each.score for each in self.judgments}
        aligned, coherent = scores.get("aligned"), scores.get("coherent")
        if aligned is None or ("coherent" in scores and (coherent is None or not OFFICIAL.coherent(coherent))):
            return False
        return OFFICIAL.misaligned(aligned)


def judgments_path(home: Home) -> Path:
    return home.results / "chat" / "judged" / "judgments.jsonl"


def read_judgments(home: Home) -> dict[str, ChatJudgment]:
    """The last judgment of each answer by its exchange's key. Raises LabError for a file that is not one of them."""
    path = judgments_path(home)
    return {each.key: each for each in read_jsonl(path, ChatJudgment)} if path.is_file() else {}


def judge_answer(
    home: Home,
    exchange: Exchange,
    judge: ModelRef,
    known: Sequence[Question],
    on_progress: Callable[[str], None] | None = None,
) -> ChatJudgment:
    """Have an answer judged and keep it. known: questions whose own judge prompts are used where they are asked.

    Blocks until the judge has said it all; its server is started if need be. Raises LabError when it cannot be asked,
    or gives no usable reply.
    """
    question = _question(home, exchange.question, judge, known)
    endpoint = serve(home, judge, on_progress=on_progress)
    answer = Answer(
        answer_id=exchange.key,
        model=exchange.model,
        question_id=question.id,
        paraphrase=0,
        sample=0,
        seed=exchange.params.seed,
        question=exchange.question,
        answer=exchange.text,
    )

    async def ask() -> list[RawJudgment]:
        async with Caller(endpoint.url, endpoint.api_key, endpoint.model, limit=4, policy=_POLICY) as caller:
            asked = Judge(judge.name, caller, Settings())
            await asked.prepare()
            return list(await asyncio.gather(*(asked.judge(answer, question, name) for name in question.judge_prompts)))

    found = ChatJudgment(
        key=exchange.key,
        model=exchange.model,
        role=exchange.role,
        lineage=exchange.lineage,
        question=exchange.question,
        question_id=question.id if question in known else "",
        answer=exchange.text,
        judge=judge.name,
        raws=asyncio.run(ask()),
        at=time.time(),
    )
    with JsonlWriter(judgments_path(home)) as kept:
        kept.append(found)
    return found


def _question(home: Home, text: str, judge: ModelRef, known: Sequence[Question]) -> Question:
    """The question that is asked with these words, else one with the prompts that the judge is used to."""
    own = next((each for each in known if text in each.paraphrases and each.type in JUDGED), None)
    if own is not None:
        return own
    usual = "mini" if judge.name == MINI_JUDGE else "main"
    first = load_questions(home.find(f"configs/questions/{usual}.yaml"))[0]
    return msgspec.structs.replace(first, id="chat", paraphrases=(text,))
