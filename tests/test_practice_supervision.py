"""Who is supervised, how closely, on which day; and whose address a commit bears."""

from __future__ import annotations

from datetime import date

import pytest

from caseload_tools.errors import CaseloadError
from caseload_tools.practice import NOT_SUPERVISED, Practice, Supervision, read_practice

PEOPLE = """
name = "Northgate Clinic"
[staff."r.lindqvist"]
name = "Runa Lindqvist"
roles = ["clinician", "supervisor"]
[staff."s.nakamura"]
name = "Sana Nakamura"
roles = ["clinician", "trainee"]
email = "Sana@northgate.example"
"""
TWO_TIMES = """
[[staff."s.nakamura".supervision]]
level = "co-sign"
supervisor = "r.lindqvist"
to = 2026-06-30
[[staff."s.nakamura".supervision]]
level = "access"
supervisor = "r.lindqvist"
from = 2026-07-01
"""


def practice(more: str) -> Practice:
    return read_practice((PEOPLE + more).encode())


def test_the_level_is_the_one_of_the_day() -> None:
    sana = practice(TWO_TIMES).staff["s.nakamura"]
    assert sana.supervised_on(date(2026, 6, 30)).level == "co-sign"
    assert sana.supervised_on(date(2026, 7, 1)) == Supervision("access", "r.lindqvist", date(2026, 7, 1))
    assert not sana.supervised_on(date(2026, 7, 1)).wants_signature


def test_a_supervisor_alone_co_signs() -> None:
    sana = practice('supervisor = "r.lindqvist"\n').staff["s.nakamura"]
    assert sana.supervised_on(date(2026, 6, 30)) == Supervision("co-sign", "r.lindqvist")
    assert practice("").staff["s.nakamura"].supervised_on(date(2026, 6, 30)) is NOT_SUPERVISED


def test_outside_all_times_nobody_supervises_and_one_table_needs_no_brackets() -> None:
    more = '[staff."s.nakamura".supervision]\nlevel = "approve"\nsupervisor = "r.lindqvist"\nfrom = 2026-03-01\n'
    sana = practice('supervisor = "r.lindqvist"\n' + more).staff["s.nakamura"]
    assert sana.supervised_on(date(2026, 2, 28)).level == "none"
    assert sana.supervised_on(date(2026, 3, 1)).level == "approve"


def test_staff_are_known_by_their_address_in_any_case() -> None:
    found = practice("").staff_by_email("sana@NORTHGATE.example")
    assert found is not None and found.id == "s.nakamura"
    assert practice("").staff_by_email("") is None


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (TWO_TIMES.replace("2026-07-01", "2026-06-30"), "two levels of supervision hold on the same day"),
        (TWO_TIMES.replace("to = 2026-06-30", ""), "two levels of supervision hold on the same day"),
        (TWO_TIMES.replace('"co-sign"', '"cosign"'), "`level` must be one of none, access, approve, co-sign"),
        (TWO_TIMES.replace("r.lindqvist", "r.lindquist"), "nobody here has the id `r.lindquist`"),
        (TWO_TIMES.replace('supervisor = "r.lindqvist"\nto', "to"), "nobody is named who supervises"),
        (TWO_TIMES.replace("to = 2026-06-30", "from = 2026-05-01\nto = 2026-04-30"), "ends before it begins"),
        (TWO_TIMES.replace("to =", "until ="), "there is no key `until`"),
        ('[staff."x.y"]\nname = "X"\nroles = ["peer"]\nemail = "sana@northgate.example"\n', "has this address already"),
    ],
)
def test_a_mistake_is_named_with_its_line(more: str, said: str) -> None:
    with pytest.raises(CaseloadError) as caught:
        practice(more)
    assert said in caught.value.message and "caseload.toml:" in caught.value.message + caught.value.hint
