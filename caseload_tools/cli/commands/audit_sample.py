"""`caseload audit sample`: charts drawn for review, each with its checklist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from caseload_tools.cli.common import (
    complete_programme,
    complete_staff,
    format_option,
    practice_of_command,
    print_json,
    the_day,
    today_option,
)
from caseload_tools.dates import count_of
from caseload_tools.errors import CaseloadError

if TYPE_CHECKING:
    from caseload_tools.lint.review.sample import Drawn, Sample

EPILOG = """\b
The same seed draws the same charts on every computer, so that nobody can have chosen them. Write
the seed down before you draw: a date, a throw of dice, a number from somebody else.

\b
Examples:
  caseload audit sample -n 5 --seed 2026-Q4
  caseload audit sample -n 3 --seed 77 --clinician m.okafor --format markdown > review.md
  caseload audit sample -n 10 --seed 77 --programme virtual-iop --format csv > review.csv
"""


@click.command("sample", epilog=EPILOG)
@click.option(
    "-n", "--number", metavar="N", type=click.IntRange(1), default=10, show_default=True, help="How many charts."
)
@click.option("--seed", metavar="WORD", help="What the draw is made from: any word or number.")
@click.option(
    "--programme", metavar="ID", default="", shell_complete=complete_programme, help="Only of this programme."
)
@click.option("--clinician", metavar="ID", default="", shell_complete=complete_staff, help="Only of this clinician.")
@format_option("text", "markdown", "csv", "json")
@today_option
@click.pass_context
def sample(
    ctx: click.Context,
    number: int,
    seed: str | None,
    programme: str,
    clinician: str,
    format_: str,
    today: str | None,
) -> None:
    """Draw charts for review, each with a checklist and what lint found."""
    from caseload_tools.audit.csv_output import as_csv
    from caseload_tools.cli.common import check_names
    from caseload_tools.cli.terminal import show_status
    from caseload_tools.lint.review.sample import FOUND_COLUMNS, draw_sample

    root, practice = practice_of_command(ctx)
    if not seed:
        raise CaseloadError("say what the draw is made from", "--seed 2026-Q4; the same seed draws the same charts")
    check_names(practice, clinician, programme)
    with show_status("Drawing charts"):
        found = draw_sample(
            root, practice, the_day(practice, today), number, seed, programme=programme, clinician=clinician
        )
    if format_ == "json":
        print_json(found.as_json())
    elif format_ == "csv":
        click.echo(as_csv(FOUND_COLUMNS, found.rows()), nl=False)
    else:
        lines = _markdown(found) if format_ == "markdown" else _text(found)
        click.echo("\n".join(lines))


def _text(found: Sample) -> Iterator[str]:
    from caseload_tools.text.safe_text import show_controls

    yield show_controls(found.lead)
    for chart in found.charts:
        yield ""
        yield show_controls(_about(chart))
        for answer in chart.answers:
            codes = f" ({' '.join(answer.codes)})" if answer.codes else ""
            yield f"  [ ] {answer.question.asks}"
            yield f"        {answer.found_in_words}{codes}"


def _markdown(found: Sample) -> Iterator[str]:
    from caseload_tools.text.safe_text import show_controls

    yield "# Charts for review"
    yield ""
    yield show_controls(found.lead)
    for chart in found.charts:
        yield from (
            "",
            f"## {show_controls(_about(chart))}",
            "",
            "| question | what lint found | yes | no | remark |",
        )
        yield "|---|---|---|---|---|"
        for answer in chart.answers:
            codes = f" ({' '.join(answer.codes)})" if answer.codes else ""
            source = f" *{answer.question.source}*" if answer.question.source else ""
            yield f"| {answer.question.asks}{source} | {answer.found_in_words}{codes} | ☐ | ☐ | |"
    yield from ("", "Reviewed by: ____________________  on: ______________")


def _about(chart: Drawn) -> str:
    allowed = f", {chart.allowed} allowed" if chart.allowed else ""
    records = count_of(chart.records, "record")
    return f"{chart.client}: {chart.status}, {chart.programme}, {chart.clinician}, {records}{allowed}"
