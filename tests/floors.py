"""The lowest version of everything that pyproject.toml allows, as lines for `pip install --constraint`.

A floor is a promise to a clinic that cannot take the newest. `make test-lowest` installs exactly these, so that a
floor which was never published stops the installation, and one that is too low turns a test red.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
_REQUIREMENT = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)>=([0-9][0-9.]*)(?:,<[0-9.]+)?")


class Floor(NamedTuple):
    """One package and the lowest version of it that may be installed."""

    package: str
    version: str


def floors() -> list[Floor]:
    """Of each requirement of pyproject.toml, extras and the build too; a requirement without one is an error."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"].values()
    requirements = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *(each for extra in extras for each in extra),
    ]
    return sorted({requirement_floor(each) for each in requirements})


def requirement_floor(requirement: str) -> Floor:
    """The floor of one line, with the name as package indexes write it."""
    found = _REQUIREMENT.fullmatch(requirement)
    if found is None:
        raise ValueError(f"{requirement!r} in pyproject.toml has no floor: write `package>=version`")
    return Floor(re.sub(r"[-_.]+", "-", found[1]).lower(), found[2])


def main() -> None:
    for floor in floors():
        print(f"{floor.package}=={floor.version}")


if __name__ == "__main__":
    main()
