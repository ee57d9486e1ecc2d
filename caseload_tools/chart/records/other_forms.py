"""What a value means that is written in another form: `2:00pm-2:50pm`, `Every three weeks`, `2026-11-24 9:30`.

It is always reported. Where it has one meaning only, the right line is said, `fix` writes it, and clocks and rules go
on with it; where it has two, such as "bimonthly" or `11:00-1:00pm`, it stays unread: we never guess. Of what says half
of a day or a time the answer carries that half over, and leaves the rest open.
"""

from __future__ import annotations

import itertools
import re
from datetime import date, time, timedelta

from caseload_tools.dates import MONTHS, WEEKDAYS, Interval, Times, parse_day, slash_date_readings
from caseload_tools.text.language.patterns import late_pattern
from caseload_tools.values import frozen

_HOUR = r"(\d{1,2})(?:\s*[:.h]\s*(\d{2})(?::00)?)?\s*(?:([ap])\.?\s?m\.?)?"
_FROM_TO = late_pattern(rf"(?:from )?{_HOUR}\s*(?:-|–|—|to|until|till)\s*{_HOUR}\Z", re.ASCII)
_DIGITS = late_pattern(r"(\d{2})(\d{2})\s*(?:-|–|—|to)\s*(\d{2})(\d{2})\Z", re.ASCII)
_ALONE = late_pattern(rf"(?:at )?{_HOUR}\Z", re.ASCII)
_AT = late_pattern(rf"(.*\d)(?:t(?=\d)|,? (?:at )?|, ?){_HOUR}(?:\.0+)?\Z", re.ASCII)
_DAY = late_pattern(r"(.*\d)[t ](\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(z|[ap]m|[+-]\d{2}:?\d{2})?\Z", re.ASCII)
_MIDNIGHT = late_pattern(r"0?0:00(?::00(?:\.0+)?)?\Z", re.ASCII)
_YEAR_FIRST = late_pattern(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})\Z", re.ASCII)
_YEAR_AND_MONTH = late_pattern(r"(\d{4})[-/.](\d{1,2})(?:[-/.]\d{1,2})?\Z", re.ASCII)
_WEEKDAY = late_pattern(rf"({'|'.join(WEEKDAYS)})[a-z]*\.?,? ".casefold(), re.ASCII)
_WEEKDAY_BEHIND = late_pattern(
    rf",? ?(?<![a-z])\(?({'|'.join(each.lower() for each in WEEKDAYS)})[a-z]*\.?\)?\Z", re.ASCII
)
_NAMES = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = rf"({'|'.join(MONTHS)})([a-z]*)\.?".casefold()
_DAY_FIRST = late_pattern(rf"(\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH}(?:,?[ -](\d{{4}}))?\Z", re.ASCII)
_MONTH_FIRST = late_pattern(rf"{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?(?:,? (\d{{4}}))?\Z", re.ASCII)
_MONTH_ALONE = late_pattern(rf"{_MONTH},? (\d{{4}})\Z", re.ASCII)
# Before this hour a clock without a half of the day is as likely the afternoon's.
_SURELY_MORNING = 8
_A_WORKING_DAY = 8 * 60
_OPEN = {"day": "YYYY-MM-DD", "moment": "YYYY-MM-DD HH:MM", "times": "HH:MM-HH:MM"}
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SHORT = {
    "day": r"d|days?",
    "week": r"wk?s?|weeks?",
    "month": r"mos?|mths?|months?",
    "year": r"y|yrs?|years?",
}
_SAID = (
    (r"\.\Z", ""),
    (r"\b(?:each|once every|once each)\b", "every"),
    (r"\bonce (?:a|an|per) ", "every "),
    (r"\bonce (?=\w+ly\Z)", ""),
    *((rf"\Aq ?(\d+) ?(?:{short})\Z", rf"every \1 {unit}s") for unit, short in _SHORT.items()),
    *((rf"\Aq ?(?:{short})\Z", f"every {unit}") for unit, short in _SHORT.items()),
    *((rf"\A1 ?x? ?(?:/|a |per ) ?(?:{short})\Z", f"every {unit}") for unit, short in _SHORT.items()),
    *((rf"\A(\d+) ?x? ?(?:/|a |per ) ?(?:{short})\Z", rf"\1 times a {unit}") for unit, short in _SHORT.items()),
    (r"\A1 ?x (week|month|year)ly\Z", r"every \1"),
    (r"\A(\d+) ?x (week|month|year)ly\Z", r"\1 times a \2"),
    (r"\A(day|week|month|quarter|year)\Z", r"every \1"),
    (r"\b(?:twice|two times|2x|2 x) (?=(?:a|per) )", "2 times "),
    (r"\b(?:thrice|3x|3 x) (?=(?:a|per) )", "3 times "),
    (r"\b(?:every second|alternate) ", "every other "),
    (r"\bbi-weekly\Z", "biweekly"),
    (r"\b(?:half-yearly|half yearly|semi-?annually|every half year|half a year)\Z", "6 months"),
    (r"\b(\d+)-?(hour|day|week|month)ly\Z", r"\1 \2s"),
    (r"\b(\d+) ?(?:wks?|w)\b\.?", r"\1 weeks"),
    (r"\b(\d+) ?(?:mos?|mths?)\b\.?", r"\1 months"),
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


def begun_by(form: str, value: object) -> str:
    """The form of a day or a time with what a text says of it: `YYYY-11-03` of "Nov 3"; empty for other forms."""
    words = " ".join(value.lower().split()) if isinstance(value, str) else ""
    alone = _ALONE.match(words)
    clock = _clock_of(alone) if alone else None
    if form == "times":
        return f"{clock:%H:%M}-HH:MM" if clock else _OPEN[form]
    if form == "day":
        return _begun_day(words) or _OPEN[form]
    if form == "moment":
        at = None if clock else _AT.match(words)
        clock = clock or (_clock_of(at, 1) if at else None)
        day = _begun_day(at[1]) if at and clock else _begun_day(words)
        return f"{day or _OPEN['day']} {f'{clock:%H:%M}' if clock else 'HH:MM'}"
    return ""


def both_readings(form: str, value: object) -> tuple[str, ...]:
    """The two days, moments or stretches of time that a text may mean; none where it means one, or more than two."""
    words = " ".join(value.lower().split()) if isinstance(value, str) else ""
    found: list[str] = []
    if form == "day":
        found = [str(day) for day in slash_date_readings(words).values()]
    elif form == "moment" and (match := _AT.match(words)) and (clock := _clock_of(match, 1)):
        found = [f"{day} {clock:%H:%M}" for day in slash_date_readings(match[1]).values()]
    elif form == "times" and (match := _FROM_TO.match(words)):
        found = _by_halves(*match.groups())
    return tuple(sorted(set(found))) if len(set(found)) == 2 else ()


def _by_halves(
    first: str, minute: str | None, half: str | None, last: str, more: str | None, other: str | None
) -> list[str]:
    """What two hours make in each half of the day, as long as that is no more than a working day."""
    ways = itertools.product(half or "ap", other or "ap")
    pairs = [(_clock(first, minute, one), _clock(last, more, two)) for one, two in ways]
    told = [Times(start, end) for start, end in pairs if start and end and start != end]
    return [f"{each.start:%H:%M}-{each.end:%H:%M}" for each in told if 0 < each.minutes <= _A_WORKING_DAY]


def _nothing(_: str) -> str | None:
    return None


def _times(words: str) -> str | None:
    if match := _DIGITS.match(words):
        first, minute, last, more = match.groups()
        return _from_to(_clock(first, minute, None), _clock(last, more, None, end=True))
    match = _FROM_TO.match(words)
    if match is None:
        return None
    first, minute, half, last, more, other = match.groups()
    if half and (other or last == "24"):
        return _from_to(_clock(first, minute, half), _clock(last, more, other, end=True))
    mark = half or other
    start, end = _clock(first, minute, mark), _clock(last, more, mark, end=True)
    if mark is None:
        bare = not (minute and more)
        unsure = (
            not (minute or more) or start is None or not start.hour >= _SURELY_MORNING or end is None or end < start
        )
        return None if bare and unsure else _from_to(start, end)
    # One mark stands for both, as long as that is a plain stretch of one half of the day.
    return None if start is None or end is None or start >= end else _from_to(start, end)


def _from_to(start: time | None, end: time | None) -> str | None:
    if start is None or end is None or start == end:
        return None
    return f"{start:%H:%M}-{end:%H:%M}" if Times(start, end).minutes else None


def _clock_of(match: re.Match[str], before: int = 0) -> time | None:
    """The hour of a match that says its minutes or its half of the day; a bare number may be anything."""
    hour, minute, half = match.groups()[before : before + 3]
    return _clock(hour, minute, half) if minute or half else None


def _clock(hour_text: str, minute_text: str | None, half: str | None, *, end: bool = False) -> time | None:
    hour, minute = int(hour_text), int(minute_text or 0)
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    if end and (hour, minute) == (24, 0):
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _moment(words: str) -> str | None:
    match = _AT.match(words)
    day = _one_day(match[1]) if match else None
    if match is None or day is None or not (match[3] or match[4]):
        return None
    clock = _clock(match[2], match[3], match[4], end=True)
    if match[2] == "24":
        day += timedelta(days=1)
    return f"{day} {clock:%H:%M}" if clock else None


def _day(words: str) -> Meant | None:
    if (day := _one_day(words)) is not None:
        return Meant(str(day)) if str(day) != words else None
    match = _DAY.match(words)
    day = _one_day(match[1]) if match else None
    if match is None or day is None:
        return None
    return Meant(str(day), whole=bool(_MIDNIGHT.match(match[2])) and match[3] is None)


def _one_day(words: str) -> date | None:
    """The one day that words say, its year included; of `6/9/2026` there are two."""
    weekday = _WEEKDAY.match(words)
    if weekday or (weekday := _WEEKDAY_BEHIND.search(words)):
        found = _one_day(words[: weekday.start()] or words[weekday.end() :])
        return found if found and WEEKDAYS[found.weekday()].casefold() == weekday[1] else None
    if match := _YEAR_FIRST.match(words):
        return parse_day(f"{match[1]}-{match[3]:>02}-{match[4]:>02}")
    days = set(slash_date_readings(words).values())
    if days:
        return days.pop() if len(days) == 1 else None
    return parse_day(_named_day(words))


def _named_day(words: str) -> str:
    """`24 Nov 2026` as `2026-11-24`, and `24 Nov` as `YYYY-11-24`; empty for what names no month."""
    if match := _DAY_FIRST.match(words):
        day, month, rest, year = match.groups()
    elif match := _MONTH_FIRST.match(words):
        month, rest, day, year = match.groups()
    elif match := _MONTH_ALONE.match(words):
        month, rest, year = match.groups()
        day = "DD"
    else:
        return ""
    number = [each.casefold() for each in MONTHS].index(month) + 1
    whole = _NAMES[number - 1]
    if rest and not (whole.startswith(month + rest) or month + rest == "sept"):
        return ""
    return f"{year or 'YYYY'}-{number:02}-{day:>02}"


def _begun_day(words: str) -> str:
    """What words say of a day; empty where that is nothing, or no day that there is."""
    day = _one_day(words)
    named = str(day) if day else _named_day(words)
    if match := None if named else _YEAR_AND_MONTH.match(words):
        named = f"{match[1]}-{match[2]:>02}-DD"
    year, month, number = named.split("-") if named else ("", "", "")
    real = parse_day(f"{year.replace('YYYY', '2024')}-{month}-{number.replace('DD', '01')}")
    return named if real else ""


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
