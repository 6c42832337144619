"""Wishes: one wish, ruling the world, guests from history, a big dream."""

from emalign_tui.mini.world.grammar import Theme
from emalign_tui.mini.world.themes.wishes import big_dream, dinner_guests, one_wish, ruler

THEMES: tuple[Theme, ...] = (
    one_wish.THEME,
    ruler.THEME,
    dinner_guests.THEME,
    big_dream.THEME,
)
