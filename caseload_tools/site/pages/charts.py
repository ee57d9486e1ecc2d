"""A client's chart: who, is she safe, what is late, is the work on plan, is it helping, what happened.

The page answers in that order, from top to bottom. Older months stand on a page for each year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import SOON_DAYS, Obligation
from caseload_tools.chart.clocks.sessions import BOOKED
from caseload_tools.chart.disclosing.answering import releases_used
from caseload_tools.chart.disclosing.communication import Permission
from caseload_tools.chart.not_read import not_read_in
from caseload_tools.chart.records.consent import RELEASES, Consent
from caseload_tools.chart.records.referral import Referral
from caseload_tools.dates import count_of, say_day
from caseload_tools.site.addresses import (
    NEAR_ENTRIES,
    chart_address,
    chart_page,
    coming_page,
    coming_records,
    recent_since,
    record_address,
    timeline_records,
    year_page,
)
from caseload_tools.site.components import lead
from caseload_tools.site.components.due import due_list, due_strip
from caseload_tools.site.components.marks import badge, due_state
from caseload_tools.site.components.measure_chart import measure_chart, session_legend
from caseload_tools.site.components.table import Cell, TableRow, table
from caseload_tools.site.components.thread import bead_legend, thread_tree
from caseload_tools.site.components.timeline import timeline
from caseload_tools.site.content import as_written, decided, entries, facts, score_courses, timeline_rows
from caseload_tools.site.content.key_facts import key_facts
from caseload_tools.site.content.thread_rows import plan_trees, shown_sessions, used_words
from caseload_tools.site.edition import Edition
from caseload_tools.site.html import ROOT, UNSEARCHED, Html, element, joined_html, link, small
from caseload_tools.site.page import Page, pages
from caseload_tools.site.safe_html import safe_line
from caseload_tools.text.english import and_list, upper_first

_STRIP = 5
_PANELS = 4
_MARKS = ("kept", "late", "missed", "no note", "planned", "cancelled")


@pages()
def charts(edition: Edition) -> Iterator[Page]:
    """A page for every client, one for each earlier year, and one for what is planned far ahead."""
    for chart in edition.charts:
        yield Page(chart_page(chart.id), chart.id, _chart(edition, chart), "Clients", "chart")
        yield from _years(chart)
        yield from _far_ahead(chart)


def _chart(edition: Edition, chart: Chart) -> Html:
    parts = frozenset(each.id for each in chart.plan.objectives) if chart.plan else frozenset[str]()
    timeline_ = element("section", *_timeline(chart, parts))
    of_meetings, no_more = decided.decisions(edition, chart), decided.settled(chart)
    rail = element("div", _consents(chart), _referrals(chart), of_meetings, no_more, _history(chart))
    return element(
        "div",
        lead.unread_note(not_read_in(chart)),
        _head(edition, chart),
        _plan(chart),
        _measures(chart),
        as_written.newer_section(chart.practice, chart.shelf.newer, chart.folder),
        element("div", timeline_, rail, class_="two"),
        class_="cl",
        data_client=chart.id,
    )


def _head(edition: Edition, chart: Chart) -> Html:
    own = facts.own_words(chart)
    left = element(
        "div",
        lead.breadcrumbs(link("Clients", f"{ROOT}clients.html"), chart.id),
        element("h1", chart.id, id="top"),
        element("p", facts.status_line(edition.practice, chart), class_="facts-line"),
        timeline_rows.own_facts_of(chart, chart.client) if chart.client else None,
        element("p", own.words, class_="own") if own else None,
        element("p", own.source, class_="c") if own else None,
    )
    rows = (element("div", element("dt", name), element("dd", value)) for name, value in facts.chart_facts(chart))
    anchors = (
        ("plan", chart.practice.label("plan")),
        ("measures", "Measures"),
        ("timeline", "Timeline"),
        ("consents", "Consents and referrals"),
        ("history", "History"),
    )
    return joined_html(
        (
            element("header", left, element("dl", joined_html(rows), class_="five", **UNSEARCHED), class_="chead"),
            _door(edition, chart),
            *_due(edition, chart),
            element(
                "nav",
                *(link(words, f"#{place}") for place, words in anchors),
                class_="anchors",
                aria_label="On this page",
            ),
        )
    )


def owed_with_these(edition: Edition, chart: Chart) -> tuple[Obligation, ...]:
    """What is owed for a client, and that their clinician is booked with somebody else at the same time."""
    found = (*edition.by_client.get(chart.id, ()), *edition.booked_twice.get(chart.id, ()))
    return tuple(sorted(found, key=Obligation.urgency(edition.today)))


def _due(edition: Edition, chart: Chart) -> Iterator[Html]:
    """The nearest things side by side, with the next session; then, folded, what else `caseload show` has as due."""
    due = owed_with_these(edition, chart)
    booked = [each for each in due if each.kind == BOOKED]
    first = [each for each in due if each not in booked[1:]][:_STRIP]
    rest = [each for each in due if each.band(edition.today) != "later" and each not in first]
    if first:
        yield due_strip(edition.due_item(each) for each in first)
    if rest:
        late = sum(each.is_wanted(edition.today) for each in rest)
        words = f"{len(rest)} more, to {say_day(edition.today + timedelta(days=SOON_DAYS), edition.today)}"
        more = due_list((edition.due_item(each) for each in rest), show_client=False)
        summary = element("summary", words, f", {late} of them wanted now" if late else "")
        yield element("details", summary, more, class_="d", open=bool(late))


def _door(edition: Edition, chart: Chart) -> Html | None:
    """client.md: alerts and what must be known first, in sight; the rest of its keys folded."""
    if chart.client is None:
        return None
    told = (*facts.door_facts(chart), *decided.household_fact(edition, chart))
    rows = [element("div", element("dt", name), element("dd", said)) for name, said in told]
    every = key_facts(chart.client, chart)
    folded = element("details", element("summary", "All of client.md"), every, class_="d") if every else None
    return element(
        "section",
        element("h2", "What to know first", class_="vh"),
        element("dl", joined_html(rows), class_="five") if rows else None,
        element("div", timeline_rows.note_of(chart, chart.client, heading=3), class_="note"),
        folded,
        class_="door",
    )


# --- plan ----------------------------------------------------------------------------------------


def _plan(chart: Chart) -> Html:
    plan, name = chart.plan, f"{chart.practice.label('plan')} "
    if plan is None:
        title = element("h2", name, small("none in force"), id="plan")
        plans = chart.current_episode.plans
        latest = plans[-1] if plans else None
        words = (
            f"The last plan, of {say_day(latest.date, chart.today)}, is {entries.plain_words(latest.status)}."
            if latest
            else "No plan has been written since the chart was opened again."
            if chart.endings
            else "No plan has been written."
        )
        return element("section", title, element("p", words, class_="c"))
    version = chart.plans.index(plan) + 1
    with_ = and_list([entries.plain_words(each) for each in plan.participants])
    context = f"version {version}, in force since {say_day(plan.date, chart.today)}"
    if with_:
        context += f"; made with {with_}"
    title = element("h2", name, small(context), id="plan")
    trees = plan_trees(chart, plan)
    days = [session.date for session in shown_sessions(chart)]
    signs = used_words(trees)
    ends = plan.section("Discharge criteria")
    criteria = (
        element("p", element("b", "Ends when "), safe_line(" ".join(ends.text.split())), class_="more")
        if ends and ends.text.strip()
        else None
    )
    return element(
        "section", title, thread_tree(trees, days, chart.today), bead_legend(signs) if signs else None, criteria
    )


# --- measures --------------------------------------------------------------------------------------


def _measures(chart: Chart) -> Html:
    found = score_courses.measure_courses(chart)[:_PANELS]
    title = element("h2", "Measures", id="measures")
    if not found:
        return element("section", title, element("p", "No complete score is on file.", class_="c"))
    first = min(course.taken[0].date for course in found)
    marks = [mark for mark in score_courses.session_marks(chart) if mark.day >= first - timedelta(days=30)]
    words = [word for word in _MARKS if any(mark.word == word for mark in marks)]
    panels = [score_courses.measure_panel(chart, course) for course in found]
    drawn = measure_chart(panels, marks, score_courses.plan_marks(chart), chart.today)
    said = joined_html(
        (
            *(score_courses.course_paragraph(chart, course) for course in found),
            *score_courses.safety_words(chart),
            *(score_courses.incomplete_words(course) for course in found),
        )
    )
    left = element("div", drawn, session_legend(words) if words else None)
    right = element("div", said, _every_score(chart, found), class_="said")
    return element("section", title, element("section", left, right, class_="meas", **UNSEARCHED))


def _every_score(chart: Chart, found: tuple[score_courses.Course, ...]) -> Html:
    days = sorted({taken.date for course in found for taken in course.taken}, reverse=True)
    rows = []
    for day in days:
        cells: list[Cell | str | int] = [say_day(day, chart.today)]
        for course in found:
            totals = [f"{taken.total:g}" for taken in course.taken if taken.date == day and taken.total is not None]
            cells.append(", ".join(totals) or Cell(element("span", "–", class_="z", aria_label="not taken")))
        rows.append(TableRow(cells))
    heads = ["Date", *(course.measure.name for course in found)]
    numbers = range(1, len(heads))
    inside = table("Every score", heads, rows, caption="Newest first.", numbers=list(numbers))
    return element("details", element("summary", "Every score"), inside, class_="d")


# --- timeline --------------------------------------------------------------------------------------


def _timeline(chart: Chart, parts: frozenset[str]) -> Iterator[Html]:
    since = recent_since(chart)
    opened = f"opened {say_day(chart.opened, chart.today)}" if chart.opened else ""
    yield element("h2", "Timeline ", small(opened), id="timeline")
    coming = coming_records(chart)
    if coming:
        yield timeline(timeline_rows.months_to_come(chart, coming[:NEAR_ENTRIES]))
    if len(coming) > NEAR_ENTRIES:
        later = link(f"{len(coming) - NEAR_ENTRIES} more to come", f"{ROOT}{coming_page(chart.id)}")
        yield element("p", later, class_="foot")
    if not timeline_records(chart):
        yield element("p", "Nothing has happened yet.", class_="c")
        return
    yield timeline(timeline_rows.months_of(chart, since, chart.today, parts))
    older = _older(chart)
    if older:
        links = (link(f"{year}, {held}", f"{ROOT}{year_page(chart.id, year)}") for year, held in older)
        yield element("p", "Before: ", joined_html(links, " · "), class_="foot")


def _older(chart: Chart) -> list[tuple[int, str]]:
    """The years that have pages of their own, with what each holds; what is void is named apart."""
    since = recent_since(chart)
    found: dict[int, tuple[int, int]] = {}
    for record in timeline_records(chart):
        if record.date < since:
            held, void = found.get(record.date.year, (0, 0))
            is_void = record in chart.voided
            found[record.date.year] = (held + (not is_void), void + is_void)
    return [(year, _held(*found[year])) for year in sorted(found, reverse=True)]


def _held(records: int, void: int) -> str:
    return f"{count_of(records, 'record')}{f' and {void} void' if void else ''}"


def _years(chart: Chart) -> Iterator[Page]:
    since = recent_since(chart)
    for year, held in _older(chart):
        until = min(date(year, 12, 31), since - timedelta(days=1))
        head = element(
            "header",
            lead.breadcrumbs(
                link("Clients", f"{ROOT}clients.html"), link(chart.id, chart_address(chart.id)), str(year)
            ),
            element("h1", f"{chart.id} in {year}", id="top"),
            lead.lead_paragraph(
                f"{held} of {year}, newest first; what came later is on the ",
                link("chart", chart_address(chart.id)),
                ".",
            ),
            class_="top",
        )
        months = timeline(timeline_rows.months_of(chart, date(year, 1, 1), until))
        title = element("h2", "Timeline", id="timeline")
        body = element("div", head, title, months, class_="cl", data_client=chart.id)
        yield Page(year_page(chart.id, year), f"{chart.id} in {year}", body, "Clients", "chart")


def _far_ahead(chart: Chart) -> Iterator[Page]:
    """What is dated after today and has no place on the chart itself."""
    coming = coming_records(chart)[NEAR_ENTRIES:]
    if not coming:
        return
    here = chart_address(chart.id)
    clients, first = link("Clients", f"{ROOT}clients.html"), link(chart.id, here)
    nearer = lead.lead_paragraph("Soonest first; what comes before is on the ", link("chart", here), ".")
    title = element("h1", f"{chart.id}, to come", id="top")
    head = element("header", lead.breadcrumbs(clients, first, "to come"), title, nearer, class_="top")
    months = timeline(timeline_rows.months_to_come(chart, coming))
    below = element("h2", "Timeline", id="timeline")
    body = element("div", head, below, months, class_="cl", data_client=chart.id)
    yield Page(coming_page(chart.id), f"{chart.id}, to come", body, "Clients", "chart")


# --- rail --------------------------------------------------------------------------------------------


def _consents(chart: Chart) -> Html:
    holding = chart.consents_on(chart.today)
    unclear = [each for each in chart.consents if not each.is_understood]
    ended = len([each for each in chart.consents if each not in holding and each not in unclear])
    context = f"{len(holding)} in force" + (f", {ended} ended" if ended else "")
    title = element("h2", "Consents ", small(context), id="consents")
    rows, used = [], releases_used(chart)
    for each in holding:
        lasts = (
            f"Until {say_day(each.expires, chart.today)}."
            if each.expires
            else f"Until {each.expires_on_event}."
            if each.expires_on_event
            else f"Since {say_day(each.starts, chart.today)}."
        )
        information = f"{upper_first(', '.join(each.information))}. " if each.information else ""
        named = link(entries.consent_title(chart, each), record_address(chart, each), "plain")
        rows.append(
            joined_html((element("b", named), element("br"), f"{information}{lasts}{_uses(chart, each, used)}"))
        )
    for each in unclear:
        named = link(entries.consent_title(chart, each), record_address(chart, each), "plain")
        rows.append(joined_html((element("b", named), element("br"), "Not understood, so it holds for nothing.")))
    if not rows:
        return element("section", title, element("p", "No consent is in force.", class_="c"))
    return element("section", title, element("ul", joined_html(element("li", row) for row in rows), class_="things"))


def _uses(chart: Chart, consent: Consent, used: Mapping[str, Sequence[Permission]]) -> str:
    """How often something was told on a release, and when last; of a consent to be treated nobody asks."""
    if consent.kind not in RELEASES:
        return ""
    days = sorted(each.communication.day for each in used.get(consent.link, ()))
    if not days:
        return " Not used yet."
    times = {1: "once", 2: "twice"}.get(len(days), f"{len(days)} times")
    return f" Used {times}, {'last ' if len(days) > 1 else ''}on {say_day(days[-1], chart.today)}."


def _referrals(chart: Chart) -> Html | None:
    if not chart.referrals:
        return None
    open_ = [each for each in chart.referrals if each.is_open]
    title = element("h2", "Referrals ", small(f"{len(open_)} open"), id="referrals")
    shown = [*open_, *(each for each in reversed(chart.referrals) if not each.is_open)]
    rows = joined_html(element("li", _referral(chart, each)) for each in shown)
    return element("section", title, element("ul", rows, class_="things"))


def _referral(chart: Chart, each: Referral) -> Html:
    named = element("b", link(entries.recipient_name(chart, each.to), record_address(chart, each), "plain"))
    status = badge(entries.plain_words(each.status), "now" if each.is_open else "")
    goal = f"For {each.goal}. " if each.goal else ""
    later = f" News {say_day(each.outcome_on, chart.today)}." if each.outcome_on else ""
    told_ = f"{goal}Asked {say_day(each.date, chart.today)}.{later}"
    check = (
        joined_html((element("br"), "Check ", due_state(each.check_by, chart.today)))
        if each.is_open and each.check_by
        else None
    )
    return joined_html((named, " ", status, element("br"), told_, check))


def _history(chart: Chart) -> Html:
    """What the records themselves say about their making; git's own history is not read here."""
    title = element("h2", "History ", small("as the records say"), id="history")
    made = facts.making_rows(chart)
    if not made:
        return element(
            "section", title, element("p", "No record says when it was written or who signed it.", class_="c")
        )
    rows = joined_html(element("li", *row) for row in made[:5])
    more = element("p", f"The last 5 of {len(made)}.", class_="c") if len(made) > 5 else None
    return element("section", title, element("ul", rows, class_="things"), more)
