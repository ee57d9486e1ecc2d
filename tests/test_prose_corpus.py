"""The main job of the prose rules on 500 foreign notes: which are one text, and which speak of danger to life."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from caseload_tools.desk.exchange.csv_import import import_csv, load_mapping
from caseload_tools.lint.finding import Finding
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice

TABLE = Path(__file__).parent / "corpus" / "case-notes" / "synthetic-case-notes.csv"
TODAY = date(2026, 10, 2)


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("clinic")
    (root / "caseload.toml").write_text('name = "Brook"\n', encoding="utf-8")
    import_csv(root, TABLE, load_mapping("case-notes"), given={"day": "2026-10-01"})
    return root


@pytest.fixture(scope="module")
def notes() -> dict[str, str]:
    with TABLE.open(newline="", encoding="utf-8") as file:
        return {f"C-{row['person_oid'].replace('-', '')}": row["case_note"] for row in csv.DictReader(file)}


def _found(root: Path, *codes: str, jobs: int = 1) -> list[Finding]:
    result = lint_caseload(root, load_practice(root), LintRequest(today=TODAY, select=codes, jobs=jobs))
    return list(result.findings)


def _client(finding: Finding) -> str:
    return finding.path.split("/")[2]


def test_the_20_that_mention_suicide_are_met(clinic: Path, notes: dict[str, str]) -> None:
    mention = {client for client, text in notes.items() if "suicid" in text.casefold()}
    met = {_client(finding) for finding in _found(clinic, "RSK")}
    assert len(mention) == 20
    assert mention <= met


def test_the_overdoses_are_met_and_nobody_else(clinic: Path, notes: dict[str, str]) -> None:
    said = {client for client, text in notes.items() if "suicid" in text.casefold() or "overdose" in text.casefold()}
    met = {_client(finding) for finding in _found(clinic, "RSK005")}
    assert met == said
    assert len(said) == 20 + 15 + 9 + 5


@pytest.mark.requirement("S4.3")
def test_every_copy_points_to_the_first_of_its_54(clinic: Path, notes: dict[str, str]) -> None:
    """Of each text all but the first are found, and each finding names the first, or one that is nearly the same."""
    found = _found(clinic, "NOT020")
    copies = {_client(finding) for finding in found}
    firsts: dict[str, str] = {}
    for client in sorted(notes):
        firsts.setdefault(notes[client], client)
    assert len(firsts) == 54
    exact = [finding for finding in found if "word for word" in finding.message]
    assert {_client(finding) for finding in exact} == set(notes) - set(firsts.values())
    for finding in exact:
        (place,) = finding.related
        assert firsts[notes[_client(finding)]] == place.path.split("/")[2]
    near = [finding for finding in found if "word for word" not in finding.message]
    assert len(copies) == len(exact) + len(near)
    assert {_client(finding) for finding in near} <= set(firsts.values())
    assert 5 <= len(near) <= 15, "texts to which one sentence was added, or from which one was taken"


@pytest.mark.process
def test_the_number_of_processes_changes_nothing(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caseload_tools.lint.run.WORTH_A_PROCESS", 10)
    one, two = _found(clinic, "NOT020", jobs=1), _found(clinic, "NOT020", jobs=2)
    assert one == two and len(one) > 446


def test_no_message_shows_what_a_note_says(clinic: Path, notes: dict[str, str]) -> None:
    said = Counter(word.strip(".,:").casefold() for text in notes.values() for word in text.split() if len(word) > 7)
    for finding in _found(clinic, "NOT", "RSK"):
        told = f"{finding.message} {finding.hint}"
        if finding.code in ("NOT008", "NOT011", "NOT014"):  # the word that these name is from our own lists
            told = re.sub("`[^`]*`", "", told)
        words = {word.strip("`.,:“”").casefold() for word in told.split()}
        assert not words & (said.keys() - {"appointment", "progress", "objective", "reported", "emergency"}), (
            finding.message
        )
