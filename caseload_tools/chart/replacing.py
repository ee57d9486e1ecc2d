"""Links by which one record stands in place of another, and ends what was owed on account of it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Record, Unreadable
from caseload_tools.chart.records.referral import Referral
from caseload_tools.chart.records.session import Session

REPLACING: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        Session.word: ("rescheduled_to", ("outreach", "rescheduling")),
        Referral.word: ("replaced_by", ("failed referral",)),
    }
)
"""By type, the key whose link ends something by standing there, and what it ends."""


def stands_instead(chart: Chart, record: Record, link: str) -> Record | Unreadable | None:
    """What stands in place of a record: another of its type that is there, is not void, and is not of an earlier day.

    Of one that could not be read nobody knows that it is none.
    """
    other = chart.find(link) if link else None
    if not isinstance(other, Record):
        return other
    if other is record or type(other) is not type(record) or other.link in chart.shelf.voids:
        return None
    return other if other.date >= record.date else None
