"""`caseload addend`, `void` and `return`: what is said of a record later, beside it. The record itself is not opened
for writing by any of them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

from caseload_tools.chart.signing.act import ActOutcome
from caseload_tools.cli.acting import as_option, desk_for, print_outcomes
from caseload_tools.cli.common import format_option, practice_of_command, today_option
from caseload_tools.dates import now
from caseload_tools.desk.record_desk import Target
from caseload_tools.errors import CaseloadError

ADDEND = """\b
Examples:
  caseload addend C-0142/sessions/2026-11-03 --kind correction --reason "wrong day" --as m.okafor
  caseload addend C-0142/plans/2026-11-20 --kind addendum --reason call --text Rang --as m.okafor
Without --text it begins a file to write in, to be signed when it is written.
Exit code: 0 added, 1 refused (it says why), 2 wrong use or configuration.
"""
VOID = """\b
Examples:
  caseload void --as m.okafor records/clients/C-0142/sessions/2026-11-03.md --reason "wrong chart"
Exit code: 0 void, 1 something was refused (it says why), 2 wrong use or configuration.
"""
RETURN = """\b
Examples:
  caseload return --as r.lindqvist C-0142/sessions/2026-11-17 --reason "say more of risk"
Exit code: 0 returned, 1 something was refused (it says why), 2 wrong use or configuration.
"""
_KINDS = ("correction", "late-entry", "clarification", "addendum", "client-amendment")
_reason = click.option("--reason", required=True, metavar="WORDS", help="Why, in a few words.")


@click.command(epilog=ADDEND)
@click.argument("path", metavar="FILE")
@click.option("--kind", type=click.Choice(_KINDS), help="Which kind of addition.")
@click.option("--reason", metavar="WORDS", help="Why, in a few words.")
@click.option("--text", metavar="WORDS", default="", help="What is added; `-` reads it from a pipe.")
@click.option("--risk-reason", metavar="WORDS", default="", help="What was asked and answered of a danger it tells of.")
@click.option("--author", metavar="ID", default="", help="Who adds it; the same as --as.")
@as_option
@format_option("text", "json")
@today_option
@click.pass_context
def addend(
    ctx: click.Context,
    /,
    path: str,
    kind: str | None,
    reason: str | None,
    text: str,
    risk_reason: str,
    author: str,
    staff: str,
    format_: str,
    today: str | None,
) -> int:
    """Add to a record that stays as it is: a correction, a late entry, a clarification.

    The addition is a record of its own, dated and with its author. It names what it adds to.
    """
    from caseload_tools.chart.signing.addenda import addend_record as add_to
    from caseload_tools.chart.signing.people import who_am_i

    if author and staff and author != staff:
        raise CaseloadError("--author and --as name two people", "give one of them")
    if kind is None or reason is None:
        raise CaseloadError(
            "say which kind of addition it is, and why",
            f'for example `--kind correction --reason "wrong day"`; the kinds are {", ".join(_KINDS)}',
        )
    words = _words(reason)
    root, practice = practice_of_command(ctx)
    person = who_am_i(root, practice, author or staff)
    desk = desk_for(root, practice, now(today, practice.today, practice.timezone))
    said = sys.stdin.read() if text == "-" else text
    more = {"risk_reason": asked} if (asked := " ".join(risk_reason.split())) else {}

    def act(target: Target) -> ActOutcome:
        return add_to(target.record, target.chart, person, desk.moment, kind=kind, reason=words, text=said, more=more)

    return print_outcomes(desk, desk.act_on_each([path], act), format_)


@click.command(epilog=VOID)
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@_reason
@as_option
@format_option("text", "json")
@today_option
@click.pass_context
def void(
    ctx: click.Context, /, paths: tuple[str, ...], reason: str, staff: str, format_: str, today: str | None
) -> int:
    """Declare records entered in error. They stay where they are and count for nothing.

    For a note in the wrong chart, or of a session that never was. Nothing is ever deleted.
    """
    from caseload_tools.chart.signing.addenda import void_record as declare_void

    return _of_each(ctx, paths, declare_void, _words(reason), staff, format_, today, copies_too=True)


@click.command("return", epilog=RETURN)
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@_reason
@as_option
@format_option("text", "json")
@today_option
@click.pass_context
def return_(
    ctx: click.Context, /, paths: tuple[str, ...], reason: str, staff: str, format_: str, today: str | None
) -> int:
    """Return records to their author for revision, as their supervisor.

    The author changes what is unsigned, and answers what is signed with `caseload addend`.
    """
    from caseload_tools.chart.signing.addenda import send_back

    return _of_each(ctx, paths, send_back, _words(reason), staff, format_, today)


def _words(reason: str) -> str:
    words = " ".join(reason.split())
    if not words:
        raise CaseloadError("--reason says nothing", 'say why in a few words, for example --reason "wrong chart"')
    return words


def _of_each(
    ctx: click.Context,
    paths: tuple[str, ...],
    say: Callable[..., ActOutcome],
    reason: str,
    staff: str,
    format_: str,
    today: str | None,
    copies_too: bool = False,
) -> int:
    """Say the same of several records, as one person and at one moment."""
    from caseload_tools.chart.signing.people import who_am_i

    root, practice = practice_of_command(ctx)
    person = who_am_i(root, practice, staff)
    desk = desk_for(root, practice, now(today, practice.today, practice.timezone), copies_too)

    def act(target: Target) -> ActOutcome:
        return say(target.record, target.chart, person, desk.moment, reason=reason)

    return print_outcomes(desk, desk.act_on_each(paths, act), format_)
