"""For GitLab: a code quality report, which merge requests show beside the changed lines."""

from __future__ import annotations

import json

from caseload_tools.lint.result import LintResult
from caseload_tools.text.safe_text import show_controls

_SEVERITY = {"error": "major", "warning": "minor", "advice": "info"}


def render(result: LintResult, colour: bool) -> str:
    """A JSON list, one object a finding; the fingerprint keeps a finding itself when lines move."""
    rows = [
        {
            "description": show_controls(f"{each.message}; {each.hint}" if each.hint else each.message),
            "check_name": f"{each.code} {each.name}",
            "fingerprint": each.fingerprint,
            "severity": _SEVERITY[each.level],
            "location": {"path": each.path, "lines": {"begin": each.line, "end": each.end_line}},
        }
        for each in result.findings
    ]
    return json.dumps(rows, indent=2) + "\n"
