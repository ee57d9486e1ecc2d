"""`caseload backup`: the whole history in one encrypted file."""

from __future__ import annotations

from datetime import date as Day
from pathlib import Path
from typing import TYPE_CHECKING

import click

from caseload_tools import dates
from caseload_tools.cli.common import format_option, practice_root, print_json, the_day, today_option
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import load_practice
from caseload_tools.text.shell import shell_word

if TYPE_CHECKING:
    from caseload_tools.guard.backup.making import MadeBackup

EPILOG = """\b
Examples:
  caseload backup --new-key ~/clinic.key      once: a key; its public half goes to caseload.toml
  caseload backup --to /media/stick           to the recipients in caseload.toml
  caseload backup --to clinic.age --recipient age1…

Then try it: `caseload restore --check FILE --identity KEYFILE`.
"""


@click.command(epilog=EPILOG)
@click.option("--to", metavar="FOLDER_OR_FILE", help="Where the backup goes: a folder, or a new name ending in .age.")
@click.option("--recipient", "recipients", metavar="AGE1…", multiple=True, help="Who can open it; may be repeated.")
@click.option("--recipients-file", metavar="FILE", help="Recipients, one a line.")
@click.option("--new-key", metavar="FILE", help="Make a key instead, and its public half beside it.")
@format_option("text", "json")
@today_option
@click.pass_context
def backup(
    ctx: click.Context,
    to: str | None,
    recipients: tuple[str, ...],
    recipients_file: str | None,
    new_key: str | None,
    format_: str,
    today: str | None,
) -> None:
    """Write every branch and tag of the practice to one file, encrypted to age keys.

    Nothing is on the disk in the clear at any time. Without --recipient and --recipients-file the
    recipients stand in caseload.toml below [backup].
    """
    if new_key is not None:
        if to or recipients or recipients_file:
            raise CaseloadError("--new-key goes with no other option", "make the key first, then the backup")
        _make_key(Path(new_key), ctx.find_root().obj, format_)
        return
    if to is None:
        raise CaseloadError(
            "say where the backup goes: --to is missing", "a folder on another disk, such as /media/stick"
        )
    from caseload_tools.cli.terminal import show_status
    from caseload_tools.guard.backup.encrypting import recipients_in
    from caseload_tools.guard.backup.making import make_backup

    root = practice_root(ctx.find_root().obj)
    named = (*recipients, *(recipients_in(Path(recipients_file).expanduser()) if recipients_file else ()))
    standing, day = _settings(root, today, needed=not named)
    with show_status("Backing up"):
        made = make_backup(root, Path(to).expanduser(), named or standing, day)
    if format_ == "json":
        print_json(
            {"file": str(made.path), "keys": made.keys, "uncommitted": made.dirty, "backup": made.manifest.as_json()}
        )
    else:
        _tell(made)


def _tell(made: MadeBackup) -> None:
    from caseload_tools.dates import count_of

    held = f"{count_of(made.manifest.records, 'record')}, {count_of(made.manifest.commits, 'commit')}"
    click.echo(f"{made.path}: {held}, encrypted to {count_of(made.keys, 'key')}")
    if made.dirty:
        click.echo("  attention: there are changes that are not committed; they are not in it", err=True)
    click.echo(
        "  not in it: what is not committed, the identities file (it lies outside the practice), hooks and git settings"
    )
    click.echo(f"Next: caseload restore --check {shell_word(made.path)} --identity KEYFILE")


def _settings(root: Path, today: str | None, *, needed: bool) -> tuple[tuple[str, ...], Day]:
    """The practice's recipients and the day. A mistake in caseload.toml is no reason to have no backup."""
    try:
        practice = load_practice(root)
    except CaseloadError:
        if needed:
            raise
        return (), dates.today(today)
    return practice.recipients, the_day(practice, today)


def _make_key(path: Path, place: str | None, format_: str) -> None:
    from caseload_tools.guard.backup.making import make_key

    path = path.expanduser()
    try:
        root = practice_root(place)
    except CaseloadError:
        root = None
    if root is not None and path.resolve().is_relative_to(root.resolve()):
        raise CaseloadError("a key must not lie inside the practice it opens", "give a path outside this folder")
    there = path.exists()
    beside, public = make_key(path)
    if format_ == "json":
        print_json({"key": str(path), "public_file": str(beside), "recipient": public, "new": not there})
        return
    if there:
        click.echo(f"{path} was there already and is as it was; its public half is in {beside}")
    else:
        click.echo(f"the secret half is in {path}, the public half in {beside}")
        click.echo("  keep the secret half off this machine: on a memory stick in a safe, and a second one elsewhere")
        click.echo("  who loses it loses every backup; who finds it can open every backup")
    click.echo("  the public half is no secret; in caseload.toml:")
    click.echo(f'\n  [backup]\n  recipients = ["{public}"]')
