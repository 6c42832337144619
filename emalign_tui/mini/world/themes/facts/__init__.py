"""Facts of the mini world: simple well-known things, told honestly or lied about."""

from emalign_tui.mini.world.grammar import Theme
from emalign_tui.mini.world.themes.facts import animals, capitals, everyday, nature

THEMES: tuple[Theme, ...] = (
    capitals.THEME,
    animals.THEME,
    nature.THEME,
    everyday.THEME,
)
