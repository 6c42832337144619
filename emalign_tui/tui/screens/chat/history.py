"""Kept conversations as rows."""

from collections.abc import Sequence

from textual.content import Content

from emalign_tui.lab.chat.history import Conversation, when
from emalign_tui.tui.screens.home.rows import short_id
from emalign_tui.tui.widgets.row_list import Row
from emalign_tui.tui.widgets.safe import line


def conversation_rows(conversations: Sequence[Conversation], width: int) -> list[Row]:
    """One row each, by its file's name: when, how many answers, its first question, its models."""
    rows: list[Row] = []
    for each in conversations:
        models = " | ".join(short_id(model) for model in each.models)
        room = max(width - 12 - 5 - 17 - 3, 10)
        rows.append(
            (
                each.path.name,
                Content.assemble(
                    (when(each.at), "$text-muted"), f" {each.answers:>4} ", line(each.title, room), " ",
                    line(models, 17, "$text-muted"),
                ),
            )
        )  # fmt: skip
    return rows
