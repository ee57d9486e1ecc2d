"""`caseload lint`: check the records and say what is missing or wrong."""

from __future__ import annotations

from typing import Any

import click

from caseload_tools.cli.common import (
    at_option,
    color_option,
    complete_client,
    complete_code,
    format_option,
    today_option,
)
from caseload_tools.lint.formats import FORMATS

EPILOG = """\b
Examples:
  caseload lint                                  the whole practice
  caseload lint records/clients/C-0142           one chart, or one file
  caseload lint --staged                         what is about to be committed, as a hook does
  caseload lint --at 2026-11-21 --client C-0142  one chart as it stood on that day
  caseload lint --select RSK,CON --format json   two families, for another program
  caseload lint --write-baseline                 begin on old charts: lay down what is there today
  caseload lint --no-baseline --select RSK       what was laid down, beside what is new
Exit code: 0 clean or advice only, 1 findings, 2 wrong use or configuration. With --staged 1 where
the commit's hook would refuse and 0 where it would let the commit go on, whatever else is told.
"""


@click.command(epilog=EPILOG)
@click.argument("paths", nargs=-1, metavar="[FILE OR FOLDER]...")
@click.option(
    "--client", "clients", metavar="ID", multiple=True, shell_complete=complete_client, help="Only this chart."
)
@click.option(
    "--select", metavar="CODES", default="", shell_complete=complete_code, help="Only these, such as PLN005,RSK."
)
@click.option("--ignore", metavar="CODES", default="", shell_complete=complete_code, help="Leave these out.")
@click.option("--extend-select", metavar="CODES", default="", help="These as well as those of caseload.toml.")
@click.option("--extend-ignore", metavar="CODES", default="", help="Leave these out as well as those of caseload.toml.")
@click.option("--baseline", metavar="FILE", help="Findings laid down in this file are counted, not shown.")
@click.option("--no-baseline", is_flag=True, help="Show what the baseline holds as well.")
@click.option(
    "--write-baseline",
    is_flag=True,
    help="Lay down today's findings in caseload-baseline.json, or in the file of --baseline.",
)
@click.option("--no-allowances", is_flag=True, help="Show what has been allowed as well.")
@click.option("--no-waivers", is_flag=True, hidden=True, help="What --no-allowances was called in 0.1.0.")
@click.option(
    "--staged", is_flag=True, help="The clients touched by what is staged in git, as the next commit would hold them."
)
@at_option
@click.option("--as-of", metavar="DATE", help="Judge as on this day; without --at, with the records there are now.")
@click.option(
    "--jobs", "-j", metavar="N", type=click.IntRange(0), default=0, help="Processes; 0 for as many as it pays."
)
@click.option("--statistics", is_flag=True, help="Only how often each rule was met.")
@click.option("--exit-zero", is_flag=True, help="Leave with exit code 0 even with findings.")
@format_option(*(name for name in FORMATS if name != "statistics"))
@color_option
@today_option
@click.pass_context
def lint(ctx: click.Context, /, **asked: Any) -> int:
    """Check the records: what documentation standards want and a record lacks."""
    from caseload_tools.cli.lint_run import LintOptions, run_lint

    asked["no_allowances"] |= asked.pop("no_waivers")
    return run_lint(ctx.find_root().obj, LintOptions(**asked))
