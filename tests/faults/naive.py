"""How files are usually written, to show that the matrix sees the difference: opened, emptied, filled."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def naive(path: Path, content: bytes, *, replace: bool, **_: Any) -> None:
    """As text.writing.write_atomic, without any of its care."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb" if replace else "xb", buffering=1 << 9) as file:
        for start in range(0, len(content), 256):
            file.write(content[start : start + 256])
            file.flush()


def make_naive() -> None:
    """Let the whole package write so."""
    import sys

    for name, module in list(sys.modules.items()):
        if name.startswith("caseload_tools") and hasattr(module, "write_atomic"):
            vars(module)["write_atomic"] = naive
