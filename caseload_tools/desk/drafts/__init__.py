"""Drafts: a new record begun from what the chart, or the practice, already knows. Open folder, one file a type.

A draft is text; nothing is written here. Whatever a person has to fill in is left empty, so that
the linter says so until it is done. The closed part is `draft`.
"""

from __future__ import annotations

import importlib
import pkgutil

from caseload_tools.desk.drafts.draft import DRAFTS, PRACTICE_DRAFTS, Draft, Wish, start_draft, start_practice_draft

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")

__all__ = ["DRAFTS", "PRACTICE_DRAFTS", "Draft", "Wish", "start_draft", "start_practice_draft"]
