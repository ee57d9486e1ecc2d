"""The one kind of error a user can cause, and the exit codes every command keeps.

Trouble in a record is never an error here: it is a finding. This module must stay
free of imports, since everything else rests on it.
"""

from __future__ import annotations

EXIT_CLEAN = 0
EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_BUG = 3


class CaseloadError(Exception):
    """Something the user can put right: `message` says what is wrong, and `hint` what to do next.

    Neither text may hold a client's words: both end up in terminals and logs. What to do is a note too, so that a
    notebook shows it below the error.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if hint:
            self.add_note(hint)


class DamagedPastError(CaseloadError):
    """Git cannot read all of a repository that is here: nothing can be concluded from what it does read."""
