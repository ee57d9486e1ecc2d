"""The baseline: findings a practice has when it begins, which are counted but not shown.

It lets a clinic adopt on old charts and still see every new fault. A finding is known by its code,
its file and what it is about, never by its line, so that editing above it does not wake it. What
nobody may allow cannot be laid down here either.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from caseload_tools.errors import CaseloadError
from caseload_tools.lint.finding import Finding
from caseload_tools.practice import Practice
from caseload_tools.text.shell import shell_word
from caseload_tools.values import frozen

FILE = "caseload-baseline.json"
VERSION = 1


@frozen
class BaselineFinding:
    """One finding laid down: what it was and where, for people who read the file."""

    fingerprint: str
    code: str
    path: str


def read_baseline(path: Path) -> dict[str, BaselineFinding]:
    """The findings laid down in a file, by fingerprint. Raises CaseloadError when it is not a baseline."""
    try:
        raw = path.read_bytes()
    except OSError:
        raise CaseloadError(f"the baseline {path.name} cannot be read", _hint(path.name)) from None
    return parse_baseline(raw, path.name)


def baseline_on_disk(root: Path, practice: Practice, asked: str | None = None) -> dict[str, BaselineFinding] | None:
    """The baseline in the file that was asked for, or that the practice names, or in the usual one; None for none."""
    if name := asked or practice.lint.baseline:
        return read_baseline(root / name)
    return read_baseline(root / FILE) if (root / FILE).is_file() else None


def parse_baseline(raw: bytes, name: str) -> dict[str, BaselineFinding]:
    """The findings that the bytes of a baseline lay down. Raises CaseloadError when they are none."""
    try:
        content = json.loads(raw)
        if content["version"] != VERSION:
            raise ValueError
        rows = [BaselineFinding(row["fingerprint"], row["code"], row["path"]) for row in content["findings"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise CaseloadError(f"{name} is not a baseline of this version", _hint(name)) from None
    return {row.fingerprint: row for row in rows}


def _hint(name: str) -> str:
    quoted = "" if name == FILE else f" --baseline {shell_word(name)}"
    return f"write a new one with `caseload lint --write-baseline{quoted}`"


def baseline_text(findings: Iterable[Finding], may_allow: Callable[[str], bool]) -> bytes:
    """The text of a baseline that knows these findings: one line each, in the order of files."""
    rows = sorted((each.path, each.code, each.fingerprint) for each in findings if may_allow(each.code))
    lines = [
        "  " + json.dumps({"path": path, "code": code, "fingerprint": fingerprint}) for path, code, fingerprint in rows
    ]
    listed = "[\n" + ",\n".join(lines) + "\n]" if lines else "[]"
    return f'{{\n"version": {VERSION},\n"findings": {listed}\n}}\n'.encode()


def write_baseline(path: Path, findings: Iterable[Finding], may_allow: Callable[[str], bool]) -> None:
    """Lay down the findings, whole or not at all."""
    from caseload_tools.text import write_atomic

    write_atomic(path, baseline_text(findings, may_allow), replace=True)


def split_by_baseline(
    findings: Iterable[Finding], known: Mapping[str, BaselineFinding]
) -> tuple[list[Finding], list[Finding], set[str]]:
    """The findings that are new, those laid down, and the fingerprints that occurred."""
    new: list[Finding] = []
    old: list[Finding] = []
    for finding in findings:
        (old if finding.fingerprint in known else new).append(finding)
    return new, old, {finding.fingerprint for finding in old}
