"""`caseload new TYPE [CLIENT]`: a new record of a chart or of the practice, carried forward from the last one."""

from __future__ import annotations

import os

import click
from click.shell_completion import CompletionItem

from caseload_tools.cli.common import (
    complete_client,
    complete_staff,
    named_day,
    practice_of_command,
    the_day,
    today_option,
)

EPILOG = """\b
Examples:
  caseload new client C-0200 --programme outpatient --staff m.okafor
  caseload new session C-0142            today's note, with open objectives and last homework
  caseload new session C-0142 --date 2026-12-01 --time 14:00-14:50 --attendance scheduled
  caseload new plan C-0142               the next version of the plan
  caseload new contact C-0142 --edit     and open it in your editor
  caseload new task C-0142 --to sessions/2026-11-17
  caseload new meeting C-0142 C-0160 --kind case-conference --staff r.lindqvist
"""


def _complete_type(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from caseload_tools.chart.records import RECORD_TYPES
    from caseload_tools.desk.drafts import DRAFTS, PRACTICE_DRAFTS

    known = [word for word in dict.fromkeys((*DRAFTS, *PRACTICE_DRAFTS)) if word.startswith(incomplete)]
    return [CompletionItem(word, help=RECORD_TYPES[word].about) for word in known]


@click.command(epilog=EPILOG)
@click.argument("type_", metavar="TYPE", shell_complete=_complete_type)
@click.argument("clients", metavar="[CLIENT]...", nargs=-1, shell_complete=complete_client)
@click.option("--date", "day", metavar="DATE", help="The day of service; today if not said.")
@click.option("--time", metavar="FROM-TO", default="", help="Such as 14:00-14:50.")
@click.option(
    "--staff", metavar="ID", default="", shell_complete=complete_staff, help="Who; else the chart's clinician."
)
@click.option(
    "--kind", default="", help="The kind, for plans, contacts, consents, referrals, assessments, incidents, meetings."
)
@click.option("--to", default="", help="The other side, such as agencies/riverside, or the record that is meant.")
@click.option("--attendance", default="", help="For a session: attended, scheduled, no-show …")
@click.option("--service", default="", help="For a session: individual, family, group, crisis …")
@click.option("--setting", default="", help="For a session: office, video, phone, home …")
@click.option("--note-format", default="", help="For a session: SOAP, DAP, BIRP, GIRP, PIE or narrative.")
@click.option("--programme", default="", help="For a client: the programme.")
@click.option("--name", default="", help="For an agency or a policy: what it is called.")
@click.option("--edit", is_flag=True, help="Open it in your editor ($VISUAL or $EDITOR).")
@click.option("--print", "print_only", is_flag=True, help="Only print it; write nothing.")
@today_option
@click.pass_context
def new(
    ctx: click.Context,
    /,
    type_: str,
    clients: tuple[str, ...],
    edit: bool,
    print_only: bool,
    today: str | None,
    **asked: str,
) -> None:
    """Start a record of TYPE for CLIENT, with what the chart already knows.

    TYPE is client, assessment, plan, session, review, contact, consent, referral, measure, safety-plan,
    disclosure, addendum, discharge, charge, task or incident. Without CLIENT it is one of the practice's own:
    task, incident, meeting, household, group, complaint, feedback, agency or policy. A meeting, a household
    and a group may name several clients.
    """
    from caseload_tools.desk.drafts import Wish
    from caseload_tools.desk.editor import editor_named, open_in_editor
    from caseload_tools.desk.new_record import Beginning, check_type, check_words, understand_words
    from caseload_tools.desk.owed_here import owed_in_chart

    root, practice = practice_of_command(ctx)
    check_type(type_, clients[0] if clients else "")
    asked = understand_words(type_, asked, practice)
    check_words(type_, asked, practice)
    editor = editor_named(os.environ) if edit and not print_only else []
    day = now = the_day(practice, today)
    if said := asked.pop("day"):
        day = named_day("--date", said)
    beginning = Beginning.new_beginning(type_, Wish(day, clients=clients, format=asked.pop("note_format"), **asked))
    if print_only:
        click.echo(beginning.begin(root, practice).draft.text, nl=False)
        return
    owed = () if asked["attendance"] == "scheduled" else owed_in_chart(root, practice, type_, beginning.client, now)
    made = beginning.write(root, practice)
    click.echo(made.path + (", which was planned" if made.draft.continues else ""))
    told = [*(f"carried over: {each}" for each in made.draft.carried), *(f"owed here: {each}" for each in owed)]
    for each in told:
        click.echo(f"  {each}")
    if asked["attendance"] == "scheduled":
        from caseload_tools.desk.booking import against_booking

        for each in against_booking(root, practice, made.path, now):
            click.echo(f"  look at it again: {each}", err=True)
    if editor:
        open_in_editor(editor, root / made.path)
