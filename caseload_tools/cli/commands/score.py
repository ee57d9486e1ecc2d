"""`caseload score`: what an answer sheet comes to."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from caseload_tools.cli.common import format_option, practice_root, print_json
from caseload_tools.errors import EXIT_CLEAN, EXIT_FINDINGS, CaseloadError
from caseload_tools.practice.measures import MEASURES, Measure, Score

EPILOG = """\b
Examples:
  caseload score phq9 1 1 2 1 1 1 1 0 1     nine items; `-` for one not answered
  caseload score gad7 11                    a total
  caseload score phq9 9 --before 16         and how it compares with an earlier total
"""


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(name, help=MEASURES[name].name) for name in MEASURES if name.startswith(incomplete)]


@click.command(epilog=EPILOG)
@click.argument("measure", shell_complete=_complete)
@click.argument("answers", nargs=-1, required=True)
@click.option("--before", type=float, help="An earlier total, to compare with.")
@format_option("text", "json")
@click.pass_context
def score(ctx: click.Context, measure: str, answers: tuple[str, ...], before: float | None, format_: str) -> int:
    """Score a MEASURE from its items, or place a total in its bands."""
    from caseload_tools.practice.measures import read_score as score_of

    known = _measure(ctx, measure)
    values = [_number(each, known) for each in answers]
    result = score_of(known, values[0] if len(values) == 1 and known.items > 1 else values)
    change = known.reliable(before, result.total) if before is not None and result.total is not None else None
    if format_ == "json":
        told = {
            "measure": known.id,
            "total": result.total,
            "level": result.level,
            "band": str(result.band) if result.band else None,
            "complete": result.complete,
            "missing_items": list(result.missing),
            "asks_for_risk_assessment": result.asks_for_safety,
            "change": change,
            "faults": [each.message for each in result.faults],
        }
        print_json(told)
    else:
        for line in _lines(result, before, change):
            click.echo(line)
    return EXIT_FINDINGS if result.faults else EXIT_CLEAN


def _measure(ctx: click.Context, name: str) -> Measure:
    from caseload_tools.practice import load_practice
    from caseload_tools.practice.measures import measures_of_practice
    from caseload_tools.text.nearest import did_you_mean

    try:
        known = measures_of_practice(load_practice(practice_root(ctx.find_root().obj)).measures)
    except CaseloadError:
        known = MEASURES
    if name not in known:
        raise CaseloadError("there is no such measure", did_you_mean(name, known, "see `caseload measures`"))
    return known[name]


def _number(text: str, measure: Measure) -> int | float | None:
    if text == "-":
        return None
    try:
        return float(text) if measure.decimals else int(text)
    except ValueError:
        raise CaseloadError(
            "an answer is not a number", "write the numbers of the items, and `-` for one not answered"
        ) from None


def _lines(result: Score, before: float | None, change: str | None) -> list[str]:
    measure = result.measure
    if result.faults:
        return [each.message + (f"; {each.hint}" if each.hint else "") for each in result.faults]
    value = result.total if measure.sums else result.level
    lines = [f"{measure.name}: incomplete, so it has no total" if value is None else f"{measure.name}: {value}"]
    if result.band:
        lines[0] += f", {result.band}"
    if result.missing:
        lines.append("not answered: item " + ", ".join(map(str, result.missing)))
    if result.total is not None and measure.cutoff is not None:
        side = "at or beyond" if measure.beyond_cutoff(result.total) else "short of"
        lines.append(f"{side} the cut-off of {measure.cutoff}")
    if change is not None:
        words = {"better": "reliably better", "worse": "reliably worse", "same": "no reliable change"}
        lines.append(f"against {before:g}: {words.get(change, 'nobody knows how much change is more than chance')}")
    if result.asks_for_safety:
        lines.append("asks for a risk assessment on the same day")
    return lines
