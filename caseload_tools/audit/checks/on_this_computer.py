"""Whether what people on this computer see of the records is what is stored: files, names, the log."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from caseload_tools.audit.changes import event_cache
from caseload_tools.audit.changes.event_log import read_past
from caseload_tools.audit.checks.past_check import Alarm, CheckOutput, Remark, past_check
from caseload_tools.audit.evidence import Evidence
from caseload_tools.dates import count_of
from caseload_tools.git.command import run_git
from caseload_tools.git.left_out import SAID
from caseload_tools.history.readers.unlooked import NOT_WATCHED, unlooked_files
from caseload_tools.history.record_path import NOT_LOOKED_AT


@past_check("watched", "store")
def watched(past: Evidence) -> CheckOutput:
    """Git looks at every record on this computer.

    Proves: git was not told to take a record for unchanged or to pass over it, and looks at this folder and at no
      other one, so that `git status` names what was changed. What a sparse checkout leaves out is not here.
    Does not prove: that anybody has looked at `git status`.
    Means: changes of these files are hidden from git on purpose: they never come to be committed.
    Do: `git update-index --no-assume-unchanged --no-skip-worktree FILE`, then see what `git diff` shows. Of a file that
      was never committed, `git check-ignore -v FILE` names the line that git passes over it for: take it out.
    """
    for each in unlooked_files(past.root):
        if each.why == NOT_LOOKED_AT:
            yield Alarm(each.why, path=each.path)
    for path, flag in past.index_flags.items():
        if flag == "h" or path not in past.left_out or (past.root / path).exists():
            yield Alarm(NOT_WATCHED, path=path)
    if past.left_out:
        yield Remark(f"{count_of(len(past.left_out), 'file')} of the last commit: {SAID}")
    printed = run_git(past.root, ["rev-parse", "--show-toplevel"], accept=(0, 128)).rstrip(b"\n")
    top = Path(printed.decode("utf-8", "surrogateescape"))
    if not printed or not past.root.resolve().is_relative_to(top.resolve()):
        yield Alarm("git was told to look at another folder than this one")


@past_check("twins", "records")
def twins(past: Evidence) -> CheckOutput:
    """No two records have names that some computers take for one.

    Proves: no path in the current commit differs from another only by capital letters, or by how an accented letter
      is put together.
    Does not prove: that names say what they should.
    Means: on Windows or macOS one of the two takes the other's place on the disk, unseen.
    Do: look at both with `git show HEAD:PATH`; void the one that should not be, and give it a name of its own.
    """
    known: dict[str, str] = {}
    told: set[str] = set()
    for path in past.head_files:
        for each in _steps(path):
            first = known.setdefault(_folded(each), each)
            if first != each and past.is_ours(_folded(path)):
                if each not in told:
                    told.add(each)
                    yield Alarm("some computers take this name for that of another one", path=each)
                break  # what lies in such a folder is told with it


def _steps(path: str) -> Iterator[str]:
    """The folders that a path lies in, and itself."""
    at = path.find("/")
    while at >= 0:
        yield path[:at]
        at = path.find("/", at + 1)
    yield path


def _folded(path: str) -> str:
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()


@past_check("log-memory", "records")
def log_memory(past: Evidence) -> CheckOutput:
    """What the log remembers is what the history says.

    Proves: `caseload audit log`, which keeps what it read in .git/caseload, tells the same as when it reads anew.
    Does not prove: anything of what git cannot know; the log itself says what that is.
    Means: somebody changed the file in .git/caseload, so that the log on this computer told another story.
    Do: keep a copy of that folder, delete it, and ask the log again. The report always reads anew.
    """
    is_used = event_cache.read_event_cache(past.root, past.head) is not None
    if is_used and read_past(past.root) != read_past(past.root, fresh=True):
        yield Alarm("the log of this computer does not tell what the history says", path=".git/caseload")
