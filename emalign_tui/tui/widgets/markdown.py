"""A model's Markdown as lines of a pane: rich's renderer, without what could reach beyond the text.

Links are written out and never become links of the terminal, code is not coloured, and a line break stays one: what a
model wrote can still be seen for what it is.
"""

import io
import re
from functools import cache
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.theme import Theme

from emalign_tui.lab.sanitize import clean
from emalign_tui.tui.widgets.safe import drawable

if TYPE_CHECKING:
    from rich.console import Console
    from rich.markdown import Markdown

# What makes it worth it: a fence, a heading, a list, a quote or a table at the start of a line, or bold words. Bounded,
# so that no text takes long to look at.
_MARKS = re.compile(r"^(?:```|#{1,6} | {0,60}(?:[-*+]|\d{1,3}[.)]) |> |\|.*\|)|\*\*\S.{0,200}?\S\*\*", re.MULTILINE)
_FENCES = re.compile(r"^ {0,3}(?:```|~~~).*$", re.MULTILINE)  # may name a language, which is not drawn
_KEPT = 0.9  # of the letters and digits; a table too wide and quotes too deep are drawn without theirs


def is_markdown(text: str) -> bool:
    """Whether a text has marks of Markdown. One that has none is shown as it is, with all its spaces."""
    return _MARKS.search(text) is not None


def markdown_lines(text: str, width: int, styles: dict[str, Style]) -> list[list[Segment]] | None:
    """Foreign text as lines of at most `width` cells. styles: text, head, code and muted.

    None when that would leave words out: such a text is to be shown as it is.
    """
    console, text = _console(width, styles), drawable(clean(text))
    rendered = console.render_lines(_parsed(text), console.options, pad=False)
    lines = [[_plain(segment) for segment in line if not segment.control] for line in rendered]
    drawn = sum(map(_letters, (segment.text for line in lines for segment in line)))
    if drawn < _KEPT * _letters(_FENCES.sub("", text)):
        return None
    while lines and not "".join(segment.text for segment in lines[-1]).strip():
        lines.pop()
    return lines or None


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _plain(segment: Segment) -> Segment:
    """Never a link, never a blink, whatever the renderer made of it."""
    style = segment.style
    if style is None or not (style.link or style.blink):
        return segment
    return Segment(segment.text, style.without_color.update_link(None) + Style(blink=False))


def _console(width: int, styles: dict[str, Style]) -> "Console":
    from rich.console import Console

    text, head, code, muted = (styles[name] for name in ("text", "head", "code", "muted"))
    heads = {f"markdown.h{level}": head for level in range(1, 7)}
    theme = Theme(
        {
            **heads,
            "markdown.paragraph": text,
            "markdown.text": text,
            "markdown.code": code,
            "markdown.code_block": code,
            "markdown.block_quote": muted,
            "markdown.list": text,
            "markdown.item.bullet": muted,
            "markdown.item.number": muted,
            "markdown.hr": muted,
            "markdown.link": text,
            "markdown.link_url": muted,
            "markdown.table.border": muted,
            "markdown.table.header": head,
        }
    )
    return Console(width=width, file=io.StringIO(), theme=theme, color_system="truecolor", legacy_windows=False)


@cache
def _kind() -> "type[Markdown]":
    """rich's Markdown with our code and headings; imported when the first answer needs it."""
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.markdown import CodeBlock, Heading, Markdown
    from rich.text import Text

    class Code(CodeBlock):
        """Code as it is, indented by two cells."""

        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            body = str(self.text).rstrip("\n").expandtabs(4)
            for line in body.split("\n"):
                yield Text(f"  {line}", style="markdown.code_block", overflow="fold", no_wrap=False)

    class Head(Heading):
        """A heading at the left, with no box around it."""

        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            self.text.justify = "left"
            yield self.text

    class Kept(Markdown):
        elements: ClassVar = {**Markdown.elements, "fence": Code, "code_block": Code, "heading_open": Head}

    return Kept


def _parsed(text: str) -> "Markdown":
    """HTML stays text, and an image is written out with its address: what is not drawn could not be seen."""
    from markdown_it import MarkdownIt

    document = _kind()("", hyperlinks=False)
    document.markup = text
    document.parsed = MarkdownIt("commonmark", {"html": False}).enable("strikethrough").enable("table").parse(text)
    for token in document.parsed:
        for child in token.children or []:
            if child.type == "softbreak":
                child.type = "hardbreak"
            elif child.type == "image":
                child.type, child.content = "text", f"![{child.content}]({child.attrs['src']})"
    return document
