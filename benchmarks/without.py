"""One start of the program without one of its shortcuts: `python -m benchmarks.without WHICH ROOT ARGUMENTS...`

What valgrind runs for benchmarks/shortcuts.py. Loads nothing but the shortcut's own place before the program starts, so
that what is counted is the program.
"""

from __future__ import annotations

import gc
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def _of(module: str) -> Any:
    __import__(f"caseload_tools.{module}")
    return sys.modules[f"caseload_tools.{module}"]


def _instead(module: str, name: str, value: Any) -> Callable[[], None]:
    """Puts something else in place of a name of a module; it must be there, or nothing would be measured."""

    def off() -> None:
        loaded = _of(module)
        getattr(loaded, name)
        setattr(loaded, name, value)

    return off


def _dataclasses() -> None:
    import dataclasses

    values = _of("values")

    def frozen(cls: Any = None, /, *, slots: bool = True, eq: bool = True, shown: bool = True) -> Any:
        make = dataclasses.dataclass(frozen=True, slots=slots, eq=eq, repr=shown)
        return make if cls is None else make(cls)

    values.frozen, values.field, values.replace = frozen, dataclasses.field, dataclasses.replace


def _only_jsonschema() -> None:
    sys.modules["jsonschema_rs"] = None  # type: ignore[assignment]  # what import reads as "not installed"


def _collector_as_python_has_it() -> None:
    for name in ("set_threshold", "freeze", "disable"):
        setattr(gc, name, lambda *_: None)


def _everything_at_once() -> None:
    """Every module that a command names is loaded at the start, as `import` at the top of the file would do."""
    for module, *_ in _of("cli.app").COMMANDS.values():
        __import__(module)


def forget_log(root: str) -> None:
    """What the last run of `audit log` kept is not there."""
    from pathlib import Path

    for kept in Path(root, ".git", "caseload").glob("events-*"):
        kept.unlink()


OFF: dict[str, Callable[[], None]] = {
    "": lambda: None,
    "values": _dataclasses,
    "click": _instead("cli.short_way", "short_way", lambda _: None),
    "lines": _instead("text.front_matter.yaml_reading", "read_lines", lambda _: None),
    "rust": _only_jsonschema,
    "collector": _collector_as_python_has_it,
    "late": _everything_at_once,
    "differences": _instead("audit.changes.version_diff", "_quickly", lambda *_: None),
    "log": lambda: forget_log(sys.argv[2]),
}


def main() -> None:
    """Do without, then be the program."""
    OFF[sys.argv[1]]()
    sys.argv[1:3] = []
    from caseload_tools.cli import main as program

    program()


if __name__ == "__main__":
    main()
