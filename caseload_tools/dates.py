"""Days, times and intervals as records write them and as people say them.

The only module that may look at the clock, and it does so in `today` and `now`, which
give way to `--today`, CASELOAD_TODAY and CASELOAD_NOW. It knows nothing of records.
"""

from __future__ import annotations

import os
import re
from calendar import monthrange
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import NamedTuple

from caseload_tools.errors import CaseloadError
from caseload_tools.values import frozen

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z", re.ASCII)
_SLASH_DAY = re.compile(r"(\d{1,2})([/.])(\d{1,2})\2(\d{4}|\d{2})\Z", re.ASCII)
_TIMES = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})\Z", re.ASCII)
_OFFSET = r"(?: ?(Z|[+-](?:0\d|1[0-4]):[0-5]\d))?"
_MOMENT = re.compile(rf"(\d{{4}}-\d{{2}}-\d{{2}})[ T](\d{{2}}):(\d{{2}})(?::\d{{2}})?{_OFFSET}\Z", re.ASCII)
_CENTURY = 2000
_MINUTES_OF_A_DAY = 24 * 60
LONGEST_NIGHT = 16 * 60
"""Two shifts on end. What would last longer only because its end is before its start has the two turned round."""
_STOPPED = time(17)


def today(option: str | None = None, pinned: date | None = None, zone: str = "") -> date:
    """The day every question is asked for: the option, CASELOAD_TODAY, a pinned day, the clock of a time zone."""
    for text, name in ((option, "--today"), (os.environ.get("CASELOAD_TODAY"), "CASELOAD_TODAY")):
        if text:
            day = parse_day(text)
            if day is None:
                raise CaseloadError(f"{name} is not a date", "write it as YYYY-MM-DD, for example 2026-11-24")
            return day
    return pinned or clock_of(zone).date()


def now(option: str | None = None, pinned: date | None = None, zone: str = "") -> datetime:
    """The moment an act is dated with: `today` for its day, CASELOAD_NOW or else the clock for its hour.

    A clock that stands still on a day does so at five in the afternoon, so that what that day brought is over.
    """
    text = os.environ.get("CASELOAD_NOW")
    if pinned and not (option or text or os.environ.get("CASELOAD_TODAY")):
        return datetime.combine(pinned, _STOPPED)
    moment = parse_moment(text) if text else clock_of(zone)
    if moment is None:
        hint = "write it as YYYY-MM-DD HH:MM, for example 2026-11-24 15:20"
        raise CaseloadError("CASELOAD_NOW is not a moment", hint)
    day = today(option, moment.date() if text else pinned, zone)
    return datetime.combine(day, moment.time().replace(second=0, microsecond=0))


def clock_of(zone: str = "") -> datetime:
    """What a clock on the wall shows now, in a time zone or else in that of this computer."""
    return on_the_wall(datetime.now(UTC), zone)


def on_the_wall(moment: datetime, zone: str = "", otherwise: tzinfo | None = None) -> datetime:
    """What a clock on the wall of a zone showed at a moment; where none is named, in another or this computer's."""
    if zone:
        from zoneinfo import ZoneInfo  # most practices name none, and a hook need not wait for it

        otherwise = ZoneInfo(zone)
    return moment.astimezone(otherwise).replace(tzinfo=None)


def is_time_zone(name: str) -> bool:
    """Whether this computer knows a time zone of this name, such as America/Chicago."""
    try:
        on_the_wall(datetime.min.replace(year=2000, tzinfo=UTC), name)
    except (LookupError, ValueError, OSError):
        return False
    return bool(name)


def parse_day(text: object) -> date | None:
    """A real day written YYYY-MM-DD; None for everything else."""
    if not isinstance(text, str):
        return None
    match = _ISO_DAY.match(text)
    return _day(*map(int, match.groups())) if match else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def slash_date_readings(text: object) -> dict[str, date]:
    """The days that `6/9/22` can mean, by the order of its parts: `month first`, `day first`."""
    match = _SLASH_DAY.match(text) if isinstance(text, str) else None
    if match is None:
        return {}
    first, _, second, year_text = match.groups()
    year = int(year_text) + (_CENTURY if len(year_text) == 2 else 0)
    month_first = _day(year, int(first), int(second))
    day_first = _day(year, int(second), int(first))
    found = {"month first": month_first, "day first": day_first}
    return {order: day for order, day in found.items() if day is not None}


class Times(NamedTuple):
    """From and to, on the clock of the wall. An end that is before the start is the next day's: `23:30-00:20`."""

    start: time
    end: time

    @property
    def minutes(self) -> int:
        """How long it lasts, up to a minute less than a day."""
        start, end = self
        return ((end.hour - start.hour) * 60 + end.minute - start.minute) % _MINUTES_OF_A_DAY

    def are_turned_round(self, stated: int | None = None) -> bool:
        """Whether the end before the start is a slip rather than the next day's: nobody stated so long a service."""
        return self.end < self.start and self.minutes > LONGEST_NIGHT and stated != self.minutes

    def moments_on(self, day: date) -> tuple[datetime, datetime]:
        """The moments at which what begins on a day starts and ends."""
        begun = datetime.combine(day, self.start)
        return begun, begun + timedelta(minutes=self.minutes)


def parse_times(text: object) -> Times | None:
    """`14:00-14:50` as start and end; None when it is not two times, or twice the same."""
    match = _TIMES.match(text) if isinstance(text, str) else None
    if match is None:
        return None
    hours = [int(part) for part in match.groups()]
    if hours[0] > 23 or hours[2] > 23 or hours[1] > 59 or hours[3] > 59:
        return None
    start, end = time(hours[0], hours[1]), time(hours[2], hours[3])
    return Times(start, end) if start != end else None


def parse_moment(text: object) -> datetime | None:
    """`2026-11-03 15:20` (a `T` between and seconds are allowed) as a moment of local time; see `parse_offset`."""
    match = _MOMENT.match(text) if isinstance(text, str) else None
    day = parse_day(match.group(1)) if match else None
    if match is None or day is None:
        return None
    hour, minute = int(match.group(2)), int(match.group(3))
    return datetime(day.year, day.month, day.day, hour, minute) if hour < 24 and minute < 60 else None


def parse_offset(text: object) -> timezone | None:
    """The clock that a moment was read from, by how far it is ahead of UTC: `2026-11-03 15:20 +09:00`, or `Z`.

    None where the moment does not say, and of what is no moment.
    """
    match = _MOMENT.match(text) if isinstance(text, str) else None
    written = match.group(4) if match else None
    if not written or written == "Z":
        return UTC if written else None
    hours, minutes = int(written[1:3]), int(written[4:])
    return timezone(timedelta(hours=hours, minutes=minutes) * (-1 if written[0] == "-" else 1))


def parse_period(text: object) -> tuple[date, date] | None:
    """`2026-10-06 to 2027-01-04` as first and last day; None when either is no day or they are turned round."""
    first, _, last = text.partition(" to ") if isinstance(text, str) else ("", "", "")
    start, end = parse_day(first.strip()), parse_day(last.strip())
    return (start, end) if start and end and start <= end else None


_UNITS = ("hours", "days", "business days", "weeks", "months", "years", "sessions")
_NAMED = {
    "daily": (1, "days"),
    "twice weekly": (3, "days"),
    "weekly": (1, "weeks"),
    "biweekly": (2, "weeks"),
    "fortnightly": (2, "weeks"),
    "every two weeks": (2, "weeks"),
    "every other day": (2, "days"),
    "every other week": (2, "weeks"),
    "every other month": (2, "months"),
    "every other session": (2, "sessions"),
    "monthly": (1, "months"),
    "quarterly": (3, "months"),
    "yearly": (12, "months"),
    "annually": (12, "months"),
}
# Units that are said and are so many of another.
_MORE_UNITS = {"fortnight": (2, "weeks"), "quarter": (3, "months")}
_PER = {"day": 1, "week": 7, "month": 30}
_LENGTHS = "hour|day|business day|week|fortnight|month|quarter|year"
_EACH = re.compile(rf"every ({_LENGTHS}|session)\Z", re.ASCII)
_AMOUNT = re.compile(rf"(?:every )?(\d{{1,4}}) ({_LENGTHS}|session)s?\Z", re.ASCII)
_TIMES_A = re.compile(r"([1-9]\d?) times (?:a|per) (day|week|month)\Z", re.ASCII)
_APPROXIMATE_DAYS = {"days": 1.0, "business days": 1.4, "weeks": 7.0, "months": 30.44, "years": 365.25, "sessions": 7.0}


def interval_pattern(amount: str = "[1-9][0-9]{0,3}", sessions: bool = True) -> str:
    """What `Interval.parse` reads, as a pattern of a schema: one source, so that a clock uses what is accepted."""
    named = [name for name, (_, unit) in _NAMED.items() if sessions or unit != "sessions"]
    units = f"{_LENGTHS}|session" if sessions else _LENGTHS
    several = f"every ({units})|(every )?{amount} ({units})s?|[1-9][0-9]? times (a|per) (day|week|month)"
    return f"^({'|'.join(named)}|{several})$"


@frozen
class Interval:
    """A length of time as policies and plans state it: an amount of one unit.

    Units: hours, days, business days, weeks, months, years, sessions.
    """

    amount: int
    unit: str

    @classmethod
    def parse(cls, text: str) -> Interval:
        """Read `90 days`, `3 business days`, `every 3 weeks`, `weekly`, `2 times a week`."""
        words = " ".join(text.lower().split())
        if words in _NAMED:
            return cls(*_NAMED[words])
        if match := _AMOUNT.match(words):
            return cls._of(int(match.group(1)), match.group(2))
        if match := _EACH.match(words):
            return cls._of(1, match.group(1))
        if match := _TIMES_A.match(words):
            return cls(max(1, -(-_PER[match.group(2)] // max(1, int(match.group(1))))), "days")
        raise CaseloadError(
            "this is not a length of time",
            "write for example `90 days`, `3 business days`, `weekly` or `every 3 weeks`",
        )

    @classmethod
    def _of(cls, amount: int, unit: str) -> Interval:
        each, plural = _MORE_UNITS.get(unit, (1, f"{unit}s"))
        return cls(amount * each, plural)

    @classmethod
    def try_parse(cls, text: object) -> Interval | None:
        """As `parse`, but None for what cannot be read."""
        try:
            return cls.parse(text) if isinstance(text, str) else None
        except CaseloadError:
            return None

    def after(self, day: date, holidays: Collection[date] = ()) -> date:
        """The day this much later. Hours round up to days; sessions are not a length and raise."""
        if self.unit == "business days":
            return _business_days_after(day, self.amount, holidays)
        if self.unit == "months":
            return add_months(day, self.amount)
        if self.unit == "years":
            return add_months(day, 12 * self.amount)
        if self.unit == "sessions":
            raise CaseloadError("sessions are counted, they are not a length of time")
        days = {"days": 1, "weeks": 7}.get(self.unit)
        return day + timedelta(days=self.amount * days if days else -(-self.amount // 24))

    @property
    def hours(self) -> float:
        """About how many hours this is: exact for hours, days and weeks."""
        return float(self.amount) if self.unit == "hours" else self.days * 24

    @property
    def days(self) -> float:
        """About how many days this is: exact for days and weeks, 30.44 for a month, 7 for a session."""
        return self.amount / 24 if self.unit == "hours" else self.amount * _APPROXIMATE_DAYS[self.unit]

    @property
    def each(self) -> str:
        """As something comes round: `every week`, `every 90 days`."""
        return f"every {self.unit[:-1]}" if self.amount == 1 else f"every {self}"

    def __str__(self) -> str:
        return f"{self.amount} {self.unit if self.amount != 1 else self.unit[:-1]}"


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or the month's last day when it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_business_day(day: date, holidays: Collection[date] = ()) -> bool:
    """Monday to Friday and not one of the practice's holidays."""
    return day.weekday() < 5 and day not in holidays


def _business_days_after(day: date, amount: int, holidays: Collection[date]) -> date:
    left = amount
    while left > 0:
        day += timedelta(days=1)
        if is_business_day(day, holidays):
            left -= 1
    return day


def count_of(number: int, noun: str, plural: str = "") -> str:
    """`1 client`, `3 clients`; a plural other than with `s` is given."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def lateness(due: date, day: date) -> str:
    """How a due date stands on a day: `12 days late`, `today`, `tomorrow`, `in 21 days`."""
    days = (day - due).days
    if days > 0:
        return f"{count_of(days, 'day')} late"
    if days == 0:
        return "today"
    return "tomorrow" if days == -1 else f"in {count_of(-days, 'day')}"


def moment_text(moment: datetime) -> str:
    """A moment as records write it: `2026-11-24 16:30`."""
    return f"{moment:%Y-%m-%d %H:%M}"


def moment_with_offset(moment: datetime, zone: str = "") -> str:
    """A moment of local time with how far its clock is ahead of UTC, in a time zone or else in that of this computer.

    `2026-11-24 16:30 -06:00`: whoever reads it elsewhere need not ask whose half past four it was.
    """
    tz: tzinfo | None = None
    if zone:
        from zoneinfo import ZoneInfo

        tz = ZoneInfo(zone)
    offset = (moment.replace(tzinfo=tz) if tz else moment.astimezone()).utcoffset() or timedelta(0)
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"{moment_text(moment)} {'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def say_day(day: date, now: date) -> str:
    """`Tue 17 Nov` when near, `17 Nov` within the year, `17 Nov 2025` otherwise."""
    short = f"{day.day} {MONTHS[day.month - 1]}"
    if abs((day - now).days) <= 14:
        return f"{WEEKDAYS[day.weekday()]} {short}"
    return short if day.year == now.year else f"{short} {day.year}"
