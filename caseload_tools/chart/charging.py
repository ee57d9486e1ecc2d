"""Which services are charged: what a charge is for, and which sessions have neither one nor a reason for none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records.session import Session


def uncharged(chart: Chart) -> Iterator[Session]:
    """The sessions that took place, without a charge that stands and without a reason under `no_charge`.

    A charge that was taken back is none, nor is an addition to one (an interpreter, beside the session). One that
    names no session is for one of its day: what it lacks is told of it.
    """
    named: set[str] = set()
    of_day: Counter[object] = Counter()
    for charge in chart.charges:
        fee = chart.practice.fee(charge.code, charge.date)
        if charge.is_void or (fee is not None and fee.add_on):
            continue
        if charge.session:
            named.add(charge.session)
        else:
            of_day[charge.date] += 1
    for session in chart.kept_sessions:
        if session.link in named or session.no_charge:
            continue
        if of_day[session.date]:
            of_day[session.date] -= 1
        else:
            yield session
