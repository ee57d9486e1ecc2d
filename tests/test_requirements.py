"""docs/requirements.md is true: every rule, command, page and test it names exists, and no mark names a lost row."""

from __future__ import annotations

import pytest

from caseload_tools.cli.app import COMMANDS
from tests.traceability import KEYS, PAGE, ROOT, ROW, cited_rows, marks, marks_of, page, rows, table

# How many rows each document has; a row cannot be dropped to look better.
COUNTS = {"S0": 32, "S1": 21, "S2": 52, "S3": 26, "S4": 15}
# Fewer than these met means that something was lost on the way.
LEAST = 110


def test_the_page_is_fresh(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--snapshot-update"):
        PAGE.write_text(page(), encoding="utf-8", newline="\n")
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python -m tests.traceability`"


def test_no_row_is_lost() -> None:
    ids = [row.id for row in rows()]
    assert all(ROW.match(each) for each in ids)
    assert ids == [f"{document}.{number}" for document, most in COUNTS.items() for number in range(1, most + 1)]
    assert table()["documents"].keys() == COUNTS.keys()


def test_a_row_says_what_is_known_about_it_and_nothing_else() -> None:
    assert not [word for word, said in table()["rows"].items() if not said.keys() <= KEYS or "asks" not in said]
    assert not [row.id for row in rows() if len(row.asks) > 125 or row.asks.endswith(".") or row.later.endswith(".")]


def test_every_rule_test_command_and_page_exists() -> None:
    assert not [f"{code} cites {row}" for row, code in cited_rows().items() if row not in {each.id for each in rows()}]
    assert not [f"{row.id}: caseload {name}" for row in rows() for name in row.commands if name not in COMMANDS]
    assert not [f"{row.id}: {name}" for row in rows() for name in row.pages if not (ROOT / "docs" / name).is_file()]


def test_a_mark_names_a_row() -> None:
    known = {row.id for row in rows()}
    assert not [f"{test}: {row}" for test, named in marks().items() for row in named if row not in known]


def test_marks_are_read_as_pytest_reads_them(request: pytest.FixtureRequest) -> None:
    """The tests of this very run that bear a row are those that were found by reading their files."""
    for item in request.session.items:
        named = [row for mark in item.iter_markers("requirement") for row in mark.args]
        if named:
            test = item.nodeid.partition("[")[0]
            assert set(named) == set(marks().get(test, ())), test


def test_what_is_no_plain_text_is_not_taken_for_a_row() -> None:
    source = '@pytest.mark.requirement("S0.1", NAME)\ndef test_a(): ...\n\ndef test_b(): ...\n'
    assert list(marks_of(source)) == [("test_a", ("S0.1", "?"))]


def test_a_row_is_proven_or_says_what_is_missing() -> None:
    assert not [row.id for row in rows() if row.standing == "open" and not row.later], (
        "neither rule nor test nor `later`"
    )


def test_most_rows_are_met() -> None:
    assert sum(row.standing == "met" for row in rows()) >= LEAST
