"""Clocks of referrals: the loop is closed only when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import Obligation, chart_obligation, clock
from caseload_tools.dates import Interval, say_day


@clock(
    "referral",
    weight="timeliness",
    ended_by="its outcome, or a contact about it that names it",
)
def referral_check(chart: Chart) -> Iterator[Obligation]:
    """Open referrals, by their own `check_by` or the policy's rhythm since the last news."""
    limit = chart.policy["referral_check_every"]
    for referral in chart.referrals:
        if not referral.is_open:
            continue
        asked = [each.date for each in chart.contacts if each.referral == referral.link]
        since = max([referral.date, *asked])
        if referral.check_by is not None:
            due, why = referral.check_by, f"Asked {say_day(referral.date, chart.today)}; to be checked by this day"
        elif isinstance(limit.value, Interval):
            due = limit.value.after(since, chart.practice.holidays)
            why = f"Last news {say_day(since, chart.today)}; asked about {limit.value.each}"
        else:
            continue
        recipient = chart.find(referral.to)
        name = getattr(recipient, "name", "") or f"the {referral.kind.replace('-', ' ')} service"
        what = f"Check the referral to {name}"
        yield chart_obligation(chart, "referral", what, why, due, "FUP008", cite=limit.cite, record=referral)
