"""STR: the days of a record lie where they can lie: not ahead, not before the chart was opened, not too far off."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Problems, Record
from caseload_tools.chart.records.assessment import Assessment
from caseload_tools.chart.records.checking import FaultyDocument
from caseload_tools.chart.records.client import Client
from caseload_tools.chart.records.plan import Plan
from caseload_tools.chart.records.review import Review
from caseload_tools.chart.records.session import Session
from caseload_tools.dates import count_of
from caseload_tools.lint.rule import rule

# So many records from before the opening may each have a slip in their own day; of more the opening is the slip.
_SLIPS = 2
_CARE = (Session, Assessment, Plan, Review)
_HAS_BEEN = "check the day: this is written of what has been, and only a session can be planned"
_A_DAY = timedelta(days=1)


@rule("STR008", cites="S1.5")
def date_not_plausible(record: Record, chart: Chart, today: date) -> Problems:
    """The record's date lies before the chart was opened or in the future.

    Only sessions that are planned may lie ahead. What was written tomorrow, as `written` or a signature says, comes
    from a clock in the east, where that day has begun. A date before the opening is a slip, or the opening is, unless
    the client came back: `opened` is the day of the last opening, and a discharge ends the episode before it. Where
    more than two records are from before, it is told once, at `opened`.

    Bad:
        --- session 2025-12-01
    Bad:
        --- session 2026-05-01
        today: 2026-02-01
    Good:
        --- session 2026-05-01
        attendance: scheduled
        progress:
        interventions:
        homework:
        next:
        today: 2026-02-01
    """
    if isinstance(record, Client):
        yield from _opened_after_its_records(record, chart)
        return
    planned = isinstance(record, Session) and (record.is_planned or not record.attendance)
    if record.date > today and not planned and not _written_in_the_east(record, today):
        hint = "a session that is planned says `attendance: scheduled`" if isinstance(record, Session) else _HAS_BEEN
        yield record.at("date", "this date is still to come", hint)
    if _is_too_early(record, chart) and len(_too_early(chart)) <= _SLIPS:
        hint = "correct one of the two dates; where the client came back, a discharge ends what was before"
        yield record.at("date", f"this is before the chart was opened on {chart.opened}", hint)


@rule("STR022", cites="S1.5")
def what_has_happened_still_to_come(file: FaultyDocument) -> Problems:
    """A day on which something has happened is still to come: when it was written, acknowledged, looked at, revoked.

    Mostly a year typed wrong, and what was to be done would count as done until then. So nothing goes by such a day,
    and `caseload due` and `show` say that a value could not be read. A day more is let through, for who writes in the
    east, where it is tomorrow already. Signatures have SIG007, and a record's own day has STR008. What ends something
    (an answer, a report, a task that is done) lies no earlier than the day on which that came in.

    Bad:
        --- complaint 2026-01-12
        received: 2026-01-12
        acknowledged: 2025-01-14
    Bad:
        --- task 2026-01-12-form
        status: done
        ended_on: 2025-12-14
    Bad:
        --- incident 2026-01-12
        reported_on: 2025-12-14
    Bad:
        --- contact 2026-01-19
        purpose: inquiry
        responded: 2025-12-20 09:00
    Bad:
        --- session 2026-01-19
        written: 2062-01-19 12:00
        today: 2026-01-20
    Bad:
        --- client
        born: 2062
        today: 2026-01-20
    Good:
        --- session 2026-01-19
        written: 2026-01-19 12:00
        today: 2026-01-20
    """
    yield from file.problems_coded("STR022")


@rule("STR023", cites="S1.5", level="warning")
def day_too_far_ahead(file: FaultyDocument) -> Problems:
    """A day that is still to come lies many years ahead: the next session, the next review, the end of a consent.

    Mostly a year typed wrong, and nobody would be reminded before. The next session, a review, or what somebody asks
    again may lie 5 years ahead, the end of a plan and what is aimed at 10, the end of a consent 20; no length of time
    is longer than 20 years. Beyond that nothing is due by it: `caseload due` and `show` say that it could not be read.

    Bad:
        --- session 2026-01-19
        next: 2072-01-26
        today: 2026-01-20
    Bad:
        --- plan
        review_every: 900 months
        today: 2026-01-20
    Good:
        --- session 2026-01-19
        next: 2026-01-26
        today: 2026-01-20
    """
    yield from file.problems_coded("STR023")


def _opened_after_its_records(client: Client, chart: Chart) -> Problems:
    """One wrong day, told where it is: `opened`, or the discharge that ends what was before."""
    early = _too_early(chart)
    if len(early) <= _SLIPS:
        return
    late = next((each for each in chart.discharges if each.date >= client.opened), None)
    hint = "correct `opened`; where the client came back, write the discharge that ended what was before"
    if late is not None:
        hint = f"date {late.link} by the day on which that episode ended, or correct `opened`"
    yield client.at("opened", f"{count_of(len(early), 'record')} are dated before this day", hint)


@lru_cache(maxsize=1)
def _too_early(chart: Chart) -> tuple[Record, ...]:
    return tuple(each for each in chart.records if _is_too_early(each, chart))


def _is_too_early(record: Record, chart: Chart) -> bool:
    client = chart.client
    if client is None or not client.sound or record.date >= client.opened:
        return False
    return not isinstance(record, Client) and not _of_an_earlier_episode(record, chart)


def _of_an_earlier_episode(record: Record, chart: Chart) -> bool:
    """Somebody who comes back has a discharge from before. Between the two a chart takes in what is no care."""
    return bool(chart.endings) and (record.date <= chart.endings[-1] or not isinstance(record, _CARE))


def _written_in_the_east(record: Record, today: date) -> bool:
    """Its day is tomorrow, and it was written on that day: anywhere on earth it is at most a day later than here."""
    moments = [record.written, *(each.moment for each in record.signatures if each.digest)]
    return record.date == today + _A_DAY and any(each is not None and each.date() == record.date for each in moments)
