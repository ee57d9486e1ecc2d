"""`caseload measures`: the outcome measures that records may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from caseload_tools.cli.common import color_option, format_option, practice_root, print_json, wants_colour
from caseload_tools.errors import CaseloadError

if TYPE_CHECKING:
    from caseload_tools.practice.measures.measure import Measure

EPILOG = """\b
Example:
  caseload measures           ids to type, ranges, cut-offs, reliable change
"""


@click.command(epilog=EPILOG)
@format_option("text", "json")
@color_option
@click.pass_context
def measures(ctx: click.Context, format_: str, color: str) -> None:
    """List the outcome measures: the key to type, range, cut-off, licence, source."""
    from caseload_tools.practice import load_practice
    from caseload_tools.practice.measures import measures_of_practice
    from caseload_tools.practice.measures.measure import say_cutoff, say_range
    from caseload_tools.reports import Report, Table

    try:
        own = load_practice(practice_root(ctx.find_root().obj)).measures
    except CaseloadError:
        own = {}
    known = [each for _, each in sorted(measures_of_practice(own).items())]
    if format_ == "json":
        print_json([_as_json(each) for each in known])
        return
    from caseload_tools.cli.terminal import print_report

    rows = tuple((each.id, each.name, each.items, say_range(each), say_cutoff(each), each.licence) for each in known)
    table = Table(f"Measures, {len(known)}", ("key", "name", "items", "range", "cut-off", "licence"), rows)
    print_report(
        Report("Measures", "Type the key with a total or a list of items, such as phq9: 11.", (table,)),
        wants_colour(color),
    )


def _as_json(measure: Measure) -> dict[str, object]:
    return {
        "id": measure.id,
        "name": measure.name,
        "items": measure.items,
        "range": list(measure.range),
        "bands": [{"low": band.low, "high": band.high, "label": band.label} for band in measure.bands],
        "cutoff": measure.cutoff,
        "direction": measure.direction,
        "reliable_change": measure.reliable_change,
        "licence": measure.licence,
        "sources": list(measure.sources),
        "unverified": list(measure.unverified),
    }
