"""What a chart goes on owing once it is closed, and what was settled: read before a discharge is written."""

from __future__ import annotations

from caseload_tools.chart.caseload import Caseload
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.comfort import NOTHING_LEFT
from caseload_tools.chart.doubts import all_well
from caseload_tools.chart.ledger import DECISION, left_by_closing, told_decisions
from caseload_tools.chart.not_read import not_read_in
from caseload_tools.dates import count_of
from caseload_tools.reports.report import Report, Table, only_filled, report, unread_lead, unread_tables


@report("closing")
def closing(caseload: Caseload, chart: Chart) -> Report:
    """What is still owed whatever the status, and how each ends."""
    chart = caseload.chart(chart.id) or chart  # without what the practice's own records keep back
    left = left_by_closing(chart)
    rows = tuple(
        (each.lateness(chart.today), each.due.isoformat(), each.what, each.ended_by, each.owner) for each in left
    )
    columns = ("when", "due", "what", "ended by", "owner")
    table = Table(f"Owed by a closed chart too, {len(rows)}", columns, rows, key="left")
    settled = Table("Not owed any more, by decision", DECISION, told_decisions(chart), key="settled")
    unread = not_read_in(chart)
    said = (
        f"{count_of(len(left), 'thing')} {'goes' if len(left) == 1 else 'go'} on being owed when the chart is closed."
    )
    lead = unread_lead(unread) + (said if left else _nothing_left(chart))
    return Report(f"Closing {chart.id}", lead, only_filled((*unread_tables(unread), table, settled)))


def _nothing_left(chart: Chart) -> str:
    """That nothing is left is said of what is known alone."""
    stands = all_well([chart])
    return f"{NOTHING_LEFT}." if stands else f"No duty that is known outlives the chart. {stands.of_dates}"
