"""Which keys of a record name a member of staff: the schemas say it, so that a new type cannot be forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.chart.records.schemas import StaffKey, bundled_schema, staff_keys

PERSON = {"by", "author", "clinician", "supervisor", "owner", "staff", "facilitators", "attested_by"}


@pytest.mark.parametrize("word", sorted(RECORD_TYPES))
def test_every_key_with_the_name_of_a_task_is_in_the_table(word: str) -> None:
    told = {key.path[0] if key.path[-1] == "*" else ".".join(key.path) for key in staff_keys(word)}
    missing = set(keys_of_people(bundled_schema(word), ())) - told
    assert not missing, "give the key `staff-id`, or mark it with `x-names-staff`, in the schema"


def keys_of_people(schema: dict[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    for key, inner in schema.get("properties", {}).items():
        # Whether a signature names somebody of the staff hangs on its role; that is what SIG002 asks.
        if key == "signatures":
            continue
        if key in PERSON:
            yield ".".join((*path, key))
        yield from keys_of_people(inner, (*path, key))
    if isinstance(schema.get("items"), dict):
        yield from keys_of_people(schema["items"], (*path, "*"))


def test_the_places_within_lists_are_known() -> None:
    assert StaffKey(("outreach", "*", "by"), True) in staff_keys("session")
    assert StaffKey(("interventions", "*", "by"), True) in staff_keys("plan")
    assert StaffKey(("facilitators", "*"), False) in staff_keys("group")
    assert StaffKey(("clinician",), False) in staff_keys("session")
