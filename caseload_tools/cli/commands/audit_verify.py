"""`caseload audit verify`: whether the history still stands, check by check."""

from __future__ import annotations

import textwrap
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from caseload_tools import dates
from caseload_tools.cli.common import (
    color_option,
    format_option,
    is_interactive,
    practice_of_command,
    print_json,
    today_option,
    wants_colour,
)
from caseload_tools.dates import count_of
from caseload_tools.text.safe_text import show_controls

if TYPE_CHECKING:
    from caseload_tools.audit.checks.past_check import Alarm, Remark
    from caseload_tools.audit.verifying import CheckResult, Verification

EPILOG = """\b
Examples:
  caseload audit verify                              all checks, with what is at hand
  caseload audit verify --anchor anchor.txt          against the line that you kept elsewhere
  caseload audit verify --signers ~/signers          whose SSH keys count, from outside the repository
  caseload audit verify --since HEAD~20              take for granted what is older
  caseload audit verify --format json                for another program
Exit code: 0 nothing failed, 1 a check failed, 2 wrong use, or no history here.
"""
_MOST = 20
_INDENT = " " * 13
FILE = click.Path(path_type=Path)
_COLOURS = {"ok": "green", "failed": "red", "not checked": "yellow"}


@click.command(epilog=EPILOG)
@click.option("--anchor", metavar="LINE OR FILE", help="A line of `caseload audit anchor` that was kept elsewhere.")
@click.option("--signers", metavar="FILE", type=FILE, help="Whose keys count: an allowed_signers file.")
@click.option("--revoked", metavar="FILE", type=FILE, help="Public keys that count no more, one a line.")
@click.option("--since", metavar="COMMIT", default="", help="Check only the commits after this one.")
@format_option("full", "json")
@color_option
@today_option
@click.pass_context
def verify(
    ctx: click.Context,
    /,
    anchor: str | None,
    signers: Path | None,
    revoked: Path | None,
    since: str,
    format_: str,
    color: str,
    today: str | None,
) -> int:
    """Check that the history was not changed: the store, the commits, the records, the signatures, the anchors."""
    from caseload_tools.audit.verifying import verify_history as verified

    root, _ = practice_of_command(ctx)
    result = verified(
        root,
        today=dates.today(today),  # a clock that the settings stop does not stop this one
        anchor=anchor,
        signers=signers,
        revoked=revoked,
        since=since,
        watching=_watching,
    )
    if format_ == "json":
        print_json(result.as_json())
    else:
        click.echo(_told(result, wants_colour(color)), color=True)
    return result.exit_code


def _watching(doing: str) -> AbstractContextManager[None]:
    if not is_interactive():
        return nullcontext()
    from caseload_tools.cli.terminal import show_status

    return show_status(doing)


def _told(result: Verification, colour: bool) -> str:
    lines = []
    for answer in result.answers:
        word = click.style(f"{answer.status:<11}", fg=_COLOURS[answer.status]) if colour else f"{answer.status:<11}"
        said = f" ({answer.said})" if answer.said and answer.status == "ok" else _sum(answer)
        lines.append(f"{word}  {answer.name:<21}  {answer.title}{said}")
        if answer.status == "not checked":
            lines.append(f"{_INDENT}{answer.said}")
        lines += _alarms(answer, result) + _remarks(answer, result)
    return "\n".join([*lines, "", _summary(result)])


def _sum(answer: CheckResult) -> str:
    """How much it is, where a reader would have to count."""
    if len(answer.alarms) < 2:
        return ""
    commits = {alarm.commit for alarm in answer.alarms if alarm.commit}
    where = f" in {count_of(len(commits), 'commit')}" if commits else ""
    return f" ({count_of(len(answer.alarms), 'alarm')}{where})"


def _alarms(answer: CheckResult, result: Verification) -> list[str]:
    lines = [f"{_INDENT}{_placed(alarm, result)}" for alarm in answer.alarms[:_MOST]]
    if len(answer.alarms) > _MOST:
        lines.append(f"{_INDENT}and {len(answer.alarms) - _MOST:,} more; `--format json` has all of them")
    if answer.alarms:
        lines += _wrapped(f"What it means: {answer.page['Means']}") + _wrapped(f"What to do: {answer.page['Do']}")
    return lines


def _remarks(answer: CheckResult, result: Verification) -> list[str]:
    lines = [f"{_INDENT}look at {_placed(remark, result)}" for remark in answer.remarks[:_MOST]]
    if len(answer.remarks) > _MOST:
        lines.append(f"{_INDENT}and {len(answer.remarks) - _MOST:,} more; `--format json` has all of them")
    return lines


def _placed(said: Alarm | Remark, result: Verification) -> str:
    by = f"({', '.join(result.named[said.commit])})" if said.commit in result.named else ""
    where = " ".join(part for part in (said.commit[:10], show_controls(by), show_controls(said.path)) if part)
    return f"{where + ': ' if where else ''}{show_controls(said.what)}"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, 100, initial_indent=_INDENT, subsequent_indent=_INDENT + "  ")


def _summary(result: Verification) -> str:
    whole = "" if result.checked == result.commits else f" of {result.commits:,}"
    past = f"{count_of(result.checked, 'commit')}{whole}, {result.signed:,} signed, to {result.head[:10]}"
    if result.remarks:
        past += f". {count_of(result.remarks, 'thing')} to look at"
    if result.failed:
        known = "\nWhat was found out and written down can be left behind with --since COMMIT."
        return f"The history does not stand: {count_of(len(result.failed), 'check')} failed. {past}.{known}"
    skipped = f"; {count_of(len(result.not_checked), 'check')} could not be made" if result.not_checked else ""
    return f"The history stands, as far as this can tell{skipped}. {past}."
