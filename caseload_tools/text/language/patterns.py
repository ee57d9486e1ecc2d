"""Patterns that are compiled when they are first used.

Compiling a long pattern takes a tenth of a millisecond to two, and the commit hook, which starts a fresh program each
time, uses few of them. For patterns of the module level only; it changes when they are made, never what they match.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Late:
    """Stands for a pattern until somebody asks anything of it."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._text = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = getattr(re.compile(*self._text), name)
        self.__dict__[name] = found  # from now on the pattern's own method is called directly
        return found


def late_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, at the first use. A mistake in the pattern shows itself only then, so tests must use it."""
    return cast("re.Pattern[str]", _Late(pattern, flags))
