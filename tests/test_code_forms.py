"""Which forms of a client's code a practice may choose; none of them fits a name, or the code of another thing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from caseload_tools.errors import CaseloadError
from caseload_tools.guard.hooks.message import standard_refusals
from caseload_tools.practice import Practice, read_practice
from caseload_tools.practice.identity_map import read_identities
from caseload_tools.text.client_codes import FORM, USUAL_CODES, ClientCodes, example_of, looks_like_code
from caseload_tools.text.language.identifiers import identifiers_in
from caseload_tools.text.signed_text import said_of
from tests.lint_scenes import lint

GOOD = ("Mon-0000", "MON-0000", "NG000", "K-000", "Abcdefgh_00-000", "Site-0-00", "NG-00000000", "AB_000_000")
# What cannot be a form, and what the answer to it says.
REFUSED = {
    "Mon-1030": "`Mon-0000`, which is the form of Mon-0142",
    "Mon-[0-9]{4}": "`Mon-0000`, which",
    r"Mon-\\d{5}": "`Mon-00000`, which",
    "^Mon-0000$": "`Mon-0000`, which",
    "mon-0000": "begins with a capital letter, as an id of the staff does not (for example `Mon-0000`",
    "m.okafor": "up to eight letters",
    "Mon-00": "at least three digits, which no name and no word has",
    "Anna": "at least three digits",
    "": "at least three digits",
    "Mon-000000000": "three to eight digits",
    "Verylongname-000": "up to eight letters",
    "[A-Z][a-z]+": "up to eight letters",
    "(a+)+0000": "up to eight letters",
    ".*": "up to eight letters",
    "(?i)Mon-0000": "up to eight letters",
    "Mon-0000|Tue-0000": "up to eight letters",
    r"Mon-0000\\n": "up to eight letters",
    "Mon 0000": "up to eight letters",
    "Mon/0000": "up to eight letters",
    "Mon.0000": "up to eight letters",
    "Mön-000": "up to eight letters",
    "Mon-٠٠٠": "up to eight letters",
    "0000": "digits alone are dates, amounts and codes of services",
    "0000-00-00": "digits alone are dates",
    "G0": "at least three digits",
    "O0.0": "up to eight letters",
    "G000": "codes of goals, diagnoses and services (write `G-000`)",
    "F0000": "codes of goals, diagnoses and services (write `F-0000`)",
    "CPT-00000": "those of something else",
    "ICD_000": "those of something else",
    "Nov-0000": "could be a date",
    "MAY0000": "could be a date",
    "September-000": "up to eight letters",
    "Mon-0000-00-00": "could be a day",
    "AB000-0000000": "up to eight letters",
    "C-0000": "known in every practice (leave this form out)",
}
# What stands in charts and is no client.
NO_CODES = [
    *(
        "Anna",
        "Anna-Maria",
        "O'Neill",
        "MON",
        "Smith",
        "C-",
        "m.okafor",
        "G1",
        "O1.2",
        "P12",
        "F33.1",
        "T1017",
        "S9480",
    ),
    *("90834", "2026-11-24", "PHQ-9", "GAD-7", "PCL-5", "DSM-5", "10:30", "555-867-5309", "123-45-6789", "DELL"),
]


def _filled(form: str, digits: str) -> str:
    left = iter(digits)
    return "".join(next(left) if each == "0" else each for each in form)


def _practice(forms: str) -> Practice:
    return read_practice(f'name = "x"\nclient_codes = {forms}\n'.encode())


@pytest.mark.parametrize("form", GOOD)
def test_a_form_is_taken_with_its_codes_and_no_other(form: str) -> None:
    codes = _practice(f'"{form}"').client_codes
    assert codes == ClientCodes((form,)) == _practice(f'["{form}"]').client_codes
    code = example_of(form)
    assert codes.fits(code) and codes.fits("C-0142") and looks_like_code(code) and not USUAL_CODES.fits(code)
    for wrong in (code + "1", code[:-1], code.swapcase(), code + "\n", f" {code}", code[:-1] + "٣", form[:1] + code):
        assert not codes.fits(wrong), wrong
    text = f"With {code}, x{code}, {code}7 and ({code})."
    assert [found.start() for found in codes.found_in(text)] == [5, text.index("(") + 1]


@pytest.mark.parametrize("form", REFUSED)
def test_a_form_that_could_be_something_else_is_refused_at_its_line(form: str) -> None:
    with pytest.raises(CaseloadError) as refused:
        _practice(f'"{form}"')
    said = f"{refused.value} ({refused.value.hint})"
    assert said.startswith("caseload.toml:2: ") and REFUSED[form] in said, said


@pytest.mark.parametrize("raw", ["3", "[]", '["Mon-0000", 3]', "true", "{a = 1}"])
def test_what_is_no_text_is_refused(raw: str) -> None:
    with pytest.raises(CaseloadError, match=r"caseload.toml:2: `client_codes` must be a form"):
        _practice(raw)


def test_two_forms_never_differ_by_capitals_alone() -> None:
    with pytest.raises(CaseloadError, match="is there twice, but for its capitals"):
        _practice('["Mon-0000", "Tue-0000", "MON-0000"]')


def test_each_mistake_of_a_list_is_told() -> None:
    with pytest.raises(CaseloadError, match="has 2 mistakes"):
        _practice('["Mon-0000", "May-0000", "mon"]')


@pytest.mark.parametrize("text", NO_CODES)
def test_no_form_that_may_be_chosen_fits_what_stands_in_charts(text: str) -> None:
    assert not looks_like_code(text)


@pytest.mark.parametrize("form", GOOD)
def test_no_code_is_taken_for_an_identifier(form: str) -> None:
    for digits in ("1234567890", "5551234567", "9051950001"):
        code = _filled(form, digits)
        assert list(identifiers_in(f"records/clients/{code}/sessions/a.md")) == []
        assert list(identifiers_in(code.replace("_", " "))) == []


def test_the_forms_of_the_settings_are_those_that_are_known_without_them() -> None:
    """Who has no settings at hand must know each code that some practice may have."""
    assert all(re.fullmatch(FORM, form) and looks_like_code(form) for form in GOOD)


def test_a_signature_shows_a_code_and_hides_a_name() -> None:
    assert said_of({"by": "Mon-1030", "role": "client"}) == "Mon-1030"
    assert said_of({"by": "Mon Berg", "role": "client"}) == "the client"
    assert said_of({"by": "Mon-1030", "role": "guardian"}) == "the guardian"


def test_a_message_names_its_clients_by_the_codes_of_the_practice() -> None:
    codes = ClientCodes(("Mon-0000",))
    assert list(standard_refusals("Mon-1030: session added", ["Mon-1030"], codes)) == []
    (said,) = standard_refusals("MON-1030: session added", ["Mon-1030"], codes)
    assert "does not name them" in said.message
    (said,) = standard_refusals("Mon-1030: update", ["Mon-1030"], codes)
    assert "`Mon-0142: session" in said.hint


def test_the_letters_of_a_form_name_nobody() -> None:
    """A client called as the codes begin is known by the full name, else each code would be that client."""
    codes = ClientCodes(("Mond-0000",))
    people = read_identities(b'[Mond-0142]\nnames = ["Ida Mond"]\n', codes=codes)
    assert list(people.named_in("Mond-0142: session added")) == []
    assert [each.client for each in people.named_in("Ida Mond came")] == ["Mond-0142"]


def test_letters_of_a_code_are_no_abbreviation(tmp_path: Path) -> None:
    """Of `MON-0142` in a note one thing is said, that it is another client: not that nobody explains MON."""
    note = "--- session 2026-01-19\nformat: narrative\n\nAs MON was closed, came together with MON-0142.\n"
    told = lint(tmp_path / "own", f'practice: client_codes = "MON-0000"\n{note}', select=("LNK015", "NOT014"))
    assert [(each.code, each.column) for each in told.findings] == [("NOT014", 4), ("LNK015", 39)]
    told = lint(tmp_path / "usual", note, select=("LNK015", "NOT014"))
    assert [each.code for each in told.findings] == ["NOT014"]
