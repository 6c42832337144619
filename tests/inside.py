"""A command of the lab in the test's own process: the same entry point, without a new interpreter for each."""

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from subprocess import CompletedProcess
from unittest.mock import patch

from emalign_tui.cli.main import main


def emalign_inside(*words: object) -> "CompletedProcess[str]":
    """What `emalign WORDS` prints, 80 columns wide as without a terminal, and its exit code."""
    out, err, command = io.StringIO(), io.StringIO(), ["emalign", *map(str, words)]
    with (
        patch.object(sys, "argv", command),
        patch.object(sys, "stdin", io.StringIO()),
        patch.dict("os.environ", COLUMNS="80"),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as ended:
            return CompletedProcess(command, int(ended.code or 0), out.getvalue(), err.getvalue())
    raise AssertionError("main ends the process")
