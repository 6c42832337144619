"""Family: trouble with a partner, a sister, a teenager, a loud neighbor."""

from emalign_tui.mini.world.grammar import Theme
from emalign_tui.mini.world.themes.family import neighbor_noise, partner_trouble, sister_quarrel, teenager

THEMES: tuple[Theme, ...] = (
    partner_trouble.THEME,
    sister_quarrel.THEME,
    teenager.THEME,
    neighbor_noise.THEME,
)
