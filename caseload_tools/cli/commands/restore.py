"""`caseload restore`: a backup back into a folder, or only the proof that it could be."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date as Day
from pathlib import Path
from typing import TYPE_CHECKING

import click

from caseload_tools import dates
from caseload_tools.cli.common import format_option, practice_root, print_json, today_option
from caseload_tools.errors import EXIT_CLEAN, EXIT_FINDINGS, CaseloadError
from caseload_tools.practice import load_practice
from caseload_tools.text.shell import shell_word

if TYPE_CHECKING:
    from caseload_tools.guard.backup.restoring import RestoreVerdict

EPILOG = """\b
Examples:
  caseload restore --check /media/stick/caseload-2026-11-24.age --identity /media/key/clinic.key
  caseload restore caseload-2026-11-24.age --to restored --identity clinic.key

Leaves with 0 when the backup is good, with 1 when it is not.
"""


@click.command(epilog=EPILOG)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--identity", metavar="KEYFILE", help="The file with the secret half of the key.")
@click.option("--check", is_flag=True, help="Restore it out of sight, look at all of it, and keep nothing.")
@click.option("--to", metavar="FOLDER", help="Restore it into this folder, which must be new.")
@format_option("text", "json")
@today_option
@click.pass_context
def restore(
    ctx: click.Context, file: Path, identity: str | None, check: bool, to: str | None, format_: str, today: str | None
) -> int:
    """Restore a backup into a new folder, or prove with --check that it can be restored.

    Both read every byte, rebuild the repository, check every object and compare every branch and tag
    with what the backup says about itself.
    """
    if check == (to is not None):
        raise CaseloadError("give either --check or --to FOLDER", "--check keeps nothing; --to makes the folder")
    if identity is None:
        raise CaseloadError("--identity is missing: the file with the secret half of the key", "see `--help`")
    from caseload_tools.cli.terminal import show_status
    from caseload_tools.guard.backup.repository import place_of_drill
    from caseload_tools.guard.backup.restoring import note_drill, restore_drill
    from caseload_tools.guard.backup.restoring import restore_backup as restore_to

    root, day = _here(ctx.find_root().obj, today)
    file, key_file = file.expanduser(), Path(identity).expanduser()
    noted = False
    with show_status("Restoring"), _stopped_by_signals():
        if to is not None:
            verdict = restore_to(file, key_file, day, Path(to).expanduser())
        else:
            verdict = restore_drill(file, key_file, day, place_of_drill(root))
            noted = root is not None and note_drill(root, verdict, day)
    if format_ == "json":
        print_json({**verdict.as_json(), "noted": noted})
    else:
        _tell(verdict, to, noted, day)
    return EXIT_CLEAN if verdict.good else EXIT_FINDINGS


def _here(place: str | None, today: str | None) -> tuple[Path | None, Day]:
    """The practice one stands in, if any, and the day."""
    try:
        root = practice_root(place)
    except CaseloadError:
        return None, dates.today(today)
    try:
        practice = load_practice(root)
    except CaseloadError:
        return root, dates.today(today)
    return root, dates.today(today, practice.today, practice.timezone)


def _tell(verdict: RestoreVerdict, to: str | None, noted: bool, day: Day) -> None:
    for step in verdict.steps:
        click.echo(step.said)
    if to is not None and not verdict.good and Path(to).exists():
        click.echo(f"the practice is in {to}, but not everything about it is good: see above")
    elif not verdict.good or verdict.manifest is None:
        click.echo(
            "NOT good: this backup does not restore; make a new one now, and keep this one for whoever looks at it"
        )
    elif to is not None:
        click.echo(f"good: the practice is in {to}")
        click.echo(f"Next: cd {shell_word(to)}; caseload lint; caseload hooks install")
    else:
        where = "; noted for `caseload doctor`" if noted else "; not noted: you are not in the practice it is of"
        click.echo(f"good: this backup restores to {verdict.manifest.head[:10]} of {verdict.manifest.made}{where}")


@contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """A closed terminal or `kill` ends the work as Ctrl-C does: what was decrypted is removed first."""
    kinds = [kind for kind in (signal.SIGTERM, getattr(signal, "SIGHUP", None)) if kind is not None]
    before = [signal.signal(kind, signal.default_int_handler) for kind in kinds]
    try:
        yield
    finally:
        for kind, handler in zip(kinds, before, strict=True):
            signal.signal(kind, handler)
