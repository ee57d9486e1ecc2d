"""`caseload import csv`: tables exported from another system become records, by a mapping file.

Everything a system differs in stands in its mapping (docs/how-to/import-csv.md); no code here
knows any system. What the command needs is named below; the rest is this package's own.
"""

from __future__ import annotations

from caseload_tools.desk.exchange.csv_import.import_mistakes import MappingError, RejectedRow
from caseload_tools.desk.exchange.csv_import.import_result import ImportResult
from caseload_tools.desk.exchange.csv_import.import_run import import_csv, write_rejects
from caseload_tools.desk.exchange.csv_import.mapping import ImportMap
from caseload_tools.desk.exchange.csv_import.mapping_reader import load_mapping, read_mapping, shipped_mappings

__all__ = [
    "ImportMap",
    "ImportResult",
    "MappingError",
    "RejectedRow",
    "import_csv",
    "load_mapping",
    "read_mapping",
    "shipped_mappings",
    "write_rejects",
]
