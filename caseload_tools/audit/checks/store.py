"""What makes git show another past than the one that is stored: cut off, grafted, replaced, borrowed."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from caseload_tools.audit.checks.past_check import Alarm, CheckOutput, past_check
from caseload_tools.audit.evidence import Evidence

_SIDE = {
    "refs/notes/": "notes are shown with commits as if they were part of them, and can be changed at any time",
    "refs/original/": "a program that rewrites history left what was there before",
}


@past_check("shallow", "store")
def shallow(past: Evidence) -> CheckOutput:
    """The history reaches back to its beginning.

    Proves: this is no shallow copy; no earlier commits were cut off.
    Does not prove: that the beginning is the true one. An anchor kept elsewhere does.
    Means: somebody cloned with --depth, or cut the history off. What was before cannot be checked here.
    Do: fetch the rest with `git fetch --unshallow` from the copy that is complete, then check again.
    """
    yield from _filled(past.git_folder / "shallow", "earlier commits are cut off: this is a shallow copy")


@past_check("grafts", "store")
def grafts(past: Evidence) -> CheckOutput:
    """No commit was given other parents by a grafts file.

    Proves: .git/info/grafts, with which git shows another history than the stored one, is not there.
    Does not prove: anything of what is stored; this tool never follows grafts anyway.
    Means: `git log` on this computer shows a history in which commits are missing or in another order.
    Do: find out who made .git/info/grafts and why, remove it, and look at `git log` again.
    """
    yield from _filled(past.git_folder / "info/grafts", "a grafts file gives commits other parents than they have")


@past_check("replaced", "store")
def replaced(past: Evidence) -> CheckOutput:
    """No commit, folder or file is shown in place of another.

    Proves: there are no references in refs/replace, with which git shows one object for another.
    Does not prove: anything of what is stored; this tool never follows replacements anyway.
    Means: `git log` and `git show` on this computer show something else than what was committed.
    Do: `git replace --list` names them; find out who made them, then `git replace --delete` each.
    """
    for name in past.references:
        if name.startswith("refs/replace/"):
            old = name.rpartition("/")[2]
            yield Alarm("git shows another object in place of this one", commit=old if old in past.by_id else old[:10])


@past_check("alternates", "store")
def alternates(past: Evidence) -> CheckOutput:
    """The repository holds all of its past itself.

    Proves: no objects are borrowed from another folder, where somebody else could change or delete them, and no
      promise of a server stands in for them.
    Does not prove: that there is a second copy. `caseload backup` makes one.
    Means: somebody cloned with --shared, --reference or --filter, or moved the objects elsewhere; this copy is not
      whole without the other.
    Do: `git repack -a -d && rm .git/objects/info/alternates` takes everything in; for a partial clone, clone anew.
    """
    for name in ("alternates", "http-alternates"):
        yield from _filled(past.git_folder / "objects/info" / name, "objects are borrowed from another place")
    for name in ("objects", "objects/pack", "objects/info"):
        if (past.git_folder / name).is_symlink():
            yield Alarm("the folder of objects is a link to another place")
    if (past.root / past.way_to_top / ".git").is_dir() and (past.root / past.way_to_top / ".git/commondir").exists():
        yield Alarm("the repository says that its objects and branches lie in another place")
    packs = past.git_folder / "objects/pack"
    if packs.is_dir() and any(each.suffix == ".promisor" for each in packs.iterdir()):
        yield Alarm("this is a partial clone: a server promises what is missing here")


@past_check("side-references", "store")
def side_references(past: Evidence) -> CheckOutput:
    """Nothing beside the history speaks into it.

    Proves: there are no notes on commits and no leftovers of a program that rewrites history; each tag is shown at
      the commit that it names.
    Does not prove: that nobody rewrote history and cleaned up. An anchor kept elsewhere shows that.
    Means: a text that looks like part of a commit can be changed at will, or the history was rewritten.
    Do: `git for-each-ref refs/notes refs/original` names them; read them, keep a copy, remove them.
    """
    for name in past.references:
        for prefix, why in _SIDE.items():
            if name.startswith(prefix):
                yield Alarm(why)
    if _lies_about_a_tag(past):
        yield Alarm("a tag is shown at another commit than the one it names", path=".git/packed-refs")


def _lies_about_a_tag(past: Evidence) -> bool:
    """Whether packed-refs tells another commit behind a tag than the tag itself; git believes it unasked."""
    try:
        lines = (past.git_folder / "packed-refs").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return False
    told = {line.split(" ")[0]: after[1:] for line, after in pairwise(lines) if after.startswith("^")}
    tags = [tag for tag in told if re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", tag)]
    asked = "".join(f"{tag}^{{}}\n" for tag in tags).encode("ascii")
    names = past.borrowed.run(["cat-file", "--batch-check=%(objectname)"], stdin=asked).decode("ascii", "replace")
    return [told[tag] for tag in tags] != names.splitlines()


def _filled(path: Path, what: str) -> CheckOutput:
    """The alarm when a file is there and is not empty."""
    try:
        content = path.read_bytes() if path.is_file() else b""
    except OSError:
        content = b"?"
    if content.strip():
        yield Alarm(what)
