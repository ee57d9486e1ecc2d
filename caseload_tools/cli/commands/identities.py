"""`caseload identities`: look at the map of who the clients are, and make a form of it that names nobody."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import click

from caseload_tools.cli.common import format_option, practice_of_command, print_json
from caseload_tools.cli.lazy_groups import CommandGroup
from caseload_tools.errors import EXIT_CLEAN, EXIT_FINDINGS, CaseloadError
from caseload_tools.practice import Practice
from caseload_tools.practice.identities import Identities

EPILOG = """\b
Examples:
  caseload identities check                  which clients the map lacks
  caseload identities hash ../names.json     a form for machines that should not hold the list
\b
The map is a file outside of the repository. In caseload.toml: identities = "../identities.toml"
  [C-0142]
  names = ["Anna Maria Lindgren", "Annie"]
  born = 1991-05-02
  phones = ["218-555-0142"]
  addresses = ["14 Mill Lane"]
  family = ["Petra Lindgren"]
"""


@click.group(cls=CommandGroup, epilog=EPILOG)
def identities() -> None:
    """The map of who the clients are: kept apart, and only used to find names that leaked."""


@identities.command(epilog="\b\nExample:\n  caseload identities check\n")
@format_option("text", "json")
@click.pass_context
def check(ctx: click.Context, format_: str) -> int:
    """Say which clients the map lacks, and whose row belongs to no client; never a name."""
    from caseload_tools.chart.caseload import client_folders
    from caseload_tools.dates import count_of

    root, practice = practice_of_command(ctx)
    known = _people(practice).clients
    there = {folder.id for folder in client_folders(root)}
    lacking, idle = sorted(there - known), sorted(known - there)
    if format_ == "json":
        print_json({"clients": len(known), "lacking": lacking, "idle": idle})
    else:
        click.echo(f"The map knows {count_of(len(known), 'client')}.")
        if lacking:
            click.echo(f"No row for {', '.join(lacking)}: their names are not looked for.")
        if idle:
            click.echo(f"No chart for {', '.join(idle)}.")
    return EXIT_FINDINGS if lacking else EXIT_CLEAN


@identities.command("hash", epilog="\b\nExample:\n  caseload identities hash ../names.json\n")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def hash_(ctx: click.Context, file: Path) -> None:
    """Write the map as keyed hashes into FILE, for a build server. Who has the file but not the key learns nothing."""
    from caseload_tools.dates import count_of
    from caseload_tools.practice.names import IDENTITIES_KEY
    from caseload_tools.text import write_atomic

    _, practice = practice_of_command(ctx)
    people = _people(practice)
    if people.is_hashed:
        raise CaseloadError("this map is hashed already", "name the clear one: CASELOAD_IDENTITIES=../identities.toml")
    key = os.environ.get(IDENTITIES_KEY) or secrets.token_hex(32)
    write_atomic(file, people.hashed(key.encode()).encode(), replace=False, private=True)
    click.echo(f"{file}: {count_of(len(people.clients), 'client')}, no name")
    if IDENTITIES_KEY not in os.environ:
        click.echo("The key, shown once; give it to the build server as a secret, never beside the file:")
        click.echo(f"  {IDENTITIES_KEY}={key}")
    click.echo(f"There: CASELOAD_IDENTITIES={file} caseload lint --select PRV")


def _people(practice: Practice) -> Identities:
    people = practice.people
    if people is None:
        hint = 'write identities = "../identities.toml" into caseload.toml; `caseload identities --help` shows the file'
        raise CaseloadError("no identity map is named", hint)
    if people.missing:
        raise CaseloadError("the identity map is not where it is said to be", "look at `identities` in caseload.toml")
    return people
