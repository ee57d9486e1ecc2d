"""`caseload remote`: a repository that others push to."""

from __future__ import annotations

from pathlib import Path

import click

from caseload_tools.cli.lazy_groups import CommandGroup
from caseload_tools.text.shell import shell_word

EPILOG = """\b
Examples:
  caseload remote init --append-only ../northgate.git
Then, for each person: git remote add clinic ../northgate.git, and git push clinic main
"""


@click.group(cls=CommandGroup, epilog=EPILOG)
def remote() -> None:
    """Set up a place that people push their records to."""


@remote.command(epilog=EPILOG)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--append-only", is_flag=True, required=True, help="Nothing in it can be deleted, moved or rewritten.")
def init(folder: Path, append_only: bool) -> None:
    """Make FOLDER a bare repository that only grows, and checks what it is given. A second time renews its hooks."""
    from caseload_tools.guard.hooks.remote import init_remote

    new = init_remote(folder)
    click.echo(f"{folder} {'is ready' if new else 'has its settings and hooks anew'}: branches go on, tags stay")
    click.echo(f"Next: git remote add clinic {shell_word(folder)}, then git push clinic main")
