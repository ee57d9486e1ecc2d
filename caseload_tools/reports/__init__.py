"""Reports: a caseload turned into tables. Open folder; a new report is a new file.

A report asks and counts; it prints nothing and writes nothing. The closed part is `report`.
"""

from __future__ import annotations

from collections.abc import Mapping

from caseload_tools.reports.report import REPORTS, Report, ReportFunction, Table, report

__all__ = ["Report", "Table", "all_reports", "report"]


def all_reports() -> Mapping[str, ReportFunction]:
    """Every report by its name. Their files are read here: `show` and `due` need one, and do not wait for ten."""
    import importlib
    import pkgutil

    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return REPORTS
