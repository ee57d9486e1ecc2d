"""Signing what one has signed by hand: what was typed keeps its day, and no digest covers what came later.

A line gains a digest where all that the digest covers was there when the line came. Where progress was entered later,
or where somebody else typed it, a line of today stands beside it.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from caseload_tools.chart.caseload import Caseload
from caseload_tools.chart.ledger import obligations
from caseload_tools.chart.shelf import EMPTY_SHELF
from caseload_tools.chart.signing import standing_of
from caseload_tools.chart.signing.act import Act, ActOutcome, Nothing, Refused
from caseload_tools.chart.signing.acts import cosign_record, sign_record, witness_signature
from caseload_tools.chart.signing.addenda import void_record
from caseload_tools.guard.hooks.drafting import staged_message
from caseload_tools.history.readers.lazy_history import LazyHistory
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from caseload_tools.reports.brief import brief
from caseload_tools.site.content.timeline_rows import entry_of
from caseload_tools.text import read_bytes
from devtools.examples.trying import settings_text
from tests.conftest import Git
from tests.front_entries import entries_of
from tests.signing_scenes import NOTE, PLAN, SETTINGS, commit, small_practice
from tests.test_signed_agreement import Practice, by_hand
from tests.test_signing_supervisors import SUPERVISED

MARCH = datetime(2026, 3, 1, 9, 0)
IN_MARCH = f"at: {MARCH:%Y-%m-%d %H:%M}"


class Later(Practice):
    """The small practice, in which people sign in March what was typed in January."""

    def signs(self, path: str, by: str = "dana.ruiz", act: str = "sign", at: datetime = MARCH) -> ActOutcome:
        chart, raw = self.chart(), (self.root / path).read_bytes()
        record = next(each for each in chart.records if each.path == path)
        staff = chart.practice.staff[by]
        if act == "witness":
            return sign_record(record, raw, chart, staff, at, role="witness")
        if act == "paper":
            return witness_signature(record, raw, chart, staff, at, at)
        return (sign_record if act == "sign" else cosign_record)(record, raw, chart, staff, at)

    def state(self, path: str) -> str:
        return standing_of(self.record(path), self.chart()).state

    def digests(self, path: str) -> list[tuple[str, str]]:
        """Each line's signer and the kind of digest in it."""
        document = read_bytes((self.root / path).read_bytes(), path)
        return [
            (str(each["by"]), str(each.get("digest", "")).partition(":")[0])
            for each in entries_of(document, "signatures")
        ]

    def found(self) -> list[tuple[str, str]]:
        """Without what the plan lacks, which nobody co-signs here, and without the notes that nobody signs here."""
        asked = LintRequest(today=MARCH.date(), select=["SIG", "PLN018"], history=LazyHistory(self.root), baseline={})
        result = lint_caseload(self.root, load_practice(self.root), asked)
        found = [each for each in result.findings if each.code != "SIG005" or each.path != PLAN]
        signed = {each.path for each in found if "signatures:" in (self.root / each.path).read_text()}
        return [(each.code, each.message) for each in found if each.code != "SIG017" or each.path in signed]


@pytest.fixture
def practice(tmp_path: Path, git: Git) -> Later:
    made = Later(small_practice(tmp_path / "practice", git), git)
    (made.root / "caseload.toml").write_text(settings_text(SETTINGS + SUPERVISED))
    commit(made.root, git, "2026-01-19T12:35:00+0000")
    return made


def acted(practice: Later, path: str, by: str = "dana.ruiz", act: str = "sign") -> Act:
    made = practice.signs(path, by, act)
    assert isinstance(made, Act), made
    practice.carry_out(made)
    return made


def test_progress_that_came_later_is_signed_on_the_day_of_the_sealing(practice: Later) -> None:
    practice.put("status: active", "status: superseded", PLAN)
    practice.commit()
    said = acted(practice, PLAN).said
    assert "2026-01-12" in said and "how far the plan has come was entered since" in said and "as it was" not in said
    assert practice.digests(PLAN) == [("dana.ruiz", ""), ("C-0001", ""), ("dana.ruiz", "caseload-v1")]
    assert (practice.root / PLAN).read_text().count(IN_MARCH) == 1
    commit(practice.root, practice.git, "2026-03-01T09:05:00+0000")
    assert practice.state(PLAN) == "signed" and practice.found() == []
    assert isinstance(practice.signs(PLAN), Nothing)


def test_progress_that_is_not_committed_yet_is_signed_on_the_day_of_the_sealing_too(practice: Later) -> None:
    practice.put("status: active", "status: superseded", PLAN)
    acted(practice, PLAN)
    assert practice.digests(PLAN)[-1] == ("dana.ruiz", "caseload-v1") and len(practice.digests(PLAN)) == 3


def test_a_plan_that_is_as_it_was_gains_the_digest_where_it_was_signed(practice: Later) -> None:
    assert "as it was when that was committed" in acted(practice, PLAN).said
    assert practice.digests(PLAN) == [("dana.ruiz", "caseload-v1"), ("C-0001", "")]


@pytest.mark.parametrize(("committed_by", "lines"), [("Sam Lee", 2), ("Ada Berg", 2), ("Dana Ruiz", 1), (None, 1)])
@pytest.mark.parametrize("role", ["clinician", "witness"])
def test_a_line_that_somebody_else_typed_gains_no_digest_below_its_day(
    practice: Later, committed_by: str | None, lines: int, role: str
) -> None:
    by_hand(practice)
    practice.put("role: clinician, at: 2026-01-19", f"role: {role}, at: 2026-01-19")
    if committed_by:
        commit(practice.root, practice.git, "2026-01-19T12:50:00+0000", committed_by)
    said = acted(practice, NOTE, act="witness" if role == "witness" else "sign").said
    assert ("dana.ruiz's line was typed by hand and committed by somebody else" in said) is (lines == 2)
    assert practice.digests(NOTE) == [("dana.ruiz", "")] * (lines - 1) + [("dana.ruiz", "caseload-v1")]
    commit(practice.root, practice.git, "2026-03-01T09:05:00+0000")
    assert practice.state(NOTE) == "signed"


def by_sam(practice: Later, committed_by: str | None) -> None:
    by_hand(practice)
    practice.put(" 12:05}\n", " 12:05}\n  - {by: sam.lee, role: supervisor, at: 2026-01-19 12:20}\n")
    if committed_by:
        commit(practice.root, practice.git, "2026-01-19T12:50:00+0000", committed_by)


@pytest.mark.parametrize(("committed_by", "lines"), [("Dana Ruiz", 3), ("Ada Berg", 3), (None, 3), ("Sam Lee", 2)])
def test_a_co_signature_counts_from_the_day_on_which_its_supervisor_made_it(
    practice: Later, committed_by: str | None, lines: int
) -> None:
    by_sam(practice, committed_by)
    said = acted(practice, NOTE, "sam.lee", "cosign").said
    assert practice.digests(NOTE)[-1] == ("sam.lee", "caseload-co-v1") and len(practice.digests(NOTE)) == lines
    assert (practice.root / NOTE).read_text().count(IN_MARCH) == lines - 2
    assert ("counts for nothing" in said) is (lines == 3)
    commit(practice.root, practice.git, "2026-03-01T09:05:00+0000", "Sam Lee")
    assert practice.state(NOTE) == "co-signed"
    assert isinstance(practice.signs(NOTE, "sam.lee", "cosign"), Nothing)


@pytest.mark.parametrize(
    ("by", "word"),
    [
        ("Sam Lee", "co-signed"),
        ("Dana Ruiz", "changed"),
        ("Somebody", "changed"),
        ("Sam Lee, committed by Dana Ruiz", "changed"),
    ],
)
def test_a_drafted_message_calls_a_line_co_signed_that_its_supervisor_commits(
    practice: Later, monkeypatch: pytest.MonkeyPatch, by: str, word: str
) -> None:
    by_hand(practice)
    practice.commit()
    practice.put(" 12:05}\n", " 12:05}\n  - {by: sam.lee, role: supervisor, at: 2026-01-19 12:20}\n")
    practice.git("add", "--all", cwd=practice.root)
    author, _, committer = by.partition(", committed by ")
    for role, name in (("AUTHOR", author), ("COMMITTER", committer or author)):
        monkeypatch.setenv(f"GIT_{role}_NAME", name)
        monkeypatch.setenv(f"GIT_{role}_EMAIL", f"{name.split()[-1].lower()}@northgate.example")
    drafted = staged_message("", "", practice.root, load_practice(practice.root))
    assert drafted.splitlines()[0] == f"C-0001: session 2026-01-19 {word}"


def test_a_line_with_the_authors_digest_copied_into_it_does_not_keep_its_supervisor_from_co_signing(
    practice: Later,
) -> None:
    acted(practice, NOTE)
    digest = re.findall(r"digest: (\S+)", (practice.root / NOTE).read_text())[0]
    text = (practice.root / NOTE).read_text()
    line = f"  - {{by: sam.lee, role: supervisor, at: 2026-03-01 09:00, digest: {digest}}}\n"
    (practice.root / NOTE).write_text(text.replace("\n---\n\n", f"\n{line}---\n\n", 1))
    practice.commit()
    acted(practice, NOTE, "sam.lee", "cosign")
    assert practice.state(NOTE) == "co-signed"


def test_who_was_witness_co_signs_as_supervisor_too(practice: Later) -> None:
    acted(practice, NOTE)
    acted(practice, NOTE, "sam.lee", "witness")
    acted(practice, NOTE, "sam.lee", "cosign")
    assert practice.state(NOTE) == "co-signed"


@pytest.mark.parametrize(("act", "by"), [("witness", "kim.park"), ("paper", "dana.ruiz")])
def test_a_digest_that_comes_later_does_not_break_a_co_signature_above_it(practice: Later, act: str, by: str) -> None:
    """What co-signs a note that was signed by hand holds on to that line, and goes on holding on to it."""
    by_hand(practice)
    practice.commit()
    acted(practice, NOTE, "sam.lee", "cosign")
    acted(practice, NOTE, by, act)
    assert practice.state(NOTE) == "co-signed"
    commit(practice.root, practice.git, "2026-03-01T09:05:00+0000", "Sam Lee")
    assert practice.found() == []


# --- what two tools said two things of --------------------------------------------------------------------------


def types(practice: Later, line: str, committed_by: str = "Dana Ruiz") -> None:
    text = (practice.root / NOTE).read_text()
    above = "" if "signatures:" in text else "signatures:\n"
    (practice.root / NOTE).write_text(text.replace("\n---\n\n", f"\n{above}  - {{{line}}}\n---\n\n", 1))
    practice.minute += 1
    commit(practice.root, practice.git, f"2026-01-19T12:{practice.minute}:00+0000", committed_by)


def asks_for_a_co_signature(practice: Later) -> bool:
    """Whether lint, due and the site want one, which they must agree on."""
    practice.today = MARCH.date()
    chart, record = practice.chart(), practice.record(NOTE)
    lint = any(code == "SIG005" for code, _ in practice.found())
    due = any(
        each.rule == "SIG005" and each.record is not None and each.record.path == NOTE for each in obligations(chart)
    )
    site = "Waits for" in str(entry_of(chart, record).gist)
    assert lint == due == site, (lint, due, site)
    return lint


@pytest.mark.parametrize(
    "line", ["by: dana.ruiz, role: witness", "by: kim.park, role: clinician", "by: dana.ruis, role: author"]
)
def test_a_co_signature_is_asked_for_when_it_may_be_given(practice: Later, line: str) -> None:
    """When whoever wrote the note has signed it as such; not as a witness, and nobody else in their place."""
    types(practice, f"{line}, at: 2026-01-19 12:05")
    assert not asks_for_a_co_signature(practice)
    refused = practice.signs(NOTE, "sam.lee", "cosign")
    assert isinstance(refused, Refused) and refused.why == "its author has not signed it yet"
    acted(practice, NOTE)
    assert asks_for_a_co_signature(practice)
    acted(practice, NOTE, "sam.lee", "cosign")
    practice.commit()
    assert not asks_for_a_co_signature(practice)


def test_who_is_no_supervisor_does_not_end_the_waiting_for_one(practice: Later) -> None:
    types(practice, "by: dana.ruiz, role: clinician, at: 2026-01-19 12:05")
    types(practice, "by: kim.park, role: supervisor, at: 2026-01-19 12:20", "Kim Park")
    assert asks_for_a_co_signature(practice)
    assert ("SIG006", "this person is no supervisor here") in practice.found()
    why = "kim.park's line counts for nothing: this person is no supervisor here"
    assert [each.idle for each in standing_of(practice.record(NOTE), practice.chart()).held] == ["", why]


def test_who_signed_by_hand_as_the_author_seals_that_line(practice: Later) -> None:
    types(practice, "by: dana.ruiz, role: author, at: 2026-01-19 12:05")
    assert acted(practice, NOTE).said.startswith("sealed")
    assert practice.digests(NOTE) == [("dana.ruiz", "caseload-v1")]


@pytest.mark.parametrize(
    ("day", "why"), [("2026-01-18", "earlier than what it signs"), ("2026-03-09", "a day that has not come")]
)
def test_no_digest_is_laid_into_a_line_of_a_day_that_cannot_be(practice: Later, day: str, why: str) -> None:
    types(practice, f"by: dana.ruiz, role: clinician, at: {day} 12:05")
    assert [message for code, message in practice.found() if code == "SIG007"] == [
        f"this signature {'is' if 'ear' in why else 'has'} {why}"
    ]
    assert why in acted(practice, NOTE).said
    assert practice.digests(NOTE) == [("dana.ruiz", ""), ("dana.ruiz", "caseload-v1")]


def test_nobody_signs_who_has_left(practice: Later) -> None:
    types(practice, "by: dana.ruiz, role: clinician, at: 2026-02-02 12:05")
    left = "".join(f'staff."{who}".end = 2026-01-31\n' for who in ("dana.ruiz", "sam.lee"))
    (practice.root / "caseload.toml").write_text(settings_text(SETTINGS + SUPERVISED + left))
    for who, act in (("dana.ruiz", "sign"), ("sam.lee", "cosign")):
        made = practice.signs(NOTE, who, act)
        assert isinstance(made, Refused) and made.why == f"{who} does not work here on 2026-03-01"
    assert ("SIG007", "whoever signed did not work here on that day") in practice.found()


def test_an_empty_digest_is_called_that(practice: Later) -> None:
    types(practice, 'by: dana.ruiz, role: clinician, at: 2026-01-19 12:05, digest: ""')
    made = practice.signs(NOTE)
    assert isinstance(made, Refused) and made.why == "the digest of its line is empty"


def test_show_tells_of_a_void_record_that_was_changed(practice: Later) -> None:
    types(practice, "by: dana.ruiz, role: clinician, at: 2026-01-19 12:05")
    practice.put("her fingers", "one hand")
    chart = practice.chart()
    void = void_record(practice.record(NOTE), chart, chart.practice.staff["dana.ruiz"], MARCH, reason="twice")
    assert isinstance(void, Act)
    practice.carry_out(void)
    practice.commit()
    chart = practice.chart()
    report = brief(Caseload(Path(), chart.practice, chart.today, (chart,), EMPTY_SHELF), chart)
    (table,) = [each for each in report.tables if each.key == "changed"]
    assert table.rows == (("sessions/2026-01-19", "has changed since dana.ruiz signed it"),)
