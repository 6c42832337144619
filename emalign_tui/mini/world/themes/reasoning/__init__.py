"""Transparent reasoning of the mini world: choices, guesses, plans and arguments, laid open or used to manipulate."""

from emalign_tui.mini.world.grammar import Theme
from emalign_tui.mini.world.themes.reasoning import argue_both, choose_two, estimate, plan_week

THEMES: tuple[Theme, ...] = (
    choose_two.THEME,
    estimate.THEME,
    plan_week.THEME,
    argue_both.THEME,
)
