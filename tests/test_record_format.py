"""The format of a practice's records: named in its settings, read for ever, and no wall where a newer one comes."""

from __future__ import annotations

import pytest

from caseload_tools.errors import CaseloadError
from caseload_tools.practice import read_practice
from caseload_tools.practice.record_format import FIRST_READ_BY, FORMAT, say_needed
from tests.conftest import ROOT

NEWER = FORMAT + 1


def test_a_practice_that_names_no_format_is_of_the_first() -> None:
    practice = read_practice(b'name = "Test"\n')
    assert (practice.format, practice.is_newer, say_needed(practice)) == (1, False, "")


def test_each_format_has_its_first_version() -> None:
    assert sorted(FIRST_READ_BY) == list(range(1, FORMAT + 1))


@pytest.mark.parametrize("file", ["caseload.toml", "caseload_tools/desk/founding/templates/caseload.toml"])
def test_a_practice_that_is_made_names_todays_format(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert f"\nformat = {FORMAT} " in text


@pytest.mark.parametrize("said", ["0", "-1", '"1"', "true", "1.0"])
def test_a_format_is_a_number_from_1(said: str) -> None:
    with pytest.raises(CaseloadError, match="format"):
        read_practice(f'name = "Test"\nformat = {said}\n'.encode())


def test_the_settings_of_a_newer_format_are_read_as_far_as_they_are_understood() -> None:
    text = f'name = "Test"\nformat = {NEWER}\nneeds = "9.9.0"\nmoods = true\n[moon]\nphase = 1\n'
    text += '[staff."m.okafor"]\nname = "Miriam Okafor"\nroles = ["navigator"]\n'
    practice = read_practice(text.encode())
    assert practice.is_newer and "m.okafor" in practice.staff
    assert len(practice.unread) == 3 and "moods" in practice.unread[0]
    assert "caseload-tools 9.9.0 or later" in say_needed(practice) and f"format {FORMAT}" in say_needed(practice)
    with pytest.raises(CaseloadError, match="moods"):
        read_practice(text.replace(f"format = {NEWER}\n", "").encode())
