"""`caseload demo --untidy`: the demo practice with each rule's fault in it once.

The faults are small edits (see faults/), made after another to one copy. What the linter says to
it is the shortest way to learn what the linter can do.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from caseload_tools.desk.demo.demo_practice import fill_with_demo
from caseload_tools.desk.demo.faults import FAULTS, SeededFault
from caseload_tools.text.folders import new_folder


def make_untidy(out: Path) -> Sequence[SeededFault]:
    """Copy the demo practice into `out`, which must be new or empty, and seed every fault."""
    with new_folder(out) as folder:
        fill_with_demo(folder)
        for fault in FAULTS:
            fault.apply(folder)
    return FAULTS
