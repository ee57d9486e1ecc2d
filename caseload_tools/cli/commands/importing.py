"""`caseload import`: bring in records from another system. One subcommand per format."""

from __future__ import annotations

from pathlib import Path

import click
from click.shell_completion import CompletionItem

from caseload_tools.cli.common import format_option, practice_of_command, print_json
from caseload_tools.cli.lazy_groups import CommandGroup
from caseload_tools.errors import EXIT_CLEAN, EXIT_FINDINGS, CaseloadError

EPILOG = """\b
Examples:
  caseload import csv --map bhsim out --dry-run       say what would happen, write nothing
  caseload import csv --map bhsim out                 import; run it again whenever you like
  caseload import csv --map our-old-system.toml out --rejects ../rejects.csv

A mapping says which column goes where; how to write one: `caseload manual import-csv`.
Leaves with 1 when a row was not taken or a record was edited on both sides.
"""


@click.group(name="import", cls=CommandGroup, epilog=EPILOG)
def import_() -> None:
    """Bring in records from another system."""


def complete_mapping(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The shipped mappings and the mapping files at hand, for the shell."""
    from caseload_tools.desk.exchange.csv_import import shipped_mappings

    near = [path.name for path in Path.cwd().glob("*.toml") if path.name != "caseload.toml"]
    return [CompletionItem(name) for name in (*shipped_mappings(), *sorted(near)) if name.startswith(incomplete)]


@import_.command(name="csv", epilog=EPILOG)
@click.argument("export", type=click.Path(path_type=Path))
@click.option(
    "--map", "mapping", metavar="FILE", required=True, shell_complete=complete_mapping,
    help="The mapping: a file, or the name of one that comes with the tool (bhsim, case-notes).",
)  # fmt: skip
@click.option("--given", metavar="NAME=VALUE", multiple=True, help="A value that the mapping asks you for.")
@click.option(
    "--identities", metavar="PATH", type=click.Path(path_type=Path),
    help="Keep names and the like in this file, outside the practice; else they are left out.",
)  # fmt: skip
@click.option(
    "--rejects", metavar="PATH", type=click.Path(path_type=Path),
    help="Write the rows that were not taken to this CSV file, outside the practice.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing.")
@format_option("text", "json")
@click.pass_context
def csv_(
    ctx: click.Context,
    export: Path,
    mapping: str,
    given: tuple[str, ...],
    identities: Path | None,
    rejects: Path | None,
    dry_run: bool,
    format_: str,
) -> int:
    """Make records of the tables in the folder EXPORT (or of one CSV file)."""
    from caseload_tools.desk.exchange.csv_import import import_csv, load_mapping, write_rejects
    from caseload_tools.text.safe_text import show_controls

    root, _ = practice_of_command(ctx)
    made = load_mapping(mapping)
    result = import_csv(root, export, made, given=_pairs(given), identities=identities, dry_run=dry_run)
    if rejects is not None:
        write_rejects(result, rejects, root)
    if format_ == "json":
        print_json(result.as_json())
    else:
        for line in result.lines():
            click.echo(show_controls(line))
        if not dry_run and result.outcomes_of("new"):
            click.echo("Next: caseload lint; caseload due")
    return EXIT_CLEAN if result.clean else EXIT_FINDINGS


def _pairs(given: tuple[str, ...]) -> dict[str, str]:
    for each in given:
        if "=" not in each:
            raise CaseloadError("--given needs a name and a value", "write for example --given day=2026-10-01")
    return {name: value for name, _, value in (each.partition("=") for each in given)}
