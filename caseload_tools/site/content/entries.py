"""From a record to its row in the timeline: what it was, in a few words, and the note that opens.

One small function for each type of record; a type without one still gets its row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Record
from caseload_tools.chart.records.addendum import Addendum
from caseload_tools.chart.records.agency import Agency
from caseload_tools.chart.records.assessment import Assessment
from caseload_tools.chart.records.assignment import Assignment
from caseload_tools.chart.records.charge import Charge
from caseload_tools.chart.records.consent import Consent
from caseload_tools.chart.records.contact import Contact
from caseload_tools.chart.records.discharge import Discharge
from caseload_tools.chart.records.disclosure import Disclosure
from caseload_tools.chart.records.incident import Incident
from caseload_tools.chart.records.measure import MeasureRecord
from caseload_tools.chart.records.plan import Plan
from caseload_tools.chart.records.referral import Referral
from caseload_tools.chart.records.review import Review
from caseload_tools.chart.records.safety_plan import SafetyPlan
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.records.task import Task
from caseload_tools.dates import count_of, say_day
from caseload_tools.practice.measures import MEASURES, read_score
from caseload_tools.site.components.marks import badge, risk_word, state_mark
from caseload_tools.site.html import Child, Html, joined_html
from caseload_tools.site.safe_html import safe_line
from caseload_tools.text.english import upper_first

_SENTENCE = re.compile(r".+?[.!?][\"”’']?(?=\s|\Z)", re.DOTALL)
_TELLING = ("assessment", "response", "evaluation", "outcome", "summary", "accomplished", "data", "subjective")
_LONGEST_GIST = 200


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
        late = record.word_on(chart.today) == "no note"
        state = state_mark("no note yet", "late") if late else state_mark("planned")
        return RowText(what, [service, record.setting, at], [state, first_sentence(record)])
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
    links = [each.link for each in chart.plans]  # without what is void
    version = f"version {links.index(record.link) + 1}" if record.link in links else ""
    details = [version, count_of(len(record.goals), "goal"), count_of(len(record.objectives), "objective")]
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
    with_ = "" if record.with_ == "client" else f"with {recipient_name(chart, record.with_)}"
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


def assignment_words(chart: Chart, task: Assignment) -> list[str]:
    """`j.ferreira, by 9 Dec, open`: whose it is, by when, and how it stands."""
    by = f"by {say_day(task.due, chart.today)}" if task.due else "no day"
    ended = f" {say_day(task.ended_on, chart.today)}" if task.ended_on else ""
    state = "open" if task.status in ("", "open") else f"{plain_words(task.status)}{ended}"
    return [task.owner or "nobody’s", by, state if not task.lacks else f"{state}, {plain_words(task.lacks)} missing"]


def _task(chart: Chart, record: Task) -> RowText:
    return RowText("Task", assignment_words(chart, record), [safe_line(upper_first(f"{record.what.rstrip('.')}."))])


def _incident(chart: Chart, record: Incident) -> RowText:
    report = {"reported": "reported", "not-required": "no report required"}.get(record.report, "")
    owed: Child = state_mark("report owed", "late") if record.report_lacks else None
    told = f"Told: {', '.join(each.who for each in record.told if each.who)}." if record.told else "Nobody was told."
    gist = [safe_line(upper_first(f"{record.what.rstrip('.')}.")), owed, safe_line(told)]
    return RowText("Incident", [plain_words(record.kind), record.level, report], gist)


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
    Task: _task,
    Incident: _incident,
}


def row_text(chart: Chart, record: Record) -> RowText:
    """What the row of a record says."""
    teller = _TELLERS.get(type(record))
    return (
        teller(chart, record)
        if teller
        else RowText(upper_first(plain_words(record.type)), (), [first_sentence(record)])
    )
