"""Where tests may keep their files in memory: many make a practice of some hundred files, and a disk takes its time."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

_MEMORY = Path("/dev/shm")
_KEPT_FREE = 2 << 30  # what a browser and two processes of tests need beside it


def in_memory(room: int) -> Path | None:
    """A place in memory with so many bytes to spare, if the system has one; hooks can be run in it.

    A container's /dev/shm may have less than that, and may forbid to run programs.
    """
    if not os.access(_MEMORY, os.W_OK | os.X_OK) or os.statvfs(_MEMORY).f_flag & os.ST_NOEXEC:
        return None
    return _MEMORY if min(shutil.disk_usage(_MEMORY).free, _available() - _KEPT_FREE) > room else None


def _available() -> int:
    """Bytes of memory that nobody uses, as the kernel says."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable:")), 0)
