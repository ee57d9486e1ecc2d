"""The last lines of a run: how many findings, of what kind, and what was left out of sight."""

from __future__ import annotations

from caseload_tools.chart.comfort import NOTHING_TO_SAY
from caseload_tools.dates import count_of
from caseload_tools.lint.result import LintResult
from caseload_tools.lint.rule import LEVELS

_PLURAL = {"advice": "pieces of advice"}
_THEIR = ("its signatures", "their signatures")
_SINGULAR = {"advice": "piece of advice"}


def summary_of(result: LintResult) -> str:
    """A sentence on what was found, and one for each thing a reader might otherwise miss."""
    return "\n".join([_found(result), *_notes(result)])


def _found(result: LintResult) -> str:
    if not result.findings:
        return _nothing(result, count_of(result.asked, "record"))
    records = count_of(result.asked + result.void, "record")
    touched = len({finding.path for finding in result.findings})
    levels = ", ".join(
        count_of(result.by_level[level], _SINGULAR.get(level, level), _PLURAL.get(level, ""))
        for level in LEVELS
        if level in result.by_level
    )
    text = f"{count_of(len(result.findings), 'finding')} in {touched:,} of {records}: {levels}"
    if result.fixable:
        text += f"; {result.fixable:,} can be fixed with `caseload fix`"
    return text


def _nothing(result: LintResult, records: str) -> str:
    """Said of what was asked about alone, and never of what somebody chose not to be shown."""
    if not result.asked and result.void:
        return f"{_is_void(result.void)}, so nothing but {_THEIR[result.void > 1]} was checked."
    if not result.asked and result.part:
        return "No record was asked about, so nothing was checked."
    new = NOTHING_TO_SAY.replace(" ", " new ", 1) if result.baselined or result.older else NOTHING_TO_SAY
    if result.unknown:
        new = f"no finding; of {count_of(result.unknown, 'client')} nobody knows how high the risk is"
    rest = "; no other was asked about" if result.part else ""
    of = f" of {count_of(result.clients, 'client')}" if result.clients or not result.part else ""
    return f"{records}{of} checked, {new}{rest}."


def _is_void(count: int) -> str:
    return f"{count_of(count, 'record')} {'is' if count == 1 else 'are'} void"


def _notes(result: LintResult) -> list[str]:
    notes = []
    if result.void and (result.asked or result.findings):
        notes.append(f"{_is_void(result.void)}: nothing but {_THEIR[result.void > 1]} was checked.")
    quiet = [
        f"{count_of(len(result.allowed), 'finding')} allowed in the records" if result.allowed else "",
        f"{count_of(result.baselined, 'finding')} known from the baseline" if result.baselined else "",
    ]
    if any(quiet):
        notes.append(f"Not shown: {', '.join(filter(None, quiet))}.")
    if result.removable:
        does = "does" if len(result.removable) == 1 else "do"
        entries = count_of(len(result.removable), "entry", "entries")
        notes.append(f"{entries} of the baseline {does} not occur any more and can be removed.")
    if result.unreadable:
        one = result.unreadable == 1
        notes.append(
            f"{count_of(result.unreadable, 'file')} could not be read as {'a record' if one else 'records'}; "
            f"most rules have not seen {'it' if one else 'them'}."
        )
    return notes
