"""The manual says what the code does: the pages written from data are as fresh as the data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from caseload_tools.practice import KEYS, load_periods, profile_names, read_practice
from caseload_tools.practice.measures import MEASURES
from caseload_tools.practice.settings import FEE, LINT, PROGRAMME, STAFF, TOP, WORDS
from devtools.manual.law import law_page
from devtools.manual.measures import measures_page
from devtools.manual.settings import FEES, INTRODUCTION, LIMITS, configuration_page, profile_page

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"


PAGES: list[tuple[str, Callable[[], str]]] = [
    ("configuration.md", configuration_page),
    ("law.md", law_page),
    ("measures.md", measures_page),
    *((f"profiles/{name}.md", partial(profile_page, name)) for name in profile_names()),
]


@pytest.mark.parametrize(("name", "page"), PAGES, ids=[name for name, _ in PAGES])
def test_the_page_is_fresh(request: pytest.FixtureRequest, name: str, page: Callable[[], str]) -> None:
    file = REFERENCE / name
    if request.config.getoption("--snapshot-update"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(page(), encoding="utf-8")
    assert file.read_text(encoding="utf-8") == page(), "run this test with --snapshot-update"


def test_every_setting_limit_and_profile_is_on_the_page() -> None:
    page = configuration_page()
    for table in (TOP, STAFF, PROGRAMME, FEE, LINT, WORDS, KEYS):
        for key in table:
            assert f"| `{key}` |" in page
    assert all(f"| [`{name}`](profiles/{name}.md) |" in page for name in profile_names())


def test_the_examples_on_the_page_are_read_as_they_stand() -> None:
    practice = read_practice(_example(INTRODUCTION).encode())
    assert practice.policy("virtual-iop").interval("note_within") is not None
    practice = read_practice(b"name = 'x'\n" + _example(LIMITS).encode())
    assert practice.policy()["plan_review_every"].severity == "error"
    practice = read_practice(b"name = 'x'\n" + LIMITS.split("```toml\n")[2].split("```")[0].encode())
    assert str(practice.policy(None, date(2026, 12, 31))["note_within"]) == "72 hours"
    assert str(practice.policy(None, date(2027, 1, 1))["note_within"]) == "24 hours"
    practice = read_practice(b"name = 'x'\n" + _example(FEES).encode())
    assert [fee.amount for fee in practice.fees["90834"]] == [135, 140]
    for table in (TOP, STAFF, PROGRAMME, LINT, WORDS):
        lines = [f"{key} = {setting.example}" for key, setting in table.items()]
        assert all(" = " in line for line in lines)


@pytest.mark.parametrize("name", profile_names())
def test_a_profile_page_has_every_limit_of_the_profile_and_every_doubt(name: str) -> None:
    page = profile_page(name)
    for key, values in load_periods(name).dated.items():
        assert page.count(f"| `{key}` |") == len(values)
        assert all(limit.why.replace("|", "\\|") in page for limit in values)
    doubts = {limit.key for values in load_periods(name).dated.values() for limit in values if limit.unverified}
    assert ("Nobody has checked" in page) == bool(doubts)


def test_every_profile_has_its_page_and_no_other_page_is_there() -> None:
    assert {file.stem for file in (REFERENCE / "profiles").glob("*.md")} == set(profile_names())


def test_every_measure_has_a_section() -> None:
    page = measures_page()
    assert all(f"## {measure.name}\n" in page for measure in MEASURES.values())


def _example(text: str) -> str:
    return text.split("```toml\n")[1].split("```")[0]
