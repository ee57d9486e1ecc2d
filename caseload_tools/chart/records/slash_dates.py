"""What `6/9/22` means, when the rest of the same file decides it.

A slash date is always reported. But when the dates of one file can only be read with the month
first (2/28/15) or only with the day first, every one of them has a single meaning, and the rules
about dates may go on with it. Where nothing decides, the date stays unread: we never guess.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from caseload_tools.dates import slash_date_readings


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)


def order_of(data: Any) -> str | None:
    """`month first` or `day first` when exactly one of them can read every slash date in the data."""
    orders = {"month first", "day first"}
    for text in _texts(data):
        possible = slash_date_readings(text)
        if possible:
            orders &= possible.keys()
    return orders.pop() if len(orders) == 1 else None


def read_slash_date(text: object, order: str | None) -> date | None:
    """The single day a slash date means, by the file's order or because both orders agree; else None."""
    possible = slash_date_readings(text)
    if order is not None:
        return possible.get(order)
    days = set(possible.values())
    return days.pop() if len(days) == 1 else None
