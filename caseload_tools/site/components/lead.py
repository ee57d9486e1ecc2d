"""Lead sentences: the one or two sentences in words with which every page opens.

A fixed set of patterns over counts, with singular and plural right. The subject is the work, never a
person's failing. Nothing is counted here: the pages count.
"""

from __future__ import annotations

from collections.abc import Sequence

from caseload_tools.chart.comfort import NOTHING_FOUND, NOTHING_OVERDUE, READ
from caseload_tools.chart.doubts import ALL_WELL, AllWell
from caseload_tools.chart.not_read import NotRead, lint_of, say_unread
from caseload_tools.dates import count_of
from caseload_tools.site.components.marks import state_mark
from caseload_tools.site.html import Child, Html, element, joined_html, strong
from caseload_tools.text.english import and_list, lower_first, upper_first
from caseload_tools.text.shell import shell_word

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def number_in_words(count: int) -> str:
    """Small numbers in words, as sentences have them: `three`, `12`."""
    return _SMALL[count] if 0 <= count < len(_SMALL) else f"{count:,}"


def lead_paragraph(*children: Child) -> Html:
    """The paragraph a lead stands in."""
    return element("p", *children, class_="lead")


def are_of(count: int) -> str:
    """`none is`, `one is`, `12 are`."""
    return f"{'none' if not count else number_in_words(count)} {'is' if count < 2 else 'are'}"


def overdue_lead(count: int, clients: int, practice: int, start: Child) -> Html:
    """What is overdue and where to start. `practice` counts what is not part of any client's record."""
    whose = f" for {count_of(clients, 'client')}" if clients else ", all of the practice’s own"
    if clients and practice:
        whose += f" and {number_in_words(practice)} of the practice’s own"
    fact = strong(f"{count_of(count, 'thing')} {'is' if count == 1 else 'are'} overdue")
    if count == 1:
        return lead_paragraph(fact, ": ", start)
    return lead_paragraph(fact, f"{whose}. Start with ", start)


def unread_note(unread: NotRead) -> Html | None:
    """How much was not read, and what, by paths and keys alone: what it asks for is on no page."""
    if not unread:
        return None
    named: list[tuple[str, Sequence[Child], str]] = [(path, (), lint_of(path)) for path in unread.files]
    named += [
        (
            each.path,
            (", ", element("code", each.key), f", which touches {' and '.join(each.touches)}"),
            f"caseload lint {shell_word(each.path)}",
        )
        for each in unread.values
    ]
    rows = [
        element("li", element("code", path), *which, ": ", element("code", command)) for path, which, command in named
    ]
    return element(
        "section",
        element("p", state_mark(say_unread(unread), "late")),
        element("ul", joined_html(rows), class_="c"),
        aria_label="Not read",
        class_="unread",
    )


def risk_sentence(risk: str) -> Html | None:
    """What is known of the risk of all, and of how many it was asked."""
    return element("p", upper_first(risk), ".", class_="risks") if risk else None


def wanted_at_once(things: int, start: Child) -> Html:
    """Nothing is late, and something is wanted on its own day, as the plan for a crisis is."""
    said = f"{count_of(things, 'thing')} {'is' if things == 1 else 'are'} wanted today, at once."
    return lead_paragraph(strong(said), " Start with ", start)


def nothing_overdue(dates: int, clients: int, today: int, next_: Child, well: AllWell = ALL_WELL) -> Html:
    """Nothing is late; what is due today, else what comes next. Where something is not known that is said."""
    checked = f" {count_of(dates, 'date')} of {count_of(clients, 'client')} {'was' if dates == 1 else 'were'} checked."
    if not well:
        return lead_paragraph(strong(well.of_dates), checked)
    if not dates:
        return lead_paragraph(strong(NOTHING_OVERDUE), f" and no date is near: {count_of(clients, 'client')}.")
    if today:
        return lead_paragraph(strong(f"{NOTHING_OVERDUE}."), checked, f" {count_of(today, 'thing')} to do today.")
    return lead_paragraph(strong(f"{NOTHING_OVERDUE}."), checked, " The next is ", next_)


def clients_lead(counts: list[tuple[str, int]], total: int, risk: str, late: int, well: AllWell = ALL_WELL) -> Html:
    """How many clients, by status, what is known of their risk, and how many have something overdue."""
    if not total:
        return lead_paragraph(strong("No client is on file yet."), " `caseload new client` begins a chart.")
    parts = ", ".join(f"{count:,} {words}" for words, count in counts if count)
    one = count_of(total, "client")
    told = f"{one}: {parts}. " if len([1 for _, count in counts if count]) > 1 else f"{one}, all {counts[0][0]}. "
    if total == 1:
        told = f"{one}, {parts.partition(' ')[2]}. "
    return lead_paragraph(told, strong(_risk_and_late(risk, late, well)))


def _risk_and_late(risk: str, late: int, well: AllWell) -> str:
    due = f"{late:,} {'has' if late == 1 else 'have'} something overdue"
    if not late:
        due = lower_first(NOTHING_OVERDUE) if well else lower_first(well.of_dates.rstrip("."))
    return upper_first("; ".join(filter(None, (risk, due)))) + "."


def staff_lead(people: int, late: int, late_people: int, well: AllWell = ALL_WELL) -> Html:
    """How many staff have work due, and how much of it is late."""
    if not people:
        return lead_paragraph(strong("No client has a clinician yet."))
    told = f"{count_of(people, 'person has', 'people have')} clients or dates to keep."
    if not late:
        return lead_paragraph(strong(well.of_dates), " ", told)
    fact = f"{count_of(late, 'date')} {'is' if late == 1 else 'are'} past"
    return lead_paragraph(strong(fact), f", with {count_of(late_people, 'person', 'people')}. ", told)


def rules_lead(rules_asked: int, errors: int, warnings: int, advice: int, records: int, well: bool = True) -> Html:
    """What the rules found in the records; of what is not known they find nothing either."""
    were = "was" if rules_asked == 1 else "were"
    asked = f"{count_of(rules_asked, 'rule')} {were} asked of {count_of(records, 'record')}."
    found = [
        (errors, "error", "errors"),
        (warnings, "warning", "warnings"),
        (advice, "piece of advice", "pieces of advice"),
    ]
    words = and_list([count_of(count, one, many) for count, one, many in found if count])
    if not words:
        return lead_paragraph(strong(f"{NOTHING_FOUND}." if well else f"No finding{READ} and is known."), " ", asked)
    return lead_paragraph(strong(f"{upper_first(words)}."), " ", asked)


def breadcrumbs(*children: Child) -> Html:
    """`Clients / C-0142`, above the title."""
    return element("p", joined_html(children, " / "), class_="crumbs")
