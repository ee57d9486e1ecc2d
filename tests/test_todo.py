"""What `make new` begins says TODO where a person has to say something; nothing is sent before it is said.

Over all that it writes: rules, faults, records, schemas, measures, clocks, reports, pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT

PLACES = ("caseload_tools", "schemas", "devtools", "docs/reference", ".remarkrc.mjs")
TEXTS = {".py", ".toml", ".json", ".mjs", ".md", ".css", ".js", ".html", ".txt"}
# Where the word is looked for in notes, and told of.
ABOUT_IT = (
    "caseload_tools/lint/rules/leftovers.py",
    "docs/reference/rules/STR010.md",
    "docs/reference/rules/README.md",
)


def _left() -> Iterator[str]:
    for place in PLACES:
        folder = ROOT / place
        files = sorted(folder.rglob("*")) if folder.is_dir() else [folder]
        for file in files:
            name = file.relative_to(ROOT).as_posix()
            if file.suffix in TEXTS and name not in ABOUT_IT:
                yield from _in(file, name)


def _in(file: Path, name: str) -> Iterator[str]:
    text = file.read_text(encoding="utf-8")
    if "TODO" in text:
        for number, line in enumerate(text.splitlines(), 1):
            if re.search(r"\bTODO\b", line):
                yield f"{name}:{number} {line.strip()}"


def test_nothing_that_was_begun_is_left_to_be_said() -> None:
    left = list(_left())
    assert not left, "left by `make new`: say it, or take it out\n" + "\n".join(left)
