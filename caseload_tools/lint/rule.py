"""`@rule`: how one function becomes a rule, and the registry that holds them all.

A rule is a function of one thing. What it runs over is read from the type of its first
parameter, what else it needs from the types of the others. A function that cannot be a rule
is refused here, at import, in a sentence that says what to do; rules are run in engine.py.
"""

from __future__ import annotations

import re
import sys
import types
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Any, Literal, TypeVar, cast

from caseload_tools.chart.across.gathering import Gathering
from caseload_tools.chart.records import Part, Problem, Record
from caseload_tools.errors import CaseloadError
from caseload_tools.practice.keys import KEYS
from caseload_tools.shipped import modules_in
from caseload_tools.values import frozen

Level = Literal["error", "warning", "advice"]
LEVELS: tuple[Level, ...] = ("error", "warning", "advice")

FAMILIES = {
    "STR": "structure",
    "LNK": "links and the golden thread",
    "TIM": "timeliness",
    "PLN": "plan quality",
    "NOT": "note quality",
    "CON": "consent",
    "PRV": "privacy",
    "RSK": "risk and safety",
    "MEA": "measures",
    "SIG": "signatures and integrity",
    "FUP": "follow-up",
    "BIL": "billing and hours",
    "ALW": "allowances",
    "GIT": "the next commit",
    "ENG": "the engine itself",
}

# Codes that were shipped and withdrawn. A code is never used for something else: an allowance or a
# baseline of an old practice would silently come to mean the new thing.
RETIRED: frozenset[str] = frozenset()

# What a rule may ask for after its first parameter, by the name of the type.
GIVEN = ("Chart", "Policy", "Practice", "History", "date")
IF_ANY = "?"  # behind the name of what may be missing

# What nobody may allow, whatever a rule says of itself: broken signatures, allowances, commits, our own faults.
INTEGRITY = ("SIG", "ALW", "GIT", "ENG")

F = TypeVar("F", bound=Callable[..., Iterator[Problem]])
_CODE = re.compile(r"[A-Z]{3}\d{3}\Z", re.ASCII)
_LABEL = {word: re.compile(rf"^[ \t]*{word}:[ \t]*$", re.MULTILINE) for word in ("Bad", "Good", "Fixed")}


class WrongRule(CaseloadError):
    """A function that cannot be a rule, with the reason and the way out."""


@frozen
class Rule:
    """A registered rule. `over` are the classes it runs over, `takes` the names of what else it is given."""

    code: str
    name: str
    function: Callable[..., Iterator[Problem]]
    over: tuple[type[Any], ...]
    takes: tuple[str, ...]
    level: Level
    cites: tuple[str, ...]
    allowable: bool
    prose: bool
    limits: tuple[str, ...]
    fixes: bool
    adoptable: bool = True
    own: bool = False
    as_written: bool = False
    rests_on: tuple[str, ...] = ()

    @property
    def docstring(self) -> str:
        """The text that is the rule's page, its explanation and its tests."""
        return self.function.__doc__ or ""

    @property
    def summary(self) -> str:
        """What the rule says in one sentence."""
        return self.docstring.strip().partition("\n")[0].strip()

    @property
    def family(self) -> str:
        """The three letters a code starts with."""
        return self.code[:3]

    @property
    def across(self) -> bool:
        """True when the rule compares charts: it runs over a gathering, once, after all charts have passed."""
        return bool(self.over) and Gathering in self.over[0].__mro__

    @property
    def reads_content(self) -> bool:
        """True for rules over records, their parts and charts; false for those over files and problems."""
        return any(
            issubclass(cls, Record | Part) or cls.__name__ in ("Chart", "Caseload", "PracticeShelf")
            for cls in self.over
        )


RULES: dict[str, Rule] = {}
_LOADED: set[str] = set()
_NAMED: dict[str, str] = {}  # the code that each name was last given to


def rule(
    code: str,
    *,
    cites: str | tuple[str, ...],
    level: Level = "error",
    allowable: bool = True,
    prose: bool = False,
    limit: str | tuple[str, ...] = (),
    fixes: bool = False,
    adoptable: bool = False,
    own: bool = False,
    rests_on: tuple[str, ...] = (),
    as_written: bool = False,
) -> Callable[[F], F]:
    """Register a function as a rule.

    `cites` says where the demand comes from: a row of the requirements (`S2.32`) or a regulation. `prose` marks a
    rule that reads free text and so may not be an error. `limit` is the key of the policy limit the rule applies: the
    limit's severity then decides the level, and `off` switches the rule off; of several keys the first that is on
    decides the level, and the rule is off when all of them are. `fixes` says that its problems may carry a repair,
    which a `Fixed:` example then shows. `adoptable` lets what nobody may allow be laid down in a baseline all the
    same: old plans that were never signed. `own` says that a record may set for itself what the limit sets for all, so
    that the rule goes on, as advice, while all its limits are off: lint hides nothing that `caseload due` shows.
    `rests_on` are the keys whose absence makes the rule speak elsewhere in the record: where one of them stands and was
    not understood, or is misspelt, the rule is silent, since that key is told of already.
    `as_written` says that the rule rests on the text as it is written and on the past, so that it is asked of a record
    whose values were lost as well: a slip in a signature must not hide that what was signed was changed.
    """

    def register(function: F) -> F:
        name = function.__name__.replace("_", "-")
        sources = (cites,) if isinstance(cites, str) else cites
        _check_code(code, name)
        limits = (limit,) if isinstance(limit, str) else limit
        _check_claims(code, level, prose, sources, limits)
        _check_docstring(code, function.__doc__, fixes)
        over, takes = _parameters(code, function)
        may_allow = allowable and code[:3] not in INTEGRITY
        known = may_allow or adoptable
        claims = (level, sources, may_allow, prose, limits, fixes, known, own, as_written, rests_on)
        RULES[code] = Rule(code, name, function, over, takes, *claims)
        return function

    return register


def _check_code(code: str, name: str) -> None:
    if not _CODE.match(code) or code[:3] not in FAMILIES:
        raise WrongRule(
            f"{code} is not a rule code",
            f"write one of {', '.join(FAMILIES)} and three digits, for example PLN005",
        )
    if code in RETIRED:
        raise WrongRule(f"{code} was used by an earlier rule and is retired", "take the next free number of the family")
    if code in RULES:
        raise WrongRule(
            f"{code} is already the rule {RULES[code].name}", f"give {name} the next free number of the family"
        )
    other = _NAMED.get(name)
    if other in RULES and RULES[other].name == name:
        raise WrongRule(f"{other} already has the name {name}", f"rename the function of {code}")
    _NAMED[name] = code


def _check_claims(code: str, level: str, prose: bool, sources: tuple[str, ...], limits: tuple[str, ...]) -> None:
    if level not in LEVELS:
        raise WrongRule(f"{code}: `{level}` is not a level", f"write one of {', '.join(LEVELS)}")
    if prose and level == "error":
        raise WrongRule(f"{code} reads prose and so cannot be an error", 'write level="warning" or level="advice"')
    if not any(source.strip() for source in sources):
        raise WrongRule(f"{code} names no source", 'say where the demand comes from, for example cites="S2.32"')
    for limit in limits:
        if limit not in KEYS:
            raise WrongRule(
                f"{code} applies a limit `{limit}` that no policy knows", "add it to practice/keys.py first"
            )


def _check_docstring(code: str, text: str | None, repairs: bool) -> None:
    if sys.flags.optimize >= 2:  # `python -OO` drops every docstring; the rules still run.
        return
    if not text or not text.strip():
        raise WrongRule(f"{code} has no docstring", "say in one sentence what is wrong, then why, then Bad: and Good:")
    wanted = ("Bad", "Good", "Fixed") if repairs else ("Bad", "Good")
    for word in wanted:
        if not _LABEL[word].search(text):
            raise WrongRule(
                f"{code} has no `{word}:` example", f"add a line `{word}:` with an indented example below it"
            )


def _parameters(code: str, function: Callable[..., Any]) -> tuple[tuple[type[Any], ...], tuple[str, ...]]:
    annotated = function.__code__.co_varnames[: function.__code__.co_argcount]
    hints = function.__annotations__
    if not annotated:
        raise WrongRule(f"{code} has no parameter", "name what it runs over, for example `objective: Objective`")
    for parameter in annotated:
        if parameter not in hints:
            raise WrongRule(
                f"{code}: the parameter `{parameter}` has no type", "annotate it; the type says what is given"
            )
    over = tuple(_kinds(code, function, hints[annotated[0]]))
    takes = tuple(_given(code, function, name, hints[name]) for name in annotated[1:])
    return over, takes


def _kinds(code: str, function: Callable[..., Any], hint: Any) -> Iterable[type[Any]]:
    """The classes of an annotation: `Objective`, `plan.Objective`, `Session | Contact`."""
    if not isinstance(hint, str):
        found = hint.__args__ if isinstance(hint, types.UnionType) else (hint,)
        return cast("tuple[type[Any], ...]", found)
    return [_named(code, function, name.strip()) for name in hint.split("|")]


def _named(code: str, function: Callable[..., Any], name: str) -> type[Any]:
    first, *rest = name.split(".")
    found: Any = function.__globals__.get(first)
    for step in rest:
        found = getattr(found, step, None)
    if not isinstance(found, type):
        raise WrongRule(
            f"{code}: the type `{name}` is not known where the rule stands", "import it, not only for type checking"
        )
    return found


def _given(code: str, function: Callable[..., Any], parameter: str, hint: Any) -> str:
    """The name of what a further parameter asks for; `Day` is `date` under another name.

    `chart: Chart | None` asks for a chart if there is one, which a record of the practice has not: `Chart?`.
    """
    name = hint.strip() if isinstance(hint, str) else getattr(hint, "__name__", "")
    if isinstance(hint, str) and name.endswith("| None"):
        return _given(code, function, parameter, name.removesuffix("| None")) + IF_ANY
    known = function.__globals__.get(name)
    last = known.__name__ if isinstance(known, type) else name.split(".")[-1]
    if last not in GIVEN:
        raise WrongRule(
            f"{code}: nothing of the type `{name}` can be given for `{parameter}`",
            f"a rule may ask for {', '.join(GIVEN)}",
        )
    return last


def load_rules(package: str = "caseload_tools.lint.rules") -> dict[str, Rule]:
    """Import every file of the open folder and return the registry in the order of codes."""
    if package not in _LOADED:  # asked ten times in each run of lint
        for module in modules_in(import_module(package).__path__):
            import_module(f"{package}.{module}")
        _LOADED.add(package)
    ordered = sorted(RULES.items())
    if list(RULES) != [code for code, _ in ordered]:
        RULES.clear()
        RULES.update(ordered)
    return RULES


def _rule_that_failed() -> Iterator[Problem]:
    """A rule failed on a record, which is a mistake of this program.

    The other rules went on, and nothing was changed. The finding names the rule and the line of our code, and
    nothing of the record, so that it can be reported as it stands.
    """
    yield from ()


ENGINE = Rule(
    "ENG001", "rule-that-failed", _rule_that_failed, (), (), "error", ("the engine",), False, False, (), False, False
)


def _commit_that_is_refused() -> Iterator[Problem]:
    """The commit's hook refuses what is staged.

    What was signed or committed stays in the records: it is not deleted, emptied, moved to where nobody reads it, or
    replaced by a link. Nor does a client's name go into a path or a branch, or a key into the repository.
    `caseload lint --staged` asks the same as the hook, so that nobody learns it only from the commit.
    """
    yield from ()


REFUSED = Rule(
    "GIT001",
    "commit-that-is-refused",
    _commit_that_is_refused,
    (),
    (),
    "error",
    ("the commit's hook",),
    False,
    False,
    (),
    False,
    False,
)
BESIDE_RULES = {each.code: each for each in (ENGINE, REFUSED)}
"""What a finding can also come from, though nobody asks it of a record."""


def rule_behind(code: str) -> Rule:
    """The rule that a finding of this code comes from."""
    return RULES.get(code) or BESIDE_RULES[code]
