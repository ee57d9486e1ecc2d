"""What the signatures in a text fix, told from the text alone: which they are, and over which words they stand.

The one home of what a signature may leave out. Nothing here knows git, a chart or who may sign.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from caseload_tools.text.digest import content_digest

Entry = Mapping[str, Any]
# How far a plan has come, which is kept up in one that was signed by hand.
PROGRESS = frozenset(("status", "completed_on"))


def entries_of(data: Mapping[str, Any]) -> list[Entry]:
    """The signatures as they stand in front matter, those that are mappings."""
    listed = data.get("signatures")
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def agreed_digest(data: Mapping[str, Any], body: str) -> str:
    """The digest of a text; of a plan without how far it has come."""
    return content_digest(_without_progress(data) if data.get("type") == "plan" else data, body)


def _without_progress(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_progress(each) for key, each in value.items() if key not in PROGRESS}
    return [_without_progress(each) for each in value] if isinstance(value, list) else value
