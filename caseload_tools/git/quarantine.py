"""What is being pushed, before it is accepted: the objects that git holds back until a hook has agreed.

Our git commands forget the environment that a hook is given, and so cannot see those objects. Here they are looked at
from an empty repository of our own that borrows both the repository's objects and the ones held back.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from caseload_tools.errors import CaseloadError
from caseload_tools.git.command import run_git

BARE = "--git-dir=."
"""A bare repository is used only when it is named as one."""


@contextmanager
def held_back(repository: Path) -> Iterator[Path]:
    """A folder in which git knows everything that `repository` knows, and what is being pushed to it."""
    places = [repository / "objects"]
    for name in ("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"):
        places += [repository / each for each in os.environ.get(name, "").split(os.pathsep) if each]
    own = repository.resolve()
    found = [place.resolve() for place in places if place.is_dir()]
    if any("\n" in str(place) or not place.is_relative_to(own) for place in found[:1]):
        raise CaseloadError("the objects of this repository lie in an odd place", "move the repository, or its folder")
    kind = run_git(repository, [BARE, "rev-parse", "--show-object-format"]).decode("ascii").strip()
    with tempfile.TemporaryDirectory(prefix="caseload-") as folder:
        place = Path(folder)
        run_git(place, ["init", "--quiet", "--template=", f"--object-format={kind}"])
        alternates = place / ".git/objects/info/alternates"
        alternates.parent.mkdir(parents=True, exist_ok=True)
        listed = "".join(f"{each}\n" for each in dict.fromkeys(found))
        alternates.write_text(listed, encoding="utf-8", errors="surrogateescape")
        yield place


def folder_in(room: Path, folder: str) -> Path:
    """The place in such a room of a folder of the repository, for what git answers relative to where it is asked."""
    steps = folder.strip("/").split("/") if folder else []
    if any(step in ("", ".", "..") or step.casefold().startswith(".git") for step in steps):
        raise CaseloadError("a practice lies in a folder with an odd name", "give the folder another name")
    place = room.joinpath(*steps)
    place.mkdir(parents=True, exist_ok=True)
    return place
