"""What is around the records: their folder, their repository, this computer. Looked at, and left as it is.

Every file of `checks/` is one question and imports nothing of the others, so that adding one means writing one file.
"""

from __future__ import annotations

import pkgutil
from datetime import date
from importlib import import_module
from pathlib import Path

from caseload_tools.guard.doctor.checks.doctor_check import CHECKS, Examined, Surroundings
from caseload_tools.practice import Practice

__all__ = ["Examined", "examine_computer"]


def examine_computer(root: Path, practice: Practice, today: date) -> tuple[Examined, ...]:
    """The answer of every check, in the order of their numbers."""
    package = import_module("caseload_tools.guard.doctor.checks")
    for module in pkgutil.iter_modules(package.__path__):
        import_module(f"{package.__name__}.{module.name}")
    place = Surroundings(root, practice, today)
    return tuple(check.examine(place) for _, check in sorted(CHECKS.items()))
