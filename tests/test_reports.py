"""The reports that `due` and `show` print: the right things, in the right order, under the right heading."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from caseload_tools.chart.caseload import Caseload, read_caseload
from caseload_tools.reports.brief import brief
from caseload_tools.reports.due import DueFilter, due
from caseload_tools.reports.report import Report, Table, only_filled
from devtools.examples.trying import practice_of, write_scene
from tests.lint_scenes import scene

# Mon 2 Mar 2026. C-0001: seen on 19 January, so contact is late; session today; session tomorrow.
# C-0002, in another programme and with another clinician: high risk on 20 January, so contact is later still.
TWO_CLIENTS = """
--- session 2026-01-19
--- session 2026-03-02
attendance: scheduled
time: 10:00-10:50
--- session 2026-03-03
attendance: scheduled
time: 11:00-11:50
--- client of C-0002
clinician: sam.lee
programme: evening
--- session 2026-01-20 of C-0002
clinician: sam.lee
risk: high
next:
practice: programmes.evening.label = "Evening"
today: 2026-03-02
"""


def _read(root: Path, text: str = TWO_CLIENTS) -> Caseload:
    told = scene(text)
    write_scene(told, root)
    return read_caseload(root, practice_of(told), told.today)


def _rows(report: Report) -> dict[str, list[tuple[object, object, object]]]:
    """When, client and what, by the caption without its count."""
    return {
        table.caption.partition(",")[0]: [(row[0], row[2], row[3]) for row in table.rows] for table in report.tables
    }


def test_bands_hold_what_belongs_in_them(tmp_path: Path) -> None:
    report = due(_read(tmp_path))
    rows = _rows(report)
    assert list(rows) == ["Overdue", "Due today", "Next 14 days"]
    assert rows["Overdue"][0] == ("34 days late", "C-0002", "Contact the client about safety"), "high risk comes first"
    assert rows["Due today"] == [("today", "C-0001", "See the client, 10:00, office")]
    assert ("tomorrow", "C-0001", "See the client, 11:00, office") in rows["Next 14 days"]
    assert all(table.caption.endswith(f", {len(table.rows)}") for table in report.tables)


def test_the_lead_says_how_much_and_where_to_begin(tmp_path: Path) -> None:
    report = due(_read(tmp_path))
    overdue = len(report.tables[0].rows)
    verb = "thing is" if overdue == 1 else "things are"
    assert report.lead.startswith(f"{overdue} {verb} overdue for ")
    assert report.lead.endswith("Start with C-0002: contact the client about safety, 34 days late.")


def test_a_calm_day_is_said(tmp_path: Path) -> None:
    report = due(_read(tmp_path, "--- session 2026-01-19\ntoday: 2026-01-20"))
    assert report.lead == "Every date is met. Nothing is due today."
    assert [table.caption.partition(",")[0] for table in report.tables] in ([], ["Next 14 days"])


def test_later_only_when_asked_for(tmp_path: Path) -> None:
    caseload = _read(tmp_path)
    assert "Later" not in _rows(due(caseload))
    assert "Later" in _rows(due(caseload, later=True))


def test_groups_and_filters(tmp_path: Path) -> None:
    caseload = _read(tmp_path)
    assert list(_rows(due(caseload, by="clinician"))) == ["dana.ruiz", "sam.lee"]
    assert list(_rows(due(caseload, by="programme"))) == ["evening", "outpatient"]
    assert list(_rows(due(caseload, by="client"))) == ["C-0001", "C-0002"]
    for wanted in (DueFilter(clinician="sam.lee"), DueFilter(programme="evening"), DueFilter(client="C-0002")):
        clients = {client for rows in _rows(due(caseload, wanted=wanted)).values() for _, client, _ in rows}
        assert clients == {"C-0002"}
    assert due(caseload, wanted=DueFilter(clinician="sam.lee", client="C-0001")).tables == ()


@pytest.mark.requirement("S0.12", "S0.27")
def test_a_chart_on_one_page(tmp_path: Path) -> None:
    text = "measures:\n  - {id: gad7, every: 4 weeks}\n--- measure 2026-01-26\n" + TWO_CLIENTS.strip("\n")
    caseload = _read(tmp_path, text)
    report = brief(caseload, caseload.charts[0])
    tables = {table.key: table for table in report.tables}
    facts = {str(key): value for key, value in tables["facts"].rows}
    assert facts["last contact"] == "19 Jan, session"
    assert facts["next session"] == "Mon 2 Mar"
    assert facts["risk"] == "none"
    assert [row[0] for row in tables["plan"].rows] == ["G1", "O1.1"]
    assert "lately: progressing" in str(tables["plan"].rows[1][2])
    assert tables["measures"].rows == (("GAD-7", "5", "26 Jan"),)
    assert [row[0] for row in tables["sessions"].rows] == ["2026-03-02", "2026-01-19"], "the newest first, none to come"
    assert tables["agreements"].rows[0][0] == "consent: treatment"


def test_what_is_void_is_on_the_page_without_its_reason(tmp_path: Path) -> None:
    """A note, and a correction that was a mistake itself."""
    caseload = _read(
        tmp_path,
        "--- session 2026-01-19\n--- addendum 2026-01-20\nkind: void\nto: sessions/2026-01-19\nreason: her brother's\n"
        "--- addendum 2026-01-13\nkind: correction\nto: plans/2026-01-12\n"
        "--- addendum 2026-01-14\nkind: void\nto: addenda/2026-01-13\ntoday: 2026-01-21\n",
    )
    report = brief(caseload, caseload.charts[0])
    (void,) = (table for table in report.tables if table.key == "void")
    assert void.rows == (
        ("addenda/2026-01-13", "declared void Wed 14 Jan by dana.ruiz", "addenda/2026-01-14"),
        ("sessions/2026-01-19", "declared void Tue 20 Jan by dana.ruiz", "addenda/2026-01-20"),
    )
    assert "brother" not in json.dumps(report.as_json())


def test_an_empty_chart_is_no_error(tmp_path: Path) -> None:
    caseload = _read(tmp_path, "--- no plan\n--- no assessment\n--- no consent\ntoday: 2026-01-06")
    report = brief(caseload, caseload.charts[0])
    assert {str(key): value for key, value in report.tables[0].rows}["last contact"] == "none recorded"


def test_a_report_as_json() -> None:
    table = Table("Two rows", ("when", "last seen"), (("today", 1), ("tomorrow", None)), key="two")
    report = Report("Title", "A lead.", only_filled([table, Table("None", ("a",), ())]))
    assert report.as_json() == {
        "title": "Title",
        "lead": "A lead.",
        "tables": {
            "two": {
                "caption": "Two rows",
                "rows": [{"when": "today", "last_seen": 1}, {"when": "tomorrow", "last_seen": None}],
            }
        },
    }
