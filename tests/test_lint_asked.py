"""What lint says of the records that nobody asked about: nothing, and never that there is nothing to say of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from caseload_tools.lint.formats import FORMATS, render_result
from caseload_tools.lint.result import LintResult
from caseload_tools.lint.summary import summary_of
from tests.lint_scenes import PLAN, UNDATED, lint

CHART = "records/clients/C-0001"
BESIDE = f"{CHART}/client.md"
OTHER = "--- session 2026-01-19 of C-0002\n"
REST = "; no other was asked about."


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("asked")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "1 finding in 1 of 9 records: 1 error"),
        ({"paths": ["."]}, "1 finding in 1 of 9 records: 1 error"),
        ({"paths": ["records"]}, "1 finding in 1 of 9 records: 1 error"),
        ({"paths": ["records/"]}, "1 finding in 1 of 9 records: 1 error"),
        ({"paths": [PLAN], "clients": ["C-0001"]}, "1 finding in 1 of 1 record: 1 error"),
        ({"paths": [CHART], "clients": ["C-0001"]}, "1 finding in 1 of 4 records: 1 error"),
        ({"paths": [BESIDE], "clients": ["C-0001"]}, f"1 record of 1 client checked, nothing to say{REST}"),
        ({"paths": [BESIDE]}, f"1 record of 1 client checked, nothing to say{REST}"),
        ({"paths": [BESIDE, f"{CHART}/consents"]}, f"2 records of 1 client checked, nothing to say{REST}"),
        ({"clients": ["C-0002"]}, f"5 records of 1 client checked, nothing to say{REST}"),
        ({"paths": ["records/clients/C-0002"], "part": True}, f"5 records of 1 client checked, nothing to say{REST}"),
        ({"paths": ["caseload.toml"]}, "No record was asked about, so nothing was checked."),
        ({"paths": ["records/clients/C-0001/attachments"]}, "No record was asked about, so nothing was checked."),
    ],
)
def test_the_closing_is_of_what_was_asked(root: Path, options: dict[str, Any], said: str) -> None:
    result = lint(root, UNDATED + OTHER, select=["PLN005"], **options)
    assert summary_of(result).split("\n")[0] == said


VOID = "records/clients/C-0001/sessions/2026-01-19.md"
VOIDED = UNDATED + "--- session 2026-01-19\n--- addendum 2026-01-20\nkind: void\nto: sessions/2026-01-19\n"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"paths": [VOID], "clients": ["C-0001"]}, "1 record is void, so nothing but its signatures was checked."),
        ({"paths": [VOID], "clients": ["C-0001"], "part": True}, "1 record is void, so nothing but its signatures"),
        (
            {"paths": [VOID, BESIDE], "clients": ["C-0001"]},
            f"1 record of 1 client checked, nothing to say{REST}\n1 record is void: nothing but its signatures",
        ),
        ({"paths": [VOID, PLAN], "clients": ["C-0001"]}, "1 finding in 1 of 2 records: 1 error\n1 record is void: "),
        ({"paths": [BESIDE], "clients": ["C-0001"]}, f"1 record of 1 client checked, nothing to say{REST}"),
        ({}, "1 finding in 1 of 5 records: 1 error"),
    ],
)
def test_a_void_record_is_said_to_be_void(root: Path, options: dict[str, Any], said: str) -> None:
    result = lint(root / "void", VOIDED, select=["PLN005"], **options)
    assert summary_of(result).startswith(said) and ("void" in said or "void" not in summary_of(result))


def test_a_signed_record_that_was_changed_is_not_void_by_what_nobody_signed(root: Path) -> None:
    sealed = "signatures:\n  - by: dana.ruiz\n    role: clinician\n    at: 2026-01-19 12:05\n    digest: caseload-v1:"
    told = VOIDED.replace("session 2026-01-19\n", f"session 2026-01-19\n{sealed}{64 * '0'}\n", 1)
    result = lint(root / "changed", told, select=["SIG001"], paths=[VOID], clients=["C-0001"])
    assert summary_of(result).startswith("1 finding in 1 of 1 record: 1 error") and "void" not in summary_of(result)


def test_programs_are_told_as_well(root: Path) -> None:
    result = lint(root, UNDATED + OTHER, select=["PLN005"], paths=[BESIDE], clients=["C-0001"])
    told = json.loads(render_result("json", result))
    assert (told["records"], told["asked"], told["part"], told["findings"]) == (4, 1, True, [])
    assert "1 other records are clean" in render_result("junit", result)
    whole = json.loads(render_result("json", lint(root, UNDATED + OTHER, select=["PLN005"])))
    assert (whole["records"], whole["asked"], whole["part"]) == (9, 9, False)


@pytest.mark.parametrize("name", ["full", "concise", "statistics"])
@pytest.mark.parametrize("options", [{"baselined": 2}, {"older": 1}])
def test_what_is_not_shown_is_not_nothing(name: str, options: dict[str, Any]) -> None:
    assert name in FORMATS
    said = render_result(name, LintResult(records=5, clients=1, **options))
    assert "5 records of 1 client checked, nothing new to say." in said


def test_what_is_allowed_elsewhere_is_not_counted_here(root: Path) -> None:
    allowed = UNDATED.replace("text: Keep", "# caseload: allow[PLN005] the dates come on Friday\n    text: Keep")
    found = lint(root, allowed, select=["PLN005"])
    beside = lint(root, allowed, select=["PLN005"], paths=[BESIDE], clients=["C-0001"])
    assert (len(found.allowed), len(beside.allowed)) == (1, 0)


STRAYS = ("sessions/note.txt", "notes.md", "client-old.md", "Sessions2/2026-01-19.md", "sessions/2026-01-19.md.icloud")


@pytest.mark.parametrize("asked", ["", "client", CHART, f"{CHART}/sessions", *(f"{CHART}/{each}" for each in STRAYS)])
def test_a_file_in_no_place_is_named_where_it_was_asked_about(root: Path, asked: str) -> None:
    text = "".join(f"--- text {CHART}/{each}\nSlept well.\n" for each in STRAYS)
    options: dict[str, Any] = {"clients": ["C-0001"]} if asked else {}
    if "/" in asked:
        options["paths"] = [asked]
    result = lint(root / "strays", text, select=["STR014"], **options)
    below = {f"{CHART}/{each}" for each in STRAYS if "/" not in asked or f"{CHART}/{each}/".startswith(f"{asked}/")}
    assert {each.path for each in result.findings} == below


def test_a_file_in_no_place_beside_what_was_asked_is_not_named(root: Path) -> None:
    options: dict[str, Any] = {"clients": ["C-0001"], "paths": [BESIDE]}
    result = lint(root / "beside", f"--- text {CHART}/notes.md\nSlept.\n", select=["STR014"], **options)
    assert not result.findings
