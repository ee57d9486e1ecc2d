"""What is owed in a told practice, by the table of issue 10 and decision 0064, written without a look at the ledger.

An obligation is open from the record that opens it until an act of the table's third column: nothing else ends it, and
no status does. Each function below is one row. Limits are those of the profile `general`, days are counted by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from tests.told_practice import BOOKED, CANCELLED, KEPT, MISSED, NEXT, NOTHING, Discharge, Session, Told

LEVELS = ("none", "low", "moderate", "high")
CLOSED = ("discharged", "deceased")
WEEKLY_PLAN, WITHOUT_PLAN, GRACE = 7, 30, 7
TURNS = ("check-in",)  # of what comes round a decision settles one turn


class Owed(NamedTuple):
    """One thing that somebody has to do."""

    kind: str
    client: str
    of: str
    due: date
    owner: str


def owed_in(chart: Told, today: date) -> set[Owed]:
    """All that is owed in a chart on a day, by the table."""
    return set(Oracle(chart, today).all())


class Oracle:
    """The table over one chart. What was declared void never was."""

    def __init__(self, chart: Told, today: date) -> None:
        self.chart, self.today = chart, today
        self.sessions = sorted((each for each in chart.sessions if not each.void), key=lambda each: each.at)
        self.calls = sorted((each for each in chart.calls if not each.void), key=lambda each: each.at)
        self.referrals = [each for each in chart.referrals if not each.void]
        self.discharges = [each for each in chart.discharges if not each.void]
        self.settled = {(duty, of) for call in self.calls for duty, of, reason in call.settled if reason}
        ended = [each.at for each in self.discharges if each.at.date() < chart.opened]
        # A discharge from before the last opening ended an episode: care counts anew from the opening.
        self.begins = datetime.combine(chart.opened, time.min) if ended else datetime.min
        self.current = [each for each in self.sessions if each.at > self.begins]
        self.kept = [each for each in self.current if each.attendance == KEPT]

    def all(self) -> Iterator[Owed]:
        rows = [self.notes(), self.summary()]
        if self.chart.status != "deceased":
            rows += [self.misses(), self.referred(), self.danger(), self.left_open(), self.closing()]
            rows += [self.check_ins(), self.rhythm()]
        for row in rows:
            yield from (each for each in row if each.kind in TURNS or (each.kind, each.of) not in self.settled)

    # --- what each row asks of the chart ---------------------------------------------------

    @property
    def discharge(self) -> Discharge | None:
        """The discharge of this episode."""
        return max((each for each in self.discharges if each.at > self.begins), key=lambda each: each.at, default=None)

    @property
    def in_care(self) -> bool:
        """The rhythm of care: it ends with the discharge, and goes on with a session after it in an open chart."""
        if self.chart.status in CLOSED:
            return False
        return self.discharge is None or self.seen_since_discharge

    @property
    def seen_since_discharge(self) -> bool:
        return any(self.discharge and each.at.date() > self.discharge.at.date() for each in self.kept)

    def reached(self) -> list[datetime]:
        """Whenever the client was seen or spoken to."""
        seen = [each.at for each in self.sessions if each.attendance == KEPT]
        return sorted(seen + [each.at for each in self.calls if each.client and each.reached])

    def findings(self) -> list[tuple[datetime, str, str]]:
        """Each answer to the question of danger: when, of which record, how high."""
        found = [(each.at, each.name, each.risk) for each in self.sessions if each.risk]
        # Whoever was not spoken to can worry somebody, and calms nobody.
        asked = [each for each in self.calls if each.risk == "high" or (each.client and each.reached)]
        return sorted(found + [(each.at, each.name, each.risk) for each in asked if each.risk])

    def level_at(self, moment: datetime) -> str:
        begins = max(
            (each.at for each in self.discharges if each.at.date() < min(self.chart.opened, moment.date())),
            default=datetime.min,
        )
        return ([risk for at, _, risk in self.findings() if begins < at < moment] or [""])[-1]

    def _owed(self, kind: str, of: str, due: date, owner: str = "") -> Owed:
        return Owed(kind, self.chart.client, of, due, owner or self.chart.clinician)

    def rhythm(self) -> Iterator[Owed]:
        """What care asks for while it goes on; of a chart closed without a word, what was late."""
        rows = (self.missed_dates(), self.appointments(), self.beginning(), self.contact())
        for row in rows:
            if self.in_care:
                yield from row
            elif self.chart.closed and self.seen_since_discharge:
                yield from (each for each in row if each.due < self.chart.closed)

    # --- the rows --------------------------------------------------------------------------

    def notes(self) -> Iterator[Owed]:
        """A session that is past and still planned: its note, or what became of it."""
        for each in self.sessions:
            if each.attendance == BOOKED and each.at.date() < self.today:
                yield self._owed("session note", each.name, each.at.date() + timedelta(days=3), each.by)

    def misses(self) -> Iterator[Owed]:
        """After a no-show somebody tries, after its hour; or the client comes."""
        for each in self.sessions:
            if each.attendance == MISSED and not self.tried_since(each):
                days = 0 if self.level_at(each.at) == "high" else 2
                yield self._owed("outreach", each.name, business_days(each.at.date(), days))

    def tried_since(self, missed: Session) -> bool:
        tried = [*missed.attempts, *(call.at for call in self.calls if call.client)]
        came = [other.at for other in self.sessions if other.attendance == KEPT]
        return any(at > missed.at for at in tried + came)

    def missed_dates(self) -> Iterator[Owed]:
        """A missed or cancelled session gets a new date: one kept since, or one booked."""
        for each in self.current:
            new = [other for other in self.current if self.is_later(other, each) and other.attendance in (KEPT, BOOKED)]
            if each.attendance in (MISSED, CANCELLED) and not new:
                yield self._owed("rescheduling", each.name, each.at.date() + timedelta(days=14))

    def appointments(self) -> Iterator[Owed]:
        """What the last kept session agreed on, or did not say."""
        for last in self.kept[-1:]:
            if last.next == NEXT and not any(self.stands_for(each, last) for each in self.current):
                yield self._owed("agreed session", last.name, last.agreed, last.by)
        for last in self.last_kept():
            if last.next == NOTHING and not any(self.is_later(each, last) for each in self.current):
                yield self._owed("next appointment", last.name, last.at.date(), last.by)

    def last_kept(self) -> list[Session]:
        return self.kept[-1:]

    def is_later(self, other: Session, session: Session) -> bool:
        return other.at > session.at

    def stands_for(self, other: Session, agreed: Session) -> bool:
        """Whether a record stands for the appointment that a session agreed on."""
        return other is not agreed and other.at.date() >= agreed.agreed

    def referred(self) -> Iterator[Owed]:
        """A referral is asked about until it has an outcome; a failed one is replaced, or it is said why not."""
        for each in self.referrals:
            day = each.at.date()
            if each.status == "sent":
                news = [call.at.date() for call in self.calls if call.about == each.name]
                yield self._owed("referral", each.name, max([day, *news]) + timedelta(days=30), each.by)
                yield self._owed("referral outcome", each.name, day + timedelta(days=90), each.by)
            if each.status == "failed" and not each.reason:
                yield self._owed("failed referral", each.name, each.outcome_on or day, each.by)

    def danger(self) -> Iterator[Owed]:
        """While the risk stands high: contact that reaches the client, each time within 7 days of the last."""
        found = [each for each in self.findings() if each[0] > self.begins]
        if not found or found[-1][2] != "high":
            return
        at, name, _ = found[-1]
        since = max([at, *(moment for moment in self.reached() if moment > at)])
        due = since.date() + timedelta(days=7)
        if self.chart.status in CLOSED:  # from the closing on, until somebody says what was done
            due = max(at.date(), self.chart.closed or at.date())
        yield self._owed("risk contact", name, due)

    def left_open(self) -> Iterator[Owed]:
        """Who comes back, and left while the risk stood high, is reached: from the day on which the chart is open."""
        ended = sorted({each.at.date() for each in self.discharges if each.at.date() < self.chart.opened})
        again = [*(day + timedelta(days=1) for day in ended[:-1]), self.chart.opened]
        seen = [*(moment.date() for moment in self.reached()), *self.chart.intakes]
        begins = date.min
        for end, opened in zip(ended, again, strict=False):
            found = [each for each in self.findings() if begins <= each[0].date() < opened]
            begins = opened
            if not found or found[-1][2] != "high":
                continue
            at, name, _ = found[-1]
            if not any(day > max(end, at.date()) for day in seen):
                yield self._owed("risk contact", name, opened)

    def closing(self) -> Iterator[Owed]:
        """A discharge was written, and the chart stays open."""
        if self.discharge and self.chart.status not in CLOSED and not self.seen_since_discharge:
            yield self._owed("closing", self.discharge.name, self.discharge.at.date())

    def summary(self) -> Iterator[Owed]:
        """A chart was closed, and nobody wrote the discharge."""
        if self.chart.closed and self.discharge is None:
            yield self._owed("discharge summary", "client", self.chart.closed + timedelta(days=30))

    def check_ins(self) -> Iterator[Owed]:
        """What the discharge promised."""
        if self.discharge and self.discharge.check_ins and self.chart.status in CLOSED:
            since = [at.date() for at in self.reached() if at > self.discharge.at]
            told = ("check-in", self.discharge.name, True)
            since += [call.at.date() for call in self.calls if told in call.settled]
            yield self._owed("check-in", self.discharge.name, next_month(max([self.discharge.at.date(), *since])))

    def beginning(self) -> Iterator[Owed]:
        """Intake and first plan, after each opening."""
        opened = self.chart.opened
        if not any(day >= opened for day in self.chart.intakes):
            yield self._owed("intake", "client", opened + timedelta(days=14))
        if not self.plans:
            third = [each.at.date() for each in self.kept][2:3]
            yield self._owed("first plan", "client", min([opened + timedelta(days=30), *third]))

    def contact(self) -> Iterator[Owed]:
        """Seen or spoken to in the rhythm of the plan, unless a session is booked in time."""
        due = self.contact_due()
        booked = [each.at.date() for each in self.current if each.attendance == BOOKED]
        if not any(self.today <= day <= self.in_time(due) for day in booked):
            yield self._owed("contact", "", due)

    def in_time(self, due: date) -> date:
        """Up to which day a booking is soon enough."""
        return due

    def contact_due(self) -> date:
        seen = [at.date() for at in self.reached() if at > self.begins]
        # The rhythm is the plan's, and begins with it.
        base = max([max(seen, default=self.chart.opened), *self.plans])
        return base + timedelta(days=self.interval + GRACE)

    @property
    def plans(self) -> list[date]:
        return [day for day in self.chart.plans if day >= self.chart.opened]

    @property
    def interval(self) -> int:
        return WEEKLY_PLAN if self.plans else WITHOUT_PLAN


def business_days(day: date, count: int) -> date:
    """So many days on which the practice works after a day."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def next_month(day: date) -> date:
    """The same day of the next month, or that month's last."""
    month = day.replace(day=1) + timedelta(days=32)
    last = (month.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return last if day.day > last.day else last.replace(day=day.day)
