"""Reports of lint read by the programs they are made for: SARIF by Microsoft's validator, JUnit by two readers of XML.

What is read is the report on the untidy practice, with every kind of finding in it, and with allowances. For GitLab
there is no program to ask; its documentation says what a code quality report must hold, and that is asked here.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from junitparser import JUnitXml, TestCase

from caseload_tools.desk.demo.demo_practice import make_demo
from caseload_tools.desk.demo.untidy import make_untidy
from caseload_tools.lint.formats import render_result
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from tests.clients import programs
from tests.conftest import TODAY, run_caseload

pytestmark = pytest.mark.clients


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the report in every format, on a practice with faults, and on one that is clean."""
    folder = tmp_path_factory.mktemp("reports")
    make_demo(folder / "tidy", history=False)
    make_untidy(folder / "untidy", history=False)
    for root in (folder / "untidy", folder / "tidy"):
        result = lint_caseload(root, load_practice(root), LintRequest(today=TODAY))
        for name in ("json", "sarif", "junit", "gitlab"):
            (folder / f"{root.name}.{name}").write_text(render_result(name, result), encoding="utf-8")
    return folder


def _findings(reports: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((reports / "untidy.json").read_text())["findings"]
    assert len(found) > 150
    return found


# --- SARIF ---------------------------------------------------------------------------------


@pytest.mark.parametrize("practice", ["untidy", "tidy"])
def test_the_sarif_validator_finds_nothing_wrong(reports: Path, practice: str) -> None:
    said = programs.sarif_complaints(reports / f"{practice}.sarif")
    # It wishes for an address of the program's home page. There is none to give that anybody could open.
    assert all(line.startswith("warning SARIF2005") and "informationUri" in line for line in said), said


def test_the_sarif_validator_does_find_what_is_wrong(reports: Path, tmp_path: Path) -> None:
    content = json.loads((reports / "untidy.sarif").read_text())
    content["runs"][0]["results"][0]["ruleIndex"] = 9999
    content["runs"][0]["results"][1]["locations"][0]["physicalLocation"]["region"]["endLine"] = 0
    broken = tmp_path / "broken.sarif"
    broken.write_text(json.dumps(content))
    assert sum(line.startswith("error ") for line in programs.sarif_complaints(broken)) >= 2


def test_sarif_holds_every_finding_and_every_rule_with_help(reports: Path) -> None:
    [run] = json.loads((reports / "untidy.sarif").read_text())["runs"]
    shown = [each for each in run["results"] if "suppressions" not in each]
    assert Counter(each["ruleId"] for each in shown) == Counter(each["code"] for each in _findings(reports))
    rules = {each["id"]: each for each in run["tool"]["driver"]["rules"]}
    assert all(rules[each["ruleId"]]["help"]["markdown"] for each in run["results"])
    marks = [each["partialFingerprints"]["caseloadFinding/v1"] for each in shown]
    assert len(set(marks)) == len(marks), "two findings of one fingerprint are one to a code host"


def test_what_is_allowed_in_a_record_is_suppressed_and_not_gone(reports: Path, tmp_path: Path) -> None:
    [known] = [each for each in _findings(reports) if each["code"] == "PLN005"]
    file = reports / "untidy" / known["path"]
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace("---\n", "---\n# caseload: allow[PLN005] she is abroad\n", 1), encoding="utf-8")
    said = run_caseload("lint", "--format", "sarif", known["path"], cwd=reports / "untidy")
    file.write_text(before, encoding="utf-8")
    suppressed = [each for each in said.json()["runs"][0]["results"] if each.get("suppressions")]
    assert [(each["ruleId"], each["suppressions"][0]["kind"]) for each in suppressed] == [("PLN005", "inSource")]
    assert "abroad" not in said.out, "a reason is a sentence about a client"
    report = tmp_path / "allowed.sarif"
    report.write_text(said.out, encoding="utf-8")
    assert not [line for line in programs.sarif_complaints(report) if "SARIF2005" not in line]


# --- JUnit ---------------------------------------------------------------------------------


def test_a_reader_of_junit_counts_what_we_count(reports: Path) -> None:
    grave = {each["path"] for each in _findings(reports) if each["level"] != "advice"}
    touched = {each["path"] for each in _findings(reports)}
    [suite] = JUnitXml.fromfile(str(reports / "untidy.junit"))
    cases = list(suite)
    assert all(isinstance(case, TestCase) for case in cases)
    assert (suite.tests, suite.failures, suite.errors) == (len(cases), len(grave), 0)
    assert len(cases) == len(touched) + 1
    failed = [case for case in cases if case.result]
    assert len(failed) == len(grave)
    codes = {code for case in failed for code in case.result[0].message.split(", ")}
    assert codes == {each["code"] for each in _findings(reports) if each["level"] != "advice"}
    suite.update_statistics()  # type: ignore[no-untyped-call]  # junitparser gives it no types
    assert (suite.tests, suite.failures) == (len(cases), len(grave)), "its own count is ours"


def test_xmllint_counts_the_same(reports: Path) -> None:
    file = reports / "untidy.junit"
    for counted, said in (("//testcase", "/testsuites/@tests"), ("//testcase[failure]", "/testsuites/@failures")):
        assert programs.xpath(file, f"count({counted})") == programs.xpath(file, f"string({said})")
    assert programs.xpath(reports / "tidy.junit", "count(//failure)") == "0"


# --- GitLab --------------------------------------------------------------------------------


def test_a_report_for_gitlab_holds_what_gitlab_asks_for(reports: Path) -> None:
    raw = (reports / "untidy.gitlab").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf"), "GitLab reads no byte order mark"
    rows = json.loads(raw)
    assert isinstance(rows, list) and len(rows) == len(_findings(reports))
    for row in rows:
        assert row["description"] and row["check_name"] and row["fingerprint"]
        assert row["severity"] in ("info", "minor", "major", "critical", "blocker")
        path = row["location"]["path"]
        assert not path.startswith(("/", "./")) and ".." not in path.split("/") and "\\" not in path
        assert row["location"]["lines"]["begin"] >= 1
    assert len({row["fingerprint"] for row in rows}) == len(rows), "of two with one fingerprint GitLab shows one"
    assert json.loads((reports / "tidy.gitlab").read_text()) == []
