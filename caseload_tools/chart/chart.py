"""One client's chart: all records of one folder, in order, and the questions across them.

Frozen once built. It answers what was in force on a day, what a link leads to, when the client
was last seen. It judges nothing: that a gap is too long is for clocks and rules to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date as Day
from datetime import timedelta
from functools import cached_property

from caseload_tools.chart.records import Problem, Record, Unreadable
from caseload_tools.chart.records.addendum import Addendum
from caseload_tools.chart.records.assessment import Assessment
from caseload_tools.chart.records.charge import Charge
from caseload_tools.chart.records.checking import FaultyDocument
from caseload_tools.chart.records.client import Client
from caseload_tools.chart.records.consent import Consent
from caseload_tools.chart.records.contact import Contact
from caseload_tools.chart.records.discharge import Discharge
from caseload_tools.chart.records.disclosure import Disclosure
from caseload_tools.chart.records.measure import MeasureRecord
from caseload_tools.chart.records.plan import Plan
from caseload_tools.chart.records.referral import Referral
from caseload_tools.chart.records.review import Review
from caseload_tools.chart.records.safety_plan import SafetyPlan
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.shelf import EMPTY_SHELF, PracticeShelf, Shelf, by_day_and_hour
from caseload_tools.history.readers.record_history import History, NoHistory
from caseload_tools.practice import Policy, Practice
from caseload_tools.practice.measures import Measure, Number, Score, measures_of_practice, read_score
from caseload_tools.text import Document
from caseload_tools.text.shell import shell_word
from caseload_tools.values import frozen

_A_DAY = timedelta(days=1)
_EVER_IN_FORCE = ("active", "provisional", "on-hold", "completed", "superseded")
_IN_FORCE_NOW = ("active", "provisional", "on-hold")


@frozen
class TakenScore:
    """A measure as taken on a day: in which record, under which key, and what it comes to."""

    record: Record
    measure: Measure
    date: Day
    score: Score

    @property
    def key(self) -> str:
        """The front matter key, which is the measure's id."""
        return self.measure.id

    @property
    def total(self) -> Number | None:
        """The total; None when the measure is incomplete or wrongly filled in."""
        return self.score.total


@frozen(slots=False, eq=False)
class Chart:
    """All records of one client. `folder` is relative to the practice; tuples are in order of date."""

    id: str
    folder: str
    practice: Practice
    today: Day
    shelf: Shelf
    shared: PracticeShelf = EMPTY_SHELF
    faulty: tuple[FaultyDocument, ...] = ()
    past: History = NoHistory()

    @property
    def typed(self) -> str:
        """Its id as it is typed behind a command: a folder may be called anything."""
        return shell_word(self.id)

    @property
    def records(self) -> tuple[Record, ...]:
        """Every readable record, by date and then path."""
        return self.shelf.records

    @property
    def voided(self) -> tuple[Record, ...]:
        """Records that were entered in error: an addendum calls them void, and nothing counts them.

        What is signed is among them once somebody signed the addendum who may declare it: see `Shelf`.
        """
        return self.shelf.voided

    @property
    def unreadable(self) -> tuple[Unreadable, ...]:
        """Files that stand where records should and could not be read."""
        return self.shelf.unreadable

    @property
    def taken_links(self) -> frozenset[str]:
        """The links at which something lies, also what was not read: none of them is free for a new record."""
        aside = (each.removeprefix(f"{self.folder}/").removesuffix(".md") for each in self.unread)
        return frozenset((*self.shelf.by_link, *aside))

    @property
    def unread(self) -> tuple[str, ...]:
        """The paths of all in its folder that was not read, copies and what lies in no place too."""
        return self.shelf.unread

    @cached_property
    def client(self) -> Client | None:
        """client.md, when there is one that can be read."""
        found = self.shelf.records_of(Client)
        return found[0] if found else None

    @property
    def assessments(self) -> tuple[Assessment, ...]:
        """Assessments, by date."""
        return self.shelf.records_of(Assessment)

    @property
    def plans(self) -> tuple[Plan, ...]:
        """Plan versions, by date."""
        return self.shelf.records_of(Plan)

    @property
    def sessions(self) -> tuple[Session, ...]:
        """Sessions, planned, kept and missed, by date."""
        return self.shelf.records_of(Session)

    @property
    def reviews(self) -> tuple[Review, ...]:
        """Progress reviews, by date."""
        return self.shelf.records_of(Review)

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Contacts outside sessions, by date."""
        return self.shelf.records_of(Contact)

    @property
    def consents(self) -> tuple[Consent, ...]:
        """Consents, by date."""
        return self.shelf.records_of(Consent)

    @property
    def referrals(self) -> tuple[Referral, ...]:
        """Referrals, by date."""
        return self.shelf.records_of(Referral)

    @property
    def measures(self) -> tuple[MeasureRecord, ...]:
        """Measures taken outside sessions, by date."""
        return self.shelf.records_of(MeasureRecord)

    @property
    def safety_plans(self) -> tuple[SafetyPlan, ...]:
        """Safety plans, by date."""
        return self.shelf.records_of(SafetyPlan)

    @property
    def disclosures(self) -> tuple[Disclosure, ...]:
        """Disclosures, by date."""
        return self.shelf.records_of(Disclosure)

    @property
    def addenda(self) -> tuple[Addendum, ...]:
        """Addenda, by date."""
        return self.shelf.records_of(Addendum)

    @property
    def discharges(self) -> tuple[Discharge, ...]:
        """Discharges and transfers, by date."""
        return self.shelf.records_of(Discharge)

    @property
    def charges(self) -> tuple[Charge, ...]:
        """Charges, by date of service."""
        return self.shelf.records_of(Charge)

    # --- who and where ---------------------------------------------------------------------

    @property
    def status(self) -> str:
        """The client's status; empty when client.md is missing or unreadable."""
        return self.client.status if self.client else ""

    @property
    def is_open(self) -> bool:
        """Care is going on. A chart whose client.md is missing counts as open: nobody has closed it."""
        return self.client.is_open if self.client else not self.discharges

    @cached_property
    def programme(self) -> str:
        """The programme's id; empty when none is stated."""
        return self.client.programme if self.client else ""

    @property
    def clinician(self) -> str:
        """The staff id of the clinician in charge; empty when none is stated."""
        if self.client and self.client.clinician:
            return self.client.clinician
        return next((session.clinician for session in reversed(self.sessions) if session.clinician), "")

    @property
    def opened(self) -> Day | None:
        """The day the chart was opened, or of its first record when client.md does not say."""
        if self.client:
            return self.client.opened
        return self.records[0].date if self.records else None

    @cached_property
    def policy(self) -> Policy:
        """The limits that hold for this client's programme today."""
        return self.practice.policy(self.programme or None, self.today)

    @cached_property
    def _one_policy(self) -> bool:
        """Nothing depends on the day: no enrolments, and no limit that ever changed."""
        return not self.practice.changes_policy and not (self.client and self.client.enrolments)

    def programme_on(self, day: Day) -> str:
        """The programme the client was enrolled in on a day; where client.md does not say, the present one."""
        for enrolment in reversed(self.client.enrolments if self.client else ()):
            first, last = enrolment.from_, enrolment.to
            if enrolment.programme and (first is None or first <= day) and (last is None or day <= last):
                return enrolment.programme
        return self.programme

    def policy_on(self, day: Day) -> Policy:
        """The limits that held on a day, for the programme of that day."""
        return self.policy if self._one_policy else self.practice.policy(self.programme_on(day) or None, day)

    def policy_for(self, record: Record) -> Policy:
        """What a record is judged by: the limits of its own day and programme. client.md is a page of today."""
        programme = getattr(record, "programme", "")
        if (self._one_policy and (not programme or programme == self.programme)) or isinstance(record, Client):
            return self.policy
        return self.practice.policy(programme or self.programme_on(record.date) or None, record.date)

    # --- episodes ----------------------------------------------------------------------------

    @cached_property
    def endings(self) -> tuple[Day, ...]:
        """The days on which earlier episodes ended: of each discharge or transfer before the chart was last opened."""
        client = self.client
        if client is None or {("opened",), ("closed",)} & {*client.lost}:
            return ()
        if client.closed is not None and client.closed < client.opened:
            return ()
        return tuple(each.date for each in self.discharges if each.date < client.opened)

    def episode_start(self, day: Day) -> Day:
        """From when on records belong to the same episode as a day; of the first one nobody says when it began."""
        if self.endings and self.client is not None and day >= self.client.opened:
            return self.client.opened
        return max((each + _A_DAY for each in self.endings if each < day), default=Day.min)

    @cached_property
    def current_episode(self) -> Chart:
        """The chart as of its last opening: what clocks count by. Links to what is older still lead there."""
        if not self.endings:
            return self
        return self.episode_of(max(self.today, self.client.opened if self.client else Day.min))

    def episode_of(self, day: Day) -> Chart:
        """The chart without what is older than the episode of a day; links to that still lead there."""
        if not self.endings:
            return self
        since = self.shelf.since(self.episode_start(day))
        return Chart(self.id, self.folder, self.practice, self.today, since, self.shared, self.faulty, self.past)

    # --- links -----------------------------------------------------------------------------

    def find(self, link: str) -> Record | Unreadable | None:
        """What a link leads to, in the chart first and then among the practice's records."""
        return self.shelf.by_link.get(link) or self.shared.find(link)

    def lacks(self, *words: str) -> bool:
        """No record of any of these types, and no unreadable file that might be one."""
        if any(record.word in words for record in self.records):
            return False
        return not any(each.type in words or not each.type for each in self.unreadable)

    def all_read(self, word: str) -> bool:
        """Every file of this type could be read, so that one may conclude from what is not there."""
        return not any(each.type == word or not each.type for each in self.unreadable)

    def fully_read(self, word: str) -> bool:
        """Every file of this type could be read in full: what a record of it does not say was never said."""
        return self.all_read(word) and all(each.sound for each in self.records if each.word == word)

    def in_doubt(self, first: Day, last: Day) -> bool:
        """Something dated from `first` to `last` could not be read in full; a file without a day may be of any."""
        if self._sound:
            return False
        if any(each.date is None or first <= each.date <= last for each in self.unreadable):
            return True
        return any(not each.sound for each in self.records if first <= each.date <= last)

    @cached_property
    def _sound(self) -> bool:
        """Every file could be read, and each in full."""
        return not self.unreadable and all(each.sound for each in self.records)

    # --- what held on a day ------------------------------------------------------------------

    def plan_on(self, day: Day) -> Plan | None:
        """The plan in force on a day: the latest of its episode dated by then that was not revoked."""
        start = self.episode_start(day) if self.endings else Day.min
        in_time = [plan for plan in self.plans if start <= plan.date <= day and plan.status in _EVER_IN_FORCE]
        return in_time[-1] if in_time else None

    def sure_plan_on(self, day: Day) -> Plan | None:
        """The plan in force on a day, if it was read in full and nothing unreadable may have replaced it by then."""
        plan = self.plan_on(day)
        if plan is None or not plan.sound:
            return None
        others = [each.date for each in self.unreadable if each.type in ("plan", "")]
        others += [each.date for each in self.plans if not each.status]
        return None if any(other is None or plan.date <= other <= day for other in others) else plan

    @property
    def plan(self) -> Plan | None:
        """The plan in force today; None when the latest is completed or revoked."""
        plan = self.plan_on(self.today)
        return plan if plan is not None and plan.status in _IN_FORCE_NOW else None

    def consents_on(self, day: Day) -> tuple[Consent, ...]:
        """The consents in force on a day."""
        return tuple(consent for consent in self.consents if consent.holds_on(day))

    @cached_property
    def kept_sessions(self) -> tuple[Session, ...]:
        """The sessions that took place, by date."""
        return tuple(session for session in self.sessions if session.took_place)

    @cached_property
    def risk_recorded(self) -> tuple[Session | Assessment | Contact, ...]:
        """Every record that says what the risk was, and not only that nobody asked, by date."""
        # A client who did not come was not asked, whatever a copied line says; others may be afraid for them.
        some: tuple[Session | Assessment | Contact, ...] = (*self.kept_sessions, *self.assessments, *self.contacts)
        told = (each for each in some if each.risk and each.risk != "not-asked")
        return tuple(sorted(told, key=by_day_and_hour))

    def last_contact(self, day: Day) -> Session | Contact | None:
        """The last time by a day, since the chart was last opened, that the client was seen or spoken to."""
        start = self.episode_start(day) if self.endings else Day.min
        best: Session | Contact | None = None
        for session in self.kept_sessions:
            if session.is_with_client and start <= session.date <= day:
                best = session
        for contact in self.contacts:
            if contact.reached_client and start <= contact.date <= day:
                best = contact if best is None or contact.date >= best.date else best
        return best

    def next_session(self, day: Day) -> Session | None:
        """The first planned session on or after a day."""
        return next((each for each in self.sessions if each.is_planned and each.date >= day), None)

    @cached_property
    def _taken(self) -> Mapping[str, tuple[TakenScore, ...]]:
        found: dict[str, list[TakenScore]] = {}
        known = measures_of_practice(self.practice.measures)
        for record in self.records:
            for key, value in record.scores.items():
                measure = known.get(key)
                if measure is not None:
                    taken = TakenScore(record, measure, record.date, read_score(measure, value))
                    found.setdefault(key, []).append(taken)
        return {key: tuple(scores) for key, scores in found.items()}

    def scores(self, measure_id: str) -> tuple[TakenScore, ...]:
        """A measure over time, from every record that holds it, by date."""
        return self._taken.get(measure_id, ())

    @property
    def measured(self) -> tuple[str, ...]:
        """Ids of the measures ever taken."""
        return tuple(self._taken)

    # --- saying ------------------------------------------------------------------------------

    @property
    def front_document(self) -> Document | None:
        """The document that stands for the chart as a whole: client.md, or its first record."""
        if self.client:
            return self.client.document
        for unreadable in self.unreadable:
            if unreadable.type == "client":
                return unreadable.document
        if self.records:
            return self.records[0].document
        return self.unreadable[0].document if self.unreadable else None

    def at(self, message: str, hint: str = "", key: str = "") -> Iterator[Problem]:
        """A problem of the chart as a whole, at client.md; nothing for a folder without any record."""
        if self.front_document is not None:
            yield Problem(self.front_document, (key,) if key else (), message, hint)
