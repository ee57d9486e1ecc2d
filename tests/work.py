"""How much work something was, counted and not timed: a test that looks at a clock fails on a busy machine."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


class Work:
    """`calls` of functions, Python's own included, and `starts` of processes, while it was counted."""

    calls = 0
    starts = 0

    def count(self, frame: FrameType, event: str, argument: object) -> None:
        if event in ("call", "c_call"):
            self.calls += 1


@contextmanager
def counted() -> Iterator[Work]:
    """Counts what is called and started within."""
    work, before, start = Work(), sys.getprofile(), subprocess.Popen.__init__

    def started(process: Any, *arguments: Any, **options: Any) -> None:
        work.starts += 1
        start(process, *arguments, **options)

    subprocess.Popen.__init__ = started  # type: ignore[method-assign]
    sys.setprofile(work.count)
    try:
        yield work
    finally:
        sys.setprofile(before)
        subprocess.Popen.__init__ = start  # type: ignore[method-assign]
