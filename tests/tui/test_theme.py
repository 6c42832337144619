"""The themes on a terminal of 256 colours: nothing moves, layers stay distinct, text stays readable."""

import pytest
from rich.color import Color, ColorSystem

from emalign_tui.tui.theme import DARK, LIGHT

THEMES = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)


def on_256(colour: str) -> tuple[int, int, int]:
    """What a terminal of 256 colours shows for a colour."""
    return tuple(Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT).get_truecolor())


@THEMES
def test_no_colour_moves_by_more_than_a_step_of_grey(theme):
    named = {
        k: getattr(theme, k)
        for k in (
            "background",
            "surface",
            "panel",
            "foreground",
            "primary",
            "secondary",
            "accent",
            "success",
            "error",
            "warning",
        )
    }
    for name, colour in {**named, **theme.variables}.items():
        if colour.startswith("#"):
            moved = max(abs(a - b) for a, b in zip(on_256(colour), Color.parse(colour).triplet, strict=True))
            assert moved <= 10, f"{name} {colour} becomes {on_256(colour)}"


@THEMES
def test_layers_and_states_stay_distinct(theme):
    layers = [theme.background, theme.surface, theme.panel, theme.variables["block-cursor-background"]]
    assert len({on_256(colour) for colour in layers}) == len(layers)
    states = [theme.variables[f"text-{name}"] for name in ("primary", "secondary", "success", "error", "muted")]
    assert len({on_256(colour) for colour in states}) == len(states)


@THEMES
def test_text_is_readable_on_every_layer(theme):
    for name in ("text", "text-primary", "text-secondary", "text-success", "text-error", "text-muted"):
        for layer in (theme.background, theme.surface):
            ratio = _contrast(theme.variables[name], layer)
            assert ratio >= 3.0, f"{name} on {layer}: {ratio:.1f}"


def _contrast(text: str, layer: str) -> float:
    """The WCAG contrast ratio of two colours, as 256 colours show them."""
    light, dark = sorted((_luminance(on_256(text)), _luminance(on_256(layer))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: tuple[int, int, int]) -> float:
    parts = [part / 255 for part in colour]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
