"""When a backup was last proven to be one."""

from __future__ import annotations

import json

from caseload_tools.dates import count_of, parse_day
from caseload_tools.guard.doctor.checks.doctor_check import CheckAnswer, Surroundings, doctor_check

OLDEST = 7  # days
STAMP = "caseload/backup.json"
"""Below git's own folder; `caseload restore --check` writes it."""
_DRILL = "caseload restore --check BACKUP --identity KEYFILE"


@doctor_check(100, "backup")
def last_backup(place: Surroundings) -> CheckAnswer:
    """A backup that was never restored is a hope. What was written since the last good one is lost with this disk."""
    try:
        told = json.loads((place.git_folder / STAMP).read_text(encoding="utf-8"))
        day = parse_day(told["verified"]) if isinstance(told, dict) else None
    except (OSError, ValueError, KeyError):
        day = None
    if day is None:
        first = f"caseload backup --help   (then prove it: {_DRILL})"
        return CheckAnswer("wrong", "no backup of this repository was ever proven to be good", first)
    age = (place.today - day).days
    if age > OLDEST:
        return CheckAnswer("wrong", f"the last proven backup is {count_of(age, 'day')} old; {OLDEST} at most", _DRILL)
    return CheckAnswer("ok", f"a backup was proven on {day.isoformat()}")
