"""What to type to give a library to the Python that runs caseload."""

from __future__ import annotations

import os
import shlex
import sys

PACKAGE = "caseload-tools"


def install_line(library: str) -> str:
    """The line for a library of ours, such as `pyrage>=1.2.1`.

    It names this Python by its path: a bare `python` or `pip` is often another one, and Debian's own refuses.
    """
    python = sys.executable or "python"
    if os.name == "nt":  # PowerShell, in which a program in quotes is called with &
        called = f"& '{python}'" if " " in python else python
        return f"{called} -m pip install --upgrade '{library}'"
    return shlex.join([python, "-m", "pip", "install", "--upgrade", library])
