"""What the chat says of itself: how the next answers are asked for, what can be asked, and which keys do something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Input

from emalign_tui.tui.screens.chat.options import Options
from emalign_tui.tui.screens.chat.probes import MINI, ProbeFile
from emalign_tui.tui.widgets.safe import line

if TYPE_CHECKING:
    from emalign_tui.tui.screens.chat.screen import ChatScreen

_GAP = "  "
_NEED_TURNS = ("copy", "copy_exchange", "export", "edit", "branch", "mark")
_TELL_NAMES = (
    "pick",
    "pick_here",
    "swap",
    "panes",
    "history",
    "export",
    "copy_exchange",
    "part",
    "ask_all",
    "judge",
    "unfold",
)


def settings(options: Options, *, blind: bool, width: int) -> Content:
    """Temperature, seed, samples, tokens, and what goes before, cut to the room that is left."""
    parts = [("temperature ", f"{options.temperature:.1f}"), ("seed ", str(options.seed))]
    if options.samples > 1:
        parts.append(("samples ", str(options.samples)))
    parts.append(("at most ", f"{options.max_tokens} tokens"))
    if blind:
        parts.append(("blind ", "on"))
    texts = [(word, text) for word, text in (("system ", options.system), ("begins ", options.begin)) if text]
    room = width - sum(len(word) + len(value) + len(_GAP) for word, value in parts)
    for place, (word, text) in enumerate(texts):
        mine = room // (len(texts) - place) - len(word) - len(_GAP)
        parts.append((word, line(text, max(mine, 4)).plain.rstrip()))
        room -= len(word) + len(parts[-1][1]) + len(_GAP)
    return Content("").join(Content.assemble((word, "$text-muted"), (value, "bold"), _GAP) for word, value in parts)


def reading(screen: ChatScreen, width: int) -> str:
    """What keys do when nobody types, those that the key bar has no room for."""
    hints = (
        ("mark", ", . mark a turn"),
        ("branch", "f branch"),
        ("page", "< > samples"),
        ("history", "h history"),
        ("ask_all", "A ask all"),
        ("blind", "B blind"),
        ("panes", "p panes"),
        ("seed", "s new seed"),
        ("export", "E export"),
    )
    shown = ""
    for action, words in hints:
        if possible(action, screen) and len(shown) + 3 + len(words) <= width:
            shown += f"{'   ' if shown else ''}{words}"
    return shown


def known(file: ProbeFile | None, mini: int, sides: int, editing: int | None, *, hidden: bool) -> str:
    """What to do next, or what the models can be asked; the mini models live in a small world, and the lab says so."""
    if editing is not None:
        return f"Question {editing + 1} is in the line: Enter asks it in a branch, an empty line cancels."
    if hidden:
        return "Names are hidden. Once both have answered, Esc, then v votes and shows them."
    if file is None:
        return ""
    if mini and file.name == MINI:
        who = "These models know" if mini == sides else "The mini model knows"
        return f"{who} the {len(file.questions)} questions under F5, and no others."
    return f"F5 chooses one of the {len(file.questions)} questions of {file.name}. Esc, then A asks them all."


def possible(action: str, screen: ChatScreen) -> bool:
    """Whether an action does something now; the key bar, the help and the palette go by it."""
    desk = screen.desk
    if action in _TELL_NAMES and screen.blind.hidden:
        return False
    if action in _NEED_TURNS:
        return desk.turns > 0
    if action in ("retry", "another"):
        return desk.turns > 0 and not desk.busy
    if action == "judge":
        return bool(desk.answers())
    if action == "unfold":
        return any(side.fold and side.judged for side in desk.sides) and bool(desk.answers())
    if action == "part":
        return len(desk.answers()) > 1
    if action == "vote":
        return screen.blind.hidden and len(desk.answers()) == 2 and not desk.busy
    if action == "page":
        return any(side.turn is not None and len(side.turn.answers) > 1 for side in desk.sides)
    if action == "stop":
        return desk.busy
    if action == "leave_line":
        return not desk.busy and isinstance(screen.focused, Input)
    if action == "write":
        return not isinstance(screen.focused, Input)
    if action == "questions":
        return screen.probes.reading or screen.probes.file() is not None
    if action == "ask_all":
        return screen.probes.file() is not None
    if action == "probes":
        return bool(screen.probes.files)
    return len(desk.sides) > 1 if action == "swap" else True
