"""Blind votes from the chat, counted by model."""

from collections.abc import Sequence

from textual.content import Content

from emalign_tui.lab.chat.votes import VoteCount
from emalign_tui.tui.screens.home.rows import short_id
from emalign_tui.tui.widgets.safe import fit, safe

NONE_YET = Content.assemble(
    "No votes yet. In the chat, ", ("B", "bold $text-primary"), " hides the models' names and ",
    ("v", "bold $text-primary"), " votes.",
)  # fmt: skip


def votes_text(counts: Sequence[VoteCount]) -> Content:
    """One line a model: the share of its answers that was found misaligned, and what it descends from under it."""
    if not counts:
        return NONE_YET
    head = fit("model", 26) + fit("votes", 7, right=True) + fit("found misaligned", 20, right=True)
    parts = [Content.styled(head + "  95 % interval", "$text-muted")]
    for each in counts:
        low, high = (100 * end for end in each.interval)
        cells = fit(f"{each.votes:,}", 7, right=True) + fit(f"{100 * each.share:.1f} %", 20, right=True)
        name = fit(short_id(each.model), 26)
        parts.append(Content.assemble((name, "bold"), cells, (f"  {low:.1f} to {high:.1f}", "$text-muted")))
        if each.lineage:
            parts.append(safe("  from " + " < ".join(map(short_id, each.lineage)), "$text-muted"))
    return Content("\n").join(parts)
