"""A repository that others push to and nobody can take anything from: bare, append-only, with its own hooks.

What git's own settings protect (branches) and what they do not (tags) is both refused by hooks here; the one that
guards the references needs nothing but git and a shell, so that it holds when Python is gone.
"""

from __future__ import annotations

import sys
from pathlib import Path

from caseload_tools.errors import CaseloadError
from caseload_tools.git.command import run_git
from caseload_tools.git.hook_files import with_own_digest
from caseload_tools.git.quarantine import BARE
from caseload_tools.guard.hooks.installing import shell_quoted
from caseload_tools.text import write_atomic
from caseload_tools.text.folders import new_folder, working_folder

SETTINGS = {
    "receive.denyNonFastForwards": "true",
    "receive.denyDeletes": "true",
    "receive.fsckObjects": "true",
    "transfer.fsckObjects": "true",
    "core.logAllRefUpdates": "always",
    "core.sharedRepository": "umask",
    # What git would otherwise forget after 30 or 90 days is here the proof that something was tried.
    "gc.reflogExpire": "never",
    "gc.reflogExpireUnreachable": "never",
    "gc.pruneExpire": "never",
}
_UPDATE = """\
#!/bin/sh
# Nothing here is deleted, moved or taken back: branches go on, tags stay. Written by `caseload remote init`.
name=$1 old=$2 new=$3
refuse() {
    echo "caseload: $name: $1" >&2
    exit 1
}
case $name in refs/replace/*) refuse "it would show another past than the one that was written" ;; esac
case $name in refs/original/*) refuse "it is what a program that rewrites history left" ;; esac
case $name in refs/notes/*) refuse "a note on a commit can be written anew unseen" ;; esac
case $name in refs/heads/* | refs/tags/*) ;; *) refuse "it is neither a branch nor a tag" ;; esac
case $new in *[!0]*) ;; *) refuse "nothing is deleted here" ;; esac
case $old in *[!0]*) ;; *) exit 0 ;; esac
case $name in refs/tags/*) refuse "a tag stays where it was set" ;; esac
git merge-base --is-ancestor "$old" "$new" || refuse "commits that are here would be gone"
"""
_PRE_RECEIVE = """\
#!/bin/sh
# Checks what is pushed, all of it or nothing. Written by `caseload remote init`.
python={python}
if [ -x "$python" ]; then
    exec "$python" -P -m caseload_tools hooks run pre-receive
elif command -v caseload >/dev/null 2>&1; then
    exec caseload hooks run pre-receive
fi
echo "caseload: this repository checks what it is given, and cannot find caseload any more" >&2
echo "  nothing was accepted; whoever looks after it runs: caseload remote init --append-only THIS-FOLDER" >&2
exit 1
"""


def init_remote(place: Path, python: str = sys.executable) -> bool:
    """Make the repository, or give an existing bare one its settings and hooks anew; True when it is new."""
    if not _is_new(place):
        _equip(place, python)
        return False
    kind = f"--object-format={_kind_here()}"
    with new_folder(place) as folder:
        folder.chmod(0o700)
        run_git(folder, ["init", "--quiet", "--bare", "--initial-branch=main", "--template=", kind, "."])
        _equip(folder, python)
    return True


def _equip(place: Path, python: str) -> None:
    _write_settings(place)
    for name, script in hook_scripts(python).items():
        file = place / "hooks" / name
        write_atomic(file, script.encode("utf-8"), replace=file.exists(), executable=True)


def _write_settings(place: Path) -> None:
    """All of them in one step. Git would write its file once for each, and leave a lock in it when it is stopped."""
    before = (place / "config").read_bytes()
    with working_folder(place, "config") as work:
        copy = work / "config"
        copy.write_bytes(before)
        for key, value in SETTINGS.items():
            run_git(place, [BARE, "config", "--file", str(copy), key, value])
        after = copy.read_bytes()
    if after != before:
        write_atomic(place / "config", after, replace=True, instead_of=before)


def _kind_here() -> str:
    """The kind of ids of the repository that somebody stands in: only one of the same kind takes a push from it."""
    try:
        return run_git(Path.cwd(), ["rev-parse", "--show-object-format"]).decode("ascii").strip()
    except CaseloadError:
        return "sha1"


def hook_scripts(python: str = sys.executable) -> dict[str, str]:
    """The hooks of an append-only repository, by name."""
    return {
        "update": with_own_digest(_UPDATE),
        "pre-receive": with_own_digest(_PRE_RECEIVE.format(python=shell_quoted(python))),
    }


def _is_new(place: Path) -> bool:
    if not place.exists():
        return True
    if not place.is_dir():
        raise CaseloadError("there is a file of this name", "name a folder")
    if not any(place.iterdir()):
        return True
    if (place / ".git").exists():
        raise CaseloadError(
            "this is a working repository, and people do not push into those",
            "name a new folder, best on another computer or disk",
        )
    if not (place / "HEAD").is_file() or not (place / "objects").is_dir():
        raise CaseloadError("this folder is not empty, and no bare repository", "name a folder that does not exist yet")
    _check_hooks(place)
    return False


def _check_hooks(place: Path) -> None:
    from caseload_tools.git.hook_files import hook_state

    for name in ("update", "pre-receive"):
        if hook_state(place / "hooks" / name) in ("other", "framework"):
            raise CaseloadError(
                f"this repository has its own {name} hook, which is not overwritten",
                f"move it away from {place / 'hooks' / name}, or name another folder",
            )
