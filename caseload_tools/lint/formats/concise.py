"""One line a finding, as vim, emacs and VS Code read the messages of compilers: `file:line:column: level: text`."""

from __future__ import annotations

from caseload_tools.lint.finding import Finding
from caseload_tools.lint.result import LintResult
from caseload_tools.lint.summary import summary_of
from caseload_tools.text.safe_text import show_controls, styled_text

# Matchers know error, warning and note.
_WORD = {"error": "error", "warning": "warning", "advice": "note"}


def render(result: LintResult, colour: bool) -> str:
    """Every finding on a line, then the closing lines."""
    return (
        "\n".join(
            [*(_line(finding, result.on_commit(finding), colour) for finding in result.findings), summary_of(result)]
        )
        + "\n"
    )


def _line(finding: Finding, on_commit: str, colour: bool) -> str:
    place = show_controls(f"{finding.path}:{finding.line}:{finding.column}:")
    word = styled_text(f"{_WORD[finding.level]}:", finding.level, colour)
    hint = f"; {finding.hint}" if finding.hint else ""
    hint += f" ({on_commit})" if on_commit else ""
    return f"{place} {word} {finding.code} {show_controls(finding.message + hint)}"
