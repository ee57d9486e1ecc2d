"""`caseload new TYPE CLIENT`: a new record, carried forward from the last one."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Callable, Collection
from datetime import date as Day
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from caseload_tools.chart.chart import Chart
from caseload_tools.cli.common import (
    complete_client,
    complete_staff,
    named_day,
    practice_of_command,
    the_day,
    today_option,
)
from caseload_tools.dates import parse_times
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import Practice

if TYPE_CHECKING:
    from caseload_tools.desk.drafts import Draft

_TURNS = 50  # each costs somebody else's success
EPILOG = """\b
Examples:
  caseload new client C-0200 --programme outpatient --staff m.okafor
  caseload new session C-0142            today's note, with open objectives and last homework
  caseload new session C-0142 --date 2026-12-01 --time 14:00-14:50 --attendance scheduled
  caseload new plan C-0142               the next version of the plan
  caseload new contact C-0142 --edit     and open it in your editor
"""


def _complete_type(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from caseload_tools.chart.records import RECORD_TYPES
    from caseload_tools.desk.drafts import DRAFTS

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
@click.option("--to", default="", help="The other side, such as agencies/riverside, or the record that is meant.")
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
    safety-plan, disclosure, addendum, discharge or charge.
    """
    from caseload_tools.desk.drafts import DRAFTS, Wish, start_draft
    from caseload_tools.text.nearest import nearest

    root, practice = practice_of_command(ctx)
    if type_ not in DRAFTS:
        near = _CALLED.get(type_.casefold()) or nearest(type_, DRAFTS) or ""
        first, _, more = near.partition(" ")
        meant = f"caseload new {first} {client} {more}".rstrip()
        hint = f"did you mean `{meant}`?" if near else f"there are: {', '.join(sorted(DRAFTS))}"
        raise CaseloadError("there is no such type of record to start", hint)
    _check_words(type_, asked, practice)
    editor = _editor() if edit and not print_only else []
    date = the_day(practice, today)
    if asked["day"]:
        date = named_day("--date", asked["day"])
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

    def begin() -> tuple[str, Draft]:
        chart = _chart(root, practice, client, date, is_new=type_ == "client")
        made = start_draft(type_, chart, practice, wish)
        return f"{chart.folder}/{made.link}.md", made

    name, made = begin() if print_only else _write(root, begin, named=type_ == "client")
    if print_only:
        click.echo(made.text, nl=False)
        return
    click.echo(name + (", which was planned" if made.continues else ""))
    for each in made.carried:
        click.echo(f"  carried over: {each}")
    if editor:
        _edit(editor, root / name)


def _write(root: Path, begin: Callable[[], tuple[str, Draft]], *, named: bool) -> tuple[str, Draft]:
    """Write what is begun; begin it anew when somebody took its name meanwhile, unless the name was asked for."""
    from caseload_tools.text.writing import TakenError, write_atomic

    for _ in range(_TURNS):
        name, made = begin()
        path = root / name
        before = path.read_bytes() if made.continues else None
        if before is not None and begin() != (name, made):
            continue  # it was made from something else than these bytes
        try:
            write_atomic(path, made.text.encode(), replace=made.continues, instead_of=before)
        except TakenError:
            if named:
                raise
            continue
        return name, made
    raise CaseloadError("others begin records in this chart all the time", "try again")


# What people call a record, and what makes it.
_CALLED = {
    **dict.fromkeys(("note", "progress", "progress-note", "soap", "visit", "appointment"), "session"),
    **dict.fromkeys(("call", "phone", "email", "outreach"), "contact"),
    **dict.fromkeys(("release", "roi", "authorization"), "consent --kind release-of-information"),
    **dict.fromkeys(("intake", "evaluation"), "assessment --kind intake"),
    **dict.fromkeys(("risk", "risk-assessment"), "assessment --kind risk"),
    **dict.fromkeys(("score", "screening"), "measure"),
    **dict.fromkeys(("safety", "crisis-plan"), "safety-plan"),
    **dict.fromkeys(("chart", "patient"), "client"),
    **dict.fromkeys(("amendment", "correction"), "addendum"),
    **dict.fromkeys(("treatment-plan", "goal", "objective"), "plan"),
}
# What an option fills in, by type; an option that a type has no use for is refused, not passed over.
_KEYS = {
    "attendance": {"session": "attendance"},
    "service": {"session": "service"},
    "setting": {"session": "setting"},
    "note_format": {"session": "format"},
    "time": {"session": "time", "contact": "time"},
    "programme": {"client": "programme"},
    "to": {
        "contact": "with",
        "consent": "to",
        "referral": "to",
        "addendum": "to",
        "disclosure": "to",
        "charge": "session",
    },
    "kind": {
        "contact": "purpose",
        "measure": "",
        **dict.fromkeys(("assessment", "plan", "consent", "referral", "safety-plan", "addendum", "discharge"), "kind"),
    },
}


def _check_words(type_: str, asked: dict[str, str], practice: Practice) -> None:
    """Refuse what the type has no place for, or a word that its schema would refuse, before anything is written."""
    from caseload_tools.chart.records.schemas import bundled_schema

    properties = bundled_schema(type_, practice.measures)["properties"]
    for option, value in asked.items():
        name, keys = f"--{option.replace('_', '-')}", _KEYS.get(option)
        if not value or keys is None:
            continue
        if type_ not in keys:
            raise CaseloadError(f"{name} does not go with `new {type_}`", f"it goes with {', '.join(keys)}")
        key = keys[type_]
        _check_word(name, value, properties[key].get("enum", ()) if key else _measures_of(properties))
    if asked["time"] and parse_times(asked["time"]) is None:
        raise CaseloadError("--time is not a start and a later end", "write it as 14:00-14:50")
    _check_word("--staff", asked["staff"], practice.staff)
    _check_word("--programme", asked["programme"], practice.programmes)


def _measures_of(properties: dict[str, Any]) -> list[str]:
    """The keys of a schema that hold a score."""
    return [key for key, schema in properties.items() if str(schema.get("$ref", "")).endswith("/score")]


def _check_word(name: str, value: str, known: Collection[str]) -> None:
    from caseload_tools.text.nearest import did_you_mean

    if value and known and value not in known:
        hint = did_you_mean(value, known, f"there are: {', '.join(sorted(known))}")
        raise CaseloadError(f"{name} is not one of the known words", hint)


def _chart(root: Path, practice: Practice, client: str, day: Day, *, is_new: bool) -> Chart:
    import re

    from caseload_tools.chart.caseload import Folder, checker_for, client_folders, read_chart, read_shared
    from caseload_tools.cli.common import check_client
    from caseload_tools.history.record_path import CLIENTS

    if is_new:
        if not re.fullmatch(r"C-[0-9A-Z]{3,12}", client):
            raise CaseloadError(
                "this is not a client id", "write `C-` and three to twelve digits or capitals, such as C-0200"
            )
        # A folder without client.md is a chart that was begun by hand: this completes it.
        known = {each.id: each for each in client_folders(root)}
        folder = known.get(client) or Folder(client, f"{CLIENTS}/{client}")
        if (root / folder.path / "client.md").exists():
            raise CaseloadError(f"there is already a chart {client}", "take the next free id")
    else:
        check_client(root, client)
        folder = client_folders(root, [client])[0]
    checker = checker_for(practice)
    return read_chart(root, folder, practice, day, read_shared(root, checker), checker)


def _editor() -> list[str]:
    """The command that opens an editor, asked for before anything is written."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not command:
        raise CaseloadError("no editor is set, so nothing was written", "set EDITOR, for example `export EDITOR=nano`")
    return shlex.split(command)


def _edit(editor: list[str], path: Path) -> None:
    try:
        subprocess.run([*editor, str(path)], check=False)
    except OSError:
        raise CaseloadError("the editor could not be started", "check EDITOR; the record is written") from None
