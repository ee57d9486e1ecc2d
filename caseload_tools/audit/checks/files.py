"""Whether what lies in the folders is what it looks like: plain files, no filters, nobody else's name on a commit."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from caseload_tools.audit.checks.past_check import Alarm, CheckOutput, Observation, Remark, past_check
from caseload_tools.audit.evidence import Evidence
from caseload_tools.audit.mail_addresses import times_in_use, usual_names
from caseload_tools.audit.record_versions import RECORDS, is_record
from caseload_tools.dates import count_of
from caseload_tools.errors import CaseloadError
from caseload_tools.git.tree import WorkTree
from caseload_tools.history.keeping import ODD
from caseload_tools.history.versions import read_version

_FILTERS = re.compile(r"(?:^|\s)(?:filter=\S+|working-tree-encoding=\S+|ident)(?=\s|$)")
_HIDDEN = re.compile(r"(?:^|\s)(?:-diff|binary|diff=(?!markdown)\S+)(?=\s|$)")
HIDDEN_CHANGES = "changes of records are hidden from `git diff`"
_ADDRESS = re.compile(r"<([^<>]*)>")


@past_check("plain-files", "records")
def plain_files(past: Evidence) -> CheckOutput:
    """Records are plain files.

    Proves: no commit put a link or another repository where records are.
    Does not prove: anything of files that were never committed.
    Means: what is shown at this place lies elsewhere and can be exchanged without a trace here.
    Do: look with `git show COMMIT`; put the record itself in its place.
    """
    odd: dict[tuple[str, str], str] = {}
    for each in past.passages:
        if each.path.startswith(RECORDS) and each.change.mode in ODD:
            odd.setdefault((each.path, each.change.mode), each.commit.id)
    for (path, mode), commit in odd.items():
        yield Alarm(ODD[mode], commit, path)
    yield Observation(count_of(sum(path.startswith(past.prefix + RECORDS) for path in past.head_files), "file"))


@past_check("on-disk", "records")
def on_disk(past: Evidence) -> CheckOutput:
    """The signed records on the disk are those that are committed.

    Proves: whoever opens a signed record on this computer reads what was signed, whatever `git status` says.
    Does not prove: anything of drafts, which may wait for their commit, or of what an editor shows.
    Means: a signed record was changed or deleted on the disk and not committed, perhaps hidden from git on purpose.
    Do: `git checkout -- FILE` brings the committed one back; what there is to add goes into an addendum.
    """
    disk = WorkTree(past.root)
    files = {path.removeprefix(past.prefix): entry.id for path, entry in past.head_files.items()}
    left_out = past.left_out
    found = {
        path: _on_disk(disk, path)
        for path in files
        if is_record(path) and path.endswith(".md") and not (path in left_out and not disk.holds(path))
    }
    other = {path: raw for path, raw in found.items() if raw is None or past.borrowed.blob_id(raw) != files[path]}
    versions = past.versions(files[path] for path in other)
    for path, raw in other.items():
        older = versions.get(files[path])
        if older is not None and older.signed and (raw is None or not read_version(raw).keeps(older)):
            yield Alarm("a signed record on the disk is not the committed one", path=path)
    if left_out:
        yield Observation(f"{count_of(len(left_out), 'file')} left out of this computer by a sparse checkout")


def _on_disk(disk: WorkTree, path: str) -> bytes | None:
    try:
        return disk.read(path)
    except (CaseloadError, OSError):
        return None


@past_check("attributes", "records")
def attributes(past: Evidence) -> CheckOutput:
    """What is on the disk is what is in git.

    Proves: no .gitattributes, in the current commit, on the disk or in .git/info, and no file that the repository's
      settings name instead, sends Markdown through a filter or another encoding on its way to the disk, or hides it
      from `git diff`.
    Does not prove: that nobody has edited a file since the last commit; `git status` shows that.
    Means: people read another text than the one that is committed and signed, or do not see changes.
    Do: find out who put the line there; take it out unless the practice decided on it (git-crypt, for example).
    """
    for path, text in _attribute_files(past):
        for what in said_by_attributes(path, text, past.prefix):
            yield Alarm(what, path=path)


def said_by_attributes(
    path: str, text: str, prefix: str, *, apart_from: Collection[str] = frozenset()
) -> Iterator[str]:
    """What speaks against the lines of such a file; `prefix` is the practice's folder within the repository.

    `apart_from` are filters of which nothing is said.
    """
    below = path.endswith(".gitattributes") and path.startswith(f"{prefix}{RECORDS}")
    for line in text.splitlines():
        pattern, _, rest = line.strip().partition(" ")
        if not pattern.startswith("#") and _touches_records(pattern, prefix, below):
            filters = [each for each in rest.split() if each.startswith("filter=")]
            if filters and all(_family_of(each) in apart_from for each in filters):
                continue
            if _FILTERS.search(rest):
                yield "records pass through a filter between git and the disk"
            elif _HIDDEN.search(rest):
                yield HIDDEN_CHANGES


def _family_of(attribute: str) -> str:
    """The filter that an attribute names; a second key of git-crypt is no other one."""
    name = attribute.removeprefix("filter=")
    return "git-crypt" if name.startswith("git-crypt-") else name


def _attribute_files(past: Evidence) -> Iterator[tuple[str, str]]:
    """Every file that says how git treats records here: committed, on the disk, or named by the repository."""
    names = [
        path
        for path in past.head_files
        if path.rpartition("/")[2] == ".gitattributes" and is_near(path.removesuffix(".gitattributes"), past.prefix)
    ]
    texts = past.texts(past.head_files[path].id for path in names)
    committed = {path: texts.get(past.head_files[path].id, "") for path in names}
    yield from committed.items()
    for name in (".gitattributes", f"{RECORDS}.gitattributes", f"{RECORDS}clients/.gitattributes"):
        text = _read(past.root / name)
        if text.replace("\r\n", "\n") != committed.get(past.prefix + name, ""):
            yield past.prefix + name, text
    yield ".git/info/attributes", _read(past.git_folder / "info/attributes")
    named = past.setting("core.attributesFile")
    if named:
        yield "core.attributesFile", _read(Path(named).expanduser())


def is_near(folder: str, prefix: str) -> bool:
    """Whether a folder holds the practice, or lies among its records."""
    return prefix.startswith(folder) or folder.startswith(f"{prefix}{RECORDS}") or not folder


def _touches_records(pattern: str, prefix: str = "", below: bool = False) -> bool:
    """Whether a pattern may cover Markdown of charts: all but those for another kind of file or another folder."""
    folders = pattern.lstrip("/").split("/")[:-1]
    if "attachments" in folders or (folders and not below and _is_elsewhere(folders, prefix)):
        return False
    name = pattern.rstrip("/").rpartition("/")[2]
    return not re.fullmatch(r"[^*?\[]*|\*\.(?!md\b)[A-Za-z0-9]+", name) or name.endswith(".md")


def _is_elsewhere(folders: list[str], prefix: str) -> bool:
    """Whether a pattern with these folders begins in another one than those above the records."""
    own = [*prefix.rstrip("/").split("/"), "records"] if prefix else ["records"]
    known = {*own, "clients", "practice"}
    return folders[0] not in known and not re.search(r"[*?\[]", folders[0])


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    except OSError:
        return ""


@past_check("mailmap", "people")
def mailmap(past: Evidence) -> CheckOutput:
    """Nobody's commits are shown under somebody else's name.

    Proves: no .mailmap, and no file or text that the repository's settings name instead, shows the commits of one
      address under another name's that was in use at the same time. One that follows another is only named.
    Does not prove: that people are who they say. The check `signer` does, for those who have keys.
    Means: `git log` on this computer shows a colleague as the author of what somebody else committed.
    Do: ask whether both addresses are the same person's; if so, note it down; if not, remove the line.
    """
    known, names = times_in_use(past.commits), usual_names(past.commits)
    for path, text in _mailmaps(past):
        for line in text.splitlines():
            addresses = [address.lower() for address in _ADDRESS.findall(line.partition("#")[0])]
            if len(set(addresses) & set(known)) > 1 and addresses[0] in known:
                here = [address for address in addresses if address in known]
                later, *earlier = (known[address] for address in here)
                if len({names[address] for address in here}) == 1:
                    yield Remark("two addresses that bear one name are shown as one", path=path)
                elif all(span.last <= later.first for span in earlier):
                    yield Remark("the commits of one address are shown under the one that followed it", path=path)
                else:
                    yield Alarm("the commits of one address are shown under another one", path=path)


def _mailmaps(past: Evidence) -> Iterator[tuple[str, str]]:
    """Every list by which `git log` here shows people under other names."""
    entry = past.head_files.get(".mailmap")
    if entry is not None:
        yield ".mailmap", past.texts([entry.id]).get(entry.id, "")
    named = past.setting("mailmap.file")
    if named:
        yield "mailmap.file", _read(Path(named).expanduser())
    if past.setting("mailmap.blob"):
        yield "mailmap.blob", past.text_named(past.setting("mailmap.blob"))
