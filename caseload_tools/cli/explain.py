"""`caseload explain CODE`: one rule, why it is there, what to do; or the list of all."""

from __future__ import annotations

import click

from caseload_tools.cli.common import (
    color_option,
    complete_code,
    complete_programme,
    format_option,
    practice_root,
    print_json,
    wants_colour,
)
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import Policy, load_practice

EPILOG = """\b
Examples:
  caseload explain PLN005                           one rule
  caseload explain objective-without-target-date    the same, by its name
  caseload explain TIM003 --programme virtual-iop   with the limit in force there
  caseload explain                                  the list of all rules
"""


@click.command(epilog=EPILOG)
@click.argument("code", required=False, shell_complete=complete_code)
@click.option(
    "--programme", metavar="ID", default="", shell_complete=complete_programme, help="With this programme's limits."
)
@format_option("text", "json")
@color_option
@click.pass_context
def explain(ctx: click.Context, code: str | None, programme: str, format_: str, color: str) -> None:
    """Explain a rule: what it says, why, where it comes from, bad and good examples."""
    from caseload_tools.lint.docstring import page_of
    from caseload_tools.lint.explaining import explain as explain_rule
    from caseload_tools.lint.rule import load_rules
    from caseload_tools.lint.selecting import find_rule

    rules = load_rules()
    if code is None:
        _list(format_)
        return
    rule = find_rule(rules, code)
    policy = _policy(ctx, programme)
    if format_ == "text":
        click.echo(explain_rule(rule, policy, colour=wants_colour(color)), nl=False, color=True)
        return
    page = page_of(rule)
    limit = policy[rule.limit] if policy is not None and rule.limit else None
    print_json(
        {
            "code": rule.code,
            "name": rule.name,
            "level": rule.level,
            "says": page.summary,
            "why": list(page.why),
            "cites": list(rule.cites),
            "examples": [{"kind": each.kind, "text": each.text} for each in page.examples],
            "limit": None if limit is None else {"key": limit.key, "value": str(limit), "cite": limit.cite},
        }
    )


def _policy(ctx: click.Context, programme: str) -> Policy | None:
    try:
        practice = load_practice(practice_root(ctx.find_root().obj))
    except CaseloadError:
        return None
    if programme and programme not in practice.programmes:
        raise CaseloadError("there is no such programme", f"there are: {', '.join(sorted(practice.programmes))}")
    return practice.policy(programme or None)


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
