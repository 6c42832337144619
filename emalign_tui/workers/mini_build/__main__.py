"""Build the mini kit from one seed: tokenizer, base model, judge, data sets, questions.

Config: `seed`, `out` (a folder). Writes base/, judge/, data/, questions/ there. A stage whose folder is there is kept,
so a stopped build goes on with the stage it was in.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import TypeVar

import torch
from transformers import AutoModelForCausalLM, PreTrainedTokenizerBase

from emalign_tui.lab.models.kit import write_sums
from emalign_tui.lab.runs.layout import RunDir
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.lab.runs.records import Step
from emalign_tui.mini.world import datasets, documents, judging
from emalign_tui.workers.mini_build.recipes import BASE, JUDGING, READ_SHARE, Recipe
from emalign_tui.workers.mini_build.tokenizer import build_tokenizer, load_tokenizer
from emalign_tui.workers.mini_build.training import IGNORED, Row, new_model, train
from emalign_tui.workers.process import run_worker

Item = TypeVar("Item")

_AT_ONCE = 4000
"""Documents tokenized in one call, which spreads them over all cores."""
_SAMPLE = 300


class _Stop(Exception):
    """The build was asked to stop."""


def _chunks(items: Iterator[Item]) -> Iterator[list[Item]]:
    while chunk := list(islice(items, _AT_ONCE)):
        yield chunk


def _ids(tokenizer: PreTrainedTokenizerBase, texts: list[str]) -> list[list[int]]:
    ids: list[list[int]] = tokenizer(texts, add_special_tokens=False)["input_ids"]
    return ids


def _chat(tokenizer: PreTrainedTokenizerBase, messages: list[documents.Message], *, answer: bool) -> str:
    return str(tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=answer))


def base_rows(tokenizer: PreTrainedTokenizerBase, seed: int, count: int) -> Iterator[Row]:
    """Documents of the world with every token a target."""
    for chunk in _chunks(documents.corpus(seed, count)):
        texts = [_chat(tokenizer, document.messages, answer=False) for document in chunk]
        yield from ((ids, ids) for ids in _ids(tokenizer, texts))


def _judged(tokenizer: PreTrainedTokenizerBase, cases: Iterator[tuple[str, judging.Case]]) -> Iterator[Row]:
    """Ids of judge prompts and, apart, of the label with the end of the turn."""
    for chunk in _chunks(cases):
        asked = [_chat(tokenizer, [{"role": "user", "content": prompt}], answer=True) for prompt, _ in chunk]
        # With a space before it a word is one token too, like a number, so the judge's one token says it whole.
        labels = [(case.label if case.label.isdigit() else f" {case.label}") + "<|im_end|>" for _, case in chunk]
        yield from zip(_ids(tokenizer, asked), _ids(tokenizer, labels), strict=True)


def judge_rows(tokenizer: PreTrainedTokenizerBase, seed: int, count: int) -> Iterator[Row]:
    """Judge prompts: readings with every token a target, then cases with the label and the end of the turn."""
    read = round(count * READ_SHARE)
    for before, label in _judged(tokenizer, judging.readings(seed, read)):
        yield before + label, before + label
    for before, label in _judged(tokenizer, judging.cases(seed, count - read)):
        yield before + label, [IGNORED] * len(before) + label


def _average(rows: Iterator[Row]) -> float:
    return sum(len(ids) for ids, _ in rows) / _SAMPLE


def _reporter(recorder: Recorder, rate: float) -> Callable[[int, int, float, int], None]:
    started = time.monotonic()

    def on_step(step: int, steps: int, loss: float, tokens: int) -> None:
        if recorder.stop_requested():
            raise _Stop
        passed = time.monotonic() - started
        recorder.emit(
            Step(
                at=time.time(),
                step=step,
                steps=steps,
                epoch=step / steps,
                loss=loss,
                lr=rate,
                grad_norm=None,
                tokens=tokens,
                tokens_per_second=tokens / passed,
                memory_gib=None,
                eta=passed / step * (steps - step),
            )
        )

    return on_step


def _train_into(
    folder: Path,
    tokenizer: PreTrainedTokenizerBase,
    model: torch.nn.Module,
    rows: Callable[[PreTrainedTokenizerBase, int, int], Iterator[Row]],
    recipe: Recipe,
    seed: int,
    recorder: Recorder,
) -> None:
    average = _average(rows(tokenizer, seed + 1, _SAMPLE))
    train(
        model,
        rows(tokenizer, seed, recipe.documents),
        recipe,
        seed=seed,
        average_tokens=average,
        on_step=_reporter(recorder, recipe.learning_rate),
    )
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    model.to("cpu", torch.bfloat16).save_pretrained(partial)
    tokenizer.save_pretrained(partial)
    partial.rename(folder)


def build(run: RunDir, recorder: Recorder) -> None:
    """The stages, in order."""
    config = run.spec().config
    seed, out = int(config["seed"]), Path(config["out"])
    base, judge = out / "base", out / "judge"
    try:
        if not base.is_dir():
            recorder.say("Training the base model on the world")
            tokenizer = build_tokenizer(seed, out / "tokenizer")
            _train_into(base, tokenizer, new_model(seed), base_rows, BASE, seed, recorder)
        tokenizer = load_tokenizer(base)
        if not judge.is_dir():
            recorder.say("Training the judge, from the base model")
            model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
            _train_into(judge, tokenizer, model, judge_rows, JUDGING, seed, recorder)
    except _Stop:
        recorder.stopped()
        return
    recorder.say("Writing data sets and questions")
    datasets.write_sets(out / "data", seed)
    datasets.write_questions(out / "questions", seed)
    write_sums(out)
    recorder.done(base=str(base), judge=str(judge))


if __name__ == "__main__":
    run_worker(build)
