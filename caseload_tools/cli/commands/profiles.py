"""`caseload profiles`: the policy profiles a practice or a programme can be held to, and one profile's limits."""

from __future__ import annotations

from typing import Any

import click

from caseload_tools.cli.common import (
    color_option,
    complete_profile,
    format_option,
    named_day,
    practice_root,
    print_json,
    wants_colour,
)
from caseload_tools.dates import count_of
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import (
    KEYS,
    Limit,
    load_periods,
    load_practice,
    profile_about,
    profile_called,
    profile_names,
)

EPILOG = """\b
Examples:
  caseload profiles                           which there are, and who uses them here
  caseload profiles iop                       what one sets, and where each figure comes from
  caseload profiles ccbhc --all               with what it takes from the profile below it
  caseload profiles ccbhc --as-of 2024-01-15  what held on that day
"""


@click.command(epilog=EPILOG)
@click.argument("name", required=False, shell_complete=complete_profile)
@click.option("--all", "everything", is_flag=True, help="Also what the profile takes from the one below it.")
@click.option("--as-of", metavar="DATE", help="Only what held on that day.")
@format_option("text", "json")
@color_option
@click.pass_context
def profiles(
    ctx: click.Context, name: str | None, everything: bool, as_of: str | None, format_: str, color: str
) -> None:
    """List the policy profiles, or show the limits of the one called NAME with their sources."""
    if name is None:
        _list(ctx, format_, wants_colour(color))
        return
    name = profile_called(name)
    if name not in profile_names():
        from caseload_tools.text.nearest import near_or_all

        raise CaseloadError("there is no such profile", near_or_all(name, profile_names()))
    limits = _limits(name, as_of)
    about, base = profile_about(name)
    if format_ == "json":
        shown = [_as_json(limit) for limit in limits if everything or limit.source == name]
        print_json({"name": name, "about": about, "builds_on": base or None, "limits": shown})
        return
    _show(name, limits, everything, wants_colour(color))


def _limits(name: str, as_of: str | None) -> list[Limit]:
    """The profile's limits in the order of the catalogue: every value that ever held, or those of a day."""
    periods = load_periods(name)
    if as_of:
        return [limit for limit in periods.policy_on(named_day("--as-of", as_of)) if limit.source]
    return [limit for key in KEYS for limit in periods.dated.get(key, ())]


def _as_json(limit: Limit) -> dict[str, Any]:
    key = KEYS[limit.key]
    return {
        "key": limit.key,
        "asks_that": key.about,
        "family": key.family,
        "value": str(limit),
        "level": limit.severity,
        "counted_from": limit.start,
        "since": limit.since and limit.since.isoformat(),
        "source": limit.source,
        "cite": limit.cite,
        "unverified": limit.unverified,
    }


def _used_by(ctx: click.Context) -> dict[str, list[str]]:
    """By profile, the programmes of the practice we are in that are held to it; empty outside any practice."""
    try:
        practice = load_practice(practice_root(ctx.find_root().obj))
    except CaseloadError:
        return {}
    found: dict[str, list[str]] = {practice.profile: ["the practice"]}
    for programme in practice.programmes.values():
        found.setdefault(programme.profile, []).append(programme.id)
    return found


def _list(ctx: click.Context, format_: str, colour: bool) -> None:
    used = _used_by(ctx)
    rows = []
    for name in profile_names():
        about, base = profile_about(name)
        own = [limit for values in load_periods(name).dated.values() for limit in values if limit.source == name]
        unsure = list(dict.fromkeys(limit.key for limit in own if limit.unverified))
        rows.append((name, about, base, len({limit.key for limit in own}), unsure, used.get(name, [])))
    if format_ == "json":
        keys = ("name", "about", "builds_on", "limits", "unverified", "used_by")
        print_json([dict(zip(keys, (*row[:2], row[2] or None, *row[3:]), strict=True)) for row in rows])
        return
    from caseload_tools.cli.terminal import print_report
    from caseload_tools.reports import Report, Table

    told = tuple((n, about, own, len(unsure) or "", ", ".join(use)) for n, about, _, own, unsure, use in rows)
    table = Table(f"Profiles, {len(rows)}", ("profile", "for", "limits", "unchecked", "used by"), told)
    lead = 'caseload.toml names one: profile = "iop". Each limit can be changed there.'
    print_report(Report("Profiles", lead, (table,)), colour)


def _show(name: str, limits: list[Limit], everything: bool, colour: bool) -> None:
    from caseload_tools.cli.terminal import print_report
    from caseload_tools.reports import Report, Table

    about, base = profile_about(name)
    shown = [limit for limit in limits if everything or limit.source == name]
    tables = []
    for family in dict.fromkeys(KEYS[limit.key].family for limit in shown):
        rows = tuple(_row(limit) for limit in shown if KEYS[limit.key].family == family)
        tables.append(Table(family, ("limit", "value", "level", "what", "why"), rows))
    rest = len(limits) - len(shown)
    more = f" {count_of(rest, 'more limit')} from {base}: --all shows them." if rest else ""
    print_report(Report(name, f"{name}: {about}{more}", tuple(tables)), colour)


def _row(limit: Limit) -> tuple[str, str, str, str, str]:
    since = f", since {limit.since}" if limit.since else ""
    counted = f", from {limit.start}" if limit.start else ""
    return limit.key, f"{limit}{since}", limit.severity, KEYS[limit.key].about + counted, limit.why
