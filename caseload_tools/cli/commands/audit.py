"""`caseload audit`: the group of commands about the past. Each has a file of its own, imported when asked for."""

from __future__ import annotations

import click

from caseload_tools.cli.lazy_groups import LateGroup, LazyCommands

COMMANDS: LazyCommands = {
    "log": ("caseload_tools.cli.commands.audit_log", "log", "Say who changed what in which record, and when."),
    "verify": ("caseload_tools.cli.commands.audit_verify", "verify", "Check that the history was not changed."),
    "anchor": (
        "caseload_tools.cli.commands.audit_anchor",
        "anchor",
        "Fix what the history is, in one line to keep elsewhere.",
    ),
    "report": ("caseload_tools.cli.commands.audit_report", "report", "Make a folder for an auditor to take away."),
    "sample": ("caseload_tools.cli.commands.audit_sample", "sample", "Draw charts for review, each with a checklist."),
}


@click.group(
    cls=LateGroup,
    table=COMMANDS,
    epilog="""\b
Examples:
  caseload audit log --client C-0142    who changed what in one chart
  caseload audit verify                 whether the past still stands
`caseload audit COMMAND --help` shows more of each.
""",
)
def audit() -> None:
    """Answer an auditor: who changed what and when, and whether the past still stands."""
