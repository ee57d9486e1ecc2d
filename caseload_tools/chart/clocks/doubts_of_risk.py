"""Clocks of what leaves the risk in doubt: whose word it is, and a mark in client.md that no record bears out."""

from __future__ import annotations

from collections.abc import Iterator

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import Obligation, chart_obligation, clock
from caseload_tools.chart.records.contact import Contact
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.records.who_was_there import may_mean_client
from caseload_tools.chart.risk.risk_course import risk_course
from caseload_tools.chart.risk.risk_view import risk_view
from caseload_tools.chart.risk.witnesses import HEIGHTENED
from caseload_tools.dates import say_day


@clock(
    "who was there",
    weight="integrity",
    ended_by="`with: client` or `client` under `participants`, somebody else's word there, or a later word with them",
    at_once=True,
    may_be_settled=False,
)
def who_was_there(chart: Chart) -> Iterator[Obligation]:
    """A record by which the client was perhaps reached, until they surely are: nobody is calmed by it in between."""
    told: tuple[Session | Contact, ...] = (*chart.sessions, *chart.contacts)
    reached = max((each.date for each in told if each.reached_client and each.date <= chart.today), default=None)
    for each in told:
        if each.date > chart.today or (reached is not None and reached >= each.date) or not _is_in_doubt(each):
            continue
        day = say_day(each.date, chart.today)
        if isinstance(each, Contact):
            key, why = "with", "`with` may mean the client or somebody else, and counts for neither"
        else:
            key, why = "participants", f"`risk: {each.risk}` stands there, and the client is not among who took part"
        what = f"Say whether the client was there on {day}"
        yield chart_obligation(chart, "who was there", what, why, each.date, "RSK015", record=each, subject=key)


def _is_in_doubt(record: Session | Contact) -> bool:
    if isinstance(record, Contact):
        return may_mean_client(record.with_, record.client)
    calm = bool(record.risk) and record.risk not in (*HEIGHTENED, "not-asked")
    return calm and record.took_place and not record.is_with_client


@clock(
    "high-risk mark",
    weight="safety",
    ended_by="`risk:` as high, `risk_reason:` where it is lower, or the mark taken out of client.md",
    ends_with_care=True,
    at_once=True,
)
def high_risk_mark(chart: Chart) -> Iterator[Obligation]:
    """Every reader of client.md is told of a high risk, and the records say none: one of the two is wrong."""
    if not risk_view(chart).marked:
        return
    start = chart.episode_start(chart.today)
    asked = [each for each in risk_course(chart).asked if each.is_spoken and each.record.date >= start]
    if asked and asked[-1].has_reason:
        return
    said = "nobody wrote how high the risk is"
    if asked:
        said = f"the risk was {asked[-1].level} on {say_day(asked[-1].record.date, chart.today)}, without a reason"
    yield chart_obligation(
        chart,
        "high-risk mark",
        "Say how high the risk is, or take the mark away",
        f"client.md is marked high-risk, and {said}",
        asked[-1].record.date if asked else chart.opened or chart.today,
        "RSK016",
        record=chart.client,
        subject="flags",
    )
