"""The head of a chart in words: the facts line, the client's own words, five facts, who wrote and signed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.disclosing.channels import safe_channels_of, ways_not_understood
from caseload_tools.chart.records.contact import Contact
from caseload_tools.chart.records.plan import Plan
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.risk.risk_view import risk_view
from caseload_tools.chart.thread import threads_of
from caseload_tools.dates import count_of, parse_day, say_day
from caseload_tools.practice import Practice
from caseload_tools.site.addresses import record_address
from caseload_tools.site.components.marks import badge, risk_word
from caseload_tools.site.content.entries import plain_words, row_text
from caseload_tools.site.content.signed_by import signer_shown, why_marked
from caseload_tools.site.html import Child, Html, joined_html, link, strong
from caseload_tools.site.safe_html import safe_line
from caseload_tools.text.english import upper_first

_QUOTED = re.compile(r"[\"“]([^\"”]+)[\"”]")
_LONGEST = 320
CHANNELS = {"sms": "text message", "in-person": "in person", "email": "e-mail"}


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A sentence of the client and where it stands."""

    words: Html
    source: Child


def own_words(chart: Chart) -> OwnWords | None:
    """The client's own words from the newest plan that holds some; a text that is too long is not cut but left."""
    for plan in reversed([each for each in chart.plans if each.date <= chart.today]):
        section = plan.section("In the client's words") or plan.section("In the client’s words")
        text = " ".join(line.lstrip("> ").strip() for line in section.text.splitlines()) if section else ""
        quoted = _QUOTED.search(text)
        words = quoted.group(1).strip() if quoted else text.strip()
        if words and len(words) <= _LONGEST:
            source = joined_html(
                ("In the plan of ", link(say_day(plan.date, chart.today), record_address(chart, plan)))
            )
            return OwnWords(joined_html(("“", safe_line(words), "”")), source)
    return None


def status_line(practice: Practice, chart: Chart) -> Html:
    """`Active · outpatient since 29 Sep 2026, week 9 · m.okafor, supervised by r.lindqvist`."""
    programme = practice.programmes.get(chart.programme)
    label = (programme.label if programme else chart.programme).lower()
    since = f"since {say_day(chart.opened, chart.today)}" if chart.opened else ""
    week = ""
    if chart.opened and chart.is_open and (weeks := (chart.today - chart.opened).days // 7 + 1) <= 104:
        week = f", week {weeks}"
    closed = chart.client.closed if chart.client else None
    ended = f" to {say_day(closed, chart.today)}" if closed else ""
    who = chart.clinician or "no clinician named"
    by = chart.client.supervisor if chart.client else ""
    if not by and chart.clinician in practice.staff:
        by = practice.staff[chart.clinician].supervisor
    status = upper_first(chart.status) or ("Status not understood" if chart.client else "No client.md")
    where = f"{label} {since}".strip() + (ended or week)
    return joined_html([each for each in (status, where, who + (f", supervised by {by}" if by else "")) if each], " · ")


def chart_facts(chart: Chart) -> Iterator[tuple[str, Child]]:
    """Risk, last contact, next, reach by, thread."""
    yield "Risk", _risk(chart)
    yield "Last contact", _last(chart)
    yield "Next", _next(chart)
    yield "Reach by", _reach(chart)
    yield "Thread", _thread(chart)


def _risk(chart: Chart) -> Html:
    view = risk_view(chart)
    word = strong(upper_first(view.state)) if view.state in ("low", "none") else risk_word(view.state)
    parts: list[Child] = [word]
    if view.witness is not None and (view.state == view.level or view.level != "none"):
        record = view.witness.record
        said = "" if view.state == view.level else f"; last said: {view.level}"
        day = link(say_day(record.date, chart.today), record_address(chart, record))
        parts += [said, " on " if view.state == view.level == "high" else ", ", day]
    parts.append(".")
    for name, found in (
        ("Not answered: ", [(each.measure.name, each.record) for each in (*view.screens, *view.blank)]),
        ("The text speaks of danger: ", [(each.record.type, each.record) for each in view.texts]),
    ):
        if found:
            days = (
                link(f"{what} of {say_day(record.date, chart.today)}", record_address(chart, record))
                for what, record in found
            )
            parts += [" ", name, joined_html(days, ", "), "."]
    plans = [each for each in chart.safety_plans if each.date <= chart.today and each.kind != "relapse-prevention"]
    if plans:
        parts += [" ", link("Safety plan", record_address(chart, plans[-1]))]
        parts.append(f" of {say_day(plans[-1].date, chart.today)}.")
    return joined_html(parts)


def _last(chart: Chart) -> Child:
    last = chart.last_contact(chart.today)
    if last is None:
        return "none on record"
    what = row_text(chart, last).kind.lower() if isinstance(last, Contact) else "session"
    where = last.setting if isinstance(last, Session) else plain_words(last.channel)
    return joined_html(
        (
            link(say_day(last.date, chart.today), record_address(chart, last)),
            f", {what}" + (f", {where}" if where else ""),
        )
    )


def _next(chart: Chart) -> Child:
    coming = chart.next_session(chart.today)
    if coming is None:
        return badge("none booked", "now") if chart.status in ("active", "intake") else "none planned"
    at = f", {coming.time[0]:%H:%M}" if coming.time else ""
    return f"{say_day(coming.date, chart.today)}{at}{f', {coming.setting}' if coming.setting else ''}"


def _reach(chart: Chart) -> Child:
    client = chart.client
    if client is None:
        return "not on record"
    words = ", then ".join(CHANNELS.get(each, plain_words(each)) for each in safe_channels_of(client))
    never = [CHANNELS.get(each, plain_words(each)) for each in client.do_not_contact]
    said = upper_first(words) or ("Not understood: ask first" if ways_not_understood(client) else "Not on record")
    return joined_html((said, "; never ", strong(" or ".join(never)))) if never else said


def door_facts(chart: Chart) -> Iterator[tuple[str, Child]]:
    """What whoever meets the client must know first: marks, age, who decides, whom to ring."""
    client = chart.client
    if client is None:
        return
    if client.flags:
        yield "Marks", joined_html((badge(plain_words(each), "now") for each in client.flags), " ")
    if client.born:
        yield "Born", _born(str(client.born), chart)
    for name, said in (
        ("Guardian", client.guardian),
        ("Emergency", client.emergency_contact),
        ("Language", client.language),
        ("Interpreter", client.interpreter),
    ):
        if said:
            yield name, safe_line(said)


def _born(said: str, chart: Chart) -> str:
    """`1981, 44 or 45 years old`, `2012-03-01, 14 years old`."""
    born, today = parse_day(said), chart.today
    if born is not None:
        age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        return f"{said}, {count_of(age, 'year')} old"
    if not said.isdigit():
        return said
    years = today.year - int(said)
    return f"{said}, {years - 1} or {count_of(years, 'year')} old"


def _thread(chart: Chart) -> Child:
    found = threads_of(chart)
    if not found:
        return "no plan in force"
    broken = [each for each in found if each.why_broken]
    if not broken:
        return f"Whole, {count_of(len(found), 'objective')}"
    ids = joined_html((link(each.objective.id, f"#{each.objective.id}") for each in broken), ", ")
    verb = "is" if len(broken) == 1 else "are"
    return joined_html(
        (f"{len(found) - len(broken)} of {count_of(len(found), 'objective')} whole; ", ids, f" {verb} broken")
    )


def making_rows(chart: Chart) -> list[tuple[Child, ...]]:
    """What the records say of their own making, newest first: written late, signed, added to, replaced."""
    found: list[tuple[datetime, tuple[Child, ...]]] = []
    for record in chart.records:
        if record.date > chart.today:
            continue
        what = f"the {plain_words(record.type)} of {say_day(record.date, chart.today)}"
        where = link(what, record_address(chart, record))
        if record.written and record.author:
            found.append((record.written, (_when(record.written, chart), strong(record.author), " wrote ", where)))
        for signature in record.signatures:
            if signature.moment:
                mark = why_marked(signature, record, chart)
                does = (" is named under ", where, f", {mark}") if mark else (" signed ", where)
                who = strong(signer_shown(signature, chart))
                found.append((signature.moment, (_when(signature.moment, chart), who, *does)))
        if isinstance(record, Plan) and record.supersedes and not record.signatures:
            moment = datetime.combine(record.date, datetime.min.time())
            found.append(
                (
                    moment,
                    (f"{say_day(record.date, chart.today)}, ", strong(record.clinician), " replaced the plan: ", where),
                )
            )
    return [row for _, row in sorted(found, key=lambda pair: pair[0], reverse=True)]


def _when(moment: datetime, chart: Chart) -> str:
    return f"{say_day(moment.date(), chart.today)} {moment:%H:%M}, "
