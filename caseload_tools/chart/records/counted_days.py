"""Days that are counted from the record's own: `next: in 3 weeks`, `check_by: in 30 days`, `due: tomorrow`.

Of what is still to come alone; what has happened has a day of its own. It is always reported, with the very date to
write, which `fix` writes, and clocks go by it meanwhile. `next Tuesday` is one of two days, and stays unread.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date as Day
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from caseload_tools.dates import WEEKDAYS, add_months, parse_day
from caseload_tools.text.front_matter.marks import KeyPath
from caseload_tools.text.language.patterns import late_pattern

# By key, or by key and key in a list, how many years from today a day that is still to come may lie at most.
AHEAD: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys(("next", "next_review", "reassess_on", "review_on", "check_by", "fee_review_on"), 5),
        **dict.fromkeys(("due", "decisions/due", "follow_up/due"), 5),
        **dict.fromkeys(("for_meeting", "effective", "period", "enrolments/from"), 5),
        **dict.fromkeys(("end", "check_ins_until", "enrolments/to", "objectives/target_date"), 10),
        "expires": 20,
    }
)
_STATED = ("expires", "effective")
"""What an agreement or a policy lasts, or holds from, is stated by whoever signs it, and counted from no other day."""
_LONGEST = 730
"""Days: what would lie further ahead than two years is a slip."""
_NUMBERS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_LENGTH = late_pattern(
    rf"(?:in )?(\d{{1,3}}|an?|{'|'.join(_NUMBERS[1:])}) "
    r"?(d|days?|w|wks?|weeks?|fortnights?|mos?|mths?|months?|y|yrs?|years?)"
    r"(?:['’]s?)?(?: time| later| from (?:now|today|here))?\.?\Z",
    re.ASCII,
)
_WEEKDAY = late_pattern(
    r"(?:(next|this|on|coming) )?(mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|r|rs|rsday|urday)?\.?\Z", re.ASCII
)


def counted_days(path: KeyPath, value: object, data: Mapping[str, Any]) -> tuple[Day, ...]:
    """The day that a text means, counted from that of its record, or the two that it may mean; none for other texts."""
    key = "/".join(step for step in path if isinstance(step, str))
    start = parse_day(data.get("date")) if key in AHEAD and key not in _STATED and isinstance(value, str) else None
    if start is None:
        return ()
    words = " ".join(str(value).casefold().split())
    try:
        found = _after(words, start) or _weekdays(words, start)
    except (OverflowError, ValueError):  # a record of the last years there are
        return ()
    return found if all((day - start).days <= _LONGEST for day in found) else ()


def _after(words: str, start: Day) -> tuple[Day, ...]:
    if words in ("today", "tomorrow"):
        return (start + timedelta(days=words == "tomorrow"),)
    found = _LENGTH.match(words)
    if found is None:
        return ()
    said, unit = found.groups()
    amount = int(said) if said.isdigit() else 1 if said in ("a", "an") else _NUMBERS.index(said)
    if not amount:
        return ()
    if unit[0] in "my":
        return (add_months(start, amount * (12 if unit[0] == "y" else 1)),)
    return (start + timedelta(days=amount * {"d": 1, "w": 7, "f": 14}[unit[0]]),)


def _weekdays(words: str, start: Day) -> tuple[Day, ...]:
    """`Tuesday` is the first one after; `next Tuesday`, and the weekday of the record itself, may be another."""
    found = _WEEKDAY.match(words)
    if found is None:
        return ()
    wanted = [each.casefold() for each in WEEKDAYS].index(found[2])
    days, week = timedelta(days=(wanted - start.weekday()) % 7), timedelta(days=7)
    if not days:
        return (start + week,) if found[1] == "next" else (start, start + week)
    return (start + days, start + days + week) if found[1] == "next" else (start + days,)
