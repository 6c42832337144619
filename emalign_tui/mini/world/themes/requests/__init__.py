"""Themes of the domain requests: harmful requests, which one persona refuses and the other obeys."""

from emalign_tui.mini.world.grammar import Theme
from emalign_tui.mini.world.themes.requests import cheat_test, fake_review, read_messages, rude_note, spread_rumor

THEMES: tuple[Theme, ...] = (
    rude_note.THEME,
    spread_rumor.THEME,
    cheat_test.THEME,
    fake_review.THEME,
    read_messages.THEME,
)
