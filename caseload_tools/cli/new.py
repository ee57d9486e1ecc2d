"""`caseload new TYPE CLIENT`: a new record, carried forward from the last one."""

from __future__ import annotations

import os
import shlex
import subprocess
from datetime import date as Day
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from caseload_tools.chart import Chart
from caseload_tools.cli.common import complete_client, complete_staff, open_practice, the_day, today_option
from caseload_tools.dates import parse_day
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import Practice

EPILOG = """\b
Examples:
  caseload new client C-0200 --programme outpatient --staff m.okafor
  caseload new session C-0142                  today's note, with open objectives and last homework
  caseload new session C-0142 --date 2026-12-01 --time 14:00-14:50 --attendance scheduled
  caseload new plan C-0142                     the next version of the plan
  caseload new contact C-0142 --edit           and open it in your editor
"""


def _complete_type(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from caseload_tools.drafts import DRAFTS
    from caseload_tools.records import RECORD_TYPES

    return [CompletionItem(word, help=RECORD_TYPES[word].about) for word in DRAFTS if word.startswith(incomplete)]


@click.command(epilog=EPILOG)
@click.argument("type_", metavar="TYPE", shell_complete=_complete_type)
@click.argument("client", shell_complete=complete_client)
@click.option("--date", "day", metavar="DATE", help="The day of service; today if not said.")
@click.option("--time", metavar="FROM-TO", default="", help="Such as 14:00-14:50.")
@click.option(
    "--staff", metavar="ID", default="", shell_complete=complete_staff, help="Who; else the chart's clinician."
)
@click.option("--kind", default="", help="The kind, for plans, contacts, consents, referrals, assessments.")
@click.option("--to", default="", help="The other side, such as agencies/riverside, or the record an addendum adds to.")
@click.option("--attendance", default="", help="For a session: attended, scheduled, no-show …")
@click.option("--service", default="", help="For a session: individual, family, group, crisis …")
@click.option("--setting", default="", help="For a session: office, video, phone, home …")
@click.option("--note-format", default="", help="For a session: SOAP, DAP, BIRP, GIRP, PIE or narrative.")
@click.option("--programme", default="", help="For a client: the programme.")
@click.option("--edit", is_flag=True, help="Open it in your editor ($VISUAL or $EDITOR).")
@click.option("--print", "print_only", is_flag=True, help="Only print it; write nothing.")
@today_option
@click.pass_context
def new(
    ctx: click.Context, /, type_: str, client: str, edit: bool, print_only: bool, today: str | None, **asked: str
) -> None:
    """Start a record of TYPE for CLIENT, with what the chart already knows.

    TYPE is client, assessment, plan, session, review, contact, consent, referral, measure,
    safety-plan, disclosure, addendum or discharge.
    """
    from caseload_tools.drafts import DRAFTS, Wish, start
    from caseload_tools.records.sentences import nearest
    from caseload_tools.text import write_atomic

    root, practice = open_practice(ctx)
    if type_ not in DRAFTS:
        near = nearest(type_, DRAFTS)
        hint = f"did you mean `caseload new {near} {client}`?" if near else f"there are: {', '.join(sorted(DRAFTS))}"
        raise CaseloadError("there is no such type of record to start", hint)
    _check_words(type_, asked, practice)
    date = _day(asked.pop("day"), the_day(practice, today))
    wish = Wish(
        date=date,
        kind=asked["kind"],
        format=asked["note_format"],
        time=asked["time"],
        to=asked["to"],
        staff=asked["staff"],
        attendance=asked["attendance"],
        programme=asked["programme"],
        service=asked["service"],
        setting=asked["setting"],
    )
    chart = _chart(root, practice, client, date, is_new=type_ == "client")
    made = start(type_, chart, practice, wish)
    if print_only:
        click.echo(made.text, nl=False)
        return
    path = root / chart.folder / f"{made.link}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(path, made.text.encode(), replace=False)
    click.echo(f"{chart.folder}/{made.link}.md")
    for each in made.carried:
        click.echo(f"  carried over: {each}")
    if edit:
        _edit(path)


def _day(text: str | None, today: Day) -> Day:
    if not text:
        return today
    day = parse_day(text)
    if day is None:
        raise CaseloadError("--date is not a date", "write it as YYYY-MM-DD, for example 2026-11-24")
    return day


_KEYS = {
    "attendance": "attendance",
    "service": "service",
    "setting": "setting",
    "note_format": "format",
    "kind": "kind",
}


def _check_words(type_: str, asked: dict[str, str], practice: Practice) -> None:
    """Refuse a word that the schema of the type would refuse, before anything is written."""
    from caseload_tools.records.schemas import bundle
    from caseload_tools.records.sentences import nearest, one_of

    properties = bundle(type_)["properties"]
    for option, key in _KEYS.items():
        words = properties.get(key, {}).get("enum", ())
        value = asked.get(option)
        if value and words and value not in words:
            near = nearest(value, words)
            hint = f"did you mean `{near}`?" if near else f"use {one_of(words)}"
            raise CaseloadError(f"--{option.replace('_', '-')} is not one of the known words", hint)
    for option, known in (("staff", practice.staff), ("programme", practice.programmes)):
        value = asked.get(option)
        if value and known and value not in known:
            near = nearest(value, known)
            hint = f"did you mean `{near}`?" if near else f"there are: {', '.join(sorted(known))}"
            raise CaseloadError(f"--{option}: there is nobody and nothing of this name in caseload.toml", hint)


def _chart(root: Path, practice: Practice, client: str, day: Day, *, is_new: bool) -> Chart:
    import re

    from caseload_tools.caseload import CLIENTS, Folder, checker_for, client_folders, read_chart, read_shared
    from caseload_tools.cli.common import check_client

    if is_new:
        if not re.fullmatch(r"C-[0-9A-Z]{3,12}", client):
            raise CaseloadError(
                "this is not a client id", "write `C-` and three to twelve digits or capitals, such as C-0200"
            )
        if any(folder.id == client for folder in client_folders(root)):
            raise CaseloadError(f"there is already a chart {client}", "take the next free id")
        folder = Folder(client, f"{CLIENTS}/{client}")
    else:
        check_client(root, client)
        folder = client_folders(root, [client])[0]
    checker = checker_for(practice)
    return read_chart(root, folder, practice, day, read_shared(root, checker), checker)


def _edit(path: Path) -> None:
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not command:
        raise CaseloadError("no editor is set", "set EDITOR, for example `export EDITOR=nano`; the record is written")
    try:
        subprocess.run([*shlex.split(command), str(path)], check=False)
    except OSError:
        raise CaseloadError("the editor could not be started", "check EDITOR; the record is written") from None
