"""Whether what lies in the folders is what it looks like: plain files, no filters, nobody else's name on a commit."""

from __future__ import annotations

import re
from pathlib import Path

from caseload_tools.audit.checks.check import Alarm, Note, Said, check
from caseload_tools.audit.evidence import Evidence
from caseload_tools.audit.records import RECORDS, is_record, read_version
from caseload_tools.dates import count_of
from caseload_tools.errors import CaseloadError
from caseload_tools.vcs.tree import WorkTree

_ODD = {"120000": "a link was put in place of a record", "160000": "another repository was put among the records"}
_FILTERS = re.compile(r"(?:^|\s)(?:filter=\S+|working-tree-encoding=\S+|ident)(?=\s|$)")
_HIDDEN = re.compile(r"(?:^|\s)(?:-diff|binary|diff=(?!markdown)\S+)(?=\s|$)")
_ADDRESS = re.compile(r"<([^<>]*)>")


@check("plain-files", "records")
def plain_files(past: Evidence) -> Said:
    """Records are plain files.

    Proves: no commit put a link or another repository where records are.
    Does not prove: anything of files that were never committed.
    Means: what is shown at this place lies elsewhere and can be exchanged without a trace here.
    Do: look with `git show COMMIT`; put the record itself in its place.
    """
    odd: dict[tuple[str, str], str] = {}
    for each in past.passages:
        if each.path.startswith(RECORDS) and each.after_mode in _ODD:
            odd.setdefault((each.path, each.after_mode), each.commit.id)
    for (path, mode), commit in odd.items():
        yield Alarm(_ODD[mode], commit, path)
    yield Note(count_of(sum(path.startswith(past.prefix + RECORDS) for path in past.head_files), "file"))


@check("on-disk", "records")
def on_disk(past: Evidence) -> Said:
    """The signed records on the disk are those that are committed.

    Proves: whoever opens a signed record on this computer reads what was signed, whatever `git status` says.
    Does not prove: anything of drafts, which may wait for their commit, or of what an editor shows.
    Means: a signed record was changed or deleted on the disk and not committed, perhaps hidden from git on purpose.
    Do: `git checkout -- FILE` brings the committed one back; what there is to add goes into an addendum.
    """
    disk = WorkTree(past.root)
    files = {path.removeprefix(past.prefix): entry.id for path, entry in past.head_files.items()}
    found = {path: _on_disk(disk, path) for path in files if is_record(path) and path.endswith(".md")}
    other = {path: raw for path, raw in found.items() if raw is None or past.room.blob_id(raw) != files[path]}
    versions = past.versions(files[path] for path in other)
    for path, raw in other.items():
        older = versions.get(files[path])
        if older is not None and older.signed and (raw is None or not read_version(raw).keeps(older)):
            yield Alarm("a signed record on the disk is not the committed one", path=path)


def _on_disk(disk: WorkTree, path: str) -> bytes | None:
    try:
        return disk.read(path)
    except (CaseloadError, OSError):
        return None


@check("attributes", "records")
def attributes(past: Evidence) -> Said:
    """What is on the disk is what is in git.

    Proves: no .gitattributes, in the current commit or in .git/info, sends Markdown through a filter or another
      encoding on its way to the disk, or hides it from `git diff`.
    Does not prove: that nobody has edited a file since the last commit; `git status` shows that.
    Means: people read another text than the one that is committed and signed, or do not see changes.
    Do: find out who put the line there; take it out unless the practice decided on it (git-crypt, for example).
    """
    names = [path for path in past.head_files if path.rpartition("/")[2] == ".gitattributes"]
    texts = past.texts(past.head_files[path].id for path in names)
    found = {path: texts.get(past.head_files[path].id, "") for path in names}
    own = past.git_folder / "info/attributes"
    found[".git/info/attributes"] = _read(own)
    for path, text in found.items():
        for line in text.splitlines():
            pattern, _, rest = line.strip().partition(" ")
            if not pattern.startswith("#") and _touches_records(pattern):
                if _FILTERS.search(rest):
                    yield Alarm("records pass through a filter between git and the disk", path=path)
                elif _HIDDEN.search(rest):
                    yield Alarm("changes of records are hidden from `git diff`", path=path)


def _touches_records(pattern: str) -> bool:
    """Whether a pattern may cover Markdown: all but those for another kind of file."""
    name = pattern.rstrip("/").rpartition("/")[2]
    return not re.fullmatch(r"[^*?\[]*|\*\.(?!md\b)[A-Za-z0-9]+", name) or name.endswith(".md")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    except OSError:
        return ""


@check("mailmap", "people")
def mailmap(past: Evidence) -> Said:
    """Nobody's commits are shown under somebody else's name.

    Proves: no .mailmap shows the commits of one address under another that has commits of its own.
    Does not prove: that people are who they say. The check `signer` does, for those who have keys.
    Means: `git log` on this computer shows a colleague as the author of what somebody else committed.
    Do: ask whether both addresses are the same person's; if so, note it down; if not, remove the line.
    """
    entry = past.head_files.get(".mailmap")
    if entry is None:
        return
    known = {person.email.lower() for commit in past.commits for person in (commit.author, commit.committer)}
    for text in past.texts([entry.id]).values():
        for line in text.splitlines():
            addresses = [address.lower() for address in _ADDRESS.findall(line.partition("#")[0])]
            if len(set(addresses) & known) > 1 and addresses[0] in known:
                yield Alarm("the commits of one address are shown under another one", path=".mailmap")
