"""A fault put into a practice for a while, and taken out again: what the tests of faults and mutants begin with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from caseload_tools.desk.demo.faults.fault import CLIENTS, SeededFault
from caseload_tools.practice import Practice, load_practice

# A clean chart of each programme, with the profiles that may be asked of such work.
MEANT_FOR = {
    "C-0142": ("private-practice", "general", "strict-24h", "wa-outpatient"),  # outpatient
    "C-0103": ("private-practice", "general", "ccbhc"),  # the same, and nothing billed without a signed note
    "C-0118": ("iop", "general", "strict-24h"),  # virtual intensive outpatient
    "C-0076": ("sud-part2", "iop", "general"),  # the same, for alcohol
    "C-0061": ("case-management", "general", "strict-24h"),
}


@contextmanager
def seeded(root: Path, fault: SeededFault) -> Iterator[None]:
    """The practice in `root` with a fault in it; afterwards every file is as it was."""
    files = [root / edit.path for edit in fault.edits]
    before = {file: file.read_bytes() if file.exists() else None for file in files}
    try:
        fault.apply(root)
        yield
    finally:
        for file, content in before.items():
            if content is None:
                file.unlink(missing_ok=True)
            else:
                file.write_bytes(content)
        for folder in sorted({file.parent for file in files}, reverse=True):
            if folder.exists() and not any(folder.iterdir()):
                folder.rmdir()


def clients_of(fault: SeededFault) -> set[str] | None:
    """The clients whose charts a fault touches; None when it touches what belongs to no client."""
    paths = [fault.at, *(edit.path for edit in fault.edits)]
    if any(not path.startswith(CLIENTS) for path in paths):
        return None
    return {path.removeprefix(CLIENTS).split("/")[0] for path in paths}


@contextmanager
def under(root: Path, profile: str) -> Iterator[Practice]:
    """The practice in `root` as if it and all its programmes had another policy profile."""
    file = root / "caseload.toml"
    before = file.read_bytes()
    try:
        text = re.sub(r'^profile = ".*"', f'profile = "{profile}"', before.decode(), flags=re.MULTILINE)
        file.write_bytes(text.encode())
        yield load_practice(root)
    finally:
        file.write_bytes(before)
