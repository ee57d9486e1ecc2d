"""Clocks: what would be owed when, if care went on. The ledger (`chart.ledger`) says what of it is owed.

Open folder: a clock is a function of a chart that yields obligations of one kind; a new one is a new file. The closed
part is `obligation`. Clocks say when something is due and why, and what alone ends it; what a closed chart, a death or
a decision makes of it is for the ledger, and whether being late is an error for the rules.
"""

from __future__ import annotations

import importlib

from caseload_tools.chart.clocks.obligation import DUTIES, PRACTICE_DUTIES, Obligation, chart_obligation
from caseload_tools.shipped import modules_in

for _module in modules_in(__path__):
    importlib.import_module(f"{__name__}.{_module}")


__all__ = ["DUTIES", "PRACTICE_DUTIES", "Obligation", "chart_obligation"]
