"""A list of rows with hjkl and arrows: the one list widget of the lab."""

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from emalign_tui.tui.keymap import bindings

Row = tuple[str | None, Content]  # key (None for a heading, which the cursor skips) and what is shown


class RowList(OptionList, inherit_bindings=False):
    """Rows with a cursor that stays on its key when the rows change, and redraws nothing when they do not."""

    BINDINGS = bindings("list")
    DEFAULT_CSS = """
    RowList { border: none; padding: 0; background: $background; height: 1fr; overflow-x: hidden; }
    RowList:focus { border: none; background-tint: transparent; }
    RowList > .option-list--option { padding: 0 1; }
    RowList > .option-list--option-disabled { color: $text-muted; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes, markup=False)
        self._rows: list[Row] = []

    @property
    def key(self) -> str | None:
        """The key of the row under the cursor."""
        return self._rows[self.highlighted][0] if self.highlighted is not None and self._rows else None

    def show(self, rows: Sequence[Row]) -> None:
        """Draw these rows. Only what differs is redrawn; the cursor stays on the row it was on."""
        rows = list(rows)
        before, self._rows = self._rows, rows
        if [key for key, _ in before] == [key for key, _ in rows]:
            for index, ((_, old), (_, new)) in enumerate(zip(before, rows, strict=True)):
                if not old.is_same(new):
                    self.replace_option_prompt_at_index(index, new)
            return
        index = self.highlighted
        at = before[index][0] if index is not None and index < len(before) else None
        with self.prevent(OptionList.OptionHighlighted):
            self.clear_options()
            self.add_options([Option(content, disabled=key is None) for key, content in rows])
            self.go_to(at)
        if self.key != at or at is None:
            self._announce()

    def go_to(self, key: str | None) -> None:
        """Put the cursor on a key. If the key is not there, a cursor that is nowhere goes to the first row."""
        keys = [row_key for row_key, _ in self._rows]
        if key is not None and key in keys:
            self.highlighted = keys.index(key)
        elif self.highlighted is None:
            self.highlighted = next((i for i, row_key in enumerate(keys) if row_key is not None), None)

    def _announce(self) -> None:
        if self.highlighted is not None:
            self.post_message(
                self.OptionHighlighted(self, self.get_option_at_index(self.highlighted), self.highlighted)
            )
