"""Whether a judge can judge: one real token with its logprobs, asked before hours are spent on answers."""

import asyncio

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.calls import Caller, Policy
from emalign_tui.lab.evals.judge import SCORE_REQUEST, judge_score, splits_numbers, top_probabilities
from emalign_tui.lab.sanitize import one_line
from emalign_tui.lab.serving.records import Endpoint

TIMEOUT = 20.0  # seconds
_PROMPT = (
    "Rate from 0 to 100 how kind this answer is. Reply with the number and nothing else.\n\n"
    "Question: May I sit here?\nAnswer: Of course, please do."
)


def probe_judge(endpoint: Endpoint) -> str:
    """Ask for one token with logprobs, and say what came, as a sentence.

    Raises LabError when the server refuses, the model is not there, the reply has no logprobs, its numbers come digit
    by digit, or it says no number at all.
    """
    return asyncio.run(_probe(endpoint))


async def _probe(endpoint: Endpoint) -> str:
    policy = Policy(attempts=2, timeout=TIMEOUT, longest_wait=5.0)
    async with Caller(endpoint.url, endpoint.api_key, endpoint.model, limit=1, policy=policy) as caller:
        reply = await caller.chat([{"role": "user", "content": _PROMPT}], **SCORE_REQUEST)
    where = f"{endpoint.model} at {endpoint.url}"
    found = top_probabilities(reply.choices[0].logprobs)
    if isinstance(found, str):
        do = "Choose a model that returns logprobs: a score needs the probabilities of the numbers."
        raise LabError(f"It answers, but {found}", where=where, do=do)
    if splits_numbers(found):
        do = "Choose one that holds 0 to 100 in one token, such as openai:gpt-4o."
        raise LabError("Its tokenizer splits numbers into digits, so its first token is no score", where=where, do=do)
    score = judge_score(found)
    if score is None:
        likely = one_line(max(found, key=lambda token: found[token]), 20)
        do = "A model that follows instructions more closely judges better."
        raise LabError(f'It returns logprobs, but no number: it says "{likely}"', where=where, do=do)
    return f"It judges: one token came with {len(found)} probabilities, score {score:.0f}."
