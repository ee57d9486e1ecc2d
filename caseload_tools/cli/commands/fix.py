"""`caseload fix`: make the changes that are sure to be what was meant."""

from __future__ import annotations

import click

from caseload_tools.cli.common import (
    complete_code,
    format_option,
    practice_of_command,
    print_json,
    the_day,
    today_option,
)
from caseload_tools.errors import EXIT_CLEAN, EXIT_FINDINGS
from caseload_tools.lint.repairing import LeftAlone, Repaired, repair_practice

EPILOG = """\b
Examples:
  caseload fix --diff                            show what would change, write nothing
  caseload fix                                   make the changes
  caseload fix records/clients/C-0142 --select STR004
"""


@click.command(epilog=EPILOG)
@click.argument("paths", nargs=-1, metavar="[FILE OR FOLDER]...")
@click.option("--diff", is_flag=True, help="Show what would change, and write nothing.")
@click.option("--select", metavar="CODES", default="", shell_complete=complete_code, help="Only these rules.")
@format_option("text", "json")
@today_option
@click.pass_context
def fix(ctx: click.Context, /, paths: tuple[str, ...], diff: bool, select: str, format_: str, today: str | None) -> int:
    """Repair slips that have a single meaning: a word one letter off, a date whose order is certain.

    Everything else in the file stays as it is, to the byte. Signed records are never touched.
    """
    from caseload_tools.cli.lint_run import codes_of, practice_path
    from caseload_tools.desk.rewriting import written_anew
    from caseload_tools.lint.job import LintRequest
    from caseload_tools.lint.rule import load_rules
    from caseload_tools.lint.run import lint_caseload

    root, practice = practice_of_command(ctx)
    day = the_day(practice, today)
    wanted = [practice_path(root, path) for path in paths]
    request = LintRequest(today=day, select=codes_of(select), paths=wanted or None, jobs=0)
    result = lint_caseload(root, practice, request)
    files = dict.fromkeys(each.path for each in result.findings if each.fixable or each.left_alone)
    rules = [rule for code, rule in load_rules().items() if code in result.codes]
    found = list(written_anew(root, repair_practice(root, practice, files, rules, day), only_show=diff))
    done = [each for each in found if isinstance(each, Repaired)]
    left = [each for each in found if isinstance(each, LeftAlone)]
    if format_ == "json":
        print_json(_as_json(done, left, diff))
    else:
        _tell(done, left, diff)
    return EXIT_FINDINGS if left or (diff and done) else EXIT_CLEAN


def _tell(done: list[Repaired], left: list[LeftAlone], diff: bool) -> None:
    from caseload_tools.cli.differing import print_difference
    from caseload_tools.dates import count_of

    for each in done:
        if diff:
            print_difference(each.path, each.before, each.after)
            continue
        for code, message in each.changes:
            click.echo(f"{each.path}  {code}  {message}")
    for alone in left:
        click.echo(f"{alone.path}  left alone: {alone.why}")
    number = sum(len(each.changes) for each in done)
    verb = "would be made" if diff else "made"
    click.echo(
        f"{count_of(number, 'change')} {verb} in {count_of(len(done), 'file')}" if done else "Nothing to change."
    )


def _as_json(done: list[Repaired], left: list[LeftAlone], diff: bool) -> dict[str, object]:
    return {
        "written": not diff,
        "files": [
            {"path": each.path, "changes": [{"code": code, "message": message} for code, message in each.changes]}
            for each in done
        ],
        "left_alone": [{"path": each.path, "why": each.why} for each in left],
    }
