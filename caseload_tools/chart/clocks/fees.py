"""Clocks of what a client pays: a reduced fee is agreed on and gone through again, and the price is told beforehand."""

from __future__ import annotations

from collections.abc import Iterator

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import Obligation, Recurrence, chart_obligation, clock
from caseload_tools.dates import Interval, say_day

REDUCED = ("sliding", "waived")
_A_YEAR = Interval(1, "years")


@clock(
    "fee agreement",
    weight="money",
    ended_by="`fee_agreed_on`",
    ends_with_care=True,
    at_once=True,
)
def fee_agreement(chart: Chart) -> Iterator[Obligation]:
    """The day on which a reduced fee was agreed on: a fee that nobody agreed to is no agreement."""
    client, limit = chart.client, chart.policy["fee_review_every"]
    if client is None or client.fee_basis not in REDUCED or client.fee_agreed_on is not None or limit.off:
        return
    if ("fee_agreed_on",) in client.lost:
        return
    yield chart_obligation(
        chart,
        "fee agreement",
        "Write down when the reduced fee was agreed on",
        f"The fee is {client.fee_basis}, and nothing says when that was agreed",
        client.opened,
        "BIL007",
        cite=limit.cite,
        record=client,
    )


@clock(
    "estimate",
    weight="money",
    ended_by="`estimate` in the charge, or its being void",
    at_once=True,
    whole=True,
)
def estimate(chart: Chart) -> Iterator[Obligation]:
    """What a client who pays was told beforehand that it would cost, where that has to be on record."""
    for charge in chart.charges:
        limit = chart.policy_for(charge)["estimate_required"]
        if limit.off or charge.is_void or not charge.is_paid_by_client or charge.due is None:
            continue
        if charge.estimate is not None or ("estimate",) in charge.lost:
            continue
        yield chart_obligation(
            chart,
            "estimate",
            f"Write down what the client was told the service of {say_day(charge.date, chart.today)} would cost",
            "The client pays this, and no estimate is on record",
            charge.date,
            "BIL008",
            cite=limit.cite,
            record=charge,
        )


@clock(
    "fee review",
    weight="money",
    ended_by="a later `fee_review_on`, or another `fee_agreed_on`",
    ends_with_care=True,
    recurs=True,
)
def fee_review(chart: Chart) -> Iterator[Obligation]:
    """The review of a sliding or waived fee, on the day that was set or so long after the agreement."""
    client = chart.client
    if client is None or client.fee_basis not in REDUCED:
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
    turn = limit.value if isinstance(limit.value, Interval) else _A_YEAR
    again = Recurrence(((turn,),))
    yield chart_obligation(chart, "fee review", what, why, due, "BIL007", cite=limit.cite, record=client, again=again)
