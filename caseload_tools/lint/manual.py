"""The manual's pages of the rules, written from the rules themselves. Gives texts, writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from caseload_tools.lint.docstring import Example, page_of
from caseload_tools.lint.rule import FAMILIES, Rule

_LABELS = {"Bad": "Found", "Good": "Not found", "Fixed": "After `caseload fix`"}


def rules_page(rules: Iterable[Rule]) -> str:
    """The list of all rules by family, each with a link to its page."""
    lines = [
        "# Rules",
        "",
        "What `caseload lint` looks for. A rule's page says why, where it comes from, and shows what is found and what",
        "is not; the tests run every one of these examples. In the terminal: `caseload explain PLN005`.",
    ]
    for family, found in groupby(sorted(rules, key=lambda each: each.code), key=lambda each: each.family):
        lines += ["", f"## {family}: {FAMILIES[family]}", "", "| code | level | says |", "|---|---|---|"]
        lines += [f"| [{each.code}]({each.code}.md) | {each.level} | {each.summary} |" for each in found]
    return "\n".join(lines) + "\n"


def rule_page(rule: Rule) -> str:
    """One rule: its sentence, why, what it rests on, what decides its level, its examples, how to allow it."""
    page = page_of(rule)
    parts = [f"# {rule.code}: {rule.name}", f"**{page.summary}**", *page.why, "\n".join(_facts(rule))]
    parts += map(_example, page.examples)
    if rule.waivable:
        parts.append(
            "## Leaving it out in one place\n\nWrite beside it, with your reason and, if it ends, the day:\n\n"
            f"```yaml\n# caseload: allow[{rule.code}] reason (until 2026-12-31)\n```"
        )
    else:
        parts.append("This rule cannot be allowed away: it guards the record itself.")
    return "\n\n".join(parts) + "\n"


def _facts(rule: Rule) -> Iterator[str]:
    yield f"- Level: {rule.level}" + (", since it reads prose and cannot be sure" if rule.prose else "")
    yield f"- Rests on: {'; '.join(rule.cites)}"
    if rule.limit:
        yield f"- Limit: `{rule.limit}` of the policy, which also sets the level: [configuration](../configuration.md)"
    if rule.fixes:
        yield "- `caseload fix` repairs it where there is a single meaning"


def _example(example: Example) -> str:
    return f"## {_LABELS[example.kind]}\n\n```text\n{example.text}\n```"
