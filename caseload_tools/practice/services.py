"""Who gives which service: the one table of roles and services. Widely drawn: it tells a wrong name, not a scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

_THERAPY = ("clinician", "supervisor", "trainee", "prescriber")
_SUPPORT = (*_THERAPY, "case-manager", "peer")
# What a case manager or a peer may give besides depends on the state; where it is doubtful, the service is theirs too.
GIVEN_BY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "individual": _SUPPORT,
        "family": _SUPPORT,
        "couple": _THERAPY,
        "group": _SUPPORT,
        "crisis": _SUPPORT,
        "assessment": _SUPPORT,
        "case-management": _SUPPORT,
        "medication": ("prescriber", "clinician", "supervisor", "trainee"),
    }
)


def who_gives(service: str) -> tuple[str, ...]:
    """The roles that give a service; none for one that nobody here knows."""
    return GIVEN_BY.get(service, ())


def may_give(roles: Iterable[str], service: str) -> bool:
    """Whether one of these roles gives the service. Where a role or a service says nothing, nobody can tell."""
    held = tuple(roles)
    return not held or service not in GIVEN_BY or any(role in GIVEN_BY[service] for role in held)
