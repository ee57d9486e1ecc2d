"""What was decided about one client: whom they live with, what meetings decided, and what is owed no more.

Of a meeting a chart shows what is about its own client and nothing else; of a household, that it is one. An edition of
some clients names no other.
"""

from __future__ import annotations

from collections.abc import Iterator

from caseload_tools.chart.audience import may_be_shown
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.ledger import told_decisions
from caseload_tools.chart.records import Record
from caseload_tools.dates import count_of, say_day
from caseload_tools.site.addresses import chart_address, record_address
from caseload_tools.site.content.entries import assignment_words, plain_words
from caseload_tools.site.edition import Edition
from caseload_tools.site.html import Child, Html, element, joined_html, link, small
from caseload_tools.site.safe_html import safe_line
from caseload_tools.text.english import upper_first


def household_fact(edition: Edition, chart: Chart) -> Iterator[tuple[str, Child]]:
    """The other clients of the household, with links to their charts; nothing for whoever lives in none."""
    others = chart.shared.lives_with(chart.id, chart.today)
    shown = [each for each in others if not edition.of_some or edition.caseload.chart(each)]
    words: list[Child] = [link(each, chart_address(each) if edition.caseload.chart(each) else "") for each in shown]
    if len(shown) < len(others):
        words.append(count_of(len(others) - len(shown), "other client"))
    if words:
        yield "Household", joined_html(("lives with ", joined_html(words, ", ")))


def decisions(edition: Edition, chart: Chart) -> Html | None:
    """What meetings decided about this client, the newest first."""
    rows = []
    for meeting in reversed(chart.shared.meetings_about(chart.id)):
        where = "" if edition.of_some else record_address(chart, meeting)
        named = f"{upper_first(plain_words(meeting.kind))}, {say_day(meeting.date, chart.today)}"
        for each in meeting.decisions:
            if each.client == chart.id and may_be_shown(meeting):
                words = joined_html((safe_line(upper_first(f"{each.what.rstrip('.')}.")), " "))
                state = small(", ".join(assignment_words(chart, each)))
                rows.append(joined_html((element("b", link(named, where, "plain")), element("br"), words, state)))
    if not rows:
        return None
    title = element("h2", "Decided in meetings ", small(len(rows)), id="decided")
    return element("section", title, element("ul", joined_html(element("li", row) for row in rows), class_="things"))


def settled(chart: Chart) -> Html | None:
    """What was owed and is not any more, though nobody did it: as `caseload show` tells it, with who decided and where.

    Without it a page would be silent of what a void record had asked for.
    """
    rows = []
    for what, became, by, day, where in told_decisions(chart):
        record = chart.find(where)
        said = link(day, record_address(chart, record) if isinstance(record, Record) else "")
        rows.append(joined_html((element("b", safe_line(what)), element("br"), f"{became}, {by}, ", said)))
    if not rows:
        return None
    title = element("h2", "Not owed any more ", small(f"{len(rows)}, by decision"), id="settled")
    return element("section", title, element("ul", joined_html(element("li", row) for row in rows), class_="things"))
