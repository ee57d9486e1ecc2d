"""From problems to findings: exact places, prerequisites, levels, order, a rule that fails, several processes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from caseload_tools.chart.caseload import Caseload, client_folders
from caseload_tools.chart.records import Problem, Repair
from caseload_tools.chart.records.plan import Objective
from caseload_tools.errors import EXIT_BUG, EXIT_CLEAN, EXIT_FINDINGS, CaseloadError
from caseload_tools.history.readers.record_history import NoHistory
from caseload_tools.lint import run
from caseload_tools.lint.docstring import page_of
from caseload_tools.lint.engine import lint_folders
from caseload_tools.lint.job import Job, LintRequest
from caseload_tools.lint.processes import lint_in_processes
from caseload_tools.lint.rule import RULES, Rule, load_rules
from caseload_tools.lint.run import lint_caseload
from caseload_tools.lint.selecting import chosen_codes, find_rule
from caseload_tools.practice import Practice
from devtools.examples.trying import check_example, practice_of, settings_text, write_scene
from tests.lint_scenes import PLAN, UNDATED, line_of, lint, places, scene

NOTE = "records/clients/C-0001/sessions/2026-03-03.md"


def test_a_finding_stands_at_its_key(tmp_path: Path) -> None:
    result = lint(tmp_path, UNDATED)
    text = (tmp_path / PLAN).read_text()
    assert places(result) == [("PLN005", line_of(text, "    text: Keep"), 5)]
    [finding] = result.findings
    assert (finding.end_line, finding.end_column) == (finding.line, 9)
    assert finding.name == "objective-without-target-date"
    assert finding.path == PLAN


def test_a_missing_nested_key_points_at_what_it_is_missing_from(tmp_path: Path) -> None:
    result = lint(tmp_path, "goals:\n  - id: G1\n    problem: P1", select=["STR003"])
    text = (tmp_path / PLAN).read_text()
    assert places(result) == [("STR003", line_of(text, "  - id: G1"), 5)]
    assert result.findings[0].message == "goal G1 has no `text`"


def test_a_missing_key_of_the_record_points_at_its_type(tmp_path: Path) -> None:
    assert places(lint(tmp_path, "status:"), "STR003") == [("STR003", 2, 1)]


def test_a_section_is_found_at_its_heading(tmp_path: Path) -> None:
    result = lint(tmp_path, "--- session 2026-03-03\n\n## Subjective\n\nClient was manipulative.", select=["NOT008"])
    text = (tmp_path / NOTE).read_text()
    assert {line for _, line, _ in places(result)} <= {line_of(text, "## Subjective"), line_of(text, "manipulative")}
    frame = result.findings[0].frame
    assert frame is not None
    assert [line for _, line in frame.lines] == ["## Subjective", "… manipulative …"], "prose is never shown"
    assert frame.lines[1][1][frame.start : frame.end] == "manipulative"


@pytest.mark.parametrize(
    ("note", "code", "message", "line"),
    [
        ("Zqwx was LAZY again.", "NOT008", "`lazy` judges the person", "… lazy …"),
        ("Zqwx, urine was once dirty.", "NOT008", "this word judges the person", "… (word 2 of this line) …"),
        ("Zqwx left the QWX on Friday.", "NOT014", "this abbreviation:", "… (word 4 of this line) …"),
        ("Zqwx asked about her hx.", "NOT014", "`hx`:", "… hx …"),
    ],
)
def test_a_word_of_our_own_list_is_named_and_no_other(
    tmp_path: Path, note: str, code: str, message: str, line: str
) -> None:
    text = f"--- session 2026-03-03\nformat: narrative\n\n## Zqwx and her own heading\n\n{note}"
    [found] = lint(tmp_path, text, select=[code]).findings
    assert found.message.startswith(message)
    assert found.frame is not None
    assert [shown for _, shown in found.frame.lines] == [line]
    assert "qwx" not in f"{found.message}{found.hint}{found.frame.lines}".casefold()


def test_no_missing_target_date_where_the_date_failed_its_schema(tmp_path: Path) -> None:
    result = lint(tmp_path, UNDATED + "    target_date: in spring")
    assert [code for code, _, _ in places(result)] == ["STR005"]


def test_what_is_sound_beside_it_is_still_checked(tmp_path: Path) -> None:
    more = "  - id: O1.2\n    text: Switch the phone off at 22:00\n    done_when: 4 weeks running\n    status: actve"
    result = lint(tmp_path, UNDATED + more)
    assert [(code, line) for code, line, _ in places(result)] == [("PLN005", 25), ("STR004", 30)]


def test_one_unreadable_record_never_stops_the_others(tmp_path: Path) -> None:
    result = lint(tmp_path, UNDATED + "--- text sessions/2026-03-03.md\n---\ntype: [\n---\n")
    assert {code for code, _, _ in places(result)} >= {"PLN005", "STR001"}
    assert (result.unreadable, result.records, result.clients) == (1, 5, 1)


def test_a_file_in_no_known_place_is_found(tmp_path: Path) -> None:
    text = (
        "--- text sessions/2026-03-03.txt\nx\n--- text records/clients/x.md\nx\n--- text sessions/attachments/a.pdf\nx"
    )
    result = lint(tmp_path, text, select=["STR014"])
    assert [finding.path for finding in result.findings] == [
        "records/clients/C-0001/sessions/2026-03-03.txt",
        "records/clients/x.md",
    ]


def test_levels_follow_the_policy(tmp_path: Path) -> None:
    late = "--- session 2026-03-03\nwritten: 2026-03-20 09:00\npractice: policy.note_within.value = '24 hours'\n"
    assert [each.level for each in lint(tmp_path, late, select=["TIM001"]).findings] == ["warning"]
    strict = late + "practice: policy.note_within.severity = 'error'"
    assert [each.level for each in lint(tmp_path, strict, select=["TIM001"]).findings] == ["error"]
    off = late.replace("policy.note_within.value = '24 hours'", "note_within = false")
    assert not lint(tmp_path, off, select=["TIM001"]).findings


def test_the_exit_code_says_the_worst(tmp_path: Path) -> None:
    assert lint(tmp_path / "a", "").exit_code == EXIT_CLEAN
    assert lint(tmp_path / "b", UNDATED).exit_code == EXIT_FINDINGS


def _failing(objective: Objective) -> Iterator[Problem]:
    """A rule with a mistake in it."""
    known: dict[str, str] = {}
    yield objective.at("status", known["her own words"])


def test_a_rule_that_fails_is_named_and_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_rules()
    broken = Rule("PLN990", "rule-with-a-mistake", _failing, (Objective,), (), "error", ("x",), True, False, (), False)
    monkeypatch.setitem(RULES, "PLN990", broken)
    result = lint(tmp_path, UNDATED)
    assert [finding.code for finding in result.findings] == ["ENG001", "PLN005"]
    told = result.findings[0]
    assert result.exit_code == EXIT_BUG
    assert "PLN990 (rule-with-a-mistake)" in told.message
    assert "KeyError in " in told.message
    assert "words" not in told.message + told.hint, "an exception's text may hold what the record says"
    assert "--ignore PLN990" in told.hint


@pytest.mark.process
def test_the_order_does_not_depend_on_how_many_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = scene("\n".join(f"--- plan 2026-01-12 of C-{number:04}\n{UNDATED.strip()}" for number in range(1, 10)))
    write_scene(told, tmp_path)
    practice = practice_of(told)
    monkeypatch.setattr(run, "WORTH_A_PROCESS", 1)
    results = [lint_caseload(tmp_path, practice, LintRequest(today=told.today, jobs=jobs)) for jobs in (1, 2, 3)]
    assert len(results[0].findings) >= 9
    assert results[0] == results[1] == results[2]


def test_a_share_can_be_linted_by_itself(tmp_path: Path) -> None:
    told = scene("--- client\n--- client of C-0002")
    write_scene(told, tmp_path)
    job = Job(tmp_path, practice_of(told), told.today, frozenset(load_rules()), True, NoHistory())
    folders = client_folders(tmp_path)
    assert lint_in_processes(job, folders[:1], 2).records == lint_folders(job, folders[:1]).records == 4


SPAWN = """
import multiprocessing, sys
from datetime import date
from pathlib import Path
from caseload_tools.chart.caseload import Caseload, client_folders
from caseload_tools.lint.processes import lint_in_processes
from caseload_tools.lint.rule import load_rules
from caseload_tools.lint.job import Job
from caseload_tools.practice import load_practice

if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    root = Path(sys.argv[1])
    job = Job(root, load_practice(root), date(2026, 1, 13), frozenset(load_rules()))
    print(sorted(each.path for each in lint_in_processes(job, client_folders(root), 2).findings))
"""


@pytest.mark.process
def test_processes_may_start_from_nothing(tmp_path: Path) -> None:
    root = tmp_path / "practice"
    lint(root, UNDATED + "--- plan 2026-01-12 of C-0002\n" + UNDATED.strip())
    (root / "caseload.toml").write_text(settings_text(""))
    script = tmp_path / "spawning.py"
    script.write_text(SPAWN)
    told = subprocess.run([sys.executable, script, root], capture_output=True, text=True, check=True).stdout
    assert told.strip() == str([PLAN, PLAN.replace("C-0001", "C-0002")])


def _whole(caseload: Caseload, practice: Practice) -> Iterator[Problem]:
    """A rule over the whole caseload."""
    for chart in caseload.charts:
        yield from chart.at(f"{len(caseload.charts)} charts in {practice.name}")


def test_a_rule_may_run_over_the_whole_caseload(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_rules()
    told = Rule("BIL990", "whole", _whole, (Caseload,), ("Practice",), "error", ("x",), True, False, (), False)
    monkeypatch.setitem(RULES, "BIL990", told)
    result = lint(tmp_path, "--- client of C-0002", select=["BIL990"])
    assert [each.message for each in result.findings] == ["2 charts in Willow Street Practice"] * 2


def _too_short(objective: Objective) -> Iterator[Problem]:
    """An objective says too little.

    Bad:
        signatures:
        objectives:
          - id: O1.1
            text: Ring
    Fixed:
        signatures:
        objectives:
          - id: O1.1
            text: Ring the adviser
    Bad:
        signatures:
        objectives:
          - id: O1.1
            text: Ring
    Fixed:
        signatures:
        objectives:
          - id: O1.1
            text: Ring somebody
    Good:
        rank: 1
    """
    if objective.text == "Ring":
        problem = objective.at("text", "too short", "say whom")
        yield replace(problem, repair=Repair("set", "Ring the adviser", problem.path))


def test_a_repair_must_give_what_the_example_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    for code in tuple(load_rules()):
        if code.startswith(("PLN", "SIG")):
            monkeypatch.delitem(RULES, code)
    told = Rule("PLN990", "too-short", _too_short, (Objective,), (), "error", ("x",), True, False, (), True)
    monkeypatch.setitem(RULES, "PLN990", told)
    right, wrong = page_of(told).of_kind("Fixed")
    assert check_example(told, right).complaint == ""
    assert "gives another text" in check_example(told, wrong).complaint
    assert check_example(told, page_of(told).of_kind("Bad")[0]).own[0].fixable


def test_some_clients_and_some_paths(tmp_path: Path) -> None:
    text = UNDATED + "--- plan 2026-01-12 of C-0002\n" + UNDATED.strip()
    told = scene(text)
    assert {finding.path for finding in lint(tmp_path, text, clients=["C-0002"]).findings} == {
        "records/clients/C-0002/plans/2026-01-12.md"
    }
    assert [finding.path for finding in lint(tmp_path, text, paths=[PLAN]).findings] == [PLAN]
    assert lint(tmp_path, text, paths=["records/clients/C-00"]).findings == ()
    with pytest.raises(CaseloadError, match="no client with this id"):
        lint_caseload(tmp_path, practice_of(told), LintRequest(today=told.today, clients=["C-9999"]))


def test_the_more_exact_word_wins() -> None:
    rules = load_rules()
    assert chosen_codes(rules) == frozenset(rules)
    assert chosen_codes(rules, select=["PLN005"]) == {"PLN005"}
    assert chosen_codes(rules, select=["objective-without-target-date"]) == {"PLN005"}
    assert "PLN005" not in chosen_codes(rules, ignore=["PLN"])
    assert chosen_codes(rules, select=["pln"], ignore=["PLN0"], extend_select=["PLN005"]) == {"PLN005"}
    assert "PLN005" not in chosen_codes(rules, select=["PLN005"], ignore=["PLN005"])
    assert "PLN004" in chosen_codes(rules, ignore=["ALL"], extend_select=["PLN004"])


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("PLN-005", "PLN005"),
        ("PLM", "did you mean `PLN`?"),
        ("objective-without-targetdate", "did you mean `PLN005` (objective-without-target-date)?"),
        ("%%%", "lists all rules"),
    ],
)
def test_an_unknown_code_is_a_mistake_of_use(word: str, hint: str) -> None:
    with pytest.raises(CaseloadError, match="there is no rule") as caught:
        chosen_codes(load_rules(), select=[word])
    assert hint in caught.value.hint


def test_a_rule_is_found_by_code_or_name() -> None:
    rules = load_rules()
    assert find_rule(rules, "pln005") is find_rule(rules, "Objective_without_target_date")


@pytest.mark.requirement("S0.26")
def test_values_that_may_be_a_clients_are_not_shown(tmp_path: Path) -> None:
    secret = "her brother"
    result = lint(
        tmp_path,
        f"""
objectives:
  - {{id: O1.1, text: Talk to {secret}, done_when: done, unknown: {secret}}}
  - id: O1.2
    text: Work on {secret}   # {secret}
    status: {secret}
    established: {secret}
{secret}: 1
--- session 2026-03-03
late_reason: {secret}
setting: {secret}
progress: {secret}

## {secret}

{secret} was manipulative. TODO
--- text sessions/2026-03-04.md
---
type: session
late_reason: {secret}
late_reason: {secret}
---
""",
    )
    assert len(result.findings) > 8
    for finding in result.findings:
        assert secret not in repr(finding), finding.code
    shown = "\n".join(line for finding in result.findings if finding.frame for _, line in finding.frame.lines)
    assert "- {id: O1.1, text: …" in shown


def test_fingerprints_outlive_moved_lines(tmp_path: Path) -> None:
    one = lint(tmp_path / "a", UNDATED).findings[0]
    other = lint(tmp_path / "b", "# a comment\n# another\nrank_note:\n" + UNDATED.strip()).findings[0]
    assert one.fingerprint == other.fingerprint
    moved = lint(tmp_path / "c", "objectives:\n  - id: O1.2\n    text: Ring\n    done_when: x\n" + UNDATED.strip()[12:])
    assert one.fingerprint in {each.fingerprint for each in moved.findings}
    assert len({each.fingerprint for each in moved.findings}) == len(moved.findings)


def test_today_is_given_and_not_read(tmp_path: Path) -> None:
    assert lint(tmp_path, "", today=date(2020, 1, 1)) != lint(tmp_path, "", today=date(2030, 1, 1))
