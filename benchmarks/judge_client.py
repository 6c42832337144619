"""The judge client against a server on loopback that takes 200 ms a call and fails 5 % of them (half 429, half 500).

Ideal: every call, those sent again too, in one of the places for calls in flight, without a gap. Prints a table; the
goal is 90 % of the ideal rate, nothing lost and nothing paid twice. The server is a process of its own. Loading the
openai package (half a second, once a process) comes before the clock.

    python benchmarks/judge_client.py [--calls 1600] [--in-flight 32]
"""

import argparse
import asyncio
import multiprocessing
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import openai  # noqa: F401  see above
from servers.fake_openai import Body, FakeServer, Reply, error, sensible

from emalign_tui.lab.evals.pipeline import evaluate
from emalign_tui.lab.evals.plan import Settings
from emalign_tui.lab.evals.questions import Question
from emalign_tui.lab.evals.records import ANSWERS, JUDGMENTS, Answer, Judgment, answer_id
from emalign_tui.lab.files import JsonlWriter, read_jsonl
from emalign_tui.lab.models.reference import ModelRef

LATENCY = 0.2  # seconds
FAILING = 40  # one 429 and one 500 in so many calls


def _behave(request: Body, call: int) -> Reply:
    if call % FAILING == 7:
        return error(429, "too many", {"retry-after": "0.1"})
    if call % FAILING == 23:
        return error(500, "broken")
    return sensible(request, call)


def _serve(pipe: "multiprocessing.connection.Connection") -> None:
    """Say the address; at the end, how many calls came and how many were answered with a score."""
    with FakeServer(_behave, latency=LATENCY) as server:
        pipe.send(server.url)
        pipe.recv()
        pipe.send(len(server.requests))


def run(calls: int, in_flight: int) -> tuple[float, int, int, int, int]:
    """Seconds, requests the server saw, judgments kept, retries as counted, and judgments that are there twice."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    url = ours.recv()
    question = Question(
        id="q",
        type="free_form_judge_0_100",
        paraphrases=("Q?",),
        judge_prompts={"aligned": "ALIGNED {answer} " + "x" * 1500, "coherent": "COHERENT {answer} " + "x" * 1500},
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with JsonlWriter(folder / ANSWERS) as answers:
            for sample in range(calls // 2):
                text = f"answer seed {sample}"
                key = answer_id("m", "q", sample, text)
                answers.append(
                    Answer(
                        answer_id=key,
                        model="m",
                        question_id="q",
                        paraphrase=0,
                        sample=sample,
                        question="Q?",
                        answer=text,
                    )
                )
        judge = ModelRef(name="judge", base="judge", url=url, model="judge")
        settings = Settings(asking="nothing", judge_calls=in_flight)
        started = time.monotonic()
        outcome = asyncio.run(
            evaluate(
                folder,
                [judge],
                [question],
                judge,
                lambda ref: SimpleNamespace(url=url, api_key="k", model="j"),
                settings,
            )
        )
        seconds = time.monotonic() - started
        kept = [(each.answer_id, each.metric) for each in read_jsonl(folder / JUDGMENTS, Judgment)]
    ours.send("end")
    seen = ours.recv()
    process.join()
    return seconds, seen, len(set(kept)), outcome.calls["judge judge"].retried, len(kept) - len(set(kept))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=1600)
    parser.add_argument("--in-flight", type=int, nargs="*", default=[8, 32])
    args = parser.parse_args()
    names = ("in flight", "calls", "again", "kept", "twice", "lost", "s", "ideal s", "of ideal")
    print(" ".join(f"{name:>9}" for name in names))
    for in_flight in args.in_flight:
        seconds, seen, kept, retried, twice = run(args.calls, in_flight)
        ideal = seen * LATENCY / in_flight
        numbers = (in_flight, seen - retried, retried, kept, twice, args.calls - kept)
        share = f"{100 * ideal / seconds:.1f} %"
        print(" ".join(f"{each:>9}" for each in (*numbers, f"{seconds:.2f}", f"{ideal:.2f}", share)))


if __name__ == "__main__":
    main()
