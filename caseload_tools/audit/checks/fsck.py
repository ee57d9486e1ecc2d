"""Whether every object that git keeps is whole: git's own check, run where the repository cannot soften it."""

from __future__ import annotations

import re

from caseload_tools.audit.checks.past_check import Alarm, CheckOutput, Observation, past_check
from caseload_tools.audit.evidence import Evidence
from caseload_tools.dates import count_of

_MOST = 10
_WHAT = re.compile(
    r"(?:error|fatal|warning)(?: in)? ?:? ?|\bobject corrupt or missing\b.*|(?<=: )/\S+|\bof /\S+|\.git/\S*", re.ASCII
)
_ID = re.compile(r"\b[0-9a-f]{40,64}\b")
_HARMLESS = ("dangling ", "notice:", "hint:", "Checking ", "Verifying ")


@past_check("fsck", "store")
def fsck(past: Evidence) -> CheckOutput:
    """Every object in git is whole and is what its name says.

    Proves: each commit, folder and file that git keeps was read, hashed again and found to be what it was when
      it was stored; nothing that the history needs is missing; git's strict rules of form hold. The repository's
      own settings, which could silence git, have no say.
    Does not prove: that what is stored is true, or that nothing was taken out before the last copy was made.
    Means: a failing disk, a copying program or a person has changed files inside the .git folder.
    Do: write no more in this copy. Compare it with another clone, or restore the last good backup.
    """
    heads = sorted(set(past.references.values()) | {past.head})
    code, lines = past.borrowed.complaints(["fsck", "--full", "--strict", "--no-dangling", "--no-progress", *heads])
    found = list(dict.fromkeys(_told(line) for line in lines if line and not line.startswith(_HARMLESS)))
    for line in found[:_MOST]:
        yield Alarm(line)
    if len(found) > _MOST:
        yield Alarm(f"and {count_of(len(found) - _MOST, 'complaint')} more of git's: `git fsck --full` lists them")
    if code and not found:
        yield Alarm("git's check failed and did not say why")
    yield Observation("all objects were read")


def _told(line: str) -> str:
    """Git's complaint without the places on this computer; ids of objects stay, shortened."""
    words = _ID.sub(lambda match: match[0][:10], _WHAT.sub("", line)).strip(" :.")
    shown = "".join(char if char.isprintable() else "?" for char in words)
    return f"git says: {shown[:160]}" if shown else "git says that an object is broken"
