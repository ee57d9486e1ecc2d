"""Where a record is not read nobody says that every date is met: what it asks for may be what is missing.

A blank line above the first `---` hid a call that safety asked for, and each list said that nothing was due.
"""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from caseload_tools import open_practice
from caseload_tools.chart.caseload import read_caseload
from caseload_tools.desk.demo.generator import generate_caseload
from caseload_tools.errors import EXIT_CLEAN, EXIT_FINDINGS
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from caseload_tools.site.edition import Edition
from tests.hook_scenes import here

CALM = (
    "Every date is met",
    "Nothing is due today",
    "Nothing is overdue",
    "Nothing falls due",
    "No high risk is on record;",
)
# What nobody reads, as lint has it: a copy beside its record, what is in no place, in a folder of nobody, or hidden.
ASTRAY = (
    "records/clients/C-0001/client (1).md",
    "records/clients/C-0001/sessions/2026-11-23 (1).md",
    "records/clients/C-0001/session/2026-11-03.md",
    "records/clients/C-0001/2026-11-03.txt",
    "records/clients/C-0001/.trash/2026-11-04.md",
    "records/clients/old papers/2026-11-05.md",
    "records/practice/2026-11-06.md",
)
OF_PROGRAMS = ("records/clients/C-0001/desktop.ini", "records/clients/C-0001/sessions/.2026-11-03.md.swp")


@pytest.fixture(scope="module")
def blurred(tmp_path_factory: pytest.TempPathFactory, clean_environment: None) -> Path:
    """A practice in which no note of one client can be read."""
    root = tmp_path_factory.mktemp("blurred") / "clinic"
    generate_caseload(root, clients=2, notes=20, seed=1)
    for path in paths(root):
        (root / path).write_text("\n" + (root / path).read_text(encoding="utf-8"), encoding="utf-8")
    return root


def paths(root: Path) -> list[str]:
    folder = root / "records/clients/C-0001"
    return sorted(each.relative_to(root).as_posix() for each in folder.glob("*/*.md"))


@pytest.mark.parametrize("asked", ["due", "due --client C-0001", "show C-0001"])
def test_what_could_not_be_read_comes_first(blurred: Path, asked: str) -> None:
    done = here(blurred, *asked.split())
    named = paths(blurred)
    assert done.code == EXIT_FINDINGS, done.said
    assert (
        done.said.lstrip().removeprefix("C-0001\n").startswith(f"{len(named)} records were not read: more may be due.")
    )
    assert all(f"caseload lint {path}" in done.said for path in named)
    assert not [each for each in CALM if each in done.said], done.said


@pytest.mark.parametrize("asked", ["due", "show C-0001"])
def test_json_names_what_could_not_be_read(blurred: Path, asked: str) -> None:
    done = here(blurred, *asked.split(), "--format", "json")
    told = json.loads(done.said)
    assert done.code == EXIT_FINDINGS
    assert [row["record"] for row in told["tables"]["unread"]["rows"]] == paths(blurred)
    assert "were not read" in told["lead"]


def test_another_client_is_none_of_it(blurred: Path) -> None:
    done = here(blurred, "show", "C-0002")
    assert (done.code, "not read" in done.said) == (EXIT_CLEAN, False), done.said


def test_advice_before_a_push_says_so_and_stays_advice(blurred: Path) -> None:
    done = here(blurred, "hooks", "due")
    assert done.code == EXIT_CLEAN
    assert f"caseload lint {paths(blurred)[0]}" in done.said, done.said
    assert not [each for each in CALM if each in done.said], done.said


def test_what_was_signed_has_to_be_put_back(blurred: Path) -> None:
    text = here(blurred, "due", "--client", "C-0001").said
    assert re.search(r"Put the plan of .* back as it was signed", text), text
    assert "was signed, and is no longer readable" in text


def test_the_site_says_so_on_each_page_that_tells_of_dates(blurred: Path, tmp_path: Path) -> None:
    done = here(blurred, "build", "--out", str(tmp_path / "site"))
    pages = {each.relative_to(tmp_path / "site").as_posix(): each for each in (tmp_path / "site").rglob("*.html")}
    first = pages["index.html"].read_text(encoding="utf-8")
    chart = next(each for name, each in pages.items() if "C-0001" in name).read_text(encoding="utf-8")
    assert all(path in first and path in chart for path in paths(blurred)), done.said
    for name in ("index.html", "clinicians.html", "clients.html"):
        text = pages[name].read_text(encoding="utf-8")
        assert not [each for each in CALM if each in text], name


@pytest.fixture(scope="module")
def astray(tmp_path_factory: pytest.TempPathFactory, clean_environment: None) -> Path:
    """A practice in which all is read that is in its place, and some is in none."""
    root = tmp_path_factory.mktemp("astray") / "clinic"
    generate_caseload(root, clients=2, notes=3, seed=1)
    for path in (*ASTRAY, *OF_PROGRAMS):
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text("Call her today.\n", encoding="utf-8")
    assert (root / "records/clients/C-0001/sessions/2026-11-23.md").is_file(), "what one of them is a copy of"
    return root


def test_what_nobody_reads_is_what_lint_says_it_is(astray: Path) -> None:
    findings = json.loads(here(astray, "lint", "--select", "STR014,STR019", "--format", "json").said)["findings"]
    assert {each["path"] for each in findings} - {*OF_PROGRAMS} == {*ASTRAY}
    practice = load_practice(astray)
    caseload = read_caseload(astray, practice, date(2026, 11, 24))
    assert sorted(caseload.unread) == sorted(ASTRAY)
    assert set(caseload.charts[0].unread) == {path for path in ASTRAY if "C-0001" in path}
    assert not caseload.charts[1].unread
    some = read_caseload(astray, practice, date(2026, 11, 24), ["C-0002"])
    assert some.unread == some.shared.shelf.unread, "of another client's nothing is said"


@pytest.mark.parametrize(("asked", "count"), [("due", 7), ("hooks due", 7), ("show C-0001", 5), ("show C-0002", 0)])
def test_what_nobody_reads_is_named(astray: Path, asked: str, count: int) -> None:
    done = here(astray, *asked.split())
    assert done.code == (EXIT_FINDINGS if count and asked != "hooks due" else EXIT_CLEAN), done.said
    assert (f"{count} records were not read: more may be due." in done.said) == bool(count), done.said
    assert len(re.findall(r"caseload lint \S*records/", done.said)) == count, done.said
    assert not (count and [each for each in CALM if each in done.said]), done.said


def test_notebooks_are_told_what_was_not_read(astray: Path, blurred: Path) -> None:
    for root, named in ((astray, ASTRAY), (blurred, paths(blurred))):
        practice = open_practice(root, today=date(2026, 11, 24))
        with pytest.warns(UserWarning, match=f"^{len(named)} records were not read: more may be due") as told:
            practice.due()
        assert told[0].filename == __file__, "where it was asked"
        assert sorted(practice.unread()) == sorted(named)
        of_client = [each for each in named if "C-0001" in each]
        assert sorted(practice.chart("C-0001").unreadable) == sorted(of_client)


def test_pages_name_what_nobody_reads(astray: Path) -> None:
    practice = load_practice(astray)
    caseload = read_caseload(astray, practice, date(2026, 11, 24))
    result = lint_caseload(astray, practice, LintRequest(today=caseload.today, select=["STR014"], jobs=1))
    pages = {each.address: each.body for each in Edition(caseload, (), result).pages()}
    for address, named in (
        ("index.html", ASTRAY),
        ("clients/C-0001.html", [each for each in ASTRAY if "C-0001" in each]),
        ("clients/C-0002.html", []),
        ("practice.html", [each for each in ASTRAY if "practice" in each]),
    ):
        assert [each for each in (*ASTRAY, *OF_PROGRAMS) if f"<code>{each}</code>" in pages[address]] == [*named]
        assert not (named and [each for each in CALM if each in pages[address]]), address


def test_of_a_chart_without_client_md_the_command_that_is_named_says_why(
    tmp_path: Path, clean_environment: None
) -> None:
    root = tmp_path / "clinic"
    generate_caseload(root, clients=1, notes=3, seed=1)
    (root / "records/clients/C-0001/client.md").unlink()
    told = here(root, "due")
    assert told.code == EXIT_FINDINGS and "1 record was not read: more may be due." in told.said
    command = next(line for line in told.said.splitlines() if "caseload lint" in line).partition("caseload ")[2].strip()
    assert "has no client.md" in here(root, *command.split()).said
