"""The manual's pages of the rules, written from the rules themselves. Gives texts, writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from caseload_tools.lint.docstring import Example, page_of
from caseload_tools.lint.rule import FAMILIES, Rule
from caseload_tools.text.safe_text import show_controls

_LABELS = {"Bad": "Found", "Good": "Not found", "Fixed": "After `caseload fix`"}
_CONFIGURATION = "[configuration](../configuration.md)"


INTRODUCTION = """\
# Rules

What `caseload lint` looks for. A rule's page says why, where it comes from, and shows what is found and what
is not; the tests run every one of these examples. In the terminal: `caseload explain PLN005`, or its name in
place of the code.

- **error**: something a record must have is missing or wrong, by its own dates, ids and words.
- **warning**: very probably wrong, or due. A rule that has to read prose to find out is a warning at most.
- **advice**: could be better; it never makes `lint` fail.

A rule with a limit takes its figure and its level from the policy: see [configuration](../configuration.md), which
also says how to change one. The source is a regulation, or a sentence (S0.7) of the five documents that this tool
was built from. Rules marked † cannot be [allowed](../../how-to/allow-a-finding.md) in a record.
"""


def rules_page(rules: Iterable[Rule]) -> str:
    """The list of all rules by family: level, limit, source, and a link to the page of each."""
    lines = [INTRODUCTION]
    known = list(rules)
    for family in FAMILIES:
        found = sorted((each for each in known if each.family == family), key=lambda each: each.code)
        if found:
            lines += [
                f"## {family}: {FAMILIES[family]}",
                "",
                "| code | says | level | limit | source |",
                "|---|---|---|---|---|",
            ]
            lines += [*map(_row, found), ""]
    return "\n".join(lines)


def _row(rule: Rule) -> str:
    mark = "" if rule.allowable else " †"
    limit = ", ".join(f"`{each}`" for each in rule.limits)
    says = f"{rule.summary}<br>`{rule.name}`"
    return f"| [{rule.code}]({rule.code}.md){mark} | {says} | {rule.level} | {limit} | {', '.join(rule.cites)} |"


def rule_page(rule: Rule) -> str:
    """One rule: its sentence, why, what it rests on, what decides its level, its examples, how to allow it."""
    page = page_of(rule)
    parts = [f"# {rule.code}: {rule.name}", f"**{page.summary}**", *page.why, "\n".join(_facts(rule))]
    parts += map(_example, page.examples)
    if rule.allowable:
        parts.append(
            "## Leaving it out in one place\n\nWrite beside it, with your reason and, if it ends, the day:\n\n"
            f"```yaml\n# caseload: allow[{rule.code}] reason (until 2026-12-31)\n```"
        )
    else:
        more = " What a practice begins with may be laid down in a [baseline](../../how-to/adopt-old-charts.md)."
        said = "This rule cannot be allowed away: it guards the record itself."
        parts.append(said + (more if rule.adoptable else ""))
    return "\n\n".join(parts) + "\n"


def _facts(rule: Rule) -> Iterator[str]:
    yield f"- Level: {rule.level}" + (", since it reads prose and cannot be sure" if rule.prose else "")
    yield f"- Rests on: {'; '.join(rule.cites)}"
    if len(rule.limits) == 1:
        yield f"- Limit: `{rule.limits[0]}` of the policy, which also sets the level: {_CONFIGURATION}"
    elif rule.limits:
        keys = ", ".join(f"`{each}`" for each in rule.limits)
        yield f"- Limits: {keys} of the policy; the first of them that is on sets the level: {_CONFIGURATION}"
    if rule.fixes:
        yield "- `caseload fix` repairs it where there is a single meaning"


def _example(example: Example) -> str:
    return f"## {_LABELS[example.kind]}\n\n```text\n{_seen(example.text)}\n```"


def _seen(text: str) -> str:
    """An example on a page, where what nobody could see is written out."""
    return "\n".join(show_controls(line) for line in text.split("\n"))
