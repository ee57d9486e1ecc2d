"""Copies and leftovers, of every type of record and every maker: named, never read, and refused at a commit."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from caseload_tools.chart.caseload import read_caseload
from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from caseload_tools.text.leftover_names import leftover_name
from tests.conftest import ROOT

TODAY = date(2026, 11, 24)
COPIES = (
    "{} 2.md",
    "{} copy.md",
    "{} copy 3.md",
    "{}(1).md",
    "{} (1).md",
    "{} (copy).md",
    "{} (another copy).md",
    "{} (3rd copy).md",
    "{} - Copy.md",
    "{} - Copy (2).md",
    "{} - Kopie.md",
    "{}.sync-conflict-20261125-101112-ABCDEF.md",
    "{}.sync-conflict-20261125-101112-ABCDEFG.md",
    "{} (Dana Ruiz's conflicted copy 2026-11-25).md",
    "{} (conflicted copy 2026-11-25 101010).md",
    "{}_conflict-20261125-101112.md",
    "{} (Case Conflict).md",
    "{} [conflict].md",
)
SYSTEMS = (".DS_Store", "._2026-11-24.md", "desktop.ini", "Thumbs.db", ".directory", "~$note.docx", ".~lock.note.odt#")
EDITORS = (".note.md.swp", "note.md~", "note.md.bak", "note.md.orig", "#note.md#", ".#note.md", "note.md.tmp")
OURS = ("2026-11-24.md", "2026-11-24-2.md", "2026-11-24-crisis.md", "2026-11-24-conflict-resolution.md", "client.md")


@pytest.mark.parametrize("name", OURS)
def test_a_name_that_a_person_gives_is_none(name: str) -> None:
    assert leftover_name(name) is None


@pytest.mark.parametrize("name", [*SYSTEMS, *EDITORS])
def test_what_systems_and_editors_leave_is_known(name: str) -> None:
    found = leftover_name(name)
    assert found is not None and found.kind == ("system" if name in SYSTEMS[:5] else "editor")


@pytest.fixture(scope="module")
def places() -> dict[str, str]:
    """One record of every type in the demo."""
    caseload = read_caseload(ROOT, load_practice(ROOT), TODAY)
    records = [record for chart in caseload.charts for record in chart.records] + list(caseload.shared.records)
    return {record.type: record.path for record in records if record.date <= TODAY}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The demo, to be changed."""
    shutil.copytree(ROOT / "records", tmp_path / "records")
    shutil.copyfile(ROOT / "caseload.toml", tmp_path / "caseload.toml")
    return tmp_path


def _found(root: Path) -> dict[str, str]:
    """The code of each finding, by path."""
    result = lint_caseload(root, load_practice(root), LintRequest(today=TODAY, jobs=1))
    return {each.path: each.code for each in result.findings}


def test_a_copy_of_every_type_and_maker_is_named_once_and_not_read(root: Path, places: dict[str, str]) -> None:
    assert places.keys() == RECORD_TYPES.keys()
    made = {}
    for number, name in enumerate(COPIES * 2):
        path = list(places.values())[number % len(places)]
        copy = path.removesuffix(".md")
        made[str(Path(name.format(copy)))] = path
    for copy, path in made.items():
        shutil.copyfile(root / path, root / copy)
    # A chart has one client.md: a copy of it lies in no place, and is told by its name.
    assert _found(root) == {copy: "STR014" if "/client." in path else "STR019" for copy, path in made.items()}
    before, after = (read_caseload(each, load_practice(each), TODAY) for each in (ROOT, root))
    assert [chart.records for chart in after.charts] != [] and after.record_count == before.record_count


def test_a_copy_without_its_record_is_the_record(root: Path, places: dict[str, str]) -> None:
    path = root / places["contact"]
    path.rename(path.with_name(f"{path.stem} 2.md"))
    assert "STR019" not in _found(root).values()
    assert read_caseload(root, load_practice(root), TODAY).record_count == 404


@pytest.mark.parametrize(
    "folder", [".trash", "backup", "old/2026", "records/.trash", "records/clients/.trash", "records/clients/C-0142/.t"]
)
def test_a_record_outside_of_its_place_is_named_whoever_put_it_there(
    folder: str, root: Path, places: dict[str, str]
) -> None:
    (root / folder).mkdir(parents=True)
    made = []
    for word, path in places.items():
        made.append(f"{folder}/{word}.md")
        shutil.copyfile(root / path, root / made[-1])
    (root / folder / "readme.md").write_text("---\ntype: page\n---\nNothing.\n", encoding="utf-8")
    found = _found(root)
    assert set(made) <= found.keys() and {found[path] for path in made} == {"STR014"}
    assert f"{folder}/readme.md" not in found or folder.startswith("records")


def test_what_lies_elsewhere_is_not_looked_at(root: Path, places: dict[str, str]) -> None:
    (root / ".gitignore").write_text("# ours\n.trash/\n", encoding="utf-8")
    for folder in (".trash", "other", ".git/x", "node_modules"):
        (root / folder).mkdir(parents=True)
        shutil.copyfile(root / places["contact"], root / folder / "note.md")
    (root / "other/caseload.toml").write_text('name = "Another practice"\n', encoding="utf-8")
    assert _found(root) == {}


@pytest.mark.parametrize("name", ["desktop.ini", "Thumbs.db", "note.md.bak"])
def test_a_file_of_a_system_is_to_be_deleted(name: str, root: Path) -> None:
    (root / "records" / name).write_text("x", encoding="utf-8")
    result = lint_caseload(root, load_practice(root), LintRequest(today=TODAY, jobs=1))
    [finding] = result.findings
    assert finding.hint == "delete it" and finding.code == "STR014"
