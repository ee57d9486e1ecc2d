"""Tables for other programs: CSV that no spreadsheet takes for a formula, with no character that a screen obeys."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from caseload_tools.text.safe_text import show_controls

# A spreadsheet reads a cell that begins so as a formula, also behind blanks.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "＝", "＋", "－", "＠")


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A head and rows as CSV by RFC 4180, with LF line ends."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([csv_cell(value) for value in row] for row in rows)
    return out.getvalue()


def csv_cell(value: object) -> str:
    """A value as a cell: control characters written out, and an apostrophe before what could be a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = show_controls(str(value))
    if isinstance(value, int | float):
        return text
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text
