"""What a record is: one file per type, each with its fields, its parts and its smallest valid example.

Open folder: a new type is a new file here and a schema of the same name in `schemas/`. The
closed part is `base` (envelope, building), `assignment`, `schemas`, `checking`, `sentences`, `slash_dates`,
`from_document` and `problem`. Whose record a path is, and which, is told by `history.record_path`.
"""

from __future__ import annotations

import importlib

from caseload_tools.chart.records.base import RECORD_TYPES, Part, Record, RecordType, Unreadable
from caseload_tools.chart.records.problem import Problem, Problems, Related, Repair
from caseload_tools.history.record_path import TYPE_OF_FOLDER
from caseload_tools.text.front_matter.marks import KeyPath

# Types only, whose files are named after them: what explains a wrong value is loaded for a wrong value.
for _word in sorted(TYPE_OF_FOLDER.values()):
    importlib.import_module(f"{__name__}.{_word.replace('-', '_')}")

__all__ = [
    "RECORD_TYPES",
    "KeyPath",
    "Part",
    "Problem",
    "Problems",
    "Record",
    "RecordType",
    "Related",
    "Repair",
    "Unreadable",
]
