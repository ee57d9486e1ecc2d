"""A rule told to a person: what it says, why, where it comes from, the limit in force, examples.

The text is the rule's own docstring, the same that the tests run and the manual prints.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping

from caseload_tools.lint.docstring import Page, page_of
from caseload_tools.lint.formats.safe import safe, styled
from caseload_tools.lint.rule import ENGINE, FAMILIES, Rule
from caseload_tools.practice import KEYS, Policy

_WIDTH = 78


def explain(rule: Rule, policy: Policy | None = None, *, colour: bool = False) -> str:
    """The page of a rule for the terminal. `policy` gives the limit in force, if the rule has one."""
    if rule is ENGINE:
        return f"{_title(rule, colour)}\n\n{textwrap.dedent('    ' + rule.docstring.strip())}\n"
    page = page_of(rule)
    parts = [_title(rule, colour), _wrapped(page.summary)]
    parts += [_wrapped(paragraph) for paragraph in page.why]
    parts.append("\n".join(textwrap.fill(fact, _WIDTH, subsequent_indent=" " * 9) for fact in _facts(rule, policy)))
    parts += list(_examples(page, colour))
    if rule.waivable:
        parts.append(
            "To allow it in one place, write beside it, with your reason:\n"
            f"    # caseload: allow[{rule.code}] reason (until 2026-12-31)\n"
            f"    <!-- caseload: allow[{rule.code}] reason -->   in the text below the front matter"
        )
    else:
        parts.append("This rule cannot be allowed away.")
    return "\n\n".join(parts) + "\n"


def _title(rule: Rule, colour: bool) -> str:
    return f"{styled(rule.code, rule.level, colour)}  {styled(rule.name, 'strong', colour)}  ({rule.level})"


def _wrapped(text: str) -> str:
    return textwrap.fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _facts(rule: Rule, policy: Policy | None) -> Iterator[str]:
    yield f"Family:  {FAMILIES[rule.family]}"
    yield f"Source:  {', '.join(rule.cites)}"
    if rule.limit:
        key = KEYS[rule.limit]
        yield f"Limit:   {rule.limit}: {key.about.lower()}" + (f", from {key.start}" if key.start else "")
        if policy is not None:
            limit = policy[rule.limit]
            source = safe(", ".join(filter(None, (limit.source, limit.why))))
            yield f"Here:    {limit}" + (f" ({source})" if source and not limit.off else "")
        yield f'Change:  [policy] {rule.limit} = "…" in caseload.toml'


def _examples(page: Page, colour: bool) -> Iterator[str]:
    style = {"Bad": "error", "Good": "good", "Fixed": "good"}
    for example in page.examples:
        indented = textwrap.indent(example.text or "(the smallest record of its type)", "    ")
        yield f"{styled(example.kind + ':', style[example.kind], colour)}\n{indented}"


def list_rules(rules: Mapping[str, Rule] | Iterable[Rule]) -> str:
    """All rules in the order of codes, by family, one line each."""
    known = list(rules.values()) if isinstance(rules, Mapping) else list(rules)
    lines: list[str] = []
    for family, title in FAMILIES.items():
        own = [rule for rule in known if rule.family == family]
        if own:
            lines += ["", f"{family}  {title}"]
            lines += [f"  {rule.code}  {rule.level:<7}  {rule.summary}" for rule in own]
    return "\n".join(lines).lstrip("\n") + "\n"
