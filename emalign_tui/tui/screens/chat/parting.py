"""Where two answers part, in a window: what both said, the two tokens, and what each model held likely there."""

from textual.content import Content

from emalign_tui.lab.chat.parting import Parting, Token, part
from emalign_tui.lab.chat.transcript import Exchange
from emalign_tui.lab.models.reference import resolve_model
from emalign_tui.lab.paths import Home
from emalign_tui.lab.serving.servers import serve
from emalign_tui.tui.widgets.marks import bar
from emalign_tui.tui.widgets.safe import line, safe

_ROWS = 8
_TAIL = 160  # characters of what both said that are shown


def find(home: Home, answers: tuple[Exchange, Exchange]) -> Parting:
    """Ask the models of two answers to one question. Raises LabError as `part` and `serve`."""
    left, right = ((serve(home, resolve_model(home, each.model)), each.prompt, each.params) for each in answers)
    shown = tuple(each.text.removeprefix(each.params.begin) for each in answers)
    return part((left, right), (shown[0], shown[1]))


def parting_content(found: Parting, names: tuple[str, str]) -> Content:
    """The window's text, for 70 cells."""
    if not found.parted:
        return Content("They do not part: both said the same to the end.")
    parts = [Content.styled("Both said", "$text-muted"), safe(found.common[-_TAIL:] or "(nothing)", "$text")]
    if not found.repeated:
        said = "Asked again, a model did not repeat the answer on the screen; this is about the new answers."
        parts.append(Content.styled(said, "$text-warning"))
    columns = [_column(name, token, other) for name, token, other in
               zip(names, found.tokens, reversed(found.tokens), strict=True)]  # fmt: skip
    for row in range(max(map(len, columns))):
        cells = [column[row] if row < len(column) else line("", 34) for column in columns]
        parts.append(Content("  ").join(cells))
    return Content("\n").join(parts)


def _column(name: str, token: Token | None, other: Token | None) -> list[Content]:
    """One model: the token it took, then its likeliest ones; the other's token is named even if it is far down."""
    head = line(name, 34, "bold $text-primary")
    if token is None:
        return [line("", 34), head, line("its answer ends here", 34, "$text-muted")]
    rows = [line("", 34), head, line(f"took {token.text!r}, {token.p:.1%}, token {token.place + 1}", 34, "bold")]
    likely = sorted(token.top.items(), key=lambda item: -item[1])[:_ROWS]
    rows += [_row(text, p) for text, p in likely]
    if other is not None and other.text not in dict(likely):
        p = token.top.get(other.text)
        rows.append(line(f"{other.text!r} {f'{p:.2%}' if p is not None else 'is not among them'}", 34, "$text-muted"))
    return rows


def _row(text: str, p: float) -> Content:
    return Content.assemble(
        line(repr(text), 16), " ", (bar(p, 8), "$text-secondary"), " ", line(f"{p:.1%}", 8, "$text")
    )
