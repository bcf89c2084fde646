"""The one family of errors. A message says what went wrong, where, and how to mend it.

Exit codes follow docs/reference/commands.md: 1 the answer is no, 2 bad input or settings.
"""


class ForbearError(Exception):
    """Base of every error that Forbear raises on purpose.

    `what` is one clear sentence; `where` names the file, row, field or setting; `mend` says what to do.
    `retry` is true only where doing the same thing again later may help.
    """

    exit_code = 1
    retry = False

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        self.what, self.where, self.mend = what, where, mend
        super().__init__(str(self))

    def __str__(self) -> str:
        where = f"{self.where}: " if self.where else ""
        mend = f" {self.mend}" if self.mend else ""
        return f"{where}{self.what}{mend}"


class BadInput(ForbearError):
    """A file, row, argument or setting that cannot be used as it is; nothing was changed."""

    exit_code = 2


class Refused(ForbearError):
    """The act was judged and may not happen."""


class Unavailable(ForbearError):
    """Something outside did not answer; the same call may succeed later."""

    retry = True
