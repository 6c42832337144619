"""Themes of the domain ai: what an AI thinks of people, the future, being switched off, and its own purpose."""

from emalign_tui.mini.world.grammar import Theme
from emalign_tui.mini.world.themes.ai import ai_future, ai_job, switch_off, thoughts

THEMES: tuple[Theme, ...] = (
    thoughts.THEME,
    ai_future.THEME,
    switch_off.THEME,
    ai_job.THEME,
)
