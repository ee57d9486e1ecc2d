"""`caseload manual`: the pages that messages point to, for whoever has installed caseload and has no checkout."""

from __future__ import annotations

import click

PAGES = {
    "import-csv": ("docs/how-to/import-csv.md", "how a mapping is written, for `caseload import csv`"),
    "configuration": ("docs/reference/configuration.md", "every key of caseload.toml"),
    "records": ("docs/reference/records.md", "every key of every type of record, with an example of each"),
    "digest": ("docs/reference/digest.md", "what of a record a signature holds on to"),
}
"""By the word that is typed: the page, from the top of the repository, and what it tells."""

EPILOG = """\b
Examples:
  caseload manual                which pages there are
  caseload manual import-csv     one of them, as it is written
"""


@click.command(epilog=EPILOG)
@click.argument("page", required=False)
def manual(page: str | None) -> None:
    """Show the PAGE of the manual that a message points to, or list those there are."""
    from caseload_tools.errors import CaseloadError
    from caseload_tools.shipped import shipped_path
    from caseload_tools.text.nearest import near_or_all

    if page is None:
        for name, (_, about) in PAGES.items():
            click.echo(f"{name:<15} {about}")
        return
    if page not in PAGES:
        raise CaseloadError("there is no such page", near_or_all(page, PAGES))
    click.echo(shipped_path(PAGES[page][0]).read_text(encoding="utf-8"), nl=False)
