"""Which rules run: `--select`, `--ignore` and their counterparts in caseload.toml.

A rule is named by its code, by the start of it (`PLN`) or by its name. The more exact word
wins, so `--ignore PLN --select PLN005` runs the one. A word that names nothing is the user's
mistake and is never passed over in silence: a misspelt `--select` would look like a clean chart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from caseload_tools.errors import CaseloadError
from caseload_tools.lint.rule import Rule
from caseload_tools.text.nearest import nearest, suggest

EVERYTHING = "ALL"


def chosen_codes(
    rules: Mapping[str, Rule],
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    extend_select: Sequence[str] = (),
    extend_ignore: Sequence[str] = (),
) -> frozenset[str]:
    """The codes that run. Nothing selected means all; ties between select and ignore go to ignore."""
    wanted = [_prefix(rules, word) for word in (*(select or [EVERYTHING]), *extend_select)]
    unwanted = [_prefix(rules, word) for word in (*ignore, *extend_ignore)]
    return frozenset(code for code in rules if _exactness(code, wanted) > _exactness(code, unwanted))


def _exactness(code: str, prefixes: Iterable[str]) -> int:
    """How much of a code the longest fitting prefix names; -1 when none fits."""
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=-1)


def _prefix(rules: Mapping[str, Rule], word: str) -> str:
    """The start of a code that a word of the user stands for."""
    wanted = word.strip()
    if wanted.upper() == EVERYTHING:
        return ""
    if wanted and any(code.startswith(wanted.upper()) for code in rules):
        return wanted.upper()
    return find_rule(rules, wanted).code


def find_rule(rules: Mapping[str, Rule], word: str) -> Rule:
    """A rule by its code or its name, whatever the capitals. Raises CaseloadError with the nearest one."""
    wanted = word.strip()
    found = rules.get(wanted.upper())
    if found is None:
        name = wanted.lower().replace("_", "-")
        found = next((each for each in rules.values() if each.name == name), None)
    if found is None:
        raise CaseloadError(f"there is no rule `{wanted}`", nearest_rule(rules, wanted))
    return found


def nearest_rule(rules: Mapping[str, Rule], word: str) -> str:
    """A hint that names the rule most like a misspelt word, or where all of them are listed."""
    names = {each.name: each.code for each in rules.values()}
    families = {code[:3] for code in rules}
    if code := nearest(word, [*rules, *families]):
        return suggest(code)
    if name := nearest(word, names):
        return suggest(names[name], name)
    return "`caseload explain` lists all rules"
