"""Who comes to which group, over time: that people are less alone is seen in that they come again."""

from __future__ import annotations

from caseload_tools.chart.records.group import Group
from caseload_tools.dates import count_of
from caseload_tools.reports.report import Caseload, Days, Report, Table, only_filled, report

PRESENT = ("attended", "late")


@report("groups", of_days=True)
def groups(caseload: Caseload, days: Days) -> Report:
    """Attendance of each group by meeting, and of each client by group."""
    asked = {chart.id for chart in caseload.charts}
    held = [each for each in caseload.shared.groups if each.date in days and asked & each.attendance.keys()]
    meetings = tuple(
        (each.group, each.date.isoformat(), each.topic, _present(each, asked), len(asked & each.attendance.keys()))
        for each in sorted(held, key=lambda each: (each.group, each.date))
    )
    tables = (
        Table("Meetings", ("group", "date", "topic", "came", "expected"), meetings, key="meetings"),
        Table(
            "By client",
            ("client", "group", "came", "expected", "last came"),
            tuple(_by_client(held, asked)),
            key="clients",
        ),
    )
    return Report(f"Groups, {days}", f"{count_of(len(held), 'meeting')} from {days}.", only_filled(tables))


def _present(group: Group, asked: set[str]) -> int:
    return sum(word in PRESENT for client, word in group.attendance.items() if client in asked)


def _by_client(held: list[Group], asked: set[str]) -> list[tuple[str | int, ...]]:
    rows: list[tuple[str | int, ...]] = []
    for client, name in sorted(
        {(client, each.group) for each in held for client in each.attendance if client in asked}
    ):
        told = [each for each in held if each.group == name and client in each.attendance]
        came = [each.date for each in told if each.attendance[client] in PRESENT]
        rows.append((client, name, len(came), len(told), max(came).isoformat() if came else "never"))
    return rows
