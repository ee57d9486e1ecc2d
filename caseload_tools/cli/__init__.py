"""The `caseload` command: options and printing only; every answer comes from the levels below.

Commands are named here and imported when they are run, so that the commit hook does not pay
for the site or for git.
"""

from __future__ import annotations


def main() -> None:
    """Run the command line and leave with its exit code."""
    from caseload_tools.cli.app import run

    raise SystemExit(run())
