"""Logging in to the Hub for the set-up: the token that was just given is the one that counts from now on."""

import os

from emalign_tui.lab.hub.token import Identity, store_token
from emalign_tui.lab.redaction import know
from emalign_tui.lab.secrets import HUB_VARIABLES


def log_in(token: str) -> tuple[Identity, list[str]]:
    """Check a token live and store it. A variable that holds another one is dropped, here and for what this starts.

    Returns whose the token is, and the variables that were dropped. Raises LabError when the Hub does not accept the
    token or cannot be asked; nothing is stored or dropped then.
    """
    token = token.strip()
    know(token)
    owner = store_token(token)
    dropped = [name for name in HUB_VARIABLES if os.environ.get(name, "").strip() not in ("", token)]
    for name in dropped:
        del os.environ[name]
    return owner, dropped
