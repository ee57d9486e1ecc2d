"""The timeline of a chart: each record a row with all that it says, by month; what is void marked as such.

What is still to come stands apart from what happened, and what was entered in error stands where it stood, counts for
nothing and says so in its row, in the heading that search finds, and above its text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from caseload_tools.chart.audience import may_be_shown
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Record
from caseload_tools.chart.records.addendum import Addendum
from caseload_tools.chart.records.contact import Contact
from caseload_tools.chart.records.plan import Plan
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.signing import missing_signatures, standing_of
from caseload_tools.chart.signing.out_of_place import moved_since_signed
from caseload_tools.dates import count_of, say_day
from caseload_tools.practice.own_fields import own_facts
from caseload_tools.site.addresses import added_to, place_on_page, record_address, timeline_records
from caseload_tools.site.components.marks import badge, state_mark
from caseload_tools.site.components.timeline import Month, TimelineRow
from caseload_tools.site.content.entries import plain_words, row_text
from caseload_tools.site.content.key_facts import key_facts
from caseload_tools.site.content.signed_by import signed_shown
from caseload_tools.site.html import Child, Html, element, joined_html, link
from caseload_tools.site.safe_html import safe_line, safe_markdown
from caseload_tools.text.english import upper_first

NOT_SHOWN = "Kept for its clinician and not shown on this site."


def entry_of(
    chart: Chart, record: Record, *, parts: frozenset[str] = frozenset(), is_open: bool = False
) -> TimelineRow:
    """The row of a record, with its note. A note kept for its clinician is named and not shown."""
    words = row_text(chart, record)
    details = ", ".join(word for word in words.details if word)
    void = chart.shelf.voids.get(record.link)
    mark = "Void" if void else "To come" if record.date > chart.today else ""
    added = _addenda(chart, record)
    if not may_be_shown(record):
        hidden = f"{NOT_SHOWN} What was added to it is not either." if added else NOT_SHOWN
        said = joined_html((void_words(void, chart.today), " ", hidden)) if void else hidden
        return TimelineRow(place_on_page(record), record.date, words.kind, details, said, mark=mark)
    told = [void_words(void, chart.today)] if void else [*_ahead(chart, record), *words.gist]
    if standing := _standing(chart, record):
        told.append(element("b", standing))
    elif added:
        told.append(element("b", f"Addendum {say_day(added[-1].date, chart.today)}."))
    gist = joined_html([each for each in told if each], " ") or None
    opened = _opened(chart, record, added, parts)
    return TimelineRow(place_on_page(record), record.date, words.kind, details, gist, opened, is_open, mark)


def _ahead(chart: Chart, record: Record) -> Iterator[Html]:
    """Of what is dated after today and is no booking: that it has not happened."""
    booked = isinstance(record, Session) and record.is_planned
    if record.date > chart.today and not booked:
        yield state_mark("dated ahead", "now")


def void_words(void: Addendum, today: date, address: str = "") -> Html:
    """That a record was entered in error, and who said so, when and why. A row that unfolds takes no link."""
    by = f" by {void.author}" if void.author else ""
    said = link(f"declared void {say_day(void.date, today)}{by}", address)
    why = joined_html((": ", safe_line(void.reason.rstrip(".")))) if void.reason and may_be_shown(void) else None
    return joined_html((badge("void", "late"), " Entered in error, ", said, why, ". It counts for nothing."))


def _standing(chart: Chart, record: Record) -> str:
    """What of a record's signatures somebody has to act on, in a sentence; empty when nobody has."""
    standing = standing_of(record, chart)
    if standing.wrong:
        return f"{upper_first(standing.wrong.removeprefix('has '))}."
    moved = moved_since_signed(record, chart.past)
    if moved is not None:
        return f"Since it was signed, this record {moved.wrong}."
    if standing.voided is not None:
        return ""
    if standing.returned is not None:
        day = say_day(standing.returned.date, chart.today)
        return f"Returned by {standing.returned.author} {day}, not answered yet."
    missing = missing_signatures(record, chart.practice, chart.past) if record.signatures else ()
    lacking = next((each for each in missing if each.role == "supervisor"), None)
    if lacking is None:
        return ""
    return f"Waits for {lacking.by}’s co-signature{f': {lacking.idle}' if lacking.idle else ''}."


def _opened(chart: Chart, record: Record, added: Sequence[Addendum], parts: frozenset[str]) -> Html:
    void = chart.shelf.voids.get(record.link)
    said = element("p", void_words(void, chart.today, record_address(chart, void)), class_="void") if void else None
    body = note_of(chart, record, parts)
    extra = joined_html(_added(chart, each, parts) for each in added)
    changes = (
        [f"{each.what.rstrip('.')}: {each.why}" for each in record.changes if each.why]
        if isinstance(record, Plan)
        else []
    )
    own = own_facts_of(chart, record)
    why = element("ul", joined_html(element("li", safe_line(each)) for each in changes)) if changes else None
    return joined_html((said, why, body, own, key_facts(record, chart), _foot(chart, record), extra))


def own_facts_of(chart: Chart, record: Record) -> Html | None:
    """The keys that the practice added to this type of record, as written; what each means stands behind its name."""
    found = own_facts(chart.practice.fields, record.type, record.data, chart.today)
    said = [
        joined_html((element("b", name, title=about), " ", f"{value.removesuffix('.')}."))
        for name, value, about in found
    ]
    return element("p", joined_html(said, " "), class_="foot") if said else None


def note_of(chart: Chart, record: Record, parts: frozenset[str] = frozenset(), heading: int = 5) -> Html:
    """A record's own text as safe HTML, with its links within the chart and headings from a level on."""

    def resolve(address: str) -> str:
        found = chart.find(address.removesuffix(".md"))
        return record_address(chart, found) if isinstance(found, Record) else ""

    return safe_markdown(record.document.shown, resolve=resolve, parts=parts, heading=heading)


def _addenda(chart: Chart, record: Record) -> list[Addendum]:
    """What stands with a record on its row: not what declares it void, which has a row of its own."""
    return [each for each in chart.addenda if each.to == record.link and added_to(chart, each) is not None]


def _added(chart: Chart, addendum: Addendum, parts: frozenset[str]) -> Html:
    kind = plain_words(addendum.kind) or "addendum"
    by = f" by {addendum.author}" if addendum.author else ""
    head = element("h5", f"{upper_first(kind)} of {say_day(addendum.date, chart.today)}{by}")
    reason = element("p", safe_line(f"Reason: {addendum.reason}"), class_="foot") if addendum.reason else None
    if not may_be_shown(addendum):
        return element("div", head, element("p", NOT_SHOWN), class_="add")
    return element(
        "div",
        head,
        note_of(chart, addendum, parts),
        own_facts_of(chart, addendum),
        reason,
        key_facts(addendum, chart),
        *(_added(chart, each, parts) for each in _addenda(chart, addendum)),
        class_="add",
    )


def _foot(chart: Chart, record: Record) -> Html:
    told_by: list[Child] = []
    homework = getattr(record, "homework", "")
    if homework:
        told_by.append(joined_html(("Homework: ", safe_line(f"{homework.rstrip('.')}."))))
    if record.signatures:
        told_by.append(f"Signed by {', '.join(signed_shown(each, record, chart) for each in record.signatures)}.")
    told_by.append(element("code", record.path.removeprefix(f"{chart.folder}/")))
    return element("p", joined_html(told_by, " "), class_="foot")


# --- months --------------------------------------------------------------------------------------


def months_of(chart: Chart, since: date, until: date, parts: frozenset[str] = frozenset()) -> Iterator[Month]:
    """The months between two days, newest first; the newest note is open."""
    records = [record for record in timeline_records(chart) if since <= record.date <= until]
    kept = (each for each in records if isinstance(each, Session) and each.took_place and each not in chart.voided)
    newest = next(kept, None)
    for first, month in _by_month(records):
        entries = [
            entry_of(chart, each, parts=parts, is_open=each is newest and until >= chart.today) for each in month
        ]
        yield Month(first, _told_of([each for each in month if each not in chart.voided]), entries)


def months_to_come(chart: Chart, records: Iterable[Record]) -> Iterator[Month]:
    """The months of what is dated after today, in the order given; nothing of it is counted as care."""
    for first, month in _by_month(records):
        planned = sum(isinstance(each, Session) and each.is_planned and each not in chart.voided for each in month)
        told = f"to come, {count_of(planned, 'session')} planned" if planned else "to come"
        yield Month(first, told, [entry_of(chart, each) for each in month])


def _by_month(records: Iterable[Record]) -> Iterator[tuple[date, list[Record]]]:
    by_month: dict[date, list[Record]] = {}
    for record in records:
        by_month.setdefault(record.date.replace(day=1), []).append(record)
    yield from by_month.items()


def _told_of(records: Sequence[Record]) -> str:
    sessions = [each for each in records if isinstance(each, Session)]
    kept = sum(each.took_place for each in sessions)
    missed = sum(each.was_missed for each in sessions)
    parts = []
    if sessions:
        all_kept = kept == len(sessions) and kept > 1
        parts.append(f"{count_of(len(sessions), 'session')}, {'all kept' if all_kept else f'{kept} kept'}")
    if missed:
        parts.append(f"{missed} missed")
    contacts = sum(isinstance(each, Contact) for each in records)
    if contacts:
        parts.append(count_of(contacts, "contact"))
    return ", ".join(parts)
