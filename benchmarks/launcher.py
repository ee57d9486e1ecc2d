"""Runs one program and writes what it cost: `python -S -E launcher.py FIGURES PROGRAM ARGUMENTS...`

A process of its own, and a small one, since Linux counts the memory of whoever starts a program
as the program's own.
"""

import os
import sys
import time


def main() -> None:
    figures, *command = sys.argv[1:]
    started = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ)
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - started
    with open(figures, "w") as file:  # noqa: PTH123  (pathlib is larger than everything else here)
        file.write(f"{os.waitstatus_to_exitcode(status)} {seconds} {usage.ru_utime + usage.ru_stime} {usage.ru_maxrss}")


main()
