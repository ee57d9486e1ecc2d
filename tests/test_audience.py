"""`visibility` fails shut: no sentence of what is kept back is on a page, whatever was typed there, in any record."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from caseload_tools.chart.audience import kept_back_by_mistake, may_be_shown, shown_caseload, with_shown_practice
from caseload_tools.chart.caseload import read_caseload
from caseload_tools.chart.clocks import all_obligations
from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.cli.app import run
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from caseload_tools.site.edition import Edition
from tests.conftest import ROOT, TODAY

WORD = "zqwx"
KEPT = (
    "visibility: clinician-only",
    "visibility: Clinician-only",
    "visibility: clinician_only",
    "visibility: private",
    "visibility: n/a",
    "visibility:",
    "visibility: [team]",
    "visibility: 3",
    "visibility: true",
    "visibilty: clinician-only",
    "Visibility: team",
)
SHOWN = ("visibility: team", 'visibility: "supervisor"', "visibility: client-safe", "drafted_with: a typewriter")


def _marked(text: str, line: str) -> str:
    """A record with a word in each of its sentences and in its text, and one line more."""
    front, _, body = text.partition("\n---\n")
    front = re.sub(r"(?m)^(\s*(?:- )?\w+: )([A-Za-z\"][^\n\[{|>]* [^\n]*[a-z.])$", rf"\1\2 {WORD}", front)
    return f"{front}\n{line}\n---\n{body.rstrip()}\n\n{WORD} is here.\n"


@pytest.fixture(scope="module")
def places() -> dict[str, str]:
    """One record of every type in the demo, by its path: the newest that has happened."""
    caseload = read_caseload(ROOT, load_practice(ROOT), TODAY)
    found: dict[str, str] = {}
    for record in [record for chart in caseload.charts for record in chart.records] + list(caseload.shared.records):
        if record.date <= TODAY and not record.signatures:
            found[record.type] = record.path
    for chart in caseload.charts:
        for record in chart.records:
            if record.date <= TODAY:
                found.setdefault(record.type, record.path)
    assert found.keys() == RECORD_TYPES.keys()
    return found


def _practice(root: Path, places: dict[str, str], line: str) -> Path:
    shutil.copyfile(ROOT / "caseload.toml", root / "caseload.toml")
    shutil.copytree(ROOT / "records", root / "records")
    for path in places.values():
        text = (ROOT / path).read_text(encoding="utf-8")
        (root / path).write_text(_marked(text, line), encoding="utf-8")
    return root


def _edition(root: Path) -> Edition:
    """What `make_edition` makes, without git and with one rule, which is quicker."""
    practice = load_practice(root)
    caseload = read_caseload(root, practice, TODAY)
    found = lint_caseload(root, practice, LintRequest(today=TODAY, select=["STR004"], jobs=1))
    by_mistake = tuple(each.path for each in kept_back_by_mistake(caseload))
    return Edition(shown_caseload(caseload), all_obligations(with_shown_practice(caseload)), found, None, by_mistake)


@pytest.mark.parametrize("line", KEPT)
def test_no_word_of_what_is_kept_back_is_on_a_page(line: str, places: dict[str, str], tmp_path: Path) -> None:
    root = _practice(tmp_path, places, line)
    edition = _edition(root)
    leaks = [
        f"{page.address}: …{page.body[at - 150 : at + 20]}"
        for page in edition.pages()
        for at in [page.body.find(WORD)]
        if at >= 0
    ]
    assert not leaks, leaks
    by_mistake = () if line == "visibility: clinician-only" else tuple(places.values())
    assert set(edition.by_mistake) == set(by_mistake)


@pytest.mark.parametrize("line", SHOWN)
def test_what_is_for_the_team_is_shown(line: str, places: dict[str, str], tmp_path: Path) -> None:
    only = {word: path for word, path in places.items() if "drafted" not in line or word == "client"}
    root = _practice(tmp_path, only, line)
    edition = _edition(root)
    said = " ".join(page.body for page in edition.pages())
    assert said.count(f"{WORD} is here") >= len(only) and not edition.by_mistake


@pytest.mark.process
def test_a_build_names_what_it_kept_back(
    places: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "practice").mkdir()
    root = _practice(tmp_path / "practice", {"session": places["session"]}, "visibility: privat")
    assert run(["-C", str(root), "build", "--out", str(tmp_path / "site")]) == 1
    said = capsys.readouterr().err
    assert f"{places['session']} is kept back" in said and "clinician-only" in said
    caseload = read_caseload(root, load_practice(root), TODAY)
    [record] = [each for chart in caseload.charts for each in chart.records if each.path == places["session"]]
    assert not may_be_shown(record) and not may_be_shown(record, "client")
