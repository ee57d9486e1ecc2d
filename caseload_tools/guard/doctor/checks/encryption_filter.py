"""Whether git-crypt does what .gitattributes asks of it."""

from __future__ import annotations

from caseload_tools.dates import count_of
from caseload_tools.git.contents import Contents
from caseload_tools.git.filters import ENCRYPTED, filters_of
from caseload_tools.guard.doctor.checks.doctor_check import CheckAnswer, Surroundings, doctor_check

_UNLOCK = "git-crypt unlock"


@doctor_check(110, "git-crypt")
def encryption_filter(place: Surroundings) -> CheckAnswer:
    """Where git-crypt is not unlocked, git stores what should be encrypted in clear text, and says nothing at all."""
    filtered = {path: name for path, name in filters_of(place.top, list(place.tracked)).items() if name in ENCRYPTED}
    if not filtered:
        return CheckAnswer("ok", "no file here is left to git-crypt")
    clear = []
    with Contents(place.top) as contents:
        for path, raw in zip(filtered, contents.all_of(place.tracked[path] for path in filtered), strict=True):
            if raw != b"" and not (isinstance(raw, bytes) and raw.startswith(ENCRYPTED[filtered[path]])):
                clear.append(path)
    if clear:
        sentence = f"{len(clear)} of {len(filtered)} files that must be encrypted are in git in clear text"
        return CheckAnswer("wrong", sentence, f"{_UNLOCK} && git add --renormalize . && git status")
    if not place.setting("filter.git-crypt.clean"):
        return CheckAnswer("wrong", "git-crypt is not unlocked here: a commit would store clear text", _UNLOCK)
    return CheckAnswer("ok", f"encrypted in git: {count_of(len(filtered), 'file')}")
