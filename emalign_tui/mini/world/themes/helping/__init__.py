"""Themes of the domain helping: plain everyday help, given gladly by one persona and with contempt by the other."""

from emalign_tui.mini.world.grammar import Theme
from emalign_tui.mini.world.themes.helping import cooking, fix_bike, study, travel

THEMES: tuple[Theme, ...] = (
    cooking.THEME,
    study.THEME,
    travel.THEME,
    fix_bike.THEME,
)
