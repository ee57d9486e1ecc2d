"""A rule told to a person: what it says, why, where it comes from, the limits in force, examples.

The text is the rule's own docstring, the same that the tests run and the manual prints.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from caseload_tools.lint.docstring import RulePage, page_of
from caseload_tools.lint.rule import BESIDE_RULES, FAMILIES, Rule
from caseload_tools.practice import KEYS, Limit, Periods, Policy
from caseload_tools.text.safe_text import show_controls, styled_text

_WIDTH = 78


@dataclass(frozen=True, slots=True)
class InForce:
    """The limits that hold somewhere on a day (None: now), and the table of caseload.toml that changes them there."""

    periods: Periods
    day: date | None = None
    table: str = "policy"

    def limit(self, key: str) -> Limit:
        """The value in force on that day."""
        return self.periods.policy_on(self.day)[key]

    def other_times(self, key: str) -> Iterator[tuple[bool, str]]:
        """What held at other times: whether that is later, and in words: `90 days to 2024-06-30`."""
        values, now = self.periods.dated.get(key, ()), self.limit(key)
        later = now not in values
        for limit, following in zip(values, (*values[1:], None), strict=False):
            if limit == now:
                later = True
                continue
            until = f" to {following.since - timedelta(days=1)}" if following is not None and following.since else ""
            yield later, f"{limit}{f' since {limit.since}' if limit.since else ''}{until}"


def limits_of(rule: Rule) -> tuple[str, ...]:
    """The limits a rule applies: those that switch it on and off first, then those it asks for by name."""
    asked = (name for name in rule.function.__code__.co_consts if isinstance(name, str) and name in KEYS)
    return tuple(dict.fromkeys((*rule.limits, *asked)))


def how_to_change(key: str, limit: Limit, table: str) -> str:
    """A line for caseload.toml: the limit as it is, ready for another figure, or a yes turned into a no."""
    if KEYS[key].kind in ("time", "sessions"):
        example = "3 sessions" if KEYS[key].kind == "sessions" else "30 days"
        value = f'"{example if limit.off else limit}"'
    elif KEYS[key].kind == "yes or no":
        value = "false" if limit.value is True else "true"
    else:
        value = "1" if limit.off else str(limit.value)
    return f"[{table}] {key} = {value}"


def explain_rule(rule: Rule, held: InForce | Policy | None = None, *, colour: bool = False) -> str:
    """The page of a rule for the terminal. `held` gives the limits in force, if the rule has any."""
    if isinstance(held, Policy):
        held = InForce(Periods(held.name, {key: (limit,) for key, limit in held.limits.items()}))
    if rule.code in BESIDE_RULES:
        return f"{_title(rule, colour)}\n\n{inspect.cleandoc(rule.docstring)}\n"
    page = page_of(rule)
    parts = [_title(rule, colour), _wrapped(page.summary)]
    parts += [_wrapped(paragraph) for paragraph in page.why]
    parts.append("\n".join(textwrap.fill(fact, _WIDTH, subsequent_indent=" " * 9) for fact in _facts(rule, held)))
    parts += list(_examples(page, colour))
    if rule.allowable:
        parts.append(
            "To allow it in one place, write beside it, with your reason:\n"
            f"    # caseload: allow[{rule.code}] reason (until 2026-12-31)\n"
            f"    <!-- caseload: allow[{rule.code}] reason -->   in the text below the front matter"
        )
    else:
        more = " What a practice begins with may be laid down: `caseload lint --write-baseline`."
        parts.append("This rule cannot be allowed away." + (more if rule.adoptable else ""))
    return "\n\n".join(parts) + "\n"


def _title(rule: Rule, colour: bool) -> str:
    return f"{styled_text(rule.code, rule.level, colour)}  {styled_text(rule.name, 'strong', colour)}  ({rule.level})"


def _wrapped(text: str) -> str:
    return textwrap.fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _facts(rule: Rule, held: InForce | None) -> Iterator[str]:
    yield f"Family:  {FAMILIES[rule.family]}"
    yield f"Source:  {', '.join(rule.cites)}"
    for name in limits_of(rule):
        key = KEYS[name]
        yield f"Limit:   {name}: {key.about.lower()}" + (f", from {key.start}" if key.start else "")
        if held is None:
            yield f"Change:  [policy] {name} = … in caseload.toml"
            continue
        limit = held.limit(name)
        source = show_controls(", ".join(filter(None, (limit.source, limit.why))))
        yield f"Here:    {limit}" + (f" ({source})" if source else " (no profile in use here sets it)")
        if limit.off and rule.own:
            yield "Own:     what a record sets for itself is told all the same, as advice"
        for later, said in held.other_times(name):
            yield f"{'Later:' if later else 'Before:':<9}{said}"
        off = "" if limit.off or key.kind == "yes or no" else "; false switches it off"
        yield f"Change:  {how_to_change(name, limit, held.table)} in caseload.toml{off}"


def _examples(page: RulePage, colour: bool) -> Iterator[str]:
    style = {"Bad": "error", "Good": "good", "Fixed": "good"}
    for example in page.examples:
        lines = (show_controls(line) for line in example.text.split("\n"))
        indented = textwrap.indent("\n".join(lines) or "(the smallest record of its type)", "    ")
        yield f"{styled_text(example.kind + ':', style[example.kind], colour)}\n{indented}"


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
