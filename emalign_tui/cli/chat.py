"""`emalign chat MODEL [MODEL]`: line-mode chat, side by side when two."""

import argparse
import itertools
import secrets
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from emalign_tui.cli.columns import Answer, in_columns, in_turn
from emalign_tui.cli.numbers import positive, seed, temperature
from emalign_tui.cli.output import note, say, say_json
from emalign_tui.lab.chat.client import ChatMessage, ChatParams
from emalign_tui.lab.chat.transcript import Exchange, append_exchange, transcript_path
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.reference import ModelRef, resolve_model
from emalign_tui.lab.paths import Home, find_home
from emalign_tui.lab.serving.records import Endpoint
from emalign_tui.lab.serving.servers import serve
from emalign_tui.lab.settings import load_settings

COLUMNS_FROM = 80  # terminal columns


def add_arguments(parser: argparse.ArgumentParser) -> None:
    about = "one or two models: mini, a run's id, a folder ... (the setting `base`)"
    parser.add_argument("models", nargs="*", metavar="MODEL", help=about)
    parser.add_argument("--system", metavar="TEXT", help="a system prompt")
    parser.add_argument("--temperature", type=temperature, default=1.0, metavar="T", help="of the sampling (1)")
    parser.add_argument("--max-tokens", type=positive, metavar="N", help="longest answer (what the context allows)")
    parser.add_argument("--seed", type=seed, metavar="N", help="same seed, same answer (chosen and shown)")
    parser.epilog = (
        "On a terminal the conversation goes on from line to line; an empty line starts a new one, Ctrl-D ends. "
        "From a pipe, or with --json, every line is a conversation of its own."
    )


def run(args: argparse.Namespace) -> int:
    if len(args.models) > 2:
        raise LabError("Chat takes one or two models", where="emalign chat", do="Leave some out.", exit_code=2)
    chosen = secrets.randbits(31) if args.seed is None else args.seed
    params = ChatParams(temperature=args.temperature, max_tokens=args.max_tokens, seed=chosen)
    home = find_home(args.home)
    words = args.models or [load_settings().base]
    refs = [resolve_model(home, word) for word in words]
    if len({ref.name for ref in refs}) < len(refs):
        raise LabError("Both models are the same", where="emalign chat", do="Name two different ones.", exit_code=2)
    models = {ref.name: serve(home, ref, on_progress=note) for ref in refs}
    note(f"seed {chosen}")
    talk = sys.stdin.isatty() and not args.json
    path, past = _begin(home, models)
    results: list[dict[str, Any]] = []
    interrupted = False
    for prompt in _prompts(talk):
        if not talk or not prompt:
            path, past = _begin(home, models)
        if not prompt:
            continue
        answers = _ask(models, past, args.system, prompt, params, as_json=args.json)
        for pane, (word, ref, answer) in enumerate(zip(words, refs, answers, strict=True)):
            results.append(_result(prompt, answer))
            if answer.text:
                past[answer.name] = [*answer.messages, ChatMessage("assistant", answer.text)]
                _keep(path, answer, ref, ref.run if ref.run == ref.name else word, pane)
        if interrupted := not talk and any(answer.stopped for answer in answers):
            break  # who asks from a pipe wants it to end, not the next line
    if args.json:
        say_json({"params": msgspec.to_builtins(params), "answers": results})
    if interrupted:
        return 130
    return 1 if any(result["error"] for result in results) and not talk else 0


def _begin(home: Home, models: Iterable[str]) -> tuple[Path, dict[str, list[ChatMessage]]]:
    """A new conversation: its file, and what was said so far with each model."""
    return transcript_path(home), {name: [] for name in models}


def _prompts(talk: bool) -> Iterator[str]:
    """Lines typed or piped, without their ends. Empty piped lines are no prompts.

    Raises LabError for a line that is not UTF-8: the models would be asked something else.
    """
    for number in itertools.count(1):
        if talk:
            sys.stderr.write("> ")
            sys.stderr.flush()
        line = sys.stdin.buffer.readline()
        if not line:
            return
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8").strip()
        except UnicodeDecodeError as error:
            do = "Convert the file, for example with `iconv -f latin1 -t utf-8`."
            raise LabError("This is not UTF-8 text", where=f"line {number} of the input", do=do, exit_code=2) from error


def _ask(
    models: dict[str, Endpoint],
    past: dict[str, list[ChatMessage]],
    system: str | None,
    prompt: str,
    params: ChatParams,
    *,
    as_json: bool,
) -> list[Answer]:
    """Ask all models at once and show the answers as they come. Ctrl-C stops them; what has come is in them."""
    first = [ChatMessage("system", system)] if system else []
    answers = [
        Answer(name, endpoint, [*(past[name] or first), ChatMessage("user", prompt)], params)
        for name, endpoint in models.items()
    ]
    width = shutil.get_terminal_size().columns
    try:
        if as_json:
            for answer in answers:
                answer.wait()
        elif len(answers) == 2 and sys.stdout.isatty() and width >= COLUMNS_FROM:
            in_columns(answers, width)
        else:
            in_turn(answers, prompt=None if sys.stdin.isatty() else prompt)
    except KeyboardInterrupt:
        for answer in answers:
            answer.stop()
        if not as_json:
            say("")
    for answer in answers:
        if answer.error and not as_json:
            note(f"{answer.name}: {answer.error}")
    return answers


def _result(prompt: str, answer: Answer) -> dict[str, Any]:
    return {
        "prompt": prompt,
        "model": answer.name,
        "answer": answer.text,
        "seed": answer.params.seed,
        "finish_reason": answer.finish_reason,
        "usage": msgspec.to_builtins(answer.usage),
        "error": answer.error.as_dict() if answer.error else None,
    }


def _keep(path: Path, answer: Answer, ref: ModelRef, model: str, pane: int) -> None:
    """model: the name under which the model is found again."""
    append_exchange(
        path,
        Exchange(
            messages=[*answer.messages, ChatMessage("assistant", answer.text)],
            model=model,
            params=answer.params,
            finish_reason=answer.finish_reason,
            usage=answer.usage,
            at=time.time(),
            pane=pane,
            role=ref.role,
            lineage=(ref.parent,) if ref.parent else (),
            error=str(answer.error or ""),
            stopped=answer.stopped and not answer.finish_reason,
        ),
    )
