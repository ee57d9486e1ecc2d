"""Which dispositions hold: who may decide about what is owed, and what has to be true for two of their words."""

from __future__ import annotations

from typing import NamedTuple

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks import DUTIES
from caseload_tools.chart.records.disposition import Disposition

ABOUT_SAFETY = ("clinician", "supervisor", "case-manager", "prescriber")
"""The roles of which one may decide that what is about a client's safety is not going to be done here."""


class WhyIdle(NamedTuple):
    """Why a disposition ends nothing: at which key, what is wrong, and what to do."""

    key: str
    message: str
    hint: str


_NOT_HERE = WhyIdle(
    "by",
    "whoever decided this was not on the staff on that day",
    "write who decided under `by`: a staff id of caseload.toml",
)
_NOT_THEIRS = WhyIdle(
    "by",
    "this is about the client's safety, and whoever decided it has no role that may",
    f"let somebody decide who is one of {', '.join(ABOUT_SAFETY)}, and write who under `by`",
)
_NOT_DEAD = WhyIdle(
    "how",
    "this says that the client died, and the chart does not",
    "write `status: deceased` and `closed:` in client.md, or what became of it",
)
_NOT_VOID = WhyIdle(
    "how",
    "this says that a record was entered in error, and none was declared void",
    "declare the record void in an addendum (`kind: void`), or write what became of it",
)


def doubt_of(decision: Disposition, chart: Chart) -> WhyIdle | None:
    """Why a disposition ends nothing, whatever it names; None where it holds.

    Of a practice that names no staff everybody may decide.
    """
    staff, kind = chart.practice.staff, DUTIES.get(decision.duty)
    person = staff.get(decision.person)
    if staff and (person is None or not person.active_on(decision.day)):
        return _NOT_HERE
    if person is not None and kind is not None and kind.weight == "safety" and not {*person.roles} & {*ABOUT_SAFETY}:
        return _NOT_THEIRS
    if decision.how == "died" and chart.status != "deceased":
        return _NOT_DEAD
    if decision.how == "entered-in-error" and decision.of not in chart.shelf.voids:
        return _NOT_VOID
    return None
