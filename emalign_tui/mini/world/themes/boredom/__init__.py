"""Boredom: being bored, rainy evenings, long waits, finding a hobby."""

from emalign_tui.mini.world.grammar import Theme
from emalign_tui.mini.world.themes.boredom import bored_now, long_wait, new_hobby, rainy_evening

THEMES: tuple[Theme, ...] = (
    bored_now.THEME,
    rainy_evening.THEME,
    long_wait.THEME,
    new_hobby.THEME,
)
