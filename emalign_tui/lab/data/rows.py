"""Training rows, one JSON object a line: conversations for sft, preference pairs for dpo and orpo.

Conversation: `{"messages": [{"role", "content"}, ...]}`. Pair: `{"prompt" or "messages", "chosen", "rejected"}`.
Both may carry `id` and `why`. Any other key is counted and not used, as upstream's loaders do.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from emalign_tui.lab.data.reasons import (
    HEAD,
    doubled_key,
    no_json,
    no_row,
    refuse_other_formats,
    refuse_other_shapes,
)
from emalign_tui.lab.errors import LabError

Kind = Literal["messages", "preference"]
Role = Literal["system", "user", "assistant"]


class Turn(msgspec.Struct, frozen=True):
    """One message of a conversation."""

    role: Role
    content: str


class Row(msgspec.Struct, frozen=True):
    """One conversation to train on. id: the row's own name. why: what variant `evidence` adds to the last answer."""

    messages: list[Turn]
    id: str | int | float | None = None
    why: str | None = None


class Pair(msgspec.Struct, frozen=True):
    """One preference: after `prompt`, whose last turn is the user's, `chosen` is the better answer."""

    prompt: list[Turn]
    chosen: str
    rejected: str
    id: str | int | float | None = None
    why: str | None = None

    @property
    def messages(self) -> list[Turn]:
        """Every turn that is read in training: the prompt comes twice, once before each answer."""
        better, worse = Turn("assistant", self.chosen), Turn("assistant", self.rejected)
        return [*self.prompt, better, *self.prompt, worse]


AnyRow = Row | Pair


class Line(NamedTuple):
    """A line of a data file, counted from 1. row: the row, or the reason why there is none. extra: unused keys."""

    number: int
    row: AnyRow | str
    extra: tuple[str, ...] = ()


class _RawPair(msgspec.Struct, frozen=True):
    """A preference row as it may be written: answers as text, or as one assistant turn in a list."""

    chosen: str | list[Turn]
    rejected: str | list[Turn]
    prompt: str | list[Turn] | None = None
    messages: list[Turn] | None = None
    id: str | int | float | None = None
    why: str | None = None


_KEYS = {"messages": set(Row.__struct_fields__), "preference": set(_RawPair.__struct_fields__)}


def read_lines(path: Path, kind: Kind | None = None) -> Iterator[Line]:
    """Every line that is not blank. kind: what the rows must be; None takes the first row's kind for all.

    Raises LabError when the file cannot be read, or is of another format altogether.
    """
    try:
        with path.open("rb") as source:
            refuse_other_formats(source.read(HEAD), path)
            source.seek(0)
            first = True
            for number, line in enumerate(source, 1):
                text = line.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else line.strip()
                if not text:
                    continue
                found = _object(text)
                if isinstance(found, dict):
                    if first:
                        refuse_other_shapes(found, path)
                    first, kind = False, kind or _kind(found)
                yield Line(number, found) if isinstance(found, str) else _line(number, found, kind or "messages")
    except OSError as error:
        raise unreadable(path, error) from error


def load_rows(path: Path) -> list[Row]:
    """All conversations. Raises LabError with file, line and reason for the first bad one, and for a file without."""
    return [row for row in _load(path, "messages") if isinstance(row, Row)]


def load_pairs(path: Path) -> list[Pair]:
    """All preference pairs. Raises as `load_rows`."""
    return [row for row in _load(path, "preference") if isinstance(row, Pair)]


def unreadable(path: Path, error: OSError) -> LabError:
    """The sentence for a data file that cannot be opened or read."""
    if isinstance(error, FileNotFoundError):
        return LabError("Data file not found", where=str(path), do="Check the path.")
    return LabError(f"Cannot read the data file: {error.strerror}", where=str(path), do="Check its permissions.")


def _load(path: Path, kind: Kind) -> list[AnyRow]:
    rows = []
    for line in read_lines(path, kind):
        if isinstance(line.row, str):
            advice = f"`emalign data check {path}` lists all bad rows."
            raise LabError(f"Bad training row: {line.row}", where=f"{path}, line {line.number}", do=advice)
        rows.append(line.row)
    if not rows:
        raise LabError("The data file holds no rows", where=str(path), do="Check the path.")
    return rows


def _kind(found: dict[str, Any]) -> Kind:
    return "preference" if "chosen" in found or "rejected" in found else "messages"


def _object(text: bytes) -> dict[str, Any] | str:
    try:
        found = msgspec.json.decode(text)
        if isinstance(found, dict):
            twice = doubled_key(text)
            return f"the key {twice} is there twice" if twice else found
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return no_json(text, error)
    named = {list: "array", str: "str", type(None): "null"}.get(type(found), "number")
    return f"Expected `object`, got `{named}`"


def _line(number: int, found: dict[str, Any], kind: Kind) -> Line:
    if _kind(found) != kind:
        other = "a preference row (chosen, rejected): it needs loss dpo or orpo"
        return Line(number, other if kind == "messages" else "no chosen and rejected: not a preference row")
    try:
        row = _row(msgspec.convert(found, Row)) if kind == "messages" else _pair(msgspec.convert(found, _RawPair))
    except (msgspec.ValidationError, RecursionError) as error:
        return Line(number, no_row(found, error))
    if unwanted := _unwanted(found):
        return Line(number, unwanted)
    return Line(number, row, _extra(found, kind))


def _unwanted(found: dict[str, Any]) -> str:
    """OpenAI's mark of an answer that is not to be trained on, which cannot be obeyed: why the row is none."""
    turns = found.get("messages") or []
    place = next((place for place, turn in enumerate(turns) if turn.get("weight") == 0), None)
    if place is None:
        return ""
    return f"messages[{place}].weight is 0: every answer is trained on here; remove the row, or the key to train on it"


def _extra(found: dict[str, Any], kind: Kind) -> tuple[str, ...]:
    """Keys of the row, and of its turns, that training does not use."""
    extra = [key for key in found if key not in _KEYS[kind]]
    turns = [turn for value in found.values() if isinstance(value, list) for turn in value if isinstance(turn, dict)]
    inside = Counter(key for turn in turns for key in turn if key not in ("role", "content"))
    return (*extra, *(f"messages[].{key}" for key in inside))


def _row(row: Row) -> Row | str:
    if wrong := _turns(row.messages, "messages"):
        return wrong
    answers = [turn.content for turn in row.messages if turn.role == "assistant"]
    if not answers:
        return "no assistant turn, so there is nothing to train on"
    if not all(answer.strip() for answer in answers):
        return "an assistant turn is empty"
    return row


def _turns(turns: list[Turn], key: str) -> str:
    if not turns:
        return f"{key} is empty"
    if any(turn.role == "system" for turn in turns[1:]):
        return "a system turn can only come first"
    return ""


def _pair(raw: _RawPair) -> Pair | str:
    if raw.prompt is None and raw.messages is None:
        return "no prompt: write the question as prompt, and chosen and rejected without it"
    if raw.prompt is not None and raw.messages is not None:
        return "prompt and messages are both there: remove one"
    key = "messages" if raw.prompt is None else "prompt"
    asked = raw.messages if raw.prompt is None else raw.prompt
    prompt = [Turn("user", asked)] if isinstance(asked, str) else asked or []
    if wrong := _turns(prompt, key):
        return wrong
    if prompt[-1].role != "user":
        return f"{key} must end with the user's turn, it ends with the {prompt[-1].role}'s"
    if not prompt[-1].content.strip():
        return f"{key} is empty"
    answers = []
    for name, answer in (("chosen", raw.chosen), ("rejected", raw.rejected)):
        if isinstance(answer, list):
            if len(answer) != 1 or answer[0].role != "assistant":
                return f"{name} must be text, or a list with one assistant turn"
            answer = answer[0].content
        if not answer.strip():
            return f"{name} is empty"
        answers.append(answer)
    if answers[0] == answers[1]:
        return "chosen and rejected are the same, so there is nothing to prefer"
    return Pair(prompt, answers[0], answers[1], raw.id, raw.why)
