"""What speaks against a session that was just booked: said at once, while the client is on the phone.

The ledger knows it; here stands only whose charts have to be read for the answer: those with a session on that day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Day
from pathlib import Path

from caseload_tools.chart.caseload import checker_for, client_folders, read_chart, read_shared
from caseload_tools.chart.clocks.bookings import ODD_BOOKING, clashes_among
from caseload_tools.chart.ledger import owed
from caseload_tools.git.tree import WorkTree
from caseload_tools.practice import Practice
from caseload_tools.text.english import lower_first


def against_booking(root: Path, practice: Practice, path: str, today: Day) -> Iterator[str]:
    """Each reason against the booking at a path: who is elsewhere at that time, and why nobody would be here."""
    tree, checker = WorkTree(root), checker_for(practice)
    day, shared = path.rpartition("/")[2][:10], read_shared(tree, checker)
    charts = [
        read_chart(tree, folder, practice, today, shared, checker)
        for folder in client_folders(tree)
        if any(name.startswith(day) for name, _ in tree.names(f"{folder.path}/sessions"))
    ]
    for clash in clashes_among(charts):
        if path in (clash.first, clash.second):
            who = "the clinician has another client" if clash.clinician else "the client has another session"
            yield f"{who} at this time: {clash.first if path == clash.second else clash.second}"
    for chart in charts:
        yield from (
            lower_first(each.why)
            for each in owed(chart, ODD_BOOKING)
            if each.record is not None and each.record.path == path
        )
