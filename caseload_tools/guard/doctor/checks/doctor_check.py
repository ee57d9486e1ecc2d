"""The frame of a check: what it is given to look at, and the answers it may give.

A check looks and never touches. Its sentence names files and settings, never people or what stands in a record, and its
command can be pasted as it is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

from caseload_tools.errors import CaseloadError
from caseload_tools.git.command import NoRepositoryError, in_repository, prefix_of, run_git
from caseload_tools.git.hook_files import git_folder, top_of
from caseload_tools.practice import Practice

Health = Literal["ok", "look", "wrong", "not asked"]
_PASSED_BY = frozenset((".git", ".venv", "node_modules", "__pycache__"))


class CheckAnswer(NamedTuple):
    """What a check found: a sentence, and where something is to be done one command."""

    state: Health
    sentence: str
    command: str = ""


class Examined(NamedTuple):
    """An answer with the name of its check and why it is asked."""

    name: str
    state: Health
    sentence: str
    command: str
    why: str


@dataclass(frozen=True)
class DoctorCheck:
    """A registered check: its number in the order, its name, its function."""

    number: int
    name: str
    function: Callable[[Surroundings], CheckAnswer]

    def examine(self, place: Surroundings) -> Examined:
        """The answer; a check that cannot look says so, and the others go on."""
        why = " ".join((self.function.__doc__ or "").split())
        try:
            answer = self.function(place)
        except NoRepositoryError:
            answer = CheckAnswer("not asked", "it is asked of a repository, and there is none that can be read")
        except CaseloadError as error:
            answer = CheckAnswer("wrong", f"could not look: {error.message}", error.hint)
        except OSError as error:
            answer = CheckAnswer("look", f"could not look: {error.strerror or 'the system refused'}")
        return Examined(self.name, *answer, why)


CHECKS: dict[int, DoctorCheck] = {}


def doctor_check(
    number: int, name: str
) -> Callable[[Callable[[Surroundings], CheckAnswer]], Callable[[Surroundings], CheckAnswer]]:
    """Register a function as a check; its docstring says why it is asked."""

    def register(function: Callable[[Surroundings], CheckAnswer]) -> Callable[[Surroundings], CheckAnswer]:
        if number in CHECKS and CHECKS[number].name != name:
            raise CaseloadError(f"check {number} is {CHECKS[number].name} already", "take the next free number")
        CHECKS[number] = DoctorCheck(number, name, function)
        return function

    return register


class GitSetting(NamedTuple):
    """One line of git's configuration and where it was set: system, global, local, worktree."""

    scope: str
    key: str
    value: str


@dataclass(frozen=True)
class Surroundings:
    """The practice and what lies around it, each looked up when a check first asks."""

    root: Path
    practice: Practice
    today: date

    @cached_property
    def top(self) -> Path:
        """The top of the repository; of one that cannot be read the first check says why, once for all of them."""
        try:
            readable = in_repository(self.root)
        except CaseloadError:
            readable = False
        if not readable:
            raise NoRepositoryError("no repository that can be read")
        return top_of(self.root)

    @cached_property
    def git_folder(self) -> Path:
        """The repository's own folder."""
        return git_folder(self.top)

    @cached_property
    def prefix(self) -> str:
        """The practice's folder within the repository, with a slash; empty when it is the repository."""
        return "" if self.top == self.root else prefix_of(self.root)

    @cached_property
    def settings(self) -> tuple[GitSetting, ...]:
        """Git's configuration as it holds here, without what we say on our own command line."""
        told = run_git(self.top, ["config", "--list", "-z", "--show-scope"]).decode("utf-8", "replace").split("\0")
        pairs = zip(told[::2], told[1::2], strict=False)
        return tuple(GitSetting(scope, *entry.partition("\n")[::2]) for scope, entry in pairs if scope != "command")

    def setting(self, key: str) -> str:
        """The value that holds for a key, empty for none."""
        return next((each.value for each in reversed(self.settings) if each.key == key.lower()), "")

    @cached_property
    def tracked(self) -> dict[str, str]:
        """Every path in the index, from the top of the repository, with the id of its content."""
        listed = run_git(self.top, ["ls-files", "-s", "-z"]).decode("utf-8", "surrogateescape").split("\0")
        found = (each.partition("\t") for each in listed if each)
        return {path: about.split(" ")[1] for about, _, path in found}

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Every file of the repository's folder, tracked or not, from its top; git's own folder left out."""
        return tuple(sorted(_files(self.top)))


def _files(top: Path) -> Iterator[str]:
    for folder, below, names in os.walk(top):
        below[:] = sorted(each for each in below if each not in _PASSED_BY)
        inside = Path(folder).relative_to(top)
        yield from ((inside / name).as_posix() for name in names)


def some_paths(paths: list[str], most: int = 3) -> str:
    """Some of the paths, and how many more there are. Only for names that cannot name anybody."""
    shown = ", ".join(paths[:most])
    return f"{shown} and {len(paths) - most} more" if len(paths) > most else shown
