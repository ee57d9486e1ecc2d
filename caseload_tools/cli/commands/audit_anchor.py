"""`caseload audit anchor`: fix what the history is today, in one line to keep elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

from caseload_tools.cli.common import practice_of_command, today_option

EPILOG = """\b
Examples:
  caseload audit anchor                              add an anchor, print the line to keep
  caseload audit anchor --sign ~/.ssh/id_ed25519     signed with your SSH key
  caseload audit anchor --print-only                 only print the line, write nothing
The line fits on paper. Keep it where nobody who can change the records can change it, and give it
to `caseload audit verify --anchor` later.
"""


@click.command(epilog=EPILOG)
@click.option(
    "--sign", "key", metavar="KEY", type=click.Path(path_type=Path), help="A private SSH key to sign it with."
)
@click.option("--print-only", is_flag=True, help="Print the line; write nothing into the repository.")
@today_option
@click.pass_context
def anchor(ctx: click.Context, /, key: Path | None, print_only: bool, today: str | None) -> None:
    """Fix what the history is today: one line that shows later whether anything before it was changed."""
    from caseload_tools import dates
    from caseload_tools.audit.new_anchor import make_anchor
    from caseload_tools.cli.terminal import show_status
    from caseload_tools.errors import CaseloadError

    if key and print_only:
        raise CaseloadError(
            "--sign and --print-only do not go together", "a signature is kept beside the anchor in audit/"
        )
    root, practice = practice_of_command(ctx)
    with show_status("Reading every record of the current commit"):
        made = make_anchor(
            root, now=dates.now(today, practice.today, practice.timezone), key=key, print_only=print_only
        )
    click.echo(made.kept)
    say = [
        "",
        f"This line stands for {dates.count_of(made.anchor.records, 'record')} and everything before them.",
        "Keep it where nobody can change it: write it into a paper log, or send it to your supervisor.",
    ]
    if made.written:
        say.append(f'Then commit {" and ".join(made.written)}: git add audit && git commit -m "Anchor {made.anchor.n}"')
    elif not print_only:
        say.append("This commit had been anchored before; nothing new was written.")
    if made.uncommitted:
        say.append("Some records were changed since the last commit; the line does not cover them.")
    for line in say:
        click.echo(line, err=True)
