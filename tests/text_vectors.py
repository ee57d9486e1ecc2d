"""Reads the tables of tests/vectors for any test that runs them: text, schema, files, names.

from tests.text_vectors import inputs
@pytest.mark.parametrize("vector", inputs("schema"), ids=str)
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

VECTORS = Path(__file__).resolve().parent / "vectors"


@dataclass(frozen=True)
class Vector:
    """One input and what must be said about it."""

    table: str
    name: str
    raw: bytes
    expect: list[str]
    level: str = "text"
    path: str = ""
    more: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.table}: {self.name}"


def table(name: str) -> dict[str, Any]:
    """A whole table, as TOML has it."""
    return tomllib.loads((VECTORS / f"{name}.toml").read_text(encoding="utf-8"))


def inputs(level: str = "text") -> list[Vector]:
    """Every input of a level, in the order of the tables."""
    found = [_vector(path.stem, entry) for path in _tables() for entry in table(path.stem).get("input", ())]
    return [vector for vector in found if vector.level == level]


def _tables() -> Iterable[Path]:
    return sorted(VECTORS.glob("*.toml"))


def _vector(name: str, entry: dict[str, Any]) -> Vector:
    known = ("name", "expect", "level", "path", "text", "front", "parts", "encoding", "why")
    more = {key: value for key, value in entry.items() if key not in known}
    return Vector(
        name,
        entry["name"],
        _raw(entry),
        entry["expect"],
        entry.get("level", "text"),
        entry.get("path", ""),
        more,
    )


def _raw(entry: dict[str, Any]) -> bytes:
    if "front" in entry:
        return f"---\n{entry['front']}---\n\nText.\n".encode()
    if "text" in entry:
        return str(entry["text"]).encode(entry.get("encoding", "utf-8"))
    return b"".join(
        (bytes.fromhex(part["hex"]) if "hex" in part else part["text"].encode()) * part.get("times", 1)
        for part in entry["parts"]
    )


def fits(expected: str, code: str, line: int, column: int, level: str) -> bool:
    """True when a finding is the one that `CODE@line[:column][ warning]` describes."""
    place, _, mark = expected.partition(" ")
    wanted, _, where = place.partition("@")
    numbers = [int(each) for each in where.split(":")]
    return wanted == code and numbers == [line, column][: len(numbers)] and (mark or "error") == level
