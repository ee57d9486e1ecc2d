"""For people: each finding with the lines it is about, underlined, and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from caseload_tools.lint.finding import Finding
from caseload_tools.lint.result import LintResult
from caseload_tools.lint.summary import summary_of
from caseload_tools.text.safe_text import show_controls, styled_text, width_of


def render(result: LintResult, colour: bool) -> str:
    """Every finding with its frame, then the closing lines."""
    blocks = ["\n".join(_block(finding, result.on_commit(finding), colour)) + "\n" for finding in result.findings]
    end = summary_of(result)
    if not result.findings:
        end = styled_text(end, "good", colour)
    return "\n".join([*blocks, end]) + "\n"


def _block(finding: Finding, on_commit: str, colour: bool) -> Iterator[str]:
    place = styled_text(show_controls(f"{finding.path}:{finding.line}:{finding.column}"), "strong", colour)
    word = finding.code if finding.level == "error" else f"{finding.code} {finding.level}"
    word += f", {on_commit}" if on_commit else ""
    yield f"{place}  {styled_text(word, finding.level, colour)}  {show_controls(finding.message)}"
    gutter = len(str(finding.line))
    if finding.frame is not None:
        yield from _frame(finding, gutter, colour)
    elif finding.hint:
        yield _note(gutter, show_controls(finding.hint), colour)
    for other in finding.related:
        yield _note(gutter, show_controls(f"{other.path}:{other.line}:{other.column}: {other.message}"), colour)
    yield _note(gutter, f"caseload explain {finding.code}", colour)


def _frame(finding: Finding, gutter: int, colour: bool) -> Iterator[str]:
    frame = finding.frame
    assert frame is not None
    bar = styled_text("|", "faint", colour)
    empty = f"{'':{gutter}} {bar}"
    yield empty
    before = 0
    for number, line in frame.lines:
        if before and number > before + 1:
            yield styled_text(f"{'':{gutter}} :", "faint", colour)
        yield f"{styled_text(f'{number:>{gutter}}', 'faint', colour)} {bar} {show_controls(line)}"
        before = number
    line = frame.lines[-1][1]
    pad = width_of(show_controls(line[: frame.start]))
    carets = "^" * max(1, width_of(show_controls(line[frame.start : frame.end])))
    hint = f" {show_controls(finding.hint)}" if finding.hint else ""
    yield f"{empty} {' ' * pad}{styled_text(carets + hint, finding.level, colour)}"
    yield empty


def _note(gutter: int, text: str, colour: bool) -> str:
    return f"{'':{gutter}} {styled_text('=', 'faint', colour)} {text}"
