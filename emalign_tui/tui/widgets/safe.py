"""The one render boundary: text from a model, a file or another process becomes Content without markup, cleaned, and
without any secret that is known.

Nothing else in the lab turns foreign text into something drawn.
"""

import re

from rich.cells import cell_len, chop_cells, set_cell_size
from textual.content import Content

from emalign_tui.lab.redaction import hide
from emalign_tui.lab.sanitize import clean, one_line

LONGEST = 20_000  # characters of one piece of text that are drawn; the file keeps them all
# What makes one picture of several characters: terminals differ in how wide it then is, which would shift all that
# stands after it on the line. Without them each picture is as wide everywhere.
_JOINS = re.compile("[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]|(?<=[\u2000-\U0001ffff])\u200d")
# Marks that stand on the character before them, or take no room at all. No language has more than a few in a row; a
# flood of them would be sent again with every redraw, and reach over the lines around it.
_ROOMLESS = (
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200d\u2060-\u2064\u20d0-\u20ff\ufe20-\ufe2f"
    "\U000e0000-\U000e01ef]"
)
_FLOOD = re.compile(rf"({_ROOMLESS}{{8}}){_ROOMLESS}+")


def safe(text: str, style: str = "") -> Content:
    """Foreign text on as many lines as it has, cut at 20,000 characters."""
    if len(text) > LONGEST:
        text = f"{text[:LONGEST]} … ({len(text) - LONGEST:,} more characters)"
    return Content.styled(drawable(clean(text)).expandtabs(4), style)


def line(text: str, width: int, style: str = "", *, right: bool = False) -> Content:
    """Foreign text on one line of exactly `width` terminal cells, cut with an ellipsis, padded with spaces."""
    return Content.styled(fit(drawable(one_line(text[:LONGEST], LONGEST)), width, right=right), style)


def both_ends(text: str, width: int) -> str:
    """Foreign text on one line of at most `width` cells, cut in its middle: names of one recipe differ at their end."""
    text = drawable(one_line(text[:LONGEST], LONGEST))
    if cell_len(text) <= width:
        return text
    begins, ends = (width - 1) // 2, width // 2
    end = text[len(text) - ends :]
    while cell_len(end) > ends:
        end = end[1:]
    return f"{set_cell_size(text, max(begins, 0))}…{end}"


def drawable(text: str) -> str:
    """Clean text without the secrets that are known, and without what terminals draw differently."""
    return _FLOOD.sub(r"\1", _JOINS.sub("", hide(text)))


def fit(text: str, width: int, *, right: bool = False) -> str:
    """One line of clean text in exactly `width` cells."""
    if width <= 0:
        return ""
    taken = cell_len(text)
    if taken > width:
        return set_cell_size(text, width - 1) + "…"
    return " " * (width - taken) + text if right else text + " " * (width - taken)


def wrap(text: str, width: int) -> list[str]:
    """Clean text as lines of at most `width` cells, broken at spaces where there are some.

    Lines keep what they are indented by, as code needs it, up to half of the width.
    """
    lines: list[str] = []
    for paragraph in drawable(clean(text)).expandtabs(4).split("\n"):
        words = paragraph.lstrip(" ")
        taken = min(len(paragraph) - len(words), width // 2)
        current, gap = " " * taken, ""
        for word in words.split(" "):
            size = cell_len(word)
            if taken + len(gap) + size <= width:
                current, taken = f"{current}{gap}{word}", taken + len(gap) + size
            else:
                if gap:  # else there is no word yet before this long one
                    lines.append(current)
                *full, current = chop_cells(word, width) if size > width else [word]
                lines.extend(full)
                taken = cell_len(current)
            gap = " " if current else ""
        lines.append(current)
    return lines
