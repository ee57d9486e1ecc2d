"""Whether another program copies this folder elsewhere."""

from __future__ import annotations

import re

from caseload_tools.guard.doctor.checks.doctor_check import CheckAnswer, Surroundings, doctor_check
from caseload_tools.text.leftover_names import is_copy
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
    doubled = [path for path in place.files if is_copy(path.rpartition("/")[2])]
    if doubled:
        folder = doubled[0].rpartition("/")[0] or "."
        return CheckAnswer(
            "wrong",
            f"a sync program or a file manager has left a second version of a file in {folder}",
            f"ls {shell_word(place.top / folder)}",
        )
    return CheckAnswer("ok", "no sync program has this folder, as far as its name tells")
