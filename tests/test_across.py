"""Rules across charts: facts instead of charts, allowances as everywhere, silence when only some clients are read."""

from __future__ import annotations

import pickle
import re
from datetime import date
from pathlib import Path

import pytest

from caseload_tools.chart.across.copies import Copies
from caseload_tools.chart.caseload import stream_charts
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.result import LintResult
from caseload_tools.lint.rule import load_rules
from caseload_tools.lint.run import lint_caseload
from devtools.examples.scenes import scene_of
from devtools.examples.trying import practice_of, write_scene

SAID = "Client presented for the appointment on time. Housing remains stable. Discussed the budget and the bus."
TODAY = date(2026, 2, 17)


def _practice(root: Path, first: str, second: str) -> Path:
    text = (
        f"--- session 2026-01-19\nformat: narrative\n\n{first}\n"
        f"--- session 2026-02-16 of C-0002\nformat: narrative\n\n{second}\n"
    )
    write_scene(scene_of(load_rules()["NOT020"], text), root)
    return root


def _lint(root: Path, clients: list[str] | None = None, select: tuple[str, ...] = ("NOT020", "ALW")) -> LintResult:
    practice = practice_of(scene_of(load_rules()["NOT020"], ""))
    return lint_caseload(root, practice, LintRequest(today=TODAY, select=select, clients=clients, baseline={}))


def test_the_later_of_two_is_found_and_points_to_the_earlier(tmp_path: Path) -> None:
    (finding,) = _lint(_practice(tmp_path, SAID, SAID)).findings
    assert finding.path == "records/clients/C-0002/sessions/2026-02-16.md"
    assert [place.path for place in finding.related] == ["records/clients/C-0001/sessions/2026-01-19.md"]
    assert finding.level == "warning" and finding.line > 1


def test_nothing_is_compared_when_only_some_clients_are_read(tmp_path: Path) -> None:
    assert not _lint(_practice(tmp_path, SAID, SAID), clients=["C-0002"]).findings


def test_an_allowance_holds_and_is_not_idle(tmp_path: Path) -> None:
    allowed = f"<!-- caseload: allow[NOT020] twins, seen together -->\n{SAID}"
    result = _lint(_practice(tmp_path, SAID, allowed))
    assert not result.findings
    assert [each.finding.code for each in result.allowed] == ["NOT020"]


def test_an_idle_allowance_is_said_once(tmp_path: Path) -> None:
    allowed = "<!-- caseload: allow[NOT020] twins, seen together -->\nOn time, out of breath, bus plan in hand at last."
    assert [finding.code for finding in _lint(_practice(tmp_path, SAID, allowed)).findings] == ["ALW003"]


def test_an_allowance_is_not_called_idle_by_who_has_not_looked(tmp_path: Path) -> None:
    allowed = f"<!-- caseload: allow[NOT020] twins, seen together -->\n{SAID}"
    assert not _lint(_practice(tmp_path, SAID, allowed), clients=["C-0002"]).findings


def test_an_allowance_without_reason_is_said_once(tmp_path: Path) -> None:
    allowed = f"<!-- caseload: allow[NOT020] -->\n{SAID}"
    assert [finding.code for finding in _lint(_practice(tmp_path, SAID, allowed)).findings] == ["ALW001"]


LONG = (
    f"{SAID} She brought the letter of the county, read it aloud twice and asked what the third line means for her. "
    "They will look at it again next week, with the lease, the two receipts and the letter of the landlord beside it."
)


@pytest.mark.parametrize("change", ["Housing is lost.", "The bus was late, so was the landlord."])
def test_nearly_the_same_is_found_word_by_word(tmp_path: Path, change: str) -> None:
    (finding,) = _lint(_practice(tmp_path, LONG, f"{LONG} {change}")).findings
    assert re.match(r"(8|9)\d% of this note stands in an earlier note of another client", finding.message)


def test_a_note_that_goes_on_in_its_own_words_is_no_copy(tmp_path: Path) -> None:
    own = "The bus was late, and so was the landlord. He read the lease in the hall and signed both copies at once."
    assert not _lint(_practice(tmp_path, LONG, f"{LONG} {own}")).findings


def test_facts_are_small_and_hold_no_words(tmp_path: Path) -> None:
    root = _practice(tmp_path, SAID, SAID)
    practice = practice_of(scene_of(load_rules()["NOT020"], ""))
    facts = [fact for chart in stream_charts(root, practice, TODAY) for fact in Copies.facts(chart)]
    assert len([fact for fact in facts if fact.kind == "n"]) == 2
    for fact in facts:
        packed = pickle.dumps(fact)
        assert len(packed) < 700
        assert b"Housing" not in packed and b"housing" not in packed
