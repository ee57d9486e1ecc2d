"""What becomes of a command: its exit code, or an error in plain words. Needs no click.

0 clean, 1 findings, 2 wrong use or configuration, 3 our own bug. A bug's traceback is shown without any value, since
values are clients' lives.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable

from caseload_tools import __version__
from caseload_tools.errors import EXIT_BUG, EXIT_USAGE, CaseloadError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_WAYS_OUT = dict.fromkeys(_FULL, "make room, then do it again") | {
    errno.EIO: "see whether the disk is sound before you go on",
}


def exit_code_of(command: Callable[[], int]) -> int:
    """The exit code of a command; what goes wrong is said on standard error."""
    try:
        return command()
    except CaseloadError as error:
        print_error(f"caseload: {error.message}", error.hint)
        return EXIT_USAGE
    except KeyboardInterrupt:
        return print_stopped()
    except BrokenPipeError:
        # The reader (`head`, a pager) has gone; that is its right.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        _complain_of_system(error)
        return EXIT_USAGE
    except Exception as error:
        _complain_of_bug(error)
        return EXIT_BUG


def _complain_of_system(error: OSError) -> None:
    said = error.strerror or "the system refused"
    if "usable temporary directory" in said:  # Python has tried to write in each
        print_error(
            "caseload: there is no room for temporary files", "make room, or let TMPDIR name a folder that has some"
        )
        return
    # Where a copy found no room, Python names what was copied, which is not at fault.
    place = f": {error.filename}" if error.filename and error.errno not in _FULL else ""
    print_error(
        f"caseload: {as_clause(said)}{place}",
        _WAYS_OUT.get(error.errno or 0, "check that the file is there and yours to use"),
    )


def print_stopped() -> int:
    """Say that somebody has stopped the command."""
    print_error("caseload: stopped; nothing half-written is left behind")
    return 130


def print_error(message: str, hint: str = "") -> None:
    """A message on standard error, and below it what to do."""
    sys.stderr.write(f"{message}\n" + (f"  {hint}\n" if hint else ""))


def as_clause(text: str) -> str:
    """A sentence of others as the rest of one of ours."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _complain_of_bug(error: Exception) -> None:
    """Where it broke, and nothing of what it was working on."""
    import traceback
    from pathlib import Path

    print_error(
        f"caseload: this is a bug in caseload {__version__}, not in your records ({type(error).__name__})",
        "no record was changed; please report the lines below",
    )
    for frame in traceback.extract_tb(error.__traceback__)[-8:]:
        sys.stderr.write(f"    {Path(frame.filename).name}:{frame.lineno} {frame.name}\n")
