"""How often each rule was met: for whoever asks where the practice stands, not which line."""

from __future__ import annotations

from caseload_tools.dates import count_of
from caseload_tools.lint.result import LintResult
from caseload_tools.lint.rule import rule_behind
from caseload_tools.lint.summary import summary_of


def render(result: LintResult, colour: bool) -> str:
    """One line a rule, the most frequent first: how often, in how many files, what it says."""
    lines = []
    for code, count in result.by_code.items():
        files = len({each.path for each in result.findings if each.code == code})
        rule = rule_behind(code)
        lines.append(f"{count:6}  in {count_of(files, 'file'):>9}  {code}  {rule.summary}")
    return "\n".join([*lines, *([""] if lines else []), summary_of(result)]) + "\n"
