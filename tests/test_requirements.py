"""docs/requirements.md is true: every rule, command, page and test it names exists, and no mark names a lost row."""

from __future__ import annotations

import pytest

from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.cli.app import COMMANDS
from tests.requirement_sides import KINDS, STATES, all_scenes
from tests.traceability import KEYS, PAGE, ROOT, ROW, cited_rows, evidence, marks, marks_of, page, rows, table

# How many rows each document has; a row cannot be dropped to look better.
COUNTS = {"S0": 32, "S1": 21, "S2": 52, "S3": 26, "S4": 15}
# Fewer than these met means that something was lost on the way.
LEAST = 85


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
    assert not [f"{test}: {row}" for test, named in marks().items() for row, _ in named if row not in known]


def test_marks_are_read_as_pytest_reads_them(request: pytest.FixtureRequest) -> None:
    """The tests of this very run that bear a row are those that were found by reading their files."""
    for item in request.session.items:
        named = [(row, mark.kwargs.get("side", "")) for mark in item.iter_markers("requirement") for row in mark.args]
        if named:
            test = item.nodeid.partition("[")[0]
            assert set(named) == set(marks().get(test, ())), test


def test_what_is_no_plain_text_is_not_taken_for_a_row() -> None:
    source = '@pytest.mark.requirement("S0.1", NAME, side="closed")\ndef test_a(): ...\n\ndef test_b(): ...\n'
    assert list(marks_of(source)) == [("test_a", (("S0.1", "closed"), ("?", "closed")))]


def test_a_side_is_one_that_there_is() -> None:
    wrong = []
    for word, said in table()["rows"].items():
        sides = said.get("sides", {})
        wrong += [f"{word}: {kind}" for kind in sides if kind not in KINDS]
        wrong += [f"{word}: {each}" for each in sides.get("types", ()) if each not in RECORD_TYPES]
        wrong += [f"{word}: {each}" for each in sides.get("states", ()) if each not in STATES]
        wrong += [f"{word}: {each}" for each in sides.get("roles", ()) if not each.startswith("as ")]
        wrong += [f"{word}: {each}" for each in sides.get("empty", ()) if not each.startswith("empty ")]
    assert not wrong


def test_what_tries_a_side_is_there_and_the_row_speaks_of_it() -> None:
    named, declared = evidence(), {row.id: row.declared for row in rows()}
    told = {word: said.get("tried", {}) for word, said in table()["rows"].items()}
    assert not [f"{word}: {name}" for word, said in told.items() for name in said.values() if name not in named]
    assert not [f"{word}: {side}" for word, said in told.items() for side in said if side not in declared[word]]
    undeclared = [
        f"{each.name}: {side}" for each in all_scenes() for side in each.sides if side not in declared[each.row]
    ]
    assert not undeclared, "say under `sides` of the row what its scenes try"
    assert not [
        f"{test}: {side}" for test, said in marks().items() for row, side in said if side and side not in declared[row]
    ]


def test_planned_work_has_a_name() -> None:
    assert not [row.id for row in rows() if row.issue and str(row.issue) not in table()["work"]]
    assert not [row.id for row in rows() if row.issue and not row.wants], "a row that is met waits for nothing"


def test_most_rows_are_met() -> None:
    assert sum(row.standing == "met" for row in rows()) >= LEAST
