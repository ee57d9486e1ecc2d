"""One bit turned over anywhere in the repository: whatever changes what git would read is found, 200 of 200.

Objects and references, loose and packed, have their share, and a flip that changes nothing is not counted, so that what
is asked is asked two hundred times. Not tried is git's index, which is no part of the past: git itself reads it without
looking at the sum at its end.
"""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from caseload_tools.errors import CaseloadError
from tests.tampering.ledger import Ledger

COUNTED = 200
# What git reads of the past: every object, where each reference points to, and where we stand.
_ASKED = (
    ("cat-file", "--batch-all-objects", "--batch"),
    ("for-each-ref",),
    ("rev-parse", "HEAD", "--symbolic-full-name", "HEAD"),
)


def read(root: Path, *asked: tuple[str, ...]) -> list[bytes] | None:
    """What git answers; None when it cannot, or complains."""
    answers = []
    for line in asked:
        done = subprocess.run(["git", *line], cwd=root, capture_output=True, check=False)
        if done.returncode or done.stderr:
            return None
        answers.append(done.stdout)
    return answers


def flipped(file: Path, chance: random.Random) -> Iterator[int]:
    """A bit of the file turned over, and back again."""
    before = file.read_bytes()
    bit = chance.randrange(len(before) * 8)
    after = bytearray(before)
    after[bit // 8] ^= 1 << bit % 8
    file.chmod(0o644)
    file.write_bytes(after)
    yield bit
    file.write_bytes(before)


def is_found(ledger: Ledger) -> bool:
    try:
        return bool(ledger.failed())
    except CaseloadError:
        return True  # exit code 2: it cannot even be begun


def history_files(root: Path) -> list[Path]:
    git = root / ".git"
    found = [each for part in ("objects", "refs") for each in sorted((git / part).rglob("*")) if each.is_file()]
    return [*found, git / "HEAD", *([git / "packed-refs"] if (git / "packed-refs").exists() else [])]


@pytest.mark.parametrize("packed", [False, True], ids=["loose", "packed"])
def test_each_flip_that_changes_what_is_read_is_found(ledger: Ledger, packed: bool) -> None:
    if packed:
        ledger.git("gc", "-q", "--prune=now")
    chance, before, counted, missed = random.Random(20261122), read(ledger.root, *_ASKED), 0, []
    files = history_files(ledger.root)
    # References are a few bytes beside the objects: every fourth flip is theirs.
    small = [each for each in files if "objects" not in each.parts]
    while counted < COUNTED // 2:
        sizes = [each.stat().st_size for each in files]
        file = chance.choice(small) if counted % 4 == 0 else chance.choices(files, weights=sizes)[0]
        for bit in flipped(file, chance):
            if read(ledger.root, *_ASKED) != before:
                counted += 1
                if not is_found(ledger):
                    missed.append(f"{file.relative_to(ledger.root)} bit {bit}")
    assert missed == []
    assert read(ledger.root, *_ASKED) == before and ledger.failed() == {}
