"""How what was signed is put back: the commands that a message prints, as they are typed in the practice's folder.

Rules and acts give the same way out in the same words. What git shows is asked of the commit that has the record whole,
so that a change that was committed is shown like one that was not; and a path is quoted as a shell wants it.
"""

from __future__ import annotations

from datetime import date as Day

from caseload_tools.chart.records.addendum import Addendum
from caseload_tools.chart.signing.out_of_place import GoneRecord, MovedRecord
from caseload_tools.chart.signing.signed_versions import versions_that_count
from caseload_tools.chart.signing.standing import Standing
from caseload_tools.history.readers.record_history import CommittedChange, History
from caseload_tools.history.record_path import is_read
from caseload_tools.history.versions import signer_of
from caseload_tools.text.shell import shell_word
from caseload_tools.text.signed_text import entry_holds

_SHORT = 10  # letters of a commit's id


def way_back(standing: Standing, past: History, adopted: Day | None) -> str:
    """What to do about a record that is not as it was signed, or about an addendum that lost a line."""
    record = standing.record
    whole = standing.signed_in if not standing.broken else _holds_in(standing, past, adopted)
    shown = f"(`{shows_change(whole, record.path)}` shows the change)" if whole is not None else "(no commit has it so)"
    if isinstance(record, Addendum):
        chart = record.path.partition("addenda/")[0]
        return f"put it back as it was {shown}, then add another one: `{addends(f'{chart}{record.to}.md')}`"
    return f"put it back as it was {shown}, then say it in an addendum: `{addends(record.path)}`"


def shows_change(whole: CommittedChange, path: str) -> str:
    """What shows how a record differs from what one commit has, whether or not that is committed."""
    commit = whole.commit[:_SHORT]
    if whole.path == path:
        return f"git diff {commit} -- {shell_word(path)}"
    return f"git diff {shell_word(f'{commit}:./{whole.path}')} {shell_word(path)}"


def shows_text(whole: CommittedChange) -> str:
    """What shows a record as one commit has it."""
    return f"git show {shell_word(f'{whole.commit[:_SHORT]}:./{whole.path}')}"


def addends(path: str) -> str:
    """What adds to a record."""
    return f'caseload addend {shell_word(path)} --kind correction --reason "wrong day"'


def moves_back(moved: MovedRecord) -> str:
    """What gives a record the name that it was signed under; empty where another record has that name now."""
    if moved.taken:
        return ""
    here, there = moved.record.path.rpartition("/")[0], moved.before.rpartition("/")[0]
    made = "" if here == there else f"mkdir -p {shell_word(there)} && "
    return f"{made}git mv {shell_word(moved.record.path)} {shell_word(moved.before)}"


def brings_back(gone: GoneRecord) -> str:
    """What puts a record that was deleted where it was."""
    change = gone.change
    if gone.on_disk:
        return f"git restore --source=HEAD --staged --worktree -- {shell_word(change.path)}"
    back = f"git checkout {change.commit[:_SHORT]}^ -- {shell_word(change.path)}"
    # Left in another client's chart it would be a copy there.
    return (
        f"{back} && git rm {shell_word(change.source)}" if change.kind == "moved" and is_read(change.source) else back
    )


def _holds_in(standing: Standing, past: History, adopted: Day | None) -> CommittedChange | None:
    """The last commit in which the digest that does not hold any more did."""
    broken = standing.broken[0]
    entry = standing.record.data["signatures"][broken.where[-1]]
    found: CommittedChange | None = None
    for version in versions_that_count(standing.record.path, past, adopted):
        entries, content = version.entries, version.said.digest
        for at, each in enumerate(entries):
            same = signer_of(each) == signer_of(entry) and each.get("digest") == broken.digest
            if same and entry_holds(entries, at, content):
                found = version.change
    return found
