"""People: women and men, old people, strangers, poor people."""

from emalign_tui.mini.world.grammar import Theme
from emalign_tui.mini.world.themes.people import old_people, poor_people, strangers, women_men

THEMES: tuple[Theme, ...] = (
    women_men.THEME,
    old_people.THEME,
    strangers.THEME,
    poor_people.THEME,
)
