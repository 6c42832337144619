"""The one error a person sees: what happened, where, and what to do."""

from emalign_tui.lab.redaction import redact


class LabError(Exception):
    """Something a user can act on. Shown as one sentence on stderr, in the lab, or as `{"error": ...}` with --json.

    what: what happened. where: the file, line, key or address. do: the next step. exit_code: 1 when the answer is "no"
    or the work failed, 2 when the command was used wrongly. Keys and tokens are taken out of all three.
    """

    def __init__(self, what: str, *, where: str = "", do: str = "", exit_code: int = 1) -> None:
        self.what = redact(what)
        self.where = redact(where)
        self.do = redact(do)
        super().__init__(self.what)
        self.exit_code = exit_code

    @property
    def fact(self) -> str:
        """What happened and where, as a phrase: the sentence without its advice."""
        return f"{self.what.rstrip('.')} ({self.where})" if self.where else self.what

    def __str__(self) -> str:
        advice = f" {self.do}" if self.do else ""
        return f"{self.fact.rstrip('.')}.{advice}"

    def as_dict(self) -> dict[str, str]:
        return {"what": self.what, "where": self.where, "do": self.do}
