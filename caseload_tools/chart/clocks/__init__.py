"""Clocks: what is due when. The one truth of due dates for rules, `caseload due` and the site.

Open folder: a clock is a function of a chart that yields open obligations; a new one is a new
file. The closed part is `obligation`. Clocks say when something is due and why; whether being
late is an error is for the rules, how it is shown for reports and pages.
"""

from __future__ import annotations

import importlib

from caseload_tools.chart.caseload import Caseload
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import CLOCKS, PRACTICE_CLOCKS, Obligation, chart_obligation
from caseload_tools.chart.risk.risk_view import risk_of
from caseload_tools.shipped import modules_in

for _module in modules_in(__path__):
    importlib.import_module(f"{__name__}.{_module}")


def obligations(chart: Chart) -> tuple[Obligation, ...]:
    """Everything open for one client, the most urgent first."""
    found = [each for clock in CLOCKS.values() for each in clock(chart)]
    return tuple(sorted(found, key=Obligation.urgency(chart.today)))


def all_obligations(caseload: Caseload) -> tuple[Obligation, ...]:
    """Everything open in the caseload and in the practice itself, the most urgent first."""
    found = [each for chart in caseload.charts for each in obligations(chart)]
    for clock in PRACTICE_CLOCKS.values():
        found += clock(caseload.shared, caseload.practice, caseload.today)
    return tuple(sorted(found, key=Obligation.urgency(caseload.today)))


__all__ = ["CLOCKS", "PRACTICE_CLOCKS", "Obligation", "all_obligations", "chart_obligation", "obligations", "risk_of"]
