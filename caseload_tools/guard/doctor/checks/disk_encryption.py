"""Whether the disk is encrypted, as far as that can be seen."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from caseload_tools.guard.doctor.checks.doctor_check import CheckAnswer, Surroundings, doctor_check

BLOCK_DEVICES = Path("/sys/dev/block")
_HOW = {
    "darwin": ("FileVault", "fdesetup status"),
    "win32": ("BitLocker", "manage-bde -status"),
}


@doctor_check(35, "disk encryption")
def disk_encryption(place: Surroundings) -> CheckAnswer:
    """A stolen laptop without disk encryption is a stolen filing cabinet: the screen's password protects nothing."""
    if sys.platform in _HOW:
        name, command = _HOW[sys.platform]
        return CheckAnswer("look", f"whether {name} is on is not seen from here; records need it", command)
    device = place.top.stat().st_dev
    start = BLOCK_DEVICES / f"{os.major(device)}:{os.minor(device)}"
    if any(each.startswith("CRYPT-") for each in _kinds(start)):
        return CheckAnswer("ok", "the disk below this folder is encrypted")
    sentence = "no encryption of the disk below this folder can be seen; records need it"
    return CheckAnswer("look", sentence, "lsblk -o NAME,TYPE")


def _kinds(device: Path, deep: int = 8) -> Iterator[str]:
    """What a block device and all that it is made of say of themselves; encryption may lie below a volume."""
    if not deep:
        return
    mark = device / "dm" / "uuid"
    if mark.is_file():
        yield mark.read_text(encoding="ascii", errors="replace")
    below = device / "slaves"
    if below.is_dir():
        for each in below.iterdir():
            yield from _kinds(each, deep - 1)
