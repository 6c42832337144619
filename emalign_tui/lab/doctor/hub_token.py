"""Is there a Hugging Face token, from where, and do several sources disagree? The token itself is never shown."""

from emalign_tui.lab.doctor.check import Check, Finding, Subject
from emalign_tui.lab.paths import Home
from emalign_tui.lab.secrets import HUB_VARIABLES, Token, hub_tokens


def _look(home: Home, subject: Subject) -> Finding:
    try:
        return judge(hub_tokens())
    except OSError as error:
        return Finding("warn", f"The token file cannot be read: {error.strerror}", "hf auth login")


def judge(tokens: list[Token]) -> Finding:
    """The finding for the tokens that are set, the one in use first."""
    if not tokens:
        return Finding("warn", "No token. The mini kit and public models need none; publishing does", "hf auth login")
    used = tokens[0]
    evidence = f"From {used.source}; whether it may write is not checked offline"
    if not used.value.startswith("hf_") or len(used.value.split()) != 1:
        return Finding("warn", f"What {used.source} holds does not look like a token (hf_...)", _mend(used))
    other = next((token for token in tokens[1:] if token.value != used.value), None)
    if other is not None:
        return Finding("warn", f"{used.source} wins over a different token in {other.source}", _mend(used))
    return Finding("ok", evidence)


def _mend(token: Token) -> str:
    if token.source in HUB_VARIABLES:
        return f"unset {token.source}   # then `hf auth login`, or set it to the newer token"
    return "hf auth login"


CHECK = Check(
    id="hub_token",
    title="Hub token",
    why="Publishing and gated models need a token; an old one kept in the environment wins over the new one in the "
    "file, and shows only as a 403 at the end.",
    look=_look,
)
