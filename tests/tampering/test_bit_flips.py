"""One bit of the store turned over, anywhere: whatever changes what git would read is found."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import pytest

from caseload_tools.errors import CaseloadError
from tests.tampering.ledger import Ledger


def _contents(root: Path) -> bytes | None:
    """Everything in the store as git reads it; None when git cannot."""
    done = subprocess.run(
        ["git", "cat-file", "--batch-all-objects", "--batch"], cwd=root, capture_output=True, check=False
    )
    return None if done.returncode or done.stderr else done.stdout


def _found(ledger: Ledger) -> bool:
    try:
        return bool(ledger.failed())
    except CaseloadError:
        return True  # exit code 2: it cannot even be begun


def _flip(file: Path, bit: int) -> None:
    raw = bytearray(file.read_bytes())
    raw[bit // 8] ^= 1 << bit % 8
    file.chmod(0o644)
    file.write_bytes(raw)


def _try(ledger: Ledger, flips: int, seed: int) -> tuple[int, int, list[str]]:
    """(how many changed what is read, how many were found, what was not found though it should have been)."""
    chance = random.Random(seed)
    before = _contents(ledger.root)
    files = sorted(each for each in (ledger.root / ".git/objects").rglob("*") if each.is_file())
    sizes = [each.stat().st_size for each in files]
    changed, found, missed = 0, 0, []
    for _ in range(flips):
        (file,) = chance.choices(files, weights=sizes)
        bit = chance.randrange(file.stat().st_size * 8)
        _flip(file, bit)
        differs, seen = _contents(ledger.root) != before, _found(ledger)
        changed, found = changed + differs, found + seen
        if differs and not seen:
            missed.append(f"{file.relative_to(ledger.root)} bit {bit}")
        _flip(file, bit)
    assert _contents(ledger.root) == before and ledger.failed() == {}
    return changed, found, missed


@pytest.mark.parametrize("packed", [False, True], ids=["loose", "packed"])
def test_a_sample_of_flipped_bits_is_found(ledger: Ledger, packed: bool) -> None:
    if packed:
        ledger.git("gc", "-q", "--prune=now")
    changed, _, missed = _try(ledger, 10, seed=20261122)
    assert missed == [] and changed >= 5


@pytest.mark.slow
@pytest.mark.parametrize("packed", [False, True], ids=["loose", "packed"])
def test_two_hundred_flipped_bits_are_found(ledger: Ledger, packed: bool) -> None:
    if packed:
        ledger.git("gc", "-q", "--prune=now")
    changed, found, missed = _try(ledger, 200, seed=7)
    assert missed == [] and found >= changed >= 100
