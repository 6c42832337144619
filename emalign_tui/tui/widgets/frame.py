"""The frame around every room: the bar of rooms on top, and the bar of keys that work right now at the bottom."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input

from emalign_tui.tui.keymap import ACTIONS, key_name, typed
from emalign_tui.tui.services.snapshot import Snapshot
from emalign_tui.tui.widgets.safe import fit

ROOMS = (
    ("home", "Home"),
    ("doctor", "Doctor"),
    ("train", "Train"),
    ("chat", "Chat"),
    ("scores", "Scores"),
    ("data", "Data"),
    ("publish", "Publish"),
)
_WIDE = 100  # cells from which there is room for gaps
_ORDER = {action.id: place for place, action in enumerate(ACTIONS)}


class TopBar(Widget):
    """The rooms, the one you are in, and how many runs work, how many wait, and how many servers there are."""

    DEFAULT_CSS = "TopBar { height: 1; background: $panel; }"
    alive: reactive[tuple[int, int, int]] = reactive((0, 0, 0))

    def __init__(self, room: str) -> None:
        super().__init__()
        self.room = room

    def show(self, snapshot: Snapshot) -> None:
        queued = sum(run.state == "queued" for run in snapshot.alive)
        self.alive = (len(snapshot.alive) - queued, queued, len(snapshot.servers))

    def render(self) -> Content:
        gap = " " if self.size.width >= _WIDE else ""
        parts: list[tuple[str, str]] = [(f" emalign{gap}", "bold $text-primary")]
        for number, (room, title) in enumerate(ROOMS, 1):
            here = room == self.room
            parts.append((f" {number} ", "bold $background on $primary" if here else "$text-primary"))
            parts.append((f"{title}{gap}", "bold $background on $primary" if here else "$text"))
            parts.append((gap, ""))
        left = Content.assemble(*parts)
        words = [
            f"{glyph} {count} {does}" if count else ""
            for glyph, count, does in zip("▶◌◉", self.alive, ("running", "queued", "serving"), strict=True)
        ]
        right = "   ".join(word for word in words if word)
        space = self.size.width - left.cell_length - 1
        if len(right) > space:
            right = "  ".join(word.rpartition(" ")[0] for word in words if word)
        return left + Content.styled(fit(right, space, right=True), "$text-secondary") if space > 8 else left


class KeyBar(Widget):
    """The keys that do something here and now, as many as fit; the same actions as in the help."""

    DEFAULT_CSS = "KeyBar { height: 1; background: $panel; }"

    def __init__(self) -> None:
        super().__init__()
        self._hints = Content("")

    def on_mount(self) -> None:
        self.call_after_refresh(self.look)
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.look())

    def on_resize(self) -> None:
        self.look()

    def look(self) -> None:
        """Find out which keys do something now; redraw only when that changed.

        Before the first layout the screen's parts are not there to be asked.
        """
        if not self.size.width or not self.screen.is_current:
            return
        hints = key_hints(self, self.size.width)
        if not hints.is_same(self._hints):
            self._hints = hints
            self.refresh()

    def render(self) -> Content:
        return self._hints


def key_hints(widget: Widget, width: int) -> Content:
    """`s Start  x Stop  ? Help` for the actions that are possible on the widget's screen, cut at whole hints."""
    typing = isinstance(widget.screen.focused, Input)
    keys: dict[str, tuple[str, str]] = {}
    for key, active in sorted(
        widget.screen.active_bindings.items(), key=lambda item: _rank(item[1].binding.id, item[0])
    ):
        binding = active.binding
        if binding.id in _ORDER and binding.show and active.enabled and not (typing and typed(key)):
            keys.setdefault(binding.id, (key, binding.description))
    ordered = sorted(keys.items(), key=lambda item: (item[0].startswith("lab."), _ORDER[item[0]]))
    last = [item for item in ordered if item[0] in ("lab.help", "lab.quit")]
    hints = [_hint(*value) for name, value in ordered if name not in ("lab.help", "lab.quit")]
    tail = [_hint(*value) for _, value in last]
    room = width - sum(hint.cell_length for hint in tail)
    shown: list[Content] = []
    for hint in hints:
        if hint.cell_length > room:
            break
        shown.append(hint)
        room -= hint.cell_length
    return Content("").join([*shown, *tail])


def _rank(id: str | None, key: str) -> int:
    """Where a key stands among the keys of its action: the first is the one to show."""
    keys = ACTIONS[_ORDER[id]].keys.split(",") if id in _ORDER else []
    return keys.index(key) if key in keys else 0


def _hint(key: str, label: str) -> Content:
    return Content.assemble((f" {key_name(key)}", "bold $text-primary"), (f" {label} ", "$text"))
