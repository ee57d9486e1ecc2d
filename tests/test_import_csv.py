"""`caseload import csv` on a small made-up export: what is taken, what is refused and why, and coming again.

The export is written out in full below, so that a line number in a test can be counted by eye.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from caseload_tools.chart.caseload import stream_charts
from caseload_tools.chart.chart import Chart
from caseload_tools.desk.exchange.csv_import import ImportResult, MappingError, import_csv, read_mapping
from caseload_tools.desk.exchange.csv_import.import_mistakes import RowError
from caseload_tools.desk.exchange.csv_import.import_writing import Fate
from caseload_tools.desk.exchange.csv_import.template import parse_template
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import load_practice
from caseload_tools.text import write_atomic

BROOK = """
system = "brook"
blank = ["NULL"]

[tables.clients]
key = "id"

[tables.rooms]
key = "room_id"

[tables.visits]
key = "id"
refers = { client = "clients", room = "rooms", moved_to = "visits" }

[tables.answers]
refers = { visit = "visits" }

[words.status]
A = "active"

[words.attendance]
seen = "attended"
missed = "no-show"
moved = "rescheduled"

[[record]]
type = "client"
from = "clients"
client = "C-{number|id}"
[record.set]
status = "{state|words:status}"
opened = "{first_seen|day:%m/%d/%Y}"

[[record]]
type = "session"
from = "visits"
client = "C-{client.number|id}"
date = "{start|day}"
order = "start"
[record.set]
time = "{start|clock}-{start|plus:minutes|clock}"
clinician = "{therapist|lower}"
service = "individual"
setting = "{room.kind}"
attendance = "{state|words:attendance}"
rescheduled_to = { link = "moved_to" }
gad7 = { rows_of = "answers", place = "{item}", size = 7, value = "{score|int}", total = "{gad7_total|int}" }
homework = "{homework}"
[record.sections]
Data = "{note}"

[identities]
from = "clients"
client = "C-{number|id}"
[identities.set]
name = "{name}"

[left_out]
"visits.invoice" = "kept in the billing system"
"""

CLIENTS = """id,number,name,state,first_seen
1,K-101,Ada Brook,A,06/09/2026
2,K-102,Ben Weir,A,06/10/2026
"""
ROOMS = """room_id,kind
r1,office
r2,video
"""
VISITS = """id,client,room,therapist,start,minutes,state,moved_to,gad7_total,homework,note,invoice
10,1,r1,D.Ruiz,2026-07-01T10:00,50,seen,,3,Walk,"Said: ""I slept.""
Twice.",77
11,1,r1,D.Ruiz,2026-07-01T15:00,20,seen,,,NULL,Short call,78
12,2,r2,D.Ruiz,2026-07-02T09:00,50,moved,13,,,,79
13,2,r2,D.Ruiz,2026-07-09T09:00,50,missed,,,,,80
"""
ANSWERS = """visit,item,score
10,1,2
10,2,1
10,3,0
10,4,0
10,5,0
10,6,0
10,7,0
"""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    folder.mkdir()
    for name, text in (("clients", CLIENTS), ("rooms", ROOMS), ("visits", VISITS), ("answers", ANSWERS)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    root = tmp_path / "clinic"
    root.mkdir()
    (root / "caseload.toml").write_text('name = "Brook"\n', encoding="utf-8")
    return root


def take(clinic: Path, export: Path, **options: Any) -> ImportResult:
    return import_csv(clinic, export, read_mapping(BROOK, "brook.toml"), **options)


def change(export: Path, table: str, old: str, new: str) -> None:
    path = export / f"{table}.csv"
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new).encode())


def refused(result: ImportResult) -> list[str]:
    return [str(each) for each in result.rejected]


def charts(root: Path) -> tuple[Chart, ...]:
    return tuple(stream_charts(root, load_practice(root), date(2026, 8, 1)))


def files(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


# --- what is taken ---------------------------------------------------------------------------


def test_every_row_becomes_a_record(clinic: Path, export: Path) -> None:
    result = take(clinic, export)
    assert result.clean and not result.rejected
    assert [each.path for each in result.outcomes_of("new")] == [
        "records/clients/C-K101/client.md",
        "records/clients/C-K102/client.md",
        "records/clients/C-K101/sessions/2026-07-01.md",
        "records/clients/C-K101/sessions/2026-07-01-2.md",
        "records/clients/C-K102/sessions/2026-07-02.md",
        "records/clients/C-K102/sessions/2026-07-09.md",
    ]


def test_the_values_arrive(clinic: Path, export: Path) -> None:
    take(clinic, export)
    one, other = charts(clinic)
    first, second = sorted(one.sessions, key=lambda session: session.link)
    assert one.client is not None and one.client.opened == date(2026, 6, 9)
    assert (first.minutes, first.clinician, first.setting, first.homework) == (50, "d.ruiz", "office", "Walk")
    assert first.scores["gad7"] == [2, 1, 0, 0, 0, 0, 0]
    assert first.prose == '\n## Data\n\nSaid: "I slept."\nTwice.\n'
    assert second.homework == "" and "gad7" not in second.scores
    moved, missed = sorted(other.sessions, key=lambda session: session.link)
    assert moved.rescheduled_to == missed.link == "sessions/2026-07-09"
    assert moved.source.startswith("brook visits 12 (")


def test_columns_and_tables_nobody_takes_are_named(clinic: Path, export: Path) -> None:
    (export / "rooms.csv").write_text("room_id,kind,floor\nr1,office,2\nr2,video,0\n")
    (export / "payments.csv").write_text("id\n1\n")
    result = take(clinic, export)
    assert result.nobodys_columns == ("rooms.floor",)
    assert result.nobodys_tables == ("payments.csv",)
    assert {each.name for each in result.left_out} == {"visits.invoice", "clients.name"}
    said = "\n".join(result.lines())
    assert "visits.invoice: kept in the billing system" in said and "rooms.floor" in said


def test_a_dry_run_says_the_same_and_writes_nothing(clinic: Path, export: Path) -> None:
    before = files(clinic)
    dry = take(clinic, export, dry_run=True)
    assert files(clinic) == before
    wet = take(clinic, export)
    assert dry.outcomes == wet.outcomes
    assert "nothing was written" in next(dry.lines()) and "nothing was written" not in next(wet.lines())


def test_names_go_to_a_file_of_their_own_and_only_when_asked(clinic: Path, export: Path, tmp_path: Path) -> None:
    take(clinic, export)
    assert not any(b"Ada" in raw or b"Weir" in raw for raw in files(clinic).values())
    path = tmp_path / "safe" / "identities.toml"
    result = take(clinic, export, identities=path)
    assert result.identities == ("C-K101", "C-K102")
    assert path.read_text() == '[C-K101]\nname = "Ada Brook"\n\n[C-K102]\nname = "Ben Weir"\n'
    assert path.stat().st_mode & 0o777 == 0o600
    assert not any(each.name == "clients.name" for each in result.left_out)
    change(export, "clients", "Ben Weir", "Ben Weir-Holt")
    again = take(clinic, export, identities=path)
    assert again.identities == () and again.identities_that_differ == ("C-K102",)
    assert "Ben Weir-Holt" not in path.read_text()


@pytest.mark.requirement("S0.26")
def test_identities_never_lie_inside_the_practice(clinic: Path, export: Path) -> None:
    before = files(clinic)
    with pytest.raises(CaseloadError, match="must not lie inside the practice"):
        take(clinic, export, identities=clinic / "identities.toml")
    assert files(clinic) == before


# --- what is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "old", "new", "expected"),
    [
        ("visits", "11,1,r1,", "11,1,", ["visits.csv:4  has 11 cells, the header has 12"]),
        ("visits", "Short call,78", "Short call,78,9", ["visits.csv:4  has 13 cells, the header has 12"]),
        ("visits", "11,1,", "10,1,", ["visits.csv:4  id: the same key as in line 2"]),
        ("visits", "\n11,1,", "\n,1,", ["visits.csv:4  id: is empty, so the row cannot be told from others"]),
        ("visits", "2026-07-01T15:00", "2026-02-30T15:00", ["visits.csv:4  start: is not a real date or time"]),
        ("visits", "T15:00", "T15:00+02:00", ["visits.csv:4  start: carries a time zone; "]),
        ("visits", "15:00,20,", "15:00,twenty,", ["visits.csv:4  start: is not a whole number"]),
        ("visits", "20,seen", "20,sean", ["visits.csv:4  state: is a word the mapping does not translate, did"]),
        ("visits", "11,1,r1", "11,1,r9", ["visits.csv:4  room: points to a row that is not in rooms.csv"]),
        ("visits", "11,1,r1", "11,7,r1", ["visits.csv:4  client: points to a row that is not in clients.csv"]),
        ("visits", "Short call,78", '"Short call,78', ["visits.csv:4  its quotation marks do not match"]),
        ("visits", "Short call", "Short\u202ecall", ["visits.csv:4  would not make a sound session: "]),
        ("rooms", "r1,office", "r1,the moon", [
            "visits.csv:2  would not make a sound session: ",
            "visits.csv:4  would not make a sound session: ",
            "answers.csv:2  visit: belongs to visits.csv:2, which was not taken",
        ]),
        ("visits", "moved,13", "moved,99", ["visits.csv:5  moved_to: points to a row that is not in visits.csv"]),
        ("visits", "moved,13", "moved,10", ["visits.csv:5  moved_to: points to visits.csv:2, which belongs"]),
        ("visits", "09:00,50,missed", "25:00,50,missed", [
            "visits.csv:5  moved_to: points to visits.csv:6, which was not taken",
            "visits.csv:6  start: is not a real date or time",
        ]),
        ("answers", "10,7,0", "10,7,x", [
            "answers.csv:8  score: is not a whole number",
            "visits.csv:2  needs answers.csv:8, which cannot be taken",
        ]),
        ("answers", "10,7,0", "10,8,0", ["answers.csv:8  stands at a place twice or outside 1 to 7"]),
        ("answers", "10,7,0", "10,6,0", ["answers.csv:8  stands at a place twice or outside 1 to 7"]),
        ("answers", "10,7,0", "99,7,0", [
            "answers.csv:8  visit: points to a row that is not in visits.csv",
            "visits.csv:2  the export gives a total, and 1 item without an answer",
        ]),
        ("answers", "10,7,0", "10,7,1", ["visits.csv:2  the export's total is not the sum of its items"]),
        ("clients", "06/10/2026", "13/10/2026", [
            "clients.csv:3  first_seen: is not a real date or time",
            "visits.csv:5  its client C-K102 was not taken, and has no chart here",
            "visits.csv:6  its client C-K102 was not taken, and has no chart here",
        ]),
        ("clients", "K-102", "K-101", ["clients.csv:3  C-K101 is made from another row already: brook clients 1"]),
        ("clients", "K-102", "K", ["clients.csv:3  gives no client id: it should be `C-` and three to twelve"]),
    ],
)  # fmt: skip
def test_a_bad_row_is_refused_with_its_line_and_reason(
    clinic: Path, export: Path, table: str, old: str, new: str, expected: list[str]
) -> None:
    change(export, table, old, new)
    result = take(clinic, export)
    said = refused(result)
    for line in expected:
        assert any(each.startswith(line) for each in said), f"{line!r} is not in\n" + "\n".join(said)
    assert not result.clean
    taken = {(each.file, each.line) for each in result.outcomes}
    assert not taken & {(each.file, each.line) for each in result.rejected}
    # Everything else is taken, and what was taken is sound.
    lines = {("clients.csv", 2), ("clients.csv", 3)} | {("visits.csv", line) for line in (2, 4, 5, 6)}
    assert taken | {(each.file, each.line) for each in result.rejected} >= lines - {("visits.csv", 99)}
    assert all(not chart.faulty and not chart.unreadable for chart in charts(clinic))


def test_bytes_that_are_no_text_cost_their_own_row_only(clinic: Path, export: Path) -> None:
    path = export / "visits.csv"
    path.write_bytes(path.read_bytes().replace(b"Short call", b"Caf\xe9 visit"))
    result = take(clinic, export)
    assert len(result.rejected) == 1 and len(result.outcomes) == 5
    assert refused(result)[0].startswith("visits.csv:4  note is not UTF-8 text")


def test_the_encoding_and_the_separator_are_the_mappings_to_say(clinic: Path, export: Path) -> None:
    for path in export.glob("*.csv"):
        rows = list(csv.reader(io.StringIO(path.read_text().replace("Short call", "Café visit"))))
        with path.open("w", encoding="cp1252", newline="") as file:
            csv.writer(file, delimiter=";").writerows(rows)
    with pytest.raises(CaseloadError, match="one column only") as raised:
        take(clinic, export)
    assert 'delimiter = ";"' in raised.value.hint
    mapping = read_mapping('encoding = "cp1252"\ndelimiter = ";"\n' + BROOK, "brook.toml")
    assert import_csv(clinic, export, mapping).clean
    note = clinic / "records/clients/C-K101/sessions/2026-07-01-2.md"
    assert "Café visit" in note.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        ("rooms.csv", b"", "rooms.csv has no readable header line"),
        ("rooms.csv", b"room_id,kind,kind\nr1,office,x\n", "rooms.csv has two columns named kind"),
        ("rooms.csv", "room_id,kind\nr1,office\n".encode("utf-16"), "rooms.csv is UTF-16"),
    ],
)
def test_a_file_without_a_usable_header_stops_the_import(
    clinic: Path, export: Path, name: str, raw: bytes, message: str
) -> None:
    (export / name).write_bytes(raw)
    before = files(clinic)
    with pytest.raises(CaseloadError, match=message):
        take(clinic, export)
    assert files(clinic) == before


def test_a_missing_column_is_named_with_the_line_of_the_mapping(clinic: Path, export: Path) -> None:
    change(export, "visits", ",therapist,", ",therapists,")
    change(export, "clients", ",state,", ",status,")
    before = files(clinic)
    with pytest.raises(MappingError) as raised:
        take(clinic, export)
    line = 1 + BROOK.splitlines().index('clinician = "{therapist|lower}"')
    assert (
        f"brook.toml:{line}: visits.csv has no column `therapist`, did you mean `therapists`?" in raised.value.message
    )
    assert "clients.csv has no column `state`" in raised.value.message
    assert files(clinic) == before


def test_a_missing_table_is_named(clinic: Path, export: Path) -> None:
    (export / "answers.csv").unlink()
    with pytest.raises(MappingError, match=r"the export has no answers\.csv"):
        take(clinic, export)


def test_the_rejects_hold_the_rows_and_the_json_does_not(clinic: Path, export: Path) -> None:
    change(export, "visits", "2026-07-01T10:00", "2026-02-30T10:00")
    result = take(clinic, export)
    rows = list(csv.DictReader(io.StringIO(result.rejects_csv())))
    (visit,) = [row for row in rows if row["file"] == "visits.csv"]
    assert (visit["line"], visit["column"], visit["reason"]) == ("2", "start", "is not a real date or time")
    (cells,) = csv.reader(io.StringIO(visit["row"], newline=""))
    assert cells[10] == 'Said: "I slept."\nTwice.'
    said = json.dumps(result.as_json()) + "\n".join(result.lines())
    assert result.as_json()["counts"]["rejected"] == len(rows)
    for private in ("slept", "Ada", "2026-02-30", "Walk"):
        assert private not in said


STAFF = """
[staff]
from = "visits"
id = "{therapist|lower}"
[staff.set]
name = "{therapist}"
roles = { list = ["clinician"] }
"""


def test_staff_that_caseload_toml_lacks_are_added_and_others_stay(clinic: Path, export: Path) -> None:
    settings = clinic / "caseload.toml"
    own = '# ours\r\nname = "Brook"\r\n[staff."d.ruiz"]\r\nname = "Dana Ruiz"\r\nroles = ["supervisor"]\r\n'
    settings.write_bytes(own.encode())
    change(export, "visits", "r2,D.Ruiz,2026-07-09", "r2,T.Brandt,2026-07-09")
    result = import_csv(clinic, export, read_mapping(BROOK + STAFF, "brook.toml"))
    assert result.clean and result.added == ("staff.t.brandt",)
    assert settings.read_bytes().decode() == (
        own + '\r\n[staff."t.brandt"]\r\nname = "T.Brandt"\r\nroles = ["clinician"]\r\n'
    )
    assert load_practice(clinic).staff["d.ruiz"].name == "Dana Ruiz"


def test_one_staff_id_for_two_people_is_refused(clinic: Path, export: Path) -> None:
    change(export, "visits", "r2,D.Ruiz,2026-07-09", "r2,d.ruiz,2026-07-09")
    result = import_csv(clinic, export, read_mapping(BROOK + STAFF, "brook.toml"))
    assert refused(result) == ["visits.csv:6  gives an id that another row gave before, with other values"]


def test_staff_that_would_spoil_caseload_toml_stop_the_import(clinic: Path, export: Path) -> None:
    before = files(clinic)
    mapping = read_mapping(BROOK + STAFF.replace("clinician", "doctor"), "brook.toml")
    with pytest.raises(CaseloadError, match="the mapping's staff or programmes do not fit"):
        import_csv(clinic, export, mapping)
    assert files(clinic) == before


SECOND = """
[[record]]
type = "session"
from = "visits"
where = { state = "seen" }
client = "C-{client.number|id}"
date = "{start|day}"
[record.set]
service = "case-management"
setting = "phone"
attendance = "no-show"
"""


def test_two_records_of_one_type_from_one_row_need_a_part(clinic: Path, export: Path) -> None:
    result = import_csv(clinic, export, read_mapping(BROOK + SECOND, "brook.toml"))
    assert refused(result) == [
        f"visits.csv:{line}  makes two records of type session: give one [[record]] a `part`" for line in (2, 4)
    ]
    named = SECOND.replace('from = "visits"', 'from = "visits"\npart = "call"')
    fates: tuple[tuple[Fate, int], ...] = (("new", 2), ("unchanged", 8))
    for fate, count in fates:
        result = import_csv(clinic, export, read_mapping(BROOK + named, "brook.toml"))
        assert result.clean and len(result.outcomes_of(fate)) == count


def test_rows_can_be_left_out_on_purpose(clinic: Path, export: Path) -> None:
    skip = '[[skip]]\nfrom = "visits"\nwhere = { minutes = "20" }\nreason = "short calls stay in the diary"\n'
    where = 'from = "visits"\nwhere = { minutes = "50" }'
    result = import_csv(clinic, export, read_mapping(BROOK.replace('from = "visits"', where) + skip, "brook.toml"))
    assert result.clean and len(result.outcomes) == 5
    assert ("rows of visits", "short calls stay in the diary") in [(e.name, e.reason) for e in result.left_out]
    result = import_csv(clinic, export, read_mapping(BROOK.replace('from = "visits"', where), "brook.toml"))
    assert refused(result) == [
        "visits.csv:4  no part of the mapping takes this row; look at its `where`, or leave it out with [[skip]]"
    ]


# --- coming again ----------------------------------------------------------------------------


def test_the_second_run_changes_nothing(clinic: Path, export: Path) -> None:
    take(clinic, export)
    before = files(clinic)
    times = {path: (clinic / path).stat().st_mtime_ns for path in before}
    result = take(clinic, export)
    assert len(result.outcomes_of("unchanged")) == len(result.outcomes) == 6
    assert files(clinic) == before
    assert {path: (clinic / path).stat().st_mtime_ns for path in before} == times


def test_a_changed_row_updates_its_record_and_no_other(clinic: Path, export: Path) -> None:
    take(clinic, export)
    before = files(clinic)
    change(export, "visits", "Short call", "A short call")
    result = take(clinic, export)
    (updated,) = result.outcomes_of("updated")
    after = files(clinic)
    assert {path for path in after if after[path] != before[path]} == {updated.path}
    assert b"A short call" in after[updated.path]
    assert len(take(clinic, export).outcomes_of("unchanged")) == 6


def test_an_edit_is_never_overwritten(clinic: Path, export: Path) -> None:
    take(clinic, export)
    path = clinic / "records/clients/C-K101/sessions/2026-07-01-2.md"
    path.write_text(path.read_text().replace("Short call", "Short call about the flat"))
    edited = path.read_bytes()
    result = take(clinic, export)
    assert [each.path for each in result.outcomes_of("kept")] == [path.relative_to(clinic).as_posix()]
    assert result.clean and path.read_bytes() == edited
    change(export, "visits", "Short call", "A short call")
    result = take(clinic, export)
    (conflict,) = result.outcomes_of("conflict")
    assert (conflict.file, conflict.line) == ("visits.csv", 4) and "edited here" in conflict.reason
    assert not result.clean and path.read_bytes() == edited


def test_line_ends_of_another_computer_are_no_edit(clinic: Path, export: Path) -> None:
    take(clinic, export)
    for path in clinic.rglob("*.md"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert len(take(clinic, export).outcomes_of("unchanged")) == 6


def test_records_keep_their_place_when_rows_come_before_them(clinic: Path, export: Path) -> None:
    take(clinic, export)
    change(export, "visits", "\n12,2", "\n14,1,r1,D.Ruiz,2026-07-01T08:00,20,seen,,,,Early,81\n12,2")
    result = take(clinic, export)
    (new,) = result.outcomes_of("new")
    assert new.path.endswith("sessions/2026-07-01-3.md") and len(result.outcomes_of("unchanged")) == 6


def test_a_row_whose_day_changed_is_a_conflict(clinic: Path, export: Path) -> None:
    take(clinic, export)
    change(export, "visits", "2026-07-01T15:00", "2026-07-03T15:00")
    before = files(clinic)
    result = take(clinic, export)
    (conflict,) = result.outcomes_of("conflict")
    assert "another client or day" in conflict.reason and files(clinic) == before


def test_a_row_that_left_the_export_is_named_and_its_record_stays(clinic: Path, export: Path) -> None:
    take(clinic, export)
    change(export, "visits", "11,1,r1,D.Ruiz,2026-07-01T15:00,20,seen,,,NULL,Short call,78\n", "")
    result = take(clinic, export)
    assert result.gone == ("records/clients/C-K101/sessions/2026-07-01-2.md",)
    assert (clinic / result.gone[0]).exists()


@pytest.mark.parametrize("row", ["11,1,r1,D.Ruiz,2026-07-01T15:00,20,seen,,,NULL,Short call,78,more\n", "11,1,r1\n"])
def test_a_row_that_could_not_be_taken_is_not_called_gone(clinic: Path, export: Path, row: str) -> None:
    take(clinic, export)
    change(export, "visits", "11,1,r1,D.Ruiz,2026-07-01T15:00,20,seen,,,NULL,Short call,78\n", row)
    result = take(clinic, export)
    assert result.gone == () and len(result.rejected) == 1 and "cell" in result.rejected[0].reason


def test_a_record_of_ones_own_is_never_taken_for_an_imported_one(clinic: Path, export: Path) -> None:
    own = clinic / "records/clients/C-K101/sessions/2026-07-01.md"
    own.parent.mkdir(parents=True)
    own.write_text("---\ntype: session\n---\nMine.\n")
    result = take(clinic, export)
    assert own.read_text() == "---\ntype: session\n---\nMine.\n"
    assert {each.path.rsplit("/")[-1] for each in result.outcomes_of("new") if "C-K101/s" in each.path} == {
        "2026-07-01-2.md",
        "2026-07-01-3.md",
    }


def test_a_chart_of_ones_own_is_a_conflict(clinic: Path, export: Path) -> None:
    own = clinic / "records/clients/north/C-K101/client.md"
    own.parent.mkdir(parents=True)
    own.write_text("---\ntype: client\nclient: C-K101\nstatus: active\nopened: 2026-01-01\n---\n")
    result = take(clinic, export)
    (conflict,) = result.outcomes_of("conflict")
    assert conflict.path == "records/clients/north/C-K101/client.md"
    assert (clinic / "records/clients/north/C-K101/sessions/2026-07-01.md").exists()


def test_two_records_of_one_row_are_a_conflict(clinic: Path, export: Path) -> None:
    take(clinic, export)
    path = clinic / "records/clients/C-K101/sessions/2026-07-01.md"
    (path.parent / "2026-07-01-copy.md").write_bytes(path.read_bytes())
    change(export, "visits", "Walk", "Run")
    (conflict,) = take(clinic, export).outcomes_of("conflict")
    assert "two records" in conflict.reason


def test_an_interrupted_import_is_finished_by_the_next(
    clinic: Path, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from caseload_tools.desk.exchange.csv_import import import_writing

    whole, count = write_atomic, 0

    def failing(path: Path, content: bytes, *, replace: bool) -> None:
        nonlocal count
        count += 1
        if count == 4:
            raise OSError(28, "No space left on device")
        whole(path, content, replace=replace)

    monkeypatch.setattr(import_writing, "write_atomic", failing)
    with pytest.raises((OSError, CaseloadError)):
        take(clinic, export)
    monkeypatch.undo()
    result = take(clinic, export)
    assert (len(result.outcomes_of("unchanged")), len(result.outcomes_of("new"))) == (3, 3) and result.clean


def test_a_folder_that_leads_out_of_the_practice_is_not_written_through(
    clinic: Path, export: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (clinic / "records/clients/C-K101").mkdir(parents=True)
    (clinic / "records/clients/C-K101/sessions").symlink_to(outside)
    with pytest.raises(CaseloadError, match="leads out of the practice"):
        take(clinic, export)
    assert not list(outside.iterdir())


def test_a_practice_is_needed(tmp_path: Path, export: Path) -> None:
    with pytest.raises(CaseloadError, match=r"caseload\.toml"):
        take(tmp_path, export)


@pytest.mark.parametrize(
    ("start", "end", "taken", "why"),
    [
        ("2026-11-08 14:00", "2026-11-08 14:50", "14:00-14:50", ""),
        ("2026-11-08 23:30", "2026-11-09 00:20", "23:30-00:20", ""),
        ("2026-11-08 14:50", "2026-11-08 14:00", "", "its end is not after its start"),
        ("2026-11-08 14:00", "2026-11-07 14:50", "", "its end is not after its start"),
        ("2026-11-08 14:00", "2026-11-08 14:00", "", "its end is not after its start"),
        ("2026-11-09 14:00", "2026-11-11 14:30", "", "its end is a day or more after its start"),
        ("23:30", "00:20", "23:30-00:20", ""),
    ],
)
def test_two_moments_are_compared_before_their_clock_times_are_taken(
    start: str, end: str, taken: str, why: str
) -> None:
    cells = {"start": start, "end": end}
    template = parse_template("{start|clock}-{end|clock}")
    if why:
        with pytest.raises(RowError, match=why) as refused:
            template.fill(cells.__getitem__, {})
        assert refused.value.column == "end"
    else:
        assert template.fill(cells.__getitem__, {}) == taken


@pytest.mark.parametrize(("minutes", "why"), [("0", "not after its start"), ("1500", "a day or more")])
def test_minutes_that_give_no_end_are_refused_by_row(minutes: str, why: str) -> None:
    cells = {"start": "2026-11-08 14:00", "minutes": minutes}
    template = parse_template("{start|clock}-{start|plus:minutes|clock}")
    with pytest.raises(RowError, match=why):
        template.fill(cells.__getitem__, {})


@pytest.mark.parametrize(
    ("start", "end", "stated", "taken"),
    [
        ("14:50", "14:00", "", False),
        ("09:30", "08:30", "", False),
        ("14:50", "14:00", "1390", True),  # whoever states it means it
        ("22:30", "06:30", "", True),
        ("14:00", "14:50", "", True),
    ],
)
def test_two_times_of_day_without_a_day_that_are_turned_round_are_refused_by_row(
    start: str, end: str, stated: str, taken: bool, clinic: Path, export: Path
) -> None:
    made = BROOK.replace("{start|clock}-{start|plus:minutes|clock}", "{from}-{to}")
    made = made.replace("[record.sections]", 'minutes = "{minutes|int}"\n[record.sections]')
    rows = VISITS.replace("minutes,state", "minutes,from,to,state", 1).replace(",20,seen", ",20,15:00,15:20,seen")
    rows = rows.replace(",50,seen", f",{stated},{start},{end},seen", 1).replace(",50,m", ",50,09:00,09:50,m")
    (export / "visits.csv").write_text(rows)
    taking = import_csv(clinic, export, read_mapping(made, "brook.toml"))
    said = [each for each in refused(taking) if each.startswith("visits.csv:2 ")]
    assert (not said) is taken
    assert taken or ("after it begins" in said[-1] and start not in "".join(said))


def test_clock_times_in_a_form_of_their_own_are_compared_where_it_has_a_year() -> None:
    template = parse_template("{start|clock:%d.%m.%Y %H.%M}-{end|clock:%d.%m.%Y %H.%M}")
    with pytest.raises(RowError, match="not after its start"):
        template.fill({"start": "08.11.2026 14.50", "end": "08.11.2026 14.00"}.__getitem__, {})
    plain = parse_template("{start|clock:%I.%M %p}-{end|clock:%I.%M %p}")
    assert plain.fill({"start": "11.30 PM", "end": "12.20 AM"}.__getitem__, {}) == "23:30-00:20"
