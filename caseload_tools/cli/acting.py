"""What the commands that sign and add share: who one is, and telling what became of each record.

Nothing is decided here: that is for `desk.record_desk` and `chart.signing`.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from caseload_tools.chart.signing.act import Act, ActOutcome, Nothing, Refused
from caseload_tools.cli.common import complete_staff, print_json
from caseload_tools.desk.record_desk import Desk
from caseload_tools.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_USAGE
from caseload_tools.practice import Practice

as_option = click.option(
    "--as",
    "staff",
    metavar="ID",
    default="",
    shell_complete=complete_staff,
    help="Who you are; else CASELOAD_STAFF, else whose e-mail address git has.",
)
_WORDS = {Act: "done", Nothing: "nothing to do", Refused: "refused"}


def desk_for(root: Path, practice: Practice, moment: datetime, copies_too: bool = False) -> Desk:
    """The desk for what is typed where the command was started."""
    from caseload_tools.cli.lint_run import practice_path

    return Desk(root, practice, moment, lambda path: practice_path(root, path), copies_too)


def print_outcomes(desk: Desk, outcomes: list[ActOutcome], format_: str) -> int:
    """Say what became of each; the exit code is 1 when something was refused, 2 when its past could not be read."""
    if desk.unread is not None:
        click.echo(f"caseload: {desk.unread.message}\n  {desk.unread.hint}", err=True)
    if format_ == "json":
        print_json([_as_json(each) for each in outcomes])
    else:
        _tell_in_words(outcomes)
    if desk.unseen is not None:
        return EXIT_USAGE
    return EXIT_FINDINGS if any(isinstance(each, Refused) for each in outcomes) else EXIT_CLEAN


def _tell_in_words(outcomes: list[ActOutcome]) -> None:
    from caseload_tools.text.safe_text import show_controls

    for each in outcomes:
        said = f"refused: {each.why}" if isinstance(each, Refused) else each.said
        click.echo(show_controls(f"{each.path}  {said}"))
        for hint in _hints(each):
            click.echo(show_controls(f"  {hint}"))
    if any(isinstance(each, Act) and each.finished and not each.though for each in outcomes):
        click.echo("Now commit it with git: from then on nobody can change it unseen.")


def _as_json(outcome: ActOutcome) -> dict[str, Any]:
    said = outcome.why if isinstance(outcome, Refused) else outcome.said
    return {"path": outcome.path, "outcome": _WORDS[type(outcome)], "said": said, "hints": _hints(outcome)}


def _hints(outcome: ActOutcome) -> list[str]:
    if isinstance(outcome, Refused):
        return outcome.hint.splitlines()
    return list(outcome.hints) if isinstance(outcome, Act) else []
