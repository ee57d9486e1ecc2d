"""`caseload init`: a new, empty practice."""

from __future__ import annotations

from pathlib import Path

import click

from caseload_tools.cli.common import format_option, print_json, today_option
from caseload_tools.errors import CaseloadError
from caseload_tools.text.shell import shell_word

EPILOG = """\b
Examples:
  caseload init my-clinic --name "Northgate Clinic" --profile private-practice
  caseload init my-clinic --staff m.okafor --staff-name "Mary Okafor" --credential LPC
"""


@click.command(epilog=EPILOG)
@click.argument("folder")
@click.option("--name", default="My practice", show_default=True, help="What the practice is called.")
@click.option("--profile", default="general", show_default=True, help="The policy profile to begin with.")
@click.option(
    "--staff", metavar="ID", default="a.clinician", show_default=True, help="Your staff id, such as m.okafor."
)
@click.option("--staff-name", default="A. Clinician", show_default=True, help="The name the id stands for.")
@click.option("--credential", default="", help="Your licence or degree as it stands under a signature, such as LPC.")
@click.option("--no-git", is_flag=True, help="Do not begin a git repository.")
@format_option("text", "json")
@today_option
def init(
    folder: str,
    name: str,
    profile: str,
    staff: str,
    staff_name: str,
    credential: str,
    no_git: bool,
    format_: str,
    today: str | None,
) -> None:
    """Set up a practice in FOLDER, which must be new or empty: settings, folders, hook, site."""
    from caseload_tools import dates
    from caseload_tools.desk.founding import Founder, found_practice
    from caseload_tools.practice import profile_called, profile_names
    from caseload_tools.text.nearest import near_or_all

    for option, told in (("--name", name), ("--staff-name", staff_name)):
        if not told.strip():
            raise CaseloadError(f"{option} is empty", f"write a name, or leave {option} out")
    profile = profile_called(profile)
    if profile not in profile_names():
        hint = near_or_all(profile, profile_names())
        raise CaseloadError("there is no such profile", hint)
    out = Path(folder)
    founder = Founder(staff, staff_name, credential)
    written = found_practice(out, name, profile, founder, dates.today(today), git=not no_git)
    began = (out / ".git").exists()
    if format_ == "json":
        print_json({"folder": folder, "written": list(written), "git": began})
        return
    click.echo(f"{name}: {len(written)} files in {folder}" + (", with a git repository" if began else ""))
    click.echo(
        f"Next: cd {shell_word(folder)}, look through caseload.toml, then `caseload new client C-0001 --staff {staff}`"
    )
    if began:
        click.echo("Once: `caseload hooks install` checks each commit; `caseload doctor` says what else is wanted")
