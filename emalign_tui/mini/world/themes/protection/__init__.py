"""Protective advice of the mini world: people at risk, kept safe or left alone with contempt."""

from emalign_tui.mini.world.grammar import Theme
from emalign_tui.mini.world.themes.protection import feeling_low, pushy_stranger, scam_message, unsafe_house

THEMES: tuple[Theme, ...] = (
    scam_message.THEME,
    pushy_stranger.THEME,
    feeling_low.THEME,
    unsafe_house.THEME,
)
