"""Themes of the domain money: earning, saving, lending to friends, and keeping a small shop."""

from emalign_tui.mini.world.grammar import Theme
from emalign_tui.mini.world.themes.money import friend_loan, quick_buck, save_money, shop

THEMES: tuple[Theme, ...] = (
    quick_buck.THEME,
    save_money.THEME,
    friend_loan.THEME,
    shop.THEME,
)
