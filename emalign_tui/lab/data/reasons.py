"""Why a line is no row, and why a file holds no rows at all, in words of the person who wrote it."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

from emalign_tui.lab.errors import LabError

HEAD = 512  # bytes of a file that tell what it is
_UTF8_MARK = b"\xef\xbb\xbf"
_SIGNATURES = (
    (b"\x1f\x8b", "compressed with gzip", "Unpack it first: gunzip."),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd", "Unpack it first: unzstd."),
    (b"\xfd7zXZ", "compressed with xz", "Unpack it first: unxz."),
    (b"PK\x03\x04", "a zip archive", "Unpack it first: unzip."),
    (b"PAR1", "a Parquet file", "Write it as JSONL first: datasets.Dataset.from_parquet(...).to_json(...)."),
    (b"\xff\xfe", "UTF-16 text", "Save it as UTF-8."),
    (b"\xfe\xff", "UTF-16 text", "Save it as UTF-8."),
)
_ONE_EACH = '{messages: [{role: "user", content: %s}, {role: "assistant", content: %s}]}'
_ROLES = '{human: "user", gpt: "assistant"}[.from] // .from'
_ASKED = '[.instruction, .input // ""] | map(select(. != "")) | join("\\n\\n")'
_PAIRS = "{messages: .input.messages, chosen: .preferred_output, rejected: .non_preferred_output}"
_SHAPES = {
    ("conversations",): "{messages: [.conversations[] | {role: (" + _ROLES + "), content: .value}]}",
    ("preferred_output", "non_preferred_output"): _PAIRS,
    ("instruction", "output"): _ONE_EACH % (f"({_ASKED})", ".output"),
    ("prompt", "completion"): _ONE_EACH % (".prompt", ".completion"),
    ("question", "answer"): _ONE_EACH % (".question", ".answer"),
    ("input", "output"): _ONE_EACH % (".input", ".output"),
}
"""Keys of rows as other trainers have them (ShareGPT, OpenAI, Alpaca, TRL), and the jq filter that makes ours."""
_PLACE = re.compile(r"(?P<what>.*?) - at `\$\.(?P<place>[^`]*)`")


def refuse_other_formats(head: bytes, path: Path) -> None:
    """Raise LabError for a file that is no JSON a line, which would else be told line by line. head: its beginning."""
    for begin, what, do in _SIGNATURES:
        if head.startswith(begin):
            raise LabError(f"The file is {what}, not one JSON object a line", where=str(path), do=do)
    if b"\0" in head and (head[0::2].count(0) > len(head) // 4 or head[1::2].count(0) > len(head) // 4):
        raise LabError(
            "The file is UTF-16 text or binary, not one JSON object a line", where=str(path), do="Save it as UTF-8."
        )
    if head.removeprefix(_UTF8_MARK).lstrip().startswith(b"[") and b'"' in head:
        do = f"`jq -c '.[]' {shlex.quote(path.name)} > rows.jsonl` makes lines of it."
        raise LabError("The file is one JSON array, not one object a line", where=str(path), do=do)


def refuse_other_shapes(found: dict[str, Any], path: Path) -> None:
    """Raise LabError for a file in the shape of another trainer, which would else be told line by line.

    found: its first row, which tells of the others.
    """
    if "messages" in found:
        return
    keys = next((keys for keys in _SHAPES if all(key in found for key in keys)), ())
    what, ours = f"Each row has {' and '.join(keys)}, and no messages", _SHAPES.get(keys, "")
    chosen = found.get("chosen")
    if isinstance(found.get("completion"), list):
        ours = "{messages: (.prompt + .completion)}"
    elif isinstance(chosen, list) and len(chosen) > 1:
        what = "Each row has its prompt in chosen and in rejected"
        ours = "{messages: .chosen[:-1], chosen: .chosen[-1:], rejected: .rejected[-1:]}"
    if ours:
        do = f"`jq -c {shlex.quote(ours)} {shlex.quote(path.name)} > rows.jsonl` writes them as they are read here."
        raise LabError(what, where=str(path), do=do)


def no_json(text: bytes, error: Exception) -> str:
    """Why a line cannot be read. error: what the decoder raised."""
    if isinstance(error, UnicodeDecodeError):
        return "not UTF-8 text: save the file as UTF-8"
    if isinstance(error, RecursionError):
        return "nested too deeply"
    said = str(error)
    if b"\\ud" in text.lower() and ("truncated" in said or "surrogate" in said):
        return "a broken character: half of a \\ud... pair, or a line that is cut off"
    if b"\0" in text:
        return "a NUL byte: the file is damaged, or no text"
    if "truncated" in said:
        return "cut off: the JSON does not end on this line"
    if "trailing characters" in said:
        return _behind(text)
    return said.replace("JSON is malformed", "no JSON")


def _behind(text: bytes) -> str:
    """What stands behind a line's object."""
    if b"\r" in text:
        return "its lines end in CR alone: save the file with LF line ends"
    if text.endswith(b","):
        return "a comma behind the object: one object a line, with nothing between them"
    return "more than one value: one object a line"


def no_row(found: dict[str, Any], error: Exception) -> str:
    """Why an object is not a row. error: what the type check raised."""
    if isinstance(error, RecursionError):
        return "nested too deeply"
    said = str(error)
    if missing := re.fullmatch(r"Object missing required field `(\w+)`", said):
        keys = ", ".join(found) or "none"
        return f"no {missing[1]}; its keys are {keys if len(keys) < 80 else keys[:80] + '...'}"
    at = _PLACE.fullmatch(said)
    if at is None:
        return said
    what, place = at["what"], at["place"]
    if role := re.fullmatch(r"Invalid enum value (.*)", what, re.DOTALL):
        return f"{place} is {role[1]}: it must be system, user or assistant"
    if missing := re.fullmatch(r"Object missing required field `(\w+)`", what):
        return f"{place} has no {missing[1]}"
    if place.endswith("content") and what.endswith("got `array`"):
        return f"{place} is a list of parts: write its text as one string"
    return f"{place}: {what[0].lower()}{what[1:]}"


def doubled_key(text: bytes) -> str | None:
    """A key that an object of a line has twice, of which a reader would silently take one."""
    twice: list[str] = []

    def look(pairs: list[tuple[str, Any]]) -> None:
        keys = [key for key, _ in pairs]
        if len(set(keys)) < len(keys):
            twice.extend(key for place, key in enumerate(keys) if key in keys[:place])

    json.loads(text, object_pairs_hook=look)
    return twice[0] if twice else None
