"""Allowances beside what they allow, with a reason and an end; and the baseline for old charts."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from caseload_tools.errors import CaseloadError
from caseload_tools.lint.baseline import FILE, read_baseline, write_baseline
from caseload_tools.lint.rule import load_rules
from caseload_tools.lint.summary import summary_of
from tests.lint_scenes import PLAN, UNDATED, lint, places

TWO_UNDATED = """
objectives:
  - id: O1.1
    text: Keep to the same bedtime on 5 nights a week
    done_when: 4 weeks running
  - id: O1.2
    text: Switch the phone off at 22:00
    done_when: 4 weeks running
"""
SAY = "# caseload: allow[PLN005] client travels until July"


def _codes(result: object) -> list[str]:
    return [code for code, _, _ in places(result)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "where",
    [
        UNDATED.replace("nights a week", f"nights a week  {SAY}"),
        UNDATED.replace("    text:", f"    {SAY}\n    text:"),
        UNDATED.replace("  - id:", f"  {SAY}\n  - id:"),
        UNDATED.replace("- id: O1.1", f"- id: O1.1  {SAY}"),
        UNDATED.replace("objectives:", f"{SAY}\nobjectives:"),
        UNDATED.replace("objectives:", f"objectives:  {SAY}"),
        f"{SAY}\ntype: plan{UNDATED}",
        UNDATED.replace("- id: O1.1", "- id: O1.1  # caseload: allow[objective-without-target-date] travels"),
        UNDATED.replace("- id: O1.1", "- id: O1.1  # caseload: allow[PLN005, PLN003] travels").replace(
            "    done_when: 4 weeks running\n", ""
        ),
    ],
    ids=["line", "above", "above the item", "item", "above the list", "list", "top", "by name", "two codes"],
)
def test_an_allowance_allows_what_it_stands_at(where: str, tmp_path: Path) -> None:
    result = lint(tmp_path, where, select=["PLN005", "PLN003", "ALW"])
    assert _codes(result) == []
    assert "PLN005" in {each.finding.code for each in result.allowed}
    assert all(each.reason for each in result.allowed)


@pytest.mark.parametrize(
    ("where", "left"),
    [
        (TWO_UNDATED.replace("- id: O1.2", f"- id: O1.2  {SAY}"), ["PLN005"]),
        (TWO_UNDATED.replace("objectives:", f"{SAY}\nobjectives:"), []),
        (TWO_UNDATED.replace("    text: Switch", f"    {SAY}\n    text: Switch"), ["PLN005"]),
        (
            TWO_UNDATED.replace("    done_when: 4 weeks", f"    done_when: 4 weeks  {SAY}", 1),
            ["PLN005"] * 2 + ["ALW003"],
        ),
        (f"status: active  {SAY}{TWO_UNDATED}", ["ALW003"] + ["PLN005"] * 2),
    ],
    ids=["one item", "the list", "one line", "wrong line", "wrong key"],
)
def test_an_allowance_allows_no_more(where: str, left: list[str], tmp_path: Path) -> None:
    assert sorted(_codes(lint(tmp_path, where, select=["PLN005", "ALW"]))) == sorted(left)


def test_an_allowance_in_the_text(tmp_path: Path) -> None:
    note = "--- session 2026-03-03\n\n## Subjective\n\n{}Client was manipulative.\n\nLater: client was lazy.\n"
    word = "<!-- caseload: allow[NOT008] her own words -->\n"
    free = lint(tmp_path / "a", note.format(""), select=["NOT008", "ALW"])
    assert _codes(free) == ["NOT008", "NOT008"]
    one = lint(tmp_path / "b", note.format(word), select=["NOT008", "ALW"])
    assert len(one.findings) < len(free.findings)
    assert len(one.allowed) + len(one.findings) == 2
    beside = lint(tmp_path / "c", note.replace("{}", "").replace("manipulative.", f"manipulative. {word}"))
    assert "ALW003" not in _codes(beside)


def test_what_is_wrong_with_an_allowance_is_said(tmp_path: Path) -> None:
    def codes(comment: str, **options: object) -> list[str]:
        text = UNDATED.replace("- id: O1.1", f"- id: O1.1  # {comment}")
        return sorted(_codes(lint(tmp_path, text, select=["PLN005", "ALW"], **options)))

    assert codes("caseload: allow[PLN005]") == ["ALW001"]
    assert codes("caseload: allow[PLN005] travels (until 2026-01-12)") == ["ALW002", "PLN005"]
    assert codes("caseload: allow[PLN005] travels (until 2026-01-13)") == []
    assert codes("caseload: allow[PLN005] travels (until June)") == ["ALW002", "PLN005"]
    assert codes("caseload: allow[PLN006] travels") == ["PLN005"], "PLN006 was not asked, so nobody can say"
    assert codes("caseload: allow[PLN999] travels") == ["ALW004", "PLN005"]
    assert codes("caseload: allow PLN005 travels") == ["ALW004", "PLN005"]
    assert codes("caseload: allow[] travels") == ["ALW004", "PLN005"]
    assert codes("caseload: allow[STR001] travels") == ["ALW005", "PLN005"]
    assert codes("caseload: allow[PLN005] travels", allowances=False) == ["PLN005"]
    assert codes("this caseload: allow[PLN005]") == ["PLN005"], "a comment that only speaks of it"


def test_an_allowance_that_allows_nothing(tmp_path: Path) -> None:
    found = lint(tmp_path, "rank: 1".replace("rank: 1", f"status: active  {SAY}"), select=["PLN005", "ALW"])
    assert _codes(found) == ["ALW003"]
    assert found.findings[0].column > 1


def test_nothing_is_called_idle_where_values_were_lost(tmp_path: Path) -> None:
    text = UNDATED.replace("- id: O1.1", f"- id: O1.1  {SAY}") + "    target_date: in spring\n"
    assert _codes(lint(tmp_path, text)) == ["STR005"]


def test_a_baseline_hides_what_it_knows(tmp_path: Path) -> None:
    first = lint(tmp_path, UNDATED)
    write_baseline(tmp_path / FILE, first.findings, lambda code: load_rules()[code].allowable)
    known = read_baseline(tmp_path / FILE)
    assert [(row.code, row.path) for row in known.values()] == [("PLN005", PLAN)]
    again = lint(tmp_path, TWO_UNDATED, baseline=known, select=["PLN005"])
    assert (len(again.findings), again.baselined, again.removable) == (1, 1, ())
    assert "1 finding known from the baseline" in summary_of(again)
    mended = lint(tmp_path, "", baseline=known)
    assert [row.code for row in mended.removable] == ["PLN005"]
    assert "1 entry of the baseline does not occur any more and can be removed." in summary_of(mended)


def test_a_partial_run_calls_nothing_removable_that_it_did_not_look_for(tmp_path: Path) -> None:
    write_baseline(tmp_path / FILE, lint(tmp_path, UNDATED).findings, lambda code: True)
    known = read_baseline(tmp_path / FILE)
    assert lint(tmp_path, UNDATED, baseline=known, select=["STR"]).removable == ()
    other = UNDATED + "--- client of C-0002"
    assert lint(tmp_path, other, baseline=known, clients=["C-0002"]).removable == ()


def test_a_baseline_is_plain_sorted_text_without_words_of_clients(tmp_path: Path) -> None:
    result = lint(tmp_path, TWO_UNDATED + "--- text sessions/2026-03-03.md\nno front matter\n", ignore=["PLN002"])
    write_baseline(tmp_path / FILE, result.findings, lambda code: load_rules()[code].allowable)
    text = (tmp_path / FILE).read_text()
    assert "STR001" not in text, "what cannot be allowed cannot be laid down either"
    assert "bedtime" not in text
    content = json.loads(text)
    assert content["version"] == 1
    assert [row["code"] for row in content["findings"]] == ["PLN005", "PLN005"]
    write_baseline(tmp_path / FILE, [], lambda code: True)
    assert json.loads((tmp_path / FILE).read_text())["findings"] == []


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"version": 2, "findings": []}', b'{"version": 1}', b"\xff", b"[" * 9999]
)
def test_what_is_no_baseline_is_said(content: bytes, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(CaseloadError, match="is not a baseline") as caught:
        read_baseline(tmp_path / FILE)
    assert "--write-baseline" in caught.value.hint


def test_a_baseline_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CaseloadError, match="cannot be read"):
        read_baseline(tmp_path / FILE)


def test_an_allowance_ends_on_its_day(tmp_path: Path) -> None:
    text = UNDATED.replace("- id: O1.1", f"- id: O1.1  {SAY} (until 2026-07-15)")
    assert _codes(lint(tmp_path, text, today=date(2026, 7, 15), select=["PLN005", "ALW"])) == []
    after = lint(tmp_path, text, today=date(2026, 7, 16), select=["PLN005", "ALW"])
    assert sorted(_codes(after)) == ["ALW002", "PLN005"]
