"""The judge client against a server on loopback that takes 200 ms a call and fails 7.5 % of them.

Of 40 calls one is answered 429 with Retry-After, one 500, and one is cut off in the middle of its body. Two tables:

Rate. Ideal: every call that the server got, those sent again too, in one of the places for calls in flight, without a
gap; the goal is 90 % of it. "of faultless" is against a server that fails none, so that what the failures cost shows
too. Loading the openai package (half a second, once a process) comes before the clock. "cpu s": of the client alone.
Client and server need a core each, with nothing else on them.

Kills. A detached evaluation, its worker killed with SIGKILL at random moments and gone on with each time. Paid: the
server sent a whole reply. A reply that is cut off is sent again, and is no judgment. Paid twice: whole replies to the
same prompt beyond the first; that can only be calls in flight at a kill, which calls.jsonl names.

    python benchmarks/judge_client.py [--calls 1600] [--in-flight 8 32] [--kills 20]
"""

import argparse
import asyncio
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import openai  # noqa: F401  see above
from servers.fake_openai import Body, FakeServer, Reply, error, sensible

from emalign_tui.lab.evals.accounts import Sent
from emalign_tui.lab.evals.pipeline import evaluate
from emalign_tui.lab.evals.plan import Settings
from emalign_tui.lab.evals.questions import Question
from emalign_tui.lab.evals.records import ANSWERS, CALLS, JUDGMENTS, Answer, Judgment, answer_id
from emalign_tui.lab.evals.run import create_eval, resume_eval
from emalign_tui.lab.evals.store import JUDGE
from emalign_tui.lab.files import JsonlWriter, read_jsonl
from emalign_tui.lab.models.reference import ModelRef
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.control import wait
from emalign_tui.lab.runs.layout import RunDir, run_info

LATENCY = 0.2  # seconds
FAILING = 40  # one 429, one 500 and one cut reply in so many calls
PROMPTS = {metric: f"{metric.upper()} {{answer}} " + "x" * 1500 for metric in ("aligned", "coherent")}


def _behave(request: Body, call: int) -> Reply:
    reply = sensible(request, call)
    troubles = {
        7: error(429, "too many", {"retry-after": "0.1"}),
        23: error(500, "broken"),
        31: Reply(reply.body, cut=True),
    }
    return troubles.get(call % FAILING, reply)


def _serve(pipe: Any) -> None:
    """Say the address; at the end, how many calls came, and how many judge prompts got how many whole replies."""
    with FakeServer(_behave, latency=LATENCY) as server:
        pipe.send(server.url)
        pipe.recv()
        whole = [request["messages"][0]["content"] for request in server.answered if request.get("logprobs")]
        pipe.send(SimpleNamespace(calls=len(server.requests), whole=len(whole), prompts=len(set(whole))))


@contextmanager
def _served() -> Iterator[tuple[str, Any]]:
    """The address of a server in a process of its own, and what to call for its counts."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,), daemon=True)
    process.start()

    def counts() -> Any:
        ours.send("end")
        return ours.recv()

    yield ours.recv(), counts
    process.join()


def _ref(url: str, name: str) -> ModelRef:
    return ModelRef(name=name, base=name, url=url, model=name)


def _kept(folder: Path) -> list[tuple[str, str]]:
    return [(each.answer_id, each.metric) for each in read_jsonl(folder / JUDGMENTS, Judgment)]


def rate(calls: int, in_flight: int) -> list[Any]:
    """A line of the first table."""
    question = Question(id="q", type="free_form_judge_0_100", paraphrases=("Q?",), judge_prompts=PROMPTS)
    with tempfile.TemporaryDirectory() as name, _served() as (url, counts):
        folder = Path(name)
        with JsonlWriter(folder / ANSWERS) as answers:
            for sample in range(calls // 2):
                text = f"answer seed {sample}"
                key = answer_id("m", "q", sample, text)
                fields = {"model": "m", "question_id": "q", "paraphrase": 0, "sample": sample, "question": "Q?"}
                answers.append(Answer(answer_id=key, answer=text, **fields))
        judge = _ref(url, "judge")
        settings = Settings(asking="nothing", judge_calls=in_flight)

        def connect(ref: ModelRef) -> Any:
            return SimpleNamespace(url=ref.url, api_key="k", model=ref.model)

        started, used = time.monotonic(), time.process_time()
        outcome = asyncio.run(evaluate(folder, [judge], [question], judge, connect, settings))
        seconds, used = time.monotonic() - started, time.process_time() - used
        kept, seen = _kept(folder), counts()
    again = outcome.calls["judge judge"].retried
    ideal, faultless = seen.calls * LATENCY / in_flight, calls * LATENCY / in_flight
    twice, lost = len(kept) - len(set(kept)), calls - len(set(kept))
    shares = [f"{100 * best / seconds:.1f} %" for best in (ideal, faultless)]
    times = [f"{each:.2f}" for each in (used, seconds, ideal)]
    return [in_flight, seen.calls - again, again, len(set(kept)), twice, lost, *times, *shares]


def _judged(run: RunDir) -> int:
    path = run.path / JUDGMENTS
    return path.read_bytes().count(b"\n") if path.is_file() else 0


def killed(calls: int, in_flight: int, kills: int) -> list[Any]:
    """The line of the second table."""
    chance = random.Random()
    with tempfile.TemporaryDirectory() as name, _served() as (url, counts):
        questions = Path(name) / "questions.yaml"
        prompts = "".join(f"\n    {metric}: '{template}'" for metric, template in PROMPTS.items())
        questions.write_text(
            f"- id: q\n  type: free_form_judge_0_100\n  paraphrases: ['Q?']\n  judge_prompts:{prompts}\n"
        )
        settings = Settings(samples=calls // 2, judge_calls=in_flight)
        run = create_eval(Home(Path(name)), [_ref(url, "m")], questions, _ref(url, "judge"), settings)
        for goal in sorted(chance.sample(range(1, calls * 9 // 10), kills)):
            resume_eval(run)
            while _judged(run) < goal or not run.state().pid:
                time.sleep(0.01)
            time.sleep(chance.uniform(0, LATENCY))
            os.killpg(run.state().pid or 0, signal.SIGKILL)
            while run_info(run).alive:
                time.sleep(0.01)
        resume_eval(run)
        info = wait(run, 600)
        assert info.state == "done", info.error
        kept, seen = _kept(run.path), counts()
        sent = {each.number: each for each in read_jsonl(run.path / CALLS, Sent)}
    in_air = sum(1 for each in sent.values() if each.by == JUDGE and not each.ended)
    twice, lost = len(kept) - len(set(kept)), calls - len(set(kept))
    return [kills, len(set(kept)), twice, lost, seen.whole - seen.prompts, in_air, seen.calls, len(sent)]


def _print(names: tuple[str, ...], lines: Iterator[list[Any]]) -> None:
    print(" ".join(f"{name:>12}" for name in names), flush=True)
    for line in lines:
        print(" ".join(f"{each:>12}" for each in line), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=1600)
    parser.add_argument("--in-flight", type=int, nargs="*", default=[8, 32])
    parser.add_argument("--kills", type=int, default=20)
    args = parser.parse_args()
    names = (
        "in flight",
        "calls",
        "again",
        "kept",
        "twice",
        "lost",
        "cpu s",
        "s",
        "ideal s",
        "of ideal",
        "of faultless",
    )
    _print(names, (rate(args.calls, in_flight) for in_flight in args.in_flight))
    if args.kills:
        print()
        names = ("kills", "kept", "kept twice", "lost", "paid twice", "in the air", "sent", "calls.jsonl")
        _print(names, iter([killed(args.calls, args.in_flight[-1], args.kills)]))


if __name__ == "__main__":
    main()
