"""`caseload explain CODE`: one rule, why it is there, what to do; or the list of all."""

from __future__ import annotations

from datetime import date as Day
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from caseload_tools.cli.common import (
    color_option,
    complete_code,
    complete_profile,
    complete_programme,
    format_option,
    named_day,
    practice_root,
    print_json,
    the_day,
    today_option,
    wants_colour,
)
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import load_periods, load_practice, profile_called, profile_names

if TYPE_CHECKING:
    from caseload_tools.lint.explaining import InForce
    from caseload_tools.lint.rule import Rule

EPILOG = """\b
Examples:
  caseload explain PLN005                           one rule
  caseload explain objective-without-target-date    the same, by its name
  caseload explain STR004 session                   the keys that a session may have
  caseload explain TIM003 --programme virtual-iop   with the limit in force there
  caseload explain TIM003 --profile ccbhc --as-of 2024-01-15   and as it was then
  caseload explain                                  the list of all rules
"""


def _complete_type(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from caseload_tools.chart.records import RECORD_TYPES

    return [CompletionItem(word, help=each.about) for word, each in RECORD_TYPES.items() if word.startswith(incomplete)]


@click.command(epilog=EPILOG)
@click.argument("code", required=False, shell_complete=complete_code)
@click.argument("type_", metavar="[TYPE]", required=False, shell_complete=_complete_type)
@click.option(
    "--programme", metavar="ID", default="", shell_complete=complete_programme, help="With this programme's limits."
)
@click.option("--profile", metavar="NAME", default="", shell_complete=complete_profile, help="With a profile's limits.")
@click.option("--as-of", metavar="DATE", help="With the limits of that day.")
@format_option("text", "json")
@today_option
@color_option
@click.pass_context
def explain(
    ctx: click.Context,
    code: str | None,
    type_: str | None,
    programme: str,
    profile: str,
    as_of: str | None,
    format_: str,
    today: str | None,
    color: str,
) -> None:
    """Explain a rule: what it says, why, where it comes from, bad and good examples.

    With a TYPE of record behind STR004, list the keys and words that such a record may have.
    """
    from caseload_tools.lint.explaining import explain_rule
    from caseload_tools.lint.rule import BESIDE_RULES, load_rules
    from caseload_tools.lint.selecting import find_rule

    rules = load_rules()
    if code is None:
        _list(format_)
        return
    rule = find_rule({**rules, **BESIDE_RULES}, code)
    if type_ is not None:
        _keys_of(ctx, rule.code, type_)
        return
    held = _of_profile(profile, as_of) if profile else _in_force(ctx, programme, today, as_of)
    if format_ == "text":
        click.echo(explain_rule(rule, held, colour=wants_colour(color)), nl=False, color=True)
        return
    _print_page(rule, held)


def _print_page(rule: Rule, held: InForce | None) -> None:
    from caseload_tools.lint.docstring import page_of
    from caseload_tools.lint.explaining import limits_of

    page = page_of(rule)
    limits = [_limit(each, held) for each in limits_of(rule)] if held is not None else []
    print_json(
        {
            "code": rule.code,
            "name": rule.name,
            "level": rule.level,
            "says": page.summary,
            "why": list(page.why),
            "cites": list(rule.cites),
            "examples": [{"kind": each.kind, "text": each.text} for each in page.examples],
            "limit": limits[0] if limits and rule.limits else None,
            "limits": limits,
        }
    )


def _keys_of(ctx: click.Context, code: str, word: str) -> None:
    """The keys of a type, with those of the practice we are in; the schema is what lint asks."""
    from caseload_tools.chart.caseload import checker_for
    from caseload_tools.chart.records import RECORD_TYPES
    from caseload_tools.chart.records.checking import Checker
    from caseload_tools.lint.key_list import list_keys
    from caseload_tools.text.nearest import near_or_all

    if not code.startswith("STR"):
        raise CaseloadError(
            "a type of record goes with STR004 only", "`caseload explain STR004 session` lists the keys of a session"
        )
    if word not in RECORD_TYPES:
        raise CaseloadError("there is no such type of record", near_or_all(word, RECORD_TYPES))
    try:
        checker = checker_for(load_practice(practice_root(ctx.find_root().obj)))
    except CaseloadError:
        checker = Checker()
    click.echo(list_keys(word, checker.schema(word)), nl=False)


def _limit(key: str, held: InForce) -> dict[str, Any]:
    from caseload_tools.lint.explaining import how_to_change

    limit = held.limit(key)
    return {
        "key": key,
        "value": str(limit),
        "level": limit.severity,
        "source": limit.source,
        "cite": limit.cite,
        "unverified": limit.unverified,
        "counted_from": limit.start,
        "since": limit.since and limit.since.isoformat(),
        "at_other_times": [said for _, said in held.other_times(key)],
        "change": how_to_change(key, limit, held.table),
    }


def _of_profile(profile: str, as_of: str | None) -> InForce:
    from caseload_tools.lint.explaining import InForce
    from caseload_tools.text.nearest import near_or_all

    profile = profile_called(profile)
    if profile not in profile_names():
        raise CaseloadError("there is no such profile", near_or_all(profile, profile_names()))
    return InForce(load_periods(profile), _named(as_of))


def _in_force(ctx: click.Context, programme: str, today: str | None, as_of: str | None) -> InForce | None:
    """The limits of the practice we are in, or of one of its programmes; None outside any practice."""
    from caseload_tools.lint.explaining import InForce
    from caseload_tools.practice.mistakes import table_header
    from caseload_tools.text.english import upper_first
    from caseload_tools.text.nearest import list_known, near_or_all

    try:
        practice = load_practice(practice_root(ctx.find_root().obj))
    except CaseloadError:
        return None
    if programme and programme not in practice.programmes:
        hint = near_or_all(programme, practice.programmes)
        if (profile := profile_called(programme)) in profile_names():
            hint = f"it is a profile: `--profile {profile}`. {upper_first(list_known(practice.programmes))}"
        raise CaseloadError("there is no such programme", hint)
    table = table_header(("programmes", programme, "policy") if programme else ("policy",)).strip("[]")
    return InForce(practice.policies[programme], the_day(practice, today, as_of), table)


def _named(as_of: str | None) -> Day | None:
    return named_day("--as-of", as_of) if as_of else None


def _list(format_: str, prefix: str = "") -> None:
    from caseload_tools.lint.explaining import list_rules
    from caseload_tools.lint.rule import load_rules

    chosen = {code: each for code, each in load_rules().items() if code.startswith(prefix.upper())}
    if prefix and not chosen:
        raise CaseloadError(
            "no rule begins with this", "the families are STR, LNK, TIM, PLN, NOT, CON, RSK, MEA, FUP …"
        )
    if format_ == "text":
        click.echo(list_rules(chosen), nl=False)
        return
    print_json(
        [
            {"code": each.code, "name": each.name, "level": each.level, "says": each.summary, "cites": list(each.cites)}
            for each in chosen.values()
        ]
    )


@click.command(
    epilog="""\b
Examples:
  caseload rules            all of them
  caseload rules RSK        one family
"""
)
@click.argument("prefix", default="", metavar="[CODE]", shell_complete=complete_code)
@format_option("text", "json")
def rules(prefix: str, format_: str) -> None:
    """List the rules with their sentence, or those whose code begins with CODE."""
    _list(format_, prefix)
