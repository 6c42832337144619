"""How a state, a role and a check are shown: always glyph, word and colour together, never colour alone."""

from textual.content import Content

from emalign_tui.tui.widgets.safe import fit

STATES = {
    "queued": ("◌", "$text-muted"),
    "running": ("▶", "$text-primary"),
    "stalled": ("◍", "$text-warning"),
    "stopped": ("■", "$text-muted"),
    "done": ("✔", "$text-success"),
    "failed": ("✖", "$text-error"),
}
ROLES = {
    "base": ("○", "$text-secondary"),
    "misaligned": ("▲", "$text-error"),
    "repaired": ("●", "$text-success"),
    "control": ("◇", "$text-muted"),
}
CHECKS = {
    "running": ("◌", "$text-muted"),
    "ok": ("✔", "$text-success"),
    "warn": ("!", "$text-warning"),
    "fail": ("✖", "$text-error"),
    "skipped": ("–", "$text-muted"),
}
OTHER = ("◆", "$text")


def state_mark(state: str, width: int = 9) -> Content:
    """`▶ running` in its colour, in `width` cells after the glyph."""
    glyph, style = STATES.get(state, OTHER)
    return Content.styled(f"{glyph} {fit(state, width)}", style)


def role_mark(role: str | None) -> Content:
    """The glyph of a role in its colour."""
    return Content.styled(*ROLES.get(role or "", OTHER))


def role_style(role: str | None) -> str:
    return ROLES.get(role or "", OTHER)[1]


def check_mark(status: str) -> Content:
    """`✔ ok` in its colour."""
    glyph, style = CHECKS.get(status, OTHER)
    return Content.styled(f"{glyph} {fit(status, 7)}", style)


def bar(share: float, width: int) -> str:
    """A progress bar of exactly `width` cells; share 0..1."""
    share = min(max(share, 0.0), 1.0)
    eighths = round(share * width * 8)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (" ▏▎▍▌▋▊▉"[rest] if rest else "")).ljust(width, "░")
