"""From a record to its row in the timeline: what it was, in a few words, and the note that opens.

One small function for each type of record; a type without one still gets its row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from caseload_tools.chart.audience import may_be_shown
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Record
from caseload_tools.chart.records.addendum import Addendum
from caseload_tools.chart.records.agency import Agency
from caseload_tools.chart.records.assessment import Assessment
from caseload_tools.chart.records.charge import Charge
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
from caseload_tools.chart.signing import missing_signatures, standing_of
from caseload_tools.chart.signing.out_of_place import moved_since_signed
from caseload_tools.dates import count_of, say_day
from caseload_tools.practice.measures import MEASURES, read_score
from caseload_tools.practice.own_fields import own_facts
from caseload_tools.site.addresses import place_on_page, record_address, timeline_records
from caseload_tools.site.components.marks import badge, risk_word, state_mark
from caseload_tools.site.components.timeline import Month, TimelineRow
from caseload_tools.site.content.key_facts import key_facts
from caseload_tools.site.content.signed_by import signed_shown
from caseload_tools.site.html import Child, Html, element, joined_html
from caseload_tools.site.safe_html import safe_line, safe_markdown
from caseload_tools.text.english import upper_first

_SENTENCE = re.compile(r".+?[.!?][\"”’']?(?=\s|\Z)", re.DOTALL)
_TELLING = ("assessment", "response", "evaluation", "outcome", "summary", "accomplished", "data", "subjective")
_LONGEST_GIST = 200
NOT_SHOWN = "Kept for its clinician and not shown on this site."


@dataclass(frozen=True, slots=True)
class RowText:
    """What a row says: kind in bold, details beside it, and the gist below."""

    kind: str
    details: Sequence[str] = ()
    gist: Sequence[Child] = ()


def plain_words(word: str) -> str:
    """`release-of-information` as people say it."""
    return word.replace("-", " ")


def recipient_name(chart: Chart, link: str) -> str:
    """The name of an agency that a link leads to, or the words that stand in its place."""
    found = chart.find(link) if link else None
    return found.name if isinstance(found, Agency) and found.name else plain_words(link.rpartition("/")[2])


def first_sentence(record: Record) -> Html | None:
    """The first sentence of the section that tells most; None when it is long, for words are not cut."""
    sections = [each for each in record.document.sections if each.text.strip()]
    telling = {each.title.casefold(): each for each in sections}
    chosen = next((telling[title] for title in _TELLING if title in telling), sections[0] if sections else None)
    text = chosen.text if chosen else record.document.shown
    words, sentence = " ".join(text.replace(">", " ").split()).lstrip("-*#| "), ""
    for match in _SENTENCE.finditer(words):
        sentence += match.group()
        if not _speaks_on(sentence):
            break
    return safe_line(sentence) if sentence and len(sentence) <= _LONGEST_GIST else None


def _speaks_on(text: str) -> bool:
    """Somebody is being quoted and has not finished."""
    return text.count('"') % 2 == 1 or text.count("“") > text.count("”")


def scores_words(record: Record) -> str:
    """`PHQ-9 9, GAD-7 8`; an incomplete sheet is named as such."""
    words = []
    for key, value in record.scores.items():
        if measure := MEASURES.get(key):
            result = read_score(measure, value)
            shown = result.total if measure.sums else result.level
            words.append(f"{measure.name} {shown:g}" if shown is not None else f"{measure.name} incomplete")
    return ", ".join(words)


def progress_words(progress: Any) -> str:
    """`O1.1 met, O2.1 progressing`."""
    return ", ".join(f"{key} {word}" for key, word in progress.items())


# --- one function for each type ----------------------------------------------------------------


def _session(chart: Chart, record: Session) -> RowText:
    what = "Group session" if record.service == "group" else "Session"
    service = "" if record.service == "group" else plain_words(record.service)
    minutes = f"{record.minutes} min" if record.took_place and record.minutes else ""
    by = record.clinician if record.clinician != chart.clinician else ""
    details = [service, record.setting, minutes, "came late" if record.attendance == "late" else "", by]
    if record.took_place:
        risk: Child = joined_html(("Risk ", risk_word(record.risk))) if record.risk in ("moderate", "high") else None
        scores = scores_words(record)
        return RowText(what, details, [first_sentence(record), f"{scores}." if scores else None, risk])
    if record.is_planned:
        at = f"{record.time[0]:%H:%M}" if record.time else ""
        return RowText(what, [service, record.setting, at], [state_mark("no note yet", "late")])
    moved = chart.find(record.rescheduled_to) if record.rescheduled_to else None
    later = f"Moved to {say_day(moved.date, chart.today)}." if isinstance(moved, Record) else None
    if record.was_missed:
        tried = ", ".join(f"{each.channel} {each.result}".strip() for each in record.outreach)
        gist = [badge(plain_words(record.attendance)), f"Tried: {tried}." if tried else None, later]
        return RowText(f"{what} missed", details, gist)
    by_whom = f"by the {record.cancelled_by}" if record.cancelled_by else ""
    reason = safe_line(f"{record.cancelled_reason}.") if record.cancelled_reason else None
    return RowText(f"{what} {record.attendance}", [*details, by_whom], [reason, later])


def _plan(chart: Chart, record: Plan) -> RowText:
    version = [each.link for each in chart.plans].index(record.link) + 1
    goals = count_of(len(record.goals), "goal")
    details = [f"version {version}", goals, count_of(len(record.objectives), "objective")]
    changes = [safe_line(f"{each.what.rstrip('.')}.") for each in record.changes if each.what]
    kind = "Plan agreed" if record.status not in ("provisional", "on-hold") else f"Plan, {plain_words(record.status)}"
    return RowText(kind, details, changes)


def _review(chart: Chart, record: Review) -> RowText:
    took_part = "client took part" if record.client_took_part else ""
    return RowText(
        "Review",
        [plain_words(record.decision), took_part],
        [f"{progress_words(record.progress)}." if record.progress else first_sentence(record)],
    )


def _contact(chart: Chart, record: Contact) -> RowText:
    kinds = {"check-in": "Check-in", "coordination": "Coordination", "collateral": "Collateral contact"}
    kind = kinds.get(record.purpose, upper_first(plain_words(record.purpose)) or "Contact")
    with_ = "" if record.is_with_client else f"with {recipient_name(chart, record.with_)}"
    minutes = f"{record.minutes} min" if record.minutes else ""
    details = [with_, plain_words(record.channel), "came in" if record.direction == "in" else "", minutes]
    outcome = safe_line(upper_first(f"{record.outcome.rstrip('.')}.")) if record.outcome else None
    risk: Child = joined_html(("Risk ", risk_word(record.risk))) if record.risk in ("moderate", "high") else None
    return RowText(kind, details, [outcome, first_sentence(record), risk])


def consent_title(chart: Chart, record: Consent) -> str:
    """`Release to Riverside Employment`, `Telehealth`."""
    if record.kind in ("release-of-information", "part2-release", "psychotherapy-notes"):
        return f"Release to {recipient_name(chart, record.to)}" if record.to else "Release of information"
    return {"family": "Family may take part"}.get(record.kind, upper_first(plain_words(record.kind)))


def _consent(chart: Chart, record: Consent) -> RowText:
    until = f"until {say_day(record.expires, chart.today)}" if record.expires else ""
    information = ", ".join(record.information)
    details = [consent_title(chart, record).lower() if record.kind == "telehealth" else consent_title(chart, record)]
    return RowText("Consent", [*details, until], [safe_line(upper_first(f"{information}.")) if information else None])


def _referral(chart: Chart, record: Referral) -> RowText:
    return RowText(
        "Referral", [f"to {recipient_name(chart, record.to)}", plain_words(record.status)], [first_sentence(record)]
    )


def _measure(chart: Chart, record: MeasureRecord) -> RowText:
    scores = scores_words(record)
    return RowText(
        "Measures",
        [plain_words(record.administered)],
        [f"{scores}." if scores else None, safe_line(record.missing_reason) if record.missing_reason else None],
    )


def _safety(chart: Chart, record: SafetyPlan) -> RowText:
    kind = "Relapse-prevention plan" if record.kind == "relapse-prevention" else "Safety plan"
    review = f"Looked at again on {say_day(record.review_on, chart.today)}." if record.review_on else None
    return RowText(kind, ["client has a copy" if record.client_has_copy else ""], [review])


def _assessment(chart: Chart, record: Assessment) -> RowText:
    found = ", ".join(f"{each.text} {each.code}".strip() for each in record.diagnoses)
    scores = scores_words(record)
    gist: list[Child] = [safe_line(f"{found}.") if found else None, f"{scores}." if scores else None]
    if record.risk in ("moderate", "high"):
        gist.append(joined_html(("Risk ", risk_word(record.risk))))
    return RowText("Assessment", [plain_words(record.kind)], gist)


def _discharge(chart: Chart, record: Discharge) -> RowText:
    outcomes = progress_words(record.outcomes)
    to = f"to {recipient_name(chart, record.destination)}" if record.destination else ""
    kind = "Transfer" if record.kind == "transfer" else "Discharge"
    return RowText(kind, [plain_words(record.reason), to], [f"{outcomes}." if outcomes else None])


def _disclosure(chart: Chart, record: Disclosure) -> RowText:
    return RowText(
        "Disclosure",
        [f"to {recipient_name(chart, record.to)}"],
        [safe_line(upper_first(f"{', '.join(record.information)}.")) if record.information else None],
    )


def _addendum(chart: Chart, record: Addendum) -> RowText:
    if record.voids:
        return RowText("Void", [record.to], [safe_line(f"Entered in error: {record.reason.rstrip('.')}.")])
    return RowText("Addendum", [plain_words(record.kind)], [first_sentence(record)])


def _charge(chart: Chart, record: Charge) -> RowText:
    amount = "" if record.due is None else f"{record.due:.2f}".removesuffix(".00")
    reason = safe_line(f"{upper_first(record.void_reason)}.") if record.void_reason else None
    return RowText("Charge", [record.code, amount, f"paid by {record.payer}"], [badge(record.status), reason])


_TELLERS: dict[type[Record], Callable[[Chart, Any], RowText]] = {
    Session: _session,
    Plan: _plan,
    Review: _review,
    Contact: _contact,
    Consent: _consent,
    Referral: _referral,
    MeasureRecord: _measure,
    SafetyPlan: _safety,
    Assessment: _assessment,
    Discharge: _discharge,
    Disclosure: _disclosure,
    Addendum: _addendum,
    Charge: _charge,
}


def row_text(chart: Chart, record: Record) -> RowText:
    """What the row of a record says."""
    teller = _TELLERS.get(type(record))
    return (
        teller(chart, record)
        if teller
        else RowText(upper_first(plain_words(record.type)), (), [first_sentence(record)])
    )


# --- entries and months -----------------------------------------------------------------------


def entry_of(
    chart: Chart, record: Record, *, parts: frozenset[str] = frozenset(), is_open: bool = False
) -> TimelineRow:
    """The row of a record, with its note. A note kept for its clinician is named and not shown."""
    words = row_text(chart, record)
    details = ", ".join(word for word in words.details if word)
    if not may_be_shown(record):
        return TimelineRow(place_on_page(record), record.date, words.kind, details, NOT_SHOWN)
    gist = joined_html([each for each in words.gist if each], " ") or None
    added = [each for each in chart.addenda if each.to == record.link]
    standing = _standing(chart, record)
    if standing:
        gist = joined_html((gist, " ", element("b", standing)))
    elif added:
        note = element("b", f"Addendum {say_day(added[-1].date, chart.today)}.")
        gist = joined_html((gist, " ", note))
    opened = _opened(chart, record, added, parts)
    return TimelineRow(
        place_on_page(record), record.date, words.kind, details, gist, opened, is_open and opened is not None
    )


def _standing(chart: Chart, record: Record) -> str:
    """What of a record's signatures somebody has to act on, in a sentence; empty when nobody has."""
    standing = standing_of(record, chart)
    if standing.wrong:
        return f"{upper_first(standing.wrong.removeprefix('has '))}."
    moved = moved_since_signed(record, chart.past)
    if moved is not None:
        return f"Since it was signed, this record {moved.wrong}."
    if standing.returned is not None:
        day = say_day(standing.returned.date, chart.today)
        return f"Returned by {standing.returned.author} {day}, not answered yet."
    missing = missing_signatures(record, chart.practice, chart.past) if record.signatures else ()
    lacking = next((each for each in missing if each.role == "supervisor"), None)
    if lacking is None:
        return ""
    return f"Waits for {lacking.by}’s co-signature{f': {lacking.idle}' if lacking.idle else ''}."


def _opened(chart: Chart, record: Record, added: Sequence[Addendum], parts: frozenset[str]) -> Html:
    body = note_of(chart, record, parts)
    extra = joined_html(_added(chart, each, parts) for each in added)
    changes = (
        [f"{each.what.rstrip('.')}: {each.why}" for each in record.changes if each.why]
        if isinstance(record, Plan)
        else []
    )
    own = own_facts_of(chart, record)
    why = element("ul", joined_html(element("li", safe_line(each)) for each in changes)) if changes else None
    return joined_html((why, body, own, key_facts(record, chart), _foot(chart, record), extra))


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


def _added(chart: Chart, addendum: Addendum, parts: frozenset[str]) -> Html:
    kind = plain_words(addendum.kind) or "addendum"
    by = f" by {addendum.author}" if addendum.author else ""
    head = element("h5", f"{upper_first(kind)} of {say_day(addendum.date, chart.today)}{by}")
    reason = element("p", safe_line(f"Reason: {addendum.reason}"), class_="foot") if addendum.reason else None
    return element(
        "div",
        head,
        note_of(chart, addendum, parts),
        own_facts_of(chart, addendum),
        reason,
        key_facts(addendum, chart),
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


def months_of(chart: Chart, since: date, until: date, parts: frozenset[str] = frozenset()) -> Iterator[Month]:
    """The months between two days, newest first; the newest note is open."""
    records = [record for record in timeline_records(chart) if since <= record.date <= until]
    by_month: dict[date, list[Record]] = {}
    for record in records:
        by_month.setdefault(record.date.replace(day=1), []).append(record)
    newest = next((each for each in records if isinstance(each, Session) and each.took_place), None)
    for first, month in by_month.items():
        entries = [
            entry_of(chart, each, parts=parts, is_open=each is newest and until >= chart.today) for each in month
        ]
        yield Month(first, _told_of(month), entries)


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
