"""What the repository's own configuration would run."""

from __future__ import annotations

import re

from caseload_tools.guard.doctor.checks.doctor_check import CheckAnswer, GitSetting, Surroundings, doctor_check
from caseload_tools.text.shell import shell_word

_RUNS = re.compile(
    r"core\.(?:fsmonitor|sshcommand|gitproxy|editor|pager|askpass|alternaterefscommand)|diff\.external"
    r"|filter\..*\.(?:clean|smudge|process)|diff\..*\.(?:command|textconv)|merge\..*\.driver|gpg\..*program"
    r"|credential\..*helper|credential\.helper|sequence\.editor|include\.path|includeif\..*\.path|url\..*\.insteadof"
    r"|url\..*\.pushinsteadof|uploadpack\.packobjectshook|remote\..*\.(?:vcs|uploadpack|receivepack|proxy)|http\..*proxy",
    re.IGNORECASE,
)
_HARMLESS = {"core.fsmonitor": ("false", ""), "core.editor": ("true",)}


@doctor_check(80, "git configuration")
def git_configuration(place: Surroundings) -> CheckAnswer:
    """A line in .git/config can make git run any program at `git status`, or send a push elsewhere. It comes along with
    a folder that somebody hands over; what you set for all your repositories is your own affair.
    """
    for each in place.settings:
        if each.scope in ("local", "worktree") and _would_run(each):
            unset = f"git config --{each.scope} --unset-all {shell_word(each.key)}"
            if each.key == "core.hookspath":
                return CheckAnswer("look", "core.hooksPath sends git to hooks outside of .git", unset)
            return CheckAnswer("wrong", f"{each.key} makes git run or ask something else here", unset)
    return CheckAnswer("ok", "nothing in this repository's configuration makes git run another program")


def _would_run(each: GitSetting) -> bool:
    key = each.key.lower()
    if key.startswith("alias."):
        return each.value.lstrip().startswith("!")
    if key == "core.hookspath":
        return True
    if key.startswith(("filter.git-crypt", "diff.git-crypt")):
        return "git-crypt" not in each.value.split(" ")[0].strip('"')
    return bool(_RUNS.fullmatch(key)) and each.value not in _HARMLESS.get(key, ())
