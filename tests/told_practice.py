"""A practice of two clients and two clinicians, told by what happens in it, and the files that say so.

Each chart is kept as plain facts; `tests/ledger_oracle.py` says of the facts what is owed, and `write_practice` writes
the files that the tool reads. Nothing here knows how the tool counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from caseload_tools.chart.records import RECORD_TYPES
from devtools.examples.scenes import lay_over

FIRST_DAY = date(2026, 1, 5)
CLINICIANS = ("dana.ruiz", "sam.lee")
CLIENTS = ("C-0001", "C-0002")
KEPT, MISSED, CANCELLED, BOOKED = "attended", "no-show", "cancelled", "scheduled"
NEXT, REASON, NOTHING = "next", "reason", "nothing"


@dataclass(slots=True)
class Entry:
    """A record of a chart, with the moment that it is about."""

    name: str
    at: datetime
    by: str
    void: bool = False


@dataclass(slots=True)
class Session(Entry):
    attendance: str = KEPT
    next: str = NOTHING
    risk: str = ""
    attempts: list[datetime] = field(default_factory=list)

    @property
    def agreed(self) -> date:
        return self.at.date() + timedelta(days=7)


@dataclass(slots=True)
class Call(Entry):
    client: bool = True  # with the client, or with somebody else
    reached: bool = True
    about: str = ""  # a referral
    purpose: str = "coordination"
    risk: str = ""
    settled: tuple[tuple[str, str, bool], ...] = ()  # what was owed, of which record, and whether a reason is given


@dataclass(slots=True)
class Referral(Entry):
    status: str = "sent"
    outcome_on: date | None = None
    reason: bool = False


@dataclass(slots=True)
class Discharge(Entry):
    check_ins: bool = False


@dataclass(slots=True)
class Told:
    """The facts of one chart."""

    client: str
    clinician: str
    status: str = "active"
    opened: date = FIRST_DAY
    closed: date | None = None
    intakes: list[date] = field(default_factory=list)
    plans: list[date] = field(default_factory=list)
    crisis_plans: list[date] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)
    discharges: list[Discharge] = field(default_factory=list)

    @property
    def entries(self) -> tuple[Entry, ...]:
        return (*self.sessions, *self.calls, *self.referrals, *self.discharges)

    def free_name(self, folder: str, day: date) -> str:
        """The name of the next record of that day: 2026-01-05, 2026-01-05-2."""
        taken = {each.name for each in self.entries}
        names = (f"{folder}/{day}" + (f"-{number}" if number > 1 else "") for number in range(1, 100))
        return next(name for name in names if name not in taken)


def write_practice(charts: Iterable[Told], root: Path, backwards: bool = False) -> None:
    """Write the files of all charts, in one order or in the other."""
    files = [each for chart in charts for each in chart_files(chart)]
    for path, text in reversed(files) if backwards else files:
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)


def chart_files(chart: Told) -> Iterator[tuple[str, str]]:
    """Each file of a chart: its path and its text."""
    for folder, name, text in _records(chart):
        path = f"records/clients/{chart.client}/" + (f"{folder}/{name}.md" if folder else "client.md")
        yield path, text.replace("C-0001", chart.client)


def _records(chart: Told) -> Iterator[tuple[str, str, str]]:
    closed = f"closed: {chart.closed}" if chart.closed else ""
    client = [f"status: {chart.status}", f"opened: {chart.opened}", f"clinician: {chart.clinician}", closed]
    yield "", "client", _record("client", *client)
    for word, folder, days in (
        ("assessment", "assessments", chart.intakes),
        ("plan", "plans", chart.plans),
        ("safety-plan", "safety", chart.crisis_plans),
    ):
        for day in days:
            told = _record(
                word, f"date: {day}", f"clinician: {chart.clinician}", "review_on:", "based_on:", "risk:", "written:"
            )
            yield folder, str(day), told.replace("2026-01-12", str(day))
    for session in chart.sessions:
        yield *_place(session), _session(session)
    for call in chart.calls:
        yield *_place(call), _call(call)
    for referral in chart.referrals:
        yield *_place(referral), _referral(referral)
    for discharge in chart.discharges:
        every = "check_ins: monthly" if discharge.check_ins else "check_ins:"
        said = (f"date: {discharge.at.date()}", f"clinician: {discharge.by}", "last_session:", "written:", every)
        yield *_place(discharge), _record("discharge", *said)
    for number, entry in enumerate((each for each in chart.entries if each.void), 1):
        day = max(each.at for each in chart.entries).date()
        void = _record("addendum", f"date: {day}", f"to: {entry.name}", "kind: void", f"author: {entry.by}")
        yield "addenda", f"{day}-{number}", void


def _place(entry: Entry) -> tuple[str, str]:
    folder, _, name = entry.name.partition("/")
    return folder, name


def _record(word: str, *lines: str) -> str:
    told = [each for line in lines for each in line.splitlines() if each]
    return lay_over(RECORD_TYPES[word].smallest, told)


def _reason(risk: str) -> list[str]:
    """Why a level is lower than before: without it the higher one stands."""
    return ["risk_reason: asked about plan and means, has neither"] if risk == "low" else []


def _session(session: Session) -> str:
    day, hour = session.at.date(), session.at.hour
    lines = [f"date: {day}", f"time: {hour}:00-{hour}:50", f"clinician: {session.by}", "written:"]
    lines += [f"attendance: {session.attendance}", f"risk: {session.risk}", *_reason(session.risk), "homework:"]
    lines += {
        NEXT: [f"next: {session.agreed}"],
        REASON: ["next: none", "next_reason: away until autumn"],
        NOTHING: ["next:"],
    }[session.next]
    if session.attempts:
        lines += ["outreach:"]
        for at in session.attempts:
            lines += [f"  - at: {at:%Y-%m-%d %H:%M}", "    channel: phone", "    result: no answer"]
    if session.attendance != KEPT:
        lines += ["progress:", "interventions:", "", "(no text)"]
    return lay_over(RECORD_TYPES["session"].smallest, lines)


def _call(call: Call) -> str:
    day, hour = call.at.date(), call.at.hour
    lines = [f"date: {day}", f"time: {hour}:00-{hour}:10", f"staff: {call.by}", "written:"]
    lines += [f"with: {'client' if call.client else 'Dr. W., in words'}", f"risk: {call.risk}", *_reason(call.risk)]
    lines += [f"purpose: {call.purpose}", f"referral: {call.about}"]
    lines += ["outcome:" if call.reached else "outcome: left message"]
    if call.settled:
        lines += ["dispositions:"]
        for duty, of, reason in call.settled:
            lines += [f"  - duty: {duty}", f"    of: {of}", "    how: done-elsewhere"]
            lines += ["    reason: seen to by somebody else"] if reason else []
    return _record("contact", *lines)


def _referral(referral: Referral) -> str:
    lines = [f"date: {referral.at.date()}", f"clinician: {referral.by}", f"status: {referral.status}", "fit:", "goal:"]
    lines += [f"to: practice {referral.at:%H} of the town", f"outcome_on: {referral.outcome_on or ''}"]
    lines += ["reason: there is no other"] if referral.reason else []
    return _record("referral", *(line.rstrip() for line in lines))
