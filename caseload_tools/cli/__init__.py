"""The `caseload` command: reads options, asks the rooms below, prints what they answer.

Commands are named in `app` and imported when they are run, so that the commit hook does not pay
for the site or for git.
"""

from __future__ import annotations

_NEW_OBJECTS = 200_000  # some 20 MB before dead ones are looked for


def main() -> None:
    """Run the command line and leave with its exit code."""
    import gc
    import sys

    # A start makes many objects that live to the end. Looking through them for dead ones, again and again while
    # modules are imported and once more at the end, took a sixth of a commit hook's time.
    gc.set_threshold(_NEW_OBJECTS, 20, 20)
    code = _run(sys.argv[1:])
    gc.freeze()
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
