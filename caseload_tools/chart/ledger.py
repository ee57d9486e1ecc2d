"""The ledger: what is owed for a client, and what became of what is not owed any more. The one answer to both.

Clocks say what would be owed if care went on. Here, and nowhere else, stands what ends an obligation beside the act
itself: a discharge, a death, a disposition with its reason, a record declared void, the day on which a practice
began to keep its records here. Nothing of that is silent: each is listed, with what it ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date as Day
from datetime import timedelta
from typing import NamedTuple
from weakref import WeakKeyDictionary

from caseload_tools.chart.caseload import Caseload
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks import DUTIES, PRACTICE_DUTIES, Obligation
from caseload_tools.chart.clocks.bookings import two_clients_at_once
from caseload_tools.chart.clocks.obligation import WEIGHTS, Duty, chart_obligation, clock, has_begun
from caseload_tools.chart.clocks.sessions import BOOKED
from caseload_tools.chart.decisions import doubt_of
from caseload_tools.chart.first_day import was_here_before_it_moved
from caseload_tools.chart.records import Record
from caseload_tools.chart.records.contact import Contact
from caseload_tools.chart.records.discharge import Discharge
from caseload_tools.chart.records.disposition import Disposition
from caseload_tools.chart.records.review import Review
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.shelf import PracticeShelf, Shelf
from caseload_tools.dates import count_of, say_day
from caseload_tools.practice import Practice
from caseload_tools.text.english import and_list
from caseload_tools.values import frozen, replace

ADOPTION = "adoption"
_ABOUT = {"integrity": "signatures", "thread": "the golden thread"}
_LISTED_WHEN_VOID = ("task", "incident")  # no disposition settles them, and yet nobody owes them any more
SUMMARY = "discharge summary"
_A_DAY = timedelta(days=1)


class Settled(NamedTuple):
    """What was owed, and the decision that it is not going to be done here."""

    obligation: Obligation
    by: Disposition


@frozen
class Ledger:
    """The obligations of one chart, the most urgent first: `owed`, and what stands in no list of things to do.

    `settled` by a disposition; `withdrawn` with the record that opened it, which was declared void; `earlier` than the
    practice's first day here and past on that day, of which one line is owed for the chart.
    """

    owed: tuple[Obligation, ...] = ()
    settled: tuple[Settled, ...] = ()
    withdrawn: tuple[Obligation, ...] = ()
    earlier: tuple[Obligation, ...] = ()


class _Found(NamedTuple):
    """Of one kind: what is owed, settled and earlier."""

    owed: tuple[Obligation, ...]
    settled: tuple[Settled, ...]
    earlier: tuple[Obligation, ...]


_NOTHING = _Found((), (), ())
# Rules ask of one kind after the other, for a chart that is dropped soon after.
_FOUND: WeakKeyDictionary[Chart, dict[str, _Found]] = WeakKeyDictionary()
_DECISIONS: WeakKeyDictionary[Chart, tuple[Disposition, ...]] = WeakKeyDictionary()


def owed(chart: Chart, kind: str) -> tuple[Obligation, ...]:
    """What is owed for one client of one kind, in the order of the records it comes from."""
    return _found(chart, kind).owed


def is_settled(chart: Chart, kind: str, record: Record) -> bool:
    """Whether a disposition says what became of what a record opened."""
    return any(each.obligation.record is record for each in _found(chart, kind).settled)


def wanted(chart: Chart, kind: str) -> Iterator[Obligation]:
    """What lint speaks of: what is owed of one kind and is late, or is wanted at once and has come."""
    return (each for each in owed(chart, kind) if each.is_wanted(chart.today))


def ledger_of(chart: Chart) -> Ledger:
    """Everything owed for one client, and everything that was and was ended by a decision."""
    found = [_found(chart, kind) for kind in DUTIES]
    by_urgency = Obligation.urgency(chart.today)
    earlier = tuple(sorted((one for each in found for one in each.earlier), key=by_urgency))
    open_now = [one for each in found for one in each.owed]
    return Ledger(
        tuple(sorted(open_now, key=by_urgency)),
        tuple(one for each in found for one in each.settled),
        tuple(sorted(_withdrawn(chart), key=by_urgency)),
        earlier,
    )


def left_by_closing(chart: Chart) -> tuple[Obligation, ...]:
    """What is owed and goes on being owed once the chart is closed, the most urgent first.

    Each is done, or the discharge says under `dispositions` what became of it; what may not be settled so is done.
    """
    return tuple(each for each in obligations(chart) if not DUTIES[each.kind].ends_with_care)


DECISION = ("what", "became of it", "by", "on", "record")
"""What `told_decisions` tells, as the heads of a table."""


def told_decisions(chart: Chart) -> tuple[tuple[str, str, str, str, str], ...]:
    """What was owed and is not any more, though nobody did it: what, what became of it, by whom, when, and where."""
    ledger, today = ledger_of(chart), chart.today
    rows = [
        (each.obligation.what, each.by.how, each.by.person, say_day(each.by.day, today), each.by.record.link)
        for each in ledger.settled
    ]
    for one in ledger.withdrawn:
        void = chart.shelf.voids.get(one.record.link) if one.record is not None else None
        if void is not None:
            rows.append((one.what, "entered in error", void.author, say_day(void.date, today), void.link))
    return tuple(rows)


def obligations(chart: Chart) -> tuple[Obligation, ...]:
    """Everything owed for one client, the most urgent first."""
    return ledger_of(chart).owed


def owed_with(chart: Chart, more: Iterable[Obligation]) -> tuple[Obligation, ...]:
    """The same with what no chart can tell of itself, such as another client of its clinician at the same time."""
    return tuple(sorted((*obligations(chart), *more), key=Obligation.urgency(chart.today)))


def wanted_of_practice(shared: PracticeShelf, practice: Practice, today: Day, kind: str) -> Iterator[Obligation]:
    """What lint speaks of, of what the practice itself owes: its parts of one kind that are late."""
    found = PRACTICE_DUTIES[kind].find(shared, practice, today)
    return (_by_who_is_here(each, practice, today) for each in found if each.is_wanted(today))


def practice_owes(caseload: Caseload) -> tuple[Obligation, ...]:
    """What the practice itself owes, the most urgent first: what names one of these clients is owed in their chart."""
    shared, practice, today = caseload.shared, caseload.practice, caseload.today
    here = {chart.id for chart in caseload.charts}
    found_there = (one for kind in PRACTICE_DUTIES.values() for one in kind.find(shared, practice, today))
    in_a_chart = {each.path for client in here for each in shared.naming(client)}
    told = (one for one in found_there if one.record is None or one.record.path not in in_a_chart)
    found = [*(_by_who_is_here(one, practice, today) for one in told), *two_clients_at_once(caseload.charts)]
    return tuple(sorted(found, key=Obligation.urgency(caseload.today)))


def all_obligations(caseload: Caseload) -> tuple[Obligation, ...]:
    """Everything owed in the caseload and by the practice itself, the most urgent first."""
    found = [*practice_owes(caseload), *(one for chart in caseload.charts for one in obligations(chart))]
    return tuple(sorted(found, key=Obligation.urgency(caseload.today)))


def _found(chart: Chart, kind: str) -> _Found:
    by_kind = _FOUND.get(chart)
    if by_kind is None:
        by_kind = _FOUND[chart] = {}
    found = by_kind.get(kind)
    if found is None:
        found = by_kind[kind] = _judged(chart, DUTIES[kind])
    return found


def _judged(chart: Chart, kind: Duty) -> _Found:
    found = [each for each in kind.find(chart if kind.whole else chart.current_episode) if _outlives(chart, kind, each)]
    if not found:  # as of nearly every kind in nearly every chart
        return _NOTHING
    still_owed: list[Obligation] = []
    settled: list[Settled] = []
    earlier: list[Obligation] = []
    for first in found:
        each, turns = _settled_turns(chart, kind, first, found)
        settled += turns
        if each is None:
            continue
        if _may_be_earlier(kind) and _was_past_at_adoption(chart, each):
            earlier.append(each)
        else:
            still_owed.append(_by_who_is_here(each, chart.practice, chart.today))
    return _Found(tuple(still_owed), tuple(settled), tuple(earlier))


def _settled_turns(
    chart: Chart, kind: Duty, first: Obligation, found: Sequence[Obligation]
) -> tuple[Obligation | None, list[Settled]]:
    """What is still owed of an obligation once dispositions were heeded, and the turns of it that they settled."""
    each: Obligation | None = first
    settled: list[Settled] = []
    while each is not None and kind.may_be_settled and (decision := _decision_on(chart, each, found)) is not None:
        settled.append(Settled(each, decision))
        each = _next_turn(chart, kind, each, decision)
    return each, settled


def _next_turn(chart: Chart, kind: Duty, each: Obligation, decision: Disposition) -> Obligation | None:
    """What comes round is owed again, its rhythm counted from the day of the decision; what does not has ended."""
    if each.again is None or decision.how in kind.ends_for_good:
        return None
    due = each.again.after(decision.day, chart)
    if due is None:
        return None
    why = f"Settled {say_day(decision.day, chart.today)} ({decision.how}), and not done since. {each.why}"
    turn = replace(each, due=due, why=why, opened=decision.day + _A_DAY)
    return turn if _outlives(chart, kind, turn) else None


def _by_who_is_here(each: Obligation, practice: Practice, today: Day) -> Obligation:
    """The same, owed by nobody where whoever owed it does not work here any more: it is in nobody's hands.

    Of a booking its own day counts. Whoever supervises them is told.
    """
    person = practice.staff.get(each.clinician)
    day = max(today, each.due) if each.kind == BOOKED else today
    if person is None or person.end is None or day <= person.end:
        return each
    return replace(each, clinician="", also=each.also or person.supervisor)


def _outlives(chart: Chart, kind: Duty, each: Obligation) -> bool:
    """Whether it is still owed, whatever the chart's status became since.

    A status alone ends no duty: of a chart that was closed, the summary is owed in place of what care asked for; where
    nobody asks for one, what was past on the day of closing stays owed.
    """
    if chart.status == "deceased":
        return kind.after_death
    if not kind.ends_with_care:
        return True
    if care_ended_by(chart) is not None or (chart.status == "inquiry" and not has_begun(chart)):
        return False
    if chart.is_open or chart.status == "inquiry":
        return True
    closed = chart.client.closed if chart.client else None
    return closed is not None and each.due < closed and not owed(chart, SUMMARY)


def care_ended_by(chart: Chart) -> Discharge | None:
    """The discharge that ended the care: none while a follow-up was agreed on, or the client was seen again since."""
    written = [each for each in chart.current_episode.discharges if each.date <= chart.today]
    if not written or chart.status == "follow-up":
        return None
    seen = any(each.date > written[-1].date for each in chart.kept_sessions if each.date <= chart.today)
    return None if seen else written[-1]


def dispositions_of(chart: Chart) -> Iterator[Disposition]:
    """Every disposition of a chart by today, in the order of its records. What is only planned decides nothing."""
    for record in chart.records:
        if record.date > chart.today or (isinstance(record, Session) and record.is_planned):
            continue
        if isinstance(record, Session | Contact | Review | Discharge) and record.dispositions:
            yield from (each for each in record.dispositions if each.day <= chart.today)


def idle_dispositions(chart: Chart) -> tuple[Disposition, ...]:
    """Those that name nothing that was owed on their day: of a part that could not be read nobody can tell."""
    sound = [] if chart.unread else [each for each in dispositions_of(chart) if each.sound]
    if not sound:
        return ()
    used = {id(one.by) for kind in DUTIES for one in _found(chart, kind).settled}
    return tuple(
        each for each in sound if id(each) not in used and not _is_of_a_void(chart, each) and not _was_owed(chart, each)
    )


def _is_of_a_void(chart: Chart, decision: Disposition) -> bool:
    """What it is about was declared void, as it says, and is withdrawn with it."""
    return decision.how == "entered-in-error" and doubt_of(decision, chart) is None


def _was_owed(chart: Chart, decision: Disposition) -> bool:
    """Whether it is about something that was owed on its day, and was done since."""
    kind = DUTIES.get(decision.duty)
    if kind is None or not kind.may_be_settled or doubt_of(decision, chart) is not None:
        return False
    then = _with(chart, chart.shelf.until(decision.day), decision.day)
    return any(settles(decision, each) for each in kind.find(then if kind.whole else then.current_episode))


def _decision_on(chart: Chart, each: Obligation, found: Sequence[Obligation]) -> Disposition | None:
    """The disposition about an obligation. One that names no record is about none where it could be about several."""
    if chart not in _DECISIONS:
        _DECISIONS[chart] = tuple(one for one in dispositions_of(chart) if doubt_of(one, chart) is None)
    about = (one for one in _DECISIONS[chart] if settles(one, each))
    return next((one for one in about if one.of or sum(settles(one, other) for other in found) == 1), None)


def settles(decision: Disposition, each: Obligation) -> bool:
    """Whether a disposition is about an obligation, says what became of it and why, and is not older than it."""
    link = each.record.link if each.record is not None else ""
    named = decision.duty == each.kind and decision.of in ("", link) and decision.part in ("", each.subject)
    opened = each.opened or each.due
    told = decision.how and decision.reason and decision.person and (decision.to or decision.how != "handed-over")
    return bool(named and told) and decision.day >= opened


def _may_be_earlier(kind: Duty) -> bool:
    """Not so of signatures: they have a first day of their own, and their rules go by it."""
    return kind.name != ADOPTION and (kind.weight != "integrity" or kind.at_once)


def _was_past_at_adoption(chart: Chart, each: Obligation) -> bool:
    """Whether it was opened and was past before the practice began to keep its records here."""
    first = chart.practice.adopted
    if first is None or each.due >= first or (each.opened or each.due) >= first:
        return False
    before = was_here_before_it_moved(each.record, chart.past, first)
    return before is None or (each.due < before and (each.opened or each.due) < before)


@clock(
    ADOPTION,
    weight="form",
    ended_by="each of the acts, or a disposition for it",
    at_once=True,
    may_be_settled=False,
    whole=True,
)
def _adoption(chart: Chart) -> Iterator[Obligation]:
    """One line for all that was past when the practice began here, as grave as the gravest of it."""
    first = chart.practice.adopted
    if first is None:
        return
    kinds = [kind.name for kind in DUTIES.values() if _may_be_earlier(kind)]
    earlier = [one for kind in kinds for one in _found(chart, kind).earlier]
    if not earlier:
        return
    yield chart_obligation(
        chart,
        ADOPTION,
        f"Adopt this chart: {count_of(len(earlier), 'thing')} {'was' if len(earlier) == 1 else 'were'} owed before",
        f"Owed before {say_day(first, chart.today)}: {and_list(_weighed(earlier))}: {and_list(_counted(earlier))}",
        first,
        "FUP018",
        record=chart.client,
        weight=min((one.weight for one in earlier), key=WEIGHTS.index),
        opened=first,
    )


def _weighed(earlier: Sequence[Obligation]) -> list[str]:
    """How many of each weight, the gravest first: nobody reads a danger out of a number."""
    counts = {weight: sum(one.weight == weight for one in earlier) for weight in WEIGHTS}
    return [f"{count} about {_ABOUT.get(weight, weight)}" for weight, count in counts.items() if count]


def _counted(earlier: Iterable[Obligation]) -> list[str]:
    counts: dict[str, int] = {}
    for each in earlier:
        counts[each.kind] = counts.get(each.kind, 0) + 1
    return [kind if count == 1 else f"{kind} ({count})" for kind, count in counts.items()]


def _withdrawn(chart: Chart) -> Iterator[Obligation]:
    """What a record opened that was declared void since: asked of the chart as it was with that record."""
    void = {each.link for each in chart.voided}
    if not void:
        return
    before = _with(chart, chart.shelf.with_the_void(), chart.today)
    for kind in DUTIES.values():
        if kind.name != ADOPTION and (kind.may_be_settled or kind.name in _LISTED_WHEN_VOID):
            for each in kind.find(before if kind.whole else before.current_episode):
                of_void = each.record is not None and each.record.link in void
                if of_void and _outlives(chart, kind, each) and not _is_owed_still(chart, each):
                    yield each


def _is_owed_still(chart: Chart, each: Obligation) -> bool:
    """The same act is owed on account of another record, so that nobody is to read that it is not."""
    return any(one.what == each.what for one in owed(chart, each.kind))


def _with(chart: Chart, shelf: Shelf, today: Day) -> Chart:
    return Chart(chart.id, chart.folder, chart.practice, today, shelf, chart.shared, chart.faulty, chart.past)
