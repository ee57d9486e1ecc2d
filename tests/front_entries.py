"""The maps in a list of front matter, such as the lines under `signatures:`, with the type they have."""

from __future__ import annotations

from caseload_tools.text import Document, FrontValue


def entries_of(document: Document, key: str) -> list[dict[str, FrontValue]]:
    """What stands under a key that is there: a list of maps, or the test fails."""
    found = document.data[key]
    assert isinstance(found, list), f"{key}: {found}"
    return [_map(each) for each in found]


def _map(value: FrontValue) -> dict[str, FrontValue]:
    assert isinstance(value, dict), value
    return value
