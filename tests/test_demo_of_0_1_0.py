"""The demo as 0.1.0 shipped it, and what people typed for it: it still reads, and nothing clean has become an error.

`tests/fixtures/demo-0.1.0` is kept as it was on the day and is never mended. A finding that a later version rightly
adds is a warning here, or it has a first day; an error overnight would stop commits in every practice that updates.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from caseload_tools.chart.caseload import read_caseload
from caseload_tools.chart.ledger import all_obligations
from caseload_tools.errors import CaseloadError
from caseload_tools.history.readers.record_history import NoHistory
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice

OLD = Path(__file__).parent / "fixtures" / "demo-0.1.0"
CHART = "records/clients/C-0142"
SIGNED = "records/clients/C-0131/sessions/2026-11-12.md"
PLAN = f"{CHART}/plans/2026-11-20.md"
RECORDS = 399
# What 0.1.0 found in its own demo, as path, code and level: nothing.
FOUND_THEN: frozenset[tuple[str, str, str]] = frozenset()


def _found(root: Path, select: Sequence[str] = ()) -> tuple[int, frozenset[tuple[str, str, str]], int]:
    practice = load_practice(root)
    assert practice.today is not None
    result = lint_caseload(
        root, practice, LintRequest(today=practice.today, select=select, history=NoHistory(), baseline={}, jobs=1)
    )
    return (
        result.records,
        frozenset((each.path, each.code, each.level) for each in result.findings),
        len(result.allowed),
    )


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The settings of 0.1.0 with two charts of it, to be changed."""
    for chart in (CHART, "records/clients/C-0131"):
        shutil.copytree(OLD / chart, tmp_path / chart)
    shutil.copytree(OLD / "records" / "practice", tmp_path / "records" / "practice")
    shutil.copyfile(OLD / "caseload.toml", tmp_path / "caseload.toml")
    return tmp_path


def _more_settings(root: Path, more: str) -> None:
    file = root / "caseload.toml"
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")


def test_nothing_clean_has_become_an_error() -> None:
    records, found, _ = _found(OLD)
    assert records == RECORDS
    clean = {each for each in found - FOUND_THEN if each[2] == "error"}
    assert not clean, f"an error overnight in a practice that was clean: {sorted(clean)}"


def test_its_signed_records_are_still_taken_for_signed(old: Path) -> None:
    note = old / SIGNED
    assert "digest: caseload-v1:" in note.read_text(encoding="utf-8")
    assert not _found(old, ["SIG"])[1]
    text = note.read_text(encoding="utf-8")
    note.write_text(text.rstrip("\n") + "\nAdded after the signature.\n", encoding="utf-8")
    assert {code for _, code, _ in _found(old, ["SIG"])[1]}


@pytest.mark.parametrize(
    "more",
    [
        '\n[policy]\nnote_within = "24 hours"\n',
        '\n[policy]\nnote_within = { value = "24 hours", cite = "our own" }\nmax_goals = false\n',
        '\n[lint]\nignore = ["PLN005"]\nbaseline = "caseload-baseline.json"\n',
        '\n[programmes.evening]\nlabel = "Evening"\nprofile = "baseline"\n',
    ],
)
def test_what_stood_in_caseload_toml_still_reads(old: Path, more: str) -> None:
    _more_settings(old, more)
    practice = load_practice(old)
    assert practice.policy("outpatient").name.startswith("private-practice") and practice.name == "Northgate Clinic"
    if "evening" in more:
        assert practice.policy("evening")["note_within"].value == practice.policy()["note_within"].value


def test_the_old_name_of_a_profile_is_read_and_the_new_one_shown(old: Path) -> None:
    assert 'profile = "baseline"' in (old / "caseload.toml").read_text(encoding="utf-8")
    _more_settings(old, '\n[programmes.evening]\nlabel = "Evening"\nprofile = "baseline"\n')
    practice = load_practice(old)
    assert (practice.profile, practice.policy().name) == ("general", "general")
    assert practice.programmes["evening"].profile == "general"
    assert {limit.source for limit in practice.policy()} == {"general", ""}
    assert not _found(old)[1]


def test_a_setting_that_was_none_is_none_still(old: Path) -> None:
    _more_settings(old, "\n[lint]\nwaivers = true\n")
    with pytest.raises(CaseloadError, match="waivers"):
        load_practice(old)


def test_an_allowance_still_lets_its_finding_stand(old: Path) -> None:
    plan = old / PLAN
    lines = plan.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if line.lstrip().startswith("target_date:"))
    lines.pop(at)
    plan.write_text("".join(lines), encoding="utf-8")
    assert (PLAN, "PLN005", "error") in _found(old, ["PLN005"])[1]
    start = next(number for number in range(at - 1, 0, -1) if lines[number].lstrip().startswith("- id:"))
    lines[start] = lines[start].rstrip("\n") + "  # caseload: allow [PLN005] the date is set with the family\n"
    plan.write_text("".join(lines), encoding="utf-8")
    _, found, allowed = _found(old, ["PLN005"])
    assert not found and allowed == 1


# The keys that became stricter than they were in the schemas of 0.1.0: where each stands, and how its line begins.
STRICTER = {
    ("client", "cadence"): (f"{CHART}/client.md", "cadence:"),
    ("discharge", "check_ins"): ("records/clients/C-0021/discharge/*.md", "check_ins:"),
    ("policy", "review_every"): ("records/practice/policies/*.md", "review_every:"),
}
# The ways to write how often, as the schemas and pages of 0.1.0 told them: each form of each unit.
SPELT = (
    "daily", "twice weekly", "weekly", "biweekly", "every two weeks", "every other day", "every other week",
    "every other month", "every other session", "monthly", "quarterly", "yearly", "36 hours", "10 days", "every 3 days",
    "3 business days", "every 2 weeks", "1 month", "6 months", "1 year", "2 sessions", "every 2 sessions",
    "3 times a week", "2 times per month",
)  # fmt: skip


# In `make test` each way at one of the keys, in turn; in `.ci/run` each way at each key.
_IN_TURN = [(each[1], place, SPELT[turn :: len(STRICTER)]) for turn, (each, place) in enumerate(STRICTER.items())]
_ALL = [pytest.param(each[1], place, SPELT, marks=pytest.mark.extended) for each, place in STRICTER.items()]


@pytest.mark.parametrize(("key", "place", "ways"), [*_IN_TURN, *_ALL])
def test_each_way_to_write_how_often_is_read_as_before(
    key: str, place: tuple[str, str], ways: tuple[str, ...], tmp_path: Path
) -> None:
    for each in ("records/practice", CHART, "records/clients/C-0021"):
        shutil.copytree(OLD / each, tmp_path / each)
    shutil.copyfile(OLD / "caseload.toml", tmp_path / "caseload.toml")
    file = sorted(tmp_path.glob(place[0]))[0]
    before = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith(place[1])]
    for said in ways:
        file.write_text("\n".join([*before[:2], f"{key}: {said}", *before[2:], ""]), encoding="utf-8")
        told = [each for each in _found(tmp_path)[1] if each[0] == file.relative_to(tmp_path).as_posix()]
        assert not [each for each in told if each[2] == "error"], (said, told)
        assert ("session" in said) == any(each[1] == "FUP017" for each in told), (said, told)
        practice = load_practice(tmp_path)
        assert practice.today is not None
        assert all_obligations(read_caseload(tmp_path, practice, practice.today)), said
