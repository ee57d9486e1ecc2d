"""Which values of a record were lost, and which of them a date or a question of risk goes by: unknown is never "no".

A value that its schema could not take is one that nobody sees: `status: Active` would close a chart, `risk: High` would
be no risk, `do_not_contact: Yes!` no wish. The rules say what is wrong with it; here stands what it touches, for
whoever says what is due.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from caseload_tools.chart.records.checking import Checker, CodedProblem
from caseload_tools.chart.records.schemas import bundled_schema
from caseload_tools.practice.measures import MEASURES
from caseload_tools.text.front_matter.marks import KeyPath
from caseload_tools.text.nearest import nearest

DUE, RISK, SAID = "what is due", "the risk", "what the record says"
_DATE = (DUE,)
_BOTH = (DUE, RISK)
_SIGNED = {"author": _DATE, "signatures": _DATE}
_NEEDED = {"status", "attendance", "kind", "with", "direction"}
"""Without these words nobody can tell what a record asks for, so that one that is not there is unknown too."""
_LIKE_A_KEY = 0.7

# By type, the keys that clocks and questions of risk go by, and which of the two. tests/test_lost_values.py compares
# it with what the clocks read.
ASKED: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "client": {
            **dict.fromkeys(("status", "opened", "closed"), _BOTH),
            **dict.fromkeys(("programme", "clinician", "supervisor", "cadence", "enrolments"), _DATE),
            **dict.fromkeys(("prefers", "safe_channels", "flags", "born"), _DATE),
            **dict.fromkeys(("fee_basis", "fee_agreed_on", "fee_review_on", "acknowledged"), _DATE),
        },
        "session": {
            "attendance": _BOTH,
            **dict.fromkeys(("risk", "safety_plan"), (RISK,)),
            **dict.fromkeys(("clinician", "service", "next", "outreach", "relapse"), _DATE),
            **dict.fromkeys(("rescheduled_to", "programme", "group"), _DATE),
            "cancelled_by": _DATE,
            "participants": _BOTH,
        },
        "assessment": {
            **dict.fromkeys(("risk", "safety_plan"), (RISK,)),
            **dict.fromkeys(("kind", "clinician", "reassess_on"), _DATE),
        },
        "contact": {
            "with": _BOTH,
            **dict.fromkeys(("risk", "safety_plan"), (RISK,)),
            "face_to_face": _DATE,
            **dict.fromkeys(("staff", "clinician", "direction", "purpose", "received", "responded", "referral"), _DATE),
        },
        "plan": dict.fromkeys(
            ("status", "clinician", "review_every", "frequency", "supersedes", "based_on", "measures", "objectives"),
            _DATE,
        ),
        "review": dict.fromkeys(("plan", "next_review", "clinician"), _DATE),
        "safety-plan": {"kind": _BOTH, "review_on": _DATE},
        "referral": dict.fromkeys(("status", "check_by", "clinician", "outcome_on", "replaced_by"), _DATE),
        "consent": dict.fromkeys(("kind", "status", "expires", "signed_on", "revoked_on", "signed_by"), _DATE),
        "discharge": dict.fromkeys(("check_ins", "check_ins_until", "clinician"), _DATE),
        "addendum": dict.fromkeys(("to", "kind"), _DATE),
        "measure": {},
        "complaint": dict.fromkeys(("received", "acknowledged", "resolved", "owner"), _DATE),
        "task": dict.fromkeys(("owner", "due", "status", "ended_on"), _DATE),
        "incident": dict.fromkeys(("kind", "owner", "told", "report", "reported_on", "follow_up"), _DATE),
        "meeting": {"decisions": _DATE},
        "policy": dict.fromkeys(("effective", "last_reviewed", "review_every", "owner", "ack_required"), _DATE),
        "agency": {"last_checked": _DATE},
        "feedback": {"owner": _DATE},
        "group": {"attendance": _DATE},
    }
)


def questions_of(word: str, key: object, measure_ids: Collection[str] = ()) -> tuple[str, ...]:
    """What a key of a type is asked for: what is due, the risk, both or neither."""
    if not isinstance(key, str) or word not in ASKED:
        return ()
    if key in MEASURES or key in measure_ids:
        return _BOTH
    return ASKED[word].get(key, _SIGNED.get(key, ()))


def lost_paths(
    word: str, data: Mapping[str, Any], problems: Iterable[CodedProblem], checker: Checker
) -> tuple[KeyPath, ...]:
    """The values that a schema could not take.

    One under a key that nobody knows is among them where it is spelt much like a key that a clock or a question of risk
    goes by; not what is news, and nothing that nobody has filled in yet.
    """
    known = checker.schema(word)["properties"]
    found: dict[KeyPath, None] = {}
    for coded in problems:
        path = coded.problem.path
        if not coded.loses or not path or (_value_at(data, path) is None and path[-1] not in _NEEDED):
            continue
        if coded.newer and path[-1] not in (*_NEEDED, "risk"):
            continue  # it is told as news, and nobody's dates hang on it
        key = str(path[0])
        meant = key if key in known or coded.newer else meant_key(word, key)
        asked = questions_of(word, meant, checker.measure_ids)
        if asked or (meant in known and _value_at(data, path) not in ([], {})):
            found[path] = None
    return tuple(found)


def _value_at(data: Any, path: KeyPath) -> Any:
    """What stands at a path; None where nothing does."""
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


@cache
def _keys_of(word: str) -> frozenset[str]:
    return frozenset(bundled_schema(word)["properties"])


def meant_key(word: str, key: str) -> str:
    """The key that clocks go by and that this one is nearest to; itself where the type has it, or none is near."""
    if questions_of(word, key) or word not in ASKED or key in _keys_of(word):
        return key
    return nearest(key, [*ASKED[word], *_SIGNED], like=_LIKE_A_KEY) or key
