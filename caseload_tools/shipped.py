"""Where what comes with the package lies: the modules of an open folder, and the files at the top of the repository.

In a checkout they are read where they stand; a wheel carries them below `_shipped/` under the same
names (pyproject.toml, force-include). This module says where, and never opens or copies anything.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_WHEEL = _PACKAGE / "_shipped"
_CHECKOUT = _PACKAGE.parent


def modules_in(places: Iterable[str]) -> list[str]:
    """The names of the modules in an open folder, given its package's `__path__`, in order."""
    # `pkgutil` would tell the same, and loads `inspect` for it, which a commit hook would pay for.
    found = {name for place in places for name in os.listdir(place) if name.endswith(".py")}  # noqa: PTH208  # quicker
    return sorted(name for file in found if (name := file[:-3]).isidentifier() and name != "__init__")


def shipped_path(name: str) -> Path:
    """The path of a top-level file or folder that comes with the package.

    `name` is its path from the top of the repository, for example `schemas` or
    `records/clients`. Raises FileNotFoundError when this installation lacks it: a
    mistake of ours in pyproject.toml, not of the user.
    """
    path = (_WHEEL if _WHEEL.is_dir() else _CHECKOUT) / name
    if not path.exists():
        raise FileNotFoundError(f"this installation of caseload-tools lacks {name}")
    return path
