"""For programs: everything that a run found, as one JSON object. Its keys are promised; new ones may come."""

from __future__ import annotations

import json
from typing import Any

from caseload_tools.lint.finding import Finding
from caseload_tools.lint.result import LintResult

VERSION = 1


def render(result: LintResult, colour: bool) -> str:
    """The result as an indented JSON object. Reasons of allowances are words about a client and stay out."""
    content = {
        "version": VERSION,
        "records": result.records,
        "asked": result.asked,
        "part": result.part,
        "clients": result.clients,
        "unreadable": result.unreadable,
        "counts": {"levels": result.by_level, "codes": result.by_code},
        "findings": [_row(finding) for finding in result.findings],
        "allowed": [
            {**_row(each.finding), "until": each.until.isoformat() if each.until else None} for each in result.allowed
        ],
        "baseline": {
            "known": result.baselined,
            "removable": [
                {"path": row.path, "code": row.code, "fingerprint": row.fingerprint} for row in result.removable
            ],
        },
    }
    return json.dumps(content, indent=2) + "\n"


def _row(finding: Finding) -> dict[str, Any]:
    return {
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "code": finding.code,
        "name": finding.name,
        "level": finding.level,
        "message": finding.message,
        "hint": finding.hint,
        "related": [
            {"path": other.path, "line": other.line, "column": other.column, "message": other.message}
            for other in finding.related
        ],
        "fixable": finding.fixable,
        "draft": finding.draft,
        "refuses": finding.refuses,
        "fingerprint": finding.fingerprint,
    }
