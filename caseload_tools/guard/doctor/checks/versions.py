"""Whether the programs this rests on are new enough."""

from __future__ import annotations

import re
import sys
from importlib import metadata

from caseload_tools.git.command import run_git
from caseload_tools.guard.doctor.checks.doctor_check import CheckAnswer, Surroundings, doctor_check
from caseload_tools.guard.install_line import PACKAGE, install_line

GIT = (2, 34)  # the first that signs and checks with SSH keys
GIT_FOR_MERGES = (2, 39)  # the first that can make many merges again in one run, as `audit verify` does
_FLOOR = re.compile(r"([A-Za-z0-9_.-]+)[^;]*?>=\s*([0-9.]+)")


@doctor_check(140, "versions")
def versions(place: Surroundings) -> CheckAnswer:
    """Old versions lack what a check here relies on, or have holes that were closed since."""
    told = run_git(place.top, ["version"]).decode("ascii", "replace")
    git = _numbers(told)
    if git < GIT:
        return CheckAnswer("wrong", f"git is older than {_said(GIT)}", "git --version")
    if git < GIT_FOR_MERGES:
        return CheckAnswer(
            "look", f"git is older than {_said(GIT_FOR_MERGES)}; merges cannot be checked", "git --version"
        )
    old = [name for name, floor in _floors() if _installed(name) < floor]
    if old:
        return CheckAnswer("wrong", f"{old[0]} is older than caseload needs", install_line(old[0]))
    return CheckAnswer("ok", f"git {_said(git)}, Python {_said(sys.version_info[:3])}, and all packages are new enough")


def _floors() -> list[tuple[str, tuple[int, ...]]]:
    try:
        wanted = metadata.requires(PACKAGE) or []
    except metadata.PackageNotFoundError:
        return []
    # What stands behind an `extra` need not be there at all.
    matches = [match for each in wanted if "extra ==" not in each and (match := _FLOOR.match(each))]
    return [(match.group(1), _numbers(match.group(2))) for match in matches]


def _installed(name: str) -> tuple[int, ...]:
    try:
        return _numbers(metadata.version(name))
    except metadata.PackageNotFoundError:
        return ()


def _numbers(text: str) -> tuple[int, ...]:
    match = re.search(r"\d+(?:\.\d+)*", text)
    return tuple(int(each) for each in match.group().split(".")) if match else ()


def _said(numbers: tuple[int, ...]) -> str:
    return ".".join(map(str, numbers))
