"""`caseload fix`: sure changes only, every other byte as it was, never a signed record."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.repairing import LeftAlone, Repaired, repair_practice
from caseload_tools.lint.rule import load_rules
from caseload_tools.lint.run import lint_caseload
from caseload_tools.lint.summary import summary_of
from caseload_tools.practice import read_practice

CLIENT = "---\ntype: client\nclient: C-0001\nstatus: active\nopened: 2026-01-05\n---\n"
SESSION = (
    "---\r\ntype: session   # kept\r\nclient: C-0001\r\ndate: 1/19/2026\r\ntime: 10:00-10:50\r\n"
    "clinician: dana.ruiz\r\nservice: individual\r\nsetting: office\r\nattendance: atended\r\n"
    "homwork: Fill in the diary\r\n---\r\n\r\nA note  \r\nwith a hard break.\r\n"
)
PATH = "records/clients/C-0001/sessions/2026-01-19.md"


def _fix(root: Path, text: str, path: str = PATH) -> list[Repaired | LeftAlone]:
    for name, content in (("records/clients/C-0001/client.md", CLIENT), (path, text)):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content.encode())
    practice = read_practice(b'name = "Test"\n')
    return list(repair_practice(root, practice, [path], load_rules().values(), date(2026, 1, 20)))


def test_a_fix_changes_the_slips_and_no_other_byte(tmp_path: Path) -> None:
    [done] = _fix(tmp_path, SESSION)
    assert isinstance(done, Repaired)
    expected = (
        SESSION.replace("1/19/2026", "2026-01-19").replace("atended", "attended").replace("homwork:", "homework:")
    )
    assert done.after == expected
    assert sorted(code for code, _ in done.changes) == ["STR004", "STR004", "STR005"]
    assert (tmp_path / PATH).read_bytes() == SESSION.encode(), "a repair gives text and writes nothing"


def test_a_fix_is_done_once(tmp_path: Path) -> None:
    [done] = _fix(tmp_path, SESSION)
    assert isinstance(done, Repaired)
    assert _fix(tmp_path, done.after) == []


def test_a_byte_order_mark_goes_and_nothing_else(tmp_path: Path) -> None:
    [plain] = _fix(tmp_path, SESSION)
    [done] = _fix(tmp_path, "\ufeff" + SESSION)
    assert isinstance(done, Repaired)
    assert isinstance(plain, Repaired)
    assert done.after == plain.after
    assert "STR011" in [code for code, _ in done.changes]


@pytest.mark.parametrize("line", ["signatures: [{by: dana.ruiz, role: clinician, at: 2026-01-19 12:00}]"])
def test_a_signed_record_is_left_alone(tmp_path: Path, line: str) -> None:
    [left] = _fix(tmp_path, SESSION.replace("homwork: Fill in the diary", line))
    assert isinstance(left, LeftAlone)
    assert "signed" in left.why


def test_what_could_mean_two_things_is_not_touched(tmp_path: Path) -> None:
    unsure = SESSION.replace("1/19/2026", "2026-01-19").replace("atended", "came").replace("homwork", "hw")
    assert _fix(tmp_path, unsure.replace("10:00-10:50", "10.00")) == []
    assert (
        _fix(tmp_path, SESSION.replace("1/19/2026", "1/2/2026").replace("atended", "came").replace("homwork", "hw"))
        == []
    )


@pytest.mark.parametrize(("signed", "fixable"), [(True, 0), (False, 3)])
def test_lint_offers_no_repair_that_nobody_makes(tmp_path: Path, signed: bool, fixable: int) -> None:
    line = "signatures: [{by: dana.ruiz, role: clinician, at: 2026-01-19 12:00}]\r\n"
    text = SESSION.replace("homwork", f"{line}homwork") if signed else SESSION
    made = _fix(tmp_path, text)
    request = LintRequest(today=date(2026, 1, 20), select=["STR"], baseline={})
    result = lint_caseload(tmp_path, read_practice(b'name = "Test"\n'), request)
    assert (result.fixable, isinstance(made[0], LeftAlone)) == (fixable, signed)
    assert ("caseload fix" in summary_of(result)) is not signed
    assert any(each.left_alone for each in result.findings) is signed


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_right_line_is_written_in_a_file_of_any_form(tmp_path: Path, mark: str) -> None:
    text = mark + SESSION.replace("office", "Zoom # by Zoom").replace("atended", "DNA")
    [done] = _fix(tmp_path, text.replace("homwork: Fill in the diary", 'minutes: "50"\r\nobjectives: O1.1, O1.2'))
    assert isinstance(done, Repaired)
    for line in ("setting: video # by Zoom", "attendance: no-show", "minutes: 50", "objectives: [O1.1, O1.2]"):
        assert f"\r\n{line}\r\n" in done.after
