"""Which tests are quick: what `make quick`, `make test` and the rest of `.ci/run` each run, and what holds them to it.

A test is quick unless it is marked. Most marks are given here, by file, so that a new file needs none: a quick test
that starts a process fails, and is told what to do. How long a test takes is nobody's rule.
"""

from __future__ import annotations

import fnmatch
import multiprocessing.process
import os
import re
import sys
import traceback
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest

T = TypeVar("T")
ROOT = Path(__file__).resolve().parent.parent
# What these do is in other processes: git, hooks, caseload as a user starts it, programs of others.
STARTS_PROCESSES = [
    "browser/*",
    "clients/*",
    "faults/*",
    "history/*",
    "tampering/*",
    "test_api.py",
    "test_api_types.py",
    "test_audit_*",
    "test_backup.py",
    "test_change_list.py",
    "test_cli_diff.py",
    "test_cli_output.py",
    "test_cli_process.py",
    "test_cli_sign.py",
    "test_client_codes.py",
    "test_clinicians_day.py",
    "test_demo_generator.py",
    "test_demo_history.py",
    "test_docs*",
    "test_doctor.py",
    "test_hooks*",
    "test_import_bhsim.py",
    "test_import_command.py",
    "test_imports.py",
    "test_libraries.py",
    "test_lint_at.py",
    "test_lint_processes.py",
    "test_lint_staged.py",
    "test_newer_format.py",
    "test_older_names.py",
    "test_own_fields.py",
    "test_never_signed.py",
    "test_past_not_whole.py",
    "test_pre_commit.py",
    "test_refusals.py",
    "test_remote.py",
    "test_scaffold.py",
    "test_signing*",
    "test_site_build.py",
    "test_subjects.py",
    "test_trees.py",
    "test_unread_records.py",
    "test_vcs_git.py",
    "test_vcs_hostile.py",
    "test_vcs_objects.py",
    "test_vcs_signatures.py",
    "test_wheel.py",
]
# In one process, but they go through hundreds of charts or hundreds of thousands of characters: more than a first look
# can wait for.
LONG = (
    "test_accuracy.py",
    "test_drawn_records.py",
    "test_limits_in_use.py",
    "test_site_safe_html.py",
    "test_slips.py",
    "test_specificity.py",
)
# Every way to be interrupted, every bit, thousands of drawn cases. `make test` has examples of each of these.
EXTENDED = [
    "faults/test_full_disk.py",
    "faults/test_kills_*",
    "faults/test_races.py",
    "tampering/test_bit_flips.py",
    "test_mutation.py",
    "test_text_properties.py",
]
_BY_FILE = {"process": STARTS_PROCESSES, "long": LONG, "extended": EXTENDED}
BY_FIXTURE = {"invoke", "git"}  # a test that asks for one of these starts processes with it

_OURS = tuple(f"{ROOT}/{folder}/" for folder in ("tests", "caseload_tools"))
_STARTS = {"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.system"}
_WHAT_TO_DO = (
    "this test has no mark, so it belongs to `make quick`, which starts no process; but it started:\n\n{}\n"
    "Do the same in this process (caseload_tools.cli.app.run), or mark the test @pytest.mark.process; if its whole "
    "file is about processes, name the file in STARTS_PROCESSES of tests/speeds.py"
)


def mark(item: pytest.Item) -> None:
    """Give a test the marks of its file and its fixtures."""
    names = set(marks_of(item.path))
    if set(getattr(item, "fixturenames", ())) & BY_FIXTURE:
        names.add("process")
    for name in sorted(names):
        item.add_marker(getattr(pytest.mark, name))


@cache  # it is asked for each of thousands of tests
def marks_of(path: Path) -> frozenset[str]:
    """The marks that every test of a file has."""
    file = os.path.relpath(path, ROOT / "tests")
    return frozenset(name for name, files in _BY_FILE.items() if any(fnmatch.fnmatch(file, each) for each in files))


def is_left_out(path: Path, chosen: str) -> bool:
    """Whether no test of a file is among those chosen by marks; then it need not even be read."""
    kept_out = set(re.findall(r"\bnot (\w+)", chosen)) if not re.search(r"\bor\b|\(", chosen) else set[str]()
    return bool(marks_of(path) & kept_out)


def one_of_each(rows: Iterable[T], kind: Callable[[T], Hashable]) -> list[Any]:
    """The rows of a long table for pytest: the first of each kind is in `make test`, the others are `extended`."""
    known: set[Hashable] = set()
    params = []
    for row in rows:
        params.append(pytest.param(row, marks=pytest.mark.extended if kind(row) in known else ()))
        known.add(kind(row))
    return params


class Watch:
    """Sees what processes this one starts, and whether it may."""

    def __init__(self) -> None:
        self._seen: list[str] | None = None
        sys.addaudithook(self._hear)
        start, note = multiprocessing.process.BaseProcess.start, self._note

        def started(self: multiprocessing.process.BaseProcess) -> None:
            note(f"a process of multiprocessing, {self.name}")
            start(self)

        multiprocessing.process.BaseProcess.start = started  # type: ignore[method-assign]

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if event in _STARTS and self._seen is not None:
            self._note(" ".join([event, *map(repr, arguments[:2])]))

    def _note(self, what: str) -> None:
        if self._seen is not None:
            ours = [each for each in traceback.extract_stack() if each.filename.startswith(_OURS)][:-2]
            here = (f"  {os.path.relpath(each.filename, ROOT)}:{each.lineno} {each.line}" for each in ours)
            self._seen.append("\n".join([what[:300], *here]))

    @contextmanager
    def quick(self) -> Iterator[None]:
        """Fails the test that starts a process meanwhile."""
        self._seen = []
        try:
            yield
        finally:
            seen, self._seen = self._seen, None
        if seen:
            pytest.fail(_WHAT_TO_DO.format("\n\n".join(seen)), pytrace=False)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """For what is made once for all tests, and by whichever comes first."""
        kept, self._seen = self._seen, None
        try:
            yield
        finally:
            self._seen = kept


WATCH = Watch()
