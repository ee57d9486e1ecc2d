"""Sessions of one clinician in two charts at once: the packed numbers say what comparing every pair would say."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload_tools.chart.across.appointments import Appointments, Clash
from caseload_tools.text import Document, read_bytes

Row = tuple[int, str, int, int, int]  # chart, clinician, minute it began, minutes, shared (1) and to come (2)
_ROWS = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.sampled_from(["a.b", "c.d"]),
        st.integers(60_000_000, 60_000_120),
        st.integers(1, 90),
        st.integers(0, 3),
    ),
    max_size=12,
    unique_by=lambda row: (row[0], row[1], row[2]),
)


def _read(path: str) -> Document:
    return read_bytes(b"---\ntype: session\n---\n", path)


def _facts(rows: list[Row]) -> list[tuple[str, str]]:
    charts = sorted({row[0] for row in rows})
    return [
        (
            f"records/clients/C-000{chart}",
            "\n".join(
                f"{who}|{start}|{minutes}|{sort}|sessions/{who}-{start}"
                for each, who, start, minutes, sort in rows
                if each == chart
            ),
        )
        for chart in charts
    ]


def _path(row: Row) -> str:
    return f"records/clients/C-000{row[0]}/sessions/{row[1]}-{row[2]}.md"


@given(_ROWS)
@pytest.mark.requirement("S1.13")
def test_every_pair_that_overlaps_and_no_other(rows: list[Row]) -> None:
    pairs = [
        (one, other)
        for one, other in combinations(rows, 2)
        if one[2] < other[2] + other[3] and other[2] < one[2] + one[3]
    ]
    apart = [(one, other) for one, other in pairs if one[0] != other[0] and one[1] == other[1]]
    expected = {_paths(*pair) for pair in apart if not pair[0][4] & pair[1][4] & 1}
    found = list(Appointments(_facts(rows), _read).clashes())
    assert {frozenset(clash[:2]) for clash in found} == expected
    assert len(found) == len(expected)
    to_come = {_paths(*pair) for pair in pairs if (pair[0][4] | pair[1][4]) & 2}
    of_one_client = {_paths(*pair) for pair in pairs if pair[0][0] == pair[1][0]}
    doubled = list(Appointments(_facts(rows), _read).double_bookings())
    assert {frozenset(clash[:2]) for clash in doubled} == to_come & (expected | of_one_client)
    assert len(doubled) == len(to_come & (expected | of_one_client))


def _paths(one: Row, other: Row) -> frozenset[str]:
    return frozenset((_path(one), _path(other)))


def test_the_later_one_is_the_second() -> None:
    rows: list[Row] = [(0, "a.b", 60_000_030, 50, 0), (1, "a.b", 60_000_000, 50, 0)]
    assert list(Appointments(_facts(rows), _read).clashes()) == [Clash(_path(rows[1]), _path(rows[0]), clinician="a.b")]


def test_the_longest_session_in_the_farthest_year_and_the_millionth_chart_fit_into_the_number() -> None:
    late = (date(2399, 12, 31).toordinal() - date(1900, 1, 1).toordinal()) * 24 * 60
    facts = [("one", f"a.b|{late}|1439|0|sessions/x"), ("two", f"a.b|{late + 1438}|1|1|sessions/y")]
    assert list(Appointments(facts, _read).clashes()) == [
        Clash("one/sessions/x.md", "two/sessions/y.md", clinician="a.b")
    ]
    assert ((late << 11 | 1439) << 2 | 3) << 20 | (1 << 20) - 1 < 1 << 63
