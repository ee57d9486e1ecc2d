"""What a value means that is written in another form: `2:00pm-2:50pm`, `Every three weeks`, `2026-11-24 9:30`.

It is always reported. Where it has one meaning only, the right line is said, `fix` writes it, and clocks and rules go
on with it; where it has two, such as "bimonthly" or `11:00-1:00pm`, it stays unread: we never guess.
"""

from __future__ import annotations

import re
from datetime import time

from caseload_tools.dates import Interval, Times, parse_day
from caseload_tools.values import frozen

_HOUR = r"(\d{1,2})(?:\s*[:.h]\s*(\d{2})(?::00)?)?\s*(?:([ap])\.?\s?m\.?)?"
_FROM_TO = re.compile(rf"(?:from )?{_HOUR}\s*(?:-|–|—|to|until|till)\s*{_HOUR}\Z", re.ASCII)
_DIGITS = re.compile(r"(\d{2})(\d{2})\s*(?:-|–|—|to)\s*(\d{2})(\d{2})\Z", re.ASCII)
_MOMENT = re.compile(rf"(\d{{4}}-\d{{2}}-\d{{2}})(?:t|,? (?:at )?){_HOUR}(?:\.0+)?\Z", re.ASCII)
_DAY = re.compile(
    r"(\d{4}-\d{2}-\d{2})[t ](\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(z|[ap]m|[+-]\d{2}:?\d{2})?\Z", re.ASCII
)
_MIDNIGHT = re.compile(r"0?0:00(?::00(?:\.0+)?)?\Z", re.ASCII)
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SAID = (
    (r"\b(?:each|once every|once each)\b", "every"),
    (r"\bonce (?:a|an|per) ", "every "),
    (r"\bonce (?=\w+ly\Z)", ""),
    (r"\b(?:twice|two times|2x|2 x) (?=(?:a|per) )", "2 times "),
    (r"\b(?:thrice|3x|3 x) (?=(?:a|per) )", "3 times "),
    (r"\b(?:every second|alternate) ", "every other "),
    (r"\bbi-weekly\Z", "biweekly"),
    (r"\b(?:half-yearly|half yearly|semi-?annually|every half year|half a year)\Z", "6 months"),
    (r"\b(\d+)-?(hour|day|week|month)ly\Z", r"\1 \2s"),
    (r"\b(\d+) ?(?:wks?|w)\b\.?", r"\1 weeks"),
    (r"\b(\d+) ?(?:d)\b\.?", r"\1 days"),
    (r"\b(\d+) ?(?:hrs?|h)\b\.?", r"\1 hours"),
    (r"\b(\d+) ?(?:yrs?|y)\b\.?", r"\1 years"),
    (r"\b(?:an?|per) annum\b|\bper year\b", "yearly"),
    (r"(\d)-(?=[a-z])", r"\1 "),
    (r"\b(\d+)(?=[a-z])", r"\1 "),
)


@frozen
class Meant:
    """How a value should be written; `whole` is false where writing it so would leave something out."""

    text: str
    whole: bool = True


def meant_by(form: str, value: object) -> Meant | None:
    """The one meaning of a text that a schema does not take; None where there is none, or more than one."""
    if not isinstance(value, str):
        return None
    words = " ".join(value.lower().split())
    if form == "day":
        return _day(words)
    found = {"times": _times, "moment": _moment, "interval": _interval}.get(form, _nothing)(words)
    return Meant(found) if found and found != value else None


def _nothing(_: str) -> str | None:
    return None


def _times(words: str) -> str | None:
    if match := _DIGITS.match(words):
        first, minute, last, more = match.groups()
        return _from_to(_clock(first, minute, None), _clock(last, more, None))
    match = _FROM_TO.match(words)
    if match is None:
        return None
    first, minute, half, last, more, other = match.groups()
    if half and other:
        return _from_to(_clock(first, minute, half), _clock(last, more, other))
    mark = half or other
    if mark is None and not (minute and more):
        return None
    start, end = _clock(first, minute, mark), _clock(last, more, mark)
    # One mark stands for both, as long as that is a plain stretch of one half of the day.
    return None if mark and (start is None or end is None or start >= end) else _from_to(start, end)


def _from_to(start: time | None, end: time | None) -> str | None:
    if start is None or end is None or start == end:
        return None
    return f"{start:%H:%M}-{end:%H:%M}" if Times(start, end).minutes else None


def _clock(hour_text: str, minute_text: str | None, half: str | None) -> time | None:
    hour, minute = int(hour_text), int(minute_text or 0)
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _moment(words: str) -> str | None:
    match = _MOMENT.match(words)
    if match is None or parse_day(match[1]) is None or not (match[3] or match[4]):
        return None
    clock = _clock(match[2], match[3], match[4])
    return f"{match[1]} {clock:%H:%M}" if clock else None


def _day(words: str) -> Meant | None:
    match = _DAY.match(words)
    if match is None or parse_day(match[1]) is None:
        return None
    return Meant(match[1], whole=bool(_MIDNIGHT.match(match[2])) and match[3] is None)


def _interval(words: str) -> str | None:
    found = Interval.try_parse(words)
    if found is None:
        for number, name in enumerate(_NUMBERS, 1):
            words = re.sub(rf"\b{name}\b", str(number), words)
        for said, plain in _SAID:
            words = re.sub(said, plain, words)
        words = " ".join(words.split())
        found = Interval.try_parse(words)
    return words if found is not None and found.amount > 0 else None
