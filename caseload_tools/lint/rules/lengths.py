"""NOT: does each service last as long as such services do, and does its record give one length?"""

from __future__ import annotations

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.charge import Charge
from caseload_tools.chart.records.contact import Contact
from caseload_tools.chart.records.group import Group
from caseload_tools.chart.records.session import Session
from caseload_tools.dates import count_of
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Policy

_LIMITS = ("session_minutes_max", "group_minutes_max", "contact_minutes_max", "crisis_minutes_max")


@rule("NOT002", cites="S1.21", level="warning", limit=(*_LIMITS, "session_minutes_min"))
def service_length_implausible(
    record: Session | Contact | Group | Charge, policy: Policy, chart: Chart | None
) -> Problems:
    """A service is much shorter or longer than services of its kind are.

    Usually a slip in the time. An end before the start is the next day's, as in a night on duty; where that would make
    more than 16 hours the two are rather turned round, and nothing counts them as a length. If it was so long,
    `minutes:` says it too.

    Bad:
        time: 10:00-16:50
    Bad:
        time: 10:00-10:02
    Bad:
        time: 10:50-10:00
    Bad:
        --- contact 2026-01-21
        time: 10:10-10:00
    Bad:
        --- group coping-skills/2026-01-19
        time: 18:15-17:00
    Bad:
        --- charge
        session:
        minutes: 1390
    Good:
        time: 10:00-10:50
    Good:
        time: 09:00-19:00
        minutes: 600
        written: 2026-01-19 19:30
    Good:
        --- contact 2026-01-21
        purpose: crisis
        risk: none
        time: 20:00-08:00
        written: 2026-01-22 08:20
    """
    if isinstance(record, Charge):
        yield from _charged(record, policy, chart)
        return
    stated = None if isinstance(record, Group) else record.stated_minutes
    times = record.time
    if times is not None and times.are_turned_round(stated):
        message = f"the end is before the start: that would be {_hours(times.minutes)}, over midnight"
        or_so = "" if isinstance(record, Group) else f"; was it so long? add `minutes: {times.minutes}`"
        yield record.at("time", message, f"turn the two round{or_so}")
        return
    minutes = (times.minutes if times else None) if isinstance(record, Group) else record.minutes
    if minutes is None or (isinstance(record, Session) and not record.took_place):
        return
    most = policy.count(_limit_of(record))
    least = policy.count("session_minutes_min") if isinstance(record, Session) else None
    if most is not None and minutes > most and stated != minutes:
        said = f"{count_of(minutes, 'minute')} is longer than such {record.type}s are"
        or_so = "" if isinstance(record, Group) else f"; was it so long? add `minutes: {minutes}`"
        yield record.at("time", said, f"check the start and the end{or_so}")
    elif least is not None and minutes < least:
        said = f"{count_of(minutes, 'minute')} is short for a session"
        yield record.at("time", said, "record it as a contact, or check the time")


def _charged(charge: Charge, policy: Policy, chart: Chart | None) -> Problems:
    """A charge whose service gives no length may be as long as any service is."""
    service = chart.find(charge.session) if chart is not None and charge.session else None
    if charge.is_void or (isinstance(service, Session | Contact) and service.minutes is not None):
        return
    longest = [policy.count(each) for each in _LIMITS]
    stated = charge.stated_minutes or 0
    if all(each is not None and stated > each for each in longest):
        yield charge.at("minutes", f"{_hours(stated)} are charged, longer than services are", "check the minutes")


def _limit_of(record: Session | Contact | Group) -> str:
    kind = record.service if isinstance(record, Session) else record.purpose if isinstance(record, Contact) else "group"
    if kind in ("crisis", "group"):
        return f"{kind}_minutes_max"
    return f"{record.type}_minutes_max"


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if rest else count_of(hours, "hour")


@rule("NOT021", cites="S1.21", level="warning")
def two_lengths(record: Session | Contact, policy: Policy) -> Problems:
    """`time` and `minutes` of one record give two lengths.

    Figures, pages and charges go by `time`, and whoever reads the note sees both. `minutes` is for what has no `time`.

    Bad:
        minutes: 90
    Bad:
        --- contact 2026-01-21
        minutes: 45
    Good:
        minutes: 50
    Good:
        time:
        minutes: 90
    """
    times, stated = record.clock_times, record.stated_minutes
    tolerance = policy.count("minutes_tolerance") or 0
    if times is not None and stated is not None and abs(times.minutes - stated) > tolerance:
        message = f"from start to end it is {count_of(times.minutes, 'minute')}, and `minutes` says {stated}"
        yield record.at("minutes", message, "correct the one that is wrong, or take `minutes` away")
