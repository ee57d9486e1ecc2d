"""Whether the list of who the clients are is safe, and at hand."""

from __future__ import annotations

import os
import stat

from caseload_tools.guard.doctor.checks.doctor_check import CheckAnswer, Surroundings, doctor_check
from caseload_tools.practice.identity_map import identities_path
from caseload_tools.text.shell import shell_word


@doctor_check(130, "identity map")
def identity_map(place: Surroundings) -> CheckAnswer:
    """The map turns ids into people. Beside the records it undoes what ids are for; without it no name that slipped
    into a record, a file name or a message can be found.
    """
    path = identities_path(place.root, place.practice.identities)
    if path is None:
        return CheckAnswer(
            "look", "no identity map is named, so names are not looked for", "caseload identities --help"
        )
    if not path.is_file():
        return CheckAnswer(
            "look", "the identity map is not there, so names are not looked for", f"ls -l {shell_word(path)}"
        )
    found = path.resolve()
    if found.is_relative_to(place.top.resolve()):
        inside = found.relative_to(place.top.resolve()).as_posix()
        if inside in place.tracked:
            return CheckAnswer(
                "wrong", "the identity map is in git, beside the records", f"git rm --cached {shell_word(inside)}"
            )
        return CheckAnswer(
            "wrong",
            "the identity map lies inside of the repository",
            f"mv {shell_word(path)} {shell_word(f'{place.top.parent}/')}",
        )
    mode = stat.S_IMODE(found.stat().st_mode)
    if os.name != "nt" and mode & 0o077:
        return CheckAnswer(
            "wrong",
            f"others on this computer may open the identity map (mode {mode:o})",
            f"chmod 600 {shell_word(path)}",
        )
    return CheckAnswer("ok", "the identity map lies outside of the repository, and only you can open it")
