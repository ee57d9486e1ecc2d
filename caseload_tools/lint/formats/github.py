"""For GitHub Actions and those who copy it: workflow commands that put findings beside the changed lines."""

from __future__ import annotations

from caseload_tools.lint.finding import Finding
from caseload_tools.lint.result import LintResult
from caseload_tools.lint.summary import summary_of
from caseload_tools.text.safe_text import show_controls

_WORD = {"error": "error", "warning": "warning", "advice": "notice"}


def render(result: LintResult, colour: bool) -> str:
    """One command a finding, then the closing lines as plain text in the log."""
    return "\n".join([*map(_command, result.findings), summary_of(result)]) + "\n"


def _command(finding: Finding) -> str:
    where = {
        "title": f"{finding.code} {finding.name}",
        "file": finding.path,
        "line": str(finding.line),
        "endLine": str(finding.end_line),
        "col": str(finding.column),
    }
    if finding.end_line == finding.line:
        where["endColumn"] = str(max(finding.end_column - 1, finding.column))
    told = ",".join(f"{key}={_property(value)}" for key, value in where.items())
    text = f"{finding.message}; {finding.hint}" if finding.hint else finding.message
    return f"::{_WORD[finding.level]} {told}::{_text(text)}"


def _text(value: str) -> str:
    return show_controls(value).replace("%", "%25")


def _property(value: str) -> str:
    return _text(value).replace(":", "%3A").replace(",", "%2C")
