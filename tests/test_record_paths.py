"""Whose chart is this path in: one table of paths, asked of each part that has to know, and of the one that answers."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from caseload_tools.audit.changes.between import Changed
from caseload_tools.chart.caseload import client_folders, read_caseload, read_shared
from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.chart.records.base import Record, record_type
from caseload_tools.chart.records.checking import Checker
from caseload_tools.chart.shelf import Shelf
from caseload_tools.guard.hooks.drafting import client_at
from caseload_tools.history.moves import moved_paths
from caseload_tools.history.record_path import (
    TYPE_OF_FOLDER,
    RecordPath,
    chart_of,
    client_and_link,
    is_read,
    kind_in_chart,
    name_in_chart,
)
from caseload_tools.lint.stray_files import walk_records
from devtools.examples.trying import practice_of
from tests.lint_scenes import scene

C = "records/clients"
# The path below the practice, then: whose chart, the link, the type of record that belongs there, the chart's folder.
PATHS = {
    f"{C}/C-0001/client.md": ("C-0001", "client", "client", f"{C}/C-0001"),
    f"{C}/C-0001/sessions/2026-01-12.md": ("C-0001", "sessions/2026-01-12", "session", f"{C}/C-0001"),
    f"{C}/C-0001/sessions/2026/a.md": ("C-0001", "sessions/2026/a", "session", f"{C}/C-0001"),
    f"{C}/team-a/C-0001/plans/2026-01-01.md": ("C-0001", "plans/2026-01-01", "plan", f"{C}/team-a/C-0001"),
    f"{C}/sessions/C-0001/plans/a.md": ("C-0001", "plans/a", "plan", f"{C}/sessions/C-0001"),
    f"{C}/C-0001/C-0002/plans/a.md": ("C-0001", "C-0002/plans/a", "", f"{C}/C-0001"),
    # Folders without `C-`: a chart's is what holds client.md or a folder of records.
    f"{C}/ann/client.md": ("ann", "client", "client", f"{C}/ann"),
    f"{C}/ann/sessions/a.md": ("ann", "sessions/a", "session", f"{C}/ann"),
    f"{C}/team-a/ann/client.md": ("ann", "client", "client", f"{C}/team-a/ann"),
    f"{C}/team-a/ann/sessions/a.md": ("ann", "sessions/a", "session", f"{C}/team-a/ann"),
    f"{C}/reviews/ann/sessions/a.md": ("ann", "sessions/a", "session", f"{C}/reviews/ann"),
    f"{C}/ann/misc/a.md": ("ann", "misc/a", "", f"{C}/ann"),
    f"{C}/ann/a.md": ("ann", "a", "", f"{C}/ann"),
    # Codes of a practice's own form, of which only the settings tell for certain.
    f"{C}/Mon-1030/client.md": ("Mon-1030", "client", "client", f"{C}/Mon-1030"),
    f"{C}/team-a/Mon-1030/plans/a.md": ("Mon-1030", "plans/a", "plan", f"{C}/team-a/Mon-1030"),
    f"{C}/Year-2026/Mon-1030/plans/a.md": ("Mon-1030", "plans/a", "plan", f"{C}/Year-2026/Mon-1030"),
    f"{C}/Year-2026/C-0001/plans/a.md": ("C-0001", "plans/a", "plan", f"{C}/Year-2026/C-0001"),
    f"{C}/Mon-1030/old/plans/a.md": ("Mon-1030", "old/plans/a", "", f"{C}/Mon-1030"),
    f"{C}/Mon-1030/sessions/Mon-1100.md": ("Mon-1030", "sessions/Mon-1100", "session", f"{C}/Mon-1030"),
    f"{C}/Mon-1030/sessions/Mon-1100/a.md": ("Mon-1030", "sessions/Mon-1100/a", "session", f"{C}/Mon-1030"),
    f"{C}/team-a/Mon-1030/misc/a.md": ("Mon-1030", "misc/a", "", f"{C}/team-a/Mon-1030"),
    # In no chart.
    f"{C}/notes.md": ("", "clients/notes", "", ""),
    f"{C}/client.md": ("", "clients/client", "", ""),
    f"{C}/sessions/a.md": ("", "clients/sessions/a", "", ""),
    "records/practice/policies/risk.md": ("", "policies/risk", "policy", ""),
    "records/practice/client.md": ("", "client", "", ""),
    "records/README.md": ("", "README", "", ""),
    "records/sessions/a.md": ("", "sessions/a", "", ""),
    "other/C-0001/sessions/a.md": ("", "other/C-0001/sessions/a", "", ""),
    "sessions/a.md": ("", "sessions/a", "", ""),
    "caseload.toml": ("", "caseload.toml", "", ""),
    "": ("", "", "", ""),
    # What nothing reads as a record: another ending, a folder of attachments, hidden names, a name with no folder.
    f"{C}/C-0001/sessions/scan.pdf": ("C-0001", "sessions/scan.pdf", "", f"{C}/C-0001"),
    f"{C}/C-0001/attachments/scan.pdf": ("C-0001", "attachments/scan.pdf", "", f"{C}/C-0001"),
    f"{C}/C-0001/sessions/attachments/a.md": ("C-0001", "sessions/attachments/a", "", f"{C}/C-0001"),
    f"{C}/C-0001/sessions/.a.md": ("C-0001", "sessions/.a", "", f"{C}/C-0001"),
    f"{C}/.old/C-0001/sessions/a.md": ("C-0001", "sessions/a", "", f"{C}/.old/C-0001"),
    f"{C}/C-0001/~sessions/a.md": ("C-0001", "~sessions/a", "", f"{C}/C-0001"),
    f"{C}/C-0001/sessions.md": ("C-0001", "sessions", "", f"{C}/C-0001"),
}
TYPES = Path(sys.modules[Record.__module__].__file__ or "").parent
_RECORDS = [path for path in PATHS if path.startswith("records/") and path.endswith(".md")]


@pytest.mark.parametrize("path", PATHS)
def test_what_a_path_means(path: str) -> None:
    assert RecordPath.parse(path) == PATHS[path]


def test_each_type_of_record_has_its_folder_there_and_no_folder_has_two() -> None:
    assert {each.folder: each.word for each in RECORD_TYPES.values()} == TYPE_OF_FOLDER
    with pytest.raises(ValueError, match=r"TYPE_OF_FOLDER lacks the line 'letters': 'letter'"):
        record_type("letter", folder="letters", smallest="")(Record)


def test_each_type_stands_in_a_file_of_its_name_which_is_how_it_is_found() -> None:
    assert {each.cls.__module__.rpartition(".")[2] for each in RECORD_TYPES.values()} == {
        file.stem for file in TYPES.glob("*.py") if "\n@record_type(" in file.read_text(encoding="utf-8")
    }
    wrong = [
        each.word for each in RECORD_TYPES.values() if not each.cls.__module__.endswith(each.word.replace("-", "_"))
    ]
    assert not wrong, "chart/records/__init__.py loads each type by its word"


@pytest.mark.parametrize("path", PATHS)
def test_what_decides_a_move_says_the_same_chart_and_name(path: str) -> None:
    client, link, word, _ = PATHS[path]
    assert name_in_chart(path) == (f"{client}/{link}" if client else path.removesuffix(".md"))
    assert kind_in_chart(path) == link.split("/")[0]
    if word and client:
        assert client_and_link(name_in_chart(path)) == client_and_link(f"{client}/{link}.md") == (client, link)
        assert client_and_link(link) == ("", link), "a link alone names no chart"
    if client and word:
        twin = f"{C}/north/{client}/{link}.md"
        assert moved_paths({path: "1"}, {twin: "2"}, lambda _: b"") == {twin: path}, "it is known by its name"


@pytest.mark.parametrize("path", PATHS)
def test_log_audit_and_hooks_say_the_same_chart(path: str) -> None:
    client, link, word, _ = PATHS[path]
    assert Changed(path, "", ()).place[:3] == (client, link, word)
    assert chart_of(path) == (client or ("practice" if path.startswith("records/practice/") else ""))
    assert is_read(path) is bool(word)
    assert client_at(path) == client
    assert client_at(f"clinic/{path}", "clinic/") == client
    assert client_at(path, "clinic/") == ""


def _links(shelf: Shelf) -> list[str]:
    return [*(each.link for each in shelf.records), *(each.link for each in shelf.unreadable)]


@pytest.mark.parametrize("path", _RECORDS)
def test_the_reader_of_charts_and_lint_say_the_same_chart(path: str, tmp_path: Path) -> None:
    """The file as the only one below records/: it is read in that chart, or lint says that nothing reads it."""
    client, link, word, _ = PATHS[path]
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    text = RECORD_TYPES[word].smallest if word else "---\ntype: session\n---\n"
    file.write_text(text, encoding="utf-8")
    told = scene("")
    caseload = read_caseload(tmp_path, practice_of(told), date(2026, 1, 13))
    read = [(chart.id, each) for chart in caseload.charts for each in _links(chart.shelf)]
    read += [("", each) for each in _links(read_shared(tmp_path, Checker()).shelf)]
    assert read == ([(client, link)] if word else [])
    strays = [each.path for each in walk_records(tmp_path).strays]
    hidden = any(part.startswith((".", "~")) for part in path.split("/"))
    unspoken = "attachments" in path.split("/") or (hidden and not path.endswith(".md"))
    assert strays == ([] if word or unspoken or path.endswith("README.md") else [path])


def test_a_second_folder_of_one_client_is_told_whatever_its_name(tmp_path: Path) -> None:
    for folder in ("team-a/ann", "team-b/ann", "C-0001", "team-b/C-0001"):
        file = tmp_path / C / folder / "client.md"
        file.parent.mkdir(parents=True)
        file.write_text("", encoding="utf-8")
    found = {each.path: each.why for each in walk_records(tmp_path).strays}
    assert found == {
        f"{C}/team-b/C-0001/client.md": f"C-0001 has another folder, {C}/C-0001",
        f"{C}/team-b/ann/client.md": f"ann has another folder, {C}/team-a/ann",
    }


def test_what_is_named_like_a_code_and_holds_charts_or_nothing_is_no_chart(tmp_path: Path) -> None:
    """A year's folder of a practice that never chose a form: empty, with charts, and with a file by mistake."""
    for folder in ("Year-2026/C-0001/sessions", "Year-2027", "Team-100/ann/sessions"):
        (tmp_path / C / folder).mkdir(parents=True)
    assert [each.id for each in client_folders(tmp_path)] == ["C-0001", "Team-100"]
    (tmp_path / C / "Year-2027/notes.md").write_text("", encoding="utf-8")
    assert [each.id for each in client_folders(tmp_path)] == ["C-0001", "Team-100", "Year-2027"]
