"""SARIF 2.1.0, the format that code hosts and viewers share: findings, the rules behind them, what is allowed."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from caseload_tools import __version__
from caseload_tools.lint.allowances import AllowedFinding
from caseload_tools.lint.docstring import page_of
from caseload_tools.lint.finding import Finding, RelatedSpot
from caseload_tools.lint.result import LintResult
from caseload_tools.lint.rule import BESIDE_RULES, FAMILIES, Rule, rule_behind

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVEL = {"error": "error", "warning": "warning", "advice": "note"}


def render(result: LintResult, colour: bool) -> str:
    """One run with every rule that was asked, every finding, and those that are allowed in the records."""
    codes = sorted(result.codes | {finding.code for finding in result.findings})
    rules = [rule_behind(code) for code in codes]
    index = {rule.code: number for number, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {"name": "caseload", "semanticVersion": __version__, "rules": [_rule(rule) for rule in rules]}
        },
        "columnKind": "unicodeCodePoints",
        "results": [
            *(_result(finding, index) for finding in result.findings),
            *(_suppressed(each, index) for each in result.allowed),
        ],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.summary or rule.name},
        "defaultConfiguration": {"level": _LEVEL[rule.level]},
        "properties": {"tags": [FAMILIES[rule.family]], "cites": list(rule.cites)},
    }
    if rule.code not in BESIDE_RULES and rule.docstring:
        page = page_of(rule)
        why = " ".join(page.why) or page.summary
        told["fullDescription"] = {"text": why}
        examples = "\n\n".join(
            f"{example.kind}:\n\n```yaml\n{example.text}\n```" for example in page.examples if example.text
        )
        told["help"] = {
            "text": f"{page.summary} {why}\ncaseload explain {rule.code}",
            "markdown": f"{page.summary}\n\n{why}\n\n{examples}",
        }
    return told


def _result(finding: Finding, index: dict[str, int]) -> dict[str, Any]:
    text = f"{finding.message}; {finding.hint}" if finding.hint else finding.message
    told: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": _LEVEL[finding.level],
        "message": {"text": text},
        "locations": [_location(finding)],
        "partialFingerprints": {"caseloadFinding/v1": finding.fingerprint},
    }
    if finding.related:
        told["relatedLocations"] = [_related(number, other) for number, other in enumerate(finding.related)]
    return told


def _suppressed(allowed: AllowedFinding, index: dict[str, int]) -> dict[str, Any]:
    until = f" until {allowed.until.isoformat()}" if allowed.until else ""
    # The reason itself stays in the record: it is a sentence about a client, and this file travels.
    reason = {"kind": "inSource", "status": "accepted", "justification": f"allowed in the record{until}"}
    return {**_result(allowed.finding, index), "suppressions": [reason]}


def _location(finding: Finding) -> dict[str, Any]:
    region = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
    }
    return {"physicalLocation": {"artifactLocation": _file(finding.path), "region": region}}


def _related(number: int, other: RelatedSpot) -> dict[str, Any]:
    region = {"startLine": other.line, "startColumn": other.column}
    return {
        "id": number,
        "message": {"text": other.message},
        "physicalLocation": {"artifactLocation": _file(other.path), "region": region},
    }


def _file(path: str) -> dict[str, str]:
    return {"uri": quote(path), "uriBaseId": "%SRCROOT%"}
