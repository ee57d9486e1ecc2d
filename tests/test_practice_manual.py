"""The manual says what the code does: the pages written from data are as fresh as the data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from caseload_tools.measures import MEASURES
from caseload_tools.measures.manual import measures_page
from caseload_tools.practice import KEYS, profile_names, read_practice
from caseload_tools.practice.manual import INTRODUCTION, LIMITS, configuration_page
from caseload_tools.practice.settings import LINT, PROGRAMME, STAFF, TOP, WORDS

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"


@pytest.mark.parametrize(
    ("name", "page"), [("configuration.md", configuration_page), ("measures.md", measures_page)]
)
def test_the_page_is_fresh(request: pytest.FixtureRequest, name: str, page: Callable[[], str]) -> None:
    file = REFERENCE / name
    if request.config.getoption("--snapshot-update"):
        file.write_text(page(), encoding="utf-8")
    assert file.read_text(encoding="utf-8") == page(), "run this test with --snapshot-update"


def test_every_setting_limit_and_profile_is_on_the_page() -> None:
    page = configuration_page()
    for table in (TOP, STAFF, PROGRAMME, LINT, WORDS, KEYS):
        for key in table:
            assert f"| `{key}` |" in page
    assert all(f"| `{name}` |" in page for name in profile_names())


def test_the_examples_on_the_page_are_read_as_they_stand() -> None:
    practice = read_practice(_example(INTRODUCTION).encode())
    assert practice.policy("virtual-iop").interval("note_within") is not None
    practice = read_practice(b"name = 'x'\n" + _example(LIMITS).encode())
    assert practice.policy()["plan_review_every"].severity == "error"
    for table in (TOP, STAFF, PROGRAMME, LINT, WORDS):
        lines = [f"{key} = {setting.example}" for key, setting in table.items()]
        assert all(" = " in line for line in lines)


def test_every_measure_has_a_section() -> None:
    page = measures_page()
    assert all(f"## {measure.name}\n" in page for measure in MEASURES.values())


def _example(text: str) -> str:
    return text.split("```toml\n")[1].split("```")[0]
