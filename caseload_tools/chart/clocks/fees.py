"""The clock of a reduced fee: what was agreed is gone through again."""

from __future__ import annotations

from collections.abc import Iterator

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import Obligation, chart_obligation, clock
from caseload_tools.dates import Interval, say_day


@clock(
    "fee review",
    weight="money",
    ended_by="a later `fee_review_on`, or another `fee_agreed_on`",
    ends_with_care=True,
)
def fee_review(chart: Chart) -> Iterator[Obligation]:
    """The review of a sliding or waived fee, on the day that was set or so long after the agreement."""
    client = chart.client
    if client is None or client.fee_basis not in ("sliding", "waived"):
        return
    limit = chart.policy["fee_review_every"]
    if client.fee_review_on is not None:
        due, why = client.fee_review_on, f"The fee is {client.fee_basis}; this day was set for its review"
    elif client.fee_agreed_on is not None and isinstance(limit.value, Interval):
        due = limit.value.after(client.fee_agreed_on, chart.practice.holidays)
        why = f"The fee is {client.fee_basis}, agreed {say_day(client.fee_agreed_on, chart.today)}; every {limit.value}"
    else:
        return
    what = "Go through the reduced fee with the client"
    yield chart_obligation(chart, "fee review", what, why, due, "BIL007", cite=limit.cite, record=client)
