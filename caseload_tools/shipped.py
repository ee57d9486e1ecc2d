"""Where the files lie that stand once, at the top of the repository: schemas, demo records, their settings.

In a checkout they are read where they stand; a wheel carries them below `_shipped/` under the same
names (pyproject.toml, force-include). This module says where, and never opens or copies anything.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_WHEEL = _PACKAGE / "_shipped"
_CHECKOUT = _PACKAGE.parent


def shipped(name: str) -> Path:
    """The path of a top-level file or folder that comes with the package.

    `name` is its path from the top of the repository, for example `schemas` or
    `records/clients`. Raises FileNotFoundError when this installation lacks it: a
    mistake of ours in pyproject.toml, not of the user.
    """
    path = (_WHEEL if _WHEEL.is_dir() else _CHECKOUT) / name
    if not path.exists():
        raise FileNotFoundError(f"this installation of caseload-tools lacks {name}")
    return path
