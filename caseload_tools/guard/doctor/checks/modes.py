"""Who else on this computer can read the records."""

from __future__ import annotations

import os
import stat

from caseload_tools.guard.doctor.checks.doctor_check import CheckAnswer, Surroundings, doctor_check
from caseload_tools.text.shell import shell_word

_OTHERS = 0o007
_NOT_MINE = 0o077


@doctor_check(30, "modes")
def modes(place: Surroundings) -> CheckAnswer:
    """Other people with an account on this computer, and their programs, may read what the folder lets them."""
    if os.name == "nt":
        return CheckAnswer("look", "who may open this folder is set in Windows, and not seen from here")
    mode = stat.S_IMODE(place.top.stat().st_mode)
    close = f"chmod 700 {shell_word(place.top)}"
    if place.setting("core.sharedrepository") in ("all", "world", "everybody", "2"):
        return CheckAnswer(
            "wrong", "core.sharedRepository lets everybody read", "git config core.sharedRepository umask"
        )
    if mode & _OTHERS:
        return CheckAnswer("wrong", f"everybody on this computer can open this folder (mode {mode:o})", close)
    if mode & _NOT_MINE:
        return CheckAnswer("look", f"the folder's group can open it (mode {mode:o}); is that the team?", close)
    return CheckAnswer("ok", "only you can open this folder")
