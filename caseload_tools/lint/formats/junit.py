"""For test reports: JUnit XML, one test case a file with findings, and one for all the clean ones."""

from __future__ import annotations

from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from caseload_tools.lint.finding import Finding
from caseload_tools.lint.result import LintResult
from caseload_tools.text.safe_text import show_controls


def render(result: LintResult, colour: bool) -> str:
    """A `testsuites` document. Errors and warnings are failures; advice is told in `system-out`."""
    files = [(path, list(found)) for path, found in groupby(result.findings, key=lambda each: each.path)]
    cases = [_case(path, found) for path, found in files]
    clean = max(result.asked - len(files), 0)
    failures = sum(any(each.level != "advice" for each in found) for _, found in files)
    total = len(cases) + 1
    head = f'tests="{total}" failures="{failures}" errors="0" skipped="0"'
    lines = ['<?xml version="1.0" encoding="utf-8"?>', f'<testsuites name="caseload lint" {head}>']
    lines += [f'  <testsuite name="caseload lint" {head}>', *cases]
    lines += [f'    <testcase classname="caseload lint" name="{clean} other records are clean" time="0"/>']
    return "\n".join([*lines, "  </testsuite>", "</testsuites>"]) + "\n"


def _case(path: str, found: list[Finding]) -> str:
    grave = [each for each in found if each.level != "advice"]
    advice = [each for each in found if each.level == "advice"]
    inside = ""
    if grave:
        codes = ", ".join(dict.fromkeys(each.code for each in grave))
        told = "\n".join(map(_line, grave))
        inside += f'\n      <failure message={quoteattr(codes)} type="finding">{escape(told)}</failure>'
    if advice:
        told = "\n".join(map(_line, advice))
        inside += f"\n      <system-out>{escape(told)}</system-out>"
    name = quoteattr(show_controls(path))
    return f'    <testcase classname="caseload lint" name={name} time="0">{inside}\n    </testcase>'


def _line(each: Finding) -> str:
    hint = f"; {each.hint}" if each.hint else ""
    return show_controls(f"{each.line}:{each.column} {each.level} {each.code} {each.message}{hint}")
