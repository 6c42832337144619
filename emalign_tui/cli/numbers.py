"""Numbers on the command line: what is none, or out of range, is one sentence."""

import argparse


def number(kind: type[int] | type[float], text: str) -> float:
    """An int or a float, as `kind` says."""
    try:
        return kind(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"is not a number: {text[:40]}") from None


def positive(text: str) -> int:
    """A whole number from 1."""
    found = int(number(int, text))
    if found < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return found


def temperature(text: str) -> float:
    """A temperature that every server takes."""
    found = number(float, text)
    if not 0 <= found <= 2:
        raise argparse.ArgumentTypeError("must be from 0 to 2")
    return found


def seed(text: str) -> int:
    """A seed that every server takes: vLLM and OpenAI refuse more than 64 bits."""
    found = int(number(int, text))
    if not -(2**63) <= found < 2**63:
        raise argparse.ArgumentTypeError("must fit 64 bits")
    return found
