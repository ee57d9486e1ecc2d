"""One fault, one finding: what a rule is for raises that rule, once, and no error of any other.

A clinician who makes one slip and is told of four things trusts none of them. The faults are those of the
untidy practice, each made alone in the clean demo; every slip of one key is in tests/test_slips.py. Where a second
error appears, a rule does not know when to be silent.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from caseload_tools.desk.demo.demo_practice import make_demo
from caseload_tools.desk.demo.faults import FAULTS, SeededFault
from caseload_tools.desk.demo.faults.fault import CLIENTS, steps_of
from caseload_tools.history.readers.pretend_history import PretendHistory
from caseload_tools.lint.finding import Finding
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.rule import load_rules
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import Practice, load_practice, profile_names
from caseload_tools.values import replace
from tests.conftest import ROOT
from tests.seeding import MEANT_FOR, clients_of, seeded, under

TODAY = date(2026, 11, 24)
RULES = load_rules()
PROGRAMMES = {"outpatient": "C-0142", "virtual-iop": "C-0118", "case-management": "C-0061"}


@pytest.fixture(scope="module")
def tidy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("tidy") / "practice"
    make_demo(root, history=False)
    return root


def lint(
    root: Path, practice: Practice, clients: set[str] | None = None, faults: tuple[SeededFault, ...] = ()
) -> tuple[Finding, ...]:
    past = PretendHistory(steps_of(faults, root))
    return lint_caseload(root, practice, LintRequest(today=TODAY, clients=clients, history=past)).findings


def told(findings: tuple[Finding, ...]) -> list[str]:
    return [f"{each.level} {each.code} {each.path}:{each.line} {each.message}" for each in findings]


# --- each rule's fault, alone --------------------------------------------------------------


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.code)
def test_a_fault_raises_its_rule_and_no_other(tidy: Path, fault: SeededFault) -> None:
    # What one chart cannot show: rules across charts, and files in no chart's place.
    whole = RULES[fault.code].across or fault.code == "STR014"
    with seeded(tidy, fault):
        practice = load_practice(tidy)
        if fault.code in ("SIG003", "SIG004") or not fault.code.startswith(("SIG", "FUP018")):
            # Its first day here is its last: what was owed before is told in one line for each chart.
            practice = replace(practice, adopted=None)
        found = lint(tidy, practice, None if whole else clients_of(fault), (fault,))
    own = [each for each in found if each.code == fault.code]
    others = {each.code for each in found} - {fault.code}
    assert [each.path for each in own] == [fault.at], told(found)
    assert others == set(fault.follows), what_to_write(fault, others) + "\n".join(told(found))
    assert not [each for each in found if each.level == "error" and each.code != fault.code], told(found)


def what_to_write(fault: SeededFault, others: set[str]) -> str:
    """What a contributor writes at a fault that another rule speaks of as well, or no longer speaks of."""
    said = [f'"{code}": "{why}"' for code, why in fault.follows.items() if code in others]
    said += [f'"{code}": "why nobody could make this fault without it"' for code in sorted(others - set(fault.follows))]
    new = ", ".join(sorted(others - set(fault.follows)))
    either = f"{new} should be silent there, or this is the line for it:" if new else "the line for what is left:"
    line = f"follows={{{', '.join(said)}}}," if said else "(no `follows` at all)"
    return f"the fault of {fault.code} ({_file_of(fault)}): {either}\n\n        {line}\n\n"


def _file_of(fault: SeededFault) -> str:
    files = sorted((ROOT / "caseload_tools" / "desk" / "demo" / "faults").glob("*.py"))
    return next(
        (
            each.relative_to(ROOT).as_posix()
            for each in files
            if f'\n        "{fault.code}",' in each.read_text("utf-8")
        ),
        "?",
    )


def test_a_contributor_is_told_the_line_that_a_fault_lacks() -> None:
    fault = next(each for each in FAULTS if each.follows)
    code, why = next(iter(fault.follows.items()))
    said = what_to_write(fault, {code, "PLN002"})
    assert f'follows={{"{code}": "{why}", "PLN002": "why nobody could' in said and "faults/" in said
    assert "(no `follows` at all)" in what_to_write(fault, set())


def test_what_follows_from_a_fault_is_few_and_has_its_reason() -> None:
    assert all(code in RULES and len(reason) > 10 for fault in FAULTS for code, reason in fault.follows.items())
    assert sum(bool(fault.follows) for fault in FAULTS) <= len(FAULTS) / 10


def test_faults_are_made_in_every_programme(tidy: Path) -> None:
    charts = {file.parent.name: file.read_text() for file in (tidy / CLIENTS).glob("*/client.md")}
    touched = {client for fault in FAULTS for client in clients_of(fault) or ()}
    for programme in PROGRAMMES:
        assert any(f"programme: {programme}\n" in charts.get(client, "") for client in touched), programme


# --- clean charts --------------------------------------------------------------------------

CLEAN = [(client, profile) for client, profiles in MEANT_FOR.items() for profile in profiles]


@pytest.mark.parametrize(("client", "profile"), CLEAN, ids=[f"{client} {profile}" for client, profile in CLEAN])
def test_a_clean_chart_is_clean_under_every_profile_it_is_meant_for(tidy: Path, client: str, profile: str) -> None:
    with under(tidy, profile) as practice:
        found = lint(tidy, practice, {client})
    assert not found, told(found)


def test_every_profile_has_a_clean_chart() -> None:
    assert {profile for profiles in MEANT_FOR.values() for profile in profiles} == set(profile_names())
