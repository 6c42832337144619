"""A terminal lab for Emergent Misalignment research."""

__version__ = "0.1.0"
