"""Records in order, found by type and by link: of a chart, or of the practice itself.

Knows no client and no day; what records mean together is for the chart to say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date as Day
from datetime import time
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar, cast

from caseload_tools.chart.records import Record, Unreadable
from caseload_tools.chart.records.addendum import Addendum
from caseload_tools.chart.records.agency import Agency
from caseload_tools.chart.records.base import author_of
from caseload_tools.chart.records.checking import FaultyDocument
from caseload_tools.chart.records.complaint import Complaint
from caseload_tools.chart.records.feedback import Feedback
from caseload_tools.chart.records.group import Group
from caseload_tools.chart.records.household import Household
from caseload_tools.chart.records.incident import Incident
from caseload_tools.chart.records.meeting import Meeting
from caseload_tools.chart.records.policy import PolicyRecord
from caseload_tools.chart.records.task import Task
from caseload_tools.history.record_path import PRACTICE
from caseload_tools.practice import Staff
from caseload_tools.practice.declaring import may_declare
from caseload_tools.text import Document
from caseload_tools.values import frozen

R = TypeVar("R", bound=Record)


def by_day_and_hour(record: Record) -> tuple[Day, time, str]:
    """By day, then by the hour it began (records without one first), then by name: `…-01` before `…-01-2`."""
    times = getattr(record, "time", None)
    return record.date, times[0] if times else time.min, record.link


NO_STAFF: Mapping[str, Staff] = MappingProxyType({})
_SIGNERS = ("clinician", "author", "supervisor")


def _takes_effect(void: Addendum, target: Record | None, staff: Mapping[str, Staff]) -> bool:
    """Whether a record is void by this: of what is signed, once somebody signed it who may declare it."""
    if target is None or not target.signatures:
        return True
    signers = [each.by for each in void.signatures if each.role in _SIGNERS]
    if not staff:
        return bool(signers)
    return any(by in staff and not may_declare("void", staff[by], author_of(target)) for by in signers)


class Shelf:
    """Records of several types, found by class and by link.

    A record that an addendum calls void is none of `records`: it stands in the chart and counts for nothing. What
    somebody has signed is void once one of `staff` who may say so has signed that it is; until then it counts.
    `copies` of records are none of them, and no link leads there: they are held to be declared void.
    """

    def __init__(
        self,
        records: tuple[Record, ...],
        unreadable: tuple[Unreadable, ...],
        staff: Mapping[str, Staff] = NO_STAFF,
        passed_over: tuple[str, ...] = (),
        newer: tuple[Document, ...] = (),
        copies: tuple[Record, ...] = (),
    ) -> None:
        self.copies = copies
        ordered = tuple(sorted(records, key=by_day_and_hour))
        voids = [each for each in ordered if isinstance(each, Addendum) and each.voids and each.to != "client"]
        targets = {each.link: each for each in ordered} if voids else {}
        counting = [each for each in voids if _takes_effect(each, targets.get(each.to), staff)]
        void = {each.to: each for each in reversed(counting)}
        self.records = tuple(each for each in ordered if each.link not in void) if void else ordered
        self.voided = tuple(each for each in ordered if each.link in void)
        self.voids: Mapping[str, Addendum] = void
        """What declares a record void, by the link of that record."""
        self.waiting_voids = tuple(each for each in voids if each not in counting and each.to not in void)
        """What declares a signed record void, and nobody who may say so has signed yet."""
        self.unreadable = unreadable
        self.passed_over = passed_over
        """The paths of what lies here and nobody reads: a copy beside its record, or what is in no place."""
        self.newer = newer
        """What is no record to this version, and may be one to a newer one: to be shown as it is written."""
        self._by_class: dict[type[Record], tuple[Record, ...]] = {}

    def records_of(self, cls: type[R]) -> tuple[R, ...]:
        """All records of one class, by date."""
        found = self._by_class.get(cls)
        if found is None:
            found = tuple(record for record in self.records if isinstance(record, cls))
            self._by_class[cls] = found
        return found  # type: ignore[return-value]  # the tuple was filled by isinstance above

    def with_others(self, others: Mapping[Record, Record]) -> Shelf:
        """The same shelf with other records in place of some, each of the same link; what is void stays void."""
        made = Shelf((), self.unreadable, NO_STAFF, self.passed_over, self.newer)
        made.records = tuple(others.get(each, each) for each in self.records)
        made.voided = tuple(others.get(each, each) for each in self.voided)
        made.voids = {link: cast(Addendum, others.get(each, each)) for link, each in self.voids.items()}
        made.waiting_voids = tuple(cast(Addendum, others.get(each, each)) for each in self.waiting_voids)
        return made

    def with_the_void(self) -> Shelf:
        """The same shelf as if nothing on it had been declared void."""
        made = Shelf((), self.unreadable, NO_STAFF, self.passed_over, self.newer)
        made.records = tuple(sorted((*self.records, *self.voided), key=by_day_and_hour))
        return made

    def until(self, day: Day) -> Shelf:
        """The same shelf as it was at the end of a day: client.md is a page of today, and stays."""
        made = Shelf((), self.unreadable, NO_STAFF, self.passed_over, self.newer)
        made.records = tuple(each for each in self.records if each.date <= day or each.word == "client")
        return made

    def since(self, day: Day) -> Shelf:
        """The same shelf without what is dated before a day; every link still leads where it did."""
        unreadable = tuple(each for each in self.unreadable if each.date is None or each.date >= day)
        made = Shelf((), unreadable, NO_STAFF, self.passed_over, self.newer)
        made.records = tuple(each for each in self.records if each.date >= day)
        made.voided = tuple(each for each in self.voided if each.date >= day)
        made.voids, made.waiting_voids = self.voids, self.waiting_voids
        made.__dict__["by_link"] = self.by_link
        return made

    @property
    def unread(self) -> tuple[str, ...]:
        """The paths of all that stands here and was not read, for whatever reason: nobody knows what it asks for."""
        return (*(each.document.path for each in self.unreadable), *self.passed_over)

    @cached_property
    def by_link(self) -> Mapping[str, Record | Unreadable]:
        """Every record, readable or not, void ones too, by its link."""
        links: dict[str, Record | Unreadable] = {each.link: each for each in self.unreadable}
        links.update({record.link: record for record in (*self.voided, *self.records)})
        return links


@frozen(slots=False, eq=False)
class PracticeShelf:
    """The practice's own records: policies, agencies, groups, complaints, meetings, households. Never client content.

    `charted` gives the clients that have a chart here or are left out of this computer; asked only by what needs it.
    """

    shelf: Shelf
    faulty: tuple[FaultyDocument, ...] = ()
    charted: Callable[[], frozenset[str]] = frozenset

    @property
    def policies(self) -> tuple[PolicyRecord, ...]:
        """Written policies, by date."""
        return self.shelf.records_of(PolicyRecord)

    @property
    def agencies(self) -> tuple[Agency, ...]:
        """Other organisations."""
        return self.shelf.records_of(Agency)

    @property
    def groups(self) -> tuple[Group, ...]:
        """Group meetings, by date."""
        return self.shelf.records_of(Group)

    @property
    def complaints(self) -> tuple[Complaint, ...]:
        """Complaints."""
        return self.shelf.records_of(Complaint)

    @property
    def feedback(self) -> tuple[Feedback, ...]:
        """Feedback, by date."""
        return self.shelf.records_of(Feedback)

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Tasks of the practice as a whole, by date."""
        return self.shelf.records_of(Task)

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """Incidents that belong in no chart, by date."""
        return self.shelf.records_of(Incident)

    @property
    def households(self) -> tuple[Household, ...]:
        """Households, by the day they began."""
        return self.shelf.records_of(Household)

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """Meetings of the staff, by date."""
        return self.shelf.records_of(Meeting)

    @property
    def taken_links(self) -> frozenset[str]:
        """The links at which something lies, also what was not read: none of them is free for a new record."""
        aside = (each.removeprefix(f"{PRACTICE}/").removesuffix(".md") for each in self.shelf.unread)
        return frozenset((*self.shelf.by_link, *aside))

    def meetings_about(self, client: str) -> tuple[Meeting, ...]:
        """The meetings that decided something about a client; for an empty id, something about none."""
        return self._decided.get(client, ())

    @cached_property
    def _decided(self) -> Mapping[str, tuple[Meeting, ...]]:
        # Every chart asks, so that nobody goes through all meetings for each.
        found: dict[str, tuple[Meeting, ...]] = {}
        for meeting in self.meetings:
            for client in dict.fromkeys(each.client for each in meeting.decisions):
                found[client] = (*found.get(client, ()), meeting)
        return found

    def naming(self, client: str) -> tuple[Task | Incident, ...]:
        """The tasks and incidents of the practice that name a client: they stand in that client's lists as well."""
        return self._naming.get(client, ())

    @cached_property
    def _naming(self) -> Mapping[str, tuple[Task | Incident, ...]]:
        found: dict[str, tuple[Task | Incident, ...]] = {}
        kept: tuple[Task | Incident, ...] = (*self.tasks, *self.incidents)
        for each in kept:
            if each.client:
                found[each.client] = (*found.get(each.client, ()), each)
        return found

    def lives_with(self, client: str, day: Day) -> tuple[str, ...]:
        """The other clients of the households that somebody lived in on a day, by id."""
        homes = [each for each in self.households if client in each.clients and each.holds_on(day)]
        return tuple(sorted({each for home in homes for each in home.clients} - {client}))

    @property
    def records(self) -> tuple[Record, ...]:
        """All of them, by date."""
        return self.shelf.records

    def find(self, link: str) -> Record | Unreadable | None:
        """What a link such as `agencies/riverside` leads to."""
        return self.shelf.by_link.get(link)


EMPTY_SHELF = PracticeShelf(Shelf((), ()))
