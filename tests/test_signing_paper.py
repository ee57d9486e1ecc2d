"""`caseload sign --paper`: what a client or guardian signed on paper, as somebody who saw it writes it down.

What is written, when it is refused, how the record stands then, what the site and `show` say, and what may not be done.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from caseload_tools.audit.changes.signature_diff import signature_events
from caseload_tools.chart.caseload import read_caseload
from caseload_tools.chart.signing import Standing, standing_of
from caseload_tools.chart.signing.act import Act, ActOutcome, Nothing, Refused, carry_out
from caseload_tools.chart.signing.acts import sign_record, witness_signature
from caseload_tools.chart.signing.people import guardian_as_written
from caseload_tools.cli import app
from caseload_tools.history.readers.lazy_history import LazyHistory
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from caseload_tools.practice.identity_map import read_identities
from caseload_tools.site.content.facts import making_rows
from caseload_tools.site.content.timeline_rows import entry_of
from caseload_tools.site.html import joined_html
from caseload_tools.text import read_bytes
from caseload_tools.text.digest import content_digest
from caseload_tools.text.signed_text import entries_of, said_of
from caseload_tools.values import replace
from tests.conftest import Git
from tests.signing_scenes import NOTE, NOW, PLAN, commit, small_practice

NOON, SIGNED = datetime(2026, 1, 19, 14, 0), datetime(2026, 1, 19, 13, 0)
MOTHER = "Maria Gant"  # a guardian is written by name, and is told as the guardian alone


class Practice:
    """A practice in which acts are worked out, and carried out only where a test says so."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (self.chart,) = read_caseload(root, load_practice(root), NOON.date(), past=LazyHistory(root)).charts

    def witness(self, path: str = NOTE, by: str = "dana.ruiz", at: datetime = SIGNED, guardian: str = "") -> ActOutcome:
        record = next(each for each in self.chart.records if each.path == path)
        raw, staff = (self.root / path).read_bytes(), self.chart.practice.staff[by]
        return witness_signature(record, raw, self.chart, staff, NOON, at, guardian=guardian)

    def standing(self, path: str = NOTE) -> Standing:
        return standing_of(next(each for each in self.chart.records if each.path == path), self.chart)

    def site(self, path: str = NOTE) -> str:
        return str(entry_of(self.chart, next(each for each in self.chart.records if each.path == path)))

    def carry_out(self, outcome: ActOutcome) -> Practice:
        assert isinstance(outcome, Act), outcome
        carry_out(self.root, outcome)
        return Practice(self.root)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, git_for_all: Git) -> Practice:
    """For what writes nothing."""
    return Practice(small_practice(tmp_path_factory.mktemp("paper") / "practice", git_for_all))


@pytest.fixture(scope="module")
def git_for_all(clean_environment: None) -> Git:
    from tests.conftest import run_git

    return run_git


@pytest.fixture
def practice(tmp_path: Path, git: Git) -> Practice:
    return Practice(small_practice(tmp_path / "practice", git))


@pytest.mark.parametrize(("guardian", "role", "by"), [("", "client", "C-0001"), (MOTHER, "guardian", MOTHER)])
def test_the_line_says_who_signed_when_before_whom_and_over_what(
    shared: Practice, guardian: str, role: str, by: str
) -> None:
    made = shared.witness(guardian=guardian)
    assert isinstance(made, Act) and made.said == f"signed by the {role} on paper, witness dana.ruiz"
    assert made.before == (shared.root / NOTE).read_bytes(), "an act is worked out, and nothing is written"
    document = read_bytes(made.after, NOTE)
    (entry,) = entries_of(document.data)
    digest = content_digest(document.data, document.body)
    assert entry == {
        "by": by, "role": role, "at": "2026-01-19 13:00", "meaning": "agreed", "method": "paper",
        "witness": "dana.ruiz", "digest": digest,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("at", "why"),
    [(datetime(2026, 1, 18, 23, 59), "nobody signs before its day"), (datetime(2026, 1, 20, 0, 1), "or tomorrow")],
)
def test_nobody_signs_before_the_day_of_the_record_or_tomorrow(shared: Practice, at: datetime, why: str) -> None:
    made = shared.witness(at=at)
    assert isinstance(made, Refused) and why in made.why and "--at" in made.hint


def test_an_hour_that_has_not_come_is_refused_as_a_later_day_is(shared: Practice) -> None:
    made = shared.witness(at=datetime(2026, 1, 19, 14, 1))
    assert isinstance(made, Refused) and "has not come" in made.why and "--at" in made.hint
    assert isinstance(shared.witness(at=NOON), Act), "this very minute"


def test_what_is_dated_tomorrow_waits_for_its_day_whatever_the_hour(shared: Practice) -> None:
    record = next(each for each in shared.chart.records if each.path == NOTE)
    raw, staff = (shared.root / NOTE).read_bytes(), shared.chart.practice.staff["dana.ruiz"]
    today = datetime(2026, 1, 18, 14, 0)
    made = witness_signature(record, raw, shared.chart, staff, today, today)
    assert isinstance(made, Refused) and "2026-01-19" in made.hint and "--at" not in made.hint


def test_who_has_signed_is_not_asked_again_and_a_guardian_is_another_person(shared: Practice) -> None:
    assert isinstance(shared.witness(PLAN), Nothing), "the client's line stands there, typed by hand"
    assert isinstance(shared.witness(PLAN, guardian=MOTHER), Act)


def test_what_is_kept_up_is_not_signed_here(shared: Practice) -> None:
    made = shared.witness("records/clients/C-0001/client.md")
    assert isinstance(made, Refused) and "kept up" in made.why and made.hint


def test_a_paper_signature_fixes_the_note_and_is_no_signature_of_the_author(practice: Practice, git: Git) -> None:
    signed = practice.carry_out(practice.witness(guardian=MOTHER))
    standing = signed.standing()
    assert standing.state == "draft" and not standing.is_signed, "the staff has not signed it"
    rows = "".join(str(joined_html(each)) for each in making_rows(signed.chart))
    assert "the guardian Mon 19 Jan, on paper, seen by dana.ruiz" in signed.site() and "the guardian" in rows
    assert MOTHER not in signed.site() + rows, "no page of the site names a guardian"
    raw = (signed.root / NOTE).read_bytes()
    record = next(each for each in signed.chart.records if each.path == NOTE)
    both = signed.carry_out(sign_record(record, raw, signed.chart, signed.chart.practice.staff["dana.ruiz"], NOON))
    assert both.standing().state == "signed" and all(each.holds for each in both.standing().held)
    commit(practice.root, git, "2026-01-19T14:05:00+0000")
    changed = (practice.root / NOTE).read_text().replace("her fingers", "one hand")
    (practice.root / NOTE).write_text(changed)
    after = Practice(practice.root)
    assert after.standing().state == "changed"
    assert after.standing().wrong == "has changed since the guardian and dana.ruiz signed it"
    assert MOTHER not in after.standing().wrong
    assert "hanged since the guardian and dana.ruiz signed it" in after.site()
    again = after.witness()
    assert isinstance(again, Refused) and "changed since" in again.why and MOTHER not in again.why + again.hint


def test_as_it_is_typed(
    practice: Practice, git: Git, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    git("config", "user.email", "ruiz@northgate.example", cwd=practice.root)
    monkeypatch.chdir(practice.root)
    for name, value in NOW.items():
        monkeypatch.delenv(name, raising=False)
        if value is not None:
            monkeypatch.setenv(name, value)

    def typed(*words: str) -> tuple[int, str, str]:
        code = app.run(words)
        out, err = capsys.readouterr()
        assert MOTHER not in out + err, "a guardian's name is in the record alone"
        return code, out, err

    code, out, _ = typed("sign", "--paper", "--guardian", MOTHER, "--at", "2026-01-19 13:30", NOTE)
    assert code == 0 and f"{NOTE}  signed by the guardian on paper, witness dana.ruiz" in out
    assert f"by: {MOTHER}" in (practice.root / NOTE).read_text()
    code, out, _ = typed("sign", "--paper", "--guardian", MOTHER, NOTE)
    assert code == 0 and "the guardian has signed it already" in out
    lint = ("lint", "--select", "SIG", "--today", "2026-01-19", NOTE)
    assert typed(*lint)[0] == 0
    (practice.root / NOTE).write_text((practice.root / NOTE).read_text().replace("her fingers", "one hand"))
    code, out, _ = typed("show", "C-0001", "--today", "2026-01-19")
    assert code == 0 and "sessions/2026-01-19" in out and "has changed since the guardian signed it" in out
    assert "SIG001" in typed(*lint)[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--guardian", MOTHER), "add --paper, or leave"),
        (("--at", "2026-01-19 13:30"), "add --paper, or leave"),
        (("--paper", "--role", "client"), "do not"),
        (("--paper", "--meaning", "agreed"), "do not"),
        (("--paper", "--at", "yesterday"), "names no moment"),
        (("--guardian", ""), "go with --paper"),
        (("--paper", "--guardian", ""), "--guardian names nobody"),
        (("--paper", "--guardian", "  "), "--guardian names nobody"),
        (("--paper", "--guardian", "dana.ruiz"), "--guardian names somebody on the staff"),
        (("--paper", "--guardian", "Sam.Lee"), "--guardian names somebody on the staff"),
        (("--paper", "--guardian", "kim park"), "--guardian names somebody on the staff"),
        (("--paper", "--guardian", "C-0001"), "--guardian is a client's id"),
        (("--paper", "--guardian", "c-0777"), "--guardian is a client's id"),
        (("--paper", "--guardian", "the mother\nof both"), "--guardian holds a character"),
        (("--paper", "--guardian", "the\tmother"), "--guardian holds a character"),
        (("--paper", "--guardian", "the\x1b[2J mother"), "--guardian holds a character"),
        (("--paper", "--guardian", "the\u2028mother"), "--guardian holds a character"),
        (("--paper", "--guardian", "the\u202emother"), "--guardian holds a character"),
        (("--paper", "--at", ""), "names no moment"),
        (("--paper", "--at", "2026-01-19 14:01"), "has not come"),
        (("--role", "guardian"), "sign --paper --guardian NAME"),
        (("--role", "client"), "sign --paper"),
    ],
)
def test_what_does_not_go_together_is_said(
    shared: Practice, words: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    before = (shared.root / NOTE).read_bytes()
    monkeypatch.chdir(shared.root)
    monkeypatch.setenv("CASELOAD_NOW", "2026-01-19 14:00")
    monkeypatch.delenv("CASELOAD_TODAY", raising=False)
    code = app.run(("sign", "--as", "dana.ruiz", *words, NOTE))
    out, err = capsys.readouterr()
    assert code in (1, 2) and said in out + err and MOTHER not in out + err
    assert code == 2 or "--guardian" not in words
    assert (shared.root / NOTE).read_bytes() == before


MAP = """[C-0001]
names = ["Wilhelmina Gant"]
family = ["Barnaby Thistlewood"]
[C-0777]
names = ["Ottoline Fairweather"]
born = "1991-05-02"
"""


@pytest.mark.parametrize(
    "known",
    ["Maria Gant", "Barnaby Thistlewood", "Fairweather, Ottoline", "ottoline fairweather", "O. Fairweather"],
)
def test_a_name_that_the_identity_map_knows_is_not_locked_into_a_chart(
    shared: Practice, tmp_path: Path, known: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "identities.toml").write_text(MAP)
    monkeypatch.setenv("CASELOAD_IDENTITIES", str(tmp_path / "identities.toml"))
    monkeypatch.setenv("CASELOAD_NOW", "2026-01-19 14:00")
    monkeypatch.delenv("CASELOAD_TODAY", raising=False)
    monkeypatch.chdir(shared.root)
    before = (shared.root / NOTE).read_bytes()
    code = app.run(("sign", "--as", "dana.ruiz", "--paper", "--guardian", known, NOTE))
    out, err = capsys.readouterr()
    assert code == 2 and not out and "identity map" in err and "`mother`" in err
    assert not any(word in err.casefold() for word in known.casefold().replace(",", "").split() if len(word) > 2)
    assert (shared.root / NOTE).read_bytes() == before


def test_a_given_name_that_some_client_has_as_well_names_nobody(shared: Practice) -> None:
    people = read_identities(MAP.encode())
    practice = replace(shared.chart.practice, people=people)
    assert guardian_as_written(" Ottoline Berger ", practice) == "Ottoline Berger"
    assert guardian_as_written("mother", practice) == "mother"


@pytest.mark.parametrize("by", [MOTHER, "maria.gant", "C-0777", "", None])
def test_a_guardian_is_told_as_the_guardian_whatever_stands_there(by: str | None) -> None:
    assert said_of({"by": by, "role": "guardian"}) == "the guardian"
    (event,) = signature_events([], [{"by": by, "role": "guardian"}])
    assert "guardian" in event.words
    assert not by or by not in event.words
    assert said_of({"by": "C-0001", "role": "client"}) == "C-0001"
    assert said_of({"by": "Wilhelmina Gant", "role": "client"}) == "the client"


@pytest.mark.parametrize("by", [MOTHER, "maria.gant"])
def test_a_guardians_line_over_other_words_is_told_without_the_name(practice: Practice, git: Git, by: str) -> None:
    signed = practice.carry_out(practice.witness(guardian=by))
    commit(practice.root, git, "2026-01-19T14:05:00+0000")
    text = (signed.root / NOTE).read_text().replace("her fingers", "one hand")
    (signed.root / NOTE).write_text(text)
    document = read_bytes(text.encode(), NOTE)
    (entry,) = entries_of(document.data)
    text = text.replace(str(entry["digest"]), content_digest(document.data, document.body))
    (signed.root / NOTE).write_text(text)
    request = LintRequest(today=NOON.date(), select=["SIG"], history=LazyHistory(signed.root), baseline={})
    found = lint_caseload(signed.root, signed.chart.practice, request).findings
    told = [each.message for each in found if each.code == "SIG001"]
    assert told == ["this record has changed since the guardian signed it"]
    assert not [each for each in found if by in each.message + each.hint]
