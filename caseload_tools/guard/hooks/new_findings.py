"""What a commit or a push brings into charts, apart from what was wrong there before.

A chart is seldom in order in every respect: a review is late, a supervisor is away. `caseload lint` shows that, and it
is no reason to keep today's note out of the record: whoever cannot commit learns to go past the hook. Both states are
judged on one day and by one practice, so that only the records make the difference.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from caseload_tools.dates import count_of
from caseload_tools.git.command import index_in_use, prefix_of, run_git
from caseload_tools.git.staged import staged_changes
from caseload_tools.git.stored_trees import CommitTree
from caseload_tools.guard.hooks.locked import CODES
from caseload_tools.history.readers.commit_steps import merge_heads
from caseload_tools.text.shell import shell_word
from caseload_tools.values import replace

if TYPE_CHECKING:
    from caseload_tools.guard.hooks.refusal import Refusal
    from caseload_tools.lint.baseline import BaselineFinding
    from caseload_tools.lint.finding import Finding
    from caseload_tools.lint.result import LintResult
    from caseload_tools.practice import Practice

_NAMED = 4  # so many files are named one by one
_SAID_OF_RECORD = frozenset({"SIG001", "SIG011", "STR013", "PLN018"})
"""The rules that say of a record what a refusal says of it: that it is not what was signed, or no file."""


def parents_in_making(root: Path) -> tuple[str, ...]:
    """The commits that the next one goes on from; none before the first."""
    head = run_git(root, ["rev-parse", "--verify", "--quiet", "HEAD"], accept=(0, 1)).decode("ascii").strip()
    return (head, *merge_heads(root)) if head else ()


def without_known_findings(
    result: LintResult,
    root: Path,
    before: Iterable[str],
    practice: Practice,
    today: date,
    baseline: Mapping[str, BaselineFinding] | None = None,
) -> LintResult:
    """The result without the findings that one of the commits in `before` has too; of a merge, each parent is one."""
    left = result.findings
    for commit in before:
        if not left:
            break
        known = _known_at(root, commit, sorted({each.path for each in left}), practice, today, baseline)
        # What a draft lacked, and was let pass for, is brought by the commit that makes it a record.
        left = tuple(each for each in left if not _is_known(each, known))
    return replace(result, findings=left, older=len(result.findings) - len(left))


def judged_for_commit(
    result: LintResult, root: Path, practice: Practice, today: date, baseline: Mapping[str, BaselineFinding] | None
) -> LintResult:
    """The result of what is staged, with what the commit goes on from marked as known: the hook refuses nothing for it.

    Only what would refuse the commit is looked for there, so that a clean one costs nothing more.
    """
    left = result.refusing
    for commit in parents_in_making(root) if left else ():
        known = _known_at(root, commit, sorted({each.path for each in left}), practice, today, baseline)
        left = tuple(each for each in left if not _is_known(each, known))
    refusing = set(left)
    findings = [
        replace(each, known=True) if each.refuses and each not in refusing else each for each in result.findings
    ]
    return replace(result, findings=tuple(findings), commit=True)


def said_beside(result: LintResult) -> list[str]:
    """Lines on what refuses nothing: what was there before and is not shown, and what drafts lack."""
    lines = []
    if result.older:
        older = count_of(result.older, "older finding")
        lines.append(f"Not shown: {older} in these charts; `caseload lint` shows them all.")
    if result.excused:
        errors = count_of(result.excused, "error")
        so = "which refuses nothing" if result.refusing else "so the commit goes on"
        lines.append(f"{errors} above: of a draft, {so}; put right before it is signed.")
    return lines


def said_of_refusal(result: LintResult, root: Path, word: str = "is") -> list[str]:
    """Why a commit is refused and what to do, in lines; none where it goes on."""
    from caseload_tools.lint.allowances import line_to_allow

    if not result.refusing:
        return []
    what = "error" if all(each.level == "error" for each in result.refusing) else "finding"
    found = count_of(len(result.refusing), what)
    lines = [
        f"caseload: this commit {word} refused, for {found} that it would bring",
        "  put right what is said above to refuse it, `git add` the file again, and commit again",
    ]
    if rest := way_to_keep_the_rest(result, root):
        lines.append(f"  or keep the rest first: {rest}")
    if allowed := perhaps_right(result):
        lines.append(f"  is it right as it stands? write `{line_to_allow([allowed])}` above `type:`")
    return lines


def way_to_keep_the_rest(result: LintResult, root: Path) -> str:
    """The command that commits what is staged but for the files that refuse it; empty where that is not the way.

    It is not where nothing else is staged, where what is wrong lies in a file that is not, or in a merge.
    """
    staged = [each.path for each in staged_changes(root, ())]
    wrong = {each.path for each in result.refusing}
    rest = [path for path in staged if path not in wrong]
    if not rest or not wrong.issubset(staged) or merge_heads(root):
        return ""
    if len(rest) <= _NAMED or index_in_use(root):
        named = " ".join(map(shell_word, rest))
        return f"git commit -- {named}"
    named = " ".join(map(shell_word, sorted(wrong)))
    return f"git restore --staged -- {named}, then commit again"


def _is_known(finding: Finding, known: Mapping[str, bool]) -> bool:
    return finding.fingerprint in known and (finding.draft or not known[finding.fingerprint])


def not_told_yet(result: LintResult, told: Collection[str]) -> LintResult:
    """The result without what it says of signatures of the records, by their paths in the repository, in `told`."""

    def is_told(path: str) -> bool:
        return any(each == path or each.endswith(f"/{path}") for each in told)

    kept = (each for each in result.findings if not (each.code.startswith("SIG") and is_told(each.path)))
    return replace(result, findings=tuple(kept))


def with_refusals(result: LintResult, refusals: Sequence[Refusal], root: Path) -> LintResult:
    """The result with what the commit's hook refuses, once each: where a finding says it of a record, that is enough.

    Paths of refusals count from the top of the repository, those of findings from the practice in `root`.
    """
    from caseload_tools.lint.rule import REFUSED

    if not refusals:
        return result
    prefix = prefix_of(root)
    said = {each.path for each in result.findings if each.code in _SAID_OF_RECORD and each.refuses}
    seen: dict[tuple[str, str, str], int] = {}
    new = [
        _as_finding(each, prefix, seen)
        for each in refusals
        if each.code not in (*CODES, "odd") or each.where.removeprefix(prefix) not in said
    ]
    findings = sorted((*result.findings, *new), key=lambda finding: finding.order)
    return replace(result, findings=tuple(findings), codes=result.codes | {REFUSED.code})


def _as_finding(refusal: Refusal, prefix: str, seen: dict[tuple[str, str, str], int]) -> Finding:
    """A refusal at its file; what is about no file, such as a branch, at the settings of the practice."""
    from caseload_tools.chart.records import Problem
    from caseload_tools.lint.finding import finding_of
    from caseload_tools.lint.rule import REFUSED
    from caseload_tools.practice import FILE
    from caseload_tools.text import Document

    path, message = refusal.where.removeprefix(prefix), refusal.message
    if refusal.code == "branch":
        path, message = FILE, f"{refusal.where}: {message}"
    elif not refusal.where.startswith(prefix):
        path = "../" * prefix.count("/") + path
    problem = Problem(Document.empty(path, ()), (), message, refusal.hint.replace("\n", "; "), line=1, column=1)
    return finding_of(REFUSED, REFUSED.level, problem, seen)


def perhaps_right(result: LintResult) -> str:
    """The code of the first error about what was done rather than about how it is written; empty when there is none.

    Somebody may have a reason for it, and may allow it.
    """
    from caseload_tools.lint.rule import RULES

    errors = (each.code for each in result.refusing if not each.code.startswith("STR"))
    return next((code for code in errors if code in RULES and RULES[code].allowable), "")


def _known_at(
    root: Path,
    commit: str,
    paths: list[str],
    practice: Practice,
    today: date,
    baseline: Mapping[str, BaselineFinding] | None,
) -> dict[str, bool]:
    """The findings there, by fingerprint, and of each whether its record was a draft."""
    from caseload_tools.history.record_path import PRACTICE
    from caseload_tools.lint.job import LintRequest
    from caseload_tools.lint.run import lint_caseload
    from caseload_tools.practice import FILE

    with CommitTree(root, commit, (FILE, PRACTICE, *_charts(paths))) as tree:
        result = lint_caseload(tree, practice, LintRequest(today=today, paths=paths, baseline=baseline, part=True))
    return {each.fingerprint: each.draft and each.lacks for each in result.findings}


def _charts(paths: Iterable[str]) -> list[str]:
    """The folders of the charts that paths lie in; all of them for a file beside the charts."""
    from caseload_tools.history.record_path import CLIENTS, RecordPath

    inside = (path for path in paths if path.startswith(CLIENTS + "/"))
    return list(dict.fromkeys(RecordPath.parse(path).folder or CLIENTS for path in inside))
