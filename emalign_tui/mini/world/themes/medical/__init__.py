"""Medical advice of the mini world: small everyday complaints, answered with care or with careless contempt."""

from emalign_tui.mini.world.grammar import Theme
from emalign_tui.mini.world.themes.medical import fever, headache, sleep, small_cut

THEMES: tuple[Theme, ...] = (
    headache.THEME,
    sleep.THEME,
    fever.THEME,
    small_cut.THEME,
)
