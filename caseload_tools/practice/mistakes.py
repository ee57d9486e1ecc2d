"""The mistakes of one caseload.toml, gathered so that one run shows them all, each with its line.

Messages name keys and say what to write; they are read by whoever edits the file. Nothing here reads a
value or decides what is a mistake.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from caseload_tools.errors import CaseloadError
from caseload_tools.text.front_matter.marks import KeyPath
from caseload_tools.text.nearest import near_or_all

if TYPE_CHECKING:
    from caseload_tools.text.toml_lines import TomlLines

FILE = "caseload.toml"


class Mistakes:
    """All mistakes of one file, so that one run shows them all."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[tuple[int, str, str]] = []

    @cached_property
    def _lines(self) -> TomlLines:
        from caseload_tools.text.toml_lines import TomlLines  # only for what is wrong

        return TomlLines(self.text)

    def add(self, path: KeyPath, message: str, hint: str = "") -> None:
        """Note a mistake at the key `path`."""
        self.found.append((self._lines.line_of(path), message, hint))

    def unknown(self, path: KeyPath, known: Iterable[str]) -> None:
        """Note a key that nothing knows, with the nearest that is known."""
        self.add(path, f"there is no key `{path[-1]}` in {table_header(path[:-1])}", near_or_all(str(path[-1]), known))

    @property
    def lines(self) -> list[str]:
        """Each mistake with its line and what to write."""
        return [
            f"{FILE}:{line}: {message}" + (f" ({hint})" if hint else "") for line, message, hint in sorted(self.found)
        ]

    def raise_if_any(self) -> None:
        """Raise the one error that lists what was found."""
        if not self.found:
            return
        lines = self.lines
        if len(lines) == 1:
            line, message, hint = self.found[0]
            raise CaseloadError(f"{FILE}:{line}: {message}", hint)
        raise CaseloadError(f"{FILE} has {len(lines)} mistakes\n" + "\n".join(lines), f"put them right in {FILE}")


def table_header(path: KeyPath) -> str:
    """A table as its header is written: `[staff."m.okafor"]`, or `[[fees.90834]]` where there are several."""
    quoted = (f'"{part}"' if "." in part else part for part in path if isinstance(part, str))
    header = f"[{'.'.join(quoted)}]"
    if not path:
        return "the top of the file"
    return f"[{header}]" if isinstance(path[-1], int) else header
