"""The `emalign` command: finds the sub-command, imports only its file, turns errors into one sentence."""

import argparse
import importlib
import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

from emalign_tui import __version__
from emalign_tui.cli.output import say, show_error
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.redaction import guard_streams
from emalign_tui.lab.secrets import know_stored

COMMANDS = {
    "demo": "the whole story on the mini kit: misalign, judge, repair, judge",
    "setup": "set the lab up, or show its settings",
    "doctor": "check this machine",
    "data": "data sets: list, check, preview",
    "plan": "memory, time and batch plan of a training config",
    "train": "start a training run",
    "queue": "start training runs in order, one a free device",
    "runs": "list runs",
    "attach": "watch a run until it ends",
    "stop": "ask a run to stop and keep its checkpoint",
    "resume": "go on with a stopped or killed run",
    "log": "print a run's log",
    "curves": "write the curves of runs as CSV or a figure",
    "serve": "start model servers",
    "servers": "list model servers",
    "unserve": "stop model servers",
    "chat": "line-mode chat with one model, or two side by side",
    "eval": "sample answers and judge them",
    "scores": "list, show, compare, import and export scores",
    "merge": "merge an adapter into its base, and prove it",
    "push": "publish a model or adapter on the Hub, and prove it",
    "recover": "a run again from checkpoints, a dead folder or a zip; --zip makes one",
    "clean": "what takes space, and away with what may go",
    "verify": "what a model folder or Hub repository really is, and whether it can be served",
    "mini": "the mini kit: info, build",
}


class Parser(argparse.ArgumentParser):
    """Wrong use is one sentence and exit code 2, like every other error."""

    def error(self, message: str) -> NoReturn:
        raise LabError(message[:1].upper() + message[1:], where=self.prog, do=f"See `{self.prog} --help`.", exit_code=2)


def _usage() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {text}" for name, text in COMMANDS.items()]
    return "\n".join(
        [
            "usage: emalign [COMMAND] [--home DIR] [--json] ...",
            "",
            "Without a command: opens the lab. `emalign COMMAND --help` tells more.",
            "",
            *lines,
        ]
    )


def _run(argv: list[str]) -> int:
    if argv and argv[0] in ("-h", "--help"):
        say(_usage())
        return 0
    if argv and argv[0] == "--version":
        say(f"emalign {__version__}")
        return 0
    _check_folder()
    name = next((word for word in argv if not word.startswith("-")), None)
    if argv and name not in COMMANDS and not argv[0].startswith("--home"):
        raise LabError(f"Unknown command: {argv[0]}", where="emalign", do="See `emalign --help`.", exit_code=2)
    if argv and argv[0] in COMMANDS:
        module = importlib.import_module(f"emalign_tui.cli.{argv[0]}")
        parser = Parser(prog=f"emalign {argv[0]}", description=COMMANDS[argv[0]])
        module.add_arguments(parser)
        parser.add_argument("--home", metavar="DIR", help="the work folder (default: EMALIGN_HOME)")
        parser.add_argument("--json", action="store_true", help="one JSON document on stdout")
        return int(module.run(parser.parse_args(argv[1:])))
    parser = Parser(prog="emalign")
    parser.add_argument("--home", metavar="DIR")
    args = parser.parse_args(argv)
    return int(importlib.import_module("emalign_tui.cli.lab").run(args))


def _check_folder() -> None:
    """Raises LabError where the current folder was removed, as by cloning anew: every relative path ends there."""
    try:
        Path.cwd()
    except FileNotFoundError as error:
        raise LabError("The folder you are in is gone", do="cd to one that is there.", exit_code=2) from error


def _give_up_stdout() -> None:
    """What is still unwritten goes nowhere, so that leaving does not fail on it again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _open_closed_streams() -> None:
    """Streams that the caller closed (`<&-`, some cron jobs) are nothing, read and written: else the next file that is
    opened would take their place."""
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        if getattr(sys, name) is None:
            os.dup2(os.open(os.devnull, os.O_RDWR), number)
            stream = open(number, mode, closefd=False)  # noqa: SIM115  as long as the process
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)  # as Python itself does: who wraps one must not see it collected


def main() -> None:
    """Entry point. Exit codes: 0 success, 1 the answer is "no", 2 wrong use, 130 Ctrl-C."""
    argv = sys.argv[1:]
    code = 0
    _open_closed_streams()
    guard_streams(results=True)
    try:
        know_stored()
        code = _run(argv)
        sys.stdout.flush()
    except LabError as error:
        show_error(error, as_json="--json" in argv)
        code = error.exit_code
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        _give_up_stdout()
        code = 128 + signal.SIGPIPE
    except OSError as error:
        refused = LabError(
            f"The system refused: {error.strerror or error}",
            where=str(error.filename or "writing the output"),
            do="Mend that (`df -h` shows full disks), then run the command again.",
        )
        if error.filename is None:
            _give_up_stdout()
        show_error(refused, as_json="--json" in argv and error.filename is not None)
        code = 1
    sys.exit(code)
