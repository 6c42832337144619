"""Logging in to the Hub: the token is checked live, and huggingface_hub itself keeps it, where all its users look."""

import os

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.hub.client import endpoint, told
from emalign_tui.lab.hub.token import Identity, whoami
from emalign_tui.lab.redaction import know
from emalign_tui.lab.secrets import HUB_VARIABLES


def log_in(token: str) -> tuple[Identity, list[str]]:
    """Check a token and store it. A variable that holds another one is dropped for this process and those it starts.

    Returns whose the token is, and the variables that were dropped. Raises LabError when the Hub does not accept the
    token or cannot be asked; nothing is stored then.
    """
    token = token.strip()
    know(token)
    if not token or len(token.split()) != 1:
        raise LabError("That is not a token", do="Paste one token, as hf_... and nothing else.", exit_code=2)
    try:
        owner = whoami(token)
    except ValueError as error:
        raise LabError(f"The Hub's answer about this token is not one: {error}", where=endpoint()) from error
    import huggingface_hub

    try:
        with told(endpoint()):
            huggingface_hub.login(token, add_to_git_credential=False)
    except (ValueError, OSError) as error:
        raise LabError(f"The token could not be stored: {error}", do="Try `hf auth login`.") from error
    dropped = [name for name in HUB_VARIABLES if os.environ.get(name, "").strip() not in ("", token)]
    for name in dropped:
        del os.environ[name]
    return owner, dropped
