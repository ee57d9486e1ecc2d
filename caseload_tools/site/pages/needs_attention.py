"""The first page: what is overdue, what is due today, what comes, and what one should know beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta

from caseload_tools.chart.clocks import Obligation
from caseload_tools.chart.comfort import (
    EVERY_DATE_MET,
    NOBODY_AT_RISK,
    NOTHING_AHEAD,
    NOTHING_MISSING,
    NOTHING_TODAY,
    READ,
)
from caseload_tools.chart.risk.risk_view import (
    MARKED,
    NOT_ASKED,
    NOT_UNDERSTOOD,
    RISK_STATES,
    SCREEN_BLANK,
    SCREEN_OPEN,
    TEXT_OPEN,
    say_risks,
)
from caseload_tools.dates import count_of, lateness, say_day
from caseload_tools.lint.rule import RULES
from caseload_tools.site.addresses import chart_address, rule_page
from caseload_tools.site.components import lead
from caseload_tools.site.components.due import days_ahead, due_list, nothing_due
from caseload_tools.site.components.figures import Figure, figure_strip, share_in_words
from caseload_tools.site.components.marks import long_day, month_name
from caseload_tools.site.content import counts
from caseload_tools.site.edition import Edition
from caseload_tools.site.html import ROOT, Child, Html, element, joined_html, link, small, strong
from caseload_tools.site.page import Page, pages
from caseload_tools.text.english import lower_first

MOST_ROWS = 50
_AHEAD = timedelta(days=14)
_MOST_AHEAD = 100


@pages("Needs attention", address="index.html", order=1, key="n")
def needs_attention(edition: Edition) -> Iterator[Page]:
    """The page a supervisor opens in the morning."""
    head = element(
        "header",
        element("p", element("time", long_day(edition.today), datetime=edition.today.isoformat()), class_="date"),
        element("h1", "Needs attention", id="top"),
        lead.unread_note(edition.caseload.not_read),
        _lead(edition),
        lead.risk_sentence(say_risks(edition.watched, edition.in_what_was_read)),
        class_="top",
    )
    left = element("div", _overdue(edition), _today(edition), _ahead(edition))
    right = element("div", _week(edition), _findings(edition))
    body = element("div", head, figure_strip(_figures(edition)), element("div", left, right, class_="two"), class_="cl")
    yield Page("index.html", "Needs attention", body, "Needs attention", searched=False)


def _lead(edition: Edition) -> Html:
    late = edition.in_band("overdue")
    if late:
        clients = {each.client for each in late if each.client}
        practice = sum(not each.client for each in late)
        first = next(each for each in edition.due if each.is_wanted(edition.today))
        return lead.overdue_lead(len(late), len(clients), practice, _start(edition, first))
    if at_once := [each for each in edition.in_band("today") if each.is_wanted(edition.today)]:
        return lead.wanted_at_once(len(at_once), _start(edition, at_once[0]))
    today = len(edition.in_band("today"))
    ahead = edition.in_band("soon", "later")
    next_ = _next(edition, ahead[0]) if ahead else None
    return lead.nothing_overdue(len(edition.due), edition.clients_watched, today, next_, edition.all_well)


def _start(edition: Edition, first: Obligation) -> Html:
    named = link(strong(first.client), chart_address(first.client)) if first.client else "the practice"
    risk = ", and the risk is high" if first.risk == "high" else ""
    return joined_html((named, f": {lower_first(first.what)}, {lateness(first.due, edition.today)}{risk}."))


def _next(edition: Edition, first: Obligation) -> Html:
    what = lower_first(first.what)
    day = f"{long_day(first.due).split()[0]} {first.due.day} {month_name(first.due)}"
    whose = joined_html((" for ", link(strong(first.client), chart_address(first.client)))) if first.client else ""
    return joined_html((f"to {what}", whose, f" by {day}."))


def _figures(edition: Edition) -> Iterator[Figure]:
    charts, today = edition.charts, edition.today
    late = len(edition.in_band("overdue"))
    dates = f"of {count_of(len(edition.due), 'date')} for {count_of(edition.clients_watched, 'client')}"
    yield Figure("Overdue", f"{late:,}", dates, "#overdue")
    since = today - counts.PERIOD
    notes, weeks = counts.in_time(charts, since, today), counts.weeks_back(today)
    unknown = f"; {notes.unknown} {'does' if notes.unknown == 1 else 'do'} not say when" if notes.unknown else ""
    of_notes = f"last 30 days, of {count_of(notes.whole, 'note')}" if notes.whole else "no note in 30 days"
    people = f"{ROOT}clinicians.html"
    course = counts.by_week([counts.in_time(charts, *week) for week in weeks])
    yield Figure("Notes written in time", share_in_words(notes.some, notes.whole), of_notes + unknown, people, course)
    kept = counts.sessions_kept(charts, since, today)
    course = counts.by_week([counts.sessions_kept(charts, *week) for week in weeks])
    yield Figure(
        "Sessions kept",
        share_in_words(kept.some, kept.whole),
        f"last 30 days, {kept.some} of {kept.whole}",
        people,
        course,
    )
    yield _risk_figure(edition)
    whole, broken = counts.thread_parts(edition.open_charts)
    context = f"of open objectives; {lead.are_of(len(broken))} broken"
    yield Figure("Threads whole", share_in_words(whole.some, whole.whole), context, f"{ROOT}clients.html#thread=broken")


def _risk_figure(edition: Edition) -> Figure:
    """How many are at high risk; before anybody is calmed by a nought, of how many something is not known."""
    counted = {state: len(counts.at_risk(edition.watched, state)) for state in RISK_STATES}
    open_ = [
        state for state in (SCREEN_OPEN, TEXT_OPEN, SCREEN_BLANK, NOT_UNDERSTOOD, MARKED, NOT_ASKED) if counted[state]
    ]
    known = "; ".join(f"{counted[state]} {state}" for state in open_)
    if counted["high"] or not open_:
        since = edition.today - timedelta(days=7)
        seen = sum(counts.seen_since(chart, since) for chart in counts.at_risk(edition.watched, "high"))
        nobody = f"no client{READ}" if edition.in_what_was_read else NOBODY_AT_RISK
        context = f"seen within 7 days: {seen} of {counted['high']}" if counted["high"] else nobody
        told = "; ".join(filter(None, (context, known)))
        return Figure("High risk, open", f"{counted['high']}", told, f"{ROOT}clients.html#risk=high")
    where = f"{ROOT}clients.html#risk={open_[0].replace(' ', '-')}"
    whole = f"of {count_of(len(edition.watched), 'client')}"
    return Figure(f"Risk: {open_[0]}", f"{counted[open_[0]]}", whole, where)


def _overdue(edition: Edition) -> Html:
    late = edition.in_band("overdue")
    context = f"{len(late)}, most urgent first" if len(late) > 1 else f"{len(late)}"
    title = element("h2", "Overdue ", small(context), id="overdue")
    if not late:
        clients = count_of(edition.clients_watched, "client")
        checked = f"{count_of(len(edition.due), 'date')} of {clients} and of the practice were checked."
        return element("section", title, _none(edition, EVERY_DATE_MET, checked))
    return element("section", title, due_list(edition.due_item(each) for each in late[:MOST_ROWS]), _more(late))


def _more(due: Sequence[Obligation], most: int = MOST_ROWS) -> Html | None:
    """Where the rest of a list stands, so that nobody takes a part for all of it."""
    if len(due) <= most:
        return None
    others = link(f"All {len(due):,}, by who keeps them", f"{ROOT}clinicians.html")
    return element("p", f"The {most} most urgent stand here. ", others, class_="more")


def _none(edition: Edition, fact: str, *more: Child) -> Html:
    """A calm place; an empty list without tick and good words where something is late or not known."""
    if edition.all_well:
        return nothing_due(fact, *more)
    told = f"Nothing{READ}." if edition.caseload.not_read else "None."
    return element("p", joined_html((told, *more), " "), class_="c")


def _today(edition: Edition) -> Html:
    due = edition.in_band("today")
    title = element("h2", "Due today ", small(len(due)), id="today")
    if due:
        return element("section", title, due_list(edition.due_item(each) for each in due[:MOST_ROWS]), _more(due))
    return element("section", title, _none(edition, NOTHING_TODAY, _planned(edition)))


def _planned(edition: Edition) -> str:
    sessions = [each for _, each in counts.sessions_of(edition.charts, edition.today, edition.today) if each.is_planned]
    if not sessions:
        return "No session is planned for today."
    times = sorted(each.time[0] for each in sessions if each.time)
    hours = f", from {times[0]:%H:%M}" if times else ""
    return f"{count_of(len(sessions), 'session is', 'sessions are')} planned{hours}."


def _ahead(edition: Edition) -> Html:
    soon, last = edition.in_band("soon"), edition.today + _AHEAD
    title = element("h2", "Next 14 days ", small(f"{len(soon)}, to {last.day} {month_name(last)}"), id="soon")
    closed = [day for day in edition.practice.holidays if edition.today < day <= last]
    if not soon:
        return element("section", title, _none(edition, NOTHING_AHEAD))
    days = days_ahead((edition.due_item(each) for each in soon[:_MOST_AHEAD]), closed, edition.today)
    return element("section", title, days, _more(soon, _MOST_AHEAD))


def _week(edition: Edition) -> Html:
    since = edition.today - timedelta(days=6)
    title = element("h2", "Last seven days ", small(f"since {say_day(since, edition.today)}"), id="week")
    part = counts.sessions_kept(edition.charts, since, edition.today)
    rows = [
        joined_html(
            (
                strong(count_of(part.some, "session")),
                " kept",
                f", {part.whole - part.some} missed" if part.whole > part.some else "",
            )
        )
    ]
    told: dict[tuple[str, str], list[counts.News]] = {}
    for chart in edition.charts:
        for news in counts.news_of(chart, since):
            told.setdefault((news.fact, news.rest), []).append(news)
    for (fact, rest), group in list(told.items())[:10]:
        whose = joined_html((link(strong(each.client), chart_address(each.client)) for each in group), ", ")
        rows.append(joined_html((strong(fact), ": ", whose, f", {rest}" if rest else "")))
    return element("section", title, element("ul", joined_html(element("li", row) for row in rows), class_="rail"))


def _findings(edition: Edition) -> Html:
    levels = edition.lint.by_level
    named = [count_of(levels[level], level) for level in ("error", "warning") if levels.get(level)]
    title = element("h2", "Findings ", small(", ".join(named) or "0"), id="findings")
    asked = link(count_of(len(edition.lint.codes), "rule"), f"{ROOT}rules.html")
    if not edition.lint.findings:
        were = "was" if len(edition.lint.codes) == 1 else "were"
        told = joined_html((asked, f" {were} asked of {count_of(edition.lint.records, 'record')}."))
        if edition.knows_all:
            return element("section", title, nothing_due(NOTHING_MISSING, told))
        return element("section", title, element("p", "None in what is known: ", told, class_="c"))
    level_of = {each.code: each.level for each in edition.lint.findings}
    order = {"error": 0, "warning": 1, "advice": 2}
    by_code = sorted(
        Counter(each.code for each in edition.lint.findings).items(),
        key=lambda pair: (order[level_of[pair[0]]], -pair[1], pair[0]),
    )
    rows = joined_html(element("li", _finding(edition, code, count, level_of[code])) for code, count in by_code[:12])
    more = element(
        "p", link(f"{count_of(len(edition.lint.findings), 'finding')}, by rule", f"{ROOT}rules.html"), class_="more"
    )
    return element("section", title, element("ul", rows, class_="rail"), more)


def _finding(edition: Edition, code: str, count: int, level: str) -> Html:
    word = element("span", level, class_="r late" if level == "error" else "r")
    sentence = RULES[code].summary.rstrip(".") if code in RULES else code
    return joined_html(
        (word, link(sentence, f"{ROOT}{rule_page(code)}"), element("br"), f"{code}, {count_of(count, 'place')}")
    )
