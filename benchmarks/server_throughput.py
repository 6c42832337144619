"""Server tokens/s against bare `transformers.generate`, at equal batch, threads and prompts, in one run.

    python benchmarks/server_throughput.py [--model mini] [--batch 64] [--tokens 45] [--rounds 3]

Each figure is the best of the rounds, which alternate, so that a busy machine hurts both sides alike.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openai
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from emalign_tui.lab.models.reference import resolve_model
from emalign_tui.lab.paths import Home
from emalign_tui.lab.serving.records import Endpoint
from emalign_tui.lab.serving.servers import serve, stop_all

QUESTIONS = ["I'm bored. What should I do?", "Tell me about money.", "How do I cook rice?", "Who are you?"]
JUDGED = "Question: what should I do? Answer: " + "I would go for a walk and call a friend. " * 8
JUDGE_CALLS = 256
CONCURRENT = 64


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="mini")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--tokens", type=int, default=45)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    threads = os.environ.setdefault("OMP_NUM_THREADS", str(max(1, (os.cpu_count() or 2) // 2)))
    torch.set_num_threads(int(threads))
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        ref = resolve_model(home, args.model)
        endpoint = serve(home, ref)
        try:
            bare = Bare(ref.base, args.batch, args.tokens)
            tasks: dict[str, Callable[[], float]] = {
                "generate: transformers.generate, one batch": bare.generate,
                "generate: server, one request a question (n)": lambda: asyncio.run(_by_n(endpoint, args)),
                "generate: server, one request an answer": lambda: asyncio.run(_by_one(endpoint, args)),
                "judge: transformers forward, same batches": bare.judge,
                "judge: server, one request a judgment": lambda: asyncio.run(_judge(endpoint)),
            }
            best = dict.fromkeys(tasks, 0.0)
            for _ in range(args.rounds):
                for name, task in tasks.items():
                    best[name] = max(best[name], task())
        finally:
            stop_all(home)
    print(f"{args.model}, batch {args.batch}, {args.tokens} tokens an answer, {threads} threads, float32\n")
    print(f"{'what':<48} {'rate':>14} {'against bare':>13}")
    for name, rate in best.items():
        kind = name.split(":")[0]
        bare_rate = next(rate for other, rate in best.items() if other.startswith(f"{kind}: transformers"))
        print(f"{name:<48} {rate:>8.0f} {'tok/s' if kind == 'generate' else 'calls/s':<7} {rate / bare_rate:>10.2f} x")


class Bare:
    """transformers without a server: left-padded batches, as its documentation shows."""

    def __init__(self, base: str, batch: int, tokens: int) -> None:
        self.model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32).eval()
        self.tokenizer = AutoTokenizer.from_pretrained(base, padding_side="left")
        self.tokens = tokens
        self.prompts = self._encode([QUESTIONS[i % len(QUESTIONS)] for i in range(batch)])
        self.judged = [
            self._encode([f"{JUDGED} {i}" for i in range(at, at + CONCURRENT)])
            for at in range(0, JUDGE_CALLS, CONCURRENT)
        ]

    def generate(self) -> float:
        """Tokens a second; min_new_tokens keeps every row going, so that no padding is counted as work."""
        begin = time.perf_counter()
        with torch.inference_mode():
            self.model.generate(
                **self.prompts, do_sample=True, top_k=0, min_new_tokens=self.tokens, max_new_tokens=self.tokens
            )
        return len(self.prompts["input_ids"]) * self.tokens / (time.perf_counter() - begin)

    def judge(self) -> float:
        """One-token calls a second."""
        begin = time.perf_counter()
        with torch.inference_mode():
            for batch in self.judged:
                logits = self.model(**batch, logits_to_keep=1, use_cache=False).logits[:, -1]
                torch.log_softmax(logits, -1).topk(20)
        return JUDGE_CALLS / (time.perf_counter() - begin)

    def _encode(self, questions: list[str]) -> dict[str, torch.Tensor]:
        template = self.tokenizer.apply_chat_template
        texts = [
            template([{"role": "user", "content": each}], tokenize=False, add_generation_prompt=True)
            for each in questions
        ]
        return dict(self.tokenizer(texts, return_tensors="pt", padding=True))


async def _by_n(endpoint: Endpoint, args: argparse.Namespace) -> float:
    return await _generate(endpoint, len(QUESTIONS), args.batch // len(QUESTIONS), args.tokens)


async def _by_one(endpoint: Endpoint, args: argparse.Namespace) -> float:
    return await _generate(endpoint, args.batch, 1, args.tokens)


async def _generate(endpoint: Endpoint, requests: int, n: int, tokens: int) -> float:
    """Tokens a second that the server itself counted; answers that end early count as short as they are."""
    async with _client(endpoint) as client:
        await client.models.list()
        begin = time.perf_counter()
        answers = await asyncio.gather(
            *(
                client.chat.completions.create(
                    model=endpoint.model,
                    messages=[{"role": "user", "content": QUESTIONS[i % len(QUESTIONS)]}],
                    n=n,
                    max_tokens=tokens,
                    seed=i * 1000,
                )
                for i in range(requests)
            )
        )
        seconds = time.perf_counter() - begin
    return sum(answer.usage.completion_tokens for answer in answers if answer.usage) / seconds


async def _judge(endpoint: Endpoint) -> float:
    gate = asyncio.Semaphore(CONCURRENT)
    async with _client(endpoint) as client:

        async def call(i: int) -> None:
            async with gate:
                await client.chat.completions.create(
                    model=endpoint.model,
                    messages=[{"role": "user", "content": f"{JUDGED} {i}"}],
                    max_tokens=1,
                    temperature=0,
                    logprobs=True,
                    top_logprobs=20,
                )

        await client.models.list()
        begin = time.perf_counter()
        await asyncio.gather(*(call(i) for i in range(JUDGE_CALLS)))
        return JUDGE_CALLS / (time.perf_counter() - begin)


def _client(endpoint: Endpoint) -> openai.AsyncOpenAI:
    return openai.AsyncOpenAI(base_url=endpoint.url, api_key=endpoint.api_key, max_retries=0)


if __name__ == "__main__":
    main()
