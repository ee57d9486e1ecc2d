"""Clocks of sessions: notes to write, missed clients to reach, sessions to book, contact to keep.

What one day sets going (a note, an outreach) goes by the policy of that day; what comes round (contact) by today's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date as Day
from datetime import datetime
from typing import NamedTuple

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import Obligation, Recurrence, chart_obligation, clock, uncounted
from caseload_tools.chart.records import Record
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.replacing import stands_instead
from caseload_tools.chart.risk.risk_course import risk_course
from caseload_tools.dates import Interval, say_day
from caseload_tools.practice import Limit

BOOKED = "session"
"""The kind of a session that is booked: owed on its day by whoever works here on that day."""


@clock(
    "session note",
    weight="timeliness",
    ended_by="what became of it, under `attendance`, and the words of its note",
    after_death=True,
    whole=True,
)
def session_note(chart: Chart) -> Iterator[Obligation]:
    """The note of a session whose day has come and that still says `scheduled`, or in which nobody wrote a word."""
    for session in chart.sessions:
        planned = session.is_planned and session.date < chart.today
        if planned or _is_without_a_word(session, chart):
            limit = _note_limit(chart, session)
            at = f" {session.time[0]:%H:%M}" if session.time else ""
            what = f"Write the note of {say_day(session.date, chart.today)}{at}"
            written = limit.value if limit else None
            due = (
                written.after(session.date, chart.practice.holidays) if isinstance(written, Interval) else session.date
            )
            why = "The session is past and still marked as planned"
            if not planned:
                why = "The session was kept, and its note has not a word"
            yield chart_obligation(
                chart,
                "session note",
                what,
                f"{why}; its note is written within {written}" if written else why,
                due,
                "TIM008",
                cite=limit.cite if limit else "",
                record=session,
                clinician=session.clinician,
            )


def _is_without_a_word(session: Session, chart: Chart) -> bool:
    """It took place, and neither it nor an addendum tells of it. What was imported is told where it came from."""
    if not session.took_place or session.date > chart.today or session.source or _has_a_word(session):
        return False
    return not any(each.to == session.link and _has_a_word(each) for each in chart.addenda)


def _has_a_word(record: Record) -> bool:
    """Something stands below the front matter beside headings and comments."""
    text = record.document.prose.text if "<!--" in record.prose else record.prose
    return any(line.strip() and not line.lstrip().startswith("#") for line in text.split("\n"))


def _note_limit(chart: Chart, session: Session) -> Limit | None:
    """The limit by which a session's note is written: of several that are on, the one that ends first."""
    policy = chart.policy_for(session)
    keys = ("note_within", "crisis_note_within") if session.service == "crisis" else ("note_within",)
    return _first_of([policy[key] for key in keys], session.date, chart)


def _first_of(limits: Iterable[Limit], day: Day, chart: Chart) -> Limit | None:
    """Of the limits that are a length of time, the one that ends first when counted from a day."""
    ends = [
        (each.value.after(day, chart.practice.holidays), each) for each in limits if isinstance(each.value, Interval)
    ]
    return min(ends, key=lambda end: end[0])[1] if ends else None


def reached_since(chart: Chart, session: Session) -> bool:
    """Somebody tried to reach the client after the hour of a missed session, or the client was seen since.

    An attempt that nobody answered is one. What was said that morning, before anybody was missed, was about
    something else; where an hour is not known, the day decides.
    """
    today = chart.today
    if is_moved(chart, session) or any(_is_after(each.day, each.moment, session, today) for each in session.outreach):
        return True
    if any(
        (each.is_with_client or each.purpose == "outreach") and _is_after(each.date, each.started, session, today)
        for each in chart.contacts
    ):
        return True
    return any(each.date <= today and each.reached_client and each.is_after(session) for each in chart.sessions)


def is_moved(chart: Chart, session: Session) -> bool:
    """Another session stands in its place: a link to nothing, to itself or back in time moves none."""
    other = stands_instead(chart, session, session.rescheduled_to)
    return other is not None and not (isinstance(other, Session) and session.is_after(other))


def _is_after(day: Day | None, moment: datetime | None, session: Session, today: Day) -> bool:
    if day is not None and day > today:
        return False
    if day is None or day != session.date:
        return day is not None and day > session.date
    return moment is None or session.started is None or moment >= session.started


@clock(
    "outreach",
    weight="safety",
    ended_by="an attempt after the hour of the session, or a session since",
    whole=True,
)
def outreach(chart: Chart) -> Iterator[Obligation]:
    """The attempt to reach a client who did not come."""
    if not chart.all_read("contact"):
        return
    high = risk_course(chart).level == "high"
    keys = ("no_show_outreach_within", "high_risk_no_show_outreach_within") if high else ("no_show_outreach_within",)
    for session in chart.sessions:
        if session.attendance != "no-show" or session.date > chart.today or reached_since(chart, session):
            continue
        limit = _first_of(map(chart.policy_for(session).__getitem__, keys), session.date, chart)
        if limit is None or not isinstance(limit.value, Interval):
            continue
        risk = "Risk is high. " if high else ""
        why = f"Missed {say_day(session.date, chart.today)}. {risk}No attempt is recorded since"
        due = limit.value.after(session.date, chart.practice.holidays)
        what = "Reach out after the missed session"
        yield chart_obligation(chart, "outreach", what, why, due, "FUP004", cite=limit.cite, record=session)


@clock(
    "rescheduling",
    weight="timeliness",
    ended_by="a later session, or a decision",
    ends_with_care=True,
)
def rescheduling(chart: Chart) -> Iterator[Obligation]:
    """A new session for one that was missed, cancelled or moved to no day, unless a later one stands already."""
    if not chart.all_read("session"):
        return
    standing = [each for each in chart.sessions if each.took_place or each.is_planned]
    for session in chart.sessions:
        dropped = session.was_missed or session.attendance in ("cancelled", "rescheduled")
        if not dropped or is_moved(chart, session) or any(each.is_after(session) for each in standing):
            continue
        limit = chart.policy_for(session)["reschedule_within"]
        if not isinstance(limit.value, Interval):
            continue
        of = f"The session of {say_day(session.date, chart.today)}"
        moved = session.attendance == "rescheduled"
        why = f"{of} was moved, and no day is given" if moved else f"{of} did not take place and none is booked since"
        due = limit.value.after(session.date, chart.practice.holidays)
        what = f"Book a session in place of the {'one that was moved' if moved else 'missed one'}"
        yield chart_obligation(chart, "rescheduling", what, why, due, "FUP005", cite=limit.cite, record=session)


_BY_THE_PLAN = "the plan's own frequency"


class ContactInterval(NamedTuple):
    """How often a client is to be seen, who says so, by whose rule, and what said so and could not be counted by."""

    every: Interval
    source: str
    cite: str
    unread: str


def contact_interval(chart: Chart) -> ContactInterval | None:
    """How often the client is to be seen: by the discharge, the plan, client.md, or else the policy.

    A number of sessions says nothing of days, so it is passed over; PLN026 tells it of a plan.
    """
    said: list[tuple[Record, str, Interval | None, str, str]] = []
    if chart.status == "follow-up" and chart.discharges:
        last = chart.discharges[-1]
        said.append((last, "check_ins", last.check_ins, "the discharge says", "the discharge's own check-ins"))
    if chart.plan is not None:
        said.append((chart.plan, "frequency", chart.plan.frequency, "the plan says", _BY_THE_PLAN))
    if chart.client is not None:
        said.append((chart.client, "cadence", chart.client.cadence, "the chart says", "the chart's own cadence"))
    unread = ""
    for record, key, every, source, cite in said:
        if every is not None and every.unit != "sessions":
            return ContactInterval(every, source, cite, unread)
        unread += uncounted(record, (key,), every)
    key = "aftercare_contact_every" if chart.status == "follow-up" else "contact_every"
    limit = chart.policy[key]
    if not isinstance(limit.value, Interval):
        return None
    return ContactInterval(limit.value, "contact is kept", limit.cite, unread)


@clock(
    "contact",
    weight="timeliness",
    ended_by="a session or contact that reached the client, or a session booked in time",
    ends_with_care=True,
    recurs=True,
)
def contact(chart: Chart) -> Iterator[Obligation]:
    """The next contact by the stated frequency, with the policy's grace; a booked session in time meets it."""
    found = contact_interval(chart)
    if chart.status in ("inquiry", "intake") or found is None:
        return
    if not chart.all_read("session") or not chart.all_read("contact"):
        return
    every, source, cite, unread = found
    last = chart.last_contact(chart.today)
    since = last.date if last is not None else (chart.plan.date if chart.plan else chart.opened)
    if since is None:
        return
    if cite == _BY_THE_PLAN and chart.plan is not None:
        since = max(since, chart.plan.date)  # its rhythm begins with it
    grace = chart.policy.interval("contact_grace") or Interval(0, "days")
    due = grace.after(every.after(since, chart.practice.holidays), chart.practice.holidays)
    booked = chart.next_session(chart.today)
    if booked is not None and booked.date <= due:
        return
    seen = f"Last contact {say_day(since, chart.today)}" if last is not None else "No contact is recorded"
    why = f"{seen}; {source} {every.each}{unread}"
    yield chart_obligation(
        chart,
        "contact",
        "See or call the client",
        why,
        due,
        "FUP002",
        cite=cite,
        record=last or chart.client,
        again=Recurrence(((every, grace),), booked=booked.date if booked is not None else None),
    )


@clock(
    BOOKED,
    weight="timeliness",
    ended_by="what became of it, under `attendance`, and the words of its note",
    whole=True,
)
def next_session(chart: Chart) -> Iterator[Obligation]:
    """Planned sessions, so that the coming days show them."""
    for session in chart.sessions:
        if session.is_planned and session.date >= chart.today:
            at = f", {session.time[0]:%H:%M}" if session.time else ""
            yield chart_obligation(
                chart,
                BOOKED,
                f"See the client{at}, {session.setting}",
                f"{session.service.replace('-', ' ').capitalize()} session",
                session.date,
                "TIM008",
                record=session,
                clinician=session.clinician,
            )


@clock(
    "agreed session",
    weight="timeliness",
    ended_by="a session of that day or later",
    ends_with_care=True,
)
def agreed_session(chart: Chart) -> Iterator[Obligation]:
    """The session that was agreed on in the last note, also of one that was missed, while no record stands for it.

    What was agreed on is kept whether or not a limit asks for agreeing on it.
    """
    noted = [each for each in chart.sessions if each.took_place or (each.next_day is not None and not each.is_planned)]
    last = noted[-1] if noted else None
    if last is None or not chart.all_read("session"):
        return
    limit = chart.policy["next_session_required"]
    agreed = last.next_day
    if agreed is None or any(each.date >= agreed for each in chart.sessions if each is not last):
        return
    why = f"Agreed on in {last.link}; no record stands for it"
    yield chart_obligation(
        chart,
        "agreed session",
        "See the client, as agreed, or write what became of it",
        why,
        agreed,
        "FUP007",
        cite=limit.cite,
        record=last,
        clinician=last.clinician,
    )
