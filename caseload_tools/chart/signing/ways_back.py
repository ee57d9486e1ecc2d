"""How what was signed is put back: the commands that a message prints, as they are typed in the practice's folder.

Rules, acts and hooks give the same way out in the same words. What git shows is asked of the commit that has the record
whole, so that a change that was committed is shown like one that was not; and a path is quoted as a shell wants it.
"""

from __future__ import annotations

from datetime import date as Day
from itertools import count

from caseload_tools.chart.records.addendum import Addendum
from caseload_tools.chart.signing.out_of_place import GoneRecord, MovedRecord, moved_since_signed
from caseload_tools.chart.signing.signed_versions import outvoted_version, versions_that_count
from caseload_tools.chart.signing.standing import Standing
from caseload_tools.history.keeping import is_addendum
from caseload_tools.history.readers.record_history import CommittedChange, History
from caseload_tools.history.record_path import RecordPath, is_read
from caseload_tools.history.versions import RecordVersion, read_version, signer_of
from caseload_tools.text.shell import shell_word
from caseload_tools.text.signed_text import entry_holds, lost_entries

_SHORT = 10  # letters of a commit's id


def way_back(standing: Standing, past: History, adopted: Day | None) -> str:
    """What to do about a record that is not as it was signed, or about an addendum that lost a line."""
    record = standing.record
    whole = standing.signed_in if not standing.broken else _holds_in(standing, past, adopted)
    both = way_of_both(whole, record.path, RecordVersion(record.document), past)
    if both:
        return both
    shown = _shown(whole, record.path, past)
    moved = moved_since_signed(record, past)
    both = _puts_both_back(moved, standing, past, adopted) if moved is not None else ""
    beside = adds_beside(moved.before if moved and both else record.path, RecordVersion(record.document))
    put_back = f"put it back as it was{shown}{f': `{both}`' if both else ''}"
    then = "add another one" if isinstance(record, Addendum) else "say it in an addendum"
    return f"{put_back}, then {then}: `{beside}`" if beside else put_back


def _shown(whole: CommittedChange | None, path: str, past: History) -> str:
    """Where the words that were signed are to be seen; nothing where nobody could tell."""
    if whole is not None:
        return f" (`{shows_change(whole, path, staged=past.staged)}` shows the change)"
    return " (no commit has it so)" if past.complete or past.changes(path) else ""


def way_of_both(whole: CommittedChange | None, path: str, now: RecordVersion, past: History) -> str:
    """What keeps both of two records, of which a merge took one and left out what a commit has; else nothing."""
    lost = outvoted_version(whole, path, now, past) if whole is not None else None
    if whole is None or lost is None:
        return ""
    names = (f"{whole.path.removesuffix('.md')}-{number}.md" for number in count(2))
    return keeps_both(whole.commit, whole.path, next(each for each in names if not past.changes(each)), lost.said, now)


def shows_change(whole: CommittedChange, path: str, *, staged: bool = False) -> str:
    """What shows how a record differs from what one commit has, whether or not that is committed; or as `staged`."""
    commit = whole.commit[:_SHORT]
    if whole.path == path:
        cached = "--cached " if staged else ""
        return f"git diff {cached}{commit} -- {shell_word(path)}"
    now = f":./{path}" if staged else path
    return f"git diff {shell_word(f'{commit}:./{whole.path}')} {shell_word(now)}"


def addends(path: str) -> str:
    """What adds to a record."""
    return f'caseload addend {shell_word(path)} --kind correction --reason "wrong day"'


def adds_beside(path: str, version: RecordVersion) -> str:
    """What adds to the record at a path, or, of an addendum, another one to what it speaks of; empty where nothing can.

    Nothing is added to an addendum, nor to the practice's own records.
    """
    if not RecordPath.parse(path).client:
        return ""
    if not is_addendum(path, version):
        return addends(path)
    to = str(version.data.get("to", ""))
    return addends(f"{path.rpartition('addenda/')[0]}{to}.md") if to and not to.startswith("addenda/") else ""


def declares_void(path: str, version: RecordVersion, reason: str = "wrong chart") -> str:
    """What declares the record at a path void; empty of what cannot be: a chart, what was declared, what is no text."""
    what = RecordPath.parse(path)
    declared = is_addendum(path, version) and version.data.get("kind") in ("void", "returned")
    if not what.client or what.word == "client" or declared or not version.usable:
        return ""
    return f'caseload void {shell_word(path)} --reason "{reason}"'


def restores(path: str, commit: str = "") -> str:
    """What puts a file that is changed, or staged so, back as a commit has it; as the last one where none is named."""
    return f"git restore --source={commit[:_SHORT] or 'HEAD'} --staged --worktree -- {shell_word(path)}"


def checks_out(revision: str, path: str) -> str:
    """What puts a file back as it was in a commit."""
    return f"git checkout {revision} -- {shell_word(path)}"


def shows_in(commit: str, path: str) -> str:
    """What shows a record as it was in a commit."""
    return f"git show {shell_word(f'{commit[:_SHORT]}:./{path}')}"


def keeps_both(side: str, path: str, beside: str, version: RecordVersion, now: RecordVersion) -> str:
    """What keeps what one side of a merge signed or added, beside what was taken or with it."""
    if version.signed and now.says(version):
        return f"keep its line as well, which shows: {shows_in(side, path)}"
    return keeps_beside(side, path, beside, version)


def keeps_beside(side: str, path: str, beside: str, version: RecordVersion) -> str:
    """What keeps in a merge what one of its sides has under a name that the other took: under a name of its own.

    Of two records of one visit, the one that is not to count is then declared void.
    """
    kept = f"{shows_in(side, path)} > {shell_word(beside)} && git add {shell_word(beside)}"
    void = "" if is_addendum(path, version) else declares_void(beside, version, "written twice")
    if not void:
        return f"keep it beside the other: {kept}"
    added = shell_word(f"{RecordPath.parse(beside).folder}/addenda")
    return (
        f"keep it beside the other: {kept}\nand declare void which of the two does not count: {void} && git add {added}"
    )


def moves_back(moved: MovedRecord, standing: Standing, past: History, adopted: Day | None) -> str:
    """What gives a record the name that it was signed under, and its words where they are others now.

    Empty where another record has that name.
    """
    if moved.taken:
        return ""
    return _puts_both_back(moved, standing, past, adopted) or renames(moved.record.path, moved.before)


def _puts_both_back(moved: MovedRecord, standing: Standing, past: History, adopted: Day | None) -> str:
    """The name and the words; empty where the words stand, or where no commit has all that was signed since."""
    if moved.taken or not standing.wrong:
        return ""
    whole = standing.signed_in if not standing.broken else _holds_in(standing, past, adopted)
    text = past.text_at(whole) if whole is not None and whole.path == moved.before else None
    if whole is None or text is None:
        return ""
    then, now = read_version(text.encode("utf-8", "surrogatepass")), RecordVersion(moved.record.document)
    if lost_entries(now.entries, then.entries, then.digest):
        return ""
    return renames_to_signed(moved.record.path, moved.before, whole.commit)


def renames(path: str, home: str) -> str:
    """What gives a record another name, also in a folder that is gone."""
    here, there = path.rpartition("/")[0], home.rpartition("/")[0]
    made = "" if here == there else f"mkdir -p {shell_word(there)} && "
    return f"{made}git mv {shell_word(path)} {shell_word(home)}"


def renames_to_signed(path: str, home: str, commit: str) -> str:
    """What puts a record where it was signed, as the commit has it: the name alone no hook lets pass."""
    moved = f"{renames(path, home)} && " if path != home else ""
    return f"{moved}{restores(home, commit)}"


def brings_back(gone: GoneRecord) -> str:
    """What puts a record that was deleted where it was."""
    change = gone.change
    if gone.on_disk:
        return restores(change.path)
    back = checks_out(change.side[:_SHORT] or f"{change.commit[:_SHORT]}^", change.path)
    # Left in another client's chart it would be a copy there.
    elsewhere = change.kind == "moved" and is_read(change.source)
    return f"{back} && git rm {shell_word(change.source)}" if elsewhere else back


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
