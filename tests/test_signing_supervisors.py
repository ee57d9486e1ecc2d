"""One meaning of co-signed: a supervisor's line counts when it is that supervisor's, and all say so in the same words.

A table of who typed a line under a supervised note and who committed it; hook, lint, due, site, sign and verify are
asked of each.
"""

from __future__ import annotations

from datetime import date
from html import unescape
from pathlib import Path

import pytest

from caseload_tools.audit.verifying import verify_history
from caseload_tools.chart.caseload import read_caseload
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.ledger import obligations
from caseload_tools.chart.signing import standing_of
from caseload_tools.chart.signing.act import Act, ActOutcome
from caseload_tools.chart.signing.acts import cosign_record
from caseload_tools.chart.signing.co_signing import MADE_BY_OTHERS
from caseload_tools.cli.state import staged_state
from caseload_tools.history.readers.lazy_history import LazyHistory
from caseload_tools.history.readers.record_history import History
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from caseload_tools.site.content.facts import making_rows
from caseload_tools.site.content.timeline_rows import entry_of
from caseload_tools.site.html import joined_html
from caseload_tools.text.signed_text import TYPED_BY_NOBODY_KNOWN, TYPED_BY_OTHERS
from devtools.examples.trying import settings_text
from tests.conftest import Git
from tests.signing_scenes import NOTE, SETTINGS, commit, small_practice
from tests.test_signed_agreement import CO_SIGNED, NOON, Practice, by_hand, co_sealed, sealed

DANA, SAM, ADA = "Dana Ruiz", "Sam Lee", "Ada Berg"
SUPERVISED = 'staff."dana.ruiz".supervisor = "sam.lee"\n'
LATE = date(2026, 3, 1)
NOT_YET, NO = TYPED_BY_NOBODY_KNOWN, TYPED_BY_OTHERS
LACKING = "the supervisor has not signed"


class Supervised(Practice):
    """The small practice, in which the author of the note is under supervision."""

    def by(self, who: str) -> None:
        self.minute += 1
        commit(self.root, self.git, f"2026-01-19T12:{self.minute}:00+0000", who)

    def type_below(self, digest: str = "") -> None:
        """The supervisor's line, below the author's."""
        text = (self.root / NOTE).read_text()
        line = CO_SIGNED.replace("12:20}", f"12:20{digest}}}")
        (self.root / NOTE).write_text(text.replace("\n---\n\n##", f"\n{line}---\n\n##", 1))


def own_digest(practice: Supervised) -> str:
    """The author's digest, as somebody copies it into the supervisor's line."""
    text = (practice.root / NOTE).read_text()
    return f", digest: {text.partition('digest: ')[2].split()[0]}"


def asked_for(practice: Supervised) -> None:
    sealed(practice)
    practice.by(DANA)


def asked_for_by_hand(practice: Supervised) -> None:
    by_hand(practice)
    practice.by(DANA)


def typed(practice: Supervised) -> None:
    asked_for(practice)
    practice.type_below()


def typed_by_the_author(practice: Supervised) -> None:
    typed(practice)
    practice.by(DANA)


def typed_by_the_office(practice: Supervised) -> None:
    typed(practice)
    practice.by(ADA)


def typed_with_the_note(practice: Supervised) -> None:
    by_hand(practice)
    practice.type_below()
    practice.by(DANA)


def copied_digest(practice: Supervised) -> None:
    asked_for(practice)
    practice.type_below(own_digest(practice))
    practice.by(DANA)


def typed_by_the_supervisor(practice: Supervised) -> None:
    typed(practice)
    practice.by(SAM)


def typed_in_the_supervisors_name(practice: Supervised) -> None:
    """The author names the supervisor as the author of her own commit."""
    typed(practice)
    at = "2026-01-19T12:50:00+0000"
    practice.git("add", "--all", cwd=practice.root)
    named = "--author=Sam Lee <lee@northgate.example>"
    practice.git("commit", "--quiet", "--message=Work", named, f"--date={at}", cwd=practice.root, at=at, by=DANA)


def typed_under_a_borrowed_address(practice: Supervised) -> None:
    """The author gives the supervisor the address that she commits under, and herself another."""
    asked_for(practice)
    lent = SETTINGS.replace("ruiz@", "d.ruiz@").replace("lee@", "ruiz@")
    (practice.root / "caseload.toml").write_text(settings_text(lent + SUPERVISED))
    practice.by(DANA)
    practice.type_below()
    practice.by(DANA)


def typed_by_hand_by_the_supervisor(practice: Supervised) -> None:
    asked_for_by_hand(practice)
    practice.type_below()
    practice.by(SAM)


def sealed_by_the_supervisor(practice: Supervised) -> None:
    asked_for(practice)
    co_sealed(practice)
    practice.by(SAM)


def sealed_after_all(practice: Supervised) -> None:
    typed_by_the_author(practice)
    co_sealed(practice)
    practice.by(SAM)


# how it came about: what it counts as, and why the line counts for nothing; None where none stands there.
STATES = {
    "signed with a digest": (asked_for, "signed", None),
    "signed by hand": (asked_for_by_hand, "signed by hand", None),
    "typed, not committed": (typed, "signed", NOT_YET),
    "typed, committed by the author": (typed_by_the_author, "signed", NO),
    "typed, committed by the office": (typed_by_the_office, "signed", NO),
    "typed together with the author's": (typed_with_the_note, "signed by hand", NO),
    "typed, with the author's digest": (copied_digest, "signed", NO),
    "typed, committed under an address that was borrowed": (typed_under_a_borrowed_address, "signed", NO),
    "typed, committed by the author in the supervisor's name": (typed_in_the_supervisors_name, "signed", NO),
    "typed, committed by the supervisor": (typed_by_the_supervisor, "co-signed", ""),
    "both by hand, each committed by the own": (typed_by_hand_by_the_supervisor, "signed by hand", ""),
    "sealed by the supervisor": (sealed_by_the_supervisor, "co-signed", ""),
    "typed by the author, sealed by the supervisor": (sealed_after_all, "co-signed", ""),
}


@pytest.mark.parametrize("name", STATES)
def test_all_say_the_same_of_a_supervisors_line(name: str, tmp_path: Path, git: Git) -> None:
    deed, state, idle = STATES[name]
    practice = Supervised(small_practice(tmp_path / "practice", git), git)
    (practice.root / "caseload.toml").write_text(settings_text(SETTINGS + SUPERVISED))
    practice.by(DANA)
    deed(practice)
    chart = practice.chart()
    record = practice.record(NOTE)
    assert standing_of(record, chart).state == state
    told = {
        "lint": of_lint(practice, LazyHistory(practice.root)),
        "due": of_due(chart),
        "site": unescape(str(entry_of(chart, record).gist or "")).partition("Waits for ")[2],
    }
    if idle == NOT_YET:
        told["hook"] = of_hook(practice)
    if idle == "":
        assert not any(told.values()), told
    else:
        assert all(told.values()), f"somebody asks for no co-signature: {told}"
    if idle:
        for asker, words in told.items():
            assert f"sam.lee's line {idle if idle == NOT_YET else 'counts for nothing: it was ' + idle}" in words, asker
    assert (LACKING in of_lint(practice, LazyHistory(practice.root), LATE)) is (idle != "")
    marks = int(bool(idle) or deed is sealed_after_all)
    for page in (str(entry_of(chart, record).opened), "; ".join(str(joined_html(each)) for each in making_rows(chart))):
        assert unescape(page).count("a line that counts for nothing") == marks, page
    said = of_verify(practice)
    assert ("the signature of sam.lee" in said) is (idle == NO or deed is sealed_after_all), said
    assert (TYPED_BY_OTHERS in said) is ((idle == NO and deed is not copied_digest) or deed is sealed_after_all)


def test_what_was_committed_before_adoption_counts_as_it_was_left(tmp_path: Path, git: Git) -> None:
    practice = Supervised(small_practice(tmp_path / "practice", git), git)
    typed_by_the_author(practice)
    (practice.root / "caseload.toml").write_text(settings_text(f"adopted = 2026-01-20\n{SETTINGS}{SUPERVISED}"))
    practice.by(DANA)
    assert standing_of(practice.record(NOTE), practice.chart()).state == "co-signed"
    assert not of_lint(practice, LazyHistory(practice.root), LATE)
    assert "sam.lee" not in of_verify(practice)


KIM = "Kim Vale"
NEW = 'staff."kim.vale" = {name = "Kim Vale", roles = ["supervisor"], credential = "LPC", email = "kim@vale.example"}\n'
AGAIN = NEW.replace("roles", "start = 2026-01-02, roles")


@pytest.mark.parametrize(
    ("by", "then", "counts"),
    [(DANA, "", False), (ADA, "", True), (SAM, "", True), (DANA, ADA, True), (DANA, DANA, False)],
)
def test_a_new_supervisor_counts_once_somebody_who_may_wrote_it(
    by: str, then: str, counts: bool, tmp_path: Path, git: Git
) -> None:
    practice = Supervised(small_practice(tmp_path / "practice", git), git)
    (practice.root / "caseload.toml").write_text(settings_text(SETTINGS + SUPERVISED))
    asked_for(practice)
    _names(practice, NEW, by)
    if then:
        _names(practice, AGAIN, then)
    assert isinstance(_co_signed(practice, practice.chart()), Act) is counts, "the command refuses what would not count"
    _co_seals(practice)
    chart = practice.chart()
    told = (of_lint(practice, LazyHistory(practice.root), LATE), of_due(chart), of_settings(practice))
    assert standing_of(practice.record(NOTE), chart).state == ("co-signed" if counts else "signed")
    assert [bool(each) for each in told[:2]] == [not counts, not counts], told
    assert ("kim.vale was added as a supervisor by dana.ruiz" in told[2]) is (by == DANA), told
    if not counts:
        assert all(MADE_BY_OTHERS in each for each in told[:2]), told


def test_who_works_alone_may_name_a_supervisor(tmp_path: Path, git: Git) -> None:
    alone = SETTINGS.replace('staff."sam.lee".email', 'staff."sam.lee".roles = ["clinician"]\nstaff."sam.lee".email')
    practice = Supervised(small_practice(tmp_path / "practice", git), git)
    alone = alone.replace('["administration"]', '["clinician"]')
    (practice.root / "caseload.toml").write_text(settings_text(alone))
    git("add", "--all", cwd=practice.root)
    git("commit", "--quiet", "--amend", "--no-edit", cwd=practice.root, at="2026-01-19T12:30:00+0000", by=DANA)
    asked_for(practice)
    _names(practice, NEW, DANA, alone)
    _co_seals(practice)
    assert standing_of(practice.record(NOTE), practice.chart()).state == "co-signed"
    assert "kim.vale" not in of_settings(practice)


def _co_signed(practice: Supervised, chart: Chart) -> ActOutcome:
    record, raw = practice.record(NOTE), (practice.root / NOTE).read_bytes()
    return cosign_record(record, raw, chart, chart.practice.staff["kim.vale"], NOON)


def _co_seals(practice: Supervised) -> None:
    """By a program that asks no past."""
    (chart,) = read_caseload(practice.root, load_practice(practice.root), practice.today).charts
    practice.carry_out(_co_signed(practice, chart))
    practice.by(KIM)


def _names(practice: Supervised, staff: str, by: str, settings: str = SETTINGS + SUPERVISED) -> None:
    (practice.root / "caseload.toml").write_text(settings_text(settings + staff))
    practice.by(by)


def of_settings(practice: Supervised) -> str:
    answers = verify_history(practice.root, today=date(2026, 1, 20)).answers
    return "; ".join(each.what for one in answers if one.name == "settings" for each in one.remarks)


# --- the askers -------------------------------------------------------------------------------------------------


def of_lint(practice: Supervised, past: History, today: date = date(2026, 1, 20)) -> str:
    """In time nothing is said of what lacks; of a line that counts for nothing it is."""
    root = practice.root
    asked = LintRequest(today=today, select=["SIG005"], history=past, baseline={})
    found = lint_caseload(root, load_practice(root), asked).findings
    said = "; ".join(each.message for each in found if each.path == NOTE)
    return said or (of_lint(practice, past, LATE) if today != LATE else "")


def of_hook(practice: Supervised) -> str:
    practice.git("add", "--all", cwd=practice.root)
    state = staged_state(str(practice.root))
    assert state is not None
    return of_lint(practice, state.past)


def of_due(chart: Chart) -> str:
    return "; ".join(each.why for each in obligations(chart) if each.rule == "SIG005" and "sessions/" in each.why)


def of_verify(practice: Supervised) -> str:
    answers = verify_history(practice.root, today=date(2026, 1, 20)).answers
    return "; ".join(each.what for one in answers if one.name == "signed-by-others" for each in one.remarks)
