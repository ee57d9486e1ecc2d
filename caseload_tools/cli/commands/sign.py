"""`caseload sign` and `caseload cosign`: put your name under what a record says now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import click

from caseload_tools.chart.signing.act import Act, ActOutcome, Refused
from caseload_tools.cli.acting import as_option, desk_for, print_outcomes
from caseload_tools.cli.common import format_option, practice_of_command, today_option
from caseload_tools.dates import count_of, now
from caseload_tools.desk.record_desk import Desk, Target
from caseload_tools.errors import CaseloadError
from caseload_tools.lint.allowances import line_to_allow
from caseload_tools.lint.finding import Finding

SIGN = """\b
Examples:
  caseload sign --as m.okafor records/clients/C-0142/sessions/2026-11-20.md
  caseload sign --as m.okafor C-0142/sessions/2026-11-10 C-0142/sessions/2026-11-17
  caseload sign --as r.lindqvist --role witness records/clients/C-0142/safety/2026-10-13.md
  caseload sign --as m.okafor --paper C-0142/plans/2026-11-20   the client signed on paper
Exit code: 0 signed, 1 something was refused (it says why), 2 wrong use or configuration,
or it was signed by hand and git's past cannot be read.
"""
COSIGN = """\b
Examples:
  caseload cosign --as r.lindqvist records/clients/C-0142/sessions/2026-11-20.md
  caseload cosign --as r.lindqvist --meaning approved C-0142/sessions/2026-11-17
Exit code: 0 co-signed, 1 something was refused (it says why), 2 wrong use or configuration,
or it was signed by hand and git's past cannot be read.
"""
_ROLES = ("clinician", "author", "witness", "supervisor", "client", "guardian")  # of the last three it says why not
# What a signature is the answer to, and what nobody can put right by not signing.
_ANSWERED = ("SIG003", "SIG004", "SIG005", "SIG008", "SIG012", "SIG013")
# What nobody may sign over, whatever they say: a record that cannot be read, a signature that does not hold.
_NEVER = ("STR", "SIG", "ENG")


@click.command(epilog=SIGN)
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@as_option
@click.option("--role", type=click.Choice(_ROLES), default=None, help="As what you sign.")
@click.option(
    "--meaning", type=click.Choice(["author", "reviewed", "approved", "agreed"]), default=None, help="What it means."
)
@click.option("--paper", is_flag=True, help="The client signed on paper; you saw it, and write it down.")
@click.option("--guardian", metavar="NAME", default=None, help="With --paper: it was this guardian who signed.")
@click.option(
    "--at", metavar="TIME", default=None, help="With --paper: when it was signed, such as `2026-11-24 15:20`."
)
@click.option("--anyway", is_flag=True, help="Sign although lint finds errors; never one that cannot be read.")
@format_option("text", "json")
@today_option
@click.pass_context
def sign(
    ctx: click.Context,
    /,
    paths: tuple[str, ...],
    staff: str,
    role: str | None,
    meaning: str | None,
    paper: bool,
    guardian: str | None,
    at: str | None,
    anyway: bool,
    format_: str,
    today: str | None,
) -> int:
    """Sign records: your name, the time, and a digest of what they say now.

    A signed record stays as it is. What has to be said later is said in an addendum: `caseload addend`. What you
    signed by hand is sealed, while it is as it was when that was committed: your line gains the digest.
    """
    from caseload_tools.chart.signing.acts import sign_record, witness_signature
    from caseload_tools.chart.signing.people import guardian_as_written, who_am_i

    root, practice = practice_of_command(ctx)
    person = who_am_i(root, practice, staff)
    desk = desk_for(root, practice, now(today, practice.today, practice.timezone))

    if (role or meaning) if paper else (guardian is not None or at is not None):
        hint = "leave --role and --meaning out" if paper else "add --paper, or leave --guardian and --at out"
        raise CaseloadError("--guardian and --at go with --paper; --role and --meaning do not", hint)
    signed = _moment_on_paper(at, desk.moment)
    name = "" if guardian is None else guardian_as_written(guardian, practice)

    def act(target: Target) -> ActOutcome:
        if paper:
            made = witness_signature(
                target.record, target.raw, target.chart, person, desk.moment, signed, guardian=name
            )
        else:
            made = sign_record(
                target.record, target.raw, target.chart, person, desk.moment, role=role or "", meaning=meaning or ""
            )
        return _unless_wrong(desk, target, desk.unless_unseen(target, made), anyway)

    return print_outcomes(desk, desk.act_on_each(paths, act), format_)


def _moment_on_paper(text: str | None, moment: datetime) -> datetime:
    """When something was signed on paper; now, where nobody says."""
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d %H:%M") if text is not None else moment
    except ValueError as error:
        raise CaseloadError("--at names no moment", "write it as 2026-11-24 15:20") from error


@click.command(epilog=COSIGN)
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@as_option
@click.option(
    "--meaning",
    type=click.Choice(["co-signed", "approved", "reviewed"]),
    default="co-signed",
    show_default=True,
    help="What it means.",
)
@click.option("--anyway", is_flag=True, help="Co-sign although lint finds errors; never one that cannot be read.")
@format_option("text", "json")
@today_option
@click.pass_context
def cosign(
    ctx: click.Context,
    /,
    paths: tuple[str, ...],
    staff: str,
    meaning: str,
    anyway: bool,
    format_: str,
    today: str | None,
) -> int:
    """Co-sign records that somebody you supervise has signed.

    To have something changed first, send the record back: `caseload return`.
    """
    from caseload_tools.chart.signing.acts import cosign_record
    from caseload_tools.chart.signing.people import who_am_i

    root, practice = practice_of_command(ctx)
    person = who_am_i(root, practice, staff)
    desk = desk_for(root, practice, now(today, practice.today, practice.timezone))

    def act(target: Target) -> ActOutcome:
        made = cosign_record(target.record, target.raw, target.chart, person, desk.moment, meaning=meaning)
        return _unless_wrong(desk, target, desk.unless_unseen(target, made), anyway)

    return print_outcomes(desk, desk.act_on_each(paths, act), format_)


def _unless_wrong(desk: Desk, target: Target, made: ActOutcome, anyway: bool) -> ActOutcome:
    """The act, or a refusal that shows what lint has against this record, and what the commit's hook will want."""
    if not isinstance(made, Act):
        return made
    errors = [each for each in _errors(desk, target) if not (made.though and made.though in each.message)]
    grave = [each for each in errors if each.code.startswith(_NEVER)]
    if not errors:
        return made
    wanted = f"write `{line_to_allow(each.code for each in errors)}` above `type:`"
    if anyway and not grave:
        hint = (
            f"before you commit it, {wanted}: without that the commit's hook refuses it; no signature covers that line"
        )
        return replace(made, hints=(*made.hints, hint), finished=False)
    shown = [f"{each.line}:{each.column} {each.code} {each.message}; {each.hint}" for each in errors]
    shown.append(
        "put it right first" if grave else f"put it right first; is it right as it stands? {wanted}, then sign it"
    )
    if not grave:
        shown.append("with --anyway it is signed before that, and the commit's hook still wants that line")
    what = "error" if all(each.level == "error" for each in errors) else "finding"
    return Refused(target.path, f"lint finds {count_of(len(errors), what)} in it", "\n".join(shown))


def _errors(desk: Desk, target: Target) -> list[Finding]:
    from caseload_tools.history.readers.lazy_history import LazyHistory
    from caseload_tools.lint.baseline import baseline_on_disk
    from caseload_tools.lint.job import LintRequest
    from caseload_tools.lint.run import lint_caseload
    from caseload_tools.practice import FILE

    result = lint_caseload(
        desk.root,
        desk.practice,
        LintRequest(
            today=desk.moment.date(),
            extend_ignore=_ANSWERED,
            clients=[target.chart.id],
            paths=[target.path],
            baseline=baseline_on_disk(desk.root, desk.practice, None),
            history=LazyHistory(desk.root, [target.chart.folder, FILE]),
        ),
    )
    # What may disclose somebody is refused at the commit whatever its level: better before the text is signed.
    found = [each for each in result.findings if each.path == target.path]
    return [each for each in found if each.level == "error" or each.refuses]
