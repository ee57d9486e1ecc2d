"""What a client was charged, what was taken off and what is open: no fee is hidden from who pays it."""

from __future__ import annotations

from caseload_tools.chart.records.charge import Charge
from caseload_tools.dates import count_of
from caseload_tools.reports.report import Caseload, Days, Report, Table, only_filled, report


@report("statement", of_days=True)
def statement(caseload: Caseload, days: Days) -> Report:
    """Each charge with its fee, estimate, adjustment and what became of it; name one client with --client."""
    found = [(chart.id, each) for chart in caseload.charts for each in chart.charges if each.date in days]
    counted = [each for _, each in found if not each.is_void]
    open_ = [each for each in counted if each.status != "paid"]
    rows = tuple(
        (
            each.date.isoformat(),
            client,
            each.code,
            each.units,
            each.fee,
            each.estimate,
            each.adjustment,
            0 if each.is_void else each.due,
            each.payer,
            each.status,
            each.void_reason or each.adjustment_reason,
        )
        for client, each in found
    )
    columns = ("date", "client", "code", "units", "fee", "estimate", "taken off", "to pay", "payer", "status", "reason")
    lead = (
        f"{count_of(len(counted), 'charge')} from {days}, {_sum(counted):g} in all; "
        f"{count_of(len(open_), 'charge')} not yet paid, {_sum(open_):g}."
    )
    return Report(f"Statement, {days}", lead, only_filled((Table("Charges", columns, rows, key="charges"),)))


def _sum(charges: list[Charge]) -> float:
    return round(sum(each.due or 0 for each in charges), 2)
