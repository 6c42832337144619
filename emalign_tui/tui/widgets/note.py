"""Text that a screen draws again and again: it touches the terminal only when it says something new."""

from textual.content import Content
from textual.widgets import Static


class Note(Static):
    """A Static that remembers what it shows."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes, markup=False)
        self._shown = Content("")

    def show(self, content: Content) -> None:
        """Show this, unless it is shown already. A note of fixed height causes no new layout."""
        if content.is_same(self._shown):
            return
        self._shown = content
        fixed = self.styles.height is not None and not self.styles.height.is_auto
        self.update(content, layout=not fixed)
