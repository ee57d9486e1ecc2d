"""What a client was charged, what was taken off and what is open: no fee is hidden from who pays it."""

from __future__ import annotations

from collections.abc import Iterable

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records.charge import Charge
from caseload_tools.chart.records.contact import Contact
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.time_spent import minutes_of
from caseload_tools.dates import count_of
from caseload_tools.practice import Practice
from caseload_tools.reports.report import Caseload, Days, PlainValue, Report, Table, only_filled, report

COLUMNS = (
    "date",
    "client",
    "service",
    "code",
    "units",
    "minutes",
    "fee",
    "estimate",
    "taken off",
    "to pay",
    "paid",
    "balance",
    "payer",
    "status",
    "reason",
)


@report("statement", of_days=True)
def statement(caseload: Caseload, days: Days) -> Report:
    """Each charge: what it is for, how long it was, fee, adjustment, what was paid and what is open; for --client."""
    found = [(chart, each) for chart in caseload.charts for each in chart.charges if each.date in days]
    counted = [each for _, each in found if not each.is_void]
    open_ = [each for each in counted if each.balance or each.balance is None]
    rows = tuple(_row(caseload.practice, chart, each) for chart, each in found)
    lead = (
        f"{count_of(len(counted), 'charge')} from {days}, {_sum(each.due for each in counted):g} in all; "
        f"{_sum(each.received for each in counted):g} paid, {count_of(len(open_), 'charge')} not yet paid in full, "
        f"{_sum(each.balance for each in open_):g}."
    )
    return Report(f"Statement, {days}", lead, only_filled((Table("Charges", COLUMNS, rows, key="charges"),)))


def _row(practice: Practice, chart: Chart, charge: Charge) -> tuple[PlainValue, ...]:
    fee = practice.fee(charge.code, charge.date)
    found = chart.find(charge.session) if charge.session else None
    service = found if isinstance(found, Session | Contact) else None
    minutes = minutes_of(service, chart) if service is not None else None
    return (
        charge.date.isoformat(),
        chart.id,
        fee.label if fee is not None else "",
        charge.code,
        charge.units,
        charge.stated_minutes if minutes is None else minutes,
        charge.fee,
        charge.estimate,
        charge.adjustment,
        0 if charge.is_void else charge.due,
        charge.received,
        charge.balance,
        charge.payer,
        charge.status,
        charge.void_reason or charge.adjustment_reason,
    )


def _sum(amounts: Iterable[float | None]) -> float:
    return round(sum(each or 0 for each in amounts), 2)
