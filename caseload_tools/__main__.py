"""The program: what the `caseload` command and `python -m caseload_tools` start."""

from __future__ import annotations

from caseload_tools.cli import main

if __name__ == "__main__":
    main()
