"""What may happen in a told practice, one step at a time: a clock that only goes on, and an act in one chart."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st

from tests.ledger_oracle import CLOSED, Oracle, owed_in
from tests.told_practice import (
    BOOKED,
    CANCELLED,
    CLIENTS,
    CLINICIANS,
    FIRST_DAY,
    KEPT,
    MISSED,
    NEXT,
    NOTHING,
    REASON,
    Call,
    Discharge,
    Entry,
    Referral,
    Session,
    Told,
)

SETTLED = ("check-in", "outreach", "rescheduling", "referral", "referral outcome", "failed referral", "risk contact")
OFFICE_ENDS = 17
ACTS = (
    "kept, next agreed",
    "kept, no next with its reason",
    "kept, nothing said of the next",
    "kept, risk high",
    "kept, risk low",
    "no-show",
    "cancelled",
    "booked",
    "booking kept",
    "booking missed",
    "tried again",
    "reached by phone",
    "voicemail",
    "call about a form",
    "call with somebody else",
    "crisis call, risk high",
    "call, risk low",
    "referral sent",
    "referral asked about",
    "referral completed",
    "referral failed",
    "referral failed, with reason",
    "intake",
    "plan",
    "crisis plan",
    "discharged",
    "discharged, with check-ins",
    "discharge, chart left open",
    "status alone",
    "died",
    "came back",
    "settled, with reason",
    "settled, without reason",
    "void",
    "another clinician",
    "nothing",
)


@dataclass(frozen=True, slots=True)
class Step:
    """One act: in which chart, so many days after the last one, and by the other clinician where `cover` says so."""

    act: str
    chart: int = 0
    days: int = 0
    cover: bool = False


# Acts that have to do with each other: what one opens the next may end.
STORIES = (
    ("no-show", "voicemail", "call about a form", "tried again", "kept, no next with its reason"),
    ("no-show", "cancelled", "booked", "booking missed", "booking kept", "kept, no next with its reason"),
    ("no-show", "voicemail", "settled, with reason", "settled, without reason", "void"),
    ("kept, next agreed", "kept, nothing said of the next", "booked", "booking kept", "no-show", "cancelled"),
    ("kept, risk high", "crisis call, risk high", "call, risk low", "reached by phone", "no-show", "void"),
    ("kept, risk high", "voicemail", "status alone", "call with somebody else", "settled, with reason"),
    ("referral sent", "referral asked about", "referral completed", "referral failed", "void", "another clinician"),
    ("referral sent", "referral failed", "referral failed, with reason", "settled, with reason", "void"),
    ("discharged, with check-ins", "settled, with reason", "came back", "died", "void", "reached by phone"),
    ("discharge, chart left open", "discharged", "status alone", "kept, next agreed", "came back", "intake", "plan"),
    ACTS,
)
DAYS = (0, 0, 0, 1, 2, 3, 7, 20, 40)


def _story(acts: tuple[str, ...]) -> st.SearchStrategy[list[Step]]:
    """A few of these acts, one after the other in one chart."""
    told = st.lists(st.tuples(st.sampled_from(acts), st.sampled_from(DAYS), st.booleans()), min_size=2, max_size=5)
    return st.builds(lambda chart, each: [Step(act, chart, *rest) for act, *rest in each], st.integers(0, 1), told)


def _steps(least: int, most: int) -> st.SearchStrategy[list[Step]]:
    stories = st.lists(st.one_of(*map(_story, STORIES)), min_size=least, max_size=most)
    return stories.map(lambda each: [step for story in each for step in story])


STEPS, LONG = _steps(1, 5), _steps(2, 8)


@dataclass(slots=True)
class Practice:
    """Two charts and what time it is."""

    now: datetime = field(default_factory=lambda: datetime.combine(FIRST_DAY, time(9)))
    charts: tuple[Told, ...] = field(
        default_factory=lambda: tuple(Told(client, by) for client, by in zip(CLIENTS, CLINICIANS, strict=True))
    )

    @property
    def today(self) -> date:
        return self.now.date()

    def take(self, step: Step) -> None:
        """Let time pass, and do what the step says where it makes sense."""
        self.pass_time(step.days)
        Acts(self, self.charts[step.chart], step.cover).do(step.act)

    def pass_time(self, days: int) -> None:
        self.now += timedelta(hours=1)
        if self.now.hour > OFFICE_ENDS:
            self.now, days = self.now.replace(hour=9), max(days, 1)
        self.now += timedelta(days=days)


@dataclass(slots=True)
class Acts:
    practice: Practice
    chart: Told
    cover: bool

    def do(self, act: str) -> None:
        word, _, rest = act.partition(", ")
        if self.chart.status == "deceased" and word not in ("void", "nothing", "discharged"):
            return
        if word == "kept":
            self._session(KEPT, rest)
        elif word in (MISSED, CANCELLED):
            self._session(word)
        elif word.startswith(("booking", "booked", "tried")):
            self._later(act)
        elif "call" in word or word in ("reached by phone", "voicemail", "settled"):
            self._call(act)
        elif word.startswith("referral"):
            self._referral(act)
        elif word in ("intake", "plan", "crisis plan"):
            self._paper(word)
        elif word == "void":
            self._void()
        elif word == "another clinician":
            self.chart.clinician = self._other
        elif word != "nothing":
            self._status(act)

    @property
    def _now(self) -> datetime:
        return self.practice.now

    @property
    def _other(self) -> str:
        return next(each for each in CLINICIANS if each != self.chart.clinician)

    @property
    def _by(self) -> str:
        return self._other if self.cover else self.chart.clinician

    def _entry(self, folder: str, at: datetime | None = None) -> tuple[str, datetime, str]:
        at = at or self._now
        return self.chart.free_name(folder, at.date()), at, self._by

    def _session(self, attendance: str, said: str = "") -> None:
        after = {"next agreed": NEXT, "nothing said of the next": NOTHING}.get(said, REASON)
        risk = said.removeprefix("risk ") if said.startswith("risk") else ""
        told = (attendance, after if attendance == KEPT else NOTHING, risk)
        if self.chart.status not in CLOSED:
            self.chart.sessions.append(Session(*self._entry("sessions"), False, *told))

    def _later(self, act: str) -> None:
        waiting = [each for each in self.chart.sessions if each.attendance == BOOKED and not each.void]
        missed = [each for each in self.chart.sessions if each.attendance == MISSED]
        if act == "booked" and self.chart.status not in CLOSED:
            at = datetime.combine(self._now.date() + timedelta(days=6), time(14))
            self.chart.sessions.append(Session(*self._entry("sessions", at), False, BOOKED))
        elif act.startswith("booking") and waiting:
            waiting[0].attendance = KEPT if act == "booking kept" else MISSED
            waiting[0].next = REASON if act == "booking kept" else NOTHING
            self.practice.now = max(self._now, waiting[0].at + timedelta(hours=1))
        elif act == "tried again" and missed:
            missed[-1].attempts.append(self._now)

    def _call(self, act: str) -> None:
        call = Call(*self._entry("contacts"))
        call.reached = act != "voicemail"
        call.client = act not in ("call with somebody else",) and not act.startswith("settled")
        call.purpose = "resources" if act.endswith("form") else "check-in" if call.client else "coordination"
        call.risk = act.partition("risk ")[2]
        if act.startswith("settled"):
            owed = sorted(owed_in(self.chart, self._now.date()))
            found = next((each for each in owed if each.kind in SETTLED), None)
            call.settled = ((found.kind, found.of, act.endswith("with reason")),) if found else ()
        self.chart.calls.append(call)

    def _referral(self, act: str) -> None:
        if act == "referral sent":
            self.chart.referrals.append(Referral(*self._entry("referrals")))
            return
        still = [each for each in self.chart.referrals if each.status == "sent" and not each.void]
        if not still:
            return
        if act == "referral asked about":
            self.chart.calls.append(Call(*self._entry("contacts"), False, client=False, about=still[0].name))
            return
        still[0].status = "completed" if act == "referral completed" else "failed"
        still[0].outcome_on, still[0].reason = self._now.date(), act.endswith("reason")

    def _paper(self, word: str) -> None:
        kept = {"intake": self.chart.intakes, "plan": self.chart.plans, "crisis plan": self.chart.crisis_plans}[word]
        if self._now.date() not in kept:
            kept.append(self._now.date())

    def _status(self, act: str) -> None:
        chart, standing = self.chart, Oracle(self.chart, self._now.date()).discharge
        if act == "came back":
            self._come_back(standing)
        elif act.startswith("discharge"):
            if standing is None:
                chart.discharges.append(Discharge(*self._entry("discharge"), False, act.endswith("check-ins")))
            if not act.endswith("open") and chart.status not in CLOSED:
                chart.status, chart.closed = "discharged", self._now.date()
        elif chart.status not in CLOSED or act == "died":
            chart.status = "deceased" if act == "died" else "discharged"
            chart.closed = chart.closed or self._now.date()

    def _come_back(self, standing: Discharge | None) -> None:
        if self.chart.status not in CLOSED:
            return
        self.chart.status, self.chart.closed = "active", None
        if standing:
            if standing.at.date() == self._now.date():
                self.practice.pass_time(1)
            self.chart.opened = self._now.date()

    def _void(self) -> None:
        past = [each for each in self.chart.entries if each.at < self._now and not self._is_an_end(each)]
        if past:
            max(past, key=lambda each: each.at).void = True

    def _is_an_end(self, entry: Entry) -> bool:
        """A discharge that an opening rests on: without it there is no second time."""
        return isinstance(entry, Discharge) and entry.at.date() < self.chart.opened
