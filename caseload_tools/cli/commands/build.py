"""`caseload build`: the private site for supervisors."""

from __future__ import annotations

from pathlib import Path

import click

from caseload_tools.cli.common import (
    complete_client,
    format_option,
    practice_of_command,
    print_json,
    the_day,
    today_option,
)
from caseload_tools.errors import EXIT_CLEAN, EXIT_FINDINGS

EPILOG = """\b
Examples:
  caseload build                      into site/, then open site/index.html
  caseload build --out ~/private/site
"""


@click.command(epilog=EPILOG)
@click.option("--out", metavar="FOLDER", help="Where the site goes; site/ in the practice if not said.")
@click.option(
    "--client", "clients", metavar="ID", multiple=True, shell_complete=complete_client, help="Only these charts."
)
@format_option("text", "json")
@today_option
@click.pass_context
def build(ctx: click.Context, out: str | None, clients: tuple[str, ...], format_: str, today: str | None) -> int:
    """Build the site: what needs attention, every chart, measures, timeline and search.

    The site is a folder of plain files. It asks nothing of the network, and it holds clients' lives:
    keep it where the records themselves would be kept.
    """
    from caseload_tools.cli.common import check_client
    from caseload_tools.cli.terminal import show_status
    from caseload_tools.site.publish.build import build_site
    from caseload_tools.text.safe_text import show_controls

    root, practice = practice_of_command(ctx)
    for client in clients:
        check_client(root, client)
    place = Path(out).expanduser() if out else root / "site"
    with show_status("Building the site"):
        built = build_site(root, practice, the_day(practice, today), place, clients=clients or None)
    for path in built.by_mistake:
        click.echo(f"caseload: {show_controls(path)} is kept back: nobody can tell who may read it (PRV013)", err=True)
    if built.by_mistake:
        words = "`team`, `supervisor`, `client-safe` or `clinician-only`"
        click.echo(f"  write `visibility:` with {words}, then build again", err=True)
    if built.unseen is not None:
        click.echo(f"caseload: {built.unseen.message}\n  {built.unseen.hint}", err=True)
    if format_ == "json":
        told = {"out": str(built.out), "pages": built.pages, "bytes": built.size, "first": str(built.first_page)}
        print_json({**told, "kept_back_by_mistake": list(built.by_mistake)})
    else:
        click.echo(f"{built.pages} pages in {built.out}; open {built.first_page}")
    return EXIT_FINDINGS if built.by_mistake else EXIT_CLEAN
