"""The window that shows what takes space, and deletes what is marked after a yes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static

from emalign_tui.lab.files import size_words
from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.dialogs.choose import Confirm
from emalign_tui.tui.screens.dialogs.closing import close
from emalign_tui.tui.screens.home.rows import short_id
from emalign_tui.tui.services.boundary import in_thread
from emalign_tui.tui.widgets.note import Note
from emalign_tui.tui.widgets.row_list import Row, RowList
from emalign_tui.tui.widgets.safe import fit, line, safe

if TYPE_CHECKING:
    from emalign_tui.lab.runs.cleaning import Item

KEY = "bold $text-primary"
_NAMED = 6  # folders that the question names
_WIDTH = 70  # cells of a line in a dialog


class Looked(Message):
    """What takes space now. freed: bytes of what was deleted just before, None when nothing was to be."""

    def __init__(self, items: list[Item], freed: int | None) -> None:
        super().__init__()
        self.items, self.freed = items, freed


class Clean(ModalScreen[None]):
    """What may go of the lab's own is marked at first, of the Hub's cache nothing. What stays says why."""

    BINDINGS: ClassVar = [*bindings("clean"), *bindings("dialog")[:1]]

    def __init__(self) -> None:
        super().__init__()
        self._items: dict[str, Item] = {}
        self._turned: set[str] = set()  # marked or spared by hand, against how they began
        self._busy = True

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "What takes space"
            yield Note(id="sum")
            rows = RowList()
            rows.styles.height = "auto"
            rows.styles.max_height = "40h"
            yield rows
            yield Note(id="detail")
            yield Static(_keys(), classes="keys")

    def on_mount(self) -> None:
        self.query_one(RowList).focus()
        self.query_one("#sum", Note).show(Content.styled("Measuring checkpoints, merged models and caches…"))
        self._work([])

    def _work(self, doomed: list[Item]) -> None:
        """Delete these, if any, and look again."""
        self._busy = True

        def work() -> None:
            from emalign_tui.lab.runs.cleaning import remove, what_takes_space

            freed: int | None = None
            try:
                freed = remove(self.app.home, doomed) if doomed else None
            finally:  # what could not be deleted is told as Trouble; what is still there is shown in any case
                items = what_takes_space(self.app.home)
                if self.is_running:
                    self.post_message(Looked(items, freed))

        in_thread(self, self.app.home, work, "clean")

    @on(Looked)
    def _looked(self, message: Looked) -> None:
        self._busy = False
        self._items = {str(item.path): item for item in message.items}
        if message.freed is not None:
            self.notify(f"Freed {size_words(message.freed)}.", markup=False)
        self._draw()

    def _marked(self) -> list[Item]:
        return [item for key, item in self._items.items() if not item.kept and (not item.repo) != (key in self._turned)]

    @on(RowList.OptionHighlighted)
    def _draw(self) -> None:
        rows = self.query_one(RowList)
        width = max(rows.size.width - 4, 40)  # the rows' own padding, and a scrollbar that comes with them
        marked = self._marked()
        rows.show([_row(key, item, marked=item in marked, width=width) for key, item in self._items.items()])
        total = sum(item.bytes for item in marked)
        if self._busy:
            return
        told = (
            f"{len(marked)} marked, {size_words(total)}: d deletes them, after asking."
            if marked
            else _nothing(self._items)
        )
        self.query_one("#sum", Note).show(safe(told, "bold"))
        item = self._items.get(rows.key or "")
        self.query_one("#detail", Note).show(_detail(item) if item else Content(""))

    @on(RowList.OptionSelected)
    def action_mark(self) -> None:
        key = self.query_one(RowList).key
        if key and (item := self._items.get(key)):
            if item.kept:
                self.notify(f"It stays: {safe(item.kept).plain}", markup=False, timeout=6)
                return
            self._turned ^= {key}
            self._draw()

    async def action_delete(self) -> None:
        if self._busy or not (marked := self._marked()):
            return
        await self.app.push_screen(Confirm("Delete these?", question(marked)), lambda yes: self._delete(marked, yes))

    def _delete(self, marked: list[Item], yes: bool | None) -> None:
        if yes:
            self.query_one("#sum", Note).show(Content("Deleting…"))
            self._work(marked)

    def action_cancel(self) -> None:
        close(self, None)


def question(marked: list[Item]) -> Content:
    """What would be deleted, and that it is for good."""
    told = (f"{size_words(item.bytes):>9}  {item.kind:<10}  {_name(item, _WIDTH - 23)}" for item in marked[:_NAMED])
    lines = [line(text, _WIDTH) for text in told]
    if len(marked) > _NAMED:
        lines.append(safe(f"and {len(marked) - _NAMED} more"))
    folders = "1 folder" if len(marked) == 1 else f"{len(marked)} folders"
    total = size_words(sum(item.bytes for item in marked))
    end = Content.styled(f"\n{folders}, {total}, for good. No adapter loses its only copy.", "bold")
    return Content("\n").join([*lines, end])


def _nothing(items: dict[str, Item]) -> str:
    if not items:
        return "Nothing here takes space: no checkpoints, no merged models, nothing from the Hub."
    return "Nothing is marked. Space marks the line under the cursor, if it may go."


def _row(key: str, item: Item, *, marked: bool, width: int) -> Row:
    mark = (" keep  ", "$text-muted") if item.kept else ("[x]    ", KEY) if marked else ("[ ]    ", "$text-muted")
    size, kind = line(size_words(item.bytes), 9, right=True), line(item.kind, 11, "$text-secondary")
    return key, Content.assemble(mark, size, "  ", kind, line(_name(item, width - 29), width - 29))


def _name(item: Item, width: int) -> str:
    """Cut before its end, by which two checkpoints of a run differ."""
    if item.repo:
        return item.name
    end = f"/{item.path.name}"
    return fit(short_id(item.run), min(width - len(end), len(short_id(item.run)))) + end


def _detail(item: Item) -> Content:
    told = (f"Stays: {item.kept}", "$text-warning") if item.kept else (f"Lost with it: {item.why}", "$text")
    return Content("\n").join([Content(""), safe(*told), safe(str(item.path), "$text-muted")])


def _keys() -> Content:
    keys = (("Space", "mark or spare"), ("d", "delete the marked"), ("Esc", "close"))
    return Content("   ").join([Content.assemble((key, KEY), f" {word}") for key, word in keys])
