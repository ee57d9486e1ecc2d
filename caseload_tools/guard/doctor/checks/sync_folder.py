"""Whether another program copies this folder elsewhere."""

from __future__ import annotations

import re

from caseload_tools.guard.doctor.checks.doctor_check import CheckAnswer, Surroundings, doctor_check
from caseload_tools.text.leftover_names import leftover_name
from caseload_tools.text.shell import shell_word

_SYNCED = re.compile(
    r"dropbox|onedrive|icloud|mobile documents|google ?drive|my drive|creative cloud files|box sync|pcloud|nextcloud"
    r"|owncloud|syncthing|megasync",
    re.IGNORECASE,
)


@doctor_check(70, "sync folder")
def sync_folder(place: Surroundings) -> CheckAnswer:
    """A sync program sends every file to its maker's computers, and it breaks repositories: it copies git's files one
    by one, in any order, and lays two versions beside each other.
    """
    synced = [part for part in place.top.resolve().parts if _SYNCED.search(part)]
    if synced:
        return CheckAnswer(
            "wrong",
            f"this folder is inside of {synced[-1]}, which copies it elsewhere",
            f"mv {shell_word(place.top)} ~/",
        )
    there = set(place.files)
    doubled = [path for path in place.files if _original(path) in there]
    if doubled:
        folder = doubled[0].rpartition("/")[0] or "."
        return CheckAnswer(
            "wrong",
            f"a sync program or a file manager has left a second version of a file in {folder}",
            f"ls {shell_word(place.top / folder)}",
        )
    return CheckAnswer("ok", "no sync program has this folder, as far as its name tells")


def _original(path: str) -> str:
    """The path of what a file is a second version of, by its name; empty for none. What has no first is no second."""
    folder, _, name = path.rpartition("/")
    made = leftover_name(name)
    original = made.original if made is not None else ""
    return f"{folder}/{original}" if folder and original else original
