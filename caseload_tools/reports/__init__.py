"""Reports: a caseload turned into tables. Open folder; a new report is a new file.

A report asks and counts; it prints nothing and writes nothing. The closed part is `report`.
"""

from __future__ import annotations

import importlib
import pkgutil

from caseload_tools.reports.report import REPORTS, Report, Table, report

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")

__all__ = ["REPORTS", "Report", "Table", "report"]
