"""Lead sentences at none, one and many: the first words a tired person reads must be right in number."""

from __future__ import annotations

import html
import re

import pytest

from caseload_tools.site.components import lead
from caseload_tools.site.html import Html
from caseload_tools.text.english import and_list, lower_first, upper_first


def plain(made: Html) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", made))


@pytest.mark.parametrize(
    ("count", "clients", "practice", "words"),
    [
        (1, 1, 0, "1 thing is overdue: C-0118: reach out."),
        (2, 1, 0, "2 things are overdue for 1 client. Start with C-0118: reach out."),
        (7, 6, 1, "7 things are overdue for 6 clients and one of the practice’s own. Start with C-0118: reach out."),
        (3, 0, 3, "3 things are overdue, all of the practice’s own. Start with C-0118: reach out."),
        (
            1200,
            300,
            12,
            "1,200 things are overdue for 300 clients and 12 of the practice’s own. Start with C-0118: reach out.",
        ),
    ],
)
def test_what_is_overdue(count: int, clients: int, practice: int, words: str) -> None:
    assert plain(lead.overdue_lead(count, clients, practice, "C-0118: reach out.")) == words


@pytest.mark.parametrize(
    ("dates", "clients", "today", "words"),
    [
        (0, 0, 0, "Nothing is overdue and no date is near: 0 clients."),
        (0, 1, 0, "Nothing is overdue and no date is near: 1 client."),
        (1, 1, 0, "Nothing is overdue. 1 date of 1 client was checked. The next is to call."),
        (318, 46, 0, "Nothing is overdue. 318 dates of 46 clients were checked. The next is to call."),
        (9, 3, 1, "Nothing is overdue. 9 dates of 3 clients were checked. 1 thing to do today."),
        (9, 3, 4, "Nothing is overdue. 9 dates of 3 clients were checked. 4 things to do today."),
    ],
)
def test_nothing_is_overdue(dates: int, clients: int, today: int, words: str) -> None:
    assert plain(lead.nothing_overdue(dates, clients, today, "to call.")) == words


@pytest.mark.parametrize(
    ("counts", "total", "risk", "late", "words"),
    [
        ([], 0, "", 0, "No client is on file yet. `caseload new client` begins a chart."),
        (
            [("active", 1)],
            1,
            "no high risk",
            0,
            "1 client, active. No high risk; nothing is overdue.",
        ),
        ([("active", 4)], 4, "1 at high risk", 1, "4 clients, all active. 1 at high risk; 1 has something overdue."),
        (
            [("active", 38), ("in aftercare", 3)],
            41,
            "2 at high risk",
            6,
            "41 clients: 38 active, 3 in aftercare. 2 at high risk; 6 have something overdue.",
        ),
    ],
)
def test_clients(counts: list[tuple[str, int]], total: int, risk: str, late: int, words: str) -> None:
    assert plain(lead.clients_lead(counts, total, risk, late)) == words


@pytest.mark.parametrize(
    ("people", "late", "late_people", "words"),
    [
        (0, 0, 0, "No client has a clinician yet."),
        (1, 0, 0, "Every date is met. 1 person has clients or dates to keep."),
        (6, 1, 1, "1 date is past, with 1 person. 6 people have clients or dates to keep."),
        (6, 9, 3, "9 dates are past, with 3 people. 6 people have clients or dates to keep."),
    ],
)
def test_staff(people: int, late: int, late_people: int, words: str) -> None:
    assert plain(lead.staff_lead(people, late, late_people)) == words


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ((0, 0, 0), "Nothing was found. 97 rules were asked of 215 records."),
        ((1, 0, 0), "1 error. 97 rules were asked of 215 records."),
        ((4, 11, 0), "4 errors and 11 warnings. 97 rules were asked of 215 records."),
        ((2, 1, 1), "2 errors, 1 warning and 1 piece of advice. 97 rules were asked of 215 records."),
    ],
)
def test_rules(levels: tuple[int, int, int], words: str) -> None:
    assert plain(lead.rules_lead(97, *levels, 215)) == words


def test_small_words() -> None:
    assert [lead.are_of(count) for count in (0, 1, 2, 12)] == ["none is", "one is", "two are", "12 are"]
    assert and_list([]) == ""
    assert and_list(["a", "b", "c"]) == "a, b and c"
    assert lower_first("Review the plan") == "review the plan"
    assert lower_first("PHQ-9 again") == "PHQ-9 again"
    assert upper_first("moved to 20 November") == "Moved to 20 November"
