"""The program: what the `caseload` command and `python -m caseload_tools` start.

Its own part is to leave quickly. When all is done Python would take every module apart, for nobody, and a commit hook
waits for that.
"""

from __future__ import annotations

import atexit
import os
import sys

from caseload_tools.cli import main as run


def main() -> None:
    """Run the command line, and leave with its exit code as soon as everything else has ended in good order."""
    code: list[int] = []
    atexit.register(_leave, code)  # the first that is registered is the last that is called
    try:
        run()
    except SystemExit as end:
        if isinstance(end.code, int):
            code.append(end.code)
        raise


def _leave(code: list[int]) -> None:
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return  # Python itself says what became of the output
    if code:
        os._exit(code[0])


if __name__ == "__main__":
    main()
