"""`caseload demo --untidy`: the demo practice with each rule's fault in it once.

The faults are small edits (see faults/), made after another to one copy. What the linter says to
it is the shortest way to learn what the linter can do.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from caseload_tools.desk.demo.demo_practice import make_demo
from caseload_tools.desk.demo.faults import FAULTS, SeededFault
from caseload_tools.desk.demo.faults.fault import steps_of


def make_untidy(out: Path, *, history: bool = True) -> tuple[Sequence[SeededFault], int]:
    """Copy the demo practice into `out`, which must be new or empty, and seed every fault; with how many commits.

    With `history` the past has the faults that only git can show.
    """
    made = make_demo(out, history=history, change=_seed, told=lambda folder: steps_of(FAULTS, folder))
    return FAULTS, made.commits


def _seed(folder: Path) -> None:
    for fault in FAULTS:
        fault.apply(folder)
