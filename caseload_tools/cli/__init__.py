"""The `caseload` command: reads options, asks the rooms below, prints what they answer.

Commands are named in `app` and imported when they are run, so that the commit hook does not pay
for the site or for git.
"""

from __future__ import annotations


def main() -> None:
    """Run the command line and leave with its exit code."""
    import sys

    from caseload_tools.collector import collect_seldom, leave_the_rest

    collect_seldom()
    code = _run(sys.argv[1:])
    leave_the_rest()
    raise SystemExit(code)


def _run(typed: list[str]) -> int:
    from caseload_tools.cli.short_way import is_open, lint_shortly, nothing_to_draft, short_way

    if nothing_to_draft(typed):
        return 0
    asked = short_way(typed) if is_open() else None
    if asked is not None:
        return lint_shortly(asked)
    from caseload_tools.cli.app import run

    return run()
